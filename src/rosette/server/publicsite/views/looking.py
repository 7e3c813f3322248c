"""Search over the whole site: pages and trials."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale

from rosette.portfolio.search import Query
from rosette.server.publicsite.catalogue import current_index
from rosette.server.publicsite.models import InfoPage, NewsPage
from rosette.server.publicsite.presenters.finding import card_of
from rosette.server.publicsite.views.finding import spoken
from rosette.server.publicsite.views.public import public

MOST = 12


@public
def search(request: HttpRequest) -> HttpResponse:
    """Pages and trials that hold the words."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in request.GET.get("q", "")).split())[
        :100
    ]
    t = spoken()
    language = t.language if t.language != "ar" else "en"
    pages: list[object] = []
    trials = []
    if words:
        for model in (InfoPage, NewsPage):
            live = model.objects.live().filter(locale=Locale.objects.get(language_code=language))
            pages += list(live.search(words, operator="and")[:MOST])
        query = Query(words=words)
        trials = [card_of(t, each, query) for each in current_index().search(query).entries[:6]]
    context = {"words": words, "pages": pages, "trials": trials}
    return render(request, "public/search.jinja", context)

"""The search for a trial, a trial's two pages, the questions to ask."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from rosette.knowledge import load_knowledge
from rosette.portfolio.search import load_search_terms, read_query
from rosette.server.publicsite.catalogue import current_index, entry
from rosette.server.publicsite.presenters.finding import FindPage, TrialPage, chosen_trials
from rosette.server.publicsite.presenters.professional import ProfessionalPage
from rosette.server.publicsite.views.public import public
from rosette.server.services import clock
from rosette.texts import Texts, texts_of


def spoken() -> Texts:
    """The texts of the language of the address."""
    return texts_of(translation.get_language() or "en")


@public
def find(request: HttpRequest) -> HttpResponse:
    """Search for a trial."""
    query = read_query(dict(request.GET.lists()), load_search_terms())
    page = FindPage.of(spoken(), current_index().search(query))
    return render(request, "public/find.jinja", {"page": page})


@public
def trial(request: HttpRequest, trial: str) -> HttpResponse:
    """A trial in plain words."""
    found = entry(trial)
    if found is None:
        raise Http404
    return render(request, "public/trial.jinja", {"page": TrialPage.of(spoken(), found, on=clock.today())})


@public
def professional(request: HttpRequest, trial: str) -> HttpResponse:
    """A trial as its criteria are encoded."""
    found = entry(trial)
    if found is None:
        raise Http404
    t = spoken()
    page = ProfessionalPage.of(found, load_knowledge())
    plain = TrialPage.of(t, found, on=clock.today())
    return render(request, "public/professional.jinja", {"page": page, "plain": plain})


@public
def questions(request: HttpRequest) -> HttpResponse:
    """The questions to ask, to print, about one trial or any."""
    named = chosen_trials(request.GET.getlist("trial"), most=1)
    found = entry(named[0]) if named else None
    return render(request, "public/questions.jinja", {"trial": found.trial if found else None, "count": range(1, 14)})

"""The root of the address, and what robots may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from rosette.server.publicsite.views.public import public
from rosette.texts import LANGUAGES


@public
def root(request: HttpRequest) -> HttpResponse:
    """Go to the home page of the language that the browser asks for first and that is spoken here."""
    answer = redirect(f"/{_wanted(request)}/")
    answer["Vary"] = "Accept-Language"
    return answer


def _wanted(request: HttpRequest) -> str:
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        try:
            found = get_supported_language_variant(code)
        except LookupError:
            continue
        if found in LANGUAGES:
            return found
    return "en"


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Pages may be found; forms and status pages may not."""
    rooms = "".join(f"Disallow: /{language}/{room}/\n" for language in LANGUAGES for room in ("refer", "status"))
    return HttpResponse(f"User-agent: *\n{rooms}Disallow: /account/\n", content_type="text/plain; charset=utf-8")

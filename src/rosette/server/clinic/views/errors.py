"""Pages for what went wrong: each says what was found and what to do, and shows nothing else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.kernel import BadInput, Refused, RosetteError
from rosette.server.clinic.presenters.problems import ProblemPage


def refusal(request: HttpRequest, error: RosetteError) -> HttpResponse:
    """The page of a refusal: 404 where the person may not know, 400 with every fault of what was sent."""
    if isinstance(error, Refused):
        return _page(request, ProblemPage.missing(), status=404)
    faults = tuple(problem.sentence() for problem in error.problems) if isinstance(error, BadInput) else (str(error),)
    return _page(request, ProblemPage.bad(faults), status=400)


@login_not_required
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the sign-in, or was not ours."""
    return _page(request, ProblemPage.stale_form(), status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or the person may not know of it: the same words for both."""
    return _page(request, ProblemPage.missing(), status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """The server failed; the page names the request's number, nothing else."""
    return _page(request, ProblemPage.broken(getattr(request, "request_id", "")), status=500)


def _page(request: HttpRequest, page: ProblemPage, *, status: int) -> HttpResponse:
    return render(request, "errors/problem.jinja", {"page": page}, status=status)

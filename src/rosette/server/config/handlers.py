"""What went wrong, as a page of the part where it happened: the public site in its language, the clinic otherwise."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.server.clinic.views import errors
from rosette.server.config.jinja import is_public


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    if is_public(request):
        return render(request, "public/missing.jinja", {}, status=404)
    return errors.not_found(request, exception)


@login_not_required
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is not ours, or a browser that keeps no cookies."""
    if is_public(request):
        return render(request, "public/lost.jinja", {}, status=403)
    return errors.csrf(request, reason)

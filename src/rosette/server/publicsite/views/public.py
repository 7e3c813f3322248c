"""The guard of the public site: no sign-in, a limit by connection, nothing but reading and asking."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.server.services.guards import View, anyone
from rosette.server.services.limits import over_limit


def address_of(request: HttpRequest) -> str:
    """The address that asks; behind a proxy the last one that it names."""
    if settings.ROSETTE.tls == "proxy":
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return named or str(request.META.get("REMOTE_ADDR", ""))
    return str(request.META.get("REMOTE_ADDR", ""))


def public(view: View) -> View:
    """A route that everybody may open; a connection that asks far too often waits."""

    @functools.wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if over_limit(f"public {address_of(request)}"):
            answer = render(request, "public/busy.jinja", {"minutes": 1}, status=429)
            answer["Retry-After"] = "60"
            return answer
        return view(request, *args, **kwargs)

    guarded: View = login_not_required(anyone(open_to_all))
    return guarded

"""The endpoints of apps: tokens, what a token stands for, and giving it back; JSON of OAuth, no page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from rosette.server.fhir.types import TYPES
from rosette.server.services.limits import over_limit
from rosette.server.services.smart import (
    OAuthFault,
    give_backend,
    introspect as told_of,
    proved_app,
    redeem,
    refresh,
    revoke as end,
)
from rosette.server.store.models import App

FORM, LONGEST = "application/x-www-form-urlencoded", 20_000
Endpoint = Callable[[HttpRequest], dict[str, Any]]


def endpoint(view: Endpoint) -> Callable[[HttpRequest], HttpResponse]:
    """An endpoint that answers a form with JSON, refusals too."""

    @functools.wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            _check(request)
            return JsonResponse(view(request), headers={"Cache-Control": "no-store", "Pragma": "no-cache"})
        except OAuthFault as error:
            status = {"invalid_client": 401, "slow_down": 429}.get(error.code, 400)
            return JsonResponse({"error": error.code, "error_description": str(error)}, status=status)

    plain: Callable[[HttpRequest], HttpResponse] = csrf_exempt(login_not_required(answered))
    plain.guard = None  # type: ignore[attr-defined]
    return plain


def _check(request: HttpRequest) -> None:
    if request.method != "POST" or request.content_type != FORM:
        raise OAuthFault("invalid_request", f"a POST of {FORM} is wanted")
    if len(request.body) > LONGEST:
        raise OAuthFault("invalid_request", "the request is too long")
    if over_limit(f"oauth {request.META.get('REMOTE_ADDR')}"):
        raise OAuthFault("slow_down", "too many requests in one minute; wait a minute")
    if any(len(values) > 1 for _, values in request.POST.lists()):
        raise OAuthFault("invalid_request", "a parameter comes twice")


def _app(request: HttpRequest) -> App:
    here = {request.build_absolute_uri(request.path), request.build_absolute_uri("/smart/token")}
    return proved_app(request.POST.dict(), audiences=frozenset(here))


@endpoint
def token(request: HttpRequest) -> dict[str, Any]:
    """A token for a code, for a refresh token, or for the app itself."""
    app, sent = _app(request), request.POST.dict()
    asked = sent.get("grant_type", "")
    if asked == "authorization_code":
        code, verifier = sent.get("code", ""), sent.get("code_verifier", "")
        return redeem(app, code=code, redirect=sent.get("redirect_uri", ""), verifier=verifier).document()
    if asked == "refresh_token":
        return refresh(app, token=sent.get("refresh_token", ""), scope=sent.get("scope", ""), types=TYPES).document()
    if asked == "client_credentials":
        return give_backend(app, scope=sent.get("scope", ""), types=TYPES).document()
    raise OAuthFault("unsupported_grant_type", "authorization_code, refresh_token or client_credentials is wanted")


@endpoint
def introspect(request: HttpRequest) -> dict[str, Any]:
    """What a token stands for, told to the app that signs and whose token it is."""
    app = _app(request)
    if not app.jwks:
        raise OAuthFault("invalid_client", "only an app with keys may ask")
    return told_of(app, token=request.POST.get("token", ""))


@endpoint
def revoke(request: HttpRequest) -> dict[str, Any]:
    """End what a token opens; a token of nobody is not told."""
    end(_app(request), token=request.POST.get("token", ""))
    return {}

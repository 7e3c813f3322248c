"""Request numbers, headers that every answer has, and refusals turned into pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

Respond = Callable[[HttpRequest], HttpResponse]
OTHER_WAYS_IN = ("/editing/login/", "/editing/logout/", "/editing/password_reset/")


class RequestIdMiddleware:
    """Gives every request a number that its audit rows, its log lines and its error page share."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class HeadersMiddleware:
    """Nothing is kept by a browser or a proxy unless it is a static file; no device is asked for."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class RefusalMiddleware:
    """A refusal of the domain becomes a page that says what was found and what to do, never a trace."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Answer a RosetteError: 404 where the person may not know, 400 with every fault otherwise."""
        from rosette.kernel import RosetteError
        from rosette.server.clinic.views.errors import refusal

        return refusal(request, error) if isinstance(error, RosetteError) else None


class LanguageMiddleware(LocaleMiddleware):
    """The language of the address, English in the clinic; an address that does not exist stays one."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the language from the address; pages without one are written in English."""
        from django.utils import translation

        language = translation.get_language_from_path(request.path_info) or "en"
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Name the language of the answer; unlike Django's own, never try the address with a language before it."""
        from django.utils import translation

        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


class EditingMiddleware:
    """The editor opens to those whose roles edit pages, who came in by the one sign-in, under a policy of its own."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if not request.path.startswith("/editing/"):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "account_login")
        if request.path.startswith(OTHER_WAYS_IN):
            raise Http404
        from rosette.server.services.editing import EDITOR_CSP, follow_roles, may_edit

        if not may_edit(request.user):
            raise Http404
        follow_roles(request.user)
        response = self.get_response(request)
        response._csp_replace = EDITOR_CSP  # type: ignore[attr-defined]
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

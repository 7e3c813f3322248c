"""How long a session lives: idle 15 minutes for staff and 30 for families, 12 hours in all."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

PROGRAMS = ("/fhir", "/api/", "/cds-services", "/smart/token", "/smart/introspect", "/smart/revoke")
FAMILY = frozenset({"family_proxy", "young_person", "survivor_adult"})
STAFF_IDLE_S, FAMILY_IDLE_S, LONGEST_S, NOTE_EVERY_S = 15 * 60, 30 * 60, 12 * 3600, 30


def idle_limit(user: object) -> int:
    """Seconds without a request after which the session of a person ends."""
    roles = set(user.roles())  # type: ignore[attr-defined]
    return FAMILY_IDLE_S if roles and roles <= FAMILY else STAFF_IDLE_S


class SessionLimitsMiddleware:
    """Ends idle and old sessions and those of closed accounts; asks staff for a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now().timestamp()
        if _over(request, now):
            logout(request)
            if request.path.startswith(PROGRAMS):
                return self.get_response(request)
            messages.info(request, "You were signed out because the page was not used. Sign in to go on.")
            return redirect(f"{settings.LOGIN_URL}")
        _note(request, now)
        if _lacks_second_factor(request):
            if request.path.startswith(PROGRAMS):
                request.user = AnonymousUser()
                return self.get_response(request)
            return redirect("mfa_index")
        return self.get_response(request)


def _over(request: HttpRequest, now: float) -> bool:
    session = request.session
    started, seen = session.get("started", now), session.get("seen", now)
    return now - started > LONGEST_S or now - seen > idle_limit(request.user)


def _note(request: HttpRequest, now: float) -> None:
    request.session.setdefault("started", now)
    if now - request.session.get("seen", 0) > NOTE_EVERY_S:
        request.session["seen"] = now


def _lacks_second_factor(request: HttpRequest) -> bool:
    if settings.ROSETTE_MFA_WAIVED or request.path.startswith(("/account/", "/static/")):
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(request.user)

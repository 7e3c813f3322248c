"""Today: what waits for the person who signed in; notices, sessions, help."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rosette.server.clinic.presenters.home import NoticesPage, SessionsPage, TodayPage
from rosette.server.services import audit
from rosette.server.services.guards import anyone
from rosette.server.services.people import end_sessions


@anyone
def today(request: HttpRequest) -> HttpResponse:
    """What waits: unread notices, own cases by their next day."""
    return render(request, "home.jinja", {"page": TodayPage.of(request.user)})


@anyone
def notices(request: HttpRequest) -> HttpResponse:
    """Own notices; POST marks one, or all, as read."""
    if request.method == "POST":
        rows = request.user.notices.filter(read_at__isnull=True)
        one = request.POST.get("notice", "")
        (rows.filter(public_id=one) if one else rows).update(read_at=timezone.now())
        return redirect("notices")
    audit.write(by=request.user, act="notice.list", kind="notice", thing="own")
    return render(request, "notices.jinja", {"page": NoticesPage.of(request.user)})


@anyone
def sessions(request: HttpRequest) -> HttpResponse:
    """Own account: roles, second factor, sessions that can be ended."""
    if request.method == "POST":
        ended = end_sessions(request.user, but=request.session.session_key or "")
        audit.write(
            by=request.user, act="session.end", kind="account", thing=request.user.public_id, purpose="operations"
        )
        messages.success(request, f"{ended} other sessions were ended.")
        return redirect("sessions")
    return render(request, "sessions.jinja", {"page": SessionsPage.of(request)})


@login_not_required
@anyone
def help_page(request: HttpRequest) -> HttpResponse:
    """Where help is; for everybody."""
    return render(request, "help.jinja", {"page": {"title": "Help"}})

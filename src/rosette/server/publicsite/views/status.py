"""Where an inquiry stands, by its link: every change that concerns the sender, records, what to arrange, notes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.intake.answers import cleaned
from rosette.server.publicsite.presenters.asking import MOST_MB
from rosette.server.publicsite.presenters.following import StatusView
from rosette.server.publicsite.views.files import take
from rosette.server.publicsite.views.finding import spoken
from rosette.server.publicsite.views.public import public
from rosette.server.services.inquiries import DRAFT_DAYS, KEPT_DAYS, OPEN_STATES, add_note, by_token, expired, withdraw
from rosette.server.store.models import Inquiry

MOST_NOTE = 2000


@public
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The page."""
    found = by_token(token)
    if found is None:
        return render(request, "public/gone.jinja", {"days": DRAFT_DAYS + KEPT_DAYS}, status=404)
    if found.state == "draft" or expired(found):
        return redirect(reverse("refer_back", args=[token]))
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        faults = _changed(request, found)
        if not faults:
            return redirect(request.path)
    page = StatusView.of(spoken(), found)
    context = {"page": page, "faults": faults, "typed": request.POST.get("note", ""), "most": MOST_MB}
    return render(request, "public/status.jinja", context, status=400 if faults else 200)


def _changed(request: HttpRequest, found: Inquiry) -> tuple[str, ...]:
    """A note, a file, or the request taken back."""
    t = spoken()
    if "withdraw" in request.POST:
        withdraw(found)
        return ()
    file, item = request.FILES.get("file"), request.POST.get("item", "")
    if file is not None and (found.state in OPEN_STATES or found.state == "merged"):
        faults = take(found, item if item else "summary", file, field="file")
        if not faults:
            add_note(found, f"{t('event.file')} {file.name}"[:MOST_NOTE], what="file")
        return tuple(t(f"fault.{fault.key}", **fault.blanks) for fault in faults)
    words, _ = cleaned(request.POST.get("note", ""))
    if not words:
        return (t("fault.empty"),)
    if len(words) > MOST_NOTE:
        return (t("fault.too_long", has=len(words), most=MOST_NOTE),)
    add_note(found, words)
    return ()

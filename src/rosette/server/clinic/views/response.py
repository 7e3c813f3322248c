"""Response of a child, and the entry of a scored scan."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.drawings import body_svg
from rosette.knowledge import load_knowledge
from rosette.server.clinic.forms.therapy import ScanForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.response import ResponsePage
from rosette.server.clinic.views.pages import tried
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.services.facts import add_facts
from rosette.server.services.guards import child_page
from rosette.server.store.models import Child
from rosette.server.store.records import record_of

SCALES = ("curie", "siopen")


@child_page(Kind.BOARD)
def response(request: HttpRequest, child: Child) -> HttpResponse:
    """The judgement, scans on the drawn body, and everything over time."""
    since, fault = _since(request)
    page = ResponsePage.of(record_of(child), load_knowledge(), on=clock.today(), since=since)
    context = {
        "page": page,
        "fault": fault,
        "head": ChildHead.of(request, child, room="response"),
        "may_score": may(request.user, Act.ADD, Kind.FACT, child),
        "asked": request.GET.get("since", ""),
    }
    return render(request, "response/response.jinja", context, status=400 if fault else 200)


def _since(request: HttpRequest) -> tuple[date | None, str]:
    text = request.GET.get("since", "")
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, f'"{text[:20]}" is no day: give one such as 2026-01-15'
    return (day, "") if day < clock.today() else (None, f"{day} is not before today")


@child_page(Kind.FACT, Act.ADD)
def scan(request: HttpRequest, child: Child, scale: str) -> HttpResponse:
    """Score an MIBG scan by segment; the body beside the form shows what was chosen."""
    if scale not in SCALES:
        raise Http404
    knowledge = load_knowledge()
    form = ScanForm(request.POST or None, scale=scale, knowledge=knowledge)
    drawn = request.method == "POST" and "draw" in request.POST
    if request.method == "POST" and not drawn and form.is_valid():
        if tried(form, lambda: add_facts(child=child, facts=[form.document()], by=request.user)) is not None:
            messages.success(request, "The scan is in the record.")
            return redirect(reverse("response", args=[child.public_id]))
    if drawn:
        form.errors.clear()
    points = form.points()
    context = {
        "page": {"title": f"Score an MIBG scan by {scale.capitalize() if scale == 'curie' else 'SIOPEN'}"},
        "form": FormParts.of(form),
        "svg": body_svg(points, scale, knowledge, link="#id_"),
        "total": sum(points.values()),
        "left": len(form.segments) - len(points),
        "head": ChildHead.of(request, child, room="response"),
    }
    return render(request, "response/scan.jinja", context, status=400 if form.errors else 200)

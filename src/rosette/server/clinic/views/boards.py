"""The options of a child: the board, one option, the calendar, options side by side, a person's answer."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from rosette.documents.calendar import option_events, to_ical
from rosette.options import Board, Option
from rosette.server.clinic.forms.attest import AttestForm
from rosette.server.clinic.parts import DAYS, SPLIT, board_part, calendar_part
from rosette.server.clinic.presenters.board import OptionPage, questions_of
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.compare import ComparePage
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.services.boards import board_of
from rosette.server.services.curated import held_portfolio
from rosette.server.services.facts import add_facts
from rosette.server.services.guards import child_page
from rosette.server.store.models import Child


@child_page(Kind.BOARD)
def board(request: HttpRequest, child: Child) -> HttpResponse:
    """Every option."""
    on = _day(request)
    top, _, body = board_part(child, on=on).partition(SPLIT)
    context = {
        "page": {"title": f"Options for {child.number}"},
        "head": ChildHead.of(request, child, room="board"),
        "top": top,
        "body": body,
        "on": on.isoformat(),
        "may_keep": may(request.user, Act.ADD, Kind.RESERVATION, child),
    }
    return render(request, "board/board.jinja", context)


@child_page(Kind.BOARD)
def option(request: HttpRequest, child: Child, place: str) -> HttpResponse:
    """One option, criterion by criterion."""
    found = board_of(child, on=_day(request), trial=_trial(place))
    page = OptionPage.of(found, _find(found, place))
    head = ChildHead.of(request, child, room="board")
    context = {"page": page, "head": head, "may_attest": may(request.user, Act.ADD, Kind.ATTESTATION, child)}
    return render(request, "board/option.jinja", context)


@child_page(Kind.BOARD)
def compare(request: HttpRequest, child: Child) -> HttpResponse:
    """Options side by side."""
    page = ComparePage.of(board_of(child), request.GET.getlist("option"))
    return render(request, "board/compare.jinja", {"page": page, "head": ChildHead.of(request, child, room="board")})


@child_page(Kind.ATTESTATION, Act.ADD)
def attest(request: HttpRequest, child: Child, place: str) -> HttpResponse:
    """Answer what a criterion asks of a person."""
    found = _find(board_of(child, trial=_trial(place)), place)
    key = request.POST.get("question") or request.GET.get("question", "")
    asked = {each.key: each for report in found.criteria for each in questions_of(report)}
    if key not in asked:
        messages.info(request, "This question is answered already, or is not asked any more.")
        return redirect(reverse("option", args=[child.public_id, place]))
    form = AttestForm(request.POST or None, initial={"question": key, "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        add_facts(child=child, facts=[form.document(by=request.user)], by=request.user, act="attestation.add")
        messages.success(request, "Your answer stands in the record. The board below counts it.")
        return redirect(reverse("option", args=[child.public_id, place]))
    context = {
        "page": {"title": "Answer a criterion", "question": asked[key].text, "option": found.title, "id": place},
        "head": ChildHead.of(request, child, room="board"),
        "form": FormParts.of(form),
    }
    return render(request, "board/attest.jinja", context, status=400 if form.is_bound else 200)


def _trial(place: str) -> str:
    """The trial of a place; what is no place is no page."""
    name = place.partition("/")[0]
    if name not in held_portfolio().trials:
        raise Http404
    return name


def _find(found: Board, place: str) -> Option:
    for each in found.options:
        if each.id == place:
            return each
    raise Http404


def _day(request: HttpRequest) -> date:
    """The day asked for; today when none is named or it cannot be read."""
    try:
        day = parse_date(request.GET.get("on", "")) or clock.today()
    except ValueError:
        return clock.today()
    return day if 1990 <= day.year <= 2199 else clock.today()


@child_page(Kind.BOARD)
def calendar(request: HttpRequest, child: Child) -> HttpResponse:
    """When each option is open, over the days to come."""
    text = request.GET.get("days", "")
    days = min(max(int(text), 14), 365) if text.isdigit() and len(text) < 5 else DAYS
    page = {"title": "Eligibility calendar", "days": days}
    body = calendar_part(child, days=days, mirrored=request.GET.get("dir") == "rtl")
    context = {"page": page, "body": body, "head": ChildHead.of(request, child, room="calendar")}
    return render(request, "board/calendar.jinja", context)


@child_page(Kind.BOARD)
def calendar_ics(request: HttpRequest, child: Child) -> HttpResponse:
    """The days on which options open, go stale or close, for a calendar program; the child by number only."""
    found = board_of(child)
    events = tuple(option_events(found, who=child.number))
    answer = HttpResponse(
        to_ical(events, name=f"Rosette {child.number}", stamp=clock.now()), content_type="text/calendar"
    )
    answer["Content-Disposition"] = f'attachment; filename="{child.number}.ics"'
    return answer

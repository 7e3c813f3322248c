"""The team meeting: list, agenda, one item with minutes and decision, signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.options.wording import day_text
from rosette.server.clinic.forms.consultation import ItemForm, ListForm, MeetingForm, SignForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.meetings import ItemPage, MeetingPage, MeetingsPage
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.views.cases import case_rows
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.access import decide, may
from rosette.server.services.boards import board_of
from rosette.server.services.guards import may_somewhere, page, thing_page
from rosette.server.services.meetings import Overtaken, hold_meeting, list_case, plan_meeting, sign_item, write_item
from rosette.server.store.actors import thing_of
from rosette.server.store.models import AgendaItem, Case, Child, Meeting


def item_rows() -> Any:
    """Agenda items with what their pages need."""
    return AgendaItem.objects.select_related(
        "case__child__referring_site", "case__child__programme_site", "case__owner", "meeting__site"
    )


def _meeting(request: HttpRequest, public_id: str, act: Act) -> Meeting:
    found = Meeting.objects.select_related("site").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    if not decide(request.user, act, thing_of(Kind.MEETING, sites=frozenset({found.site.code}))).allowed:
        raise Http404
    return found


@page(Kind.MEETING)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the person's sites."""
    sites = [grant.site_id for grant in request.user.current_grants()]
    found = Meeting.objects.filter(site__in=sites).prefetch_related("items")[:100]
    context = {"page": MeetingsPage.of(found), "may_add": may_somewhere(request.user, Act.ADD, Kind.MEETING)}
    return render(request, "meeting/list.jinja", context)


@page(Kind.MEETING, Act.ADD)
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        site = next(grant.site for grant in request.user.current_grants() if grant.site is not None)
        made = tried(
            form,
            lambda: plan_meeting(
                site=site,
                on=data["on"],
                title=data["title"],
                place=data["place"],
                attendees=form.people(),
                by=request.user,
            ),
        )
        if made is not None:
            messages.success(request, "The meeting is called.")
            return redirect(reverse("meeting", args=[made.public_id]))
    return form_page(request, form, title="Call a meeting", button="Call it")


@page(Kind.MEETING)
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """The agenda."""
    found = _meeting(request, meeting, Act.VIEW)
    items = item_rows().filter(meeting=found, case__child__in=Child.objects.visible_to(request.user, "agenda_item"))
    context = {
        "page": MeetingPage.of(request.user, found, items),
        "may_list": may_somewhere(request.user, Act.ADD, Kind.AGENDA_ITEM) and found.state == "planned",
        "may_hold": may_somewhere(request.user, Act.CHANGE, Kind.MEETING) and found.state == "planned",
    }
    return render(request, "meeting/meeting.jinja", context)


@page(Kind.MEETING, Act.CHANGE)
def hold(request: HttpRequest, meeting: str) -> HttpResponse:
    """Close the meeting."""
    found = _meeting(request, meeting, Act.CHANGE)
    if request.method == "POST":
        hold_meeting(meeting=found, by=request.user)
        messages.success(request, "The meeting is closed. Unsigned items stay open.")
    return redirect(reverse("meeting", args=[found.public_id]))


@thing_page(Kind.AGENDA_ITEM, Act.ADD, rows=case_rows, child="child")
def to_agenda(request: HttpRequest, case: Case) -> HttpResponse:
    """Put a case on the agenda of a meeting to come."""
    meetings = Meeting.objects.filter(site=case.child.programme_site, state="planned").order_by("on")
    choices = [(each.public_id, f"{day_text(each.on)}: {each.title}") for each in meetings]
    form = ListForm(request.POST or None, cases=choices)
    form.fields["case"].label = "Meeting"
    if request.method == "POST" and form.is_valid():
        chosen = _meeting(request, form.cleaned_data["case"], Act.VIEW)
        made = tried(form, lambda: list_case(meeting=chosen, case=case, by=request.user))
        if made is not None:
            messages.success(request, "The case is on the agenda.")
            return redirect(reverse("item", args=[made.public_id]))
    lede = "" if choices else "No meeting is planned. Call one first."
    return form_page(
        request, form, title="Put on an agenda", button="Put it there", child=case.child, room="child_cases", lede=lede
    )


@thing_page(Kind.AGENDA_ITEM, writes=Act.CHANGE, rows=item_rows, child="case.child")
def item(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """One case in the meeting: the board beside minutes and decision."""
    child = item.case.child
    board = board_of(child)
    form = ItemForm(request.POST or None, board=board, initial=_initial(item))
    status, overtaken = 200, False
    if request.method == "POST":
        saved = None
        if form.is_valid():
            try:
                saved = write_item(item=item, by=request.user, **form.cleaned_data)
            except Overtaken as error:
                form.add_error(None, error.problems[0].sentence())
                overtaken = True
        if saved is not None:
            messages.success(request, "Minutes and decision are written. Sign when they are right.")
            return redirect(reverse("item", args=[item.public_id]))
        status = 409 if overtaken else 400
        item.refresh_from_db()
    context = {
        "page": ItemPage.of(item, board),
        "head": ChildHead.of(request, child, room="child_cases"),
        "form": FormParts.of(form),
        "overtaken": overtaken,
        "version": item.version,
        "may_change": may(request.user, Act.CHANGE, Kind.AGENDA_ITEM, child),
        "may_sign": may(request.user, Act.SIGN, Kind.AGENDA_ITEM, child),
        "may_letter": may(request.user, Act.ADD, Kind.LETTER, child),
    }
    return render(request, "meeting/item.jinja", context, status=status)


@thing_page(Kind.AGENDA_ITEM, Act.SIGN, rows=item_rows, child="case.child")
def sign(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Sign the decision."""
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: sign_item(item=item, meaning=form.cleaned_data["meaning"], by=request.user))
        if made is not None:
            messages.success(request, "Signed. The decision and the board of this moment are fixed.")
            return redirect(reverse("item", args=[item.public_id]))
    lede = f"{item.get_decision_display() or 'No decision yet'}. {item.recommendation or ''}"
    return form_page(
        request, form, title="Sign the decision", button="Sign", child=item.case.child, room="child_cases", lede=lede
    )


def _initial(item: AgendaItem) -> dict[str, Any]:
    return {
        "seen": item.version,
        "minutes": item.minutes or "",
        "dissent": item.dissent or "",
        "decision": item.decision,
        "options": item.options,
        "recommendation": item.recommendation or "",
        "review_on": item.review_on,
    }

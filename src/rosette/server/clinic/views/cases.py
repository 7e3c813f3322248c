"""The consultation: the queue, a case, missing records, messages, hand-over and the next look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.forms.consultation import (
    CommentForm,
    HandOverForm,
    MoveCaseForm,
    OpenCaseForm,
    RequestForm,
    SettleForm,
)
from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.cases import CasePage, QueuePage
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import may
from rosette.server.services.cases import ask_for, chase, comment, move_case, open_case, settle_request
from rosette.server.services.guards import child_page, page, thing_page
from rosette.server.services.plans import hand_over, reevaluate
from rosette.server.store.models import Case, Child, RecordRequest


def case_rows() -> Any:
    """Cases with what their pages need."""
    return Case.objects.select_related("child__referring_site", "child__programme_site", "owner")


def request_rows() -> Any:
    """Requests with what their pages need."""
    return RecordRequest.objects.select_related("case__child__referring_site", "case__child__programme_site")


@page(Kind.CASE)
def queue(request: HttpRequest) -> HttpResponse:
    """Every open case, the latest step first."""
    children = Child.objects.visible_to(request.user, "case")
    cases = case_rows().filter(child__in=children, closed_on__isnull=True).prefetch_related("requests")
    found = QueuePage.of(request.user, cases.order_by("next_on", "opened_on")[:200])
    audit.write(by=request.user, act="case.list", kind="case", thing=f"{len(found.rows)} cases")
    return render(request, "case/queue.jinja", {"page": found})


@child_page(Kind.CASE)
def child_cases(request: HttpRequest, child: Child) -> HttpResponse:
    """The cases of one child."""
    cases = case_rows().filter(child=child).prefetch_related("requests").order_by("-opened_on")
    context = {
        "page": QueuePage.of(request.user, cases),
        "head": ChildHead.of(request, child, room="child_cases"),
        "may_add": may(request.user, Act.ADD, Kind.CASE, child),
    }
    return render(request, "case/of_child.jinja", context)


@child_page(Kind.CASE, Act.ADD)
def new_case(request: HttpRequest, child: Child) -> HttpResponse:
    """Open a case."""
    form = OpenCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form, lambda: open_case(child=child, owner=_owner(request, child), by=request.user, **form.cleaned_data)
        )
        if made is not None:
            messages.success(request, "The case is open.")
            return redirect(reverse("case", args=[made.public_id]))
    return form_page(request, form, title="Open a case", button="Open", child=child, room="child_cases")


def _owner(request: HttpRequest, child: Child) -> Any:
    """Staff own what they open; what a home hospital opens goes to a coordinator of the programme."""
    if may(request.user, Act.CHANGE, Kind.CASE, child):
        return request.user
    from rosette.server.accounts.models import with_roles

    found = with_roles("coordinator").filter(grants__site=child.programme_site).order_by("pk").first()
    return found or request.user


@thing_page(Kind.CASE, rows=case_rows, child="child")
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """One case with everything that hangs on it."""
    child = case.child
    context = {
        "page": CasePage.of(request.user, case),
        "head": ChildHead.of(request, child, room="child_cases"),
        "may_change": may(request.user, Act.CHANGE, Kind.CASE, child),
        "may_ask": may(request.user, Act.ADD, Kind.RECORD_REQUEST, child),
        "may_settle": may(request.user, Act.CHANGE, Kind.RECORD_REQUEST, child),
        "may_comment": may(request.user, Act.ADD, Kind.COMMENT, child),
        "may_plan": may(request.user, Act.ADD, Kind.PLAN, child),
        "state": case.state,
    }
    return render(request, "case/case.jinja", context)


@thing_page(Kind.CASE, Act.CHANGE, rows=case_rows, child="child")
def move(request: HttpRequest, case: Case) -> HttpResponse:
    """The next step."""
    form = MoveCaseForm(
        request.POST or None, state=case.state, initial={"state": case.state, "next_step": case.next_step}
    )
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: move_case(case=case, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "The case moved on.")
            return redirect(reverse("case", args=[case.public_id]))
    return form_page(request, form, title="Next step", button="Record the step", child=case.child, room="child_cases")


@thing_page(Kind.RECORD_REQUEST, Act.ADD, rows=case_rows, child="child")
def ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for a missing record."""
    form = RequestForm(request.POST or None, initial={"holder": case.child.referring_site.name})
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: ask_for(case=case, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Asked. The home hospital sees it.")
            return redirect(reverse("case", args=[case.public_id]))
    return form_page(
        request, form, title="Ask for a missing record", button="Ask", child=case.child, room="child_cases"
    )


@thing_page(Kind.RECORD_REQUEST, Act.CHANGE, rows=request_rows, child="case.child")
def settle(request: HttpRequest, asked: RecordRequest) -> HttpResponse:
    """What became of a request."""
    form = SettleForm(request.POST or None, initial={"state": asked.state, "note": asked.note})
    child = asked.case.child
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: settle_request(request=asked, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Noted.")
            return redirect(reverse("case", args=[asked.case.public_id]))
    return form_page(
        request, form, title=f"Missing record: {asked.what}", button="Note it", child=child, room="child_cases"
    )


@thing_page(Kind.RECORD_REQUEST, Act.ADD, rows=request_rows, child="case.child")
def remind(request: HttpRequest, asked: RecordRequest) -> HttpResponse:
    """Remind the home hospital."""
    if request.method == "POST":
        chase(request=asked, by=request.user)
        messages.success(request, "The home hospital was reminded.")
    return redirect(reverse("case", args=[asked.case.public_id]))


@thing_page(Kind.COMMENT, Act.ADD, rows=case_rows, child="child")
def write(request: HttpRequest, case: Case) -> HttpResponse:
    """Write a message to the other side."""
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: comment(case=case, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Your message is with the team.")
            return redirect(reverse("case", args=[case.public_id]))
    return form_page(
        request,
        form,
        title="Write a message",
        button="Send",
        child=case.child,
        room="child_cases",
        lede="Not for emergencies. Messages are read on working days.",
    )


@thing_page(Kind.CASE, Act.CHANGE, rows=case_rows, child="child")
def hand(request: HttpRequest, case: Case) -> HttpResponse:
    """Hand the child over."""
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: hand_over(case=case, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Handed over.")
            return redirect(reverse("case", args=[case.public_id]))
    return form_page(request, form, title="Hand over", button="Hand over", child=case.child, room="child_cases")


@thing_page(Kind.CASE, Act.CHANGE, rows=case_rows, child="child")
def again(request: HttpRequest, case: Case) -> HttpResponse:
    """Open the next look at the child."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: reevaluate(case=case, why=form.cleaned_data["reason"], by=request.user))
        if made is not None:
            messages.success(request, "The re-evaluation is open.")
            return redirect(reverse("case", args=[made.public_id]))
    return form_page(
        request, form, title="Re-evaluate", button="Open a re-evaluation", child=case.child, room="child_cases"
    )

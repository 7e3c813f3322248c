"""The desk: what came through the front door, and every step that the team takes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.forms.inquiries import (
    AcceptForm,
    AnswerInquiryForm,
    AppointForm,
    ArrangeForm,
    AskSenderForm,
    DeclineForm,
    MergeForm,
    TakeInquiryForm,
)
from rosette.server.clinic.presenters.inquiries import OPEN, DeskPage, InquiryPage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, desk
from rosette.server.services.access import decide
from rosette.server.services.guards import page
from rosette.server.services.inquiry_files import bytes_of, held_files, record_in, type_of
from rosette.server.services.inquiry_guard import find_inquiry, inquiry_page, sites_of
from rosette.server.services.twins import children_like, inquiries_like
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Inquiry

PER_PAGE = 50


@page(Kind.INQUIRY)
def inquiries(request: HttpRequest) -> HttpResponse:
    """Open inquiries, the latest step first; those held because many came at once have a list of their own."""
    held = "held" in request.GET
    rows = Inquiry.objects.filter(site__code__in=sites_of(request.user)).select_related("site", "owner")
    wanted = rows.filter(state__in=["held"] if held else [each for each in OPEN if each != "held"])
    shown = Paginator(wanted.prefetch_related("merged").order_by("next_on", "sent_at"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    audit.write(by=request.user, act="inquiry.list", kind="inquiry", thing=f"{len(shown)} of {shown.paginator.count}")
    found = DeskPage.of(
        shown,
        total=shown.paginator.count,
        held=rows.filter(state="held").count(),
        title="Held inquiries" if held else "Inquiries",
    )
    return render(request, "inquiry/list.jinja", {"page": found, "shown": shown, "held": held})


@inquiry_page()
def inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """One inquiry."""
    may_change = decide(request.user, Act.CHANGE, thing_of(Kind.INQUIRY, sites=frozenset({row.site.code}))).allowed
    return render(request, "inquiry/inquiry.jinja", {"page": InquiryPage.of(row), "may_change": may_change})


@inquiry_page()
def inquiry_file(request: HttpRequest, row: Inquiry, file: str) -> HttpResponse:
    """A file that came along, as an attachment."""
    found = next((each for each in held_files(row) if each.public_id == file), None)
    if found is None:
        raise Http404
    answer = HttpResponse(bytes_of(found), content_type=type_of(found))
    answer["Content-Disposition"] = f'attachment; filename="{found.public_id}.{found.kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _act(
    request: HttpRequest,
    row: Inquiry,
    form: forms.Form,
    call: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    """A form that does one thing with an inquiry and comes back to it."""
    if request.method == "POST" and form.is_valid() and tried(form, lambda: call(form.cleaned_data)) is not None:
        messages.success(request, done)
        return redirect(reverse("inquiry", args=[row.public_id]))
    return form_page(request, form, title=f"{row.number}: {title}", button=button)


@inquiry_page(Act.CHANGE)
def take_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Take it."""
    form = TakeInquiryForm(request.POST or None, initial={"next_on": row.next_on})
    call = lambda data: desk.take(inquiry=row, by=request.user, **data)  # noqa: E731
    return _act(request, row, form, call, title="take it", button="Take it", done="It is yours.")


@inquiry_page(Act.CHANGE)
def ask_sender(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Ask the sender."""
    form = AskSenderForm(request.POST or None)
    call = lambda data: desk.ask_sender(inquiry=row, by=request.user, **data)  # noqa: E731
    return _act(
        request, row, form, call, title="ask the sender", button="Ask", done="The sender sees it on the status page."
    )


@inquiry_page(Act.CHANGE)
def appoint(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Make an appointment."""
    form = AppointForm(request.POST or None)
    call = lambda data: desk.appoint(inquiry=row, by=request.user, **data)  # noqa: E731
    return _act(
        request, row, form, call, title="appointment", button="Make the appointment", done="The appointment is made."
    )


@inquiry_page(Act.CHANGE)
def answer_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Answer."""
    form = AnswerInquiryForm(request.POST or None)
    call = lambda data: desk.answer(inquiry=row, by=request.user, **data)  # noqa: E731
    return _act(request, row, form, call, title="answer", button="Answer", done="The answer is on the status page.")


@inquiry_page(Act.CHANGE)
def decline_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Decline, with another way."""
    form = DeclineForm(request.POST or None)
    call = lambda data: desk.decline(inquiry=row, by=request.user, **data)  # noqa: E731
    return _act(
        request, row, form, call, title="decline", button="Decline", done="Declined. The reason is on the status page."
    )


@inquiry_page(Act.CHANGE)
def merge_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Join it with another about the same child."""
    others = [(other, strength) for other, strength in inquiries_like(row) if other.state in OPEN]
    form = MergeForm(request.POST or None, others=others)
    call = lambda data: desk.merge(  # noqa: E731
        inquiry=row, into=find_inquiry(request.user, data["into"], act=Act.CHANGE), by=request.user
    )
    return _act(request, row, form, call, title="same child", button="Join", done="Joined.")


@inquiry_page(Act.CHANGE)
def part_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Take it apart from the one it was joined to."""
    if request.method == "POST":
        desk.part(inquiry=row, by=request.user)
        messages.success(request, "They are apart again.")
    return redirect(reverse("inquiry", args=[row.public_id]))


@inquiry_page(Act.CHANGE)
def arrange_item(request: HttpRequest, row: Inquiry, item: int) -> HttpResponse:
    """How far one thing to arrange is."""
    found = row.arrangements.filter(pk=item).first()
    if found is None:
        raise Http404
    form = ArrangeForm(request.POST or None, initial={"state": found.state, "remark": found.note})
    call = lambda data: desk.arrange(arrangement=found, by=request.user, **data)  # noqa: E731
    return _act(request, row, form, call, title=f"arrange: {found.item}", button="Record", done="Recorded.")


@inquiry_page(Act.CHANGE)
def accept_inquiry(request: HttpRequest, row: Inquiry) -> HttpResponse:
    """Make a case of it."""
    likes = list(children_like(row))
    has_record = any(record_in(each) is not None for each in (row, *row.merged.all()))
    form = AcceptForm(
        request.POST or None,
        likes=likes,
        has_record=has_record,
        initial={"child": likes[0][0].public_id if likes else "new"},
    )
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        named = data.pop("child")
        child = next((child for child, _ in likes if child.public_id == named), None)
        made = tried(form, lambda: desk.accept(inquiry=row, child=child, by=request.user, **data))
        if made is not None:
            messages.success(request, "The case is open.")
            return redirect(reverse("case", args=[made.public_id]))
    return form_page(request, form, title=f"{row.number}: open a case", button="Open the case")

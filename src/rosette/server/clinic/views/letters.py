"""Letters and plans: draft, look, sign and send, read, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.forms.consultation import AnswerForm, LetterForm, PlanForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.views.cases import case_rows
from rosette.server.clinic.views.meetings import item_rows
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.boards import board_of
from rosette.server.services.guards import thing_page
from rosette.server.services.letters import document_of, draft_letter, note_reading, pdf_of, sign_and_send
from rosette.server.services.plans import answer_plan, propose_plan
from rosette.server.store.models import AgendaItem, Case, Letter, Plan


def letter_rows() -> Any:
    """Letters with what their pages need."""
    return Letter.objects.select_related("case__child__referring_site", "case__child__programme_site", "recipient")


def plan_rows() -> Any:
    """Plans with what their pages need."""
    return Plan.objects.select_related(
        "case__child__referring_site",
        "case__child__programme_site",
        "case__owner",
        "proposed_by",
        "answered_by",
        "letter",
    )


def went_out(letter: Letter) -> bool:
    """Whether the letter was sent."""
    return letter.sent_at is not None


def proposed(plan: Plan) -> bool:
    """Plans are for the home hospital from the moment that they are proposed."""
    return plan.state != "replaced"


@thing_page(Kind.LETTER, Act.ADD, rows=item_rows, child="case.child")
def new_letter(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Draft the letter of a signed decision."""
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: draft_letter(item=item, asked=form.cleaned_data["asked"], by=request.user))
        if made is not None:
            messages.success(request, "The letter is drafted. Read it before it is sent.")
            return redirect(reverse("letter", args=[made.public_id]))
    return form_page(
        request, form, title="Write the letter", button="Draft the letter", child=item.case.child, room="child_cases"
    )


@thing_page(Kind.LETTER, rows=letter_rows, child="case.child", released=went_out)
def letter(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter as a page."""
    note_reading(letter=letter, by=request.user)
    child = letter.case.child
    context = {
        "page": {"title": f"Letter {letter.number}", "id": letter.public_id, "case": letter.case.public_id},
        "letter": document_of(letter),
        "sent": letter.sent_at,
        "head": ChildHead.of(request, child, room="child_cases"),
        "may_sign": may(request.user, Act.SIGN, Kind.LETTER, child) and letter.sent_at is None,
    }
    return render(request, "case/letter.jinja", context)


@thing_page(Kind.LETTER, rows=letter_rows, child="case.child", released=went_out)
def letter_file(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter as PDF."""
    note_reading(letter=letter, by=request.user)
    answer = HttpResponse(pdf_of(letter), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{letter.number}.pdf"'
    return answer


@thing_page(Kind.LETTER, Act.SIGN, rows=letter_rows, child="case.child")
def send(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Sign the letter and send it."""
    if request.method == "POST":
        sign_and_send(letter=letter, by=request.user)
        messages.success(request, f"Letter {letter.number} is sent.")
        return redirect(reverse("case", args=[letter.case.public_id]))
    from django import forms

    return form_page(
        request,
        forms.Form(),
        title=f"Send letter {letter.number}",
        button="Sign and send",
        child=letter.case.child,
        room="child_cases",
        lede="You sign for the team. The home hospital reads it from now on; it cannot be changed.",
    )


@thing_page(Kind.PLAN, Act.ADD, rows=case_rows, child="child")
def new_plan(request: HttpRequest, case: Case) -> HttpResponse:
    """Propose a plan."""
    sent = case.letters.filter(sent_at__isnull=False).order_by("-sent_at").first()
    form = PlanForm(request.POST or None, board=board_of(case.child))
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: propose_plan(case=case, letter=sent, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, "The plan is proposed.")
            return redirect(reverse("plan", args=[made.public_id]))
    return form_page(request, form, title="Propose a plan", button="Propose", child=case.child, room="child_cases")


@thing_page(Kind.PLAN, writes=Act.CHANGE, rows=plan_rows, child="case.child", released=proposed)
def plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan, and the home hospital's answer."""
    form = AnswerForm(request.POST or None, initial={"seen": plan.version})
    child = plan.case.child
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: answer_plan(plan=plan, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Your answer is with the team.")
            return redirect(reverse("plan", args=[plan.public_id]))
    from rosette.server.clinic.presenters.parts import FormParts

    answers = may(request.user, Act.CHANGE, Kind.PLAN, child, released=True) and plan.state == "proposed"
    context = {
        "page": {
            "title": plan.title,
            "id": plan.public_id,
            "case": plan.case.public_id,
            "state": plan.get_state_display(),
        },
        "steps": [line for line in plan.steps.splitlines() if line.strip()],
        "proposed": f"{plan.proposed_at:%Y-%m-%d} by {plan.proposed_by.name}",
        "answered": f"{plan.answered_at:%Y-%m-%d} by {plan.answered_by.name}" if plan.answered_at else "",
        "reason": plan.reason or "",
        "form": FormParts.of(form),
        "may_answer": answers,
        "head": ChildHead.of(request, child, room="child_cases"),
    }
    return render(request, "case/plan.jinja", context, status=400 if form.is_bound else 200)

"""The plan: proposed by the team, accepted, changed or declined by the home hospital with reasons, handed over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problems
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.boards import board_of
from rosette.server.services.cases import move_case, open_case
from rosette.server.services.notices import tell
from rosette.server.store.models import Case, Letter, Plan

ANSWERS = ("accepted", "changed", "declined")


class PlanFault(BadInput):
    """The plan cannot take this."""


@transaction.atomic
def propose_plan(*, case: Case, option: str, steps: str, letter: Letter | None, by: Any) -> Plan:
    """Propose a plan for an option; an earlier one that was not answered is replaced."""
    refuse_unless(by, Act.ADD, Kind.PLAN, case.child)
    found = next((each for each in board_of(case.child).options if each.id == option), None)
    problems = Problems()
    if found is None:
        problems.add("option", found=f'"{option}" is not on the board', remedy="Choose an option of the board.")
    if not steps.strip():
        problems.add("steps", found="no step is written", remedy="Say what is done, by whom and when, a line a step.")
    problems.raise_as(PlanFault, what="plan")
    assert found is not None
    case.plans.filter(state="proposed").update(state="replaced")
    plan = Plan.objects.create(
        case=case, letter=letter, option=option, title=found.title, steps=steps, proposed_at=clock.now(), proposed_by=by
    )
    audit.write(by=by, act="plan.add", kind="plan", thing=plan.public_id, child=case.child, detail=option)
    doctors = [tie.user for tie in case.child.ties.current().filter(relation="referring").select_related("user")]
    tell(
        users=doctors,
        child=case.child,
        key=f"plan {plan.public_id}",
        sentence="A plan is proposed: please answer",
        urgency="today",
        link=f"/plans/{plan.public_id}/",
    )
    return plan


@transaction.atomic
def answer_plan(*, plan: Plan, answer: str, reason: str, seen: int, by: Any) -> Plan:
    """Accept, change or decline; changes and refusals need a reason, and a refusal keeps the case open."""
    child = plan.case.child
    refuse_unless(by, Act.CHANGE, Kind.PLAN, child, thing_id=plan.public_id, released=True)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("case__child", "case__owner").get(pk=plan.pk)
    _refuse_answer(plan, answer, reason, seen)
    plan.state, plan.reason, plan.answered_at, plan.answered_by = answer, reason, clock.now(), by
    plan.version += 1
    plan.save()
    if plan.case.state == "letter_sent":
        move_case_quietly(plan, by)
    audit.write(by=by, act="plan.answer", kind="plan", thing=plan.public_id, child=child, detail=answer)
    tell(
        users=[plan.case.owner, plan.proposed_by],
        child=child,
        key=f"plan {plan.public_id} {answer}",
        sentence=f"{by.name} {answer} the plan: {plan.title}",
        urgency="today",
        link=f"/plans/{plan.public_id}/",
    )
    return plan


def move_case_quietly(plan: Plan, by: Any) -> None:
    """The case follows the answer; the answering doctor needs no right on the case itself."""
    from rosette.server.store.models import CaseEvent

    case = plan.case
    case.state, case.version = "plan_answered", case.version + 1
    step = "Decide again with the home hospital" if plan.state == "declined" else "Hand over to the treating team"
    case.next_step, case.next_on = step, clock.today()
    case.save()
    CaseEvent.objects.create(
        case=case,
        at=clock.now(),
        by=by,
        state=case.state,
        words=f"Plan {plan.get_state_display().lower()}. {plan.reason or ''}",
    )


@transaction.atomic
def hand_over(*, case: Case, to: str, words: str, review_on: date, by: Any) -> Case:
    """Hand the child over to whoever treats it now, with a day on which it is looked at again."""
    moved = move_case(
        case=case,
        state="handed_over",
        words=f"To {to}. {words}",
        by=by,
        next_step="Re-evaluate: what changed, what opened",
        next_on=review_on,
    )
    audit.write(by=by, act="case.hand_over", kind="case", thing=case.public_id, child=case.child)
    return moved


@transaction.atomic
def reevaluate(*, case: Case, why: str, by: Any) -> Case:
    """Close a case that was handed over and open the next look at the child."""
    move_case(case=case, state="closed", words=f"Looked at again: {why}", by=by)
    return open_case(
        child=case.child,
        kind="reevaluation",
        question=why,
        next_step="Check what changed since",
        next_on=clock.today(),
        owner=case.owner,
        by=by,
    )


def _refuse_answer(plan: Plan, answer: str, reason: str, seen: int) -> None:
    problems = Problems()
    if plan.state != "proposed":
        problems.add(
            "", found=f"the plan is {plan.get_state_display().lower()} already", remedy="Read what was answered."
        )
    elif plan.version != seen:
        problems.add("", found="the plan was changed while you had it open", remedy="Read it again, then answer.")
    if answer not in ANSWERS:
        problems.add("answer", found="no answer is chosen", wanted="accepted, changed or declined")
    elif answer != "accepted" and not reason.strip():
        problems.add("reason", found="no reason is given", remedy="Say what you would change, or why not.")
    problems.raise_as(PlanFault, what="plan")

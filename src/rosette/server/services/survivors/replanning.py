"""Makes plans again after a new release of the rules, and keeps what it changed for each child until it is reviewed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problem
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.notices import tell
from rosette.server.services.survivors.planned import Followed, followed
from rosette.server.services.survivors.practice import practice_digest
from rosette.server.store.models import Child, LastPlan, PlanChange
from rosette.server.store.records import record_at, record_version
from rosette.survivorship import changes_since, kept_plan

SETTINGS = "settings or signatures of the site changed as well"


class ChangeFault(BadInput):
    """The change cannot be marked like this."""


@transaction.atomic
def keep_last(child: Child, found: Followed) -> PlanChange | None:
    """Keep the plan of a child where rules, record or settings changed; what new rules changed of the last, or None.

    The rules alone are compared: the plan that the new rules make of the record and the day of the last plan.
    """
    last = LastPlan.objects.select_for_update(of=("self",)).filter(child=child).first()
    made_from = (found.plan.digest, record_version(child), practice_digest(found.practice))
    if last is not None and (last.digest, last.record, last.practice) == made_from:
        return None
    change = None
    if last is not None and last.digest != found.plan.digest:
        change = _changed(child, last, found)
    LastPlan.objects.update_or_create(child=child, defaults=_row(child, found))
    return change


def _row(child: Child, found: Followed) -> dict[str, Any]:
    return {
        "digest": found.plan.digest,
        "release": found.plan.release,
        "record": record_version(child),
        "practice": practice_digest(found.practice),
        "on": found.plan.on,
        "kept": json.dumps(kept_plan(found.plan), ensure_ascii=False),
        "made_at": clock.now(),
    }


def _changed(child: Child, last: LastPlan, found: Followed) -> PlanChange | None:
    last.child = child
    plan = followed(child, on=last.on, record=record_at(child, last.record), practice=found.practice).plan
    rows = changes_since(json.loads(last.kept), plan)
    if not rows:
        return None
    if last.practice != practice_digest(found.practice):
        rows = [{**row, "why": [*row["why"], SETTINGS]} for row in rows]
    change = PlanChange.objects.create(
        child=child,
        earlier=last.release,
        later=plan.release,
        digest=plan.digest,
        record=last.record,
        on=last.on,
        rows=json.dumps(rows, ensure_ascii=False),
        count=len(rows),
        made_at=clock.now(),
    )
    _keep(change, "add", by=None, detail=f"{last.release} to {plan.release}, {len(rows)} rows")
    _tell(change)
    return change


def _tell(change: PlanChange) -> None:
    """Tell the treating physicians once a release, whatever the number of their children."""
    ties = change.child.ties.current().filter(relation="treating").select_related("user")
    tell(
        users=[tie.user for tie in ties],
        child=None,
        about="Follow-up",
        key=f"plan changes {change.digest[:40]}",
        sentence=f"New rules ({change.later}) changed follow-up plans",
        urgency="soon",
        link="/follow-up/changes/",
    )


@transaction.atomic
def review_change(*, change: PlanChange, note: str, by: Any) -> PlanChange:
    """Mark that somebody of the team looked at what new rules changed."""
    refuse_unless(by, Act.CHANGE, Kind.PLAN_CHANGE, change.child, thing_id=change.public_id)
    rows = PlanChange.objects.select_for_update(of=("self",))
    change = rows.select_related("child__referring_site", "child__programme_site").get(pk=change.pk)
    if change.reviewed_at is not None:
        raise ChangeFault([Problem("", "somebody looked at it already", remedy="Read who and when.")], what="change")
    change.reviewed_at, change.reviewed_by, change.note = clock.now(), by, note.strip() or None
    change.save(update_fields=["reviewed_at", "reviewed_by", "note"])
    _keep(change, "review", by=by)
    return change


def rows_of(change: PlanChange) -> list[Mapping[str, Any]]:
    """The rows that differ, each with its days and intervals before and after, and why."""
    found: list[Mapping[str, Any]] = json.loads(change.rows)
    return found


def _keep(change: PlanChange, act: str, *, by: Any, detail: str = "") -> None:
    kind = Kind.PLAN_CHANGE.value
    audit.write(by=by, act=f"{kind}.{act}", kind=kind, thing=change.public_id, child=change.child, detail=detail)

"""Emergency access: one child, four hours, view only, told at once, reviewed within two working days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from rosette.kernel import BadInput, Problems
from rosette.server.accounts.models import with_roles
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import refuse_unless
from rosette.server.services.notices import tell
from rosette.server.store.models import BreakGlass, Child
from rosette.server.store.models.access import REASONS

LONGEST = timedelta(hours=4)
SHORTEST_WORDS = 15


class GlassFault(BadInput):
    """Emergency access cannot be opened or reviewed like this."""


@transaction.atomic
def break_glass(*, child: Child, reason: str, words: str, by: Any) -> BreakGlass:
    """Open emergency access and tell the privacy officers and the treating team at once."""
    refuse_unless(by, Act.ADD, Kind.BREAK_GLASS, child)
    problems = Problems()
    if reason not in dict(REASONS):
        problems.add("reason", found="no reason is chosen")
    if len(words.strip()) < SHORTEST_WORDS:
        problems.add("words", found="too little is said", remedy="Say in a sentence why this child, and why now.")
    problems.raise_as(GlassFault, what="emergency access")
    now = timezone.now()
    made = BreakGlass.objects.create(
        child=child,
        user=by,
        reason=reason,
        words=words,
        since=now,
        until=now + LONGEST,
        review_due=_working_days(now.date(), 2),
    )
    audit.write(by=by, act="break_glass.add", kind="break_glass", thing=str(made.pk), child=child, detail=reason)
    team = [tie.user for tie in child.ties.current().filter(relation="treating").select_related("user")]
    tell(
        users=[*with_roles("auditor"), *team],
        child=child,
        key=f"glass {made.pk}",
        sentence=f"{by.name} opened emergency access to {child.number}",
        urgency="today",
    )
    by.__dict__.pop("_actor", None)
    return made


@transaction.atomic
def review_glass(*, glass: BreakGlass, finding: str, by: Any) -> BreakGlass:
    """Review an emergency access; nobody reviews their own."""
    refuse_unless(by, Act.CHANGE, Kind.BREAK_GLASS, glass.child)
    problems = Problems()
    if finding not in ("justified", "not_justified"):
        problems.add("finding", found="no finding is chosen")
    if glass.user_id == by.pk:
        problems.add("", found="nobody reviews their own access", remedy="Ask another privacy officer.")
    if glass.reviewed_at is not None:
        problems.add("", found="it is reviewed already")
    problems.raise_as(GlassFault, what="review")
    glass.reviewed_at, glass.reviewed_by, glass.finding = timezone.now(), by, finding
    glass.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    audit.write(
        by=by, act="break_glass.review", kind="break_glass", thing=str(glass.pk), child=glass.child, detail=finding
    )
    return glass


def _working_days(start: date, count: int) -> date:
    """The day that is so many working days later."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day

"""Counts the funnel: by option, over a time, small counts hidden from those who see no child."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from typing import Any

from rosette.documents.drawings import Funnel, FunnelStage
from rosette.server.policy import Kind
from rosette.server.services.guards import may_somewhere
from rosette.server.services.office import REASONS, STAGES
from rosette.server.store.models import FunnelStep
from rosette.server.store.models.office import STAGES as STAGE_CHOICES

SMALL = 11
HIDDEN = "fewer than 11"
WORDS = dict(STAGE_CHOICES)


def hides_small(user: Any) -> bool:
    """Whether counts under eleven are hidden: from every role that sees no child."""
    from rosette.server.policy import Act

    return not may_somewhere(user, Act.VIEW, Kind.CHILD)


def steps_for(user: Any, *, place: str = "") -> list[FunnelStep]:
    """The steps of the children of the person's sites."""
    sites = [grant.site_id for grant in user.current_grants() if grant.site_id]
    rows = FunnelStep.objects.filter(child__programme_site__in=sites)
    return list(rows.filter(place=place) if place else rows)


def count_funnel(steps: Iterable[FunnelStep], *, hide: bool, title: str) -> Funnel:
    """The funnel of some steps: a child counts once a stage and place."""
    by_child: dict[tuple[Any, str], dict[str, FunnelStep]] = {}
    for each in steps:
        by_child.setdefault((each.child_id, each.place), {})[each.stage] = each
    stages = tuple(_stage(place, list(by_child.values()), hide) for place in range(len(STAGES)))
    return Funnel(title=title, stages=stages)


def _stage(place: int, children: list[dict[str, FunnelStep]], hide: bool) -> FunnelStage:
    name = STAGES[place]
    here = [steps for steps in children if name in steps]
    before = STAGES[place - 1] if place else ""
    days = [(steps[name].on - steps[before].on).days for steps in here if before in steps]
    stopped = [steps["not"] for steps in here if "not" in steps and _last(steps) == name]
    hidden = hide and 0 <= len(here) < SMALL
    return FunnelStage(
        word=WORDS[name],
        count=None if hidden else len(here),
        days=None if hidden or not days else float(statistics.median(days)),
        left=tuple(_reasons(stopped, hide)),
    )


def _last(steps: dict[str, FunnelStep]) -> str:
    return next(name for name in reversed(STAGES) if name in steps)


def _reasons(stopped: list[FunnelStep], hide: bool) -> list[str]:
    found = []
    for word, text in REASONS:
        count = sum(each.reason == word for each in stopped)
        if count:
            found.append(f"{text}: {HIDDEN if hide and count < SMALL else count}")
    return found


def funnel_rows(user: Any) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """A row an option with its counts, for files."""
    hide = hides_small(user)
    head = ("Option", *(WORDS[name] for name in STAGES), "Not")
    steps = steps_for(user)
    rows = []
    for place in sorted({each.place for each in steps}):
        counts = [len({e.child_id for e in steps if e.place == place and e.stage == name}) for name in (*STAGES, "not")]
        rows.append((place, *(HIDDEN if hide and count < SMALL else count for count in counts)))
    return head, rows

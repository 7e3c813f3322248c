"""Whether the disease progressed during a treatment."""

from __future__ import annotations

from rosette.records.facts import DiseaseEvent, Fact, Therapy
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import Bounds, point


def progressed_during(fact: Fact, span: Bounds, index: RecordIndex) -> bool | None:
    """True when the fact or an event inside it says so; False when response and reason to stop deny it."""
    if isinstance(fact, Therapy):
        reason = (fact.reason_stopped or "").lower()
        if fact.best_response == "PD" or reason.startswith("progress"):
            return True
    if any(_inside(event, span) for event in index.record.of(DiseaseEvent) if is_progression(event)):
        return True
    stated = isinstance(fact, Therapy) and fact.best_response is not None and fact.reason_stopped is not None
    return False if stated else None


def is_progression(event: DiseaseEvent) -> bool:
    """Whether an event is a relapse or a progression."""
    return event.event in ("relapse", "progression") or event.response == "PD"


def _inside(event: DiseaseEvent, span: Bounds) -> bool:
    first, last = point(event)
    started = span.first_latest is not None and span.first_latest < first
    return started and (span.ongoing or (span.last_earliest is not None and last <= span.last_earliest))

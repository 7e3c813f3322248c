"""The status of the disease on a day and the best response, as the disease events tell them."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.records.facts import RESPONSES, DiseaseEvent
from rosette.records.views.claims import Candidates
from rosette.records.views.closures import closures
from rosette.records.views.exposures import exposed_to
from rosette.records.views.index import RecordIndex
from rosette.records.views.progression import is_progression
from rosette.records.views.spans import point

LIST = "disease_events"
BY_RESPONSE = {
    "CR": "no_evidence",
    "VGPR": "responding",
    "PR": "responding",
    "MR": "responding",
    "SD": "persistent",
}
NO_EVENT = "none"


def disease_status(index: RecordIndex, on: int) -> Candidates:
    """Relapsed from the first relapse or progression on; else refractory from the first such event on.

    Without either, the latest response says persistent, responding or no_evidence. No event at all is
    newly_diagnosed when nothing was given against the disease, and "none" otherwise. That there was no
    relapse is known only while the list of disease events is known to be complete.
    """
    events = index.record.of(DiseaseEvent)
    sure = [event for event in events if point(event)[1] <= on]
    turned = tuple(event for event in sure if is_progression(event))
    if turned:
        return (("relapsed", turned),)
    if any(is_progression(event) for event in events if point(event)[0] <= on):
        return ()
    refractory = tuple(event for event in sure if event.event == "refractory")
    if refractory:
        return (("refractory", refractory),)
    return _uneventful(index, sure, on) if _closed(index, LIST, on) else ()


def _uneventful(index: RecordIndex, events: list[DiseaseEvent], on: int) -> Candidates:
    if events:
        return _by_response(events)
    untreated = not exposed_to(index, "anticancer_therapy") and _closed(index, "therapies", on)
    return (("newly_diagnosed" if untreated else NO_EVENT, ()),)


def _closed(index: RecordIndex, name: str, on: int) -> bool:
    valid = index.knowledge.closure_validity[name]
    return any(day <= on <= day + valid for day in closures(index).get(name, ()))


def _response(event: DiseaseEvent) -> str | None:
    return "CR" if event.event == "remission" else event.response


def _by_response(events: list[DiseaseEvent]) -> Candidates:
    latest = max(point(event)[1] for event in events)
    found: dict[str, list[DiseaseEvent]] = {}
    for event in events:
        response = _response(event)
        if point(event)[1] == latest and response is not None:
            found.setdefault(BY_RESPONSE[response], []).append(event)
    return tuple((value, tuple(facts)) for value, facts in sorted(found.items()))


def best_response(index: RecordIndex, on: int) -> Candidates:
    """The best response since the last relapse or progression, while the list of events is complete."""
    events = [event for event in index.record.of(DiseaseEvent) if point(event)[0] <= on]
    if not _closed(index, LIST, on) or any(point(event)[1] > on for event in events):
        return ()
    turn = max((point(event)[1] for event in events if is_progression(event)), default=0)
    after = [event for event in events if point(event)[0] > turn]
    found = {response: event for event in after if (response := _response(event)) is not None}
    best = next((response for response in RESPONSES if response in found), None)
    return () if best is None else ((best, (found[best],)),)


def status_days(index: RecordIndex) -> tuple[int, ...]:
    """The ordinal days on which the status or the best response can change."""
    days = {day for event in index.record.of(DiseaseEvent) for day in point(event)}
    for name in (LIST, "therapies"):
        days |= _turns(closures(index).get(name, ()), index.knowledge.closure_validity[name])
    return tuple(sorted(days))


def _turns(reviews: Iterable[int], valid: int) -> set[int]:
    """The days on which a list begins and ceases to count as complete."""
    return {day for review in reviews for day in (review, review + valid + 1)}

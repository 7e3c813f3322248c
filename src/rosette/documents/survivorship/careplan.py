"""A plan as a FHIR R4 CarePlan: every row an activity with its timing, without extensions.

Rows that nobody verified are on hold with the reason; that a test is not routine is an activity not to perform.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rosette.documents.survivorship.repeats import holds_until
from rosette.kernel import Span
from rosette.survivorship import Item, Plan, merged

Json = dict[str, Any]
SYSTEM = "https://rosette.invalid/fhir"
UNITS = {"day": "d", "week": "wk", "month": "mo", "year": "a"}
STATUS = {"done": "completed", "ended": "stopped"}
ASK = "Not verified: a clinician decides before it is planned."
INFORMS = "Made by rule for a team that decides."


def care_plan(plan: Plan) -> Json:
    """The resource, one activity a test; the subject is named by the pseudonym of the record alone."""
    items = merged(plan).items
    return {
        "resourceType": "CarePlan",
        "identifier": [_identifier("care-plan", f"{plan.exposures.id}/{plan.profile}/{plan.on}")],
        "status": "active",
        "intent": "plan",
        "title": "Follow-up after treatment",
        "description": f"{plan.profile_name}, {plan.edition}; knowledge {plan.release} ({plan.digest[:12]})",
        "subject": {"type": "Patient", "identifier": _identifier("child", plan.exposures.id)},
        "period": {"start": str(plan.on)},
        "created": str(plan.on),
        "activity": [{"detail": _detail(item, plan.exposures.birth)} for item in items],
        "note": [{"text": text} for text in (INFORMS, *plan.warnings, *plan.conventions)],
    }


def _identifier(of: str, value: str) -> Json:
    return {"system": f"{SYSTEM}/{of}", "value": value}


def _detail(item: Item, birth: date) -> Json:
    found: Json = {
        "kind": "ServiceRequest",
        "code": {"coding": [{"system": f"{SYSTEM}/surveillance-test", "code": item.test.id}], "text": item.test.name},
        "reasonCode": [{"text": reason.text} for reason in item.reasons],
        "status": STATUS.get(item.state, "not-started") if item.acts else "on-hold",
        "doNotPerform": item.form == "none",
        **_scheduled(item, birth),
        "performer": [{"display": item.owner}],
        "description": "; ".join(_described(item)),
    }
    if not item.acts:
        found["statusReason"] = {"text": f"{ASK} {'; '.join(item.unverified)}"}
    return {key: value for key, value in found.items() if value not in ([], "")}


def _scheduled(item: Item, birth: date) -> Json:
    """A repeated test by a timing, one that is done once by its window, one that is done at two ages by both days.

    Without a day, over or unverified: by words.
    """
    if item.due is None or item.state == "ended" or not item.acts:
        return {"scheduledString": item.words}
    day = item.catch_up or item.due
    if item.every is not None:
        return {"scheduledTiming": {"event": [str(day)], "repeat": _repeat(item, item.every, birth)}}
    if item.again is not None and item.again > day:
        return {"scheduledTiming": {"event": [str(day), str(item.again)]}}
    first, last = item.window or (day, day)
    return {"scheduledPeriod": {"start": str(first), "end": str(max(last, day))}}


def _repeat(item: Item, every: Span, birth: date) -> Json:
    """From the next day on, for as long as the span is known to hold."""
    day = item.catch_up or item.due
    bounds, end = {"start": str(day)}, holds_until(item, birth=birth)
    if end is not None and day is not None:
        bounds["end"] = str(max(end, day))
    return {"boundsPeriod": bounds, "frequency": 1, "period": every.count, "periodUnit": UNITS[every.unit]}


def _described(item: Item) -> Iterator[str]:
    yield ", ".join(rule.id for rule in item.rules)
    yield f"looks for {', '.join(item.effects)}"
    yield item.words
    if item.overdue_since is not None:
        yield f"overdue since {item.overdue_since}"
    if item.window is not None and item.window[0] < item.window[1]:
        yield f"good from {item.window[0]} to {item.window[1]}"
    if item.again is not None:
        yield f"again on {item.again}"
    yield from (f"refer: {each}" for each in item.referrals)
    yield from item.flags

"""The days from which rules count: the earliest that is possible, for what is due, and the latest, for what ends.

A day that nobody tells makes a plan earlier and longer, never later: what has no day may have been given as soon as
the disease was found, and may have gone on until treatment ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rosette.survivorship.exposures import Exposed, Exposures
from rosette.survivorship.practice import Practice
from rosette.survivorship.predicates import Firing

FROM_EXPOSURE, FROM_END = ("exposure", "last_exposure"), ("entry", "end_of_therapy")


def earliest(anchor: str, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The earliest day that an anchor can mean; None when it has none, or not yet."""
    end = exposures.end_of_therapy
    match anchor:
        case "entry":
            return None if end is None else practice.entry.after(end)
        case "end_of_therapy":
            return end
        case "birth":
            return exposures.birth
        case "diagnosis":
            return exposures.began
        case "puberty":
            return exposures.puberty_past_on or (exposures.began if exposures.puberty == "past" else None)
        case "exposure":
            return _first(exposures, firing)
        case "last_exposure":
            return _last(exposures, firing)
        case _:
            return None


def latest(anchor: str, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The latest day that an anchor can mean; None when nobody can say."""
    end = exposures.ended_by
    match anchor:
        case "entry":
            return None if end is None else practice.entry.after(end)
        case "end_of_therapy":
            return end
        case "birth":
            return exposures.born_by
        case "diagnosis":
            return exposures.diagnosis
        case "puberty":
            return exposures.puberty_past_on
        case "exposure":
            return min((day for each in firing.exposed if (day := each.first_by or end) is not None), default=end)
        case "last_exposure":
            return _last_by(firing, end)
        case _:
            return None


def _first(exposures: Exposures, firing: Firing) -> date:
    """The first exposure; one without a day may be the first of all."""
    return min((each.first or exposures.began for each in firing.exposed), default=exposures.began)


def _last(exposures: Exposures, firing: Firing) -> date | None:
    """The last exposure is not before the last one that has a day; None while one is still given."""
    if any(each.going_on for each in firing.exposed):
        return None
    return max((each.last or each.first or exposures.began for each in firing.exposed), default=exposures.began)


def _last_by(firing: Firing, end: date | None) -> date | None:
    """The last exposure is not after the end of therapy; what has no day may have been given until then."""
    days = [each.last_by or end for each in firing.exposed]
    known = [day for day in days if day is not None]
    if not days or firing.undated:
        return None if end is None else max([*known, end])
    return max(known) if len(known) == len(days) and not any(each.going_on for each in firing.exposed) else None


def assumptions(anchors: Iterable[str], exposures: Exposures, firing: Firing) -> tuple[str, ...]:
    """Which missing days the first day of a rule rests on, each with what mends it."""
    found, asked = [], set(anchors)
    undated = [each for each in firing.exposed if _undated(each, asked)]
    if undated or (firing.undated and asked & set(FROM_EXPOSURE)):
        names = ", ".join(dict.fromkeys(each.name.replace("_", " ") for each in undated)) or "what made it apply"
        found.append(f"earliest possible day, the day of {names} is not recorded: give at least its year")
    if asked & set(FROM_END) and not exposures.end_known:
        found.append("earliest possible day, the end of therapy is not recorded: give at least its year")
    return tuple(found)


def _undated(each: Exposed, anchors: set[str]) -> bool:
    first = "exposure" in anchors and each.first is None
    return first or ("last_exposure" in anchors and each.last is None and not each.going_on)

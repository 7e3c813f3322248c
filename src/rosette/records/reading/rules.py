"""What one fact must keep to beyond the types of its fields: days in order, units, plausible numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from rosette.kernel import PartialDate
from rosette.records.facts import (
    Assessment,
    Closure,
    Fact,
    Imaging,
    Laboratory,
    Lesion,
    Marrow,
    Measurement,
    Medication,
    OrganTest,
    Performance,
    PointOrSpanFact,
    Therapy,
)
from rosette.records.reading.quantities import check_coded, check_measured
from rosette.records.shapes import Desk, unknown_agent

YEARS_AHEAD = 1
Rule = Callable[[Fact, str, Desk], None]


def check_fact(fact: Fact, at: str, desk: Desk, *, birth: PartialDate | None) -> None:
    """Note every rule that the fact breaks, by its place."""
    _check_order(fact, at, desk)
    for key, day in (("on", fact.on), ("from", fact.start), ("to", fact.end)):
        if day is not None:
            _check_day(day, fact, f"{at}.{key}", desk, birth=birth)
    check_content(fact, at, desk)


def _check_order(fact: Fact, at: str, desk: Desk) -> None:
    if fact.on is not None and (fact.start is not None or fact.end is not None or fact.ongoing):
        desk.refuse(at, '"on" stands beside "from", "to" or "ongoing"', "one day, or a stretch of days")
    if isinstance(fact, PointOrSpanFact) and fact.since is None:
        desk.refuse(at, "the fact has no day", '"on", or "from" with "to" or "ongoing"')
    if fact.ongoing and fact.end is not None:
        desk.refuse(f"{at}.ongoing", f"it goes on, yet it ended on {fact.end}", '"to" or "ongoing", not both')
    if fact.start is not None and fact.end is not None and fact.end.latest < fact.start.earliest:
        desk.refuse(f"{at}.to", f"the end {fact.end} is before the start {fact.start}", remedy="Check both days.")


def _check_day(day: PartialDate, fact: Fact, at: str, desk: Desk, *, birth: PartialDate | None) -> None:
    if birth is not None and day.latest < birth.earliest:
        desk.refuse(at, f"the day {day} is before the birth on {birth}", remedy="Check both days.")
    if day.year > fact.recorded_at.year + YEARS_AHEAD:
        recorded = fact.recorded_at.date()
        desk.refuse(at, f"the day {day} lies years after it was recorded, {recorded}", remedy="Check the year.")


@singledispatch
def check_content(fact: Fact, at: str, desk: Desk) -> None:
    """Note what is wrong between the fields of the fact; most kinds have no such rule."""


@check_content.register
def _closure(fact: Closure, at: str, desk: Desk) -> None:
    if fact.on is not None and not fact.on.exact:
        desk.refuse(f"{at}.on", f"the review of {fact.on} has no exact day", "the day of the review, YYYY-MM-DD")


@check_content.register(Therapy)
@check_content.register(Medication)
def _therapy(fact: Therapy | Medication, at: str, desk: Desk) -> None:
    if fact.agent not in desk.knowledge.agents and not fact.classes:
        unknown_agent(fact.agent, f"{at}.agent", desk, remedy='Correct the name, or state its "classes".')


@check_content.register
def _performance(fact: Performance, at: str, desk: Desk) -> None:
    if fact.scale == "ecog" and fact.score > 5:
        desk.refuse(f"{at}.score", f"{fact.score} is not an ECOG score", "0 to 5")


@check_content.register
def _marrow(fact: Marrow, at: str, desk: Desk) -> None:
    if fact.involved is False and fact.percent:
        desk.refuse(
            f"{at}.involved",
            f"not involved, yet {fact.percent:g} % tumour cells",
            remedy="Correct one of them.",
        )


@check_content.register
def _imaging(fact: Imaging, at: str, desk: Desk) -> None:
    if fact.avid is False and (fact.sites or fact.curie or fact.siopen):
        desk.refuse(
            f"{at}.avid",
            "the study is not avid, yet it has avid sites or a score",
            remedy="Correct one of them.",
        )
    for key in ("curie", "siopen", "segments"):
        if fact.modality != "mibg" and getattr(fact, key) not in (None, ()):
            desk.refuse(f"{at}.{key}", f"a study of modality {fact.modality} has no {key}", "modality mibg")
    for place, lesion in enumerate(fact.lesions):
        _lesion(lesion, f"{at}.lesions[{place}]", desk)


def _lesion(lesion: Lesion, at: str, desk: Desk) -> None:
    if lesion.progressed_since_irradiation and lesion.irradiated is False:
        desk.refuse(
            f"{at}.irradiated",
            "progressed since irradiation, yet never irradiated",
            remedy="Correct one of them.",
        )
    if lesion.longest_mm is not None and lesion.short_axis_mm is not None and lesion.short_axis_mm > lesion.longest_mm:
        found = f"the short axis {lesion.short_axis_mm:g} mm is longer than the longest, {lesion.longest_mm:g} mm"
        desk.refuse(f"{at}.short_axis_mm", found, remedy="Check both sizes.")


@check_content.register(Measurement)
@check_content.register(OrganTest)
def _measured(fact: Measurement | OrganTest, at: str, desk: Desk) -> None:
    check_measured(fact.code, fact.quantity, at, desk)


@check_content.register
def _assessment(fact: Assessment, at: str, desk: Desk) -> None:
    check_coded(fact.code, fact.result, at, desk)


@check_content.register
def _laboratory(fact: Laboratory, at: str, desk: Desk) -> None:
    if fact.result is not None and fact.quantity is None:
        check_coded(fact.code, fact.result, at, desk)
        for key in ("comparator", "uln", "lln"):
            if getattr(fact, key) is not None:
                desk.refuse(f"{at}.{key}", f"a coded result has no {key}", "a value with a unit")
    elif fact.quantity is not None and fact.result is None:
        check_measured(fact.code, fact.quantity, at, desk)
        if fact.uln is not None and fact.lln is not None and fact.lln > fact.uln:
            desk.refuse(f"{at}.lln", f"the lower limit {fact.lln:g} is above the upper one, {fact.uln:g}")
    else:
        count = "both a value and a result" if fact.quantity is not None else "neither a value nor a result"
        desk.refuse(at, f"{fact.code} has {count}", 'one of "value" with "unit", or "result"')

"""Each predicate of a surveillance rule judged on a history, with its reasons; an unknown dose is UNKNOWN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from rosette.kernel import Span, Truth, add_months, number_text
from rosette.knowledge.triggers import (
    AgeAt,
    Always,
    FieldDose,
    Given,
    HasCondition,
    HasSex,
    OrganDose,
    Puberty,
    SteroidWeeks,
    Total,
    Transfused,
)
from rosette.survivorship.exposures import Exposed, Exposures, OrganTotal
from rosette.survivorship.rulebook import RuleBook
from rosette.survivorship.totals import ANTHRACYCLINE, Sum, total_of

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
STEROIDS, TRANSFUSIONS = "steroids", "transfusions"


@frozen
class Reason:
    """Why a rule applies, in words; UNKNOWN when a missing dose or date made it apply."""

    text: str
    truth: Truth


@frozen
class Firing:
    """The truth of a trigger, with the reasons and the exposures that carry it; undated: a part without a date."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    undated: bool = False


NOT = Firing(NO)


def _always(trigger: Always, exposures: Exposures, book: RuleBook) -> Firing:
    return Firing(YES, (Reason("any cancer", YES),))


def _given(trigger: Given, exposures: Exposures, book: RuleBook) -> Firing:
    found = exposures.tagged.get(trigger.of, ())
    if found:
        return Firing(YES, tuple(Reason(told(each), YES) for each in found), found)
    return _not_told(trigger.of, exposures)


def _not_told(name: str, exposures: Exposures) -> Firing:
    """NO, or UNKNOWN when the history says that nobody could tell."""
    if name in exposures.unknown:
        return Firing(UNKNOWN, (Reason(f"{name.replace('_', ' ')}: not known", UNKNOWN),), undated=True)
    return NOT


def told(each: Exposed) -> str:
    """An exposure in words, with its dose."""
    name = each.name.replace("_", " ")
    return f"{name}, {each.dose}" if each.dose.value is not None or each.kind in ("agent", "radiation") else name


def _total(trigger: Total, exposures: Exposures, book: RuleBook) -> Firing:
    total = total_of(exposures, trigger.of, book)
    if not total.agents:
        return _not_told(trigger.of, exposures)
    truth = _against(total.value, trigger.at_least, complete=total.complete)
    return NOT if truth is NO else Firing(truth, (Reason(_total_words(trigger.of, total), truth),), total.agents)


def _total_words(of: str, total: Sum) -> str:
    name = of.replace("_", " ")
    return f"{name} {total} as doxorubicin, by {total.name}" if of == ANTHRACYCLINE else f"{name} {total}"


def _against(value: float, least: float, *, complete: bool) -> Truth:
    """A boundary value goes to the higher group; a missing part may decide."""
    if value >= least:
        return YES
    return NO if complete else UNKNOWN


def _organ(trigger: OrganDose, exposures: Exposures, book: RuleBook) -> Firing:
    total = exposures.organ(trigger.organ)
    if total is None or (trigger.fields_only and all(each.whole_body for each in total.courses)):
        return NOT
    if trigger.at_least is None:
        truth = YES if any(_surely(each, trigger.organ) for each in total.courses) else UNKNOWN
    else:
        truth = _against(total.value, trigger.at_least, complete=total.complete)
    if truth is NO:
        return NOT
    return Firing(truth, (Reason(f"{trigger.organ.replace('_', ' ')} {_gray(total)}", truth),), total.courses)


def _surely(course: Exposed, organ: str) -> bool:
    return course.whole_body or course.reach_known or organ in course.organs


def _gray(total: OrganTotal) -> str:
    if total.complete:
        return f"{number_text(round(total.value, 2))} Gy{' (estimated)' if total.estimated else ''}"
    return f"at least {number_text(round(total.value, 2))} Gy" if total.value else "irradiated, dose unknown"


def _field(trigger: FieldDose, exposures: Exposures, book: RuleBook) -> Firing:
    found = exposures.tagged.get(trigger.field, ())
    value = sum(each.dose.value or 0.0 for each in found)
    if not found:
        return NOT
    truth = _against(value, trigger.at_least, complete=all(each.dose.complete for each in found))
    return NOT if truth is NO else Firing(truth, tuple(Reason(told(each), truth) for each in found), found)


def _age_at(trigger: AgeAt, exposures: Exposures, book: RuleBook) -> Firing:
    found = exposures.tagged.get(trigger.of, ())
    if not found and (total := exposures.organ(trigger.of)) is not None:
        found = total.courses
    if not found:
        return NOT
    surely, perhaps = (reached(day, trigger.under) for day in (exposures.birth, exposures.born_by))
    if any(each.first_by is not None and each.first_by < surely for each in found):
        return Firing(YES, (Reason(f"under {trigger.under} at exposure", YES),))
    if any(each.first is None or each.first < perhaps for each in found):
        return Firing(UNKNOWN, (Reason("age at exposure not known", UNKNOWN),))
    return NOT


def reached(birth: date, age: Span) -> date:
    """The day on which a child is so old; 29 February counts as 28 February in common years."""
    return add_months(birth, age.count * (12 if age.unit == "year" else 1))


def _sex(trigger: HasSex, exposures: Exposures, book: RuleBook) -> Firing:
    if exposures.sex is None:
        return Firing(UNKNOWN, (Reason("sex not recorded", UNKNOWN),))
    return Firing(YES) if exposures.sex == trigger.sex else NOT


def _puberty(trigger: Puberty, exposures: Exposures, book: RuleBook) -> Firing:
    """Not recorded is UNKNOWN, without a reason of its own: the rule of the stricter interval stands first."""
    if exposures.puberty is None:
        return Firing(YES) if trigger.status == "before" else Firing(UNKNOWN)
    return Firing(YES) if exposures.puberty == trigger.status else NOT


def _condition(trigger: HasCondition, exposures: Exposures, book: RuleBook) -> Firing:
    if trigger.condition in exposures.conditions:
        return Firing(YES, (Reason(trigger.condition.replace("_", " "), YES),), undated=True)
    return _not_told(trigger.condition, exposures)


def _steroids(trigger: SteroidWeeks, exposures: Exposures, book: RuleBook) -> Firing:
    if exposures.steroid_weeks >= trigger.at_least:
        return Firing(YES, (Reason(f"corticosteroids for {exposures.steroid_weeks} weeks", YES),), undated=True)
    return _not_told(STEROIDS, exposures)


def _transfused(trigger: Transfused, exposures: Exposures, book: RuleBook) -> Firing:
    if trigger.before is not None and exposures.birth >= trigger.before:
        return NOT
    if exposures.transfused == "none":
        return _not_told(TRANSFUSIONS, exposures)
    if trigger.before is None:
        several = exposures.transfused == "several"
        return Firing(YES, (Reason("several red-cell transfusions", YES),), undated=True) if several else NOT
    day = exposures.first_transfusion
    if day is None:
        return Firing(UNKNOWN, (Reason("day of the first transfusion not known", UNKNOWN),), undated=True)
    early = day < trigger.before
    return Firing(YES, (Reason(f"transfused before {trigger.before}", YES),), undated=True) if early else NOT


JUDGES: Mapping[type, Callable[[Any, Exposures, RuleBook], Firing]] = {
    Always: _always,
    Given: _given,
    Total: _total,
    OrganDose: _organ,
    FieldDose: _field,
    AgeAt: _age_at,
    HasSex: _sex,
    Puberty: _puberty,
    HasCondition: _condition,
    SteroidWeeks: _steroids,
    Transfused: _transfused,
}

"""Whether a rule applies to a history, by strong Kleene logic: an unknown dose fires the strictest reading."""

from __future__ import annotations

from rosette.kernel import Truth
from rosette.knowledge.triggers import AllOf, AnyOf, Trigger
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.predicates import JUDGES, NOT, Firing
from rosette.survivorship.rulebook import RuleBook

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def fired(trigger: Trigger, exposures: Exposures, book: RuleBook) -> Firing:
    """Judge a trigger; it applies unless the answer is NO."""
    if isinstance(trigger, AllOf):
        return _all(trigger, exposures, book)
    if isinstance(trigger, AnyOf):
        return _any(trigger, exposures, book)
    return JUDGES[type(trigger)](trigger, exposures, book)


def _all(trigger: AllOf, exposures: Exposures, book: RuleBook) -> Firing:
    found = []
    for part in trigger.parts:
        one = fired(part, exposures, book)
        if one.truth is NO:
            return NOT
        found.append(one)
    return _together(found, YES if all(each.truth is YES for each in found) else UNKNOWN)


def _any(trigger: AnyOf, exposures: Exposures, book: RuleBook) -> Firing:
    found = [one for part in trigger.parts if (one := fired(part, exposures, book)).truth is not NO]
    if not found:
        return NOT
    return _together(found, YES if any(each.truth is YES for each in found) else UNKNOWN)


def _together(found: list[Firing], truth: Truth) -> Firing:
    if len(found) == 1:
        return found[0]
    return Firing(
        truth,
        tuple(dict.fromkeys(reason for each in found for reason in each.reasons)),
        tuple({id(one): one for each in found for one in each.exposed}.values()),
        any(each.undated for each in found),
    )

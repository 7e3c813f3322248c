"""A trigger of a rule in words, so that whoever signs the rule reads when it applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rosette.kernel import number_text
from rosette.knowledge.triggers import (
    AgeAt,
    AllOf,
    Always,
    AnyOf,
    FieldDose,
    Given,
    HasCondition,
    HasSex,
    OrganDose,
    Puberty,
    SteroidWeeks,
    Total,
    Transfused,
    Trigger,
)


def trigger_words(trigger: Trigger) -> str:
    """When a rule applies, as one phrase; parts of a group that holds groups stand in brackets."""
    if isinstance(trigger, AllOf | AnyOf):
        word = " and " if isinstance(trigger, AllOf) else " or "
        return word.join(_part(each) for each in trigger.parts)
    return WORDS[type(trigger)](trigger)


def _part(trigger: Trigger) -> str:
    told = trigger_words(trigger)
    return f"({told})" if isinstance(trigger, AllOf | AnyOf) else told


def _name(word: str) -> str:
    return word.replace("_", " ")


def _organ(each: OrganDose) -> str:
    dose = "irradiated" if each.at_least is None else f"{number_text(each.at_least)} Gy or more"
    return f"{_name(each.organ)} {dose}{' by a field' if each.fields_only else ''}"


def _transfused(each: Transfused) -> str:
    return "several red-cell transfusions" if each.before is None else f"transfused before {each.before}"


WORDS: Mapping[type, Callable[[Any], str]] = {
    Total: lambda each: f"{_name(each.of)} {number_text(each.at_least)} mg/m2 or more in all",
    Given: lambda each: f"{_name(each.of)} ever",
    OrganDose: _organ,
    FieldDose: lambda each: f"{_name(each.field)} with {number_text(each.at_least)} Gy or more prescribed",
    AgeAt: lambda each: f"under {each.under} old at the first {_name(each.of)}",
    HasSex: lambda each: str(each.sex),
    Puberty: lambda each: f"{each.status} puberty",
    HasCondition: lambda each: f"{_name(each.condition)} ever",
    SteroidWeeks: lambda each: f"corticosteroids for {each.at_least} weeks or more on end",
    Transfused: _transfused,
    Always: lambda each: "every child",
}

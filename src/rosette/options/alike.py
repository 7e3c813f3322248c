"""Places that give a child the same: one regimen, or the same medicines. They are weighed and planned once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rosette.knowledge import Knowledge
from rosette.medicines import regimen_of
from rosette.options.option import Option


def has_room(option: Option) -> bool:
    """Whether the programme has, or may get, a place for the option."""
    return option.slot is not None and option.slot.may_open(option.on)


def may_start(option: Option) -> bool:
    """Whether an option may be begun: nothing fixed bars it, and the programme may have a place."""
    return not option.blockers and has_room(option)


def grouped(
    options: Iterable[Option], knowledge: Knowledge, *, only: Callable[[Option], bool]
) -> tuple[tuple[Option, ...], ...]:
    """Groups of places that give the same; in a group those that may start and are open stand first."""
    groups: dict[object, list[Option]] = {}
    for option in options:
        if option.arm.agents and only(option):
            regimen = regimen_of(option.arm.agents, knowledge)
            groups.setdefault(regimen.id if regimen else frozenset(option.arm.agents), []).append(option)
    return tuple(tuple(sorted(each, key=_order)) for each in groups.values())


def _order(option: Option) -> tuple[bool, bool, str]:
    return not may_start(option), not option.open_here, option.id

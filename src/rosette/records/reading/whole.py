"""What the facts of one record must keep to together: unique ids, supersession that leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rosette.kernel import did_you_mean
from rosette.records.facts import Fact
from rosette.records.shapes import Desk

Placed = Sequence[tuple[str, Fact]]


def check_ids(facts: Placed, desk: Desk) -> None:
    """Note ids that two facts share."""
    first: dict[str, str] = {}
    for at, fact in facts:
        if fact.id in first:
            desk.refuse(f"{at}.id", f'"{fact.id}" is already the id of {first[fact.id]}', "an id of its own")
        first.setdefault(fact.id, at)


def check_supersession(facts: Placed, desk: Desk, *, known: Sequence[str]) -> None:
    """Note facts that replace one that is not there, or themselves in a circle; `known`: all ids."""
    replaces = {fact.id: fact.supersedes for _, fact in facts if fact.supersedes is not None}
    ids = set(known)
    for at, fact in facts:
        if desk.full:
            return
        if fact.supersedes is not None and fact.supersedes not in ids:
            found = f'no fact has the id "{fact.supersedes}"{did_you_mean(fact.supersedes, known)}'
            desk.refuse(f"{at}.supersedes", found, "the id of a fact in this record")
        if _in_circle(fact.id, replaces):
            found = f'"{fact.id}" replaces itself in a circle'
            desk.refuse(f"{at}.supersedes", found, remedy="The older fact supersedes nothing newer.")


def _in_circle(start: str, replaces: Mapping[str, str]) -> bool:
    seen = {start}
    step = replaces.get(start)
    while step is not None and step not in seen:
        seen.add(step)
        step = replaces.get(step)
    return step == start

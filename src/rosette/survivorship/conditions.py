"""Conditions with everything that stands above them."""

from __future__ import annotations

from rosette.knowledge import Knowledge


def with_parents(condition: str, knowledge: Knowledge) -> frozenset[str]:
    """A condition with every condition above it."""
    found = {condition}
    for name, each in knowledge.conditions.items():
        if condition in knowledge.condition_members(each.id):
            found.add(name)
    return frozenset(found)

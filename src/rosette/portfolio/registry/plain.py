"""A registry record as plain data, and back."""

from __future__ import annotations

from typing import Any

from rosette.kernel import Problem
from rosette.portfolio.registry.record import AgeLimit, ArmGroup, Contact, Intervention, RegistryRecord, Site


def record_of(table: dict[str, Any]) -> RegistryRecord:
    """The record of what `RegistryRecord.as_dict` gave; raises KeyError, TypeError or AttributeError."""
    parts = {
        "sites": tuple(_site(each) for each in table["sites"]),
        "contacts": tuple(Contact(**each) for each in table["contacts"]),
        "interventions": tuple(Intervention(**_tuples(each)) for each in table["interventions"]),
        "arms": tuple(ArmGroup(**_tuples(each)) for each in table["arms"]),
        "unknown": tuple(Problem(**each) for each in table["unknown"]),
        "minimum_age": AgeLimit(**table["minimum_age"]),
        "maximum_age": AgeLimit(**table["maximum_age"]),
        "design": tuple((name, value) for name, value in table["design"]),
        "dates": tuple((name, value) for name, value in table["dates"]),
    }
    return RegistryRecord(**(_tuples(table) | parts))


def _site(table: dict[str, Any]) -> Site:
    return Site(**(table | {"contacts": tuple(Contact(**each) for each in table["contacts"])}))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}

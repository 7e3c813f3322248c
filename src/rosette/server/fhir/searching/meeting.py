"""Which resources answer a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rosette.server.fhir.resources.held import Held
from rosette.server.fhir.searching.asking import Asking, Condition
from rosette.server.fhir.searching.dates import stretch_of

NO_CODE = "|"


def answers(held: Held, asking: Asking) -> bool:
    """Whether a resource answers; what counts no more answers only to its id."""
    if asking.ids is not None and held.resource["id"] not in asking.ids:
        return False
    if not held.counts and asking.ids is None:
        return False
    updated = stretch_of(held.resource["meta"].get("lastUpdated"))
    in_time = all(updated is not None and each.meets(updated) for each in asking.updated)
    return in_time and all(_meets(held.resource, each) for each in asking.conditions)


def _meets(resource: dict[str, Any], condition: Condition) -> bool:
    found = [value for path in condition.param.paths for value in elements(resource, path)]
    if condition.param.kind == "date":
        stretches = [each for each in map(stretch_of, found) if each is not None]
        return any(asked.meets(each) for asked in condition.dates for each in stretches)
    if condition.param.kind == "reference":
        return any(_refers(value, asked) for value in found for asked in condition.values)
    return any(_token(value, asked) for value in found for asked in condition.values)


def elements(resource: Any, path: str) -> Iterator[Any]:
    """The elements at a path; of a list every one."""
    if isinstance(resource, list):
        for each in resource:
            yield from elements(each, path)
        return
    if not path:
        yield resource
    elif isinstance(resource, dict):
        head, _, rest = path.partition(".")
        if head in resource:
            yield from elements(resource[head], rest)


def _token(value: Any, asked: str) -> bool:
    """A token: a code alone, system and code, a system alone, or a code without a system."""
    system, bar, code = asked.rpartition(NO_CODE)
    return any(
        (not code or code == own_code) and (not bar or system == own_system) for own_system, own_code in _codes(value)
    )


def _codes(value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield "", str(value)
        return
    for coding in value.get("coding", ()):
        yield coding.get("system", ""), coding.get("code", "")
    if "code" in value or "value" in value:
        yield value.get("system", ""), str(value.get("code", value.get("value", "")))


def _refers(value: Any, asked: str) -> bool:
    target = value.get("reference", "") if isinstance(value, dict) else ""
    return bool(target) and (target == asked or target.rpartition("/")[2] == asked)

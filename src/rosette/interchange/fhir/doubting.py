"""The codes of a resource that do not count, because the name beside them says something else: each is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rosette.interchange.fhir.desk import Desk, loss
from rosette.interchange.fhir.elements import Raw, coding, parts
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import Loss

REMEDY = "Ask the sender which one holds, and enter it by hand."


def doubted(resources: Sequence[Resource], desk: Desk) -> Iterable[Loss]:
    """One loss a code of the resources that is on a list and does not count; contained resources are read apart."""
    for resource in resources:
        found = (coding(each) for each in _codings(resource.raw))
        reasons = (desk.book.doubt(each.system, each.code, each.display) for each in found)
        for why in dict.fromkeys(reason for reason in reasons if reason):
            yield loss(resource, why, remedy=REMEDY, grade="refused")


def _codings(value: Any) -> Iterator[Raw]:
    if isinstance(value, list):
        for each in value:
            yield from _codings(each)
    elif isinstance(value, dict):
        yield from parts(value, "coding")
        for key, each in value.items():
            if key not in ("contained", "coding"):
                yield from _codings(each)

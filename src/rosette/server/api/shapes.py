"""What goes in and out of the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Fault(Schema):
    """Every fault of a request."""

    faults: list[str] = Field(default_factory=list)
    detail: Any = None


class ChildOut(Schema):
    """A child by its programme number."""

    id: str
    number: str
    home_hospital: str


class FactsIn(Schema):
    """Facts to add, without id, recorded_at and recorded_by: the server gives those."""

    model_config = ConfigDict(extra="forbid")
    facts: list[dict[str, Any]] = Field(min_length=1, max_length=500)


class FactsOut(Schema):
    """The ids of the new facts and the record's version."""

    ids: list[str]
    version: str


class TrialOut(Schema):
    """A trial or standing offer."""

    id: str
    title: str
    short: str
    phase: str
    version: str
    status: str
    places: list[str]


class CaseOut(Schema):
    """An open case."""

    id: str
    child: str
    number: str
    kind: str
    state: str
    opened_on: date
    next_on: date | None
    next_step: str
    owner: str

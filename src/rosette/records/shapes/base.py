"""What a field of a fact looks like in JSON: one shape reads it, writes it and describes it in the schema."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast

from attrs import define, field, frozen

from rosette.kernel import Problems
from rosette.knowledge import Knowledge

T = TypeVar("T")
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Schema: TypeAlias = dict[str, Any]


class Fault(Enum):
    """Stands for a value that could not be read; the reason is with the problems."""

    FAULT = "fault"


FAULT: Final = Fault.FAULT


MOST_PROBLEMS = 200


@define
class Desk:
    """Where a record is being read: the vocabulary at hand and the problems found so far.

    Only so many problems are kept; a reader that walks a long list stops when the desk is full.
    """

    knowledge: Knowledge
    problems: Problems = field(factory=Problems)
    refused: int = 0

    @property
    def full(self) -> bool:
        """Whether enough problems were found to stop."""
        return self.refused >= MOST_PROBLEMS

    def refuse(self, at: str, found: str, wanted: str = "", remedy: str = "") -> Fault:
        """Note a problem and stand in for the value."""
        if not self.full:
            self.problems.add(at, found=found, wanted=wanted, remedy=remedy)
        self.refused += 1
        return FAULT


class Shape(ABC, Generic[T]):
    """How one value is read from JSON, written to it and described."""

    @abstractmethod
    def read(self, raw: object, at: str, desk: Desk) -> T | Fault:
        """Take the value from JSON; every fault goes to the desk with its place."""

    def write(self, value: T) -> Json:
        """Give the value back as JSON; most values are JSON as they are."""
        return cast(Json, value)

    @abstractmethod
    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe the value as JSON Schema."""


@frozen
class Part(ABC):
    """A declared field: which keys of the object it takes and what they hold."""

    keys: tuple[str, ...]
    required: bool = False

    @abstractmethod
    def take(self, raw: Mapping[str, object], at: str, desk: Desk) -> Any:
        """Read the field out of its object."""

    @abstractmethod
    def give(self, value: Any) -> dict[str, Json]:
        """Write the field as keys of its object."""

    @abstractmethod
    def properties(self, knowledge: Knowledge) -> dict[str, Schema]:
        """Describe the keys."""


def shown(raw: object) -> str:
    """Show a JSON value in a sentence, shortened."""
    text = f'"{raw}"' if isinstance(raw, str) else _NAMES.get(type(raw), str(raw))
    text = "true" if raw is True else "false" if raw is False else "null" if raw is None else text
    return text if len(text) <= 60 else f"{text[:57]}..."


_NAMES: Mapping[type, str] = {list: "a list", dict: "an object"}

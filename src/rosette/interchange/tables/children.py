"""The children of a table: which rows are about whom, and what the rows say of birth and sex."""

from __future__ import annotations

from attrs import define, field

from rosette.interchange.finds import Candidate, ChildFound, Loss
from rosette.interchange.tables.applying import Bench
from rosette.interchange.tables.grid import Line
from rosette.interchange.tables.rules import Column, TableMapping
from rosette.interchange.tables.targets import Target
from rosette.interchange.tables.values import Refusal, read_value
from rosette.kernel import DateError, PartialDate

SEXES = ("female", "male")
_BIRTH = Target(key="birth", sort="day")
_SEX = Target(key="sex", sort="text")


@define
class Gathered:
    """What the rows of one child said so far."""

    reference: str
    births: dict[str, str] = field(factory=dict)
    sexes: dict[str, str] = field(factory=dict)
    candidates: list[Candidate] = field(factory=list)
    losses: list[Loss] = field(factory=list)

    def about(self, line: Line, mapping: TableMapping, bench: Bench) -> None:
        """Take birth and sex from a row."""
        if (born := self._read(line, mapping.birth, _BIRTH, bench)) is not None:
            self.births.setdefault(born, line.place)
        sex = self._read(line, mapping.sex, _SEX, bench)
        if sex in SEXES:
            self.sexes.setdefault(str(sex), line.place)
        elif sex is not None and mapping.sex is not None:
            why = f'"{sex}" is no sex of a record'
            place = line.at(mapping.sex.name)
            self.losses.append(Loss(place=place, said=str(sex), why=why, remedy="State it under `words`."))

    def _read(self, line: Line, column: Column | None, target: Target, bench: Bench) -> str | None:
        if column is None or (cell := line.cells.get(column.name)) is None or not bench.states(cell, column):
            return None
        value = read_value(cell, column, target, bench.layout)
        if not isinstance(value, Refusal):
            return str(value)
        place = line.at(column.name)
        self.losses.append(Loss(place=place, said="", why=value.why, remedy=value.remedy, grade="refused"))
        return None

    def child(self) -> ChildFound:
        """The child; what the rows contradict themselves about is left open and told."""
        return ChildFound(
            reference=self.reference,
            birth=self._birth(),
            sex=self._one(self.sexes, "sex"),
            candidates=tuple(self.candidates),
            losses=tuple(self.losses),
        )

    def _birth(self) -> PartialDate | None:
        told = self._one(self.births, "the day of birth")
        try:
            return PartialDate.parse(told) if told is not None else None
        except DateError as fault:
            place, found = self.births[told or ""], fault.problem.found
            self.losses.append(Loss(place=place, said=told or "", why=found, grade="refused"))
            return None

    def _one(self, found: dict[str, str], what: str) -> str | None:
        if len(found) > 1:
            told = ", ".join(f"{place} says {value}" for value, place in found.items())
            why = f"the rows contradict each other about {what}"
            self.losses.append(Loss(place=next(iter(found.values())), said=told, why=why, grade="refused"))
            return None
        return next(iter(found), None)

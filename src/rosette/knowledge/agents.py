"""Medicines: names, classes, and the half-life that a washout may use."""

from __future__ import annotations

from attrs import field, frozen

from rosette.kernel import Citation, Quantity, number_text
from rosette.knowledge.entries import Entry


@frozen(kw_only=True)
class HalfLife(Entry):
    """The elimination half-life of the agent of the same id, and in whom it was measured."""

    value: Quantity
    population: str

    @property
    def hours(self) -> float:
        """The stored value in hours, verified or not; computations take `Agent.half_life` instead."""
        return self.value.to("h").value

    def __str__(self) -> str:
        return f"{number_text(self.value.value)} {self.value.unit} ({self.population})"


@frozen(kw_only=True)
class Agent(Entry):
    """A medicine; `half_life` is in hours, and None unless a verified one is held, never zero."""

    name: str
    synonyms: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    half_life_row: HalfLife | None = field(default=None, repr=False)

    @property
    def half_life(self) -> float | None:
        """Hours, or None when no verified half-life is held."""
        row = self.half_life_row
        return row.hours if row is not None and row.verified else None

    @property
    def half_life_h(self) -> float | None:
        """The same as `half_life`, with its unit in the name."""
        return self.half_life

    @property
    def half_life_unverified(self) -> str | None:
        """Why there is no half-life to compute with; None when there is one."""
        row = self.half_life_row
        if row is None:
            return f"half-life of {self.name} not sourced"
        if row.verified:
            return None
        return f"half-life of {self.name} not verified: {row.unverified}; {row} is stored"

    @property
    def half_life_sources(self) -> tuple[Citation, ...]:
        """Where the half-life comes from."""
        return () if self.half_life_row is None else self.half_life_row.sources

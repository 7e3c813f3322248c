"""Sequences that nothing beats in benefit, days at home and doors kept at once, and why each is in the set."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from rosette.options.sequences.steps import Step


@frozen(kw_only=True)
class OptionSequence:
    """One sequence with what it may bring, what it costs and what its first step leaves open.

    benefit: chance of a response in one step at least; assumed: steps without evidence, taken as the average
    early-phase agent. home_share: of the days; None when a schedule is not loaded. kept: share of doors after the
    first step, None when no door was open.
    """

    steps: tuple[Step, ...]
    benefit: float
    assumed: tuple[str, ...]
    home_share: float | None
    days: int
    kept: float | None
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Places in order."""
        return " > ".join(step.id for step in self.steps)

    @property
    def contact_days(self) -> float | None:
        """Days with care in person over the whole sequence."""
        return None if self.home_share is None else self.days * (1 - self.home_share)


def choose(sequences: Sequence[OptionSequence], *, most: int) -> tuple[OptionSequence, ...]:
    """A small set: the best by each side, then sequences of the frontier with other first steps.

    A sequence whose days are not known is kept apart: it neither beats nor is beaten; one with most benefit is shown.
    """
    known = [sequence for sequence in sequences if sequence.home_share is not None]
    front = [known[n] for n in frontier(_levels(known))] if known else []
    chosen: dict[str, list[str]] = {}
    for why, best in _best(front):
        chosen.setdefault(best.id, []).append(why)
    for sequence in _spread(front):
        if len(chosen) < most:
            chosen.setdefault(sequence.id, []).append("nothing beats it in benefit, days at home and doors at once")
    unknown = max(
        (p for p in sequences if p.home_share is None), key=lambda p: (p.benefit, p.kept or 0, p.id), default=None
    )
    if unknown is not None:
        chosen.setdefault(unknown.id, []).append("most benefit among sequences whose days are not known")
    by_id = {sequence.id: sequence for sequence in sequences}
    return tuple(attrs.evolve(by_id[name], reasons=tuple(why)) for name, why in chosen.items())


def _levels(sequences: Sequence[OptionSequence]) -> NDArray[np.float64]:
    return np.array([[sequence.benefit, sequence.home_share or 0.0, sequence.kept or 0.0] for sequence in sequences])


def frontier(levels: NDArray[np.float64]) -> list[int]:
    """Places of the rows that no other row beats: none is as good everywhere and better somewhere; shape (n, sides)."""
    order = np.lexsort(-levels.T[::-1])
    kept: list[int] = []
    front = np.empty((0, levels.shape[1]))
    for place in order:
        row = levels[place]
        beaten = np.all(front >= row, axis=1) & np.any(front > row, axis=1)
        if not beaten.any():
            kept.append(int(place))
            front = np.vstack([front, row])
    return kept


def _best(front: Sequence[OptionSequence]) -> list[tuple[str, OptionSequence]]:
    if not front:
        return []
    return [
        ("most benefit", max(front, key=lambda p: (p.benefit, p.home_share or 0, p.kept or 0, p.id))),
        ("most days at home", max(front, key=lambda p: (p.home_share or 0, p.benefit, p.kept or 0, p.id))),
        ("most doors kept open", max(front, key=lambda p: (p.kept or 0, p.benefit, p.home_share or 0, p.id))),
    ]


def _spread(front: Sequence[OptionSequence]) -> list[OptionSequence]:
    """Sequences of the frontier, each set of steps once, one for each first step in turn, the most benefit first."""
    ranked = sorted(front, key=lambda p: (-p.benefit, -(p.kept or 0), p.id))
    once = {frozenset(sequence.steps): sequence for sequence in reversed(ranked)}
    seen: dict[str, int] = {}
    rounds = []
    for sequence in sorted(once.values(), key=ranked.index):
        start = sequence.steps[0].id
        seen[start] = seen.get(start, 0) + 1
        rounds.append((seen[start], sequence))
    return [sequence for _, sequence in sorted(rounds, key=lambda each: each[0])]

"""Backfill: children beside the cohort at lower doses, and what the next dose is when they speak against it."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from rosette.designs.design import Design, Wishes
from rosette.designs.intervals import DecisionTable, Elimination, read_row, within
from rosette.designs.states import WAIT, IntArray, Mask, Reason, States
from rosette.designs.utilities import responses
from rosette.kernel import UsageError

HERE, OR_BELOW, NOT_NEEDED = RESPONSES = ("here", "here or below", "none")


@frozen(kw_only=True)
class Backfill:
    """The rule beside a table of boundaries: which doses take children beyond the cohort, and the next dose.

    cap: children at a dose, those under observation included, from which it takes no more; response: where one child
    with efficacy must have been seen: "here", "here or below", "none". Raises UsageError with every fault.
    Source: [@zhao2024, rule for backfilling], at second hand: [@bfboin, source] [@simfastboin, source].
    """

    boundaries: DecisionTable
    cap: int
    response: str = HERE

    def __attrs_post_init__(self) -> None:
        faults = [
            *([f"a cap of {self.cap} children lets nobody in: 1 or more"] if self.cap < 1 else []),
            *(
                [f'a response "{self.response}" is none of {", ".join(RESPONSES)}']
                if self.response not in RESPONSES
                else []
            ),
        ]
        if faults:
            raise UsageError("; ".join(faults))

    def open(self, states: States) -> Mask:
        """For every state and dose whether it takes a child beyond the cohort; shape (s, doses).

        Tried, below the dose of the cohort, safe with all below it, not full, and with a response where one is needed.
        """
        steps = np.arange(1, states.n.shape[1] + 1)
        room = (states.n > 0) & (states.n + states.pending < self.cap) & (steps < states.at[:, None])
        return np.asarray(room & self._safe(states) & self._seen(states))

    def _seen(self, states: States) -> Mask:
        """Whether the response that is needed was seen."""
        if self.response == NOT_NEEDED:
            return np.ones(states.n.shape, dtype=bool)
        seen = np.asarray(responses(states)[0] > 0)
        return np.logical_or.accumulate(seen, axis=1) if self.response == OR_BELOW else seen

    def place(self, states: States) -> IntArray:
        """The highest open dose of every state; 0 for none."""
        return np.asarray(np.where(self.open(states), np.arange(1, states.n.shape[1] + 1), 0).max(axis=1))

    def _safe(self, states: States) -> Mask:
        """Not eliminated, and below the upper boundary alone or with the dose above; so are all doses below."""
        n, y = states.n, states.y
        with_next = np.roll(n, -1, axis=1), np.roll(y, -1, axis=1)
        for each in with_next:
            each[:, -1] = 0
        cool = self._below(n, y) | self._below(n + with_next[0], y + with_next[1])
        allowed = Elimination(out=self.boundaries.out).admissible(states)
        return np.asarray(np.logical_and.accumulate(cool & allowed, axis=1))

    def _below(self, n: IntArray, y: IntArray) -> Mask:
        return np.asarray(y < read_row(self.boundaries.down, n))

    def choose(self, states: States) -> Wishes:
        """The next dose from all children at it; where a lower dose speaks against it, from both doses together.

        Doses conflict when a lower one asks to go down, or asks for less than up while this one asks for up. Then the
        doses from the highest such dose to this one are pooled, and the more cautious of the two answers holds.
        """
        own = self._asks(states.here(states.n), states.here(states.y))
        from_dose = self._conflict(states, own)
        n, y = (_summed(values, from_dose, states.at) for values in (states.n, states.y))
        pooled = np.where(from_dose > 0, self._asks(n, y), own)
        step = np.minimum(own, pooled)
        down = np.where(from_dose > 0, self._deep(states, from_dose), states.at - 1)
        wanted = np.where(step > 0, states.at + 1, np.where(step < 0, np.minimum(down, states.at - 1), states.at))
        why = np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[step + 1]
        found = within(states, wanted - states.at, why)
        found = found.where(pooled < own, found.dose, Reason.POOLED)
        return found.where(states.here(states.pending) > 0, WAIT, Reason.SUSPENDED)

    def _asks(self, n: IntArray, y: IntArray) -> IntArray:
        """1 for up, -1 for down, 0 for the same."""
        up, down = read_row(self.boundaries.up, n), read_row(self.boundaries.down, n)
        return np.where(y <= up, 1, np.where(y >= down, -1, 0))

    def _conflict(self, states: States, own: IntArray) -> IntArray:
        """The highest tried dose below that speaks against this one; 0 for none."""
        steps = np.arange(1, states.n.shape[1] + 1)
        asks = self._asks(states.n, states.y)
        against = (asks < 0) | ((asks == 0) & (own > 0)[:, None])
        lower = (states.n > 0) & (steps < states.at[:, None])
        return np.asarray(np.where(against & lower, steps, 0).max(axis=1))

    def _deep(self, states: States, from_dose: IntArray) -> IntArray:
        """The highest dose up to which the pooled doses are below the upper boundary; else the one below them."""
        steps = np.arange(1, states.n.shape[1] + 1)
        inside = (steps >= from_dose[:, None]) & (steps < states.at[:, None])
        sums = [np.where(inside, values, 0).cumsum(axis=1) for values in (states.n, states.y)]
        cool = inside & self._below(sums[0], sums[1])
        return np.asarray(np.where(cool, steps, (from_dose - 1)[:, None]).max(axis=1))


def _summed(values: IntArray, low: IntArray, high: IntArray) -> IntArray:
    """The values of the doses from low to high, both included."""
    steps = np.arange(1, values.shape[1] + 1)
    return np.asarray(np.where((steps >= low[:, None]) & (steps <= high[:, None]), values, 0).sum(axis=1))


def with_backfill(design: Design, *, cap: int, response: str = HERE) -> Design:
    """The same design with backfill beside its cohorts; raises UsageError where it does not decide by a table.

    It decides while children beside the cohort are under observation at lower doses, and waits for those at its own.
    """
    if not isinstance(design.chooser, DecisionTable):
        raise UsageError(f"{design.name} has no table of boundaries to pool doses by: BOIN, mTPI, mTPI-2 or Keyboard")
    if cap <= design.cohort:
        raise UsageError(f"a cap of {cap} children is full with a cohort of {design.cohort}: nobody comes beside it")
    rule = Backfill(boundaries=design.chooser, cap=cap, response=response)
    return evolve(design, name=f"{design.name} with backfill", chooser=rule, observes=True)

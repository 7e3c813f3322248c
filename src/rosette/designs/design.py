"""One dose-finding design: a chooser, limits on its wish, what is admissible, when to stop, and what is recommended.

The same object decides in the exact characteristics, in the readiness sweep and for the trial that is under way.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from attrs import Factory, field, frozen

from rosette.designs.layout import Layout, line
from rosette.designs.states import STOP, WAIT, FloatArray, IntArray, Mask, Reason, State, States, many
from rosette.designs.what_if import with_toxicities
from rosette.kernel import UsageError


@frozen(kw_only=True, eq=False)
class Wishes:
    """For every state the dose that is wished (0: stop, -1: wait) and the reason."""

    dose: IntArray
    why: IntArray

    def where(self, mask: Mask, dose: IntArray | int, why: Reason) -> Wishes:
        """The same wishes with others where the mask says so."""
        return Wishes(dose=np.where(mask, dose, self.dose), why=np.where(mask, int(why), self.why))


class Chooser(Protocol):
    """Wishes a dose from the data alone."""

    def choose(self, states: States) -> Wishes:
        """A wish for every state."""
        ...


class Limit(Protocol):
    """Holds a wish back."""

    def hold(self, states: States, wishes: Wishes) -> Wishes:
        """The wishes, held back where the limit says so."""
        ...


class Safety(Protocol):
    """Which doses are admissible."""

    def admissible(self, states: States) -> Mask:
        """For every state and dose whether the dose may be given; shape (s, doses)."""
        ...


class Selection(Protocol):
    """What is recommended at the end."""

    def select(self, states: States) -> IntArray:
        """The dose of every state; 0 for none."""
        ...


@frozen(kw_only=True)
class Decision:
    """What to do next: a dose, or None with the reason; what is admissible; how far the next change is.

    changes: the dose that would follow (0: stop, -1: wait) for every number of toxicities that could have been seen.
    """

    dose: int | None
    reason: Reason
    admissible: tuple[int, ...]
    changes: tuple[int, ...] = ()
    toxicities: int = 0

    @property
    def waits(self) -> bool:
        """Whether children under observation have to be waited for."""
        return self.reason is Reason.SUSPENDED

    @property
    def margin(self) -> int | None:
        """How many toxicities more or fewer at this dose would have changed the decision; None when none would."""
        own = self.changes[self.toxicities]
        away = [abs(y - self.toxicities) for y, dose in enumerate(self.changes) if dose != own]
        return min(away, default=None)


@frozen(kw_only=True)
class Design:
    """A design of so many doses: cohorts of one size, at most so many children, and the rule in its parts.

    enough_here, enough_anywhere: the trial ends with so many children at a dose that would be given again, at any dose.
    observes: whether it decides while children are under observation; else it waits for them. efficacy: whether it
    looks at efficacy. full: children at a dose, those under observation included, beyond which nobody comes. lots:
    whether chance breaks its ties in a simulation. layout: how the doses lie to each other, in one line when left out.
    """

    name: str
    variant: str = ""
    version: int = 1
    doses: int
    start: int = 1
    cohort: int = 3
    most: int
    chooser: Chooser
    limits: tuple[Limit, ...] = ()
    safety: Safety | None = None
    enough_here: int | None = None
    enough_anywhere: int | None = None
    observes: bool = False
    efficacy: bool = False
    full: int | None = None
    lots: bool = False
    layout: Layout = field(default=Factory(lambda self: line(self.doses), takes_self=True))
    selection: Selection

    def wishes(self, states: States) -> Wishes:
        """The decision for every state: admissibility last but for the stops, and here alone."""
        found = self.chooser.choose(states)
        for limit in self.limits:
            found = limit.hold(states, found)
        found = self._held(self.admissible(states), found)
        if self.enough_here is not None:
            full = (found.dose == states.at) & (states.here(states.n) >= self.enough_here)
            found = found.where(full, STOP, Reason.ENOUGH_HERE)
        if self.enough_anywhere is not None:
            found = found.where(np.any(states.n >= self.enough_anywhere, axis=1), STOP, Reason.ENOUGH_HERE)
        return found.where(states.total >= self.most, STOP, Reason.ALL_ENROLLED)

    def _held(self, mask: Mask, found: Wishes) -> Wishes:
        """A dose that is not admissible becomes the highest admissible one below it; without one the trial ends."""
        steps, rows = np.arange(1, self.doses + 1), np.arange(len(mask))
        place = np.maximum(found.dose, 1) - 1
        wrong = (found.dose > STOP) & ~mask[rows, place]
        below = np.where(mask & self.layout.at_or_below[place], steps, 0).max(axis=1)
        none = (wrong & (below == 0)) | (~mask.any(axis=1) & (found.dose != STOP))
        return found.where(wrong & (below > 0), below, Reason.HELD).where(none, STOP, Reason.TOO_TOXIC)

    def admissible(self, states: States) -> Mask:
        """For every state and dose whether the dose may be given; shape (s, doses)."""
        if self.safety is None:
            return np.ones(states.n.shape, dtype=bool)
        return self.safety.admissible(states)

    def decide(self, state: State) -> Decision:
        """The decision for one state, with what would have changed it.

        Raises UsageError for another number of doses, or without efficacy where the design looks at it.
        """
        if len(state.n) != self.doses:
            raise UsageError(f"the state has {len(state.n)} doses, the design {self.doses}")
        if self.efficacy and state.eff is None:
            raise UsageError(f"{self.name} looks at efficacy: the state must say how many children had it at each dose")
        if sum(state.n) + sum(state.pending) == 0:
            return Decision(
                dose=self.start, reason=Reason.START, admissible=self._admissible(state), changes=(self.start,)
            )
        if sum(state.pending) and not self.observes:
            return Decision(dose=None, reason=Reason.SUSPENDED, admissible=self._admissible(state), changes=(WAIT,))
        place = state.at - 1
        others = [with_toxicities(state, place, y) for y in range(state.n[place] + 1)]
        found = self.wishes(many(others))
        own = state.y[place]
        dose = int(found.dose[own])
        return Decision(
            dose=None if dose in (STOP, WAIT) else dose,
            reason=Reason(int(found.why[own])),
            admissible=self._admissible(state),
            changes=tuple(int(each) for each in found.dose),
            toxicities=own,
        )

    def recommend(self, state: State) -> int | None:
        """The dose that would be recommended if the trial ended here; None for none."""
        return int(self.selection.select(many([state]))[0]) or None

    def _admissible(self, state: State) -> tuple[int, ...]:
        return tuple(int(dose) + 1 for dose in np.flatnonzero(self.admissible(many([state]))[0]))


@frozen(kw_only=True)
class NoSkip:
    """Never more than one dose above the last cohort, nor above a dose at which nobody counts or is observed."""

    def hold(self, states: States, wishes: Wishes) -> Wishes:
        """Wishes held to one dose up; to the same dose while nobody counts anywhere."""
        tried = np.where(states.n + states.pending > 0, np.arange(1, states.n.shape[1] + 1), 0).max(axis=1)
        most = np.where(tried > 0, np.minimum(states.at, tried) + 1, states.at)
        return wishes.where(wishes.dose > most, most, Reason.NO_SKIP)


@frozen(kw_only=True)
class Coherent:
    """Never up right after a cohort whose share with toxicity reaches the target."""

    target: float

    def hold(self, states: States, wishes: Wishes) -> Wishes:
        """Wishes held to the last dose after such a cohort."""
        share: FloatArray = states.last_y / np.maximum(states.last_n, 1)
        hot = (share >= self.target) & (wishes.dose > states.at)
        return wishes.where(hot, states.at, Reason.COHERENT)

"""Designs by counting: 3+3 and rolling six."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Design, Wishes
from rosette.designs.states import STOP, WAIT, IntArray, Mask, Reason, States
from rosette.kernel import UsageError

FULL, TOXIC = 6, 2
ROLLING = ("cog", "r6-pkg")


def lowest_toxic(states: States) -> IntArray:
    """The lowest dose with two toxicities or more; one above the top when there is none."""
    hot = states.y >= TOXIC
    return np.asarray(np.where(hot.any(axis=1), hot.argmax(axis=1), states.y.shape[1]) + 1)


@frozen(kw_only=True)
class BelowToxic:
    """Admissible: the doses below the lowest with two toxicities; recommended: the highest of them that was tried."""

    def admissible(self, states: States) -> Mask:
        """The doses below the lowest with two toxicities or more."""
        return ~np.logical_or.accumulate(states.y >= TOXIC, axis=1)

    def select(self, states: States) -> IntArray:
        """The dose of every state; 0 for none."""
        tried = (states.n > 0) & self.admissible(states)
        return np.asarray(np.where(tried, np.arange(1, states.n.shape[1] + 1), 0).max(axis=1))


@frozen(kw_only=True)
class ThreePlusThree:
    """Three, then three more. back: whether the dose below is filled to six before it is named (DE)."""

    back: bool

    def choose(self, states: States) -> Wishes:
        """A wish for every state. Source: [@korn1994, the traditional design]; [@storer1989, design A]."""
        n, y, at = states.here(states.n), states.here(states.y), states.at
        found = Wishes(dose=at.copy(), why=np.full(len(at), int(Reason.STAY)))
        clean = ((n < FULL) & (n >= 3) & (y == 0)) | ((n >= FULL) & (y < TOXIC))
        found = _upward(states, found, clean)
        return _downward(states, found, fill=self.back)


def _upward(states: States, found: Wishes, up: Mask) -> Wishes:
    """Up where it is clean; where the next dose is too toxic, filled to six first; at the top the dose is found."""
    following, doses = _following(states), states.n.shape[1]
    enrolled = states.n + states.pending
    top, blocked = following > doses, lowest_toxic(states) == following
    room = (_at(enrolled, states.at) < FULL) & (following == states.at + 1)
    waits = ~top & ~blocked & (_at(enrolled, np.minimum(following, doses)) >= FULL)
    found = found.where(up & ~blocked & ~top, following, Reason.UP).where(up & waits, WAIT, Reason.SUSPENDED)
    found = found.where(up & blocked & ~top & room, states.at, Reason.STAY)
    return found.where(up & (top | (blocked & ~room)), STOP, Reason.DECLARED)


def _following(states: States) -> IntArray:
    """The lowest dose above the last that is not settled with six children; one above the top when there is none.

    A dose above is settled only when a toxicity that stood against it was taken back.
    """
    steps, doses = np.arange(1, states.n.shape[1] + 1), states.n.shape[1]
    settled = (states.n + states.pending >= FULL) & (states.y + states.pending < TOXIC)
    open_ = ~settled & (steps > states.at[:, None])
    return np.asarray(np.where(open_, steps, doses + 1).min(axis=1))


def _at(values: IntArray, dose: IntArray) -> IntArray:
    return np.asarray(values[np.arange(len(dose)), dose - 1])


def _downward(states: States, found: Wishes, *, fill: bool) -> Wishes:
    """Below the lowest dose that is too toxic, be it a lower one that turned out so late: filled, found, or none.

    A full dose is found once nobody under observation at it can still make it too toxic.
    """
    target = lowest_toxic(states) - 1
    toxic, place = target < states.at, np.maximum(target, 1)
    room = (target > 0) & (_at(states.n + states.pending, place) < FULL) & fill
    decide = (target > 0) & (_at(states.y + states.pending, place) >= TOXIC)
    found = found.where(toxic & room, target, Reason.DOWN)
    found = found.where(toxic & ~room, STOP, Reason.DECLARED)
    found = found.where(toxic & ~room & decide, WAIT, Reason.SUSPENDED)
    return found.where(target == 0, STOP, Reason.TOO_TOXIC)


@frozen(kw_only=True)
class RollingSix:
    """Two to six together; every arriving child is placed from enrolled, toxicities and those under observation.

    variant: "cog" waits at six with one under observation only when it matters; "r6-pkg" goes up as soon as three are
    complete without toxicity, and waits at six with one under observation.
    """

    variant: str

    def choose(self, states: States) -> Wishes:
        """A wish for every state. Source: [@skolnik2008, the rolling six design]; cog: [@frankel2020, table 2]."""
        n, y, c, at = states.here(states.n), states.here(states.y), states.here(states.pending), states.at
        found = Wishes(dose=at.copy(), why=np.full(len(at), int(Reason.STAY)))
        found = found.where(n + c >= FULL, WAIT, Reason.SUSPENDED)
        found = _upward(states, found, self._clean(n, y, c))
        return _downward(states, found, fill=True)

    def _clean(self, n: IntArray, y: IntArray, c: IntArray) -> Mask:
        whole = (n + c >= FULL) & (y + c < TOXIC)
        early = (y == 0) & (n >= 3)
        if self.variant == "cog":
            return np.asarray(whole | (early & (c == 0)))
        return np.asarray((whole & (c == 0)) | (early & (n + c < FULL)))


def three_plus_three(*, doses: int, back: bool = True, start: int = 1) -> Design:
    """3+3; back: DE, the dose below is filled to six (as consortium protocols describe), else NODE.

    Raises UsageError for no doses or a start that is none of them.
    """
    return _counting("3+3", "DE" if back else "NODE", ThreePlusThree(back=back), doses=doses, start=start, cohort=3)


def rolling_six(*, doses: int, variant: str, start: int = 1, cohort: int = 1) -> Design:
    """Rolling six by one of its two codings; cohort: children who come together, each observed before the next come.

    Raises UsageError for another variant, no doses or a start that is none of them.
    """
    if variant not in ROLLING:
        raise UsageError(f'"{variant}" is no coding of rolling six: {" or ".join(ROLLING)}')
    return _counting("rolling six", variant, RollingSix(variant=variant), doses=doses, start=start, cohort=cohort)


def _counting(
    name: str, variant: str, chooser: ThreePlusThree | RollingSix, *, doses: int, start: int, cohort: int
) -> Design:
    if doses < 1 or not 1 <= start <= doses:
        raise UsageError(f"{doses} doses with a start at dose {start}: at least one dose, and a start among them")
    return Design(
        name=name,
        variant=variant,
        doses=doses,
        start=start,
        cohort=cohort,
        most=FULL * doses + 1,
        full=FULL,
        observes=isinstance(chooser, RollingSix),
        chooser=chooser,
        safety=BelowToxic(),
        selection=BelowToxic(),
    )

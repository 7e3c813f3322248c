"""What a dose-finding trial has seen, for one trial or for thousands of possible ones at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.designs.reasons import Reason as Reason
from rosette.kernel import UsageError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]
STOP, WAIT = 0, -1


@frozen(kw_only=True, eq=False)
class Watched:
    """Children under observation, one place each. dose, share: shape (s, places); dose 0: an empty place.

    share: how much of the window the child was followed, from 0 to 1.
    """

    dose: IntArray
    share: FloatArray

    def followed(self, doses: int) -> FloatArray:
        """The shares of each dose together; shape (s, doses)."""
        steps = np.arange(1, doses + 1)
        return np.asarray(np.where(self.dose[:, :, None] == steps, self.share[:, :, None], 0.0).sum(axis=1))


@frozen(kw_only=True, eq=False)
class States:
    """Many states of one trial. n, y and pending: shape (s, doses); at, last_n and last_y: shape (s,).

    n: evaluable children; y: those with a dose-limiting toxicity; pending: still under observation and without one;
    at: the dose of the last cohort, from 1; last_n, last_y: the last cohort alone; eff, both: those with efficacy,
    with efficacy and toxicity, shape (s, doses); watched: the follow-up of those under observation; these three are
    None where nobody looked. chance: a uniform number of every state for a tie that a design breaks by lot, shape
    (s,); None outside a simulation.
    """

    n: IntArray
    y: IntArray
    at: IntArray
    last_n: IntArray
    last_y: IntArray
    pending: IntArray
    eff: IntArray | None = None
    both: IntArray | None = None
    watched: Watched | None = None
    chance: FloatArray | None = None

    def here(self, values: IntArray) -> IntArray:
        """The value of every state at its own dose."""
        return np.asarray(values[np.arange(len(self.at)), self.at - 1])

    def rows(self, rows: IntArray) -> States:
        """These states alone."""
        given = {name: getattr(self, name) for name in ("eff", "both", "chance")}
        seen = None if self.watched is None else Watched(dose=self.watched.dose[rows], share=self.watched.share[rows])
        return States(
            n=self.n[rows],
            y=self.y[rows],
            at=self.at[rows],
            last_n=self.last_n[rows],
            last_y=self.last_y[rows],
            pending=self.pending[rows],
            watched=seen,
            **{name: None if values is None else values[rows] for name, values in given.items()},
        )

    @property
    def total(self) -> IntArray:
        """Children treated, those under observation included."""
        return np.asarray((self.n + self.pending).sum(axis=1))


@frozen(kw_only=True)
class State:
    """One state: n evaluable and y with a dose-limiting toxicity for every dose; at: the dose of the last cohort.

    eff, both: with efficacy, with efficacy and toxicity, None where nobody looked; watched: for every dose the share
    of the window of each child under observation, None where it is not known. Raises UsageError with every fault.
    """

    n: tuple[int, ...]
    y: tuple[int, ...]
    at: int
    last: tuple[int, int] = (0, 0)
    pending: tuple[int, ...] = field()
    eff: tuple[int, ...] | None = None
    both: tuple[int, ...] | None = None
    watched: tuple[tuple[float, ...], ...] | None = None

    @pending.default
    def _nobody(self) -> tuple[int, ...]:
        return (0,) * len(self.n)

    def __attrs_post_init__(self) -> None:
        faults = [
            *(["n, y and pending name different numbers of doses"] if self._uneven else []),
            *(f"dose {dose}: {y} toxicities of {n} children" for dose, n, y in self._counts if not 0 <= y <= n),
            *(f"dose {dose}: {c} under observation" for dose, c in enumerate(self.pending, 1) if c < 0),
            *([] if self._last_fits else [f"a last cohort with {self.last[1]} toxicities of {self.last[0]} children"]),
            *([] if 1 <= self.at <= len(self.n) else [f"dose {self.at} is not one of 1 to {len(self.n)}"]),
            *_efficacy_faults(self),
            *_follow_up_faults(self),
        ]
        if faults:
            raise UsageError("; ".join(faults))

    @property
    def _uneven(self) -> bool:
        given = (self.n, self.y, self.pending, self.eff, self.both, self.watched)
        return len({len(each) for each in given if each is not None}) > 1

    @property
    def _last_fits(self) -> bool:
        return 0 <= self.last[1] <= self.last[0]

    @property
    def _counts(self) -> list[tuple[int, int, int]]:
        return [(dose, n, y) for dose, (n, y) in enumerate(zip(self.n, self.y, strict=False), 1)]


def _efficacy_faults(state: State) -> list[str]:
    if state.eff is None or state.both is None:
        return [] if state.eff is state.both else ["efficacy is given without efficacy together with toxicity"]
    cells = zip(state.n, state.y, state.eff, state.both, strict=False)
    return [
        f"dose {dose}: {eff} with efficacy, {both} of them with toxicity, do not fit {y} toxicities of {n} children"
        for dose, (n, y, eff, both) in enumerate(cells, 1)
        if not max(0, eff + y - n) <= both <= min(eff, y) or eff > n
    ]


def _follow_up_faults(state: State) -> list[str]:
    return [
        f"dose {dose}: follow-up {shares} is not one share from 0 to 1 for each of {pending} under observation"
        for dose, (pending, shares) in enumerate(zip(state.pending, state.watched or (), strict=False), 1)
        if len(shares) != pending or not all(0 <= share <= 1 for share in shares)
    ]


def _table(rows: Sequence[tuple[int, ...] | None]) -> IntArray | None:
    found = [row for row in rows if row is not None]
    return np.array(found, dtype=np.int64) if len(found) == len(rows) else None


def _watched(states: Sequence[State]) -> Watched | None:
    """Every child under observation in a place of its own; None when the follow-up of one state is not known."""
    if any(state.watched is None for state in states):
        return None
    flat = [[(dose, share) for dose, row in enumerate(each.watched or (), 1) for share in row] for each in states]
    places = max((len(each) for each in flat), default=0)
    full = np.array([[*each, *[(0, 0.0)] * (places - len(each))] for each in flat], dtype=float)
    full = full.reshape(len(states), places, 2)
    return Watched(dose=full[:, :, 0].astype(np.int64), share=full[:, :, 1])


def many(states: Sequence[State]) -> States:
    """The same states as arrays."""
    return States(
        eff=_table([state.eff for state in states]),
        both=_table([state.both for state in states]),
        watched=_watched(states),
        n=np.array([state.n for state in states], dtype=np.int64),
        y=np.array([state.y for state in states], dtype=np.int64),
        at=np.array([state.at for state in states], dtype=np.int64),
        last_n=np.array([state.last[0] for state in states], dtype=np.int64),
        last_y=np.array([state.last[1] for state in states], dtype=np.int64),
        pending=np.array([state.pending for state in states], dtype=np.int64),
    )


def equal_rows(n: IntArray, y: IntArray, more: IntArray | None = None) -> tuple[IntArray, IntArray]:
    """The first row of each group with the same n, y and, where given, `more`; and the group of each row.

    n, y: shape (s, doses), y at most n. more: shape (s,), from -1 on.
    """
    if not len(n):
        return np.arange(0), np.arange(0)
    pairs = n * (n + 1) // 2 + y
    extra = np.zeros(len(n), dtype=np.int64) if more is None else more + 1
    base, doses = int(pairs.max()) + 1, pairs.shape[1]
    if base**doses * (int(extra.max()) + 1) < 2**63:
        code = extra
        for column in pairs.T:
            code = code * base + column
        _, first, group = np.unique(code, return_index=True, return_inverse=True)
    else:
        _, first, group = np.unique(np.column_stack((pairs, extra)), axis=0, return_index=True, return_inverse=True)
    return first, group.reshape(-1)

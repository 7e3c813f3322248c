"""What the children under observation would do to the decision: every completion, and what is determined already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import comb, prod

import numpy as np
from attrs import frozen

from rosette.designs.design import Decision, Design
from rosette.designs.states import STOP, WAIT, Reason, State, many
from rosette.kernel import NotComputable

MOST = 20_000


@frozen(kw_only=True)
class Completion:
    """One way in which the children under observation may end: toxicities among them at each level, then the dose.

    responses: those with efficacy among them, None where nobody looks. dose: None when the trial stops there.
    """

    toxicities: tuple[int, ...]
    responses: tuple[int, ...] | None
    dose: int | None
    reason: Reason


@frozen(kw_only=True)
class Group:
    """Children under observation who are exchangeable: of one level, of the last cohort or not."""

    dose: int
    size: int
    last: bool

    def ways(self, *, looks: bool) -> list[Ended]:
        """Every number of them with toxicity and, where the design looks at it, with efficacy and with both."""
        if not looks:
            return [(toxic, 0, 0) for toxic in range(self.size + 1)]
        every = product(range(self.size + 1), repeat=3)
        return [(one + both, two + both, both) for one, two, both in every if one + two + both <= self.size]

    def count(self, *, looks: bool) -> int:
        """How many ways there are."""
        return comb(self.size + 3, 3) if looks else self.size + 1


Ended = tuple[int, int, int]


def what_if(design: Design, state: State, *, limit: int = MOST) -> tuple[Completion, ...]:
    """The decision after every completion of the children under observation, by their outcomes at each level.

    Children of one level are exchangeable but for the last cohort, which some rules look at by itself; where that
    changes the decision the same outcomes stand twice. Raises NotComputable above `limit` completions.
    """
    states = _completions(design, state, limit)
    found = design.wishes(many(states))
    made = (
        Completion(
            toxicities=_less(each.y, state.y),
            responses=None if each.eff is None or state.eff is None else _less(each.eff, state.eff),
            dose=None if dose in (STOP, WAIT) else int(dose),
            reason=Reason(int(why)),
        )
        for each, dose, why in zip(states, found.dose, found.why, strict=True)
    )
    return tuple(dict.fromkeys(made))


def _completions(design: Design, state: State, limit: int) -> list[State]:
    groups, looks = _groups(design, state), state.eff is not None
    count = prod(group.count(looks=looks) for group in groups)
    if count > limit:
        raise NotComputable(f"the children under observation can end in {count} ways, more than {limit}: wait for some")
    return [_completed(state, groups, way) for way in product(*(group.ways(looks=looks) for group in groups))]


def recommendations(design: Design, state: State, *, limit: int = MOST) -> frozenset[int | None]:
    """Every dose (None: none) that may be recommended if nobody else is enrolled, over all completions.

    Raises NotComputable above `limit` completions.
    """
    found = design.selection.select(many(_completions(design, state, limit)))
    return frozenset(int(dose) or None for dose in found)


def determined(design: Design, state: State, *, limit: int = MOST) -> Decision | None:
    """The decision when every completion gives the same dose; None when they differ, or nobody is under observation.

    Where the trial ends, every completion must also recommend the same dose.
    The decision is that after the worst completion, in which all of them have a toxicity and none has efficacy.
    """
    if not sum(state.pending):
        return None
    doses = {each.dose for each in what_if(design, state, limit=limit)}
    groups = _groups(design, state)
    worst = _completed(state, groups, [(group.size, 0, 0) for group in groups])
    open_ = len(doses) > 1 or (doses == {None} and len(recommendations(design, state, limit=limit)) > 1)
    return None if open_ else design.decide(worst)


def decide_on(design: Design, state: State) -> tuple[Decision, bool]:
    """The decision on a state, and whether it stands although children are under observation.

    Where the rule would wait, what is determined already is the decision; with too many completions it waits.
    """
    found = design.decide(state)
    try:
        early = determined(design, state) if found.waits else None
    except NotComputable:
        early = None
    return (found, False) if early is None else (early, True)


def _less(one: Sequence[int], two: Sequence[int]) -> tuple[int, ...]:
    return tuple(np.subtract(one, two).tolist())


def _groups(design: Design, state: State) -> list[Group]:
    room = max(design.cohort - state.last[0], 0)
    found = []
    for dose, pending in enumerate(state.pending, 1):
        late = min(room, pending) if dose == state.at else 0
        found += [Group(dose=dose, size=pending - late, last=False), Group(dose=dose, size=late, last=True)]
    return [group for group in found if group.size]


def _completed(state: State, groups: Sequence[Group], ways: Sequence[Ended]) -> State:
    rows = {"y": list(state.y), "eff": list(state.eff or state.y), "both": list(state.both or state.y)}
    last = list(state.last)
    for group, ended in zip(groups, ways, strict=True):
        for row, count in zip(rows.values(), ended, strict=True):
            row[group.dose - 1] += count
        last = [last[0] + group.size, last[1] + ended[0]] if group.last else last
    y, eff, both = (tuple(row) for row in rows.values())
    n = tuple(one + two for one, two in zip(state.n, state.pending, strict=True))
    nobody = (0,) * len(n)
    watched = None if state.watched is None else ((),) * len(n)
    looks = state.eff is not None
    return State(
        n=n,
        y=y,
        at=state.at,
        last=(last[0], last[1]),
        pending=nobody,
        eff=eff if looks else None,
        both=both if looks else None,
        watched=watched,
    )

"""Trials with two endpoints of every child: bounds on both, what they do exactly, and what to decide on counts."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray
from rosette.designs.phase2.checks import Faults
from rosette.designs.phase2.endpoints import Cells, Limits, check_limits
from rosette.designs.phase2.stopping import Act


@frozen(kw_only=True)
class PairCharacteristics:
    """What a trial does at true rates; one, two, both: probability at each look of ending for that endpoint or both.

    The last look always ends the trial; promising: that no bound was crossed then either. children: on average.
    """

    cells: Cells
    one: tuple[float, ...]
    two: tuple[float, ...]
    both: tuple[float, ...]
    promising: float
    children: float

    @property
    def stopped(self) -> tuple[float, ...]:
        """Probability of crossing a bound at each look."""
        return tuple(map(sum, zip(self.one, self.two, self.both, strict=True)))

    @property
    def early(self) -> float:
        """Probability of ending before the last look."""
        return sum(self.stopped[:-1])


@frozen(kw_only=True)
class PairBounds:
    """The looks of a trial with bounds on two endpoints; the same object is computed with and conducted by.

    either: one endpoint that fails ends the trial; else it takes both. end: what a trial is that crosses no bound.
    Raises UsageError with every fault.
    """

    looks: tuple[int, ...]
    one: Limits
    two: Limits
    either: bool
    end: Act = Act.PROMISING

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        if faults.looks(self.looks):
            for each in (self.one, self.two):
                check_limits(faults, each, self.looks)
        faults.refuse("no bounds on two endpoints")

    @property
    def most(self) -> int:
        """Size of the trial."""
        return self.looks[-1]

    def at(self, cells: Cells) -> PairCharacteristics:
        """Everything the design does at these probabilities, by the sum over all counts."""
        going = np.zeros((self.most + 1, self.most + 1))
        going[0, 0] = 1.0
        ended, before, children = [], 0, 0.0
        for place, look in enumerate(self.looks):
            for _ in range(look - before):
                children += float(going.sum())
                going = _next(going, cells)
            ended.append(self._end(going, place))
            before = look
        one, two, both = zip(*ended, strict=True)
        promising = float(going.sum())
        return PairCharacteristics(cells=cells, one=one, two=two, both=both, promising=promising, children=children)

    def _end(self, going: FloatArray, place: int) -> tuple[float, float, float]:
        """Takes what ends at this look out of `going`: for the first endpoint alone, the second, both."""
        counts = np.arange(self.most + 1)
        first, second = self.one.fails(counts, place)[:, None], self.two.fails(counts, place)[None, :]
        both = float(going[first & second].sum())
        if not self.either:
            going[first & second] = 0.0
            return 0.0, 0.0, both
        one, two = float(going[first & ~second].sum()), float(going[~first & second].sum())
        going[first | second] = 0.0
        return one, two, both

    def decide(self, *, one: int, two: int, n: int) -> tuple[Act, str]:
        """What to do with these counts among the first n children, and why.

        Between looks the trial goes on, unless the counts prove that a bound was crossed at a look before.
        """
        faults = Faults()
        faults.count_of(self.one.name, one, n, self.most)
        faults.count_of(self.two.name, two, n, self.most)
        faults.refuse("nothing can be decided")
        for place, look in enumerate(self.looks):
            if look > n:
                return Act.GO_ON, f"no bound is crossed; the next look is at {look} children: {self._told(place)}"
            failed = [self.one.failed(one, n - look, place), self.two.failed(two, n - look, place)]
            if all(failed) or (self.either and any(failed)):
                return self._stop(failed, (one, two), n, place)
        return self.end, f"no bound is crossed at {self.most} children, the last look"

    def _stop(self, failed: list[bool], counts: tuple[int, int], n: int, place: int) -> tuple[Act, str]:
        sides = [
            f"{count} {each.name} of {n}: at {self.looks[place]} children the bound is {each.told(place)}"
            for each, count, bad in zip((self.one, self.two), counts, failed, strict=True)
            if bad
        ]
        toxic = any(bad and not each.good for bad, each in zip(failed, (self.one, self.two), strict=True))
        act = Act.STOP_TOXICITY if toxic else Act.STOP_FUTILITY
        if self.looks[place] == self.most and not toxic:
            act = Act.NOT_PROMISING
        return act, "; ".join(sides)

    def _told(self, place: int) -> str:
        word = " or " if self.either else " and "
        sides = [each.told(place) for each in (self.one, self.two) if each.bounds[place] is not None]
        return f"{word.join(sides)} end the trial" if sides else "no bound"


def _next(going: FloatArray, cells: Cells) -> FloatArray:
    """The counts after one child more."""
    after = cells.neither * going
    after[1:, :] += cells.one * going[:-1, :]
    after[:, 1:] += cells.two * going[:, :-1]
    after[1:, 1:] += cells.both * going[:-1, :-1]
    return after

"""Simon's two-stage designs: an exact search for the optimal, the minimax and the admissible ones between them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray, IntArray, beyond, binomial
from rosette.designs.phase2.checks import Faults
from rosette.designs.phase2.stopping import Boundaries, Characteristics
from rosette.kernel import NotComputable

CLOSE = 1e-12


@frozen(kw_only=True)
class TwoStage:
    """Stop after n1 children at r1 or fewer responses; not promising at r or fewer of n.

    p0, p1: the rates of no interest and hoped for. expected, stop: children on average and probability of stopping
    after the first stage, at p0. alpha, power: exact probability of calling it promising at p0 and at p1.
    """

    r1: int
    n1: int
    r: int
    n: int
    p0: float
    p1: float
    expected: float
    stop: float
    alpha: float
    power: float

    @property
    def boundaries(self) -> Boundaries:
        """The same design as bounds, to compute at other rates and to conduct by."""
        return Boundaries(looks=(self.n1, self.n), futility=(self.r1, self.r))

    @property
    def words(self) -> str:
        """As printed in tables: r1/n1 r/n."""
        return f"{self.r1}/{self.n1} {self.r}/{self.n}"


@frozen(kw_only=True)
class SimonDesigns:
    """The designs that hold both errors, from fewest children at most (minimax) to fewest on average (optimal).

    admissible: by rising n, each best for some weight between n and children on average; both ends are among them.
    """

    admissible: tuple[TwoStage, ...]

    @property
    def minimax(self) -> TwoStage:
        """The smallest n; among those, fewest children on average at p0."""
        return self.admissible[0]

    @property
    def optimal(self) -> TwoStage:
        """Fewest children on average at p0."""
        return self.admissible[-1]


def characteristics(design: TwoStage, p: float) -> Characteristics:
    """What a two-stage design does when the true rate is p (0 to 1)."""
    return design.boundaries.at(p)


def simon_designs(*, p0: float, p1: float, alpha: float, beta: float, most: int = 100) -> SimonDesigns:
    """All admissible two-stage designs of at most so many children.

    p0, p1: response rates of no interest and hoped for. alpha, beta: largest errors, one-sided.
    Raises UsageError with every fault, NotComputable when no design of that size holds both errors.
    Source: [@simon-1989, optimal and minimax] [@jung-2004, admissible].  Worked examples: tests/published/.
    """
    faults = Faults()
    faults.hypotheses(p0, p1)
    faults.rate("alpha", alpha)
    faults.rate("beta", beta)
    faults.count("most", most, least=2)
    faults.refuse("no two-stage design can be sought")
    found = list(_Search(p0=p0, p1=p1, alpha=alpha, beta=beta, most=most).best_by_size())
    if not found:
        raise NotComputable(f"no two-stage design of {most} children or fewer holds both errors: allow more children")
    return SimonDesigns(admissible=tuple(_hull(found)))


def _hull(found: list[TwoStage]) -> list[TwoStage]:
    """The lower left convex hull of size and children on average; they come by rising size and falling average."""
    kept: list[TwoStage] = []
    for each in found:
        while len(kept) > 1 and _above(kept[-2], kept[-1], each):
            kept.pop()
        kept.append(each)
    return kept


def _above(one: TwoStage, two: TwoStage, three: TwoStage) -> bool:
    steep = (two.expected - one.expected) * (three.n - one.n)
    return steep >= (three.expected - one.expected) * (two.n - one.n) - CLOSE


class _Tables:
    """Probabilities for every number of children up to the largest, at one rate; rows by n."""

    def __init__(self, p: float, most: int) -> None:
        self.mass = np.zeros((most + 1, most + 1))
        self.tail = np.zeros((most + 1, 2 * most + 2))  # column most + 1 + k: more than k
        self.tail[:, : most + 1] = 1.0
        for n in range(most + 1):
            self.mass[n, : n + 1] = binomial(n=n, p=p)
            self.tail[n, most : most + n + 2] = beyond(self.mass[n, : n + 1])
        self.most = most

    def more_than(self, n: int | IntArray, k: IntArray) -> FloatArray:
        """Probability of more than k of n, for k of any size or sign."""
        return np.asarray(self.tail[n, np.clip(k, -self.most, self.most) + self.most + 1])


class _Search:
    def __init__(self, *, p0: float, p1: float, alpha: float, beta: float, most: int) -> None:
        self.p0, self.p1, self.alpha, self.power = p0, p1, alpha, 1 - beta
        self.null, self.hoped, self.most = _Tables(p0, most), _Tables(p1, most), most
        # The largest bounds that leave the power: no design can have larger ones.
        ks = np.arange(most + 1)
        rows = np.arange(most + 1)
        enough = self.hoped.more_than(rows[:, None], ks[None, :]) >= self.power - CLOSE
        self.largest = enough.sum(axis=1) - 1
        self.pet = 1 - self.null.more_than(rows, self.largest)

    def best_by_size(self) -> Iterator[TwoStage]:
        """For each size, the design with fewest children on average, if that is fewer than at any smaller size."""
        fewest = np.inf
        for n in range(2, self.most + 1):
            found = self._best(n, fewest)
            if found is not None:
                fewest = found.expected
                yield found

    def _best(self, n: int, fewest: float) -> TwoStage | None:
        best = None
        n1s = np.arange(1, n)
        bound = n1s + (1 - self.pet[1:n]) * (n - n1s)
        hopeful = n1s[(self.largest[1:n] >= 0) & (bound < fewest - CLOSE)]
        hopeful = hopeful[self._least_alpha(n, hopeful) <= self.alpha + CLOSE]
        for n1 in hopeful[np.argsort(bound[hopeful - 1], kind="stable")]:
            if bound[n1 - 1] >= fewest - CLOSE:
                break
            found = self._stage(int(n1), n)
            if found is not None and found.expected < fewest - CLOSE:
                best, fewest = found, found.expected
        return best

    def _least_alpha(self, n: int, n1s: IntArray) -> FloatArray:
        """The smallest type I error that a first stage of each n1 can leave: both bounds at their largest."""
        if not len(n1s) or self.largest[n] < 0:
            return np.full(len(n1s), np.inf)
        x = np.arange(n)
        passed = np.where(x > self.largest[n1s][:, None], self.null.mass[n1s][:, :n], 0.0)
        tails = self.null.more_than((n - n1s)[:, None], (self.largest[n] - x)[None, :])
        return np.asarray((passed * tails).sum(axis=1))

    def _stage(self, n1: int, n: int) -> TwoStage | None:
        """The largest r1 that some r goes with; of several r the smallest, which has most power."""
        rs = np.arange(self.largest[n] + 1)
        alpha, power = self._reject(self.null, n1, n, rs), self._reject(self.hoped, n1, n, rs)
        r1s, good = np.nonzero((alpha <= self.alpha + CLOSE) & (power >= self.power - CLOSE))
        if not len(r1s):
            return None
        r1, r = int(r1s[-1]), int(rs[good[r1s == r1s[-1]][0]])
        return self._design(r1, n1, r, n, alpha=float(alpha[r1, r]), power=float(power[r1, r]))

    def _reject(self, tables: _Tables, n1: int, n: int, rs: IntArray) -> FloatArray:
        """Probability of more than r1 of n1 and more than r of n; rows by r1 from 0, columns by r."""
        x = np.arange(n1 + 1)
        both = tables.mass[n1, : n1 + 1, None] * tables.more_than(n - n1, rs[None, :] - x[:, None])
        return np.asarray(np.cumsum(both[::-1], axis=0)[::-1][1:])

    def _design(self, r1: int, n1: int, r: int, n: int, *, alpha: float, power: float) -> TwoStage:
        stop = 1 - float(self.null.more_than(n1, np.array(r1)))
        expected = n1 + (1 - stop) * (n - n1)
        return TwoStage(
            r1=r1, n1=n1, r=r, n=n, p0=self.p0, p1=self.p1, expected=expected, stop=stop, alpha=alpha, power=power
        )

"""What a two-stage trial showed: estimate without bias, p-value and interval that respect the way it was run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray, beyond, binomial
from rosette.designs.phase2.checks import Faults
from rosette.designs.phase2.simon import TwoStage

STEPS = 40  # of bisection: a rate is good to 1e-12


@frozen(kw_only=True)
class TwoStageResult:
    """What a trial in two stages showed, in how many children as planned.

    responses, n: in all. first: responses of the first stage. planned: children of the design in the stages that ran.
    promising: by the bounds, or when the second stage had another size, by the p-value.
    naive: responses over children. umvue: without bias. p: against p0. low, high: two-sided interval of `level`.
    """

    responses: int
    n: int
    first: int
    planned: int
    promising: bool
    naive: float
    umvue: float
    p: float
    low: float
    high: float
    level: float

    @property
    def run(self) -> str:
        """Whether as many children as planned were treated."""
        over = self.n - self.planned
        if over == 0:
            return "as planned"
        return f"{abs(over)} {'more' if over > 0 else 'fewer'} than planned"


def two_stage_result(*, design: TwoStage, first: int, responses: int, n: int, level: float = 0.9) -> TwoStageResult:
    """What so many responses of n children show, of which `first` came in the first stage.

    n: n1 when the trial ended there; else all children, more or fewer than planned or not.
    level: of the interval, 0.9 agrees with a one-sided test at 0.05.
    At the planned size outcomes are ordered by stage and responses; at another size the second stage is judged by what
    was still to be spent given the first.  Then the p-value is never too small as long as the number depended on the
    first stage at most; the estimate is unbiased and the interval covers if it depended on no response.
    Raises UsageError with every fault.
    Source: [@jung-kim-2004, UMVUE] [@koyama-chen-2008, p-value, interval and a second stage of another size].
    Worked example: tests/published/.
    """
    _check(design, first, responses, n, level)
    stopped = n == design.n1
    second = n - design.n1
    p = (
        _planned(design, responses, second, design.p0)
        if stopped or n == design.n
        else _changed(design, first, responses - first, second)
    )
    low, high = _interval(design, responses, second, (1 - level) / 2)
    return TwoStageResult(
        responses=responses,
        n=n,
        first=first,
        planned=design.n1 if stopped else design.n,
        promising=not stopped and (responses > design.r if n == design.n else p <= design.alpha),
        naive=responses / n,
        umvue=responses / n if stopped else umvue(design=design, responses=responses, n=n),
        p=p,
        low=low,
        high=high,
        level=level,
    )


def umvue(*, design: TwoStage, responses: int, n: int) -> float:
    """The unbiased estimate after a second stage: of all ways to these responses, the share that begins with one.

    Source: [@jung-kim-2004, UMVUE].
    """
    from scipy.special import comb

    second = n - design.n1
    x = np.arange(max(design.r1 + 1, responses - second), min(responses, design.n1) + 1)
    rest = comb(second, responses - x)
    return float((comb(design.n1 - 1, x - 1) * rest).sum() / (comb(design.n1, x) * rest).sum())


def _planned(design: TwoStage, responses: int, second: int, p: float) -> float:
    """Probability at rate p of this outcome or one further: a later stage is further, then more responses."""
    mass = binomial(n=design.n1, p=p)
    if not second:
        return float(mass[responses:].sum())
    return float(mass[design.r1 + 1 :] @ _second(design, second, responses, p))


def _second(design: TwoStage, second: int, least: int, p: float) -> FloatArray:
    """Probability at p of `least` responses in all or more, for each number of the first stage that goes on."""
    tail = beyond(binomial(n=second, p=p))
    missing = least - np.arange(design.r1 + 1, design.n1 + 1)
    return np.asarray(tail[np.clip(missing, 0, second + 1)])


def _changed(design: TwoStage, first: int, later: int, second: int) -> float:
    """The p-value after a second stage of another size than planned.

    Its own p-value is what the plan had left to spend after `first`, at some rate; the answer is what the plan would
    have spent in all at that rate.  A first stage that alone passed the last bound is at the end of that scale; one
    that left it out of reach is the least of those that go on.
    """
    planned = design.n - design.n1
    goes_on = binomial(n=design.n1, p=design.p0)[design.r1 + 1 :]
    if first + planned <= design.r:
        return min(1.0, float(goes_on.sum()))
    if first > design.r:
        return float(goes_on[design.r - design.r1 :].sum())
    own, place = float(beyond(binomial(n=second, p=design.p0))[later]), first - design.r1 - 1
    rate = _where(lambda p: float(_second(design, planned, design.r + 1, p)[place]), own)
    return min(1.0, float(goes_on @ _second(design, planned, design.r + 1, rate)))


def _interval(design: TwoStage, responses: int, second: int, tail: float) -> tuple[float, float]:
    """Rates at which this outcome or a further one, and this or one less far, keep the tail."""
    low = _where(lambda p: _planned(design, responses, second, p), tail)
    return low if responses else 0.0, _where(lambda p: _further(design, responses, second, p), 1 - tail)


def _further(design: TwoStage, responses: int, second: int, p: float) -> float:
    """Probability at rate p of an outcome further than this one."""
    if second:
        return _planned(design, responses + 1, second, p)
    return float(binomial(n=design.n1, p=p)[min(responses, design.r1) + 1 :].sum())


def _where(rising: Callable[[float], float], wanted: float) -> float:
    """The rate from 0 to 1 at which a rising probability first has the wanted value."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return high


def _check(design: TwoStage, first: int, responses: int, n: int, level: float) -> None:
    faults = Faults()
    faults.rate("level", level)
    good = faults.count("n", n, least=1) & faults.count("first", first) & faults.count("responses", responses)
    if good:
        _check_stages(faults, design, first, responses, n)
    faults.refuse("no result of the two stages")


def _check_stages(faults: Faults, design: TwoStage, first: int, responses: int, n: int) -> None:
    n1, r1 = design.n1, design.r1
    faults.unless(n >= n1, f"n is {n}: the first stage has {n1} children; go on to those, or say that it was not ended")
    faults.unless(first <= n1, f"first is {first}: the first stage has {n1} children")
    later = responses - first
    faults.unless(
        0 <= later <= max(n - n1, 0), f"{later} responses in {n - n1} children of the second stage: mend them"
    )
    if n == n1:
        faults.unless(first <= r1, f"{first} responses of {n1} are more than {r1}: the second stage is still to come")
    else:
        faults.unless(first > r1, f"{first} responses of {n1}: the trial was to end there; no second stage is judged")

"""The continual reassessment method: one curve through a skeleton, its parameter by quadrature."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from attrs import field, frozen

from rosette.designs.design import Coherent, Design, NoSkip, Wishes
from rosette.designs.states import FloatArray, IntArray, Reason, States, equal_rows
from rosette.kernel import UsageError

MODELS = ("empiric", "logistic")
PRIOR_VARIANCE = 1.34
INTERCEPT = 3.0
REACH, POINTS = 8.0, 201  # the grid of the parameter: standard deviations of its prior to each side, and points


@frozen(kw_only=True)
class Fit:
    """The curve after some data: posterior mean and variance of its parameter, and the rates at that mean."""

    mean: float
    variance: float
    rates: tuple[float, ...]
    dose: int


@frozen(kw_only=True)
class Crm:
    """The model: a skeleton (prior guesses of toxicity, rising), the target, and the curve through the skeleton.

    Raises UsageError with every fault.
    """

    skeleton: tuple[float, ...]
    target: float
    model: str = "empiric"
    variance: float = PRIOR_VARIANCE
    _grid: FloatArray = field(init=False, eq=False, repr=False)
    _logs: tuple[FloatArray, FloatArray] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if faults := _faults(self):
            raise UsageError("; ".join(faults))
        spread = math.sqrt(self.variance)
        grid = np.linspace(-REACH * spread, REACH * spread, POINTS)
        object.__setattr__(self, "_grid", grid)
        object.__setattr__(self, "_logs", self._log_rates(grid))

    def means(self, n: IntArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
        """Posterior mean and variance of the parameter. n, y: shape (s, doses).

        Source: [@oquigley1990, section 2]; prior and curves as in [@cheung2011, chapter 3]."""
        hit, miss = self._logs
        log = y @ hit + (n - y) @ miss - self._grid**2 / (2 * self.variance)
        mass = np.exp(log - log.max(axis=1, keepdims=True))
        mass /= mass.sum(axis=1, keepdims=True)
        mean = mass @ self._grid
        return mean, mass @ self._grid**2 - mean**2

    @property
    def grid(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Log rates, log of one minus the rates, rates (doses, points); points of the parameter, log of its prior."""
        hit, miss = self._logs
        return hit, miss, np.exp(hit), self._grid, -(self._grid**2) / (2 * self.variance)

    def rates(self, parameter: FloatArray) -> FloatArray:
        """The rates of all doses at values of the parameter; shape (s, doses)."""
        return np.asarray(np.exp(self._log_rates(parameter)[0]).T)

    def wanted(self, n: IntArray, y: IntArray) -> IntArray:
        """The dose whose rate at the posterior mean is nearest to the target; the lower of equals."""
        first, group = equal_rows(n, y)
        rates = self.rates(self.means(n[first], y[first])[0])
        return np.asarray(np.abs(rates - self.target).argmin(axis=1) + 1)[group]

    def choose(self, states: States) -> Wishes:
        """The dose of the model for every state, as steps from the last dose."""
        dose = self.wanted(states.n, states.y)
        step = np.sign(dose - states.at)
        return Wishes(dose=dose, why=np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[step + 1])

    def fit(self, n: Sequence[int], y: Sequence[int]) -> Fit:
        """The curve after n children with y toxicities for each dose."""
        counts = np.array([n], dtype=np.int64), np.array([y], dtype=np.int64)
        mean, variance = self.means(*counts)
        rates = tuple(map(float, self.rates(mean)[0]))
        return Fit(mean=float(mean[0]), variance=float(variance[0]), rates=rates, dose=int(self.wanted(*counts)[0]))

    def _log_rates(self, parameter: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Log of the rates and of one minus the rates; shape (doses, s)."""
        guess = np.array(self.skeleton)[:, None]
        if self.model == "empiric":
            log = np.exp(parameter)[None, :] * np.log(guess)
            return log, np.log(-np.expm1(np.minimum(log, -1e-300)))
        at = INTERCEPT + np.exp(parameter)[None, :] * (np.log(guess / (1 - guess)) - INTERCEPT)
        return -np.logaddexp(0, -at), -np.logaddexp(0, at)


def _faults(model: Crm) -> list[str]:
    guesses = model.skeleton
    rising = all(one < two for one, two in itertools.pairwise(guesses))
    return [
        *([] if 0 < model.target < 1 else [f"the target {model.target:g} is not between 0 and 1"]),
        *([] if guesses and all(0 < p < 1 for p in guesses) else ["the skeleton holds values outside 0 to 1, or none"]),
        *([] if rising else ["the skeleton does not rise"]),
        *([] if model.model in MODELS else [f'"{model.model}" is no curve: {" or ".join(MODELS)}']),
        *([] if model.variance > 0 else ["the prior variance is not above 0"]),
    ]


@frozen(kw_only=True)
class ByModel:
    """Recommends what the model would give next, within the limits that hold during the trial."""

    model: Crm
    limits: tuple[NoSkip | Coherent, ...]

    def select(self, states: States) -> IntArray:
        """The dose of every state."""
        found = self.model.choose(states)
        for limit in self.limits:
            found = limit.hold(states, found)
        return found.dose


def model_for(skeleton: Sequence[float], *, target: float, model: str, start: int, cohort: int, most: int) -> Crm:
    """The model of a design; raises UsageError with every fault of the model and of the start and the cohort."""
    doses, faults = len(skeleton), []
    if not (1 <= start <= doses and 1 <= cohort <= most):
        faults.append(f"a start at dose {start} of {doses} with cohorts of {cohort} of {most} children cannot be")
    try:
        found = Crm(skeleton=tuple(skeleton), target=target, model=model)
    except UsageError as fault:
        raise UsageError("; ".join((str(fault), *faults))) from None
    if faults:
        raise UsageError("; ".join(faults))
    return found


def crm(
    *,
    skeleton: Sequence[float],
    target: float,
    most: int,
    cohort: int = 3,
    start: int = 1,
    model: str = "empiric",
    coherent: bool = True,
) -> Design:
    """A CRM that skips no untried dose; coherent: nor goes up right after a cohort that reached the target.

    Raises UsageError with every fault of the model, or a start or cohort that cannot be.
    """
    found, doses = model_for(skeleton, target=target, model=model, start=start, cohort=cohort, most=most), len(skeleton)
    limits = (NoSkip(), *((Coherent(target=target),) if coherent else ()))
    return Design(
        name="CRM",
        variant=model if coherent else f"{model}, not coherent",
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        chooser=found,
        limits=limits,
        selection=ByModel(model=found, limits=limits),
    )


def skeleton_of(*, width: float, target: float, prior: int, doses: int, model: str = "empiric") -> tuple[float, ...]:
    """Prior guesses with an indifference interval of target -+ width, the dose `prior` guessed to be the target.

    Raises UsageError with every fault. Source: [@lee2009, equation 3]."""
    faults = [
        *(
            []
            if 0 < width < min(target, 1 - target)
            else [f"a half-width of {width:g} does not fit a target of {target:g}"]
        ),
        *([] if 1 <= prior <= doses else [f"dose {prior} is not one of {doses}"]),
        *([] if model in MODELS else [f'"{model}" is no curve: {" or ".join(MODELS)}']),
    ]
    if faults:
        raise UsageError("; ".join(faults))
    up = _next_up if model == "empiric" else _next_up_logistic
    above, below = [target], [target]
    for _ in range(doses - prior):
        above.append(up(above[-1], target + width, target - width))
    for _ in range(prior - 1):
        below.append(up(below[-1], target - width, target + width))
    return (*reversed(below[1:]), *above)


def _next_up(guess: float, one: float, other: float) -> float:
    return math.exp(math.log(one) * math.log(guess) / math.log(other))


def _next_up_logistic(guess: float, one: float, other: float) -> float:
    """One step from a guess so that the curves through `one` and `other` meet at the indifference edge."""
    ratio = (_logit(one) - INTERCEPT) / (_logit(other) - INTERCEPT)
    at = INTERCEPT + (_logit(guess) - INTERCEPT) * ratio
    return 1 / (1 + math.exp(-at))


def _logit(p: float) -> float:
    return math.log(p / (1 - p))

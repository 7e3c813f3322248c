"""What simulated trials gave: the trials one by one, and their summary with its errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen

from rosette.designs.states import FloatArray, IntArray


@frozen(kw_only=True, eq=False)
class Runs:
    """Trials one by one. selected, why: shape (trials,); n, y: shape (trials, doses).

    eff: children with efficacy, shape (trials, doses); days: how long each trial took; waited: days that children
    waited in it; away: children who came while nobody could be enrolled and were turned away; replaced: children who
    could not be evaluated. None where the simulation has no clock, or looks at no efficacy.
    """

    selected: IntArray
    why: IntArray
    n: IntArray
    y: IntArray
    eff: IntArray | None = None
    days: FloatArray | None = None
    waited: FloatArray | None = None
    away: IntArray | None = None
    replaced: IntArray | None = None


@frozen(kw_only=True)
class Times:
    """Days of a trial: mean, standard deviation and the 5th, 50th and 95th percentile; means of the rest a trial."""

    mean: float
    deviation: float
    low: float
    middle: float
    high: float
    waited: float
    turned_away: float
    replaced: float


@frozen(kw_only=True)
class Simulated:
    """What a design did in so many trials. Shares are of trials; children and toxicities are means for each dose.

    children_error, toxicities_error: standard errors of those means; efficacies: children with efficacy for each dose,
    None where nobody looks.
    """

    scenario: tuple[float, ...]
    trials: int
    seed: int
    selected: tuple[float, ...]
    none: float
    children: tuple[float, ...]
    toxicities: tuple[float, ...]
    children_error: tuple[float, ...]
    toxicities_error: tuple[float, ...]
    ended: dict[int, float]
    times: Times | None = None
    efficacies: tuple[float, ...] | None = None

    @property
    def total(self) -> float:
        """Children in a trial, on average."""
        return sum(self.children)

    @property
    def total_toxicities(self) -> float:
        """Toxicities in a trial, on average."""
        return sum(self.toxicities)

    def error(self, share: float) -> float:
        """The standard error of a share of trials."""
        return float(np.sqrt(share * (1 - share) / self.trials))


def joined(parts: Sequence[Runs]) -> Runs:
    """The trials of all parts in their order."""
    names = ("selected", "why", "n", "y", "eff", "days", "waited", "away", "replaced")
    columns = {name: [getattr(part, name) for part in parts] for name in names}
    whole: dict[str, Any] = {name: None if one[0] is None else np.concatenate(one) for name, one in columns.items()}
    return Runs(**whole)


def summary(runs: Runs, *, scenario: Sequence[float], seed: int) -> Simulated:
    """The means, shares and errors of some trials."""
    trials, doses = runs.n.shape
    selected = np.bincount(runs.selected, minlength=doses + 1) / trials
    reasons, counts = np.unique(runs.why, return_counts=True)
    return Simulated(
        scenario=tuple(map(float, scenario)),
        trials=trials,
        seed=seed,
        selected=tuple(map(float, selected[1:])),
        none=float(selected[0]),
        children=tuple(map(float, runs.n.mean(axis=0))),
        toxicities=tuple(map(float, runs.y.mean(axis=0))),
        children_error=_errors(runs.n),
        toxicities_error=_errors(runs.y),
        ended={int(why): float(count / trials) for why, count in zip(reasons, counts, strict=True)},
        times=_times(runs),
        efficacies=None if runs.eff is None else tuple(map(float, runs.eff.mean(axis=0))),
    )


def _errors(counts: IntArray) -> tuple[float, ...]:
    return tuple(map(float, counts.std(axis=0) / np.sqrt(len(counts))))


def _times(runs: Runs) -> Times | None:
    if runs.days is None or runs.waited is None or runs.away is None or runs.replaced is None:
        return None
    low, middle, high = np.percentile(runs.days, (5, 50, 95))
    return Times(
        mean=float(runs.days.mean()),
        deviation=float(runs.days.std()),
        low=float(low),
        middle=float(middle),
        high=float(high),
        waited=float(runs.waited.mean()),
        turned_away=float(runs.away.mean()),
        replaced=float(runs.replaced.mean()),
    )

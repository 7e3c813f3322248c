"""SMAA-2: ranks under many weightings and many readings of the data; seed and draws stand in every result.

Source: [@prioritisation-frame, SMAA]; the published example is tests/published/test_prioritisation.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.kernel import NotComputable
from rosette.medicines.betas import Beta
from rosette.medicines.ranking.model import Criterion
from rosette.medicines.ranking.weights import FREE, Weights, draw_weights

Numbers = NDArray[np.float64]
Form = Literal["additive", "product"]
TABLE, CONFIDENCE_DRAWS, CHUNKS, THREADS = 1024, 5_000, 8, 2
LOWEST = 1e-12
GRID = 4096
PLACES = (np.arange(TABLE) + 0.5) / TABLE
EDGES = np.linspace(0, 1, GRID + 1)
LOG_X = np.log((EDGES[1:] + EDGES[:-1]) / 2)
LOG_1_X = np.log1p(-(EDGES[1:] + EDGES[:-1]) / 2)


@frozen(kw_only=True)
class Measure:
    """The level of one criterion for one option: a fixed number, a share with its beta, or unknown.

    source: equal sources share their draws, so that the same evidence never beats itself.
    assumed: nothing is loaded and the beta is what was put in its place. Without fixed and beta, any level of the
    range is as likely as another.
    """

    source: str
    fixed: float | None = None
    beta: Beta | None = None
    scale: float = 1.0
    assumed: bool = False

    @property
    def unknown(self) -> bool:
        """Whether nothing is loaded."""
        return self.assumed or (self.fixed is None and self.beta is None)


@frozen(kw_only=True)
class Ranking:
    """Shares of draws. acceptability: (options, ranks). central: (options, criteria), nan where never first.

    pairwise: (options, options), share in which the first is above the second. confidence: nan where never first.
    """

    form: Form
    options: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: Weights
    draws: int
    seed: int
    acceptability: Numbers = field(eq=False, repr=False)
    central: Numbers = field(eq=False, repr=False)
    confidence: Numbers = field(eq=False, repr=False)
    pairwise: Numbers = field(eq=False, repr=False)

    def first(self, option: str) -> float:
        """Share of draws in which the option is first."""
        return float(self.acceptability[self.options.index(option), 0])

    @property
    def order(self) -> tuple[str, ...]:
        """Options by their mean rank, the best first; equal ones by name."""
        ranks = self.acceptability @ np.arange(1, len(self.options) + 1)
        return tuple(sorted(self.options, key=lambda each: (round(float(ranks[self.options.index(each)]), 9), each)))


def rank_options(
    measures: Mapping[str, Sequence[Measure]],
    criteria: Sequence[Criterion],
    *,
    weights: Weights = FREE,
    draws: int = 100_000,
    seed: int,
    form: Form = "additive",
) -> Ranking:
    """Rank options by SMAA-2. measures: one a criterion for each option, in the order of `criteria`.

    Raises NotComputable without options, and as `draw_weights`.
    """
    if not measures or draws < 1:
        raise NotComputable("nothing to rank: no option, or no draw")
    names = tuple(measures)
    chance = np.random.Generator(np.random.PCG64(seed))
    weighings = draw_weights(weights, criteria, draws=draws, chance=chance)
    fixed, spread = _cells(measures, criteria, form)
    levels = _levels(chance, draws, max(len(spread[3]), 1))
    acceptability, sums, pairwise = _counted(weighings, levels, fixed, spread)
    first = acceptability[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        central = np.where(first[:, None] > 0, sums / first[:, None], np.nan)
    return Ranking(
        form=form,
        options=names,
        criteria=tuple(each.id for each in criteria),
        weights=weights,
        draws=draws,
        seed=seed,
        acceptability=acceptability / draws,
        central=central,
        confidence=_confidence(central, levels[:CONFIDENCE_DRAWS], fixed, spread),
        pairwise=pairwise / draws,
    )


Spread = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]


def _levels(chance: np.random.Generator, draws: int, sources: int) -> NDArray[np.uint16]:
    """Places in the tables, all equally likely; shape (draws, sources)."""
    raw = np.asarray(chance.bit_generator.random_raw(draws * sources // 4 + 1), dtype="<u8").view("<u2")
    return (raw[: draws * sources] & np.uint16(TABLE - 1)).reshape(draws, sources)


def _cells(
    measures: Mapping[str, Sequence[Measure]], criteria: Sequence[Criterion], form: Form
) -> tuple[Numbers, Spread]:
    """Values that are fixed (0 where they are not), shape (m, k); and for the others option, criterion and table."""
    sources: dict[tuple[str, str], int] = {}
    tables: list[Numbers] = []
    fixed = np.zeros((len(criteria), len(measures)))
    spread: list[tuple[int, int, int]] = []
    for k, row in enumerate(measures.values()):
        for m, (measure, criterion) in enumerate(zip(row, criteria, strict=True)):
            if measure.fixed is not None:
                fixed[m, k] = _worth(criterion.value(measure.fixed), form)
                continue
            key = (measure.source, criterion.id)
            if key not in sources:
                sources[key] = len(tables)
                tables.append(_worth(criterion.value(_quantiles(measure, criterion)), form))
            spread.append((k, m, sources[key]))
    places = np.array(spread, np.int64).reshape(-1, 3)
    held = np.array(tables, np.float32).reshape(-1, TABLE)
    return fixed, (places[:, 0].copy(), places[:, 1].copy(), places[:, 2].copy(), held)


def _worth(values: Numbers, form: Form) -> Numbers:
    return np.log(np.maximum(values, LOWEST)) if form == "product" else values


def _quantiles(measure: Measure, criterion: Criterion) -> Numbers:
    """Levels at equally likely places; shape (TABLE,)."""
    if measure.beta is None:
        return criterion.worst + (criterion.best - criterion.worst) * PLACES
    return _beta_quantiles(measure.beta) * measure.scale


def _beta_quantiles(beta: Beta) -> Numbers:
    """Quantiles by summing the density on a fine grid; exactly where the density runs to infinity at an end."""
    if min(beta.a, beta.b) < 1:
        return beta.quantile(PLACES)
    logs = (beta.a - 1) * LOG_X + (beta.b - 1) * LOG_1_X
    below = np.concatenate(([0.0], np.cumsum(np.exp(logs - logs.max()))))
    return np.interp(PLACES, below / below[-1], EDGES)


def _counted(
    weighings: Numbers, levels: NDArray[np.uint16], fixed: Numbers, spread: Spread
) -> tuple[Numbers, Numbers, Numbers]:
    """Counts over chunks of draws, folded in their order: same seed, same bytes."""
    from rosette.medicines.ranking.kernels import count_ranks

    edges = np.linspace(0, len(weighings), CHUNKS + 1, dtype=np.int64)
    chunks = [slice(*ends) for ends in itertools.pairwise(edges)]
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(lambda part: count_ranks(weighings[part], levels[part], fixed, spread), chunks))
    acceptability, sums, lost = (np.sum(np.stack(each), axis=0) for each in zip(*parts, strict=True))
    return acceptability, sums, lost.T.astype(np.float64)


def _confidence(central: Numbers, levels: NDArray[np.uint16], fixed: Numbers, spread: Spread) -> Numbers:
    """Share of readings of the data in which an option is first when its own central weights hold."""
    from rosette.medicines.ranking.kernels import count_first

    found = np.full(len(central), np.nan)
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    with ThreadPoolExecutor(THREADS) as pool:
        counts = pool.map(lambda own: count_first(central[own], own, levels, fixed, spread), known)
        for own, count in zip(known, counts, strict=True):
            found[own] = count / len(levels)
    return found

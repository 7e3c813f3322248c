"""Exact operating characteristics: every way a trial can go, equal states merged, no simulation."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from attrs import frozen

from rosette.designs.backfill import Backfill
from rosette.designs.design import Design
from rosette.designs.states import STOP, FloatArray, IntArray, States, equal_rows
from rosette.kernel import NotComputable, UsageError


@frozen(kw_only=True, eq=False)
class Layer:
    """One cohort of all trials: from which state, at which dose, how many of how many with toxicity, to which state."""

    parent: IntArray
    dose: IntArray
    size: IntArray
    toxic: IntArray
    child: IntArray
    states: States
    next: IntArray
    why: IntArray


@frozen(kw_only=True, eq=False)
class Chain:
    """All reachable states of a design, cohort by cohort; the probabilities of a scenario are laid over it."""

    design: Design
    layers: tuple[Layer, ...]
    recommended: tuple[IntArray, ...]

    @property
    def peak(self) -> int:
        """The largest number of different states after one cohort."""
        return max(len(layer.next) for layer in self.layers)


@frozen(kw_only=True)
class Characteristics:
    """What a design does in one scenario. Shares are of trials; children and toxicities are means for each dose."""

    scenario: tuple[float, ...]
    selected: tuple[float, ...]
    none: float
    children: tuple[float, ...]
    toxicities: tuple[float, ...]
    ended: dict[int, float]

    @property
    def total(self) -> float:
        """Children in a trial, on average."""
        return sum(self.children)

    @property
    def total_toxicities(self) -> float:
        """Toxicities in a trial, on average."""
        return sum(self.toxicities)


def chain_of(design: Design) -> Chain:
    """Every reachable state, whatever the scenario; children under observation do not occur in it.

    Children beside the cohorts do not occur in it either. Raises NotComputable for a design that looks at efficacy or
    breaks ties by lot.
    """
    if design.efficacy or design.lots:
        what = "looks at efficacy" if design.efficacy else "breaks ties by lot"
        raise NotComputable(f"{design.name} {what}: its ways are not followed; `rosette design simulate` plays it")
    states, start = _nothing(design), np.array([design.start])
    layers: list[Layer] = []
    recommended: list[IntArray] = []
    while True:
        going = np.flatnonzero(start != STOP)
        if not len(going):
            return Chain(design=design, layers=tuple(layers), recommended=tuple(recommended))
        layer = _after(design, states, start, going)
        states, start = layer.states, layer.next
        layers.append(layer)
        recommended.append(_recommended(design, states, start))


def _nothing(design: Design) -> States:
    zero = np.zeros((1, design.doses), dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    return States(n=zero, y=zero, at=one + design.start, last_n=one, last_y=one, pending=zero)


def _after(design: Design, states: States, start: IntArray, going: IntArray) -> Layer:
    """The next cohort of every trial that goes on, equal states merged (the next dose belongs to a state)."""
    size = np.minimum(design.cohort, design.most - states.total[going])
    times = size + 1
    parent = np.repeat(going, times)
    toxic = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    dose, size = start[parent], np.repeat(size, times)
    reached = _grown(states, parent, dose, size, toxic)
    wishes = design.wishes(reached)
    first, child = equal_rows(reached.n, reached.y, wishes.dose)
    return Layer(
        parent=parent,
        dose=dose,
        size=size,
        toxic=toxic,
        child=child,
        states=reached.rows(first),
        next=wishes.dose[first],
        why=wishes.why[first],
    )


def _grown(states: States, parent: IntArray, dose: IntArray, size: IntArray, toxic: IntArray) -> States:
    rows, n, y = np.arange(len(parent)), states.n[parent], states.y[parent]
    n[rows, dose - 1] += size
    y[rows, dose - 1] += toxic
    return States(n=n, y=y, at=dose, last_n=size, last_y=toxic, pending=np.zeros_like(n))


def _recommended(design: Design, states: States, following: IntArray) -> IntArray:
    done = np.flatnonzero(following == STOP)
    found = np.zeros(len(following), dtype=np.int64)
    if len(done):
        found[done] = design.selection.select(states.rows(done))
    return found


def characteristics(chain: Chain, scenario: Sequence[float]) -> Characteristics:
    """What the design does when the doses have these probabilities of toxicity, exactly.

    Raises UsageError for another number of doses, or a probability outside 0 to 1, NotComputable for a design that
    takes children beside its cohorts.
    """
    if isinstance(chain.design.chooser, Backfill):
        name = chain.design.name
        raise NotComputable(f"{name} takes children beside its cohorts: `rosette design simulate` plays it")
    rates = rates_of(chain.design, scenario)
    doses = chain.design.doses
    selected, children, toxicities = np.zeros(doses + 1), np.zeros(doses), np.zeros(doses)
    ended: dict[int, float] = {}
    mass: FloatArray = np.ones(1)
    for layer, chosen in zip(chain.layers, chain.recommended, strict=True):
        flow = mass[layer.parent] * _binomial(layer.size, layer.toxic, rates[layer.dose - 1])
        children += np.bincount(layer.dose - 1, flow * layer.size, doses)
        toxicities += np.bincount(layer.dose - 1, flow * layer.toxic, doses)
        mass = np.bincount(layer.child, flow, len(layer.next)).astype(float)
        done = layer.next == STOP
        selected += np.bincount(chosen[done], mass[done], doses + 1)
        for why in np.unique(layer.why[done]):
            ended[int(why)] = ended.get(int(why), 0.0) + float(mass[done & (layer.why == why)].sum())
    return Characteristics(
        scenario=tuple(scenario),
        selected=tuple(map(float, selected[1:])),
        none=float(selected[0]),
        children=tuple(map(float, children)),
        toxicities=tuple(map(float, toxicities)),
        ended=ended,
    )


def rates_of(design: Design, scenario: Sequence[float]) -> FloatArray:
    """The probabilities of a scenario; raises UsageError for another number of doses, or one outside 0 to 1."""
    faults = [f"{rate:g} is no probability" for rate in scenario if not 0 <= rate <= 1]
    if len(scenario) != design.doses:
        faults.append(f"{len(scenario)} probabilities for {design.doses} doses")
    if faults:
        raise UsageError("; ".join(faults))
    return np.array(scenario, dtype=float)


def _binomial(size: IntArray, toxic: IntArray, rate: FloatArray) -> FloatArray:
    most = int(size.max())
    ways = np.array([[comb(n, k) for k in range(most + 1)] for n in range(most + 1)], dtype=float)
    return np.asarray(ways[size, toxic] * rate**toxic * (1 - rate) ** (size - toxic))

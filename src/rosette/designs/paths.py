"""Every way the next cohorts can go, with the decision after each; equal states are one node.

A design that decides while children are under observation is followed cohort by cohort too, each observed in full
before the next comes, as in its exact characteristics: what it would do with children still under observation is not in
its paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from attrs import evolve, field, frozen

from rosette.designs.backfill import Backfill
from rosette.designs.design import Design
from rosette.designs.exact import rates_of
from rosette.designs.states import STOP, WAIT, Reason, State, many
from rosette.kernel import NotComputable, UsageError


@frozen(kw_only=True)
class Node:
    """One state after so many cohorts: what follows (dose None: the trial ends), why, and in how many ways it is met.

    recommended: the dose that is recommended where the trial ends, None for none and while it goes on.
    """

    cohort: int
    state: State
    dose: int | None
    reason: Reason
    recommended: int | None
    ways: int

    @property
    def ends(self) -> bool:
        """Whether the trial ends here."""
        return self.dose is None


@frozen(kw_only=True)
class Step:
    """One cohort: from a node to a node of the next layer, at a dose, so many of so many with toxicity."""

    parent: int
    child: int
    dose: int
    size: int
    toxicities: int

    def probability(self, scenario: Sequence[float]) -> float:
        """Of so many toxicities when the doses have these probabilities of toxicity."""
        rate = scenario[self.dose - 1]
        return comb(self.size, self.toxicities) * rate**self.toxicities * (1 - rate) ** (self.size - self.toxicities)


@frozen(kw_only=True)
class Paths:
    """The nodes, a layer a cohort, and the steps between one layer and the next. size: children placed together."""

    design: Design = field(eq=False)
    size: int
    layers: tuple[tuple[Node, ...], ...]
    steps: tuple[tuple[Step, ...], ...]

    @property
    def alone(self) -> bool:
        """Whether children are placed one at a time: cohorts of one."""
        return self.size == 1

    @property
    def ahead(self) -> str:
        """How far the paths go, in words."""
        one, more = ("child", "children") if self.alone else ("cohort", "cohorts")
        return f"{len(self.steps)} {one if len(self.steps) == 1 else more} ahead"

    def probabilities(self, scenario: Sequence[float]) -> tuple[tuple[float, ...], ...]:
        """For every node of every layer the probability to come there.

        scenario: a probability of toxicity for each dose; raises UsageError for others.
        """
        rates = tuple(map(float, rates_of(self.design, scenario)))
        found: list[tuple[float, ...]] = [(1.0,)]
        for steps, nodes in zip(self.steps, self.layers[1:], strict=True):
            mass = [0.0] * len(nodes)
            for step in steps:
                mass[step.child] += found[-1][step.parent] * step.probability(rates)
            found.append(tuple(mass))
        return tuple(found)

    def ends(self) -> tuple[tuple[int, int], ...]:
        """Layer and place of every node with nothing behind it: the trial ends, or the cohorts asked for are over."""
        last = len(self.layers) - 1
        return tuple(
            (depth, place)
            for depth, layer in enumerate(self.layers)
            for place, node in enumerate(layer)
            if node.ends or depth == last
        )


def paths(design: Design, state: State, *, cohorts: int) -> Paths:
    """Every way that the next `cohorts` cohorts can go from a state.

    The states after the first hold no efficacy: a rule that looks at efficacy refuses them. Raises UsageError for no
    cohorts or another number of doses, NotComputable with children under observation.
    """
    _refuse(design, state, cohorts)
    size = design.cohort
    layers: list[tuple[Node, ...]] = [(_root(design, state),)]
    steps: list[tuple[Step, ...]] = []
    while len(steps) < cohorts and any(not node.ends for node in layers[-1]):
        nodes, made = _after(design, layers[-1], size)
        layers.append(nodes)
        steps.append(made)
    return Paths(design=design, size=size, layers=tuple(layers), steps=tuple(steps))


def _refuse(design: Design, state: State, cohorts: int) -> None:
    if cohorts < 1:
        raise UsageError(f"{cohorts} cohorts lead nowhere: ask for one or more")
    if len(state.n) != design.doses:
        raise UsageError(f"the state has {len(state.n)} doses, the design {design.doses}")
    if isinstance(design.chooser, Backfill):
        raise NotComputable(f"{design.name} takes children beside its cohorts: `rosette design simulate` plays it")
    if sum(state.pending):
        raise NotComputable(f"{sum(state.pending)} under observation: write their outcomes, then ask for paths")


def _root(design: Design, state: State) -> Node:
    found = design.decide(state)
    recommended = design.recommend(state) if found.dose is None else None
    return Node(cohort=0, state=state, dose=found.dose, reason=found.reason, recommended=recommended, ways=1)


def _after(design: Design, nodes: tuple[Node, ...], size: int) -> tuple[tuple[Node, ...], tuple[Step, ...]]:
    """One cohort further: the nodes reached, merged, and how they were reached."""
    moves = [
        (parent, node.dose, together, toxicities)
        for parent, node in enumerate(nodes)
        if node.dose is not None
        for together in [min(size, design.most - sum(node.state.n))]
        for toxicities in range(together + 1)
    ]
    reached = [_grown(nodes[parent].state, dose, together, toxic) for parent, dose, together, toxic in moves]
    merged: dict[object, int] = {}
    found: list[Node] = []
    steps = []
    for (parent, dose, together, toxicities), node in zip(moves, _decided(design, reached), strict=True):
        key = (node.state.n, node.state.y, node.state.at, node.dose, node.reason)
        child = merged.setdefault(key, len(found))
        if child == len(found):
            found.append(evolve(node, cohort=nodes[0].cohort + 1))
        found[child] = evolve(found[child], ways=found[child].ways + nodes[parent].ways)
        steps.append(Step(parent=parent, child=child, dose=dose, size=together, toxicities=toxicities))
    return tuple(found), tuple(steps)


def _grown(state: State, dose: int, size: int, toxicities: int) -> State:
    at = dose - 1
    n = (*state.n[:at], state.n[at] + size, *state.n[dose:])
    y = (*state.y[:at], state.y[at] + toxicities, *state.y[dose:])
    return State(n=n, y=y, at=dose, last=(size, toxicities), watched=state.watched)


def _decided(design: Design, reached: list[State]) -> list[Node]:
    """A node for every state, not yet counted."""
    states = many(reached)
    wishes, best = design.wishes(states), design.selection.select(states)
    return [
        Node(
            cohort=0,
            state=state,
            dose=None if dose in (STOP, WAIT) else int(dose),
            reason=Reason(int(why)),
            recommended=int(named) or None if dose == STOP else None,
            ways=0,
        )
        for state, dose, why, named in zip(reached, wishes.dose, wishes.why, best, strict=True)
    ]

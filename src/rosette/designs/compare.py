"""Designs side by side in the same scenarios: what each recommends, and what it costs the children in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from attrs import frozen

from rosette.designs.exact import chain_of, characteristics
from rosette.designs.scenarios import Shared, named, shared_scenarios
from rosette.designs.spec import Scenario, Specification
from rosette.kernel import NotComputable, UsageError

EXACT = "exact"


class Outcome(Protocol):
    """What a design does in one scenario, exact or simulated; the words are those of `exact.Characteristics`."""

    @property
    def scenario(self) -> tuple[float, ...]:
        """The probability of toxicity of each level."""
        ...

    @property
    def selected(self) -> tuple[float, ...]:
        """The share of trials that recommend each level."""
        ...

    @property
    def none(self) -> float:
        """The share of trials that recommend none."""
        ...

    @property
    def children(self) -> tuple[float, ...]:
        """Children at each level, on average."""
        ...

    @property
    def toxicities(self) -> tuple[float, ...]:
        """Toxicities at each level, on average."""
        ...

    @property
    def ended(self) -> Mapping[int, float]:
        """The share of trials that end for each reason."""
        ...


@runtime_checkable
class Drawn(Protocol):
    """An outcome that was simulated: of so many trials, from a seed."""

    @property
    def trials(self) -> int:
        """How many trials."""
        ...

    @property
    def seed(self) -> int:
        """What chance began with."""
        ...


Characterise = Callable[[Specification, Scenario], Outcome]


@frozen(kw_only=True)
class Measures:
    """Shares of trials with a correct level, with a too toxic one (None: no limit was stated), with none; and means."""

    correct: float
    too_toxic: float | None
    none: float
    above: float
    toxicities: float
    children: float


@frozen(kw_only=True)
class Cell:
    """One design in one scenario: the outcome and its measures with their source, or why there are none."""

    design: str
    scenario: str
    source: str
    outcome: Outcome | None = None
    measures: Measures | None = None

    @property
    def error(self) -> float | None:
        """The standard error of the correct share; 0 where it is exact, None where there is no share."""
        if self.measures is None:
            return None
        if not isinstance(self.outcome, Drawn):
            return 0.0
        share = self.measures.correct
        return math.sqrt(share * (1 - share) / self.outcome.trials)


@frozen(kw_only=True)
class Comparison:
    """Every design in every scenario, row by row; target and limit are those that hold for all."""

    target: float
    too_toxic: float | None
    designs: tuple[str, ...]
    scenarios: tuple[Shared, ...]
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        """How many designs in how many scenarios."""
        counts = ((len(self.designs), "design"), (len(self.scenarios), "scenario"))
        return " in ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts)

    def cell(self, design: str, scenario: str) -> Cell:
        """The cell of a design in a scenario."""
        return next(each for each in self.cells if (each.design, each.scenario) == (design, scenario))


def compare(
    specifications: Sequence[Specification],
    scenarios: Sequence[Scenario] | None = None,
    *,
    target: float | None = None,
    too_toxic: float | None = None,
    characterise: Characterise | None = None,
) -> Comparison:
    """The measures of every design in every scenario; the scenarios of the files when none are given.

    A design that decides on complete cohorts is followed exactly. For one that cannot be, because it decides while
    children are under observation, `characterise` is asked; without it its cells say why they are empty.
    target, too_toxic: those of the files when left out. Raises UsageError with every way in which the designs cannot
    be compared.
    """
    aim, limit, found = shared_scenarios(specifications, scenarios, target=target, too_toxic=too_toxic)
    names = named(specifications)
    cells = [
        cell
        for name, spec in zip(names, specifications, strict=True)
        for cell in _row(name, spec, found, limit, characterise)
    ]
    return Comparison(target=aim, too_toxic=limit, designs=names, scenarios=found, cells=tuple(cells))


def _row(
    name: str,
    spec: Specification,
    scenarios: Sequence[Shared],
    limit: float | None,
    characterise: Characterise | None,
) -> list[Cell]:
    try:
        ask = _exactly(spec)
    except NotComputable as fault:
        if characterise is None:
            why = f"not computed: {fault}"
            return [Cell(design=name, scenario=each.name, source=why) for each in scenarios]
        ask = characterise
    return [_cell(name, spec, each, limit, ask) for each in scenarios]


def _exactly(spec: Specification) -> Characterise:
    if spec.design.observes:
        raise NotComputable("it decides while children are under observation, which asks for simulation")
    chain = chain_of(spec.design)
    return lambda _, scenario: characteristics(chain, scenario.toxicity)


def _cell(name: str, spec: Specification, scenario: Shared, limit: float | None, ask: Characterise) -> Cell:
    try:
        found = ask(spec, _of_file(spec, scenario))
    except NotComputable as fault:
        return Cell(design=name, scenario=scenario.name, source=f"not computed: {fault}")
    measures = measured(found, scenario, limit)
    return Cell(design=name, scenario=scenario.name, source=source_of(found), outcome=found, measures=measures)


def _of_file(spec: Specification, scenario: Shared) -> Scenario:
    """The scenario as the file of the design has it, with efficacy where it says so."""
    own = [each for each in spec.scenarios if (each.name, each.toxicity) == (scenario.name, scenario.toxicity)]
    return own[0] if own else Scenario(name=scenario.name, toxicity=scenario.toxicity)


def source_of(found: Outcome) -> str:
    """Whether the figures are exact, or from how many simulated trials and which seed."""
    return f"simulated ({found.trials}, {found.seed})" if isinstance(found, Drawn) else EXACT


def measured(found: Outcome, scenario: Shared, limit: float | None) -> Measures:
    """The measures of one outcome; above: children at levels above every correct one, all where none is correct.

    Raises UsageError where the outcome is of another scenario.
    """
    if tuple(found.scenario) != scenario.toxicity:
        raise UsageError(f'the outcome is not of the scenario "{scenario.name}"')
    top = max(scenario.correct, default=0)
    levels = list(zip(scenario.toxicity, found.selected, strict=True))
    return Measures(
        correct=sum(found.selected[level - 1] for level in scenario.correct) if scenario.correct else found.none,
        too_toxic=None if limit is None else sum(share for rate, share in levels if rate > limit),
        none=found.none,
        above=sum(found.children[top:]),
        toxicities=sum(found.toxicities),
        children=sum(found.children),
    )

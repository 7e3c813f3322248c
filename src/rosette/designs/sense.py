"""What a design file must not say although it could be computed: a stop that never comes, a level out of reach."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rosette.designs.backfill import NOT_NEEDED, Backfill
from rosette.designs.design import Design
from rosette.designs.intervals import NEVER, elimination_row
from rosette.designs.plan import ConductPlan
from rosette.designs.simulate.accrual import Accrual
from rosette.designs.states import State, many
from rosette.kernel import NotComputable, Quantity, UnitError, parse_unit
from rosette.knowledge.rows import Row

if TYPE_CHECKING:
    from rosette.designs.spec import Level, Scenario

STOPS = ("enough_here", "enough_anywhere")
BEFORE = 3  # children of the level before its expansion, at least


def check_stops(row: Row) -> None:
    """Notes a stop that cannot come before all children are enrolled; sizes that are no numbers are told elsewhere."""
    most, cohort = row.get("most"), row.get("cohort")
    size = cohort if type(cohort) is int and cohort > 0 else 1
    for key in STOPS:
        wanted = row.data.get(key)
        if type(wanted) is int and type(most) is int and -(-wanted // size) * size >= most:
            row.refuse(key, f"{wanted} children at a level come no sooner than all {most}: this stop never comes")


def check_safety(row: Row, design: Design) -> None:
    """Notes a safety rule that never excludes the first level, and a start that it excludes before anybody came."""
    nobody, all_toxic = (0,) * design.doses, (design.most, *(0,) * (design.doses - 1))
    try:
        if not _open(design, nobody)[design.start - 1]:
            row.refuse("start", f"level {design.start} is not admissible before anybody was treated")
        elif design.safety is not None and _open(design, all_toxic)[0]:
            row.refuse("design", f"{design.most} toxicities of {design.most} children do not exclude the first level")
    except NotComputable as fault:
        row.refuse("design", str(fault))


def _open(design: Design, toxic: tuple[int, ...]) -> Sequence[bool]:
    """Which doses are admissible after so many children, all with toxicity."""
    none = (0,) * design.doses
    state = State(n=toxic, y=toxic, at=1, eff=none, both=none)
    return [bool(each) for each in design.admissible(many([state]))[0]]


def check_levels(row: Row, levels: Sequence[Level]) -> None:
    """Notes names that stand twice, doses that are none, caps of another kind, levels out of reach."""
    for name in _twice([level.name for level in levels]):
        row.refuse("level", f'"{name}" is the name of two levels')
    for level in levels:
        for dose in (level.dose, level.second):
            if dose is not None and (not dose.value > 0 or dose.unit.kind == parse_unit("d").kind):
                row.refuse("level", f"level {level.name}: {dose} is no dose", "an amount above 0")
        if level.cap is not None and not (level.cap.value > 0 and _caps(level.cap, level.dose)):
            row.refuse("level", f"level {level.name}: {level.cap} is no cap of a dose of {level.dose}")
    step = row.data.get("largest_step")
    if isinstance(step, (int, float)) and not isinstance(step, bool) and step > 0:
        for one, two in itertools.pairwise(levels):
            if not _within(one.dose, two.dose, step):
                row.refuse(
                    "largest_step", f"level {two.name}, {two.dose}, cannot be reached from {one.dose} by {step:g}"
                )


def _within(one: Quantity, two: Quantity, step: float) -> bool:
    try:
        return two.to(one.unit.code).value <= one.value * (1 + step) * (1 + 1e-9)
    except UnitError:
        return True


def _caps(cap: Quantity, dose: Quantity) -> bool:
    """Whether the cap is an amount of what the dose is given by weight or surface, or of the kind of the dose."""
    try:
        return cap.unit.kind in (dose.unit.kind, parse_unit(dose.unit.code.partition("/")[0]).kind)
    except UnitError:
        return False


def check_scenarios(row: Row, scenarios: Sequence[Scenario], design: Design | None) -> None:
    """Notes names that stand twice, toxicity that falls with the dose, and efficacy that the design would miss."""
    for name in _twice([each.name for each in scenarios]):
        row.refuse("scenario", f'"{name}" is the name of two scenarios')
    looks = design is not None and _looks(design)
    for each in scenarios:
        if each.efficacy is None and looks:
            row.refuse("scenario", f"{each.name} has no efficacy, at which the design looks")
        if each.efficacy is None and each.association != 1.0:
            row.refuse("scenario", f"{each.name} has an association with an efficacy that it does not have")
        for one, two in _falls(each, design):
            row.refuse("scenario", f"{each.name}: toxicity falls from level {one} to level {two}")


def _looks(design: Design) -> bool:
    beside = design.chooser
    return design.efficacy or (isinstance(beside, Backfill) and beside.response != NOT_NEEDED)


def _falls(scenario: Scenario, design: Design | None) -> Iterator[tuple[int, int]]:
    """Neighbouring levels, the second above the first, of which the second is less toxic."""
    rates = np.array(scenario.toxicity)
    if design is not None and len(rates) == design.doses:
        for one, two in np.argwhere(design.layout.steps):
            if rates[two] < rates[one]:
                yield int(one) + 1, int(two) + 1


def check_conduct(row: Row, plan: ConductPlan, design: Design | None, accrual: Accrual | None) -> None:
    """Notes a window that is not that of the simulation, a response that nobody records, a bound that is never met."""
    if accrual is not None and not math.isclose(accrual.window, plan.longest):
        row.refuse("accrual", f"its window, {accrual.window:g} days, is not the longest of conduct, {plan.longest}")
    if design is not None and design.efficacy and not plan.response:
        row.refuse("conduct", "it does not say what a response is, and the design looks at efficacy", "response")
    expansion = plan.expansion
    if expansion is not None:
        most = expansion.children + BEFORE
        if elimination_row(target=expansion.rate, most=most, cut=expansion.certainty)[most] == NEVER:
            row.refuse("conduct", f"{most} toxicities of {most} children do not stop the expansion")


def _twice(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if name and names.count(name) > 1})

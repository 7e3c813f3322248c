"""A design as a file: its kind and numbers, its dose levels with units, and the scenarios to look at."""

from __future__ import annotations

import itertools
from pathlib import Path

from attrs import frozen

from rosette.designs.combination_file import check_grid
from rosette.designs.design import Design
from rosette.designs.makers import KINDS, made
from rosette.designs.numbers import number
from rosette.designs.plan import ConductPlan, read_plan
from rosette.designs.sense import check_conduct, check_levels, check_safety, check_scenarios, check_stops
from rosette.designs.simulate.accrual import Accrual, accrual_of
from rosette.kernel import BadInput, Problems, Quantity, UnitError, UsageError, one_of
from rosette.knowledge.rows import Row, shown
from rosette.knowledge.textfiles import load_declared, read_declared

FORMAT = "rosette-design-1"
KEYS = (  # of any kind: no kind asked for them where the design could not be made
    "backfill",
    "coherent",
    "cohort",
    "contour",
    "efficacy_cut",
    "efficacy_limit",
    "enough_anywhere",
    "enough_here",
    "extra_safe",
    "grid",
    "intervals",
    "largest_step",
    "most",
    "overdose",
    "prior",
    "reference",
    "skeleton",
    "start",
    "sure",
    "surely",
    "target",
    "tie",
    "too_toxic",
    "toxicity_cut",
    "toxicity_limit",
    "utilities",
    "variant",
)


class DesignError(BadInput):
    """A design file cannot be used."""


@frozen(kw_only=True)
class Level:
    """One dose level: its name and its dose; second: the dose of a second medicine given with it.

    cap: the most that is given in all; needs: what must be there first.
    """

    name: str
    dose: Quantity
    second: Quantity | None = None
    cap: Quantity | None = None
    needs: str = ""

    @property
    def given(self) -> str:
        """The dose in words, both doses where there are two."""
        return str(self.dose) if self.second is None else f"{self.dose} with {self.second}"


@frozen(kw_only=True)
class Scenario:
    """Probabilities that the levels might have: of toxicity, and of efficacy where the design looks at it.

    association: the odds ratio of efficacy and toxicity in one child; 1: independent.
    """

    name: str
    toxicity: tuple[float, ...]
    efficacy: tuple[float, ...] | None = None
    association: float = 1.0


@frozen(kw_only=True)
class Specification:
    """What a design file says; digest: of its text.

    target: the share with toxicity that is aimed at, too_toxic: above which a level is called too toxic; None where the
    file does not say. Both tell designs apart that are compared; what a design decides by is its own. accrual: how
    children come, conduct: how the trial is conducted; None where the file does not say.
    """

    name: str
    design: Design
    levels: tuple[Level, ...]
    scenarios: tuple[Scenario, ...]
    digest: str
    accrual: Accrual | None = None
    target: float | None = None
    too_toxic: float | None = None
    conduct: ConductPlan | None = None


def load_specification(path: Path) -> Specification:
    """Read a design file; raises DesignError with every fault of it."""
    return load_declared(path, lambda text: read_specification(text, name=path.name), error=DesignError, form=FORMAT)


def read_specification(text: str, *, name: str = "design file") -> Specification:
    """Read the text of a design file; raises DesignError with every fault of it."""
    return read_declared(text, _specification, error=DesignError, form=FORMAT, name=name)


def _specification(row: Row, digest: str) -> Specification | None:
    title, kind = row.text("name"), row.choice("design", tuple(KINDS))
    levels = tuple(_level(each) for each in row.rows("level"))
    scenarios = tuple(_scenario(each, len(levels)) for each in row.rows("scenario")) if row.get("scenario") else ()
    _fitting(row, kind, levels)
    design = _design(row, kind, len(levels))
    accrual = _accrual(row, design)
    target, too_toxic = _aims(row)
    plan = _plan(row)
    known = tuple(level for level in levels if level is not None)
    _sensible(row, design, known, scenarios)
    if plan is not None:
        check_conduct(row, plan, design, accrual)
    row.used.update(KEYS if design is None else ())
    row.close()
    if design is None:
        return None
    return Specification(
        name=title,
        design=design,
        levels=known,
        scenarios=scenarios,
        digest=digest,
        target=target,
        too_toxic=too_toxic,
        accrual=accrual,
        conduct=plan,
    )


def _sensible(row: Row, design: Design | None, levels: tuple[Level, ...], scenarios: tuple[Scenario, ...]) -> None:
    check_levels(row, levels)
    check_scenarios(row, scenarios, design)
    if design is not None:
        check_stops(row)
        check_safety(row, design)


def _plan(row: Row) -> ConductPlan | None:
    return None if row.get("conduct") is None else read_plan(Row(row.table("conduct"), "conduct", row.problems))


def _aims(row: Row) -> tuple[float | None, float | None]:
    """The target and the limit, where they are stated."""
    target, limit = _aim(row, "target"), _aim(row, "too_toxic")
    if target is not None and limit is not None and limit <= target:
        row.refuse("too_toxic", f"{limit:g} is not above the target {target:g}")
    return target, limit


def _design(row: Row, kind: str, doses: int) -> Design | None:
    if kind not in KINDS or not doses:
        return None
    try:
        return made(kind, row, doses=doses)
    except UsageError as fault:
        row.refuse("design", str(fault))
        return None


def _accrual(row: Row, design: Design | None) -> Accrual | None:
    if row.get("accrual") is None:
        return None
    table = Row(row.table("accrual"), "accrual", row.problems)
    stated = row.get("most")
    most = stated if isinstance(stated, int) and not isinstance(stated, bool) else None
    return accrual_of(table, most=design.most if design else most)


def _aim(row: Row, key: str) -> float | None:
    """A number that the kind may have read before: its faults are noted once."""
    reader = Row(row.data, row.path, Problems()) if key in row.used else row
    return number(reader, key) if reader.get(key) is not None else None


def _level(row: Row) -> Level | None:
    name, text = row.text("name"), row.text("dose")
    dose, second = _dose(row, "dose", text), _dose(row, "with", row.optional("with"))
    cap, needs = row.quantity("cap"), row.text("needs", default="")
    row.close()
    return None if dose is None else Level(name=name, dose=dose, second=second, cap=cap, needs=needs)


def _dose(row: Row, key: str, text: str | None) -> Quantity | None:
    try:
        return None if text is None else Quantity.parse(text)
    except UnitError:
        row.refuse(key, f'"{text}" is no dose with a unit', 'such as "12 mCi/kg" or "40 mg/m2"')
        return None


def _fitting(row: Row, kind: str, levels: tuple[Level | None, ...]) -> None:
    known = [level for level in levels if level is not None]
    if kind in KINDS and KINDS[kind].grid:
        check_grid(row, [(level.name, level.dose, level.second) for level in known])
        return
    for level in known:
        if level.second is not None:
            row.refuse("level", f"level {level.name} has a second medicine, {kind} is for one line of doses")
    _rising(row, known)


def _rising(row: Row, known: list[Level]) -> None:
    for one, two in itertools.pairwise(known):
        try:
            rises = two.dose.to(one.dose.unit.code).value > one.dose.value
        except UnitError:
            row.refuse("level", f"{one.dose} and {two.dose} are of different kinds", "one kind of dose for all levels")
            return
        if not rises:
            row.refuse("level", f"level {two.name}, {two.dose}, is not above level {one.name}, {one.dose}")


def _scenario(row: Row, doses: int) -> Scenario:
    name, toxicity = row.text("name"), _rates(row, "toxicity", doses)
    efficacy = _rates(row, "efficacy", doses) if row.get("efficacy") is not None else None
    found = row.get("association")
    row.close()
    if found is not None and not (type(found) in (int, float) and 0 < float(str(found)) < float("inf")):
        row.refuse("association", f"{shown(found)} is no odds ratio", "a number above 0; 1 for independent")
        found = None
    return Scenario(
        name=name, toxicity=toxicity, efficacy=efficacy, association=1.0 if found is None else float(str(found))
    )


def _rates(row: Row, key: str, doses: int) -> tuple[float, ...]:
    found = row.get(key)
    rates = found if isinstance(found, list) else []
    if len(rates) == doses and all(type(rate) in (int, float) and 0 <= rate <= 1 for rate in rates):
        return tuple(float(rate) for rate in rates)
    row.refuse(key, f"{found} does not give each level its probability", f"{doses} numbers from 0 to 1")
    return ()


def scenario_of(specification: Specification, name: str) -> Scenario:
    """The scenario of that name; raises UsageError with the names that there are."""
    for scenario in specification.scenarios:
        if scenario.name == name:
            return scenario
    names = [scenario.name for scenario in specification.scenarios]
    raise UsageError(f'there is no scenario "{name}": {one_of(names) if names else "the file holds none"}')

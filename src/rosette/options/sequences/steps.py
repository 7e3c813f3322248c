"""One step of a sequence: what giving an option for a while does to a child's record."""

from __future__ import annotations

import functools
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from attrs import frozen

from rosette.kernel import PartialDate
from rosette.knowledge import Knowledge, Regimen
from rosette.medicines import Burden, burden_of, regimen_of, schedule_of
from rosette.options.option import Option
from rosette.records import ChildRecord, Fact, Radiopharmaceutical, Source, StemCells, Therapy

CYCLES = 2
DEFAULT_DAYS = 56
GAP_DAYS = 28
PLANNED = Source(type="person", name="a sequence: nothing of this has happened")
BACK_DATED = frozenset(
    {
        "therapy",
        "radiation",
        "radiopharmaceutical",
        "transplant",
        "surgery",
        "disease_event",
        "diagnosis",
        "transfusion",
        "growth_factor",
        "stem_cells",
    }
)


@frozen(kw_only=True, eq=False)
class Step:
    """One option given for two cycles (or 56 days when no schedule is loaded), then a pause of 28 days.

    also: other places that give the same medicines.
    """

    option: Option
    also: tuple[Option, ...] = ()
    regimen: Regimen | None
    burden: Burden | None

    @property
    def id(self) -> str:
        """The option's place."""
        return self.option.id

    @property
    def agents(self) -> frozenset[str]:
        """What is given: equal sets do the same to the record."""
        return frozenset(self.option.arm.agents)

    @property
    def places(self) -> tuple[str, ...]:
        """Every place that gives it."""
        return tuple(each.id for each in (self.option, *self.also))

    @property
    def elapsed(self) -> int:
        """Days from its start to the end of the pause after it."""
        return self.days + GAP_DAYS

    @property
    def days(self) -> int:
        """How long it lasts."""
        return DEFAULT_DAYS if self.burden is None else CYCLES * self.burden.cycle_days

    @property
    def contact_days(self) -> float | None:
        """Days with care in person while it lasts; None when no schedule is loaded."""
        return None if self.burden is None else CYCLES * self.burden.contact_days


def step_of(option: Option, knowledge: Knowledge, *, also: tuple[Option, ...] = ()) -> Step:
    """The step of an option, with the other places that give the same."""
    regimen = regimen_of(option.arm.agents, knowledge)
    schedule = schedule_of(regimen.id, knowledge) if regimen else None
    burden = burden_of(schedule) if schedule is not None and schedule.verified else None
    return Step(option=option, also=also, regimen=regimen, burden=burden)


def after(record: ChildRecord, steps: tuple[Step, ...], knowledge: Knowledge, *, on: date) -> ChildRecord:
    """The record as it would be after these steps, moved back so that it can be judged on `on`.

    The birth date and everything that was given or happened lie as many days further back as the steps and their
    pauses take; results, lists and answers are carried: they are taken to be repeated with the same outcome.
    """
    elapsed = sum(step.elapsed for step in steps)
    base = _waited(record, elapsed)
    line = 1 + max((getattr(fact, "line", None) or 0 for fact in record.facts), default=0)
    added: list[Therapy | Radiopharmaceutical] = []
    start = on - timedelta(days=elapsed)
    for number, step in enumerate(steps):
        added += _given(step, start, number, line + number, knowledge)
        start += timedelta(days=step.elapsed)
    facts = _cells_used((*base.facts, *added), sum(_takes_cells(step) for step in steps))
    return attrs.evolve(base, facts=facts)


def waited(record: ChildRecord, days: int) -> ChildRecord:
    """The record `days` later without treatment, moved back so that it can be judged on the same day."""
    return _waited(record, days)


@functools.lru_cache(maxsize=256)
def _waited(record: ChildRecord, days: int) -> ChildRecord:
    moved = tuple(_moved(fact, days) for fact in record.facts)
    return attrs.evolve(record, birth=_earlier(record.birth, days), facts=moved)


def _moved(fact: Fact, days: int) -> Fact:
    if fact.kind not in BACK_DATED:
        return fact
    parts = {name: getattr(fact, name) for name in ("on", "start", "end")}
    changed: dict[str, Any] = {name: _earlier(day, days) for name, day in parts.items() if day is not None}
    return attrs.evolve(fact, **changed)


def _earlier(day: PartialDate, days: int) -> PartialDate:
    """A day so much earlier; a partial one stays partial, counted from its first possible day."""
    moved = PartialDate.of(day.earliest - timedelta(days=days))
    if day.exact:
        return moved
    return PartialDate(moved.year, moved.month) if day.month is not None else PartialDate(moved.year)


def _given(
    step: Step, start: date, number: int, line: int, knowledge: Knowledge
) -> list[Therapy | Radiopharmaceutical]:
    """The facts of one step: radioactive medicines on its first day, the others over its length."""
    common: dict[str, Any] = {
        "source": PLANNED,
        "recorded_at": datetime(start.year, start.month, start.day).astimezone(),
        "recorded_by": "a sequence",
        "line": line,
        "intent": "relapse",
    }
    end = start + timedelta(days=step.days - 1)
    facts: list[Therapy | Radiopharmaceutical] = []
    for agent in sorted(step.agents):
        name = f"sequence-{number}-{agent}"
        if "radiopharmaceutical" in knowledge.classes_of(agent):
            facts.append(Radiopharmaceutical(id=name, agent=agent, on=PartialDate.of(start), **common))
        else:
            span: dict[str, Any] = {"start": PartialDate.of(start), "end": PartialDate.of(end)}
            facts.append(Therapy(id=name, agent=agent, cycles=CYCLES, regimen=step.option.trial.id, **span, **common))
    return facts


def _takes_cells(step: Step) -> bool:
    return step.regimen is not None and "stem_cells_stored" in step.regimen.gates


def _cells_used(facts: tuple[Fact, ...], products: int) -> tuple[Fact, ...]:
    """Stored products given back, the first ones first, one a step that needs them."""
    found = list(facts)
    for place, fact in enumerate(found):
        if products and isinstance(fact, StemCells) and not fact.released:
            found[place] = attrs.evolve(fact, released=True)
            products -= 1
    return tuple(found)

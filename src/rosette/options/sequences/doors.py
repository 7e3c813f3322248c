"""Which doors are open before and after steps, by the columnar engine: shut, to be asked, or open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.eligibility import nodes
from rosette.eligibility.screening import Table, screen
from rosette.knowledge import Knowledge
from rosette.options.option import Option
from rosette.options.sequences.steps import Step, after, waited
from rosette.records import ChildRecord

SHUT, ASK, OPEN = 0, 1, 2
LATER_DAYS = 365
STEADY: tuple[type[Any], ...] = (
    nodes.Compare,
    nodes.Performance,
    nodes.Taking,
    nodes.StableDose,
    nodes.Condition,
    nodes.Molecular,
    nodes.Consent,
    nodes.Attested,
)
Doors = NDArray[np.int8]


@frozen(kw_only=True, eq=False)
class Screener:
    """Judges states of one child against the criteria of the options; a door is shut when one criterion is NO."""

    record: ChildRecord
    options: Sequence[Option]
    knowledge: Knowledge = field(repr=False)
    on: date

    def doors(self, states: Sequence[ChildRecord]) -> Doors:
        """Doors of each state; shape (states, options), as SHUT, ASK or OPEN."""
        table = Table([self.record, *states], self.knowledge, self.on)
        met = [[criterion.met for criterion in option.arm.criteria] for option in self.options]
        screened = screen([node for each in met for node in each], table, threads=1, steady=STEADY)
        full = np.full(len(table), OPEN, np.int8)
        columns = [np.minimum.reduce([full, *(screened.codes(node) for node in each)]) for each in met]
        return np.stack(columns, axis=1)[1:]

    def after_steps(self, steps: tuple[Step, ...]) -> ChildRecord:
        """The record after steps."""
        return after(self.record, steps, self.knowledge, on=self.on)

    def after(self, sequences: Sequence[tuple[Step, ...]]) -> Doors:
        """Doors after sequences, each a tuple of steps."""
        return self.doors([self.after_steps(steps) for steps in sequences])


@frozen(kw_only=True)
class FirstStep:
    """What one first step does to the doors of the others, against waiting as long without it; ids of options.

    opens: by the step; opens_anyway: waiting as long opens it, too.
    """

    step: Step
    stays: tuple[str, ...]
    shuts_for_ever: tuple[str, ...]
    shut_for_now: tuple[str, ...]
    opens: tuple[str, ...]
    opens_anyway: tuple[str, ...]

    @property
    def kept(self) -> float | None:
        """Share of the doors that waiting would leave open and that are open after the step; None when none is."""
        before = len(self.stays) + len(self.shuts_for_ever) + len(self.shut_for_now)
        return len(self.stays) / before if before else None


def first_steps(screener: Screener, steps: Sequence[Step], then: Sequence[Doors]) -> tuple[FirstStep, ...]:
    """What each step does to the doors; `then`: the doors after each step."""
    waits = sorted({step.elapsed for step in steps})
    states = [waited(screener.record, days) for days in waits]
    states += [waited(screener.after_steps((step,)), LATER_DAYS) for step in steps]
    doors = screener.doors([*states, screener.record])
    idle = dict(zip(waits, doors, strict=False))
    later, now = doors[len(waits) : -1], doors[-1]
    return tuple(
        _first(step, screener.options, now=now, idle=idle[step.elapsed], then=then[n], later=later[n])
        for n, step in enumerate(steps)
    )


def _first(step: Step, options: Sequence[Option], *, now: Doors, idle: Doors, then: Doors, later: Doors) -> FirstStep:
    def named(chosen: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(o.id for n, o in enumerate(options) if chosen[n] and o.id not in step.places)

    lost = (idle != SHUT) & (then == SHUT)
    return FirstStep(
        step=step,
        stays=named((idle != SHUT) & (then != SHUT)),
        shuts_for_ever=named(lost & (later == SHUT)),
        shut_for_now=named(lost & (later != SHUT)),
        opens=named((idle == SHUT) & (then != SHUT)),
        opens_anyway=named((now == SHUT) & (idle != SHUT) & (then != SHUT)),
    )

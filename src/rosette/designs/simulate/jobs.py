"""What is played, in blocks: the same answer whatever the blocks, the threads and the engine are.

The engine follows from the design: answers asked before where there can be such, else the rule asked each time, with
or without a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.exact import rates_of
from rosette.designs.simulate.asked import Assumed, asked
from rosette.designs.simulate.asking import Answers, answers_before, answers_of
from rosette.designs.simulate.clocked import clocked
from rosette.designs.simulate.crowd import looks_at_efficacy
from rosette.designs.simulate.engine import Order, answered
from rosette.designs.simulate.result import Runs, Simulated, joined, summary
from rosette.kernel import NotComputable

BLOCK = 2_500
Told = Callable[[int], object]


@frozen(kw_only=True, eq=False)
class Job:
    """Trials of one design in one scenario; answers: those asked before, None where the rule is asked each time."""

    design: Design
    assumed: Assumed
    order: Order
    answers: Answers | None

    def block(self, first: int) -> Runs:
        """The trials of one block, from number `first` on."""
        trials, accrual = min(BLOCK, self.order.trials - first), self.order.accrual
        if self.answers is not None:
            rates = np.array(self.assumed.toxicity, dtype=float)
            return answered(self.answers, rates, self.order, first=first, trials=trials)
        rows = np.arange(first, first + trials)
        if accrual is not None:
            return clocked(self.design, self.assumed, accrual, rows=rows, seed=self.order.seed)
        if self.design.observes:
            raise NotComputable(f"{self.design.name} decides while children are observed: {NEEDS}")
        return asked(self.design, self.assumed, rows=rows, seed=self.order.seed)

    @property
    def blocks(self) -> range:
        """The first trial of every block."""
        return range(0, self.order.trials, BLOCK)


NEEDS = "say how they come ([accrual])"


def job_of(design: Design, assumed: Assumed, order: Order, *, answers: Answers | None = None) -> Job:
    """What is to be played; raises UsageError for another number of doses, NotComputable for missing efficacy."""
    rates_of(design, assumed.toxicity)
    if looks_at_efficacy(design) and assumed.efficacy is None:
        raise NotComputable(f"{design.name} looks at efficacy: give the scenario its efficacy, a number for each level")
    known = answers or (answers_of(design) if answers_before(design) else None)
    return Job(design=design, assumed=assumed, order=order, answers=known)


def runs_of(job: Job, *, told: Told | None = None) -> Runs:
    """The trials one by one; told: called with the trials of each block when done."""
    with ThreadPoolExecutor(job.order.threads) as pool:
        return gathered(pool.map(job.block, job.blocks), told)


def gathered(parts: Iterable[Runs], told: Told | None) -> Runs:
    """The blocks in their order, each told of when it is there."""
    found = []
    for part in parts:
        found.append(part)
        if told is not None:
            told(len(part.why))
    return joined(found)


def characterised(job: Job, *, told: Told | None = None) -> Simulated:
    """What the design did in the scenario."""
    return summary(runs_of(job, told=told), scenario=job.assumed.toxicity, seed=job.order.seed)


def simulate(
    design: Design,
    scenario: Sequence[float],
    order: Order,
    *,
    answers: Answers | None = None,
    told: Told | None = None,
) -> Simulated:
    """What the design does where only toxicity is assumed; raises as `job_of` does."""
    return characterised(job_of(design, Assumed(toxicity=tuple(scenario)), order, answers=answers), told=told)


def played(design: Design, scenario: Sequence[float], order: Order, *, answers: Answers | None = None) -> Runs:
    """The trials one by one where only toxicity is assumed; raises as `job_of` does."""
    return runs_of(job_of(design, Assumed(toxicity=tuple(scenario)), order, answers=answers))

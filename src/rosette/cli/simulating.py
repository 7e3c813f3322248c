"""Simulation with a progress bar, on threads or on dask."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.cli.common import progress
from rosette.designs.simulate.asked import Assumed, asked
from rosette.designs.simulate.asking import answers_of
from rosette.designs.simulate.engine import Order, simulate
from rosette.designs.simulate.result import Simulated, summary
from rosette.designs.spec import Scenario, Specification
from rosette.kernel import NotComputable

Made = list[tuple[str, Simulated]]


def simulated_all(
    found: Specification, scenarios: Sequence[Scenario], order: Order, *, dask: bool, scheduler: str | None
) -> Made:
    """Every scenario in turn; the rule is asked once for all of them, or cohort by cohort where it must be."""
    if found.design.efficacy or found.design.lots:
        return _asked_all(found, scenarios, order)
    answers, done, whole = answers_of(found.design), 0, order.trials * len(scenarios)
    with progress("Playing trials") as report:

        def told(trials: int) -> None:
            nonlocal done
            done += trials
            report(done, whole)

        if not dask:
            return [
                (each.name, simulate(found.design, each.toxicity, order, answers=answers, told=told))
                for each in scenarios
            ]
        from rosette.designs.simulate.cluster import client_of, simulate_on

        with client_of(scheduler, workers=order.threads) as client:
            return [
                (each.name, simulate_on(client, found.design, each.toxicity, order, answers=answers, told=told))
                for each in scenarios
            ]


def _asked_all(found: Specification, scenarios: Sequence[Scenario], order: Order) -> Made:
    """Every scenario in turn, on one thread and without days."""
    if order.accrual is not None:
        raise NotComputable(f"{found.design.name} is not played with a clock yet: leave [accrual] out of the file")
    made: Made = []
    with progress("Playing trials") as report:
        for place, each in enumerate(scenarios):
            assumed = Assumed(toxicity=each.toxicity, efficacy=each.efficacy, association=each.association)
            runs = asked(found.design, assumed, trials=order.trials, seed=order.seed)
            made.append((each.name, summary(runs, scenario=each.toxicity, seed=order.seed)))
            report(place + 1, len(scenarios))
    return made

"""Simulation with a progress bar, on threads or on dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rosette.cli.common import progress
from rosette.designs.simulate.asked import Assumed
from rosette.designs.simulate.asking import Answers, answers_before, answers_of
from rosette.designs.simulate.engine import Order
from rosette.designs.simulate.jobs import Job, Told, characterised, job_of
from rosette.designs.simulate.result import Simulated
from rosette.designs.spec import Scenario, Specification

Made = list[tuple[str, Simulated]]
Run = Callable[[Job, Told], Simulated]


def simulated_all(
    found: Specification, scenarios: Sequence[Scenario], order: Order, *, dask: bool, scheduler: str | None
) -> Made:
    """Every scenario in turn; the rule is asked once for all of them where it can be."""
    answers = answers_before_all(found)
    jobs = [(each.name, job_of(found.design, assumed(each), order, answers=answers)) for each in scenarios]
    done, whole = 0, order.trials * len(scenarios)
    with progress("Playing trials") as report, _engine(order, dask=dask, scheduler=scheduler) as run:

        def told(trials: int) -> None:
            nonlocal done
            done += trials
            report(done, whole)

        return [(name, run(job, told)) for name, job in jobs]


def answers_before_all(found: Specification) -> Answers | None:
    """The answers of the rule where it can be asked before; None elsewhere."""
    return answers_of(found.design) if answers_before(found.design) else None


def assumed(scenario: Scenario) -> Assumed:
    """What a scenario of a file assumes."""
    return Assumed(toxicity=scenario.toxicity, efficacy=scenario.efficacy, association=scenario.association)


def drawn_trial(found: Specification, scenario: Scenario, order: Order) -> str:
    """The first trial of a scenario as a drawing: children against days."""
    from rosette.designs.simulate.one import one_trial
    from rosette.documents.drawings.designs import accrual_svg, standalone

    return standalone(accrual_svg(one_trial(job_of(found.design, assumed(scenario), order), 0)))


def characteriser(*, trials: int, seed: int, threads: int = 2) -> Callable[[Specification, Scenario], Simulated]:
    """Simulates what has no exact figures, by the accrual of each file; the rule of a file is asked once."""
    known: dict[str, Answers | None] = {}

    def found(spec: Specification, scenario: Scenario) -> Simulated:
        if spec.digest not in known:
            known[spec.digest] = answers_before_all(spec)
        order = Order(trials=trials, seed=seed, accrual=spec.accrual, threads=threads)
        return characterised(job_of(spec.design, assumed(scenario), order, answers=known[spec.digest]))

    return found


@contextmanager
def _engine(order: Order, *, dask: bool, scheduler: str | None) -> Iterator[Run]:
    if not dask:
        yield lambda job, told: characterised(job, told=told)
        return
    from rosette.designs.simulate.cluster import characterised_on, client_of

    with client_of(scheduler, workers=order.threads) as client:
        yield lambda job, told: characterised_on(client, job, told=told)

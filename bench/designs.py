"""Measured figures of trial designs: exact characteristics, decisions, fits, simulated trials."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench.timing import best

from rosette.designs.design import Design
from rosette.designs.simulate import Accrual, Order, answers_of, simulate

RATES = (0.05, 0.12, 0.25, 0.40, 0.55)
CLOCK = Accrual(gap=10, window=28)
PEERS = {"BOIN": 1200.0, "CRM": 74.0, "TITE-CRM": 30.0}  # trials a second: BOIN::get.oc, dfcrm::crmsim, dfcrm::titesim


def bench_designs() -> None:
    """Exact characteristics: every way that a trial can go, and one decision; Simon's search."""
    from rosette.designs import State, boin_boundaries, chain_of, characteristics, crm, skeleton_of, table_design
    from rosette.designs.phase2 import simon_designs

    rates = (0.05, 0.12, 0.25, 0.40, 0.55, 0.65)

    def exact(design: Design) -> float:
        return best(lambda: characteristics(chain_of(design), rates[: design.doses]))

    def boin(doses: int, most: int) -> Design:
        table = boin_boundaries(target=0.25, most=most)
        return table_design(name="BOIN", boundaries=table, target=0.25, doses=doses, most=most)

    model = crm(skeleton=skeleton_of(width=0.05, target=0.25, prior=3, doses=5), target=0.25, most=30)
    state = State(n=(3, 3, 6, 0, 0), y=(0, 0, 2, 0, 0), at=3, last=(3, 1))
    print(f"exact BOIN, 5 doses x 10 cohorts (goal <= 50 ms): {1e3 * exact(boin(5, 30)):.0f} ms")
    print(f"exact BOIN, 6 doses x 12 cohorts (goal <= 250 ms): {1e3 * exact(boin(6, 36)):.0f} ms")
    print(f"exact CRM, 5 doses x 10 cohorts (goal <= 200 ms): {1e3 * exact(model):.0f} ms")
    print(f"next dose of a CRM (goal <= 20 ms): {1e3 * best(lambda: model.decide(state)):.1f} ms")
    _bench_blrm(rates[:5])
    simon = best(lambda: simon_designs(p0=0.1, p1=0.3, alpha=0.05, beta=0.2))
    print(f"Simon's two stages, .1 to .3 (a peer: 16 to 80 ms): {1e3 * simon:.0f} ms")


def _bench_blrm(rates: tuple[float, ...]) -> None:
    """One fit of a logistic regression in a batch, its exact characteristics, and one fit for two drugs."""
    import numpy as np

    from rosette.designs import Drug, Pair, Prior, blrm, chain_of, characteristics, combination_fit
    from rosette.designs.blrm import Blrm

    prior, doses, edges = Prior(mean=(-0.85, 0.2), sd=(2.0, 1.0)), (4.0, 8.0, 12.0, 18.0, 24.0), (0.16, 0.33)
    chance = np.random.Generator(np.random.PCG64(1))
    n = 3 * chance.integers(0, 5, (4000, 5))
    y = chance.binomial(n, chance.uniform(0, 0.6, (4000, 1)))

    def fits() -> object:
        return Blrm(prior=prior, doses=doses, reference=12.0, edges=edges).posterior(n, y)

    def exact() -> object:
        design = blrm(prior=prior, doses=doses, reference=12.0, edges=edges, overdose=0.25, most=30)
        return characteristics(chain_of(design), rates)

    def pair() -> object:
        drug = Drug(prior=prior, reference=12.0)
        grid = tuple((one, two) for one in doses[:3] for two in doses[:4])
        model = Pair(first=drug, second=drug, interaction=(0.0, 0.5), doses=grid, edges=edges)
        return combination_fit(model, n=[3, 3, 0, 0, 3, 6, *[0] * 6], y=[0, 0, 0, 0, 1, 1, *[0] * 6])

    fits(), pair()
    print(f"fit of a BLRM, 5 doses, in a batch (goal <= 100 µs): {1e6 * best(fits, times=3) / len(n):.0f} µs")
    print(f"exact BLRM, 5 doses x 10 cohorts: {best(exact, times=3):.2f} s")
    print(f"fit of two drugs, 12 combinations: {1e3 * best(pair, times=3):.0f} ms")


def bench_simulation() -> None:
    """Simulated trials a second on one core, and the comparison that a statistician waits for."""
    for design, accrual, trials, goal in _played():
        found = _rate(design, accrual, trials)
        peer = PEERS.get(design.name)
        told = "" if peer is None else f", {found / peer:,.0f} times a package that users know"
        days = " with a clock" if accrual else ""
        print(f"simulated {design.name}{days}, one core (goal >= {goal:,} a second): {found:,.0f} a second{told}")
    print(f"8 designs x 12 scenarios x 10,000 trials, two cores (goal <= 5 s): {_comparison():.1f} s")


def _played() -> list[tuple[Design, Accrual | None, int, int]]:
    from rosette.designs import crm, rolling_six, skeleton_of
    from rosette.designs.late import tite_boin, tite_crm

    guesses = skeleton_of(width=0.05, target=0.25, prior=3, doses=5)
    return [
        (_boin(), None, 1_000_000, 2_000_000),
        (rolling_six(doses=5, variant="cog"), CLOCK, 200_000, 500_000),
        (tite_boin(target=0.25, doses=5, most=30), CLOCK, 100_000, 500_000),
        (crm(skeleton=guesses, target=0.25, most=30), None, 400_000, 40_000),
        (tite_crm(skeleton=guesses, target=0.25, most=30), CLOCK, 10_000, 5_000),
    ]


def _boin() -> Design:
    from rosette.designs import boin_boundaries, table_design

    table = boin_boundaries(target=0.25, most=30)
    return table_design(name="BOIN", boundaries=table, target=0.25, doses=5, most=30)


def _rate(design: Design, accrual: Accrual | None, trials: int) -> float:
    """Trials a second, the answers of the rule asked before."""
    answers, order = answers_of(design), Order(trials=trials, seed=1, accrual=accrual)
    simulate(design, RATES, Order(trials=10, seed=1, accrual=accrual), answers=answers)
    return trials / best(lambda: simulate(design, RATES, order, answers=answers), times=3)


def _comparison() -> float:
    """Seconds for eight designs in twelve scenarios, the answers of each rule asked in this time."""
    from rosette.designs import interval_boundaries, table_design, three_plus_three

    tables = [interval_boundaries(kind=kind, target=0.25, most=30) for kind in ("mTPI", "mTPI-2")]
    intervals = [table_design(name="", boundaries=each, target=0.25, doses=5, most=30) for each in tables]
    designs = [*(each for each, *_ in _played()), *intervals, three_plus_three(doses=5)]
    start = time.perf_counter()
    for design in designs:
        answers = answers_of(design)
        for scenario in _scenarios():
            simulate(design, scenario, Order(trials=10_000, seed=1, accrual=CLOCK, threads=2), answers=answers)
    return time.perf_counter() - start


def _scenarios() -> Sequence[tuple[float, ...]]:
    return [tuple(min(0.95, rate * (0.4 + 0.2 * step)) for rate in RATES) for step in range(12)]

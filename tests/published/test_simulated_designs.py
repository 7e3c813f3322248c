"""The simulator against exact figures (a million trials a row, four standard errors) and other simulations."""

import math

import numpy as np
import pytest
from tests.published.test_designs import EXACT, M4, A, B

from rosette.designs.crm import skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.late import tite_boin, tite_crm
from rosette.designs.simulate import Accrual, Order, played, simulate
from rosette.designs.states import States
from rosette.designs.steps import rolling_six

TRIALS = 1_000_000
SLOW = [row for row in EXACT if row[0].name != "rolling six"]


def near(found, true, error):
    return abs(found - true) < 4 * error + 1e-12


@pytest.mark.parametrize("row", range(len(SLOW)))
def test_a_million_trials_agree_with_the_exact_figures(row):
    design, scenario = SLOW[row][:2]
    exact = characteristics(chain_of(design), scenario)
    found = simulate(design, scenario, Order(trials=TRIALS, seed=row, threads=1))
    for share, true in zip((*found.selected, found.none), (*exact.selected, exact.none), strict=True):
        assert near(share, true, math.sqrt(true * (1 - true) / TRIALS)), (share, true)
    for mean, true, error in zip(found.children, exact.children, found.children_error, strict=True):
        assert near(mean, true, error), (mean, true)
    for mean, true, error in zip(found.toxicities, exact.toxicities, found.toxicities_error, strict=True):
        assert near(mean, true, error), (mean, true)


# A simulation of others, a million trials: exponential gaps, uniform day of toxicity, children wait while suspended.
# scenario, mean gap; recommended % by dose and none; children by dose; days
ROLLING = [
    (A, 10, "21.535 43.456 26.511 4.993 .242 3.263", "5.7510 5.5518 4.0614 1.5726 .2360", 219.84),
    (A, 20, "21.183 43.411 26.730 5.240 .334 3.103", "5.1511 5.2778 3.9023 1.5152 .2384", 361.73),
    (B, 10, "14.956 38.025 33.477 9.555 .767 3.219", "5.7316 5.5777 4.5306 2.2346 .4785", 236.63),
    (M4, 10, "22.674 37.140 25.707 6.848 7.631", "5.7496 5.2777 3.8050 1.6266", 212.01),
]


@pytest.mark.parametrize("row", range(len(ROLLING)))
def test_rolling_six_with_a_clock_agrees_with_another_simulation(row):
    scenario, gap, shares, children, days = ROLLING[row]
    design = rolling_six(doses=len(scenario), variant="cog")
    trials = TRIALS // (1 if row == 0 else 4)
    found = simulate(design, scenario, Order(trials=trials, seed=20 + row, accrual=Accrual(gap=gap, window=28)))
    for share, other in zip((*found.selected, found.none), map(float, shares.split()), strict=True):
        assert near(share, other / 100, math.sqrt(share * (1 - share) * (1 / trials + 1 / TRIALS)) + 5e-6), (
            share,
            other,
        )
    for mean, other, error in zip(found.children, map(float, children.split()), found.children_error, strict=True):
        assert near(mean, other, math.sqrt(1 + trials / TRIALS) * error + 2e-5), (mean, other)
    assert near(found.times.mean, days, math.sqrt(1 / trials + 1 / TRIALS) * found.times.deviation + 2e-3)


def test_rolling_six_with_children_who_never_come_alone_puts_six_on_every_dose():
    """P(dose) from (1-p)^6 + 6 p (1-p)^5: at most one toxicity of six."""
    fast = simulate(
        rolling_six(doses=5, variant="cog"), A, Order(trials=200_000, seed=3, accrual=Accrual(gap=1e-6, window=28))
    )
    up = [(1 - p) ** 6 + 6 * p * (1 - p) ** 5 for p in A]
    reached = np.cumprod([1, *up])
    for dose, share in enumerate(fast.selected):
        true = reached[dose + 1] * (1 - up[dose + 1] if dose < 4 else 1)
        assert near(share, true, math.sqrt(true * (1 - true) / fast.trials))
    assert fast.children == pytest.approx([6 * each for each in reached[:5]], abs=0.03)


SKELETON = skeleton_of(width=0.05, target=0.25, prior=3, doses=5)
LATE = Accrual(gap=1.5, window=6)


def test_tite_crm_agrees_with_other_simulations():
    """80,000 trials of another engine, 1,000 of dfcrm::titesim (seed 1009): 30 children, 4 a window, no coherence."""
    design = tite_crm(skeleton=SKELETON, target=0.25, most=30, coherent=False)
    found = simulate(design, B, Order(trials=40_000, seed=1, accrual=LATE))
    known = (0.00586, 0.21190, 0.58820, 0.18661, 0.00743), (0.010, 0.207, 0.582, 0.193, 0.008)
    for others, trials in zip(known, (80_000, 1_000), strict=True):
        for share, other in zip(found.selected, others, strict=True):
            spread = share * (1 - share)
            assert near(share, other, math.sqrt(spread / found.trials + spread / trials) + 5e-6), (share, other)
    children = 3.006, 7.148, 11.211, 5.922, 2.713
    for mean, other, error in zip(found.children, children, found.children_error, strict=True):
        assert near(mean, other, error * math.sqrt(1 + found.trials / 80_000)), (mean, other)


def test_without_toxicity_a_trial_lasts_as_long_as_its_children_come_and_one_window():
    """30 children, 1.5 days apart on average, and the last window of 6 days: 51 days."""
    design = tite_crm(skeleton=SKELETON, target=0.25, most=30, coherent=False)
    found = simulate(design, (0.0,) * 5, Order(trials=4_000, seed=1, accrual=LATE))
    assert near(found.times.mean, 51, 1.5 * math.sqrt(30) / math.sqrt(4_000))


def test_tite_crm_point_fit_is_that_of_dfcrm():
    """Weights 1 1 .98889 .83333 1 .52778 .33333 1 .11111 .02778 of a window of 180 days."""
    from rosette.designs.outcomes import read_outcomes, state_after
    from rosette.designs.states import many

    design = tite_crm(skeleton=(0.05, 0.10, 0.20, 0.35, 0.50, 0.70), target=0.2, most=30, coherent=False)
    levels, toxic = (2, 2, 2, 3, 3, 3, 4, 4, 4, 4), (0, 0, 0, 0, 1, 0, 0, 1, 0, 0)
    followed = (180, 180, 178, 150, 70, 95, 60, 30, 20, 5)
    words = [
        f"{level}T" if seen else f"{level}N" if days == 180 else f"{level}P[{days / 180}]"
        for level, seen, days in zip(levels, toxic, followed, strict=True)
    ]
    state = state_after(read_outcomes(" ".join(words), doses=6), doses=6)
    (mean,), (variance,) = design.chooser.means(many([state]))
    assert mean == pytest.approx(-0.326004, abs=1e-6)
    assert variance == pytest.approx(0.246092, abs=1e-6)
    rates = design.chooser.model.rates(np.array([mean]))[0]
    assert rates == pytest.approx([0.11506, 0.18976, 0.31295, 0.46871, 0.60634, 0.77302], abs=6e-6)
    assert design.decide(state).dose == 2


# Tables of TITE-BOIN as published, [@yuan2018] table 1 and S1, by children treated and then for 0, 1, 2 ... toxicities.
# E2 >.77 W: up with 0 to 2 under observation, with 3 from .77 windows on (else the same), with more wait; S: the same;
# <.52: down up to .52 windows (else the same); D: down; X: down and closed, from here on.
TABLES = {
    0.2: {
        3: "E1 W|D|X",
        6: "E3 W|S3 W|D|X",
        9: "E4 W|E2 >.77 >2.15 W|S0 <.52 <1.59 <2.66 <3.73 W|D|X",
        12: "E6 W|E5 >1.24 W|S6 W|D|D|X",
        15: "E7 W|E7 W|E2 >1.14 >2.31 >3.48 >4.65 >5.82 W|S2 <1.16 <2.34 <3.53 <4.72 <5.90 W|D|D|X",
    },
    0.3: {
        3: "E1 W|S0 <.88 W|D|X",
        6: "E3 W|E1 >.60 >1.96 W|S0 <.73 <1.80 <2.87 W|D|X",
        9: "E4 W|E4 W|E0 >.59 >1.65 >2.71 >3.77 W|S0 <.58 <1.65 <2.72 <3.79 W|D|X",
        12: "E6 W|E6 W|E3 >1.33 >2.72 >4.11 W|S6 W|S0 <.43 <1.50 <2.57 <3.65 <4.72 <5.79 W|D|D|X",
        15: "E7 W|E7 W|E5 >.35 >2.07 W|E1 >.11 >1.29 >2.46 >3.64 >4.81 >5.98 W|S7 W"
        "|S0 <.28 <1.35 <2.42 <3.50 <4.57 <5.64 <6.72 W|D|D|X",
    },
}
WHERE = {"E": 3, "S": 2, "D": 1, "X": 1, "W": -1}


def printed(row, n, y):
    """For each number under observation: a follow-up and the dose after it, on both sides of a boundary."""
    cells = row.split("|")
    letter, *cuts = cells[min(y, len(cells) - 1)].split()
    plain = int(letter[1:] or n - y)
    for c in range(n - y + 1):
        if c <= plain:
            yield from ((c, share * c, WHERE[letter[0]]) for share in (0.0, 0.5, 1.0))
        elif c - plain < len(cuts):
            cut, (low, high) = float(cuts[c - plain - 1][1:]), ((2, 3) if cuts[c - plain - 1][0] == ">" else (1, 2))
            yield from ((c, cut - 0.01, low), (c, cut + 0.01, high))
        else:
            yield c, 0.9 * c, WHERE["W"]


def tite_state(n, y, c, followed):
    counts = np.zeros((3, 1, 3), dtype=np.int64)
    counts[:, 0, 1] = n - c, y, c
    from rosette.designs.states import Watched

    watched = Watched(dose=np.array([[2]]), share=np.array([[followed]]))
    two = np.array([2])
    return States(n=counts[0], y=counts[1], pending=counts[2], at=two, last_n=two, last_y=two, watched=watched)


def decided(n, y, c, followed, *, target=0.2, **more):
    design = tite_boin(target=target, doses=3, most=30, start=2, **more)
    return int(design.wishes(tite_state(n, y, c, followed)).dose[0])


@pytest.mark.parametrize(("target", "n"), [(target, n) for target, rows in TABLES.items() for n in rows])
def test_tite_boin_decides_as_its_published_tables_print(target, n):
    for y in range(n + 1):
        for c, followed, dose in printed(TABLES[target][n], n, y):
            assert (y, c, followed, decided(n, y, c, followed, target=target)) == (y, c, followed, dose)


@pytest.mark.parametrize(("target", "n"), [(target, n) for target, rows in TABLES.items() for n in rows])
def test_tite_boin_closes_a_dose_where_its_published_tables_do_whoever_is_under_observation(target, n):
    design, closed = tite_boin(target=target, doses=3, most=30, start=2), TABLES[target][n].count("|")
    for y in range(n + 1):
        for c in range(n - y + 1):
            open_here = bool(design.admissible(tite_state(n, y, c, 0.5 * c))[0, 1])
            assert (y, c, open_here) == (y, c, y < closed)


def test_the_other_formula_of_tite_boin_has_other_boundaries():
    """9 children, 2 toxicities, 2 under observation: down up to 1.386 windows instead of 1.589."""
    assert decided(9, 2, 2, 1.38, variant="share") == 1
    assert decided(9, 2, 2, 1.39, variant="share") == 2
    assert decided(9, 2, 2, 1.58) == 1


def test_with_nobody_under_observation_tite_boin_is_boin():
    late = tite_boin(target=0.25, doses=5, most=18, cohort=1)
    true = characteristics(chain_of(late), B)
    whole = played(late, B, Order(trials=50_000, seed=9, accrual=Accrual(gap=1e5, window=28)))
    share = np.bincount(whole.selected, minlength=6)[1:] / 50_000
    for found, other in zip(share, true.selected, strict=True):
        assert near(found, other, math.sqrt(other * (1 - other) / 50_000))

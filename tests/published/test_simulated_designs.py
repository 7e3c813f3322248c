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


# Published boundaries of TITE-BOIN for a target of .20: children, toxicities, under observation; follow-up in windows
UP = [(9, 1, 3, 0.77), (9, 1, 4, 2.15)]
DOWN = [(9, 2, 1, 0.52), (9, 2, 2, 1.59), (9, 2, 3, 2.66), (9, 2, 4, 3.73)]
WAITS = [(3, 0, 2), (6, 0, 4), (9, 0, 5)]
GOES_ON = [(3, 0, 1), (6, 0, 3), (9, 0, 4)]


def decided(n, y, c, followed, **more):
    design = tite_boin(target=0.2, doses=3, most=30, start=2, **more)
    counts = np.zeros((3, 1, 3), dtype=np.int64)
    counts[:, 0, 1] = n - c, y, c
    from rosette.designs.states import Watched

    watched = Watched(dose=np.array([[2]]), share=np.array([[followed]]))
    two = np.array([2])
    states = States(n=counts[0], y=counts[1], pending=counts[2], at=two, last_n=two, last_y=two, watched=watched)
    return int(design.wishes(states).dose[0])


@pytest.mark.parametrize(("n", "y", "c", "cut"), UP)
def test_tite_boin_goes_up_from_the_published_follow_up_on(n, y, c, cut):
    assert decided(n, y, c, cut + 0.01) == 3
    assert decided(n, y, c, cut - 0.01) == 2


@pytest.mark.parametrize(("n", "y", "c", "cut"), DOWN)
def test_tite_boin_goes_down_up_to_the_published_follow_up(n, y, c, cut):
    assert decided(n, y, c, cut - 0.01) == 1
    assert decided(n, y, c, cut + 0.01) == 2


@pytest.mark.parametrize(("n", "y", "c"), WAITS)
def test_tite_boin_waits_where_more_than_half_are_under_observation(n, y, c):
    assert decided(n, y, c, 0.9 * c) == -1


@pytest.mark.parametrize(("n", "y", "c"), GOES_ON)
def test_tite_boin_goes_on_where_half_are_known(n, y, c):
    assert decided(n, y, c, 0.9 * c) == 3


def test_tite_boin_goes_down_after_one_of_three_whoever_is_under_observation():
    assert [decided(3, 1, c, 0.5 * c) for c in (0, 1, 2)] == [1, 1, 1]


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

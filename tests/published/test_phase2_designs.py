"""Phase 2 designs at the digits that are printed for them, to one of the last digit unless said."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from rosette.designs.phase2 import (
    Aim,
    Basket,
    Borrowing,
    Endpoint,
    Exponential,
    Normal,
    SurvivalPlan,
    TwoStage,
    analyse_baskets,
    bop2_boundaries,
    bop2_design,
    bop2_pair_bounds,
    characteristics,
    least_per_arm,
    one_sample_log_rank,
    optimal_log_rank,
    predictive_design,
    selection_probabilities,
    simon_designs,
    single_stage_size,
    two_stage_log_rank,
    two_stage_result,
)

SIMON = [
    ((0.05, 0.25, 0.10, 0.10), "optimal", "0/9 2/24", "14.55", ".6302", ".093129", ".902841"),
    ((0.05, 0.25, 0.10, 0.10), "minimax", "0/13 2/20", "16.41", ".5133", ".073555", ".902953"),
    ((0.10, 0.30, 0.05, 0.20), "optimal", "1/10 5/29", "15.01", ".7361", ".047086", ".805063"),
    ((0.10, 0.30, 0.05, 0.20), "minimax", "1/15 5/25", "19.51", ".5490", ".032809", ".801701"),
    ((0.20, 0.40, 0.05, 0.20), "optimal", "3/13 12/43", "20.58", ".7473", ".049581", ".800214"),
    ((0.20, 0.40, 0.05, 0.20), "minimax", "4/18 10/33", "22.25", ".7164", ".045830", ".801142"),
    ((0.30, 0.45, 0.05, 0.10), "optimal", "13/40 40/110", "60.77", ".7032", "", ""),
    ((0.30, 0.45, 0.05, 0.10), "minimax", "27/77 33/88", "78.51", ".8625", "", ""),
]


def as_printed(text: str):
    """A figure as it was printed, to one of its last digit."""
    return pytest.approx(float(text), abs=1.01 * 10 ** -len(text.partition(".")[2]))


@pytest.mark.parametrize(("errors", "kind", "words", "expected", "stop", "alpha", "power"), SIMON)
def test_simon_two_stage(errors, kind, words, expected, stop, alpha, power):
    p0, p1, a, b = errors
    design = getattr(simon_designs(p0=p0, p1=p1, alpha=a, beta=b, most=150), kind)
    assert design.words == words
    assert design.expected == as_printed(expected)
    assert design.stop == as_printed(stop)
    if alpha:
        assert (design.alpha, design.power) == (as_printed(alpha), as_printed(power))


@pytest.mark.parametrize("kind", ["optimal", "minimax"])
def test_the_search_and_the_recursion_give_one_answer(kind):
    design = getattr(simon_designs(p0=0.1, p1=0.3, alpha=0.05, beta=0.2), kind)
    null, hoped = characteristics(design, 0.1), characteristics(design, 0.3)
    assert (null.promising, hoped.promising) == pytest.approx((design.alpha, design.power), abs=1e-12)
    assert (null.early, null.expected) == pytest.approx((design.stop, design.expected), abs=1e-10)


def test_bop2_with_four_looks():
    design = bop2_design(looks=(10, 20, 30, 40), p0=0.2, p1=0.4, alpha=0.10)
    assert design.boundaries.futility == (1, 3, 7, 11)
    assert design.boundaries == bop2_boundaries(looks=(10, 20, 30, 40), p0=0.2, lam=0.86, gamma=0.95)
    assert design.null.promising == as_printed(".07426")
    assert design.hoped.promising == as_printed(".88642")
    assert (design.null.expected, design.null.early) == (as_printed("23.222"), as_printed(".7911"))


BOP2_LOOKS = (10, 15, 20, 25, 30, 35, 40)
JOINT = (Endpoint(name="responses", p0=0.45, good=True), Endpoint(name="toxicities", p0=0.30, good=False))
COPRIMARY = (Endpoint(name="responses", p0=0.10, good=True), Endpoint(name="second", p0=0.20, good=True))


@pytest.mark.parametrize(
    ("ends", "lam", "gamma", "one", "two"),
    [
        (JOINT, 0.7, 1.0, (3, 5, 8, 10, 13, 16, 19), (5, 6, 7, 8, 9, 10, 11)),
        (JOINT, 0.7, 0.8, (3, 5, 8, 11, 13, 16, 19), (5, 6, 7, 8, 9, 10, 11)),
        (JOINT, 0.6, 0.9, (3, 5, 8, 10, 13, 16, 18), (5, 6, 8, 9, 10, 11, 12)),
        (COPRIMARY, 0.9, 0.3, (1, 2, 3, 4, 4, 5, 6), (2, 3, 5, 6, 8, 9, 11)),
        (COPRIMARY, 0.9, 0.4, (1, 2, 2, 3, 4, 5, 6), (2, 3, 5, 6, 8, 9, 11)),
    ],
)
def test_bop2_bounds_for_futility_with_two_endpoints(ends, lam, gamma, one, two):
    """As the examples of the R package BOP2FE print them; its characteristics have bounds for efficacy too."""
    found = bop2_pair_bounds(looks=BOP2_LOOKS, endpoints=ends, either=ends is JOINT, lam=lam, gamma=gamma)
    assert (found.one.bounds, found.two.bounds) == (one, two)


def test_a_two_stage_trial_with_21_responses_of_54():
    """Stages and counts as in the example of the R package InferenceBEAGSD, whose digits are not printed.

    The p-value and the estimate are summed here over every pair of counts, in exact fractions.
    """
    r1, n1, n, s, p0 = 4, 19, 54, 21, Fraction(1, 5)
    pairs = [(x, y) for x in range(r1 + 1, n1 + 1) for y in range(n - n1 + 1)]

    def ways(x: int, y: int) -> int:
        return math.comb(n1, x) * math.comb(n - n1, y)

    p = sum(ways(x, y) * p0 ** (x + y) * (1 - p0) ** (n - x - y) for x, y in pairs if x + y >= s)
    share = [(ways(x, y), Fraction(x, n1)) for x, y in pairs if x + y == s]
    estimate = sum(count * rate for count, rate in share) / sum(count for count, _ in share)
    design = TwoStage(r1=r1, n1=n1, r=15, n=n, p0=0.2, p1=0.4, expected=0, stop=0, alpha=0.05, power=0.8)
    found = two_stage_result(design=design, first=8, responses=s, n=n)
    assert found.p == pytest.approx(float(p), rel=1e-9)
    assert found.umvue == pytest.approx(float(estimate), rel=1e-9)


@pytest.mark.parametrize(("r1", "n1", "r", "n", "p0"), [(1, 10, 5, 29, 0.1), (3, 13, 12, 43, 0.2), (0, 9, 2, 17, 0.05)])
@pytest.mark.parametrize("more", [-5, -1, 1, 6])
def test_a_second_stage_of_another_size_has_the_p_value_of_the_authors_page(r1, n1, r, n, p0, more):
    """By the quantile of a beta, as the code on T. Koyama's page has it; ours searches the rate by halving."""
    from scipy.stats import beta, binom

    design = TwoStage(r1=r1, n1=n1, r=r, n=n, p0=p0, p1=0.9, expected=0, stop=0, alpha=0.05, power=0.8)
    second, goes_on = n - n1 + more, np.arange(r1 + 1, n1 + 1)
    for first in range(r1 + 1, min(n1, r + 2) + 1):
        for later in range(second + 1):
            own, missing = binom.sf(later - 1, second, p0), r + 1 - first
            rate = beta.ppf(own, missing, n - n1 - missing + 1) if missing > 0 else 0.0
            wanted = binom.pmf(goes_on, n1, p0) @ binom.sf(r - goes_on, n - n1, rate)
            found = two_stage_result(design=design, first=first, responses=first + later, n=n1 + second)
            assert found.p == pytest.approx(wanted, abs=1e-5)


def test_predictive_probability_with_36_children():
    aim = Aim(most=36, p0=0.2, sure=0.90, prior=(0.2, 0.8))
    design = predictive_design(looks=range(10, 37), aim=aim, futility=0.001)
    first = {}
    for look, bound in zip(design.looks, design.futility, strict=True):
        first.setdefault(bound, look)
    assert first == {0: 10, 1: 17, 2: 21, 3: 24, 4: 27, 5: 29, 6: 31, 7: 33, 8: 34, 9: 35, 10: 36}
    null, hoped = design.at(0.2), design.at(0.4)
    assert (null.promising, hoped.promising) == (as_printed(".0878"), as_printed(".9062"))
    assert (null.expected, null.early) == (as_printed("27.67"), as_printed(".857"))


@pytest.mark.parametrize(
    ("arms", "sizes"), [(2, [21, 29, 35, 37, 36, 32, 26, 16]), (3, [31, 44, 52, 55, 54, 49, 39, 24])]
)
def test_children_an_arm_to_pick_a_winner_better_by_15_points(arms, sizes):
    assert [least_per_arm(arms=arms, low=tenth / 10, difference=0.15) for tenth in range(1, 9)] == sizes


@pytest.mark.parametrize(("n", "low", "right"), [(29, 0.2, ".900545"), (21, 0.1, ".901758")])
def test_probability_of_picking_the_better_of_two(n, low, right):
    assert selection_probabilities(n=n, rates=(low + 0.15, low))[0] == as_printed(right)


def test_four_baskets_that_borrow_by_a_hierarchical_model():
    """Mean of mu to 0.001."""
    counts = zip((2, 5, 1, 6), (15, 15, 12, 18), strict=True)
    baskets = [Basket(responses=y, n=n, p0=0.2) for y, n in counts]
    found = analyse_baskets(baskets=baskets, borrowing=Borrowing(mu=Normal(mean=math.log(0.25), sd=2.0), tau=1.0))
    assert [each.mean for each in found.baskets] == [as_printed(text) for text in (".1899", ".2712", ".1771", ".2744")]
    assert found.mu == pytest.approx(-1.3128, abs=0.001)


EFS_62 = Exponential.through(survival=0.62, at=2)


def test_a_one_sample_log_rank_with_18_events_where_16_are_expected():
    """Only the sum of follow-up counts when the hazard is constant; it is the one that gives 16.3598."""
    follow_up = [16.3598 / EFS_62.rate / 46] * 46
    found = one_sample_log_rank(follow_up=follow_up, events=[True] * 18 + [False] * 28, reference=EFS_62)
    assert (found.observed, found.expected) == (18, as_printed("16.3598"))
    assert -found.z == as_printed("-.4055")


@pytest.mark.parametrize(
    ("survival", "ratio", "given", "printed"),
    [
        (0.62, 0.467, (46, 5.0946, 0.1349), (26, "1.617", "34.634", ".5537")),
        (0.20, 0.569, (33, 4.1882, 0.0355), (21, "1.633", "26.799", ".5142")),
    ],
)
def test_two_stages_of_a_log_rank_with_two_years_of_follow_up(survival, ratio, given, printed):
    """Last bound and children on average to 0.001: interim and first bound are rounded, as the search was.

    The printed designs aim at a power of 80 %; they have more, for the search took the drift at the interim too small.
    """
    n, interim, first = given
    plan = SurvivalPlan(reference=Exponential.through(survival=survival, at=2), hazard_ratio=ratio, follow_up=2)
    found = two_stage_log_rank(plan=plan, n=n, accrual=5, interim=interim, first=first, alpha=0.05)
    entered, last, expected, stop = printed
    assert found.entered == entered
    assert (found.last, found.expected) == (as_printed(last), pytest.approx(float(expected), abs=0.0015))
    assert found.stop == as_printed(stop)
    assert 0.80 < found.power < 0.84


def test_a_single_stage_of_a_log_rank_with_two_years_of_follow_up():
    plan = SurvivalPlan(reference=Exponential.through(survival=0.2, at=2), hazard_ratio=0.569, follow_up=2)
    assert single_stage_size(plan=plan, alpha=0.05, power=0.8) == 32


def test_the_optimal_two_stages_are_smaller_than_the_printed_ones_whose_power_is_told_too_low():
    """Printed: n 46, look at 5.0946 years, 34.6342 children on average, for a power of 80 %.

    That design has a power of 83 % (seen in simulated trials too), so one for 80 % may be smaller on average.
    """
    plan = SurvivalPlan(reference=EFS_62, hazard_ratio=0.467, follow_up=2)
    printed = two_stage_log_rank(plan=plan, n=46, accrual=5, interim=5.0946, first=0.1349, alpha=0.05)
    assert printed.power == pytest.approx(0.828, abs=0.001)
    assert printed.expected == pytest.approx(34.634, abs=0.0015)
    alike = optimal_log_rank(plan=plan, accrual=5, alpha=0.05, power=printed.power)
    assert alike.power == pytest.approx(printed.power, abs=1e-4)
    assert alike.expected < printed.expected

"""What two stages show: every outcome of small designs is gone through, so that each promise is held exactly."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import composite, floats, integers

from rosette.designs.phase2 import TwoStage, TwoStageResult, simon_designs, two_stage_result, umvue
from rosette.designs.phase2.binomial import binomial
from rosette.kernel import UsageError

DESIGN = simon_designs(p0=0.1, p1=0.3, alpha=0.05, beta=0.2).optimal  # 1/10 5/29


def design(r1: int, n1: int, r: int, n: int, p0: float = 0.2) -> TwoStage:
    plain = TwoStage(r1=r1, n1=n1, r=r, n=n, p0=p0, p1=0.9, expected=0, stop=0, alpha=0, power=0)
    at = plain.boundaries.at(p0)
    return TwoStage(
        r1=r1, n1=n1, r=r, n=n, p0=p0, p1=0.9, expected=at.expected, stop=at.early, alpha=at.promising, power=0
    )


@composite
def designs(draw) -> TwoStage:
    n1, n2 = draw(integers(2, 5)), draw(integers(1, 5))
    r1 = draw(integers(0, n1 - 1))
    return design(r1, n1, draw(integers(r1, n1 + n2 - 1)), n1 + n2, draw(floats(0.05, 0.6)))


def outcomes(plan: TwoStage, p: float, size: Callable[[int], int]) -> Iterator[tuple[float, TwoStageResult]]:
    """Every outcome with its probability, when the second stage has a size that may follow the first."""
    for first, chance in enumerate(binomial(n=plan.n1, p=p)):
        if first <= plan.r1:
            yield float(chance), two_stage_result(design=plan, first=first, responses=first, n=plan.n1)
            continue
        second = size(first)
        for later, then in enumerate(binomial(n=second, p=p)):
            result = two_stage_result(design=plan, first=first, responses=first + later, n=plan.n1 + second)
            yield float(chance * then), result


@settings(max_examples=10, deadline=None)
@given(plan=designs(), second=integers(1, 8), p=floats(0.02, 0.98))
def test_the_estimate_is_unbiased_at_every_rate_and_size_of_the_second_stage(plan, second, p):
    mean = sum(chance * found.umvue for chance, found in outcomes(plan, p, lambda first: second))
    assert mean == pytest.approx(p, abs=1e-10)


def test_the_estimate_is_the_share_of_ways_that_begin_with_a_response():
    plan, responses = design(1, 4, 3, 7), 4
    ways = [
        path
        for path in itertools.product((0, 1), repeat=plan.n)
        if sum(path) == responses and sum(path[: plan.n1]) > plan.r1
    ]
    expected = sum(path[0] for path in ways) / len(ways)
    assert umvue(design=plan, responses=responses, n=plan.n) == pytest.approx(expected)


def test_responses_over_children_are_biased_by_the_early_look():
    found = list(outcomes(DESIGN, 0.2, lambda first: 19))
    assert sum(chance * each.naive for chance, each in found) < 0.2 - 0.01


SIZES = [
    lambda plan, first: plan.n - plan.n1,
    lambda plan, first: plan.n - plan.n1 + 2,
    lambda plan, first: max(plan.n - plan.n1 - 1, 1),
    lambda plan, first: 1 + (3 * first) % 5,
]


@pytest.mark.parametrize("size", SIZES, ids=["planned", "more", "fewer", "by the first stage"])
@settings(max_examples=8, deadline=None)
@given(plan=designs())
def test_the_p_value_is_never_too_small_and_holds_the_error_of_the_plan(size, plan):
    found = list(outcomes(plan, plan.p0, lambda first: size(plan, first)))
    for level in {each.p for _, each in found}:
        assert sum(chance for chance, each in found if each.p <= level) <= level + 1e-9
    assert sum(chance for chance, each in found if each.promising) <= plan.alpha + 1e-9


@settings(max_examples=10, deadline=None)
@given(plan=designs())
def test_at_the_planned_size_the_p_value_and_the_bound_decide_alike(plan):
    for _, found in outcomes(plan, plan.p0, lambda first: plan.n - plan.n1):
        past = found.n == plan.n and found.responses > plan.r
        assert found.promising is past
        if plan.r >= plan.r1 and found.n == plan.n:
            assert (found.p <= plan.alpha + 1e-12) is past


@settings(max_examples=10, deadline=None)
@given(plan=designs(), second=integers(1, 8), p=floats(0.02, 0.98))
def test_the_interval_covers_every_rate_as_often_as_it_says(plan, second, p):
    found = outcomes(plan, p, lambda first: second)
    assert sum(chance for chance, each in found if each.low - 1e-9 <= p <= each.high + 1e-9) >= 0.9 - 1e-9


def test_the_interval_of_the_level_of_the_test_excludes_p0_when_the_trial_is_promising():
    for first, later in itertools.product((2, 3, 5), range(0, 8, 2)):
        found = two_stage_result(design=DESIGN, first=first, responses=first + later, n=29, level=0.9)
        assert (found.low > 0.1) is (found.p < 0.05)


@settings(max_examples=10, deadline=None)
@given(first=integers(2, 10), later=integers(0, 18))
def test_one_response_more_raises_the_estimate_and_lowers_the_p_value(first, later):
    for n in (28, 29, 31):
        later_ = min(later, n - 11)
        one, two = (
            two_stage_result(design=DESIGN, first=first, responses=first + k, n=n) for k in (later_, later_ + 1)
        )
        assert one.umvue < two.umvue
        assert one.p >= two.p - 1e-12
        assert one.low <= two.low
        assert one.high <= two.high


def test_a_second_stage_of_nearly_the_planned_size_is_judged_nearly_alike():
    ps = [two_stage_result(design=DESIGN, first=3, responses=7, n=n).p for n in (28, 29, 30)]
    assert ps[0] < 0.02
    assert ps[2] < 0.02
    assert ps == sorted(ps) or abs(ps[1] - np.mean(ps[::2])) < 0.01


def test_a_trial_without_any_response_still_has_an_upper_limit():
    found = two_stage_result(design=DESIGN, first=0, responses=0, n=10)
    assert (found.umvue, found.p, found.low) == (0, pytest.approx(1), 0)
    assert 0.2 < found.high < 0.3
    assert found.run == "as planned"


@pytest.mark.parametrize(("n", "run"), [(29, "as planned"), (31, "2 more than planned"), (28, "1 fewer than planned")])
def test_the_result_says_how_many_children_were_treated_beside_the_plan(n, run):
    assert two_stage_result(design=DESIGN, first=3, responses=6, n=n).run == run


@pytest.mark.parametrize(
    ("given_", "faults"),
    [
        (
            {"first": 3, "responses": 3, "n": 10},
            ("3 responses of 10 are more than 1: the second stage is still to come",),
        ),
        ({"first": 1, "responses": 4, "n": 29}, ("1 responses of 10: the trial was to end there",)),
        ({"first": 3, "responses": 2, "n": 29}, ("-1 responses in 19 children of the second stage",)),
        ({"first": 11, "responses": 11, "n": 9}, ("n is 9: the first stage has 10", "first is 11")),
        ({"first": -1, "responses": 2.5, "n": 29, "level": 1}, ("first is -1", "responses is 2.5", "level is 1")),
    ],
)
def test_an_outcome_that_the_design_cannot_have_is_refused(given_, faults):
    with pytest.raises(UsageError) as refused:
        two_stage_result(design=DESIGN, **given_)
    assert [each for each in faults if each not in str(refused.value)] == []

"""Laws of trials with two endpoints: all paths of a conducted trial, the grid gone through, bounds by the posterior."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans, composite, floats, integers, none, one_of, sets
from scipy.special import betainc

from rosette.designs.phase2 import (
    Act,
    Boundaries,
    Cells,
    Endpoint,
    Exponential,
    Limits,
    PairBounds,
    SurvivalPlan,
    TooFew,
    TooToxic,
    analyse_baskets,
    basket_characteristics,
    bop2_pair,
    bop2_pair_bounds,
    expansion,
    optimal_log_rank,
    single_stage_power,
    single_stage_size,
    two_stage_log_rank,
)
from rosette.designs.phase2.binomial import binomial
from rosette.designs.phase2.borrowing import Basket, Borrowing, Normal
from rosette.kernel import NotComputable, UsageError

CELLS = Cells(both=0.15, one=0.30, two=0.15, neither=0.40)
PARTS = ((1, 1), (1, 0), (0, 1), (0, 0))


@composite
def pairs(draw) -> PairBounds:
    looks = tuple(sorted(draw(sets(integers(1, 5), min_size=1, max_size=3))))
    sides = []
    for name, good in (("responses", True), (draw(booleans()), None)):
        wanted = good if good is not None else name
        bounds = [draw(one_of(none(), integers(0, n - 1) if wanted else integers(1, n))) for n in looks]
        sides.append(Limits(name=str(name), good=bool(wanted), bounds=bounds))
    return PairBounds(looks=looks, one=sides[0], two=sides[1], either=draw(booleans()))


@settings(max_examples=40, deadline=None)
@given(design=pairs(), one=floats(0.05, 0.9), two=floats(0.05, 0.9))
def test_the_sum_over_counts_is_the_sum_over_all_paths_of_a_conducted_trial(design, one, two):
    cells = Cells.of(one=one, two=two)
    chances = dict(zip(PARTS, (cells.both, cells.one, cells.two, cells.neither), strict=True))
    promising, stopped, children = 0.0, dict.fromkeys(design.looks, 0.0), 0.0
    for path in itertools.product(PARTS, repeat=design.most):
        chance = math.prod(chances[each] for each in path)
        for n in range(1, design.most + 1):
            counts = [sum(each[k] for each in path[:n]) for k in (0, 1)]
            act, _ = design.decide(one=counts[0], two=counts[1], n=n)
            if act is not Act.GO_ON:
                break
        children += n * chance
        promising += chance * (act is Act.PROMISING)
        stopped[n] += chance * (act is not Act.PROMISING)
    found = design.at(cells)
    assert found.promising == pytest.approx(promising, abs=1e-12)
    assert found.stopped == pytest.approx(list(stopped.values()), abs=1e-12)
    assert found.children == pytest.approx(children, abs=1e-11)


@given(one=floats(0.05, 0.95), two=floats(0, 1))
def test_an_endpoint_without_bounds_leaves_the_other_as_if_alone(one, two):
    looks, low = (5, 10, 20), (0, 2, 6)
    pair = PairBounds(
        looks=looks,
        one=Limits(name="responses", good=True, bounds=low),
        two=Limits(name="toxicities", good=False, bounds=(None,) * 3),
        either=True,
    ).at(Cells.of(one=one, two=two))
    alone = Boundaries(looks=looks, futility=low).at(one)
    assert (pair.promising, pair.children) == (pytest.approx(alone.promising), pytest.approx(alone.expected))
    assert pair.one == pytest.approx(alone.futility)


EFFICACY = Endpoint(name="responses", p0=0.3, good=True)
TOXICITY = Endpoint(name="toxicities", p0=0.3, good=False)
LATER = Endpoint(name="second", p0=0.4, good=True)
GOOD = Cells.of(one=0.55, two=0.1)


@pytest.mark.parametrize(
    ("ends", "either", "nulls", "hoped"),
    [
        ((EFFICACY, TOXICITY), True, [Cells.of(one=0.3, two=0.1), Cells.of(one=0.6, two=0.3)], GOOD),
        ((EFFICACY, LATER), False, [Cells.of(one=0.3, two=0.4)], Cells.of(one=0.5, two=0.6)),
    ],
)
def test_bop2_with_two_endpoints_holds_every_null_and_no_pair_of_the_grid_has_more_power(ends, either, nulls, hoped):
    looks, lambdas, gammas = (8, 16, 24), (0.6, 0.8, 0.9, 0.95), (0.0, 0.5, 1.0)
    found = bop2_pair(
        looks=looks, endpoints=ends, either=either, nulls=nulls, hoped=hoped, alpha=0.1, lambdas=lambdas, gammas=gammas
    )
    assert all(each.promising <= 0.1 for each in found.nulls)
    assert found.hoped.promising > 0.3
    for lam, gamma in itertools.product(lambdas, gammas):
        other = bop2_pair_bounds(looks=looks, endpoints=ends, either=either, lam=lam, gamma=gamma)
        worst = max(other.at(null).promising for null in nulls)
        assert worst > 0.1 or other.at(hoped).promising <= found.hoped.promising + 1e-9


def test_a_null_in_which_only_one_endpoint_is_bad_is_the_harder_one():
    ends, looks = (EFFICACY, TOXICITY), (8, 16, 24)
    bounds = bop2_pair_bounds(looks=looks, endpoints=ends, either=True, lam=0.7, gamma=1.0)
    assert bounds.at(Cells.of(one=0.3, two=0.3)).promising < bounds.at(Cells.of(one=0.3, two=0.05)).promising


def test_a_pair_threshold_that_holds_nowhere_is_told():
    with pytest.raises(NotComputable, match="no pair of the grid"):
        bop2_pair(
            looks=(5, 10), endpoints=(EFFICACY, TOXICITY), either=True, nulls=[CELLS], hoped=GOOD, alpha=0.001,
            lambdas=(0.5,), gammas=(0.0,),
        )  # fmt: skip


TOXIC = TooToxic(limit=0.3, cut=0.9, prior=(0.3, 0.7), first=3)


@pytest.mark.parametrize("n", range(3, 26))
def test_the_bound_on_toxicity_is_the_first_count_whose_posterior_is_above_the_cut(n):
    above = [1 - betainc(0.3 + y, 0.7 + n - y, 0.3) for y in range(n + 1)]
    wanted = next((y for y, chance in enumerate(above) if chance > 0.9), None)
    assert TOXIC.bound(n) == wanted


def test_an_expansion_is_stopped_sooner_the_more_toxic_and_its_bounds_rise():
    design = expansion(most=25, toxic=TOXIC)
    bounds = design.two.bounds
    assert list(bounds) == sorted(bounds)
    found = [design.at(Cells.of(one=0.0, two=rate)) for rate in (0.05, 0.2, 0.3, 0.45, 0.6)]
    assert [each.promising for each in found] == sorted((each.promising for each in found), reverse=True)
    assert [each.children for each in found] == sorted((each.children for each in found), reverse=True)
    assert found[0].promising > 0.99
    assert found[-1].promising < 0.05


def test_an_expansion_decides_after_every_child_and_says_why():
    design = expansion(most=20, toxic=TOXIC, few=TooFew(p0=0.1, cut=0.15, prior=(0.1, 0.9), looks=(12,)))
    assert design.decide(one=0, two=2, n=2)[0] is Act.GO_ON
    act, why = design.decide(one=0, two=3, n=3)
    assert act is Act.STOP_TOXICITY
    assert "3 toxicities of 3: at 3 children the bound is 3 or more toxicities" in why
    assert design.decide(one=0, two=0, n=12)[0] is Act.STOP_FUTILITY
    assert design.decide(one=0, two=0, n=11)[0] is Act.GO_ON
    assert design.decide(one=5, two=2, n=20)[0] is Act.COMPLETE


def test_responses_may_be_looked_at_before_toxicity_is():
    design = expansion(most=9, toxic=TOXIC, few=TooFew(p0=0.5, cut=0.2, prior=(1, 1), looks=(2,)))
    assert design.looks[0] == 2
    assert (design.one.bounds[0], design.two.bounds[0]) == (0, None)


def test_a_bound_that_was_surely_crossed_before_still_holds():
    limits = Limits(name="toxicities", good=False, bounds=(3, 6))
    none = Limits(name="responses", good=True, bounds=(None, None))
    design = PairBounds(looks=(5, 10), one=none, two=limits, either=True)
    acts = [design.decide(one=0, two=y, n=7)[0] for y in (4, 5)]
    assert acts == [Act.GO_ON, Act.STOP_TOXICITY]


WRONG = [
    (lambda: Cells(both=0.5, one=0.6, two=0, neither=0), ("the cells sum to 1.1",)),
    (lambda: Cells.of(one=0.2, two=0.3, both=0.25), ("one is -",)),
    (lambda: TooToxic(limit=0, cut=1, prior=(0,), first=0), ("limit is 0", "cut is 1", "1 numbers", "first is 0")),
    (lambda: TooFew(p0=0, cut=0, prior=(1, 1), looks=(5, 3)), ("p0 is 0", "cut is 0", "give them rising")),
    (
        lambda: expansion(most=3, toxic=TooToxic(limit=0.3, cut=0.999, prior=(0.3, 0.7))),
        ("no number of toxicities among 3 children would stop",),
    ),
    (
        lambda: expansion(most=9, toxic=TooToxic(limit=0.1, cut=0.5, prior=(5, 5), first=10)),
        ("toxicity is first looked at after 10 of 9",),
    ),
    (
        lambda: expansion(most=9, toxic=TooToxic(limit=0.1, cut=0.5, prior=(5, 5))),
        ("the trial would stop without a toxicity: raise the cut 0.5 or the limit",),
    ),
    (
        lambda: expansion(most=9, toxic=TOXIC, few=TooFew(p0=0.1, cut=0.0001, prior=(0.1, 0.9), looks=(5, 10))),
        ("the trial ends at 9 children",),
    ),
    (
        lambda: expansion(most=9, toxic=TOXIC, few=TooFew(p0=0.1, cut=0.0001, prior=(0.1, 0.9), looks=(5,))),
        ("no look at responses could stop",),
    ),
    (
        lambda: expansion(most=9, toxic=TOXIC, few=TooFew(p0=0.9, cut=0.999, prior=(1, 9), looks=(2,))),
        ("all responses would still stop: lower 0.999",),
    ),
    (
        lambda: PairBounds(
            looks=(5, 9), one=Limits(name="responses", good=True, bounds=(5, 2)),
            two=Limits(name="toxicities", good=False, bounds=(0,)), either=True,
        ),
        ("bound on responses is 5 at 5", "2 looks, 1 bounds on toxicities", "bound on toxicities is 0 at 5"),
    ),
    (
        lambda: expansion(most=9, toxic=TOXIC).decide(one=-1, two=12, n=11),
        ("responses is -1", "toxicities are 12 of 11", "the design ends at 9"),
    ),
    (
        lambda: bop2_pair(
            looks=(9, 3), endpoints=(EFFICACY, Endpoint(name="second", p0=1, good=True)), either=True, nulls=[],
            hoped=GOOD, alpha=0, lambdas=(2,), gammas=(-1,),
        ),
        ("give them rising", "p0 of second is 1", "alpha is 0", "lambda is 2", "gamma is -1", "there is no null"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("call", "faults"), WRONG)
def test_a_call_that_is_wrong_is_refused_with_every_fault_of_it(call, faults):
    with pytest.raises(UsageError) as refused:
        call()
    assert [each for each in faults if each not in str(refused.value)] == []


def test_what_baskets_do_is_the_sum_over_all_tables_of_their_analysis():
    borrowing = Borrowing(
        mu=Normal(mean=-1.4, sd=1.5), tau=0.7, exchangeable=0.5, alone=Normal(mean=-1, sd=2), points=20
    )
    sizes, rates = (3, 2, 4), (0.2, 0.35, 0.1)
    plan = [Basket(responses=0, n=n, p0=0.2) for n in sizes]
    promising, wrong = np.zeros(3), 0.0
    for table in itertools.product(*(range(n + 1) for n in sizes)):
        seen = [Basket(responses=y, n=n, p0=0.2) for y, n in zip(table, sizes, strict=True)]
        called = analyse_baskets(baskets=seen, borrowing=borrowing).promising(cut=0.8)
        chance = math.prod(binomial(n=n, p=p)[y] for y, n, p in zip(table, sizes, rates, strict=True))
        promising += chance * np.array(called)
        wrong += chance * (called[0] or called[2])
    (found,) = basket_characteristics(baskets=plan, borrowing=borrowing, cut=0.8, rates=[rates])
    assert found.promising == pytest.approx(promising, abs=1e-12)
    assert found.wrong == pytest.approx(wrong, abs=1e-12)


def test_too_many_tables_of_baskets_are_told():
    with pytest.raises(NotComputable, match="too many to go through"):
        basket_characteristics(
            baskets=[Basket(responses=0, n=40, p0=0.2)] * 8,
            borrowing=Borrowing(mu=Normal(mean=0, sd=1)),
            cut=0.9,
            rates=[[0.2] * 8],
        )


SHORT = SurvivalPlan(reference=Exponential.through(survival=0.4, at=1), hazard_ratio=0.4, follow_up=1)


def test_the_search_of_a_log_rank_finds_no_worse_design_than_any_that_is_tried():
    best = optimal_log_rank(plan=SHORT, accrual=20, alpha=0.05, power=0.8)
    assert best.power == pytest.approx(0.8, abs=1e-4)
    for n, interim, first in itertools.product(range(best.n - 2, best.n + 3), (0.4, 0.6, 0.8), (-0.2, 0.1, 0.4, 0.7)):
        if 20 * interim < n:
            other = two_stage_log_rank(plan=SHORT, n=n, accrual=20, interim=interim, first=first, alpha=0.05)
            assert other.power < 0.8 or other.expected >= best.expected - 1e-3
    assert best.expected < single_stage_size(plan=SHORT, alpha=0.05, power=0.8)


def test_the_size_of_a_single_stage_is_the_first_with_the_power():
    n = single_stage_size(plan=SHORT, alpha=0.05, power=0.8)
    assert single_stage_power(plan=SHORT, n=n - 1, alpha=0.05) < 0.8 <= single_stage_power(plan=SHORT, n=n, alpha=0.05)


def test_a_log_rank_that_no_size_gives_the_power_is_told():
    with pytest.raises(NotComputable, match="allow more or follow longer"):
        optimal_log_rank(plan=SHORT, accrual=20, alpha=0.05, power=0.8, most=10)

"""Laws of phase 2 designs: exact figures against all paths of a trial, and refusals that list every fault."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis.strategies import booleans, composite, floats, integers, lists, sets

from rosette.designs.phase2 import (
    Act,
    Aim,
    Basket,
    Borrowing,
    Boundaries,
    Exponential,
    Normal,
    SurvivalPlan,
    alone_borrowing,
    analyse_baskets,
    bop2_boundaries,
    bop2_design,
    characteristics,
    least_per_arm,
    one_sample_log_rank,
    predictive_design,
    predictive_probability,
    selection_probabilities,
    simon_designs,
    single_stage_size,
    two_stage_log_rank,
)
from rosette.designs.phase2.binomial import beta_binomial, beyond, binomial
from rosette.kernel import NotComputable, UsageError

RATES = floats(0.01, 0.99)
THREE_LOOKS = Boundaries(looks=(5, 10, 20), futility=(0, -1, 5), efficacy=(4, None, None))
ENDED = {Act.STOP_FUTILITY, Act.STOP_EFFICACY, Act.NOT_PROMISING, Act.PROMISING}


@composite
def boundaries(draw, most: int = 7) -> Boundaries:
    looks = sorted(draw(sets(integers(1, most), min_size=1, max_size=4)))
    futility = [draw(integers(-1, look - 1)) for look in looks]
    if draw(booleans()):
        return Boundaries(looks=looks, futility=futility)
    early = zip(looks[:-1], futility[:-1], strict=True)
    efficacy = [draw(integers(low + 1, look)) if draw(booleans()) else None for look, low in early]
    return Boundaries(looks=looks, futility=futility, efficacy=(*efficacy, None))


def walked(design: Boundaries, path: tuple[int, ...]) -> tuple[int, Act]:
    """Where and how a trial ends that is conducted child by child."""
    for n in range(1, len(path) + 1):
        decision = design.decide(responses=sum(path[:n]), n=n)
        if decision.act in ENDED:
            return n, decision.act
    raise AssertionError("a trial went on beyond its last look")


@settings(max_examples=60, deadline=None)
@given(design=boundaries(), p=RATES)
def test_the_recursion_is_the_sum_over_all_paths_of_a_conducted_trial(design, p):
    stop, promising = dict.fromkeys(design.looks, 0.0), 0.0
    for path in itertools.product((0, 1), repeat=design.most):
        chance = math.prod(p if each else 1 - p for each in path)
        n, act = walked(design, path)
        stop[n] += chance
        promising += chance * (act in {Act.STOP_EFFICACY, Act.PROMISING})
    found = design.at(p)
    assert found.stop == pytest.approx(list(stop.values()), abs=1e-12)
    assert found.promising == pytest.approx(promising, abs=1e-12)
    assert found.expected == pytest.approx(sum(n * chance for n, chance in stop.items()), abs=1e-11)


@given(design=boundaries(most=40), one=RATES, two=RATES)
def test_a_better_treatment_is_called_promising_more_often(design, one, two):
    low, high = sorted((one, two))
    assert design.at(low).promising <= design.at(high).promising + 1e-12


@given(design=boundaries(most=40), p=floats(0, 1))
def test_every_trial_ends_once_and_between_its_looks(design, p):
    found = design.at(p)
    assert sum(found.stop) == pytest.approx(1)
    assert design.looks[0] - 1e-9 <= found.expected <= design.most + 1e-9


@given(design=boundaries(most=20), n=integers(0, 20), responses=integers(0, 20))
def test_a_decision_is_final_at_the_last_look_and_never_before_the_first(design, n, responses):
    assume(responses <= n <= design.most)
    act = design.decide(responses=responses, n=n).act
    if n < design.looks[0]:
        assert act is Act.GO_ON
    if n == design.most:
        assert act in ENDED


@pytest.mark.parametrize(
    ("responses", "n", "act", "reason"),
    [
        (0, 4, Act.GO_ON, "no bound is crossed by 0 responses of 4; the next look is at 5 children, where 0 or fewer"),
        (0, 5, Act.STOP_FUTILITY, "0 responses of 5: at 5 children the bound is 0 or fewer"),
        (0, 8, Act.STOP_FUTILITY, "0 responses of 8: at 5 children the bound is 0 or fewer"),
        (4, 5, Act.STOP_EFFICACY, "4 responses of 5: at 5 children the bound is 4 or more"),
        (7, 8, Act.STOP_EFFICACY, "7 responses of 8: at 5 children the bound is 4 or more"),
        (6, 8, Act.GO_ON, "the next look is at 10 children"),
        (1, 10, Act.GO_ON, "the next look is at 20 children, where 5 or fewer end the trial"),
        (5, 20, Act.NOT_PROMISING, "at 20 children the bound is 5 or fewer"),
        (6, 20, Act.PROMISING, "at 20 children the bound is 6 or more"),
    ],
)
def test_a_decision_says_why(responses, n, act, reason):
    decision = THREE_LOOKS.decide(responses=responses, n=n)
    assert decision.act is act
    assert reason in decision.reason


@given(n=integers(0, 200), p=floats(0, 1))
def test_binomial_probabilities_sum_to_one_and_their_tails_fall(n, p):
    found = binomial(n=n, p=p)
    assert found.sum() == pytest.approx(1)
    assert found @ np.arange(n + 1) == pytest.approx(n * p, abs=1e-9)
    tail = beyond(found)
    assert tail[0] == pytest.approx(1)
    assert tail[-1] == 0
    assert np.all(np.diff(tail) <= 0)


@given(n=integers(0, 60), a=floats(0.1, 20), b=floats(0.1, 20))
def test_beta_binomial_probabilities_sum_to_one_with_the_mean_of_the_rate(n, a, b):
    found = beta_binomial(n=n, a=a, b=b)
    assert found.sum() == pytest.approx(1)
    assert found @ np.arange(n + 1) == pytest.approx(n * a / (a + b), abs=1e-8)


def holding(p0: float, p1: float, alpha: float, beta: float, most: int) -> list[tuple[int, float]]:
    """Size and children on average of every two-stage design that holds both errors, one by one."""
    found = []
    for n in range(2, most + 1):
        for n1, r in itertools.product(range(1, n), range(n)):
            for r1 in range(min(r + 1, n1)):
                design = Boundaries(looks=(n1, n), futility=(r1, r))
                null = design.at(p0)
                if null.promising <= alpha and design.at(p1).promising >= 1 - beta:
                    found.append((n, null.expected))
    return found


@pytest.mark.parametrize("errors", [(0.1, 0.5, 0.10, 0.20), (0.2, 0.7, 0.10, 0.10), (0.05, 0.4, 0.20, 0.15)])
def test_the_search_misses_no_design(errors):
    p0, p1, alpha, beta = errors
    every = holding(*errors, most=13)
    found = simon_designs(p0=p0, p1=p1, alpha=alpha, beta=beta, most=13)
    assert (found.minimax.n, found.minimax.expected) == pytest.approx(min(every))
    assert found.optimal.expected == pytest.approx(min(expected for _, expected in every))
    for weight in np.linspace(0, 1, 41):
        best = min(weight * n + (1 - weight) * expected for n, expected in every)
        ours = min(weight * each.n + (1 - weight) * each.expected for each in found.admissible)
        assert ours == pytest.approx(best)


@settings(max_examples=15, deadline=None)
@given(p0=floats(0.05, 0.5), apart=floats(0.2, 0.4), alpha=floats(0.03, 0.2), beta=floats(0.05, 0.3))
def test_admissible_designs_hold_both_errors_and_trade_size_for_the_average(p0, apart, alpha, beta):
    found = simon_designs(p0=p0, p1=p0 + apart, alpha=alpha, beta=beta, most=80).admissible
    for each in found:
        assert characteristics(each, p0).promising <= alpha + 1e-9
        assert characteristics(each, p0 + apart).promising >= 1 - beta - 1e-9
    for one, two in itertools.pairwise(found):
        assert one.n < two.n
        assert one.expected > two.expected


def test_no_design_is_made_up_when_none_is_small_enough():
    with pytest.raises(NotComputable, match="allow more children"):
        simon_designs(p0=0.1, p1=0.3, alpha=0.05, beta=0.2, most=24)


@settings(max_examples=20, deadline=None)
@given(p0=floats(0.1, 0.4), alpha=floats(0.05, 0.2))
def test_bop2_holds_the_type_i_error_and_no_pair_of_the_grid_has_more_power(p0, alpha):
    looks, p1 = (8, 16, 24), p0 + 0.25
    lambdas, gammas = (0.7, 0.8, 0.9, 0.95, 0.99), (0.0, 0.5, 1.0)
    design = bop2_design(looks=looks, p0=p0, p1=p1, alpha=alpha, lambdas=lambdas, gammas=gammas)
    assert design.null.promising <= alpha
    for lam, gamma in itertools.product(lambdas, gammas):
        other = bop2_boundaries(looks=looks, p0=p0, lam=lam, gamma=gamma)
        assert other.at(p0).promising > alpha or other.at(p1).promising <= design.hoped.promising + 1e-9


def test_a_bop2_threshold_that_holds_nowhere_is_told():
    with pytest.raises(NotComputable, match="no pair of the grid"):
        bop2_design(looks=(5, 10), p0=0.2, p1=0.4, alpha=0.01, lambdas=(0.5,), gammas=(0.0,))


@given(n=integers(0, 23), responses=integers(0, 23), a=floats(0.1, 3), b=floats(0.1, 3))
def test_predictive_probability_is_what_it_will_be_on_average_after_the_next_child(n, responses, a, b):
    assume(responses <= n)
    aim = Aim(most=24, p0=0.25, sure=0.9, prior=(a, b))
    next_responds = (a + responses) / (a + b + n)
    after = [predictive_probability(responses=responses + each, n=n + 1, aim=aim) for each in (0, 1)]
    now = predictive_probability(responses=responses, n=n, aim=aim)
    assert now == pytest.approx((1 - next_responds) * after[0] + next_responds * after[1], abs=1e-9)


@pytest.mark.parametrize("efficacy", [None, 0.95])
def test_bounds_by_predictive_probability_are_where_it_crosses(efficacy):
    aim = Aim(most=30, p0=0.2, sure=0.9, prior=(0.2, 0.8))
    design = predictive_design(looks=(8, 15, 22, 30), aim=aim, futility=0.05, efficacy=efficacy)
    for look in design.looks:
        for responses in range(look + 1):
            chance = predictive_probability(responses=responses, n=look, aim=aim)
            at = design.looks.index(look)
            assert (responses <= design.futility[at]) is (chance < 0.05)
            if efficacy is not None and look < 30:
                assert (responses >= design.enough[at]) is (chance > efficacy)


@settings(deadline=None)
@given(n=integers(1, 12), rates=lists(floats(0, 1), min_size=2, max_size=4))
def test_one_arm_is_picked_and_ties_are_shared(n, rates):
    found = selection_probabilities(n=n, rates=rates)
    assert sum(found) == pytest.approx(1)
    assert selection_probabilities(n=n, rates=rates[::-1]) == pytest.approx(found[::-1])


def test_three_arms_by_enumeration():
    n, rates = 3, (0.5, 0.3, 0.2)
    mass = [binomial(n=n, p=rate) for rate in rates]
    wins = [0.0, 0.0, 0.0]
    for counts in itertools.product(range(n + 1), repeat=3):
        top = [arm for arm in range(3) if counts[arm] == max(counts)]
        for arm in top:
            wins[arm] += math.prod(each[count] for each, count in zip(mass, counts, strict=True)) / len(top)
    assert selection_probabilities(n=n, rates=rates) == pytest.approx(wins)


def test_too_few_children_to_pick_a_winner_are_told():
    with pytest.raises(NotComputable, match="pick the best too rarely"):
        least_per_arm(arms=2, low=0.2, difference=0.15, most=28)


BASKETS = [Basket(responses=y, n=n, p0=p0) for y, n, p0 in ((2, 15, 0.2), (5, 15, 0.2), (0, 12, 0.1), (9, 18, 0.3))]
PRIOR = Normal(mean=math.log(0.25), sd=1.5)


def test_baskets_that_do_not_borrow_are_each_as_if_alone():
    found = analyse_baskets(baskets=BASKETS, borrowing=alone_borrowing(PRIOR))
    theta = np.linspace(-14, 10, 40001)
    for each in found.baskets:
        basket = each.basket
        log = basket.responses * theta - basket.n * np.logaddexp(0, theta) - ((theta - PRIOR.mean) / PRIOR.sd) ** 2 / 2
        weight = np.exp(log) / np.exp(log).sum()
        assert each.mean == pytest.approx(float(weight @ (1 / (1 + np.exp(-theta)))), abs=1e-4)
        above = theta > math.log(basket.p0 / (1 - basket.p0))
        assert each.above == pytest.approx(float(weight[above].sum()), abs=3e-4)
        assert each.exchangeable == 0


def test_borrowing_draws_rates_together_and_exnex_stands_between():
    def spread(share: float) -> float:
        borrowing = Borrowing(mu=PRIOR, tau=0.5, exchangeable=share, alone=PRIOR)
        means = [each.mean for each in analyse_baskets(baskets=BASKETS, borrowing=borrowing).baskets]
        return max(means) - min(means)

    assert spread(1.0) < spread(0.5) < spread(0.0)


def test_two_baskets_of_exnex_by_a_sum_over_everything():
    """Every normal cut into many equal shares: nothing of the quadrature under test is used."""
    from scipy.special import expit, ndtri

    baskets, share, tau_scale = [Basket(responses=1, n=8, p0=0.2), Basket(responses=5, n=9, p0=0.2)], 0.6, 0.7
    shares = ndtri((np.arange(400) + 0.5) / 400)
    half = np.abs(ndtri(0.5 + (np.arange(60) + 0.5) / 120)) * tau_scale
    mu = PRIOR.mean + PRIOR.sd * shares[:, None, None]
    rates = [expit(mu + half[None, :, None] * shares[None, None, :]), expit(-1 + 2 * shares)]
    total, means = 1.0, []
    for basket in baskets:
        together, alone = (rate**basket.responses * (1 - rate) ** (basket.n - basket.responses) for rate in rates)
        total = total * (share * together.mean(axis=-1) + (1 - share) * alone.mean())
    for basket, other in zip(baskets, baskets[::-1], strict=True):
        together, alone = (rate**basket.responses * (1 - rate) ** (basket.n - basket.responses) for rate in rates)
        rest, lone = (rate**other.responses * (1 - rate) ** (other.n - other.responses) for rate in rates)
        mine = share * (together * rates[0]).mean(axis=-1) + (1 - share) * (alone * rates[1]).mean()
        means.append(float((mine * (share * rest.mean(axis=-1) + (1 - share) * lone.mean())).sum() / total.sum()))
    borrowing = Borrowing(mu=PRIOR, tau=tau_scale, exchangeable=share, alone=Normal(mean=-1, sd=2))
    found = analyse_baskets(baskets=baskets, borrowing=borrowing)
    assert [each.mean for each in found.baskets] == pytest.approx(means, abs=0.002)


def test_one_basket_alone_leaves_the_others_as_if_it_were_not_there():
    lone = Basket(responses=9, n=10, p0=0.2, exchangeable=0.0, alone=PRIOR)
    borrowing = Borrowing(mu=PRIOR, tau=0.5)
    without = analyse_baskets(baskets=BASKETS, borrowing=borrowing)
    found = analyse_baskets(baskets=[*BASKETS, lone], borrowing=borrowing)
    by_itself = analyse_baskets(baskets=[lone], borrowing=borrowing)
    assert [each.mean for each in found.baskets[:-1]] == pytest.approx([each.mean for each in without.baskets])
    assert found.baskets[-1].mean == pytest.approx(by_itself.baskets[0].mean)
    assert (found.baskets[-1].exchangeable, found.baskets[0].exchangeable) == (0, pytest.approx(1))


def test_a_basket_without_children_knows_what_the_others_show():
    low, high = (
        analyse_baskets(
            baskets=[Basket(responses=y, n=20, p0=0.2), Basket(responses=0, n=0, p0=0.2)], borrowing=Borrowing(mu=PRIOR)
        ).baskets[1]
        for y in (1, 12)
    )
    assert low.mean < high.mean


def test_a_large_basket_is_still_computed():
    found = analyse_baskets(baskets=[Basket(responses=300, n=1000, p0=0.2)] * 3, borrowing=Borrowing(mu=PRIOR))
    assert found.baskets[0].mean == pytest.approx(0.3, abs=0.005)
    assert found.promising(cut=0.95) == (True, True, True)


@given(times=lists(floats(0.01, 10), min_size=1, max_size=30), scale=floats(0.1, 100), seen=integers(0, 30))
def test_a_log_rank_does_not_depend_on_the_unit_of_time(times, scale, seen):
    events = [place < seen for place in range(len(times))]
    one = one_sample_log_rank(follow_up=times, events=events, reference=Exponential(rate=0.3))
    scaled = [each * scale for each in times]
    two = one_sample_log_rank(follow_up=scaled, events=events, reference=Exponential(rate=0.3 / scale))
    assert (one.observed, one.z, one.z_modified) == pytest.approx((two.observed, two.z, two.z_modified), abs=1e-9)


@given(expected=floats(1, 50), seen=integers(0, 30))
def test_the_modified_log_rank_is_bolder_where_events_are_few_and_shyer_where_they_are_many(expected, seen):
    found = one_sample_log_rank(
        follow_up=[expected / 30] * 30, events=[place < seen for place in range(30)], reference=Exponential(rate=1.0)
    )
    assert found.expected == pytest.approx(expected)
    assert found.z_modified <= found.z + 1e-9
    assert found.p_modified <= found.p + 1e-9


def test_a_reference_runs_through_its_point():
    assert math.exp(-float(Exponential.through(survival=0.62, at=2)(np.array(2.0)))) == pytest.approx(0.62)


def test_a_stronger_effect_or_a_longer_follow_up_needs_fewer_children():
    def size(ratio: float, years: float) -> int:
        plan = SurvivalPlan(reference=Exponential(rate=0.24), hazard_ratio=ratio, follow_up=years)
        return single_stage_size(plan=plan, alpha=0.05, power=0.8)

    assert size(0.4, 2) < size(0.5, 2) < size(0.6, 2)
    assert size(0.5, 3) < size(0.5, 2) < size(0.5, 1)


def test_the_power_of_two_stages_is_that_of_simulated_trials():
    """Seeded; normal approximation and chance together leave 1.5 points."""
    plan, rng = (
        SurvivalPlan(reference=Exponential(rate=0.24), hazard_ratio=0.467, follow_up=2),
        np.random.default_rng(7),
    )
    design = two_stage_log_rank(plan=plan, n=46, accrual=5, interim=5.1, first=0.135, alpha=0.05)
    entry, until = rng.uniform(0, 46 / 5, (20_000, 46)), rng.exponential(1 / (0.24 * 0.467), (20_000, 46))

    def benefit(follow_up):
        expected = 0.24 * np.minimum(until, follow_up).sum(axis=1)
        return (expected - (until <= follow_up).sum(axis=1)) / np.sqrt(expected)

    early = benefit(np.clip(5.1 - entry, 0, 2)) > design.first
    assert np.mean(early & (benefit(np.full_like(entry, 2)) > design.last)) == pytest.approx(design.power, abs=0.015)


def test_two_stages_without_a_real_first_one_are_a_single_one():
    plan = SurvivalPlan(reference=Exponential(rate=0.24), hazard_ratio=0.467, follow_up=2)
    found = two_stage_log_rank(plan=plan, n=44, accrual=5, interim=3, first=-8, alpha=0.05)
    assert found.last == pytest.approx(1.6449, abs=1e-4)
    assert found.power == pytest.approx(0.8, abs=0.02)
    assert found.expected == pytest.approx(44)


def test_a_first_bound_that_stops_nearly_all_trials_leaves_no_last_one():
    plan = SurvivalPlan(reference=Exponential(rate=0.24), hazard_ratio=0.467, follow_up=2)
    with pytest.raises(NotComputable, match="lower it"):
        two_stage_log_rank(plan=plan, n=44, accrual=5, interim=3, first=2.5, alpha=0.05)


PLAN = SurvivalPlan(reference=Exponential(rate=0.24), hazard_ratio=0.467, follow_up=2)
AIM = Aim(most=20, p0=0.2, sure=0.9, prior=(1, 1))
NAN = float("nan")
WRONG = [
    (lambda: simon_designs(p0=0.4, p1=0.3, alpha=0, beta=2, most=1), ("p0 is 0.4, p1 is 0.3", "alpha", "beta", "most")),
    (lambda: simon_designs(p0=NAN, p1=True, alpha=0.1, beta=0.1, most=2.5), ("p0 is nan", "p1 is True", "most is 2.5")),
    (lambda: Boundaries(looks=(10, 5), futility=(1, 2)), ("looks are [10, 5]: give them rising",)),
    (lambda: Boundaries(looks=(), futility=()), ("give one or more whole numbers",)),
    (lambda: Boundaries(looks=(0, 5), futility=(0, 1)), ("looks are [0, 5]",)),
    (lambda: Boundaries(looks=(5, 9), futility=(5,)), ("2 looks, 1 futility", "futility bound 5 at 5 children")),
    (
        lambda: Boundaries(looks=(5, 9), futility=(2, 9), efficacy=(2, 4)),
        ("futility bound 9", "efficacy bound 2 at 5", "efficacy bound 4 at 9", "at the last look: give 10"),
    ),
    (lambda: THREE_LOOKS.at(1.5), ("p is 1.5",)),
    (lambda: THREE_LOOKS.decide(responses=22, n=21), ("responses are 22 of 21", "the design ends at 20")),
    (lambda: THREE_LOOKS.decide(responses=-1, n=1.5), ("responses is -1", "n is 1.5")),
    (
        lambda: bop2_design(looks=(9, 3), p0=0.4, p1=0.2, alpha=1, lambdas=(1.2,), gammas=(-1,)),
        ("looks are", "p0 is 0.4, p1 is 0.2", "alpha is 1", "lambda is 1.2", "gamma is -1"),
    ),
    (lambda: bop2_design(looks=(9,), p0=0.2, p1=0.4, alpha=0.1, lambdas=()), ("the grid is empty",)),
    (lambda: Aim(most=0, p0=1, sure=0, prior=(0, -1)), ("most", "p0", "sure", "prior a", "prior b")),
    (lambda: predictive_probability(responses=3, n=21, aim=AIM), ("the design ends at 20",)),
    (
        lambda: predictive_design(looks=(5, 19), aim=AIM, futility=0.5, efficacy=0.4),
        ("the last look is at 19", "futility 0.5 is not below efficacy 0.4"),
    ),
    (
        lambda: predictive_design(looks=(2,), aim=Aim(most=2, p0=0.9, sure=0.99, prior=(1, 1)), futility=0.1),
        ("even 2 responses would not be promising",),
    ),
    (lambda: selection_probabilities(n=0, rates=(2,)), ("n is 0", "1 arms", "rate of arm 1 is 2")),
    (lambda: least_per_arm(arms=3, low=0.9, difference=0.2, wanted=0.3), ("pass 1", "chance alone")),
    (lambda: Borrowing(mu=Normal(mean=NAN, sd=0), tau=0, exchangeable=0.5), ("mean of mu", "sd of mu", "tau", "alone")),
    (lambda: Borrowing(mu=PRIOR, exchangeable=2, points=3), ("exchangeable is 2", "points is 3")),
    (lambda: analyse_baskets(baskets=[], borrowing=Borrowing(mu=PRIOR)), ("there is no basket",)),
    (
        lambda: analyse_baskets(
            baskets=[Basket(responses=3, n=2, p0=0), Basket(responses=0, n=1, p0=0.1, exchangeable=0.5)],
            borrowing=Borrowing(mu=PRIOR),
        ),
        ("basket 1: responses are 3 of 2", "basket 1: p0 is 0", "basket 2: a basket may stand alone"),
    ),
    (lambda: Exponential.through(survival=1, at=0), ("survival is 1", "at is 0")),
    (lambda: Exponential(rate=-1), ("rate is -1",)),
    (
        lambda: one_sample_log_rank(follow_up=[1, -2], events=[2], reference=Exponential(rate=1)),
        ("below 0", "2 times, 1 events", "neither yes nor no"),
    ),
    (lambda: one_sample_log_rank(follow_up=[], events=[], reference=Exponential(rate=1)), ("there is no follow-up",)),
    (lambda: one_sample_log_rank(follow_up=[0], events=[False], reference=Exponential(rate=1)), ("no event is exp",)),
    (lambda: one_sample_log_rank(follow_up=[1], events=[True], reference=np.negative), ("no cumulative hazard",)),
    (lambda: SurvivalPlan(reference=EXPO, hazard_ratio=1.2, follow_up=0), ("hazard ratio is 1.2", "follow-up is 0")),
    (lambda: single_stage_size(plan=PLAN, alpha=0, power=1), ("alpha is 0", "power is 1")),
    (
        lambda: two_stage_log_rank(plan=PLAN, n=10, accrual=5, interim=3, first=NAN, alpha=0),
        ("first is nan", "alpha is 0", "all 10 children have entered at 3"),
    ),
    (lambda: two_stage_log_rank(plan=PLAN, n=1, accrual=0, interim=-1, first=0, alpha=0.1), ("n is 1", "accrual")),
]  # fmt: skip
EXPO = Exponential(rate=1)


@pytest.mark.parametrize(("call", "faults"), WRONG)
def test_a_call_that_is_wrong_is_refused_with_every_fault_of_it(call, faults):
    with pytest.raises(UsageError) as refused:
        call()
    assert [each for each in faults if each not in str(refused.value)] == []
    assert str(refused.value).count(";") >= len(faults) - 1

"""What enters a pool, what is refused by name, and laws of shares that are not known exactly."""

import math

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge, Regimen, Result, Schedule
from rosette.medicines import (
    NO_EVIDENCE,
    Beta,
    Unverified,
    beta_from,
    burden_of,
    contrasts,
    nant_prior,
    regimen_of,
    response_evidence,
    survival_evidence,
    verified,
)
from rosette.medicines.evidence import unfit
from rosette.medicines.shrinkage import shrink

POSITIVE = st.floats(0.2, 60)


def test_the_prior_is_centred_on_28_of_203_and_worth_ten_children(knowledge: Knowledge) -> None:
    """NANT: 28 responses in 203 evaluable children are 13.8 %."""
    prior, name = nant_prior(knowledge)
    assert (prior.a, prior.b) == (pytest.approx(1.38, abs=0.005), pytest.approx(8.62, abs=0.005))
    assert "28 of 203" in name


@pytest.mark.parametrize(
    ("regimen", "counts"),
    [
        ("mibg", (5, 36)),
        ("mibg_vor", (11, 34)),
        ("itdin", (49, 103)),  # 22/53, 22/44 and 5/6; 9/17 is part of the first
        ("naxi", (39, 90)),  # 26/52 and 13/38; the cut at approval is part of the first
        ("gd2cart", (21, 32)),
        ("it", (8, 55)),
    ],
)
def test_overlapping_series_enter_once(knowledge: Knowledge, regimen: str, counts: tuple[int, int]) -> None:
    assert response_evidence(regimen, knowledge).counts == counts


@pytest.mark.parametrize(
    "regimen", ["lorl", "lorl_tc", "vor_ra", "ensa", "ribo_tto", "vene", "laro", "cusar", "ice", "nivo"]
)
def test_no_evidence_is_said_and_never_zero(knowledge: Knowledge, regimen: str) -> None:
    found = response_evidence(regimen, knowledge)
    assert found.posterior is None
    assert found.sentence.startswith(NO_EVIDENCE)


def test_a_stored_unverified_row_is_named(knowledge: Knowledge) -> None:
    assert "lorl-response" in response_evidence("lorl", knowledge).sentence


def test_zero_responses_that_were_counted_are_evidence(knowledge: Knowledge) -> None:
    found = response_evidence("lutate", knowledge)
    assert found.counts == (0, 14)
    assert found.posterior is not None


@pytest.mark.parametrize(
    ("result", "why"),
    [
        ("itdin-pfs", "not verified"),
        ("lorl-response", "not verified"),
        ("itdin-1821-pfs", "another endpoint"),
        ("ombu-alive", "another endpoint"),
        ("oreto-effect", "another endpoint"),
        ("tvd-response", "another intent"),
        ("nant-pooled", "another intent"),
        ("lorl-national", "another definition"),
        ("beva-response", "no counts"),
        ("selu-response", "another disease"),
        ("alis_mono-response", "another disease"),
        ("mibg-response", ""),
    ],
)
def test_why_a_row_stays_out(knowledge: Knowledge, result: str, why: str) -> None:
    told = unfit(knowledge.table(Result)[result])
    assert told.startswith(why)
    assert bool(told) is bool(why)


def test_maintenance_never_answers_for_active_disease(knowledge: Knowledge) -> None:
    assert response_evidence("dfmo", knowledge).posterior is None
    assert survival_evidence("dfmo", "event_free", "2 years", knowledge) is None


@pytest.mark.parametrize("kind", [Result, Schedule])
def test_a_scorer_refuses_an_unverified_value_and_names_it(knowledge: Knowledge, kind: type) -> None:
    rows = [row for row in knowledge.table(kind).values() if row.unverified]
    assert rows
    for row in rows:
        with pytest.raises(Unverified, match=row.id):
            verified(row)


def test_a_schedule_that_was_not_verified_gives_no_burden(knowledge: Knowledge) -> None:
    with pytest.raises(Unverified, match="tce-schedule"):
        burden_of(knowledge.table(Schedule)["tce-schedule"])


def test_only_arms_of_one_trial_are_compared(knowledge: Knowledge) -> None:
    found = {each.name: each for each in contrasts(knowledge)}
    assert found["NCT02035137"].beats["mibg_vor", "mibg"] == pytest.approx(0.956, abs=0.001)
    assert all(len({row.contrast for row in each.rows}) == 1 for each in found.values())


def test_one_year_estimate_with_its_interval_becomes_a_beta(knowledge: Knowledge) -> None:
    found = survival_evidence("itdin", "progression_free", "1 year", knowledge)
    assert found is not None
    row, beta = found
    assert row.id == "itdin-1821-pfs"
    assert (beta.mean, beta.sd) == (pytest.approx(0.70), pytest.approx(0.080, abs=0.001))


def test_an_estimate_without_interval_is_not_scored(knowledge: Knowledge) -> None:
    assert survival_evidence("bit", "progression_free", "1 year", knowledge) is None


def test_an_arm_is_its_anticancer_agents(knowledge: Knowledge) -> None:
    with_factor = regimen_of(("irinotecan", "temozolomide", "dinutuximab", "sargramostim"), knowledge)
    assert with_factor is knowledge.table(Regimen)["itdin"]
    assert regimen_of(("irinotecan", "temozolomide", "dinutuximab", "eflornithine"), knowledge).id == "itdin_dfmo"  # type: ignore[union-attr]
    assert regimen_of(("pixantrone",), knowledge) is None
    assert regimen_of((), knowledge) is None
    assert regimen_of((), knowledge, comfort=True).id == "comfort"  # type: ignore[union-attr]


@given(a=POSITIVE, b=POSITIVE, c=POSITIVE, d=POSITIVE)
def test_one_of_two_shares_is_above_the_other(a: float, b: float, c: float, d: float) -> None:
    first, second = Beta(a, b), Beta(c, d)
    assert first.beats(second) + second.beats(first) == pytest.approx(1, abs=1e-4)
    assert first.beats(first) == pytest.approx(0.5, abs=1e-4)


@given(a=st.integers(1, 15), b=st.integers(1, 15), c=st.integers(1, 15), d=st.integers(1, 15))
def test_the_comparison_is_the_exact_sum(a: int, b: int, c: int, d: int) -> None:
    """For whole numbers P(X > Y) is a finite sum of beta functions."""
    assert Beta(a, b).beats(Beta(c, d)) == pytest.approx(_exact(a, b, c, d), abs=1e-6)


def _exact(a: int, b: int, c: int, d: int) -> float:
    """Miller's closed form: P(Beta(a, b) > Beta(c, d))."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return sum(
        math.exp(log_beta(c + i, b + d) - math.log(b + i) - log_beta(1 + i, b) - log_beta(c, d)) for i in range(a)
    )


@given(r=st.integers(0, 40), extra=st.integers(0, 40), more=st.integers(1, 20))
def test_more_responders_never_lower_the_posterior(r: int, extra: int, more: int) -> None:
    base = Beta(1.38, 8.62).updated(r, r + extra)
    assert base.updated(more, more).mean > base.mean > base.updated(0, more).mean


@given(a=POSITIVE, b=POSITIVE, n=st.integers(0, 60))
def test_what_the_next_children_show_sums_to_one(a: float, b: float, n: int) -> None:
    chances = Beta(a, b).predictive(n)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert float(chances @ range(n + 1)) == pytest.approx(n * Beta(a, b).mean, abs=1e-6)


@given(mean=st.floats(0.05, 0.95), sd=st.floats(0.01, 0.2))
def test_a_beta_of_mean_and_deviation_has_them(mean: float, sd: float) -> None:
    found = beta_from(mean, sd)
    assert (found.mean, found.sd) == (pytest.approx(mean), pytest.approx(sd))


@pytest.mark.parametrize(("a", "b"), [(0, 1), (-1, 2), (math.nan, 1), (math.inf, 1)])
def test_a_share_needs_numbers_above_zero(a: float, b: float) -> None:
    with pytest.raises(NotComputable):
        Beta(a, b)


@pytest.mark.parametrize(("events", "of"), [(-1, 5), (6, 5)])
def test_counts_that_cannot_be_are_refused(events: int, of: int) -> None:
    with pytest.raises(NotComputable):
        Beta(1, 1).updated(events, of)


def test_a_small_series_is_drawn_to_its_group_more_than_a_large_one() -> None:
    group = shrink({"small": (3, 4), "large": (15, 60), "third": (10, 40)}, prior=Beta(1.38, 8.62))
    small, large = group.members["small"], group.members["large"]
    assert small.raw - small.mean > large.raw - large.mean > -0.05
    assert small.interval[1] - small.interval[0] > large.interval[1] - large.interval[0]


def test_regimens_that_are_alike_lend_strength() -> None:
    alike = shrink({"a": (10, 40), "b": (10, 40), "c": (10, 40)}, prior=Beta(1, 1)).members["a"]
    alone = Beta(1, 1).updated(10, 40).interval()
    assert alike.interval[1] - alike.interval[0] < alone[1] - alone[0]


@pytest.mark.parametrize(("fever", "stay"), [(1.5, 2), (-0.1, 2), (0.3, -1)])
def test_a_stay_needs_a_probability_and_a_length(knowledge: Knowledge, fever: float, stay: float) -> None:
    with pytest.raises(NotComputable):
        burden_of(knowledge.table(Schedule)["it-schedule"], fever=fever, stay_days=stay)


def test_travel_is_not_known_without_a_distance(knowledge: Knowledge) -> None:
    schedule = knowledge.table(Schedule)["mibg-schedule"]
    assert burden_of(schedule).travel_hours is None
    assert burden_of(schedule, distance_km=350).travel_hours == pytest.approx(20)  # two ways of 2 x 350 km at 70 km/h
    assert burden_of(knowledge.table(Schedule)["lorl-schedule"]).travel_hours == 0


def test_days_never_exceed_the_cycle(knowledge: Knowledge) -> None:
    schedule = evolve(knowledge.table(Schedule)["it-schedule"], visit_days=30)
    assert burden_of(schedule).contact_days == 21
    assert burden_of(schedule).home_days == 0

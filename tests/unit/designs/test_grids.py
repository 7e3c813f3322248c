"""Decisions as protocols print them, the course of a trial, accrual, and what is known of each level."""

import math

import pytest

from rosette.designs.accrual import AccrualPath, Stay, Suspension
from rosette.designs.course import course
from rosette.designs.crm import crm, skeleton_of
from rosette.designs.grids import Letter, decision_grid
from rosette.designs.intervals import boin_boundaries, interval_boundaries, table_design
from rosette.designs.late import tite_boin, tite_crm
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.posterior import beta_posteriors, level_posteriors
from rosette.designs.states import State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import NotComputable, UsageError

TARGET, MOST = 0.25, 30
BOUNDARIES = {
    "BOIN": boin_boundaries(target=TARGET, most=MOST),
    "mTPI-2": interval_boundaries(kind="mTPI-2", target=TARGET, most=MOST),
}
MODEL = crm(skeleton=skeleton_of(width=0.05, target=TARGET, prior=3, doses=5), target=TARGET, most=MOST)


def by_table(name):
    return table_design(name=name, boundaries=BOUNDARIES[name], target=TARGET, doses=5, most=MOST)


# --- decisions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOUNDARIES)
def test_the_letters_of_a_design_by_table_are_its_table(name):
    grid, table = decision_grid(by_table(name), most=MOST), BOUNDARIES[name]
    for n in range(1, MOST + 1):
        for y in range(n + 1):
            out, down, up = y >= table.out[n], y >= table.down[n], y <= table.up[n]
            expected = Letter.DU if out else Letter.D if down else Letter.E if up else Letter.S
            assert grid.at(n, y) is expected, (n, y)
    assert grid.at(3, 4) is None


def test_with_nobody_under_observation_the_letters_of_tite_boin_are_those_of_boin():
    assert (
        decision_grid(tite_boin(target=TARGET, doses=5, most=MOST)).columns == decision_grid(by_table("BOIN")).columns
    )


# children | toxicities | 3+3 | rolling six
COUNTING = [
    (3, 0, "E", "E"), (3, 1, "S", "S"), (3, 2, "DU", "DU"), (4, 0, "E", "E"), (6, 0, "E", "E"), (6, 1, "E", "E"),
    (6, 2, "DU", "DU"), (2, 0, "S", "S"), (2, 2, "DU", "DU"),
]  # fmt: skip


@pytest.mark.parametrize(("n", "y", "three", "rolling"), COUNTING)
def test_the_letters_of_designs_that_count(n, y, three, rolling):
    assert decision_grid(three_plus_three(doses=3)).at(n, y) is Letter[three]
    assert decision_grid(rolling_six(doses=3, variant="cog")).at(n, y) is Letter[rolling]
    assert decision_grid(three_plus_three(doses=3)).most == 6


def test_without_the_way_back_three_plus_three_stops_at_two_toxicities():
    assert decision_grid(three_plus_three(doses=3, back=False)).at(3, 2) is Letter.X


def test_more_toxicities_never_lead_to_a_higher_level_in_the_letters_of_a_model():
    order = [Letter.E, Letter.S, Letter.D, Letter.DU]
    grid = decision_grid(MODEL)
    for column in grid.columns:
        assert [order.index(each) for each in column] == sorted(order.index(each) for each in column)
    assert {grid.at(3, 0), grid.at(3, 1), grid.at(3, 3)} == {Letter.E, Letter.S, Letter.D}


@pytest.mark.parametrize(("doses", "level"), [(2, None), (1, None), (3, 1), (3, 3)])
def test_a_level_without_one_below_and_one_above_has_no_letters(doses, level):
    with pytest.raises(NotComputable, match="has none below or none above"):
        decision_grid(three_plus_three(doses=doses), level=level)


# --- the course of a trial ------------------------------------------------------------------------------------


def test_every_cohort_has_the_decision_that_followed_it():
    design = by_table("BOIN")
    turns = course(design, read_outcomes("1NNN 2NTN 1NNN 2NPP", doses=5))
    assert [(turn.act, turn.dose) for turn in turns] == [
        ("escalate", 2), ("de-escalate", 1), ("escalate", 2), ("suspend", None),
    ]  # fmt: skip
    assert course(design, ()) == ()


def test_a_course_says_at_each_cohort_what_the_design_said_then():
    design = three_plus_three(doses=3)
    cohorts = read_outcomes("1NNT 1NNN 2NNN 3NTT 2NNN", doses=3)
    for count, turn in enumerate(course(design, cohorts), 1):
        told = design.decide(state_after(cohorts[:count], doses=3, size=3))
        assert (turn.dose, turn.reason) == (told.dose, told.reason)


# --- accrual --------------------------------------------------------------------------------------------------

PATH = AccrualPath(
    children=(
        Stay(came=0, enrolled=0, until=28, level=1, outcome="N"),
        Stay(came=20, enrolled=28, until=40, level=1, outcome="T"),
        Stay(came=35, enrolled=35, level=1, outcome="P"),
        Stay(came=41),
    ),
    suspended=(Suspension(first=10, last=28), Suspension(first=40, last=42)),
    days=42,
)


def test_accrual_knows_who_waited_and_how_long_nobody_could_come():
    assert [stay.waited for stay in PATH.children] == [0, 8, 0, None]
    assert PATH.suspended_days == 20
    assert [PATH.enrolled_by(day) for day in (0, 27.9, 28, 42)] == [1, 1, 2, 3]


def test_every_fault_of_an_accrual_path_is_named():
    with pytest.raises(UsageError) as told:
        AccrualPath(
            children=(
                Stay(came=5, enrolled=3, level=1, outcome="N"),
                Stay(came=1, until=4),
                Stay(came=1, enrolled=2, outcome="X"),
                Stay(came=1, enrolled=2, level=1, until=5, outcome="P"),
            ),
            suspended=(Suspension(first=9, last=8),),
            days=10,
        )
    for part in (
        "child 1: days 5, 3", "child 2: observed but never enrolled", "child 3: enrolled at no level",
        'child 3: "X" is no outcome', "child 4: a child under observation", "from day 9 to day 8",
    ):  # fmt: skip
        assert part in str(told.value)


# --- what is known of a level ----------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 3, 6])
def test_without_toxicity_the_interval_is_that_of_a_power(n):
    """Under a uniform prior no toxicity in n leaves P(rate > p) = (1 - p) to the power of n + 1."""
    (found,) = beta_posteriors(State(n=(n,), y=(0,), at=1))
    assert found.rate == pytest.approx(1 / (n + 2))
    assert (1 - found.low) ** (n + 1) == pytest.approx(0.975)
    assert (1 - found.high) ** (n + 1) == pytest.approx(0.025)


def test_a_model_has_an_interval_at_every_level_and_the_published_rates_in_it():
    """Point fit of dfcrm 0.2-2.1: 0/3 at dose 1, then 1/3 at dose 2."""
    found = level_posteriors(MODEL, State(n=(3, 3, 0, 0, 0), y=(0, 1, 0, 0, 0), at=2))
    assert [each.rate for each in found] == pytest.approx([0.11771, 0.20180, 0.30201, 0.40834, 0.51170], abs=2e-5)
    assert all(each.low < each.rate < each.high for each in found)
    assert [(each.n, each.y) for each in found][:3] == [(3, 0), (3, 1), (0, 0)]


def test_the_interval_of_a_model_is_that_of_its_parameter():
    state = State(n=(3, 3, 0, 0, 0), y=(0, 1, 0, 0, 0), at=2)
    fit = MODEL.chooser.fit(state.n, state.y)
    first = level_posteriors(MODEL, state)[0]
    edge = math.exp(fit.mean + 1.959964 * math.sqrt(fit.variance))
    assert first.low == pytest.approx(MODEL.chooser.skeleton[0] ** edge, rel=1e-5)


def test_children_who_were_followed_longer_say_more_in_a_model_that_counts_follow_up():
    design = tite_crm(skeleton=MODEL.chooser.skeleton, target=TARGET, most=MOST)
    whole = level_posteriors(MODEL, state_after(read_outcomes("1NNN 2NTN", doses=5), doses=5))
    short, long, done = (
        level_posteriors(design, state_after(read_outcomes(text, doses=5), doses=5))[1].rate
        for text in ("1NNN 2TP[0.1]P[0.1]", "1NNN 2TP[0.9]P[0.9]", "1NNN 2NTN")
    )
    assert short > long > done == pytest.approx(whole[1].rate)


def test_a_design_without_a_model_has_each_level_by_its_own_counts():
    state = State(n=(3, 6, 0, 0, 0), y=(0, 1, 0, 0, 0), at=2)
    assert level_posteriors(by_table("BOIN"), state) == beta_posteriors(state)

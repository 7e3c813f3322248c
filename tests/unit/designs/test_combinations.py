"""Two medicines: how doses of a grid lie, the rule in tables, the sweep over a grid, backfill beside a line."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from rosette.designs.backfill import Backfill, with_backfill
from rosette.designs.combinations import boin_grid
from rosette.designs.design import Wishes
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.layout import Layout, line
from rosette.designs.matrix import nearest_rising
from rosette.designs.readiness import sweep
from rosette.designs.simulate.asked import Assumed, asked
from rosette.designs.spec import DesignError, load_specification, read_specification
from rosette.designs.states import Reason, State, many
from rosette.designs.steps import three_plus_three
from rosette.kernel import NotComputable, UsageError

EXAMPLE = Path(__file__).parents[3] / "examples" / "designs" / "boin-grid.toml"
GRID = Layout(rows=3, columns=3)


def grid(*, rows=3, columns=3, most=30, **more):
    return boin_grid(rows=rows, columns=columns, target=0.25, most=most, **{"tie": "first", **more})


# --- the layout -----------------------------------------------------------------------------------------------


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_dose_is_above_another_when_no_medicine_is_lower(rows, columns, data):
    layout = Layout(rows=rows, columns=columns)
    one, two = (data.draw(st.integers(1, layout.doses)) for _ in range(2))
    (r1, c1), (r2, c2) = (divmod(dose - 1, columns) for dose in (one, two))
    assert layout.above(np.array([one]), np.array([two]))[0] == (r2 >= r1 and c2 >= c1 and one != two)
    assert layout.steps[one - 1, two - 1] == ((r2 - r1, c2 - c1) in ((0, 1), (1, 0)))


@given(st.lists(st.integers(0, 1), min_size=4, max_size=4), st.integers(1, 4))
def test_in_a_line_a_dose_is_skipped_more_than_one_above_the_highest_tried(tried, dose):
    highest = max((place for place, n in enumerate(tried, 1) if n), default=0)
    skipped = line(4).skipped(np.array([tried]), np.array([dose]))[0]
    assert skipped == (dose > highest + 1 or highest == 0)


REACHED = {(1,): {1, 2, 4}, (1, 2): {1, 2, 3, 4, 5}, (1, 4): {1, 2, 4, 5, 7}, (5,): {1, 2, 3, 4, 5, 6, 7, 8}}


@pytest.mark.parametrize("tried", REACHED, ids=str)
def test_in_a_grid_a_dose_is_reached_one_step_above_what_was_tried(tried):
    n = np.array([[int(dose in tried) for dose in range(1, 10)]])
    assert {dose for dose in range(1, 10) if not GRID.skipped(n, np.array([dose]))[0]} == REACHED[tried]


# --- BOIN for two medicines -----------------------------------------------------------------------------------

# children and toxicities row by row, the dose of the last cohort, the next dose with ties to the first, the second
STEPS = [
    ("3 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0", 1, 4, 2),
    ("3 0 0 3 0 0 0 0 0", "0 0 0 1 0 0 0 0 0", 4, 1, 1),
    ("3 3 0 0 0 0 0 0 0", "1 1 0 0 0 0 0 0 0", 1, 1, 1),
    ("3 6 0 3 0 0 0 0 0", "0 1 0 0 0 0 0 0 0", 1, 2, 2),  # 1 of 6 lies likelier between the rates than 0 of 3
    (
        "3 3 0 0 3 0 0 0 0",
        "0 0 0 0 1 0 0 0 0",
        5,
        2,
        2,
    ),  # down: 0 of 3 is likelier to lie between the rates than nothing
    ("3 3 0 3 3 0 0 0 0", "0 0 0 0 2 0 0 0 0", 5, 2, 4),
    ("3 3 0 3 0 0 0 0 0", "0 3 0 0 0 0 0 0 0", 1, 4, 4),  # the dose to the right is out
    ("6 0 0 3 0 0 0 0 0", "0 0 0 3 0 0 0 0 0", 1, 2, 2),
    ("6 3 0 3 0 0 0 0 0", "0 3 0 3 0 0 0 0 0", 1, 1, 1),  # both are out
]


@pytest.mark.parametrize(("n", "y", "at", "first", "second"), STEPS)
def test_one_medicine_changes_at_a_time(n, y, at, first, second):
    state = State(n=tuple(map(int, n.split())), y=tuple(map(int, y.split())), at=at)
    assert [grid(tie=tie).decide(state).dose for tie in ("first", "second")] == [first, second]


def test_a_toxic_dose_closes_all_that_are_not_below_it_in_one_medicine():
    state = State(n=(3, 3, 0, 3, 3, 0, 0, 0, 0), y=(0, 0, 0, 0, 3, 0, 0, 0, 0), at=5, last=(3, 3))
    assert grid().decide(state).admissible == (1, 2, 3, 4, 7)
    lowest = State(n=(3, *(0,) * 8), y=(3, *(0,) * 8), at=1, last=(3, 3))
    assert grid().decide(lowest).reason is Reason.TOO_TOXIC
    assert grid().recommend(lowest) is None


class Top:
    """Always the highest dose."""

    def choose(self, states):
        return Wishes(dose=np.full(len(states.at), 9), why=np.full(len(states.at), int(Reason.UP)))


def test_a_dose_that_is_held_back_goes_to_one_below_it_in_both_medicines():
    design = evolve(grid(), chooser=Top())
    state = State(n=(3, 3, 0, 3, 3, 0, 0, 0, 0), y=(0, 0, 0, 0, 3, 0, 0, 0, 0), at=5, last=(3, 3))
    assert design.decide(state).dose == 7
    found = sweep(evolve(design, most=9), chain=chain_of(evolve(design, most=9)))
    assert {"an untried dose is skipped"} <= {each.law for each in found.findings}


@pytest.mark.parametrize(("variant", "tie"), list(product(("paper", "package"), ("first", "second"))))
def test_no_law_is_broken_in_any_reachable_state_of_a_grid(variant, tie):
    found = sweep(grid(rows=2, columns=3, most=15, variant=variant, tie=tie))
    assert found.ready, found.findings
    assert found.states > 200


SQUARES = [chain_of(grid(rows=2, columns=2, most=12, tie=tie)) for tie in ("first", "second")]


@given(st.lists(st.floats(0.05, 0.9), min_size=4, max_size=4))
def test_which_medicine_is_named_first_matters_only_for_ties(rates):
    """A square with its medicines exchanged and the other tie rule is the same trial."""
    one = characteristics(SQUARES[0], rates)
    turned = [rates[0], rates[2], rates[1], rates[3]]
    two = characteristics(SQUARES[1], turned)
    other = [two.children[place] for place in (0, 2, 1, 3)]
    assert one.children == pytest.approx(other)


def test_ties_by_lot_treat_both_medicines_alike_and_follow_the_seed():
    design = grid(rows=2, columns=2, most=12, tie="random")
    assumed = Assumed(toxicity=(0.05, 0.15, 0.15, 0.3))
    runs = asked(design, assumed, rows=np.arange(4000), seed=1)
    apart = (runs.n[:, 1] - runs.n[:, 2]).astype(float)
    assert abs(apart.mean()) < 4 * apart.std() / np.sqrt(len(apart))
    fixed = asked(grid(rows=2, columns=2, most=12), assumed, rows=np.arange(4000), seed=1)
    assert fixed.n[:, 2].mean() > 2 * fixed.n[:, 1].mean()
    again = asked(design, assumed, rows=np.arange(1234, 4000), seed=1)
    assert np.array_equal(runs.n[1234:], again.n)
    with pytest.raises(NotComputable, match="by lot"):
        chain_of(design)
    assert not (runs.why == int(Reason.LOT)).any()


def test_outside_a_simulation_a_tie_is_told_so_that_a_lot_is_drawn():
    design, one = grid(rows=2, columns=2, tie="random"), State(n=(3, 0, 0, 0), y=(0, 0, 0, 0), at=1)
    assert (design.decide(one).dose, design.decide(one).reason) == (3, Reason.LOT)
    assert design.decide(evolve(one, n=(3, 3, 0, 0))).reason is Reason.UP


# --- the matrix of rates --------------------------------------------------------------------------------------


def by_sets(share, weight, layout):
    """The closed formula: over upper sets the largest, over lower sets the smallest mean of what they share."""
    below = layout.at_or_below
    upper = [
        np.array(each, dtype=bool)
        for each in product((False, True), repeat=layout.doses)
        if all(each[j] >= each[i] for i in range(layout.doses) for j in range(layout.doses) if below[j, i])
    ]
    found = np.full(layout.doses, -np.inf)
    for high in upper:
        least = np.full(layout.doses, np.inf)
        for low in upper:
            part = high & ~low
            if part.any():
                least[part] = np.minimum(least[part], np.average(share[part], weights=weight[part]))
        found[high] = np.maximum(found[high], least[high])
    return found


@given(arrays(float, 6, elements=st.floats(0, 1)), arrays(float, 6, elements=st.floats(0.1, 30)))
@settings(max_examples=60, deadline=None)
def test_rates_of_a_grid_are_those_of_the_closed_formula(share, weight):
    layout = Layout(rows=2, columns=3)
    found = nearest_rising(share[None, :], weight[None, :], layout)[0]
    assert found == pytest.approx(by_sets(share, weight, layout), abs=1e-5)


def test_of_equal_rates_the_higher_dose_below_the_target_the_lower_above():
    def chosen(n, y):
        return grid(rows=2, columns=2).recommend(State(n=n, y=y, at=1))

    assert chosen((6, 6, 6, 6), (1, 1, 1, 1)) == 4
    assert chosen((6, 6, 6, 6), (2, 2, 2, 2)) == 1
    assert chosen((6, 6, 6, 0), (1, 1, 1, 0)) == 3  # of one height, the lower second medicine


# --- backfill -------------------------------------------------------------------------------------------------

BOIN = table_design(name="BOIN", boundaries=boin_boundaries(target=0.25, most=60), target=0.25, doses=4, most=48)
RULE = Backfill(boundaries=BOIN.chooser, cap=12)
# children, toxicities, efficacies, the dose of the cohort, the open doses
OPEN = [
    ("3 3 3 0", "0 0 0 0", "0 1 0 0", 3, {2}),
    ("3 3 3 0", "0 0 0 0", "1 1 1 0", 3, {1, 2}),
    ("3 3 3 0", "0 0 0 0", "1 1 1 0", 2, {1}),  # the cohort went down: its dose and all above are closed
    ("12 3 3 0", "0 0 0 0", "1 1 1 0", 3, {2}),  # the lowest is full
    ("6 6 3 0", "3 0 0 0", "1 1 1 0", 3, {1, 2}),  # 3 of 6 alone is too many, 3 of 12 with the dose above is not
    ("6 6 3 0", "3 2 0 0", "1 1 1 0", 3, set()),  # 5 of 12 is: it closes itself and all above
    ("6 6 3 0", "4 0 0 0", "1 1 1 0", 3, set()),  # eliminated
    ("6 12 3 0", "4 0 0 0", "1 1 1 0", 3, set()),  # eliminated, though 4 of 18 with the dose above is not too many
    ("6 6 3 0", "1 3 0 0", "1 1 1 0", 3, {1}),  # 1 of 6 alone is safe, though 4 of 12 with the dose above is not
    ("0 3 3 0", "0 0 0 0", "0 1 1 0", 3, {2}),  # what was not tried is not filled
]


@pytest.mark.parametrize(("n", "y", "eff", "at", "doses"), OPEN)
def test_which_doses_are_open_for_backfilling(n, y, eff, at, doses):
    counts = [tuple(map(int, each.split())) for each in (n, y, eff)]
    states = many([State(n=counts[0], y=counts[1], at=at, eff=counts[2], both=(0, 0, 0, 0))])
    assert set(np.flatnonzero(RULE.open(states)[0]) + 1) == doses
    assert RULE.place(states)[0] == max(doses, default=0)


@pytest.mark.parametrize(("y", "reason"), [(0, Reason.UP), (1, Reason.STAY), (2, Reason.DOWN)])
def test_backfill_says_why_as_its_table_does_where_no_doses_are_pooled(y, reason):
    design = with_backfill(BOIN, cap=12)
    assert design.decide(State(n=(3, 4, 0, 0), y=(0, y, 0, 0), at=2)).reason is reason


def test_backfill_waits_for_the_children_of_its_own_dose_and_not_for_those_below():
    design = with_backfill(BOIN, cap=12)
    own = State(n=(3, 2, 0, 0), y=(0, 0, 0, 0), at=2, pending=(0, 1, 0, 0))
    assert design.decide(own).waits
    assert design.decide(evolve(own, n=(3, 3, 0, 0), pending=(4, 0, 0, 0))).dose == 3


def test_children_under_observation_fill_a_dose_and_without_a_needed_response_nobody_must_look():
    state = State(n=(9, 3, 0, 0), y=(0, 0, 0, 0), at=2, pending=(3, 0, 0, 0))
    silent = evolve(RULE, response="none")
    assert silent.place(many([state]))[0] == 0
    assert silent.place(many([evolve(state, pending=(2, 0, 0, 0))]))[0] == 1
    assert silent.place(many([State(n=(0, 3, 0, 0), y=(0, 0, 0, 0), at=2)]))[0] == 0  # dose 1 was not tried
    with pytest.raises(UsageError, match="efficacy"):
        RULE.open(many([state]))


def test_a_response_at_a_lower_dose_opens_the_doses_above_where_the_protocol_counts_it():
    states = many([State(n=(3, 3, 3, 3), y=(0,) * 4, at=4, eff=(0, 1, 0, 0), both=(0,) * 4)])
    assert list(RULE.open(states)[0]) == [False, True, False, False]
    assert list(evolve(RULE, response="here or below").open(states)[0]) == [False, True, True, False]


# children, toxicities, the dose of the cohort, the next dose, whether doses were pooled
CONFLICT = [
    ("6 3 0 0", "0 0 0 0", 2, 3, False),
    ("6 3 0 0", "3 0 0 0", 2, 1, True),  # below 3 of 6 asks to go down, together 3 of 9 too; dose 1 alone is not safe
    ("9 3 0 0", "3 0 0 0", 2, 2, True),  # together 3 of 12: between the rates
    ("9 6 0 0", "3 0 0 0", 2, 2, True),
    ("6 3 0 0", "1 0 0 0", 2, 3, False),  # below asks to go up as well
    ("9 3 0 0", "2 0 0 0", 2, 3, False),  # below asks to stay, but both together, 2 of 12, to go up
    ("6 3 0 0", "2 0 0 0", 2, 2, True),  # below, 2 of 6, asks to go down; together 2 of 9 to stay
    ("6 6 3 0", "3 0 0 0", 3, 3, True),
    ("6 6 3 0", "0 1 2 0", 3, 2, False),  # down anyway
    ("6 6 3 0", "3 0 2 0", 3, 2, False),  # down anyway, to the highest dose up to which all together are cool
    ("6 3 3 0", "3 1 2 0", 3, 1, False),  # 1 of 3 at dose 2 is too many: the dose below those that were pooled
    ("12 6 3 0", "0 3 0 0", 3, 1, True),  # the lowest dose is not pooled: 3 of 9 and not 3 of 21
    ("6 3 0 6", "3 0 0 0", 2, 1, True),  # nor are doses above
    ("6 6 0 0", "2 2 0 0", 2, 1, False),
    ("12 3 0 0", "3 0 0 0", 2, 2, True),  # below asks to stay, and so do both together, 3 of 15
    ("9 9 0 0", "2 2 0 0", 2, 2, False),  # both ask for the same
]


@pytest.mark.parametrize(("n", "y", "at", "dose", "pooled"), CONFLICT)
def test_a_lower_dose_that_speaks_against_it_is_pooled_and_the_more_cautious_answer_holds(n, y, at, dose, pooled):
    design = with_backfill(BOIN, cap=12)
    decision = design.decide(State(n=tuple(map(int, n.split())), y=tuple(map(int, y.split())), at=at))
    assert (decision.dose, decision.reason is Reason.POOLED) == (dose, pooled)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=4), st.integers(1, 4))
@settings(deadline=None)
def test_backfill_never_gives_more_than_the_design_without_it(pairs, at):
    n, y = [max(pair) for pair in pairs], [min(pair) for pair in pairs]
    n[at - 1] = max(n[at - 1], 1)
    state = State(n=tuple(n), y=tuple(y), at=at)
    plain, beside = (evolve(each, most=99).decide(state) for each in (BOIN, with_backfill(BOIN, cap=12)))
    assert (beside.dose or 0) <= (plain.dose or 0)


def test_without_anybody_beside_the_cohorts_backfill_keeps_every_law():
    found = sweep(with_backfill(evolve(BOIN, most=18), cap=12))
    assert found.ready, found.findings


def test_backfill_needs_a_table_and_room():
    with pytest.raises(UsageError, match="no table"):
        with_backfill(three_plus_three(doses=3), cap=12)
    with pytest.raises(UsageError, match=r"cap.*response"):
        evolve(RULE, cap=0, response="somewhere")


# --- files ----------------------------------------------------------------------------------------------------


def test_the_example_is_a_grid_of_two_by_three():
    found = load_specification(EXAMPLE)
    assert found.design.layout == Layout(rows=2, columns=3)
    assert found.levels[4].given == "60 mg/m2 with 10 mg/kg"


FAULTS = [
    ("grid = [2, 3]", "grid = [3, 3]", "no grid of 6 levels"),
    ("grid = [2, 3]", "", "grid: is missing"),
    ("grid = [2, 3]", "grid = [3, 2]", "is not above"),
    ('tie = "random"\n', "", '"tie" is missing'),
    (
        'name = "1B"\ndose = "40 mg/m2"\nwith = "10 mg/kg"',
        'name = "1B"\ndose = "40 mg/m2"',
        "1B has no dose of the sec",
    ),
    ('dose = "60 mg/m2"\nwith = "10 mg/kg"', 'dose = "61 mg/m2"\nwith = "10 mg/kg"', "is not the dose of level 2A"),
    ('dose = "60 mg/m2"\nwith = "15 mg/kg"', 'dose = "60 mg/m2"\nwith = "9 mg/kg"', "is not above level 2B"),
    ('design = "BOIN grid"', 'design = "BOIN"', "one line of doses"),
    ('dose = "60 mg/m2"\nwith = "15 mg/kg"', 'dose = "60 mg/m2"\nwith = "15 mCi"', "different kinds"),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_level_that_does_not_fit_the_grid_is_told(old, new, told):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DesignError) as fault:
        read_specification(text.replace(old, new))
    assert told in str(fault.value)

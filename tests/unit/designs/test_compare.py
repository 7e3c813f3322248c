"""Designs side by side: which level is correct, measures against exact figures, what cannot be compared."""

from math import sqrt

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from rosette.designs.compare import compare, measured
from rosette.designs.exact import Characteristics
from rosette.designs.scenarios import Shared, correct_levels, named, named_scenario
from rosette.designs.simulate import Simulated
from rosette.designs.spec import DesignError, Scenario, read_specification
from rosette.kernel import NotComputable, UsageError

LEVELS = "".join(f'[[level]]\nname = "{level}"\ndose = "{10 * level} mg/m2"\n' for level in range(1, 6))
STEEP = '[[scenario]]\nname = "A"\ntoxicity = [0.05, 0.15, 0.30, 0.45, 0.60]\n'
TOXIC = '[[scenario]]\nname = "C"\ntoxicity = [0.30, 0.45, 0.55, 0.65, 0.75]\n'


def spec(kind, more="", scenarios=STEEP, name="x", levels=LEVELS):
    text = f'format = "rosette-design-1"\nname = "{name}"\ndesign = "{kind}"\n{more}\n{levels}{scenarios}'
    return read_specification(text)


THREE = spec("3+3", 'variant = "DE"\ntarget = 0.30\ntoo_toxic = 0.40')
BOIN = spec("BOIN", "target = 0.30\nmost = 30")
ROLLING = spec("rolling six", 'variant = "cog"')


def simulated(_, scenario):
    return Simulated(
        scenario=scenario.toxicity,
        trials=1000,
        seed=7,
        selected=(0.2, 0.4, 0.3, 0.05, 0.0),
        none=0.05,
        children=(4.0, 5.0, 4.0, 2.0, 0.5),
        toxicities=(0.2, 0.75, 1.2, 0.9, 0.3),
        children_error=(0.1,) * 5,
        toxicities_error=(0.1,) * 5,
        ended={10: 1.0},
    )


# --- the correct level ----------------------------------------------------------------------------------------

# true rates | target | too toxic above | correct levels
CORRECT = [
    ((0.05, 0.15, 0.30, 0.45), 0.30, 0.40, (3,)),
    ((0.05, 0.15, 0.30, 0.45), 0.25, 0.40, (3,)),
    ((0.20, 0.30, 0.45), 0.25, None, (1, 2)),
    ((0.30, 0.30, 0.45), 0.25, 0.40, (1, 2)),
    ((0.45, 0.55, 0.65), 0.25, 0.40, ()),
    ((0.45, 0.55, 0.65), 0.25, None, (1,)),
    ((0.01, 0.02, 0.03), 0.25, 0.40, (3,)),
]


@pytest.mark.parametrize(("rates", "target", "limit", "correct"), CORRECT)
def test_the_correct_level_is_the_nearest_to_the_target(rates, target, limit, correct):
    assert correct_levels(rates, target, limit) == correct


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0.05, 0.6))
def test_no_level_is_nearer_to_the_target_than_a_correct_one(rates, target):
    correct = correct_levels(rates, target)
    nearest = min(abs(rate - target) for rate in rates)
    assert correct
    assert all(abs(rates[level - 1] - target) <= nearest + 1e-8 for level in correct)


# --- measures -------------------------------------------------------------------------------------------------

# Exact figures of scenario A, by enumeration: see tests/published. Share correct, too toxic, none; children above the
# correct level, toxicities, children.
EXACT = [
    (THREE, (0.276469, 0.058765 + 0.007563, 0.027847, 1.83365 + 0.35451, 3.1984, 15.1165)),
    (BOIN, (0.546330, 0.193704 + 0.016000, 0.000211, 4.75093 + 0.81285, 7.54657, 29.99447)),
]


@pytest.mark.parametrize(("design", "figures"), EXACT, ids=["3+3", "BOIN"])
def test_the_measures_are_those_of_the_exact_characteristics(design, figures):
    (cell,) = compare([design], target=0.30, too_toxic=0.40).cells
    found = cell.measures
    told = (found.correct, found.too_toxic, found.none, found.above, found.toxicities, found.children)
    assert told == pytest.approx(figures, abs=2e-4)
    assert (cell.source, cell.error) == ("exact", 0.0)


def test_where_every_level_is_too_toxic_to_recommend_none_is_correct_and_all_children_are_above():
    found = compare([BOIN], [Scenario(name="all", toxicity=(0.5, 0.6, 0.7, 0.8, 0.9))], too_toxic=0.4)
    (cell,) = found.cells
    assert found.scenarios[0].correct == ()
    assert cell.measures.correct == cell.measures.none == cell.outcome.none
    assert cell.measures.correct + cell.measures.too_toxic == pytest.approx(1)
    assert cell.measures.above == cell.measures.children


def test_equally_near_levels_are_correct_both_and_children_above_are_above_the_higher():
    rates = (0.20, 0.40, 0.60, 0.70, 0.80)
    found = compare([BOIN], [Scenario(name="tie", toxicity=rates)])
    (cell,) = found.cells
    assert cell.measures.correct == pytest.approx(sum(cell.outcome.selected[:2]))
    assert cell.measures.above == pytest.approx(sum(cell.outcome.children[2:]))


def test_without_a_limit_the_share_of_too_toxic_levels_is_unknown():
    assert compare([BOIN]).cells[0].measures.too_toxic is None
    assert compare([BOIN]).too_toxic is None


def test_an_outcome_of_another_scenario_is_not_taken():
    outcome = Characteristics(
        scenario=(0.1,), selected=(1.0,), none=0.0, children=(3.0,), toxicities=(0.3,), ended={10: 1.0}
    )
    with pytest.raises(UsageError, match='not of the scenario "A"'):
        measured(outcome, Shared(name="A", toxicity=(0.2,), correct=(1,)), None)


# --- designs that observe ---------------------------------------------------------------------------------------


def test_a_design_that_observes_says_why_it_has_no_figures():
    found = compare([THREE, ROLLING])
    cell = found.cell("rolling six, cog", "A")
    assert cell.source.startswith("not computed: it decides while children are under observation")
    assert (cell.measures, cell.outcome, cell.error) == (None, None, None)
    assert found.cell("3+3, DE", "A").measures is not None


def test_a_simulated_cell_states_its_trials_its_seed_and_its_error():
    found = compare([THREE, ROLLING], characterise=simulated)
    cell = found.cell("rolling six, cog", "A")
    assert cell.source == "simulated (1000, 7)"
    assert cell.error == pytest.approx(sqrt(0.3 * 0.7 / 1000))
    assert (cell.measures.correct, cell.measures.above) == (0.3, 2.5)
    assert found.cell("3+3, DE", "A").source == "exact"


def test_what_a_simulator_cannot_do_stands_in_the_cell():
    def refuses(_, scenario):
        raise NotComputable("no accrual is stated")

    cell = compare([THREE, ROLLING], characterise=refuses).cell("rolling six, cog", "A")
    assert cell.source == "not computed: no accrual is stated"


# --- what cannot be compared ----------------------------------------------------------------------------------


def test_every_reason_why_designs_cannot_be_compared_is_named():
    other = spec("BOIN", "target = 0.25\nmost = 30", STEEP.replace("0.60", "0.62"), "y", LEVELS.replace("50", "55"))
    with pytest.raises(UsageError) as told:
        compare([THREE, other])
    for part in ("target as 0.25 and 0.3", 'scenario "A" has other probabilities', "y (BOIN) has other levels than x"):
        assert part in str(told.value)


@pytest.mark.parametrize(
    ("designs", "options", "told"),
    [
        ([], {}, "no design to compare"),
        ([ROLLING], {}, "no target is stated"),
        ([evolve(BOIN, scenarios=())], {}, "the files hold no scenario"),
        ([BOIN], {"too_toxic": 0.2}, "a rate above 0.2 cannot be called too toxic when 0.3 is aimed at"),
        ([BOIN], {"scenarios": [Scenario(name="s", toxicity=(0.1,))]}, "has 1 probabilities, the designs 5 levels"),
    ],
)
def test_what_is_missing_is_named(designs, options, told):
    with pytest.raises(UsageError, match=told):
        compare(designs, **options)


def test_a_scenario_is_found_by_its_name_in_any_of_the_files():
    assert named_scenario([THREE, spec("BOIN", "target = 0.30\nmost = 30", TOXIC)], "C").toxicity[0] == 0.30
    with pytest.raises(UsageError, match="one of A"):
        named_scenario([THREE, BOIN], "B")


def test_designs_are_told_apart_by_kind_then_trial_then_number():
    other = evolve(BOIN, name="y")
    assert named([THREE, BOIN]) == ("3+3, DE", "BOIN")
    assert named([BOIN, other]) == ("BOIN: x", "BOIN: y")
    assert named([BOIN, other, BOIN]) == ("BOIN: x (1)", "BOIN: y", "BOIN: x (3)")


# --- the file -------------------------------------------------------------------------------------------------


def test_a_file_states_what_is_aimed_at_and_what_is_too_toxic():
    assert (THREE.target, THREE.too_toxic) == (0.30, 0.40)
    assert (BOIN.target, BOIN.too_toxic) == (0.30, None)
    assert (ROLLING.target, ROLLING.too_toxic) == (None, None)


@pytest.mark.parametrize(
    ("kind", "more", "faults"),
    [
        ("3+3", 'variant = "DE"\ntarget = 0.3\ntoo_toxic = 0.2', ["too_toxic: 0.2 is not above the target 0.3"]),
        ("3+3", 'variant = "DE"\ntarget = 3', ["target: 3 is no such number"]),
        ("BOIN", "target = 3\nmost = 30", ["target: 3 is no such number"]),
    ],
)
def test_a_wrong_aim_is_a_fault_of_the_file_told_once(kind, more, faults):
    with pytest.raises(DesignError) as told:
        spec(kind, more)
    for fault in faults:
        assert str(told.value).count(fault) == 1

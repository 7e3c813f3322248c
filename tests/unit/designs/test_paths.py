"""Paths of the next cohorts: what follows, in how many ways, and that they say what the exact characteristics say."""

from math import comb

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from rosette.designs.crm import crm, skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.late import tite_boin
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.path_words import note_of
from rosette.designs.paths import paths
from rosette.designs.states import Reason, State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import NotComputable, UsageError

TARGET = 0.25
BOIN = table_design(
    name="BOIN", boundaries=boin_boundaries(target=TARGET, most=12), target=TARGET, doses=3, most=11, cohort=3
)
MODEL = crm(skeleton=skeleton_of(width=0.05, target=TARGET, prior=2, doses=3), target=TARGET, most=12)
THREE = three_plus_three(doses=3)
LATE = tite_boin(target=TARGET, doses=2, most=6, cohort=1)
DESIGNS = [THREE, three_plus_three(doses=3, back=False), rolling_six(doses=2, variant="cog"), BOIN, MODEL, LATE]
NAMES = [f"{design.name} {design.variant}" for design in DESIGNS]
RATES = (0.1, 0.25, 0.45)


def nothing(design):
    return State(n=(0,) * design.doses, y=(0,) * design.doses, at=design.start)


def seen(design, text):
    return state_after(read_outcomes(text, doses=design.doses), doses=design.doses, size=design.cohort)


def words(node):
    return node.dose or ("stop", node.recommended)


# --- 3+3, as its table says ---------------------------------------------------------------------------------

AFTER = [
    ("", [2, 1, ("stop", None), ("stop", None)]),
    ("1NNT", [2, ("stop", None), ("stop", None), ("stop", None)]),
    ("1NNN", [3, 2, 1, 1]),
    ("1NNN 2NTT", [("stop", 1), ("stop", 1), ("stop", None), ("stop", None)]),
    ("1NNN 2NNN", [("stop", 3), 3, 2, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "then"), AFTER)
def test_what_follows_none_to_three_toxicities_in_three_plus_three(before, then):
    found = paths(THREE, seen(THREE, before), cohorts=1)
    assert [step.toxicities for step in found.steps[0]] == [0, 1, 2, 3]
    assert [words(found.layers[1][step.child]) for step in found.steps[0]] == then


def test_after_one_of_three_the_level_has_six_children_and_two_in_six_end_the_trial():
    found = paths(THREE, nothing(THREE), cohorts=2)
    (stay,) = [place for place, node in enumerate(found.layers[1]) if node.state.y == (1, 0, 0)]
    after = {step.toxicities: found.layers[2][step.child] for step in found.steps[1] if step.parent == stay}
    assert {node.state.n for node in after.values()} == {(6, 0, 0)}
    assert [words(after[toxicities]) for toxicities in range(4)] == [2, *[("stop", None)] * 3]
    assert [node.reason for node in found.layers[0]] == [Reason.START]


def test_a_state_that_two_ways_lead_to_is_one_node():
    found = paths(BOIN, seen(BOIN, "1NTT"), cohorts=2)
    met = {node.state.y: node.ways for node in found.layers[2] if node.state.n == (9, 0, 0)}
    assert max(met.values()) > 1
    assert len({(node.state.n, node.state.y, node.dose) for node in found.layers[2]}) == len(found.layers[2])


@pytest.mark.parametrize("cohorts", [1, 2, 3])
def test_every_outcome_is_counted_once(cohorts):
    """Of 4 to the power of the cohorts, each end takes what its trial would have gone on to."""
    found = paths(THREE, nothing(THREE), cohorts=cohorts)
    counted = [found.layers[depth][place].ways * 4 ** (cohorts - depth) for depth, place in found.ends()]
    assert sum(counted) == 4**cohorts


# --- probabilities --------------------------------------------------------------------------------------------


def test_the_probability_of_a_path_is_the_product_of_its_cohorts():
    found = paths(THREE, nothing(THREE), cohorts=2)
    shares = found.probabilities(RATES)
    (place,) = [place for place, node in enumerate(found.layers[2]) if node.state.y == (0, 2, 0)]
    assert shares[2][place] == pytest.approx(0.9**3 * comb(3, 2) * 0.25**2 * 0.75)


@pytest.mark.parametrize("design", DESIGNS, ids=NAMES)
@given(rates=st.lists(st.floats(0, 1), min_size=3, max_size=3), cohorts=st.integers(1, 3))
@settings(max_examples=15)
def test_the_probabilities_of_all_paths_sum_to_one(design, rates, cohorts):
    found = paths(design, nothing(design), cohorts=cohorts)
    shares = found.probabilities(rates[: design.doses])
    assert sum(shares[depth][place] for depth, place in found.ends()) == pytest.approx(1)


@pytest.mark.parametrize("design", DESIGNS, ids=NAMES)
def test_paths_to_the_very_end_give_the_exact_characteristics(design):
    rates = RATES[: design.doses]
    found = paths(design, nothing(design), cohorts=design.most)
    shares, exact = found.probabilities(rates), characteristics(chain_of(design), rates)
    ended = [(found.layers[depth][place], shares[depth][place]) for depth, place in found.ends()]
    assert all(node.ends for node, _ in ended)
    for level in range(1, design.doses + 1):
        assert sum(share for node, share in ended if node.recommended == level) == pytest.approx(
            exact.selected[level - 1]
        )
        treated = sum(share * node.state.n[level - 1] for node, share in ended)
        assert treated == pytest.approx(exact.children[level - 1])
    assert sum(share for node, share in ended if node.recommended is None) == pytest.approx(exact.none)
    assert sum(share for node, share in ended if node.reason is Reason.TOO_TOXIC) == pytest.approx(
        exact.ended.get(int(Reason.TOO_TOXIC), 0)
    )


@pytest.mark.parametrize("design", DESIGNS, ids=NAMES)
def test_every_node_says_what_the_design_says_to_its_state(design):
    for layer in paths(design, nothing(design), cohorts=3).layers:
        for node in layer:
            told = design.decide(node.state)
            assert (node.dose, node.reason) == (told.dose, told.reason)


# --- edges ----------------------------------------------------------------------------------------------------


def test_the_last_cohort_has_no_more_children_than_the_design_takes():
    found = paths(BOIN, seen(BOIN, "1NNN 1NNN 1NNN"), cohorts=5)
    assert {step.size for step in found.steps[0]} == {2}
    assert all(sum(node.state.n) == BOIN.most for node in found.layers[-1])
    assert len(found.steps) == 1


def test_a_design_that_observes_is_followed_one_child_at_a_time():
    design = rolling_six(doses=2, variant="cog")
    found = paths(design, nothing(design), cohorts=2)
    assert found.alone
    assert found.ahead == "2 children ahead"
    assert {step.size for steps in found.steps for step in steps} == {1}
    assert not paths(BOIN, nothing(BOIN), cohorts=1).alone


def test_a_design_that_observes_keeps_its_cohorts_and_says_what_is_left_out():
    late = evolve(LATE, cohort=3)
    found = paths(late, nothing(late), cohorts=1)
    assert ([step.size for step in found.steps[0]], found.ahead) == ([3, 3, 3, 3], "1 cohort ahead")
    assert note_of(found) is not None
    assert "one cohort" in note_of(found)
    assert note_of(paths(BOIN, nothing(BOIN), cohorts=1)) is None


def test_a_trial_that_ended_has_no_further_path():
    found = paths(THREE, seen(THREE, "1TTT"), cohorts=3)
    assert (len(found.layers), found.steps, words(found.layers[0][0])) == (1, (), ("stop", None))


@pytest.mark.parametrize("design", [BOIN, rolling_six(doses=3, variant="cog")])
def test_outcomes_that_are_not_known_yet_are_asked_for(design):
    with pytest.raises(NotComputable, match="1 under observation: write their outcomes"):
        paths(design, seen(design, "1NNP"), cohorts=1)


def test_what_has_no_paths_is_refused_with_the_reason():
    with pytest.raises(UsageError, match="0 cohorts lead nowhere"):
        paths(THREE, nothing(THREE), cohorts=0)
    with pytest.raises(UsageError, match="the state has 2 doses, the design 3"):
        paths(THREE, State(n=(0, 0), y=(0, 0), at=1), cohorts=1)
    with pytest.raises(UsageError, match="2 probabilities for 3 doses"):
        paths(THREE, nothing(THREE), cohorts=1).probabilities((0.1, 0.2))

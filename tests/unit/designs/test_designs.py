"""Laws of dose-finding designs, the table of rolling six, design files and what they refuse."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from rosette.designs.crm import Crm, crm, skeleton_of
from rosette.designs.design import Design, Wishes
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import DecisionTable, boin_boundaries, boin_rates, interval_boundaries, table_design
from rosette.designs.isotonic import isotonic_rates
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.paths import paths
from rosette.designs.readiness import sweep
from rosette.designs.spec import DesignError, read_specification, scenario_of
from rosette.designs.states import Reason, State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import NotComputable, UsageError

TARGET = 0.25
BOIN = table_design(
    name="BOIN", boundaries=boin_boundaries(target=TARGET, most=30), target=TARGET, doses=3, most=18, cohort=3
)
MODEL = crm(skeleton=skeleton_of(width=0.05, target=TARGET, prior=2, doses=3), target=TARGET, most=18)
DESIGNS = [
    three_plus_three(doses=3),
    three_plus_three(doses=3, back=False),
    rolling_six(doses=3, variant="cog"),
    BOIN,
    MODEL,
]
CHAINS = [chain_of(design) for design in DESIGNS]


def said(design, text):
    decision = design.decide(state_after(read_outcomes(text, doses=design.doses), doses=design.doses))
    return decision.dose or ("suspend" if decision.waits else "stop")


# --- outcomes -----------------------------------------------------------------------------------------------


def test_outcomes_are_read_as_trialists_write_them():
    state = state_after(read_outcomes("1NNN 2NTP 2B", doses=3), doses=3)
    assert (state.n, state.y, state.pending) == ((3, 3, 0), (0, 2, 0), (0, 1, 0))
    assert (state.at, state.last) == (2, (1, 1))


@pytest.mark.parametrize("text", ["1NNN 2NTN", "1NNN 2N 2T 2N", "1NNN 2NNT 2NTN", "1NNN 2NNTNTN"])
def test_the_last_cohort_is_that_of_the_design_however_it_was_written(text):
    assert state_after(read_outcomes(text, doses=3), doses=3, size=3).last == (3, 1)


def test_every_word_that_is_no_cohort_is_named():
    with pytest.raises(UsageError) as told:
        read_outcomes("1NNN NNN 4N 2NX", doses=3)
    assert all(word in str(told.value) for word in ('"NNN"', '"4N"', "only 1 to 3", '"2NX"'))


@given(st.lists(st.tuples(st.integers(1, 3), st.text("NTEBP", min_size=1, max_size=6)), max_size=6))
def test_cohorts_print_as_they_are_read(cohorts):
    text = " ".join(f"{dose}{outcomes}" for dose, outcomes in cohorts)
    assert " ".join(map(str, read_outcomes(text, doses=3))) == text


@given(st.text("NTP", min_size=1, max_size=6), st.randoms())
def test_who_is_called_what_changes_no_state(outcomes, order):
    other = "".join(order.sample(outcomes, len(outcomes)))
    assert state_after(read_outcomes(f"1{outcomes}", doses=3), doses=3) == state_after(
        read_outcomes(f"1{other}", doses=3), doses=3
    )


def test_a_state_that_cannot_be_names_every_fault():
    with pytest.raises(UsageError) as told:
        State(n=(3, 0), y=(4, 1), at=3)
    assert all(word in str(told.value) for word in ("dose 1: 4", "dose 2: 1", "dose 3"))


# --- 3+3 and rolling six --------------------------------------------------------------------------------------

STEPS = [
    ("1NNN", 2, 2), ("1NNT", 1, 1), ("1NTT", "stop", "stop"), ("1NNT 1NNN", 2, 2), ("1NNT 1NNT", "stop", "stop"),
    ("1NNN 2NTT", 1, "stop"), ("1NNN 2NTT 1NNT", "stop", "stop"), ("1NNT 1NNN 2TTN", "stop", "stop"),
    ("1NNN 2NNN 3NNN", "stop", "stop"), ("1NNN 2NNN 3NNT", 3, 3), ("1NNN 2NNN 3NTT 2NTT", 1, None),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "back", "on"), STEPS)
def test_three_plus_three_step_by_step(seen, back, on):
    assert said(three_plus_three(doses=3), seen) == back
    assert on is None or said(three_plus_three(doses=3, back=False), seen) == on


# enrolled, toxicities, no toxicity, under observation: what the coding "cog" says at a dose in the middle
COG = """
2 | 0-1 | 0-2 | * | same
2 | 2 | 0 | 0 | down
3 | 0 | 0-2 | 1-3 | same
3 | 1 | 0-2 | 0-2 | same
3 | 0 | 3 | 0 | up
3 | 2-3 | 0-1 | 0-1 | down
4 | 0 | 0-3 | 1-4 | same
4 | 1 | 0-3 | 0-3 | same
4 | 0 | 4 | 0 | up
4 | 2-4 | 0-2 | 0-2 | down
5 | 0 | 0-4 | 1-5 | same
5 | 1 | 0-4 | 0-4 | same
5 | 0 | 5 | 0 | up
5 | 2-5 | 0-3 | 0-3 | down
6 | 0 | 0-4 | 2-6 | suspend
6 | 1 | 0-4 | 1-5 | suspend
6 | 0-1 | 5-6 | 0-1 | up
6 | 2-6 | 0-4 | 0-4 | down
"""
EARLIER = {"4 0 3 1", "5 0 4 1", "5 0 3 2"}  # the other coding goes up as soon as three are complete without toxicity


def cog_table():
    """Every state of the table with its act."""
    found = {}
    for line in COG.strip().splitlines():
        enrolled, toxic, free, _, act = (cell.strip() for cell in line.split("|"))
        spans = [range(int(each.partition("-")[0]), int(each.rpartition("-")[2]) + 1) for each in (toxic, free)]
        for y, n in product(*spans):
            if y + n <= int(enrolled):
                found[f"{enrolled} {y} {n} {int(enrolled) - y - n}"] = act
    return found


@pytest.mark.parametrize("variant", ["cog", "r6-pkg"])
def test_rolling_six_says_in_every_state_what_its_table_says(variant):
    design, table = rolling_six(doses=3, variant=variant), cog_table()
    assert len(table) == sum((e + 1) * (e + 2) // 2 for e in range(2, 7))
    for key, act in table.items():
        _, y, free, pending = map(int, key.split())
        state = State(n=(3, y + free, 0), y=(0, y, 0), at=2, pending=(0, pending, 0))
        if variant == "r6-pkg":
            act = "up" if key in EARLIER else "suspend" if key == "6 0 5 1" else act
        decision = design.decide(state)
        assert {2: "same", 3: "up", 1: "down", None: "suspend"}[decision.dose] == act, key


def test_a_full_level_below_is_the_dose_and_a_blocked_level_is_filled_to_six():
    design = rolling_six(doses=3, variant="cog")
    assert said(design, "1NNNNNN 2TT") == "stop"
    assert said(design, "1NNN 2TT 1N") == 1
    assert said(design, "1NNN 2TT 1NNN") == "stop"
    assert design.recommend(state_after(read_outcomes("1NNN 2TT 1NNN", doses=3), doses=3)) == 1


@pytest.mark.parametrize("variant", ["cog", "r6-pkg"])
def test_a_lower_level_that_turns_out_toxic_late_ends_the_way_up(variant):
    design = rolling_six(doses=3, variant=variant)
    assert said(design, "1NNN 2NNN") == 3
    assert said(design, "1TTN 2NNN") == "stop"
    assert said(design, "1NNN 2TTN 3NNN") == 1
    assert said(design, "1NNNNNN 2TTN 3NNN") == "stop"
    late = state_after(read_outcomes("1NNNNNN 2TTN 3NNN", doses=3), doses=3)
    assert (design.recommend(late), design.decide(late).admissible) == (1, (1,))


def test_what_is_recommended_was_tried():
    design = three_plus_three(doses=3)
    assert design.recommend(state_after(read_outcomes("1NNN 2NNN", doses=3), doses=3)) == 2
    assert design.recommend(state_after((), doses=3)) is None
    later = three_plus_three(doses=3, back=False, start=2)
    assert said(later, "2TTN") == "stop"
    assert later.recommend(state_after(read_outcomes("2TTN", doses=3), doses=3)) is None
    assert characteristics(chain_of(later), (0.3, 0.5, 0.6)).selected[0] == 0.0


@pytest.mark.parametrize("design", [three_plus_three(doses=3), rolling_six(doses=3, variant="cog")])
def test_a_level_whose_toxicity_was_taken_back_gets_no_more_than_six_children(design):
    for n, y, next_ in (
        ((6, 6, 0), (1, 1, 0), 3),
        ((6, 3, 0), (1, 0, 0), 2),
        ((6, 6, 6), (1, 1, 1), None),
        ((6, 6, 3), (1, 1, 2), None),
    ):
        assert design.decide(State(n=n, y=y, at=1)).dose == next_


def test_a_full_level_is_not_declared_while_one_under_observation_may_make_it_too_toxic():
    design = rolling_six(doses=3, variant="cog")
    assert said(design, "1NNNNTP 2TT") == "suspend"
    assert said(design, "1NNNNNP 2TT") == "stop"
    assert said(design, "1NNNNTN 2TT") == "stop"
    assert said(design, "1NNNNTT 2TT") == "stop"


def test_a_design_that_decides_on_complete_cohorts_waits_for_those_under_observation():
    assert said(BOIN, "1NNP") == "suspend"
    assert said(rolling_six(doses=3, variant="cog"), "1NNP") == 1


# --- laws ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: f"{chain.design.name} {chain.design.variant}")
def test_no_law_is_broken_in_any_reachable_state(chain):
    found = sweep(chain.design, chain=chain)
    assert found.ready, found.findings
    assert found.states == sum(found.reasons.values())


@given(st.sampled_from(range(len(CHAINS))), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_every_trial_ends_and_its_means_fit_together(place, rates):
    chain = CHAINS[place]
    found = characteristics(chain, sorted(rates))
    assert sum(found.selected) + found.none == pytest.approx(1)
    assert sum(found.ended.values()) == pytest.approx(1)
    assert found.total <= chain.design.most + 1e-9
    for rate, n, y in zip(sorted(rates), found.children, found.toxicities, strict=True):
        assert y == pytest.approx(rate * n)


@given(st.sampled_from(range(len(CHAINS))), st.lists(st.floats(0.01, 0.9), min_size=3, max_size=3), st.data())
@settings(max_examples=40)
def test_one_decision_at_a_time_gives_the_exact_characteristics(place, rates, data):
    """Walks one trial by `decide`: each of its states is one of the chain, with the same next dose."""
    design, state, layer = DESIGNS[place], None, -1
    seen = []
    dose = design.start
    while dose:
        size = min(design.cohort, design.most - sum(map(len, seen)) + len(seen))
        toxic = data.draw(st.integers(0, size))
        seen.append(f"{dose}{'T' * toxic}{'N' * (size - toxic)}")
        state = state_after(read_outcomes(" ".join(seen), doses=3), doses=3)
        layer += 1
        dose = design.decide(state).dose or 0
        known = CHAINS[place].layers[layer]
        same = (known.states.n == state.n).all(axis=1) & (known.states.y == state.y).all(axis=1) & (known.next == dose)
        assert same.any()


@given(st.floats(0.05, 0.6))
def test_the_rates_of_boin_lie_around_the_target(target):
    low, high = boin_rates(target=target, low=0.6 * target, high=1.4 * target)
    assert 0.6 * target < low < target < high < 1.4 * target


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=6))
def test_isotonic_rates_never_fall_and_leave_rising_rates_alone(pairs):
    n, y = np.array([[max(pair) for pair in pairs]]), np.array([[min(pair) for pair in pairs]])
    rates = isotonic_rates(n, y, n > 0)[0]
    tried = rates[n[0] > 0]
    assert (np.diff(tried) >= -1e-12).all()
    plain = (y[0] + 0.05) / (n[0] + 0.1)
    if (np.diff(plain[n[0] > 0]) >= 0).all():
        assert tried == pytest.approx(plain[n[0] > 0])


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=3, max_size=3), st.integers(0, 2))
def test_a_toxicity_more_never_raises_the_dose_of_the_model(pairs, place):
    model = Crm(skeleton=(0.1, 0.25, 0.4), target=TARGET)
    n, y = [max(pair) + 1 for pair in pairs], [min(pair) for pair in pairs]
    more = [count + (dose == place) for dose, count in enumerate(y)]
    assert model.fit(n, more).dose <= model.fit(n, y).dose


def test_where_the_upper_rate_is_met_exactly_the_paper_and_the_package_differ():
    paper, package = (boin_boundaries(target=0.1, most=400, parity=each) for each in (False, True))
    assert paper.up == package.up
    assert all(one <= two for one, two in zip(paper.down, package.down, strict=True))


class Reckless:
    """Two doses up, whatever was seen."""

    def choose(self, states):
        return Wishes(dose=np.minimum(states.at + 2, 3), why=np.full(len(states.at), int(Reason.UP)))


class Perverse:
    """The more toxicity, the higher."""

    def choose(self, states):
        return Wishes(dose=np.where(states.here(states.y) > 0, 2, 1), why=np.full(len(states.at), int(Reason.UP)))


def test_the_sweep_finds_a_rule_that_skips_and_a_rule_that_rises_with_toxicity():
    skips = sweep(evolve(BOIN, chooser=Reckless(), safety=None))
    rises = sweep(evolve(BOIN, chooser=Perverse(), safety=None))
    assert {each.law for each in skips.findings} == {"an untried dose is skipped"}
    assert "one toxicity more leads to a higher dose" in {each.law for each in rises.findings}


# --- one decision -------------------------------------------------------------------------------------------


def test_a_decision_says_what_would_have_changed_it():
    state = state_after(read_outcomes("1NNN 2NNT", doses=3), doses=3)
    found = BOIN.decide(state)
    assert (found.dose, found.reason, found.admissible) == (1, Reason.DOWN, (1, 2, 3))
    assert found.changes == (3, 1, 1, 1)
    assert found.margin == 1


def test_a_dose_that_is_out_takes_all_above_with_it():
    found = BOIN.decide(State(n=(3, 3, 0), y=(0, 3, 0), at=2))
    assert (found.dose, found.admissible) == (1, (1,))
    assert BOIN.decide(State(n=(3, 0, 0), y=(3, 0, 0), at=1)).reason is Reason.TOO_TOXIC
    assert BOIN.recommend(State(n=(3, 0, 0), y=(3, 0, 0), at=1)) is None


def test_up_into_a_dose_that_is_out_is_a_stay_and_a_model_skips_nothing():
    held = BOIN.decide(State(n=(6, 3, 0), y=(0, 3, 0), at=1))
    assert (held.dose, held.reason) == (1, Reason.HELD)
    assert MODEL.decide(State(n=(3, 0, 0), y=(0, 0, 0), at=1, last=(3, 0))).dose == 2
    hot = crm(skeleton=(0.01, 0.02, 0.03), target=0.3, most=30).decide(
        State(n=(3, 0, 0), y=(1, 0, 0), at=1, last=(3, 1))
    )
    assert (hot.dose, hot.reason) == (1, Reason.COHERENT)


def test_enough_children_at_a_dose_that_would_be_given_again_end_the_trial():
    early = evolve(BOIN, enough_here=6)
    assert early.decide(State(n=(3, 6, 0), y=(0, 2, 0), at=2)).dose == 1
    assert early.decide(State(n=(6, 0, 0), y=(2, 0, 0), at=1)).reason is Reason.ENOUGH_HERE
    assert BOIN.decide(State(n=(6, 12, 0), y=(0, 3, 0), at=2)).reason is Reason.ALL_ENROLLED


def test_a_trial_begins_at_its_start():
    found = BOIN.decide(State(n=(0, 0, 0), y=(0, 0, 0), at=1))
    assert (found.dose, found.reason, found.margin) == (1, Reason.START, None)


def test_a_step_beyond_the_levels_is_told_as_what_it_is():
    for text, reason in (("1NNN 2NNN 3NNN", Reason.TOP), ("1NTT 1NNN", Reason.BOTTOM)):
        found = BOIN.decide(state_after(read_outcomes(text, doses=3), doses=3))
        assert (found.dose, found.reason) == (int(text[-4]), reason)


def test_children_beside_cohorts_are_in_no_exact_figures():
    design = read_specification((EXAMPLES / "backfill.toml").read_text(encoding="utf-8")).design
    with pytest.raises(NotComputable, match=r"beside its cohorts: `rosette design simulate` plays it"):
        characteristics(chain_of(design), (0.1, 0.2, 0.3, 0.4))
    with pytest.raises(NotComputable, match="beside its cohorts"):
        paths(design, State(n=(0, 0, 0, 0), y=(0, 0, 0, 0), at=1), cohorts=1)


def test_a_child_more_than_the_table_holds_excludes_a_level_no_later():
    assert BOIN.decide(State(n=(3, 19, 0), y=(0, 3, 0), at=2)).reason is Reason.ALL_ENROLLED
    assert BOIN.decide(State(n=(3, 40, 0), y=(0, 20, 0), at=2)).admissible == (1,)


# --- what is refused ----------------------------------------------------------------------------------------


def test_impossible_designs_name_every_fault():
    table = boin_boundaries(target=0.3, most=10)
    with pytest.raises(UsageError) as told:
        table_design(name="BOIN", boundaries=table, target=1.2, doses=3, most=30, start=4, cohort=0, enough_here=40)
    assert all(
        word in str(told.value) for word in ("target 1.2", "ends at 10", "dose 4", "cohorts of 0", "never comes")
    )
    with pytest.raises(UsageError) as told:
        Crm(skeleton=(0.3, 0.2, 1.0), target=0, model="probit", variance=0)
    assert all(word in str(told.value) for word in ("target 0", "does not rise", "outside", "probit", "variance"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: rolling_six(doses=3, variant="new"), "cog or r6-pkg"),
        (lambda: three_plus_three(doses=0), "at least one dose"),
        (lambda: three_plus_three(doses=2, start=3), "a start among them"),
        (lambda: interval_boundaries(kind="mTPI-3", target=0.3, most=9), "mTPI, mTPI-2, Keyboard"),
        (lambda: skeleton_of(width=0.4, target=0.25, prior=9, doses=5), "dose 9"),
        (lambda: crm(skeleton=(0.1, 0.3), target=0.25, most=30, start=3), "start at dose 3"),
        (lambda: DecisionTable(up=(0, 1), down=(1, 1), out=(9, 9)), "overlap"),
        (lambda: characteristics(CHAINS[0], (0.1, 1.2)), "2 probabilities for 3 doses"),
        (lambda: BOIN.decide(State(n=(3,), y=(0,), at=1)), "has 1 doses"),
        (lambda: State(n=(3,), y=(0,), at=1, pending=(-1,)), "-1 under observation"),
        (lambda: State(n=(3,), y=(0,), at=1, last=(1, 2)), "2 toxicities of 1"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(make, said):
    with pytest.raises(UsageError, match=said):
        make()


FILE = """
format = "rosette-design-1"
name = "invented"
design = "BOIN"
target = 0.25
cohort = 3
most = 18
level = [{name = "1", dose = "12 mCi/kg"}, {name = "2", dose = "555 MBq/kg"}, {name = "3", dose = "18 mCi/kg"}]
scenario = [{name = "a", toxicity = [0.1, 0.2, 0.3]}]
"""


def test_a_design_file_gives_the_design_with_its_levels():
    found = read_specification(FILE)
    assert isinstance(found.design, Design)
    assert (found.design.name, found.design.doses, found.design.most) == ("BOIN", 3, 18)
    assert [str(level.dose) for level in found.levels] == ["12 mCi/kg", "555 MBq/kg", "18 mCi/kg"]
    assert scenario_of(found, "a").toxicity == (0.1, 0.2, 0.3)
    with pytest.raises(UsageError, match='no scenario "b"'):
        scenario_of(found, "b")


def test_every_kind_can_be_made_from_a_file():
    for kind, more in (
        ("3+3", 'variant = "NODE"'),
        ("rolling six", 'variant = "r6-pkg"'),
        ("BOIN", "extra_safe = true\nenough_here = 9"),
        ("mTPI", ""),
        ("mTPI-2", ""),
        ("Keyboard", ""),
        ("CRM", 'variant = "logistic"\nskeleton = {half_width = 0.05, prior_dose = 2}'),
        ("CRM", 'variant = "empiric"\nskeleton = {guesses = [0.1, 0.2, 0.3]}'),
    ):
        text = FILE.replace('design = "BOIN"', f'design = "{kind}"\n{more}')
        if kind in ("3+3", "rolling six"):
            text = "\n".join(
                line for line in text.splitlines() if line.split(" ")[0] not in ("target", "cohort", "most")
            )
        assert read_specification(text).design.name == kind


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("target = 0.25", "target = 0", ["target: 0 is no such number"]),
        ("most = 18", "", ["most: is missing"]),
        ('"12 mCi/kg"', '"12"', ['dose: "12" is no dose with a unit']),
        ('"555 MBq/kg"', '"555 mg/m2"', ["different kinds"]),
        ('"555 MBq/kg"', '"333 MBq/kg"', ["level 2", "is not above level 1"]),
        ("[0.1, 0.2, 0.3]", "[0.1, 2]", ["3 numbers from 0 to 1"]),
        ("cohort = 3", "cohort = 3\nenough_here = 20", ["never comes"]),
        ("cohort = 3", "cohort = 3\nwindow = 3", ["window"]),
        ('design = "BOIN"', 'design = "BOINN"', ["BOINN", "BOIN"]),
        ('"rosette-design-1"', '"rosette-design-2"', ["is not the format"]),
        (FILE, "format = ", ["not TOML"]),
        (
            'design = "BOIN"\ntarget = 0.25',
            'design = "CRM"\nvariant = "x"\ntarget = 2',
            ["variant", "target", "skeleton"],
        ),
    ],
)
def test_a_design_file_is_refused_with_every_fault(old, new, said):
    with pytest.raises(DesignError) as told:
        read_specification(FILE.replace(old, new))
    assert all(word in told.value.explain() for word in said)


EXAMPLES = Path(__file__).parents[3] / "examples" / "designs"
UNSAFE = [
    ("boin", "start = 1", "start = 1\nenough_here = 28", ["28 children at a level come no sooner than all 30"]),
    ("tite-boin", "start = 1", "start = 1\nenough_here = 60", ["this stop never comes"]),
    ("boin12", "enough_anywhere = 12", "enough_anywhere = 36", ["enough_anywhere", "this stop never comes"]),
    ("boin", "target = 0.25\ncohort = 3\nmost = 30", "target = 0.7\nmost = 6", ["6 toxicities of 6 children do not"]),
    ("boin", "target = 0.25", "target = 0.9", ["has no rates around it"]),
    ("boin", 'design = "BOIN"\ntarget = 0.25', 'design = "mTPI"\ntarget = 0.03', ["leaves 0 to 1"]),
    ("boin", "most = 30", "most = 1000000000", ["most", "from 1 to 1000"]),
    ("boin", "target = 0.25\ncohort = 3", "target = 0\ncohort = 0", ["target: 0", "cohort: 0"]),
    ("boin", 'name = "2"', 'name = "1"', ['"1" is the name of two levels']),
    ("boin", '"all too toxic"', '"as hoped"', ['"as hoped" is the name of two scenarios']),
    ("boin", "[0.08, 0.16,", "[0.18, 0.16,", ["as hoped: toxicity falls from level 1 to level 2"]),
    ("boin-grid", "[0.05, 0.10, 0.20, 0.10,", "[0.05, 0.10, 0.20, 0.01,", ["falls from level 1 to level 4"]),
    ("boin", "[0.08, 0.16,", "[false, 0.16,", ["does not give each level its probability"]),
    ("boin", "toxicity = [0.08", "association = 2.0\ntoxicity = [0.08", ["an efficacy that it does not have"]),
    ("boin", '"12 mCi/kg"', '"0 mCi/kg"', ["level 1: 0 mCi/kg is no dose"]),
    ("boin12", "efficacy = [0.12, 0.39, 0.43, 0.55, 0.65]", "", ["has no efficacy, at which the design looks"]),
    ("boin12", "u1 = 100\nu2 = 40\nu3 = 60", "u1 = 0\nu2 = 0\nu3 = 0", ["must be worth most"]),
    ("backfill", "cap = 9", "cap = 3", ["nobody comes beside it"]),
    ("backfill", "efficacy = [0.10, 0.20, 0.30, 0.35]", "", ["all too toxic has no efficacy"]),
    ("crm", "half_width = 0.05\nprior_dose = 3", "guesses = [0.1, 0.3, 0.2, 0.4, 0.5]", ["skeleton does not rise"]),
    ("blrm", "mean = [-0.85, 0.2]", "mean = [3.0, 0.2]", ["level 1 is not admissible before anybody was treated"]),
    ("blrm", "largest_step = 1.0", "largest_step = 0.6", ["level 2, 8 mCi/kg, cannot be reached from 4 mCi/kg"]),
    ("under-way", 'window = "56 d"', 'window = "28 d"', ["28 days, is not the longest of conduct, 56"]),
    ("under-way", "days = 56", "days = 1000000000", ["days", "from 1 to 3650"]),
    ("under-way", "certainty = 0.90", "certainty = 0.999999999", ["13 toxicities of 13 children do not stop"]),
    ("under-way", 'cap = "900 mCi"', 'cap = "900 mg"', ["900 mg is no cap of a dose of 12 mCi/kg"]),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), UNSAFE)
def test_an_unsafe_or_impossible_file_is_refused_with_a_sentence(name, old, new, said):
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    read_specification(text)
    with pytest.raises(DesignError) as told:
        read_specification(text.replace(old, new))
    assert all(word in told.value.explain() for word in said), told.value.explain()


def test_a_backfill_that_asks_for_no_response_needs_no_efficacy():
    text = (EXAMPLES / "backfill.toml").read_text(encoding="utf-8")
    text = text.replace("efficacy = [0.10, 0.20, 0.30, 0.35]", "").replace('response = "here"', 'response = "none"')
    assert read_specification(text).scenarios[0].efficacy is None


def test_faults_of_model_and_sizes_are_told_together_and_no_known_key_is_called_unknown():
    text = (EXAMPLES / "crm.toml").read_text(encoding="utf-8")
    text = text.replace("half_width = 0.05\nprior_dose = 3", "guesses = [0.1, 0.3, 0.2, 0.4, 0.5]")
    with pytest.raises(DesignError, match=r"(?s)does not rise.*start at dose 9"):
        read_specification(text.replace("start = 1", "start = 9"))
    with pytest.raises(DesignError) as told:
        read_specification(text.replace("target = 0.25", "target = 0"))
    assert "unknown key" not in told.value.explain()

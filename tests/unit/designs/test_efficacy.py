"""BOIN12 and EffTox in spec tables and laws, the simulator that asks the rule, and their files."""

import json
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st
from typer.testing import CliRunner

from rosette.cli.main import app
from rosette.designs.boin12 import Boin12, Open, boin12, desirability_table
from rosette.designs.contour import Contour
from rosette.designs.crm import crm, skeleton_of
from rosette.designs.efftox import EffTox, efftox
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.grids import decision_grid
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.simulate.asked import Assumed, asked, joint
from rosette.designs.simulate.engine import Order
from rosette.designs.simulate.jobs import job_of
from rosette.designs.simulate.result import joined, summary
from rosette.designs.spec import DesignError, load_specification, read_specification
from rosette.designs.states import Reason, State, many
from rosette.designs.steps import three_plus_three
from rosette.designs.utilities import Utilities
from rosette.kernel import NotComputable, UsageError

EXAMPLES = Path(__file__).parents[3] / "examples" / "designs"
RULE = Boin12(
    open=Open(toxicity=0.35, efficacy=0.25, toxicity_cut=0.95, efficacy_cut=0.90),
    utilities=Utilities(u1=100, u2=40, u3=60, u4=0),
    surely=6,
)
MODEL = EffTox(
    doses=(10, 20, 40),
    prior=((-2, 2), (1, 2), (0, 2), (1, 2), (0, 0.2), (0, 1)),
    efficacy=0.4,
    toxicity=0.35,
    efficacy_cut=0.1,
    toxicity_cut=0.1,
    contour=Contour(efficacy_alone=0.4, toxicity_alone=0.7, efficacy=0.6, toxicity=0.3),
)
TRUTH = Assumed(toxicity=(0.05, 0.2, 0.4), efficacy=(0.1, 0.4, 0.5), association=2.0)


def weighed(**more):
    return boin12(chooser=evolve(RULE, **more), doses=3, most=36)


def decided(design, text):
    decision = design.decide(state_after(read_outcomes(text, doses=3), doses=3, size=3))
    return decision.dose or "stop", decision.reason


# --- BOIN12 ---------------------------------------------------------------------------------------------------

BOIN12 = [
    ("1NNN", 2, Reason.MORE_DESIRED),  # desirability 17 against 30 of an untried dose
    ("1EEE", 1, Reason.DESIRED),  # 45 against 30
    ("1EEN", 1, Reason.DESIRED),  # 38 against 30
    ("1ENN", 2, Reason.MORE_DESIRED),  # 27 against 30
    ("1EET", 1, Reason.DESIRED),  # one of three lies between the rates with fewer than N*: still free to go up
    ("1ENT", 2, Reason.MORE_DESIRED),
    ("1ENT 1ENT", 1, Reason.DESIRED),  # with N* children it no longer goes up
    ("1EEE 2TTN", 1, Reason.DOWN),
    ("1ETT", 1, Reason.DOWN),  # nothing lower: the same dose while it is admissible
    ("1TTT", "stop", Reason.TOO_TOXIC),
    ("1EEN 2EEE", 2, Reason.DESIRED),
    ("1NNN 1NNN 1NNN 2ENN", 3, Reason.MORE_DESIRED),  # dose 1 is without effect: only 2 and 3 are weighed
    ("1NNN 1NNN 1NNN 2TTN", 2, Reason.DOWN),  # the dose below is without effect, none is lower
]


@pytest.mark.parametrize(("seen", "dose", "why"), BOIN12)
def test_boin12_step_by_step(seen, dose, why):
    assert decided(weighed(), seen) == (dose, why)


def test_of_equally_desirable_doses_the_file_says_which():
    seen = "1EEN 2EEN"
    assert decided(weighed(tie="higher"), seen)[0] == 2
    assert decided(weighed(tie="lower"), seen)[0] == 1


def test_the_exploration_rule_tries_a_dose_that_nobody_had():
    seen = "1EEEEEEEEE"
    assert decided(weighed(), seen) == (1, Reason.DESIRED)
    assert decided(weighed(explore=True), seen) == (2, Reason.EXPLORE)
    assert decided(weighed(explore=True), "1EEEEEEEEE 2EEN 1EEE") == (1, Reason.DESIRED)
    assert decided(weighed(explore=True), "1EEEEETTTT")[1] is Reason.DOWN


def test_a_dose_without_effect_is_closed_alone_and_a_toxic_one_with_all_above():
    state = State(n=(9, 3, 0), y=(0, 0, 0), at=2, last=(3, 0), eff=(0, 1, 0), both=(0, 0, 0))
    assert weighed().decide(state).admissible == (2, 3)
    assert weighed().decide(evolve(state, y=(0, 3, 0), eff=(3, 0, 0))).admissible == (1,)


def test_the_biological_dose_lies_at_or_below_the_mtd():
    state = State(n=(9, 9, 6), y=(0, 2, 4), at=2, last=(3, 0), eff=(2, 5, 6), both=(0, 1, 4))
    assert weighed().recommend(state) == 2
    assert weighed().recommend(evolve(state, eff=(8, 5, 6))) == 1


def test_a_trial_can_end_with_enough_children_at_any_dose():
    design = boin12(chooser=RULE, doses=3, most=36, enough_anywhere=6)
    assert decided(design, "1NNN 1NNN") == ("stop", Reason.ENOUGH_HERE)


def test_a_design_that_weighs_efficacy_asks_for_it_and_is_not_followed_one_by_one():
    with pytest.raises(UsageError, match="looks at efficacy"):
        weighed().decide(State(n=(3, 0, 0), y=(0, 0, 0), at=1))
    with pytest.raises(NotComputable, match="design simulate"):
        chain_of(weighed())
    with pytest.raises(NotComputable, match="efficacy"):
        job_of(weighed(), Assumed(toxicity=(0.1, 0.2, 0.3)), Order(trials=1, seed=1))


def test_a_toxicity_more_can_lead_to_a_higher_dose_because_it_is_less_desirable():
    assert decided(weighed(), "1EEENNN") == (1, Reason.DESIRED)
    assert decided(weighed(), "1EEENNT") == (2, Reason.MORE_DESIRED)


@given(st.integers(1, 12), st.data())
def test_more_efficacy_is_more_desirable_and_more_toxicity_less(n, data):
    table = desirability_table(RULE, (n,))
    y, eff = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n - 1))
    one, better, worse = table[n, y, eff], table[n, y, eff + 1], table[n, y + 1, eff]
    assert one is None or better is None or one < better
    assert one is None or worse is None or one > worse


def test_utilities_that_cannot_be_are_refused_and_those_that_depend_on_both_have_no_table():
    with pytest.raises(UsageError) as told:
        Utilities(u1=90, u2=40, u3=95, u4=-1)
    assert all(word in str(told.value) for word in ("-1", "worth most"))
    odd = evolve(RULE, utilities=Utilities(u1=100, u2=30, u3=50, u4=0))
    with pytest.raises(NotComputable):
        desirability_table(odd, (3,))


# --- EffTox ---------------------------------------------------------------------------------------------------


@given(st.floats(0.1, 0.5), st.floats(0.4, 0.9), st.floats(0.2, 0.8), st.floats(0.1, 0.9))
def test_the_contour_goes_through_its_three_points(alone, toxic, up, down):
    contour = Contour(
        efficacy_alone=alone, toxicity_alone=toxic, efficacy=alone + up * (1 - alone), toxicity=toxic * down
    )
    efficacy = np.array([alone, 1.0, contour.efficacy, 1.0])
    toxicity = np.array([0.0, toxic, contour.toxicity, 0.0])
    assert contour.worth(efficacy, toxicity) == pytest.approx([0, 0, 0, 1], abs=1e-6)


def test_a_contour_that_does_not_bend_inwards_is_refused():
    with pytest.raises(UsageError):
        Contour(efficacy_alone=0.7, toxicity_alone=0.7, efficacy=0.6, toxicity=0.3)


def test_without_data_the_beliefs_are_those_of_the_prior():
    nobody = many([State(n=(0, 0, 0), y=(0, 0, 0), at=1, eff=(0, 0, 0), both=(0, 0, 0))])
    draws = np.random.Generator(np.random.PCG64(1)).standard_normal((200_000, 5))
    mean, spread = np.array(MODEL.prior)[:5].T
    theta = mean + spread * draws
    toxicity = 1 / (1 + np.exp(-(theta[:, :2] @ MODEL.places[:, :2].T)))
    efficacy = 1 / (1 + np.exp(-(theta[:, 2:] @ MODEL.places.T)))
    found = MODEL.fit(nobody)
    assert found.toxicity == pytest.approx(toxicity.mean(axis=0), abs=0.01)
    assert found.efficacy == pytest.approx(efficacy.mean(axis=0), abs=0.01)
    assert found.tolerable == pytest.approx((toxicity < 0.35).mean(axis=0), abs=0.015)
    assert found.effective == pytest.approx((efficacy > 0.4).mean(axis=0), abs=0.015)


EFFTOX = [("1EEE", 1), ("1NNN", 2), ("1TTT", "stop"), ("1EEE 2TTT", 1), ("1NNN 2NNN", 3), ("1NNN 2EEE 3BBB", 2)]


@pytest.mark.parametrize(("seen", "dose"), EFFTOX)
def test_efftox_step_by_step(seen, dose):
    assert decided(efftox(model=MODEL, most=30), seen)[0] == dose


def test_where_a_prior_lets_toxicity_fall_with_the_dose_a_toxic_dose_closes_all_above():
    published = evolve(MODEL, closed=False)
    assert decided(efftox(model=MODEL, most=30), "1TTT") == ("stop", Reason.TOO_TOXIC)
    assert decided(efftox(model=published, most=30), "1TTT")[0] == 2


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=3
    )
)
@settings(max_examples=25)
def test_efftox_gives_no_dose_two_above_the_highest_tried_and_equal_data_equal_answers(cells):
    n = tuple(map(sum, cells))
    state = State(
        n=n,
        y=tuple(c + d for _, _, c, d in cells),
        at=1,
        eff=tuple(b + d for _, b, _, d in cells),
        both=tuple(d for *_, d in cells),
    )
    design = efftox(model=MODEL, most=90)
    tried = max((dose for dose, count in enumerate(n, 1) if count), default=0)
    assert all(dose <= tried + 1 for dose in design.decide(state).admissible) or tried == 0
    again = efftox(model=evolve(MODEL), most=90)
    assert design.decide(state) == again.decide(state)


def test_faults_of_a_model_are_told_together():
    with pytest.raises(UsageError) as told:
        evolve(MODEL, doses=(10, 10, 40), efficacy=1.4, prior=(*MODEL.prior[:5], (0, -1)))
    assert all(word in str(told.value) for word in ("rise", "limit of efficacy", "psi"))


# --- the simulator that asks the rule ---------------------------------------------------------------------------

RATES = (0.05, 0.15, 0.30, 0.45, 0.60)
ASKED = [
    table_design(name="BOIN", boundaries=boin_boundaries(target=0.3, most=30), target=0.3, doses=5, most=30),
    crm(skeleton=skeleton_of(width=0.05, target=0.25, prior=3, doses=5), target=0.25, most=18),
    three_plus_three(doses=5),
]


@pytest.mark.parametrize(("design", "trials"), list(zip(ASKED, (200_000, 30_000, 30_000), strict=True)))
def test_asked_trials_agree_with_the_exact_characteristics(design, trials):
    exact = characteristics(chain_of(design), RATES)
    found = summary(asked(design, Assumed(toxicity=RATES), rows=np.arange(trials), seed=7), scenario=RATES, seed=7)
    for ours, theirs in zip((found.none, *found.selected), (exact.none, *exact.selected), strict=True):
        assert abs(ours - theirs) <= 4 * np.sqrt(theirs * (1 - theirs) / trials) + 1e-12
    assert np.all(np.abs(np.subtract(found.children, exact.children)) < 4 * np.array(found.children_error))
    assert np.all(np.abs(np.subtract(found.toxicities, exact.toxicities)) < 4 * np.array(found.toxicities_error))
    assert set(found.ended) <= set(exact.ended)


@pytest.mark.parametrize("design", [weighed(), efftox(model=MODEL, most=12), weighed(explore=True)])
def test_one_seed_gives_one_answer_whatever_the_block(design):
    one, *parts = (asked(design, TRUTH, rows=np.arange(*ends), seed=5) for ends in ((0, 60), (0, 7), (7, 60)))
    two, other = joined(parts), asked(design, TRUTH, rows=np.arange(60), seed=6)
    for name in ("selected", "n", "y", "why", "eff"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert not np.array_equal(one.n, other.n)


def test_children_have_toxicity_and_efficacy_as_the_scenario_says():
    runs = asked(weighed(), TRUTH, rows=np.arange(4000), seed=2)
    n = runs.n.sum(axis=0)
    for counts, rates in ((runs.y, TRUTH.toxicity), (runs.eff, TRUTH.efficacy)):
        rates = np.array(rates)
        assert np.all(np.abs(counts.sum(axis=0) / n - rates) < 4.5 * np.sqrt(rates * (1 - rates) / n))


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.floats(0.05, 20))
def test_toxicity_and_efficacy_go_together_by_the_odds_ratio(one, two, ratio):
    both = joint(np.array([one]), np.array([two]), ratio)[0]
    a, b, c, d = both, one - both, two - both, 1 - one - two + both
    assert min(a, b, c, d) > 0
    assert a * d / (b * c) == pytest.approx(ratio, rel=1e-4)


def test_a_scenario_that_cannot_be_names_every_fault():
    with pytest.raises(UsageError) as told:
        Assumed(toxicity=(0.1, 1.2), efficacy=(0.3,), association=0)
    assert all(word in str(told.value) for word in ("1.2", "1 probabilities of efficacy", "odds ratio"))


# --- files ----------------------------------------------------------------------------------------------------


def test_the_examples_hold_what_the_designs_need():
    one, two = (load_specification(EXAMPLES / f"{name}.toml") for name in ("boin12", "efftox"))
    assert one.scenarios[0].efficacy == (0.12, 0.39, 0.43, 0.55, 0.65)
    assert (one.design.efficacy, two.design.efficacy) == (True, True)
    assert two.design.chooser.doses == (10, 20, 40, 66, 100)


FAULTS = [
    ("boin12", "toxicity_limit = 0.35", "toxicity_limit = 3.5", "toxicity_limit: 3.5"),
    ("boin12", "u2 = 40\n", "", "utilities.u2: is missing"),
    ("boin12", "u2 = 40", "u2 = 400", "400"),
    ("boin12", 'tie = "higher"', 'tie = "hihger"', "hihger"),
    ("boin12", "efficacy = [0.12, ", "efficacy = [", "scenario[0].efficacy"),
    ("boin12", "association = 1.0", "association = -1", "association: -1"),
    ("efftox", "psi = [0.0, 1.0]", "psi = [0.0]", "prior.psi"),
    ("efftox", "efficacy_alone = 0.5", "efficacy_alone = 0.9", "contour"),
    ("efftox", "efficacy_cut = 0.1\n", "", "efficacy_cut: is missing"),
    ("efftox", 'dose = "20 mg/m2"', 'dose = "20 apples"', "20 apples"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), FAULTS)
def test_a_fault_of_a_file_is_told_in_its_place(name, old, new, told):
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DesignError) as fault:
        read_specification(text.replace(old, new))
    assert told in str(fault.value)


def test_the_terminal_plays_designs_that_must_be_asked_with_and_without_a_clock(tmp_path):
    def played(path, trials="200"):
        return CliRunner().invoke(app, ["design", "simulate", str(path), "--trials", trials, "--json"])

    for name in ("boin12", "boin-grid"):
        told = json.loads(played(EXAMPLES / f"{name}.toml").stdout)["scenarios"][0]
        assert sum(told["selected"]) + told["none"] == pytest.approx(1)
    clock = tmp_path / "clock.toml"
    text = (EXAMPLES / "boin12.toml").read_text(encoding="utf-8")
    clock.write_text(text.replace("[utilities]", '[accrual]\ngap = "10 d"\nwindow = "28 d"\n\n[utilities]'))
    assert json.loads(played(clock).stdout)["scenarios"][0]["days"]["mean"] > 28


@pytest.mark.parametrize("name", ["boin12", "efftox", "boin-grid"])
def test_no_grid_of_letters_is_drawn_where_the_counts_of_one_level_do_not_say_the_dose(name):
    with pytest.raises(NotComputable, match="do not say the dose"):
        decision_grid(load_specification(EXAMPLES / f"{name}.toml").design)

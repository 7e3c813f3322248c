"""Laws of logistic regression with overdose control: its quadrature, its admissible doses, its file; two drugs."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.support.blrm_grid import dense

from rosette.designs.blrm import Blrm, Posterior, Prior
from rosette.designs.blrm_pair import Drug, OneUp, Pair, combination_fit
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.overdose import ByPosterior, Ewoc, NoJump, blrm
from rosette.designs.readiness import sweep
from rosette.designs.spec import DesignError, read_specification
from rosette.designs.states import Reason, State, many
from rosette.kernel import NotComputable, UsageError

DOSES, REFERENCE, EDGES, LIMIT = (4.0, 8.0, 12.0, 18.0, 24.0), 12.0, (0.16, 0.33), 0.25
PRIOR = Prior(mean=(-0.85, 0.2), sd=(2.0, 1.0))
MODEL = Blrm(prior=PRIOR, doses=DOSES, reference=REFERENCE, edges=EDGES)
PLAIN = {"prior": PRIOR, "doses": DOSES[1:4], "reference": REFERENCE, "edges": EDGES, "overdose": LIMIT, "most": 18}
DESIGN = blrm(**PLAIN)
CHAIN = chain_of(DESIGN)
REACHED = [layer.states for layer in CHAIN.layers]


def fit(n, y, model=MODEL):
    return model.posterior(np.array([n]), np.array([y]))


def counts(most=12, doses=5):
    """Children and toxicities of every dose."""
    pair = st.integers(0, most).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
    return st.lists(pair, min_size=doses, max_size=doses).map(lambda pairs: tuple(map(list, zip(*pairs, strict=True))))


def priors():
    return st.builds(
        lambda a, b, sa, sb, rho: Prior(mean=(a, b), sd=(sa, sb), correlation=rho),
        *(st.floats(-3, 1), st.floats(-0.5, 0.8), st.floats(0.3, 2.5), st.floats(0.2, 1.2), st.floats(-0.8, 0.8)),
    )


# --- the quadrature ----------------------------------------------------------------------------------------------

EXTREMES = [
    ([30, 0, 0, 0, 0], [0, 0, 0, 0, 0]), ([6, 0, 0, 0, 0], [6, 0, 0, 0, 0]), ([0, 0, 0, 0, 30], [0, 0, 0, 0, 0]),
    ([6, 6, 6, 6, 6], [6, 0, 6, 0, 6]), ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]), ([9, 9, 0, 6, 12], [0, 0, 0, 0, 0]),
    ([0, 0, 0, 3, 6], [0, 0, 0, 0, 0]), ([30, 30, 30, 30, 30], [1, 3, 8, 14, 19]),
    ([30, 0, 0, 0, 30], [30, 0, 0, 0, 0]),
]  # fmt: skip


@pytest.mark.parametrize("correlation", [-0.8, 0.0, 0.8])
@pytest.mark.parametrize(("n", "y"), EXTREMES)
def test_extreme_data_are_summed_to_six_digits(n, y, correlation):
    model = Blrm(
        prior=Prior(mean=(-0.85, 0.2), sd=(2.0, 1.0), correlation=correlation),
        doses=DOSES, reference=REFERENCE, edges=EDGES,
    )  # fmt: skip
    found = fit(n, y, model)
    slow = dense(n, y, np.log(np.array(DOSES) / REFERENCE), (-0.85, 0.2, 2.0, 1.0, correlation), EDGES)
    assert found.mean[0] == pytest.approx(slow[:, 0], abs=1e-6)
    assert found.sd[0] == pytest.approx(slow[:, 1], abs=1e-6)
    assert np.cumsum(found.shares[0], axis=1)[:, :2] == pytest.approx(slow[:, 2:], abs=1e-6)


def test_without_data_the_posterior_is_the_prior():
    found = fit([0] * 5, [0] * 5)
    assert found.parameters[0] == pytest.approx((-0.85, 0.2), abs=1e-9)


@given(counts(), priors())
@settings(max_examples=60, deadline=None)
def test_rates_rise_with_the_dose_and_shares_are_shares(seen, prior):
    found = fit(*seen, Blrm(prior=prior, doses=DOSES, reference=REFERENCE, edges=EDGES))
    assert (np.diff(found.mean[0]) > -1e-9).all()
    assert (np.diff(found.over[0]) > -2e-6).all()
    assert found.shares.sum(axis=2) == pytest.approx(np.ones((1, 5)))
    assert (found.shares >= 0).all()


@given(counts(), st.permutations(range(5)), st.floats(0.1, 1000))
@settings(max_examples=40, deadline=None)
def test_neither_the_unit_nor_the_company_of_a_state_changes_anything(seen, order, unit):
    scaled = Blrm(prior=PRIOR, doses=tuple(unit * x for x in DOSES), reference=unit * REFERENCE, edges=EDGES)
    alone = fit(*seen)
    assert fit(*seen, scaled).shares == pytest.approx(alone.shares, abs=2e-6)
    n, y = np.array(seen)
    together = scaled.posterior(np.stack([n[order], n, n]), np.stack([np.zeros(5, dtype=int), y, y]))
    assert together.mean[1:] == pytest.approx(np.vstack([alone.mean] * 2), abs=1e-6)


def worse(n, y, place):
    """One toxicity more at a dose, of one child more if need be."""
    n, y = list(n), list(y)
    y[place] += 1
    n[place] = max(n[place], y[place])
    return n, y


@given(counts(), priors(), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_one_toxicity_more_never_lowers_the_mean_rate_at_its_dose(seen, prior, place):
    model = Blrm(prior=prior, doses=DOSES, reference=REFERENCE, edges=EDGES)
    assert fit(*worse(*seen, place), model).mean[0, place] >= fit(*seen, model).mean[0, place] - 1e-9


def test_one_toxicity_more_makes_its_own_dose_worse_in_every_state_that_the_design_reaches():
    for states in REACHED:
        before = DESIGN.chooser.model.posterior(states.n, states.y)
        for place in range(DESIGN.doses):
            more = np.minimum(states.y + (np.arange(DESIGN.doses) == place), states.n)
            after = DESIGN.chooser.model.posterior(states.n, more)
            assert (after.over[:, place] >= before.over[:, place] - 1e-6).all()
            assert (after.mean[:, place] >= before.mean[:, place] - 1e-9).all()


def test_a_toxicity_far_below_can_open_a_dose_above():
    """No law of the model, and known to users of two-parameter curves: a toxicity below makes the curve flatter."""
    none, one = (fit([3, 3, 9, 0, 0], [y, 0, 1, 0, 0]).over[0] for y in (0, 1))
    assert (one[:3] > none[:3]).all()
    assert one[3] < LIMIT < none[3]


def test_a_prior_that_knows_one_dose_lets_a_toxicity_above_lower_the_rate_below():
    """No law of the model: where the odds at the reference dose are fixed, a steeper curve means less below it."""
    fixed = Blrm(prior=Prior(mean=(-0.85, 0.2), sd=(0.05, 1.0)), doses=DOSES, reference=REFERENCE, edges=EDGES)
    none, one = (fit([0, 0, 0, 0, 3], [0, 0, 0, 0, y], fixed).mean[0, 0] for y in (0, 1))
    assert one < none


def test_what_does_not_settle_is_said(monkeypatch):
    monkeypatch.setattr(sys.modules[Blrm.__module__], "TOLERANCE", 0.0)
    with pytest.raises(NotComputable, match="does not settle"):
        fit([3, 0, 0, 0, 0], [1, 0, 0, 0, 0], Blrm(prior=PRIOR, doses=DOSES, reference=REFERENCE, edges=EDGES))


# --- the design --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [{}, {"choice": "highest"}, {"enough_here": 6, "sure": 0.5}, {"enough_here": 6}, {"largest_step": 0.4}],
    ids=str,
)
def test_no_law_is_broken_and_only_admissible_doses_are_given_or_recommended(more):
    design = blrm(**{**PLAIN, **more})
    chain = chain_of(design)
    found = sweep(design, chain=chain)
    assert found.ready, found.findings
    for layer, chosen in zip(chain.layers, chain.recommended, strict=True):
        over = design.chooser.model.posterior(layer.states.n, layer.states.y).over
        rows = np.arange(len(over))
        for dose in (layer.next, chosen):
            assert (over[rows, np.maximum(dose, 1) - 1][dose > 0] < LIMIT).all()


def test_without_an_admissible_dose_the_trial_ends_and_recommends_none():
    state = State(n=(3, 0, 0), y=(3, 0, 0), at=1, last=(3, 3))
    found = DESIGN.decide(state)
    assert (found.dose, found.reason, found.admissible, DESIGN.recommend(state)) == (None, Reason.TOO_TOXIC, (), None)


def test_the_target_is_wished_or_the_highest_dose_left_open():
    state = State(n=(6, 6, 0), y=(0, 0, 0), at=2, last=(3, 0))
    posterior = DESIGN.chooser.model.posterior(np.array([state.n]), np.array([state.y]))
    open_ = [dose for dose in (1, 2, 3) if posterior.over[0, dose - 1] < LIMIT]
    assert DESIGN.decide(state).admissible == tuple(open_)
    assert DESIGN.decide(state).dose == max(open_, key=lambda dose: posterior.target[0, dose - 1])
    assert blrm(**PLAIN, choice="highest").decide(state).dose == max(open_)


def test_no_level_is_skipped_and_no_step_is_too_large():
    state = State(n=(30, 0, 0), y=(0, 0, 0), at=1, last=(3, 0))
    long = {**PLAIN, "most": 60, "overdose": 0.3, "choice": "highest"}
    found = blrm(**long).decide(state)
    assert (found.dose, found.reason, found.admissible) == (2, Reason.NO_SKIP, (1, 2, 3))
    held = blrm(**long, largest_step=0.49).decide(state)
    assert (held.dose, held.reason) == (1, Reason.NO_JUMP)
    assert blrm(**long, largest_step=0.5).decide(state).dose == 2


@given(st.floats(0.01, 3), st.integers(1, 5), st.integers(1, 5))
def test_a_step_within_the_share_is_free_and_down_is_never_held(share, at, wished):
    state = many([State(n=(3,) * 5, y=(0,) * 5, at=at)])
    wish = DESIGN.chooser.choose(many([State(n=(3, 0, 0), y=(0, 0, 0), at=1)]))
    wish = type(wish)(dose=np.array([wished]), why=np.array([int(Reason.UP)]))
    dose = int(NoJump(doses=DOSES, share=share).hold(state, wish).dose[0])
    assert dose <= wished
    assert dose == wished or (dose >= at and DOSES[dose] > DOSES[at - 1] * (1 + share))
    assert dose <= at or DOSES[dose - 1] <= DOSES[at - 1] * (1 + share) * (1 + 1e-6)


def test_it_ends_once_enough_children_had_a_dose_that_probably_is_on_target():
    state = State(n=(3, 15, 0), y=(0, 4, 0), at=2, last=(3, 1))
    target = DESIGN.chooser.model.posterior(np.array([state.n]), np.array([state.y])).target[0, 1]
    long = {**PLAIN, "most": 60}
    assert blrm(**long, enough_here=15, sure=target - 0.01).decide(state).reason is Reason.ENOUGH_HERE
    assert blrm(**long, enough_here=15, sure=target + 0.01).decide(state).dose == 2
    assert blrm(**long, enough_here=18, sure=target - 0.01).decide(state).dose == 2
    assert blrm(**long, enough_here=15).decide(state).reason is Reason.ENOUGH_HERE


def test_toxic_doses_end_more_trials():
    safe, toxic = (characteristics(CHAIN, rates) for rates in ((0.05, 0.1, 0.2), (0.4, 0.5, 0.6)))
    assert safe.none < 0.15 < 0.6 < toxic.none


def test_what_cannot_be_is_refused_with_every_fault():
    with pytest.raises(UsageError) as told:
        Prior(mean=(99.0, 0.0), sd=(0.0, 1.0), correlation=1.0)
    assert all(word in str(told.value) for word in ("log alpha, 99", "sd of log alpha, 0", "correlation 1"))
    with pytest.raises(UsageError) as told:
        Blrm(prior=PRIOR, doses=(3.0, 2.0), reference=0.0, edges=(0.3,))
    assert all(word in str(told.value) for word in ("do not rise", "reference dose 0", "edges"))
    with pytest.raises(UsageError) as told:
        blrm(**{**PLAIN, "overdose": 1.5, "most": 2}, start=4, choice="best", largest_step=0.0, enough_here=9, sure=2.0)
    words = ("overdose, 1.5", "dose 4", "cohorts of 3 of 2", '"best"', "largest step", "never comes", "target of 2")
    assert all(word in str(told.value) for word in words)
    with pytest.raises(UsageError, match="needs `enough_here`"):
        blrm(**PLAIN, sure=0.5)


FILE = """
format = "rosette-design-1"
name = "invented"
design = "BLRM"
intervals = [0.16, 0.33]
overdose = 0.25
reference = "12 mCi/kg"
most = 18
enough_here = 9
sure = 0.5
largest_step = 1
prior = {mean = [-2.5, 0.2], sd = [2, 1], correlation = 0.1}
level = [{name = "1", dose = "8 mCi/kg"}, {name = "2", dose = "444 MBq/kg"}, {name = "3", dose = "18 mCi/kg"}]
"""


def test_a_file_gives_the_design_whatever_the_unit_of_its_levels():
    design = read_specification(FILE).design
    assert (design.name, design.variant, design.most) == ("BLRM", "target", 18)
    model = design.chooser.model
    assert model.doses == pytest.approx((8, 12, 18))
    assert (model.reference, model.prior.sd, model.prior.correlation) == (12, (2, 1), 0.1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[2, 1], correlation", "[2], correlation", ["prior.sd", "two numbers"]),
        ("sd = [2, 1]", "sd = [2, -1]", ["sd of log beta, -1"]),
        ("correlation = 0.1", 'correlation = "no"', ["prior.correlation"]),
        ("correlation = 0.1", "rho = 1", ["rho"]),
        ('reference = "12 mCi/kg"', "", ["reference: is missing", "12 mCi/kg"]),
        ('reference = "12 mCi/kg"', "reference = 12", ["bare number"]),
        ('reference = "12 mCi/kg"', 'reference = "12 mg/m2"', ["different kinds"]),
        ("[0.16, 0.33]", "[0.33, 0.16]", ["edges"]),
        ("[0.16, 0.33]", "0.33", ["intervals: 0.33 does not fit"]),
        ("overdose = 0.25", "overdose = 25", ["overdose: 25"]),
        ("enough_here = 9", "", ["needs `enough_here`"]),
        ("largest_step = 1", 'largest_step = "all"', ["largest_step"]),
        ("most = 18", 'most = 0\nvariant = "best"', ["most: 0", "variant"]),
        ('dose = "444 MBq/kg"', 'amount = "1"', ["dose"]),
    ],
)
def test_a_file_is_refused_with_every_fault(old, new, said):
    assert old in FILE
    with pytest.raises(DesignError) as told:
        read_specification(FILE.replace(old, new))
    assert all(word in told.value.explain() for word in said)


# --- two drugs ---------------------------------------------------------------------------------------------------

OTHER = Prior(mean=(-1.5, 0.0), sd=(1.5, 0.8), correlation=0.3)
FIRST, SECOND = Drug(prior=PRIOR, reference=12.0), Drug(prior=OTHER, reference=100.0)
GRID = tuple((a, b) for a in (4.0, 8.0, 12.0) for b in (0.0, 50.0, 100.0))
PAIR = Pair(first=FIRST, second=SECOND, interaction=(0.0, 0.6), doses=GRID, edges=EDGES)
N, Y = [3, 3, 0, 3, 6, 0, 0, 0, 0], [0, 0, 0, 0, 2, 0, 0, 0, 0]


def near(one: Posterior, other: Posterior, *, order=slice(None)):
    """Equal within four standard errors of both."""
    within = 4 * float(one.error[0] + other.error[0]) + 1e-5
    assert one.mean[0][order] == pytest.approx(other.mean[0], abs=within)
    assert one.shares[0][order] == pytest.approx(other.shares[0], abs=within)


@pytest.mark.parametrize(("n", "y"), [([3, 3, 3], [0, 0, 1]), ([0, 0, 30], [0, 0, 0]), ([6, 0, 0], [6, 0, 0])])
def test_without_the_second_drug_two_drugs_are_one(n, y):
    pair = Pair(
        first=FIRST, second=SECOND, interaction=(0.5, 0.6), doses=((4.0, 0.0), (8.0, 0.0), (12.0, 0.0)), edges=EDGES
    )
    found = fit(n, y, pair)
    assert 0 < found.error[0] < 0.002
    near(found, fit(n, y, Blrm(prior=PRIOR, doses=DOSES[:3], reference=REFERENCE, edges=EDGES)))


def test_which_drug_is_called_the_first_changes_nothing():
    flipped = tuple((b, a) for a, b in GRID)
    other = Pair(first=SECOND, second=FIRST, interaction=(0.0, 0.6), doses=flipped, edges=EDGES)
    near(fit(N, Y, PAIR), fit(N, Y, other))
    order = list(reversed(range(9)))
    again = Pair(first=FIRST, second=SECOND, interaction=(0.0, 0.6), doses=tuple(reversed(GRID)), edges=EDGES)
    near(fit(N, Y, PAIR), fit([N[k] for k in order], [Y[k] for k in order], again), order=order)


def test_without_interaction_the_drugs_act_on_their_own():
    """After data of each drug alone the curves stay independent, and free of toxicity means free of both."""
    doses = ((8.0, 0.0), (0.0, 50.0), (8.0, 50.0))
    pair = Pair(first=FIRST, second=SECOND, interaction=(0.0, 0.0), doses=doses, edges=EDGES)
    found = fit([6, 6, 0], [1, 2, 0], pair)
    assert 1 - found.mean[0, 2] == pytest.approx((1 - found.mean[0, 0]) * (1 - found.mean[0, 1]), abs=0.002)
    assert found.parameters[0, 4] == 0


def test_interaction_adds_to_the_log_odds():
    one, more = (
        fit([0] * 9, [0] * 9, Pair(first=FIRST, second=SECOND, interaction=(eta, 0.0), doses=GRID, edges=EDGES)).mean[0]
        for eta in (0.0, 1.0)
    )
    alone = [place for place, (_, b) in enumerate(GRID) if b == 0]
    assert more[alone] == pytest.approx(one[alone])
    assert all(more[place] > one[place] + 0.01 for place in range(9) if place not in alone)


def test_the_stated_error_holds_against_plain_draws_from_the_prior():
    chance, total, sums = np.random.Generator(np.random.PCG64(5)), 0.0, 0.0
    scaled = np.array(GRID) / [12.0, 100.0]
    for _ in range(10):
        z = chance.standard_normal((100_000, 5))
        a1, b1, a2 = -0.85 + 2 * z[:, 0], 0.2 + z[:, 1], -1.5 + 1.5 * z[:, 2]
        b2, eta = 0.8 * (0.3 * z[:, 2] + np.sqrt(1 - 0.09) * z[:, 3]), 0.6 * z[:, 4]
        odds1 = np.exp(a1)[:, None] * scaled[:, 0] ** np.exp(b1)[:, None]
        odds2 = np.exp(a2)[:, None] * scaled[:, 1] ** np.exp(b2)[:, None]
        odds = (odds1 + odds2 + odds1 * odds2) * np.exp(eta[:, None] * scaled.prod(axis=1))
        p = odds / (1 + odds)
        seen = np.flatnonzero(N)
        weight = np.prod(p[:, seen] ** np.array(Y)[seen] * (1 - p[:, seen]) ** (np.array(N) - Y)[seen], axis=1)
        total, sums = total + weight.sum(), sums + np.stack([weight @ p, weight @ (p > EDGES[1])])
    found = combination_fit(PAIR, n=N, y=Y)
    assert found.error[0] < 0.004
    assert sums / total == pytest.approx(np.stack([found.mean[0], found.over[0]]), abs=0.012)


def test_on_a_grid_one_drug_rises_by_one_level_and_only_admissible_combinations_are_wished():
    state = many([State(n=tuple(N), y=(0,) * 9, at=5)])
    open_ = OneUp(columns=3).open(state)[0].reshape(3, 3)
    assert open_.tolist() == [[True, True, True], [True, True, True], [True, True, False]]
    safety = Ewoc(model=PAIR, limit=LIMIT)
    wish = ByPosterior(model=PAIR, safety=safety, reach=OneUp(columns=3)).choose(state)
    found = PAIR.posterior(state.n, state.y)
    allowed = (found.over[0] < LIMIT) & open_.reshape(-1)
    assert allowed[wish.dose[0] - 1]
    assert found.target[0, wish.dose[0] - 1] == found.target[0][allowed].max()


def test_a_pair_that_cannot_be_names_every_fault():
    with pytest.raises(UsageError) as told:
        Pair(
            first=Drug(prior=PRIOR, reference=0.0), second=SECOND, interaction=(0.0, -1.0),
            doses=((0.0, 0.0), (0.0, 0.0)), edges=(0.5, 0.2),
        )  # fmt: skip
    words = ("both are 0", "named twice", "reference dose", "interaction", "edges")
    assert all(word in str(told.value) for word in words)

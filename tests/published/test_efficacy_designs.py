"""Designs that look at more than toxicity at one line of doses, against peers and quadrature.

Sources of the figures: the R packages escalation 0.2.3 (table of desirability) and BOIN 2.7.2 (combinations), each as
it prints them; for EffTox a sum over sixteen million draws of the prior; for BOIN12 the two figures of a public report
(brockk/escalation, issue 8) that disagree.
"""

import numpy as np
import pytest
from attrs import evolve

from rosette.designs.backfill import with_backfill
from rosette.designs.boin12 import Boin12, Open, boin12, desirability_table
from rosette.designs.combinations import boin_grid
from rosette.designs.contour import Contour
from rosette.designs.efftox import EffTox, efftox
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.layout import Layout
from rosette.designs.matrix import MatrixIsotonic, matrix_rates
from rosette.designs.simulate.asked import Assumed, asked
from rosette.designs.states import State, many
from rosette.designs.utilities import Utilities

RULE = Boin12(
    open=Open(toxicity=0.35, efficacy=0.25, toxicity_cut=0.95, efficacy_cut=0.90),
    utilities=Utilities(u1=100, u2=40, u3=60, u4=0),
    surely=6,
)
OUT = None
DESIRABILITY = {
    (0, 0): [30], (3, 0): [17, 27, 38, 45], (3, 1): [12, 22, 31, 40], (3, 2): [6, 15, 24, 35], (3, 3): [OUT] * 4,
    (6, 0): [10.5, 18.5, 25.5, 33.5, 41.5, 46, 48], (6, 4): [1, 3, 7.5, 13.5, 20.5, 28.5, 36.5], (6, 5): [OUT] * 7,
}  # fmt: skip
THALL = EffTox(
    doses=(1, 2, 4, 6.6, 10),
    prior=((-7.9593, 3.5487), (1.5482, 3.5018), (0.7367, 2.5423), (3.4181, 2.4406), (0, 0.2), (0, 1)),
    efficacy=0.5,
    toxicity=0.3,
    efficacy_cut=0.1,
    toxicity_cut=0.1,
    contour=Contour(efficacy_alone=0.5, toxicity_alone=0.65, efficacy=0.7, toxicity=0.25),
)
SEEN = State(n=(3, 3, 0, 0, 0), y=(0, 1, 0, 0, 0), at=2, last=(3, 1), eff=(1, 3, 0, 0, 0), both=(0, 1, 0, 0, 0))
BELIEFS = {
    "efficacy": (0.4081, 0.7934, 0.9311, 0.9563, 0.9645), "toxicity": (0.0885, 0.1005, 0.2187, 0.3109, 0.3684),
    "effective": (0.339, 0.948, 0.984, 0.984, 0.982), "tolerable": (0.926, 0.925, 0.724, 0.621, 0.567),
    "worth": (-0.3302, 0.4244, 0.5191, 0.4287, 0.3570),
}  # fmt: skip
GRID = (0.02, 0.05, 0.10, 0.18, 0.05, 0.10, 0.20, 0.30, 0.12, 0.25, 0.40, 0.55)
PEER_SELECTED = (0, 0, 2.0, 8.6, 0.1, 3.9, 22.3, 18.9, 5.7, 29.4, 8.7, 0.4)
PEER_CHILDREN = (3.82, 2.83, 3.18, 3.26, 2.73, 5.71, 8.25, 6.68, 3.82, 11.40, 6.26, 2.06)


def shares(runs):
    return np.bincount(runs.selected, minlength=runs.n.shape[1] + 1)[1:] / len(runs.selected)


def apart(ours, trials, theirs, their_trials):
    """How many standard errors two shares differ, with the errors of both."""
    spread = np.maximum(ours * (1 - ours), 1e-4)
    return (ours - theirs) / np.sqrt(spread * (1 / trials + 1 / their_trials))


@pytest.mark.parametrize("key", DESIRABILITY, ids=str)
def test_the_table_of_desirability_is_that_of_escalation(key):
    table = desirability_table(RULE, (0, 3, 6))
    n, y = key
    assert [table[n, y, eff] for eff in range(n + 1)] == DESIRABILITY[key]


def test_boin12_agrees_with_the_web_application_and_not_with_the_next_dose_of_a_package():
    """The reported 57.3 and 21.3 % are selections by utility below the MTD; 49.6 and 23.7 % are next doses."""
    assumed = Assumed(toxicity=(0.03, 0.17, 0.35, 0.50, 0.65), efficacy=(0.12, 0.39, 0.43, 0.55, 0.65))
    trials = 20_000
    design = boin12(chooser=RULE, doses=5, most=36, enough_anywhere=12)
    found = shares(asked(design, assumed, rows=np.arange(trials), seed=8))
    assert np.abs(apart(found[1:3], trials, np.array([0.573, 0.213]), 10_000)).max() < 3
    assert apart(found[1], trials, 0.496, 10_000) > 10
    next_dose = evolve(design, chooser=evolve(RULE, explore=True), selection=NextDose())
    found = shares(asked(next_dose, assumed, rows=np.arange(trials), seed=8))
    assert np.abs(apart(found[1:3], trials, np.array([0.496, 0.237]), 10_000)).max() < 3


class NextDose:
    """Recommends what would have been given next, as the package does."""

    def select(self, states):
        return evolve(RULE, explore=True).choose(states).dose


def test_the_contour_has_the_published_exponent():
    assert THALL.contour.exponent == pytest.approx(0.9773683, abs=1e-7)


@pytest.mark.parametrize(("points", "within"), [(65_536, 0.002), (2048, 0.015)])
def test_the_fit_of_efftox_is_that_of_the_quadrature(points, within):
    found = evolve(THALL, points=points).fit(many([SEEN]))
    for name, wanted in BELIEFS.items():
        assert getattr(found, name) == pytest.approx(wanted, abs=within), name
    for name, errors in zip(("efficacy", "toxicity"), found.errors, strict=True):
        away = np.abs(np.subtract(getattr(found, name), BELIEFS[name]))
        assert (away < 4 * np.array(errors) + 5e-4).all()


def test_efftox_goes_to_the_third_dose_as_published():
    decision = efftox(model=THALL, most=39).decide(SEEN)
    assert (decision.dose, decision.admissible) == (3, (1, 2, 3))


def test_a_grid_is_run_as_the_package_of_its_authors_runs_it():
    trials = 6000
    design = boin_grid(rows=3, columns=4, target=0.25, most=60, variant="package", tie="random")
    runs = asked(design, Assumed(toxicity=GRID), rows=np.arange(trials), seed=3)
    peer = np.array(PEER_SELECTED) / 100
    assert np.abs(apart(shares(runs), trials, peer, 1000)).max() < 4
    spread = runs.n.std(axis=0) * np.sqrt(1 / trials + 1 / 1000)
    assert np.abs((runs.n.mean(axis=0) - PEER_CHILDREN) / spread).max() < 4
    assert runs.y.sum(axis=1).mean() == pytest.approx(12.3, abs=0.3)


def test_the_worked_selection_of_a_grid_is_that_of_the_package():
    order = Layout(rows=3, columns=4)
    design = boin_grid(rows=3, columns=4, target=0.25, most=60, tie="first")
    state = State(n=(6, 3, 0, 0, 6, 24, 9, 0, 0, 0, 0, 0), y=(0, 0, 0, 0, 1, 5, 4, 0, 0, 0, 0, 0), at=6)
    rates = matrix_rates(many([state]).n, many([state]).y, order)[0]
    assert [round(float(rates[place]), 2) for place in (0, 1, 4, 5, 6)] == [0.01, 0.02, 0.17, 0.21, 0.45]
    assert isinstance(design.selection, MatrixIsotonic)
    assert design.recommend(state) == 6


# The trial example of BF-BOIN [@zhao2024, figure 1] as the package simFastBOIN replays it: children observed in full,
# toxicities, efficacies, under observation, all by dose; the dose of the cohort; the next dose, or where a child beside
# the cohort goes.
BESIDE = [
    ("3 5 3 0 0", "0 1 0 0 0", "0 2 1 0 0", "0 2 0 0 0", 3, "next", 4),  # child 14: pooled with dose 2, 1 of 8
    ("3 6 3 0 0", "0 1 0 0 0", "0 2 1 0 0", "0 1 0 3 0", 4, "beside", 3),  # child 17
    ("3 7 4 3 0", "0 1 1 0 0", "0 2 1 2 0", "0 0 1 0 0", 4, "next", 5),  # child 19: pooled with dose 3, 1 of 7
    ("3 7 5 3 0", "0 1 1 0 0", "0 2 1 2 0", "0 0 0 0 3", 5, "beside", 4),  # child 22
    ("3 7 5 5 2", "0 1 1 2 2", "0 2 1 2 1", "0 0 0 0 1", 5, "beside", 3),  # child 24: dose 4 is closed
    ("3 7 5 5 3", "0 1 1 2 2", "0 2 1 2 1", "0 0 1 0 0", 5, "next", 3),  # child 25: pooled, 4 of 8, and 2 of 5 below
    ("3 8 9 5 3", "0 2 2 2 2", "0 2 2 2 1", "0 1 0 0 0", 3, "next", 3),  # child 30: nine are enough
]


def one_of_three_stays():
    table = boin_boundaries(target=0.25, most=90)
    return evolve(table, down=(*table.down[:3], 2, *table.down[4:]))


@pytest.mark.parametrize("response", ["here", "here or below"])
@pytest.mark.parametrize("row", BESIDE)
def test_backfill_follows_its_published_trial(row, response):
    plain = table_design(name="BOIN", boundaries=one_of_three_stays(), target=0.25, doses=5, most=90)
    design = with_backfill(plain, cap=12, response=response)
    n, y, eff, pending = (tuple(map(int, cell.split())) for cell in row[:4])
    states = many([State(n=n, y=y, eff=eff, both=tuple(map(min, y, eff)), pending=pending, at=row[4])])
    found = design.wishes(states).dose if row[5] == "next" else design.chooser.place(states)
    assert found[0] == row[6]


def test_the_published_trial_with_backfill_ends_at_nine_children_and_names_that_dose():
    plain = table_design(name="BOIN", boundaries=one_of_three_stays(), target=0.25, doses=5, most=90, enough_here=9)
    end = State(n=(3, 9, 9, 5, 3), y=(0, 2, 2, 2, 2), eff=(0, 2, 2, 2, 1), both=(0,) * 5, at=3)
    design = with_backfill(plain, cap=12)
    assert design.decide(end).dose is None
    assert design.recommend(end) == 3

"""The sweep with children under observation finds what a rule does wrong there, and only that."""

import numpy as np
from attrs import evolve, frozen

from rosette.designs.crm import skeleton_of
from rosette.designs.design import Wishes
from rosette.designs.late import tite_boin, tite_crm
from rosette.designs.readiness import sweep
from rosette.designs.readiness_watched import EVERY, MET, readiness
from rosette.designs.states import State, States
from rosette.designs.steps import RollingSix, rolling_six, three_plus_three

SKELETON = skeleton_of(width=0.05, target=0.25, prior=2, doses=3)


def test_designs_that_decide_under_observation_keep_every_law_there():
    for design in (
        rolling_six(doses=3, variant="cog"),
        rolling_six(doses=4, variant="r6-pkg"),
        tite_boin(target=0.25, doses=4, most=18),
        tite_boin(target=0.25, doses=3, most=18, variant="share"),
        tite_crm(skeleton=SKELETON, target=0.25, most=12),
    ):
        found = readiness(design)
        assert found.ready, (design.name, found.findings)
        assert found.watched > 1000
        assert found.note == (MET if design.name == "TITE-CRM" else EVERY)


def test_a_design_that_waits_has_nothing_more_to_look_at():
    found = readiness(three_plus_three(doses=3))
    assert (found.watched, found.note) == (0, "")
    assert found == sweep(three_plus_three(doses=3))


@frozen(kw_only=True)
class Hasty(RollingSix):
    """Counts children under observation as without toxicity, and goes up by two."""

    def choose(self, states: States) -> Wishes:
        wishes = super().choose(states)
        eager = (states.here(states.pending) >= 3) & (states.here(states.y) == 1)
        return Wishes(dose=np.minimum(wishes.dose + 2 * eager, states.n.shape[1]), why=wishes.why)


def test_a_rule_that_is_wrong_only_while_children_are_observed_is_found():
    design = rolling_six(doses=4, variant="cog")
    hasty = evolve(design, chooser=Hasty(variant="cog"))
    assert sweep(hasty).ready
    laws = {each.law for each in readiness(hasty).findings}
    assert "an untried dose is skipped" in laws
    assert "one toxicity more leads to a higher dose" in laws
    assert any("under observation" in each.state for each in readiness(hasty).findings)


def test_a_dose_whose_only_child_left_is_not_tried():
    """The sweep found this: a model went on from a dose at which nobody counts."""
    design = tite_crm(skeleton=SKELETON, target=0.25, most=12)
    left = State(n=(2, 0, 0), y=(0, 0, 0), at=2, last=(0, 0))
    assert design.decide(left).dose == 2
    assert design.decide(evolve(left, n=(2, 1, 0))).dose == 3

"""A model ends a trial whose first level is too toxic."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from rosette.designs.crm import crm, skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.first_level import stopping
from rosette.designs.late import tite_crm
from rosette.designs.readiness_watched import readiness
from rosette.designs.simulate import Accrual, Order, simulate
from rosette.designs.states import Reason, State, many
from rosette.designs.steps import three_plus_three
from rosette.kernel import UsageError

SKELETON = skeleton_of(width=0.05, target=0.25, prior=2, doses=3)
PLAIN = crm(skeleton=SKELETON, target=0.25, most=18)
SAFE = stopping(PLAIN, cut=0.9)
LATE = stopping(tite_crm(skeleton=SKELETON, target=0.25, most=12), cut=0.9)


def probability(n, y, watched=()):
    """By another's integration: P(rate of level 1 > .25) under a normal prior with variance 1.34."""

    def weight(b):
        rates = np.array(SKELETON) ** np.exp(b)
        seen = np.prod(rates**y * (1 - rates) ** (np.array(n) - y))
        return seen * np.prod([1 - share * rates[dose] for dose, share in watched]) * norm.pdf(b, scale=1.34**0.5)

    edge = np.log(np.log(0.25) / np.log(SKELETON[0]))
    return quad(weight, -8, edge, limit=200)[0] / quad(weight, -8, 8, limit=200, points=[edge])[0]


@pytest.mark.parametrize(("n", "y"), [((3, 0, 0), (3, 0, 0)), ((3, 0, 0), (2, 0, 0)), ((6, 3, 0), (2, 2, 0))])
def test_the_probability_is_the_integral(n, y):
    found = SAFE.safety.above(many([State(n=n, y=y, at=1)]))[0]
    assert found == pytest.approx(probability(n, y), abs=0.004)


def test_children_under_observation_count_by_their_follow_up():
    state = State(n=(3, 0, 0), y=(2, 0, 0), at=1, pending=(1, 1, 0), watched=((0.9,), (0.2,), ()))
    found = LATE.safety.above(many([state]))[0]
    assert found == pytest.approx(probability((3, 0, 0), (2, 0, 0), ((0, 0.9), (1, 0.2))), abs=0.004)
    assert found < SAFE.safety.above(many([State(n=(3, 0, 0), y=(2, 0, 0), at=1)]))[0]


def test_three_of_three_end_the_trial_without_a_level():
    state = State(n=(3, 0, 0), y=(3, 0, 0), at=1, last=(3, 3))
    for design in (SAFE, LATE):
        decision = design.decide(state)
        assert (decision.dose, decision.reason, decision.admissible) == (None, Reason.TOO_TOXIC, ())
        assert design.recommend(state) is None
    assert PLAIN.decide(state).dose == 1


def test_at_a_toxic_first_level_fewer_children_are_treated_and_no_level_is_recommended():
    toxic = (0.6, 0.7, 0.8)
    plain, safe = (characteristics(chain_of(design), toxic) for design in (PLAIN, SAFE))
    assert plain.none == 0
    assert safe.none > 0.9
    assert safe.total < 0.6 * plain.total
    mild = characteristics(chain_of(SAFE), (0.1, 0.25, 0.4))
    assert mild.none < 0.03


def test_the_rule_with_its_end_keeps_every_law_and_is_played_with_a_clock():
    assert readiness(SAFE).ready
    assert readiness(LATE).ready
    found = simulate(LATE, (0.8, 0.9, 0.95), Order(trials=200, seed=1, accrual=Accrual(gap=10, window=28)))
    assert found.none > 0.9
    assert found.total < 9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12), st.data())
def test_one_toxicity_more_never_makes_the_first_level_safer(n, data):
    y = data.draw(st.integers(0, max(n - 1, 0)))
    if n:
        one, two = SAFE.safety.above(many([State(n=(n, 0, 0), y=(each, 0, 0), at=1) for each in (y, y + 1)]))
        assert two >= one


def test_only_a_model_has_such_an_end():
    with pytest.raises(UsageError, match="CRM or TITE-CRM"):
        stopping(three_plus_three(doses=3), cut=0.9)
    with pytest.raises(UsageError, match="cut between"):
        stopping(PLAIN, cut=1.0)

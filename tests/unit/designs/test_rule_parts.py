"""The parts of a rule one by one: what holds a wish back, what closes a dose, and what the sweep finds."""

import numpy as np
import pytest
from attrs import evolve

from rosette.designs.design import Coherent, NoSkip, Wishes
from rosette.designs.exact import chain_of
from rosette.designs.intervals import NEVER, DecisionTable, Elimination, boin_boundaries, elimination_row, table_design
from rosette.designs.isotonic import isotonic_rates
from rosette.designs.late import tite_boin, tite_crm
from rosette.designs.readiness import sweep
from rosette.designs.states import STOP, WAIT, Reason, State, many
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import UsageError

TABLE = boin_boundaries(target=0.25, most=18)
BOIN = table_design(name="BOIN", boundaries=TABLE, target=0.25, doses=3, most=18)


# --- limits on a wish -----------------------------------------------------------------------------------------


def held(limit, wish, **words):
    """The dose and the reason after the limit, for a wish that was made as one up."""
    states = many([State(n=(6, 6, 6, 6), y=(0, 0, 0, 0), **words)])
    found = limit.hold(states, Wishes(dose=np.array([wish]), why=np.array([int(Reason.UP)])))
    return int(found.dose[0]), Reason(int(found.why[0]))


@pytest.mark.parametrize(
    ("at", "wish", "dose"), [(1, 2, 2), (1, 3, 2), (1, 4, 2), (2, 4, 3), (2, 3, 3), (3, 1, 1), (2, STOP, STOP)]
)
def test_a_wish_is_held_to_one_dose_up_and_never_lifted(at, wish, dose):
    assert held(NoSkip(), wish, at=at) == (dose, Reason.UP if dose == wish else Reason.NO_SKIP)


# the last cohort, the wish at dose 2, the dose with a target of a third
AFTER = [
    ((3, 0), 3, 3), ((3, 1), 3, 2), ((4, 1), 3, 3), ((3, 1), 2, 2), ((3, 2), 1, 1), ((1, 1), 3, 2), ((0, 0), 3, 3),
]  # fmt: skip


@pytest.mark.parametrize(("last", "wish", "dose"), AFTER)
def test_never_up_right_after_a_cohort_that_reaches_the_target(last, wish, dose):
    expected = (dose, Reason.UP if dose == wish else Reason.COHERENT)
    assert held(Coherent(target=1 / 3), wish, at=2, last=last) == expected


class Always:
    """The same act in every state."""

    def __init__(self, dose, why):
        self.dose, self.why = dose, why

    def choose(self, states):
        return Wishes(dose=np.full(len(states.at), self.dose), why=np.full(len(states.at), int(self.why)))


# the wish where dose 2 and all above are out, and where every dose is out
CLOSED = [
    (3, Reason.UP, (1, Reason.HELD), (None, Reason.TOO_TOXIC)),
    (2, Reason.STAY, (1, Reason.HELD), (None, Reason.TOO_TOXIC)),
    (1, Reason.DOWN, (1, Reason.DOWN), (None, Reason.TOO_TOXIC)),
    (WAIT, Reason.SUSPENDED, (None, Reason.SUSPENDED), (None, Reason.TOO_TOXIC)),
    (STOP, Reason.DECLARED, (None, Reason.DECLARED), (None, Reason.DECLARED)),
]


@pytest.mark.parametrize(("wish", "why", "second_out", "all_out"), CLOSED)
def test_a_trial_without_an_admissible_dose_ends_also_where_the_rule_would_wait(wish, why, second_out, all_out):
    design = evolve(BOIN, chooser=Always(wish, why))
    for y, expected in (((0, 3, 0), second_out), ((3, 0, 0), all_out)):
        found = design.decide(State(n=(3, 3, 0), y=y, at=2 if y[1] else 1))
        assert (found.dose, found.reason) == expected


def test_the_margin_counts_toxicities_at_this_dose_alone():
    found = BOIN.decide(State(n=(6, 6, 0), y=(1, 1, 0), at=2, last=(3, 0)))
    assert (found.dose, found.changes, found.toxicities, found.margin) == (3, (3, 3, 1, 1, 1, 1, 1), 1, 1)
    assert BOIN.decide(State(n=(9, 9, 0), y=(0, 0, 0), at=2)).reason is Reason.ALL_ENROLLED
    assert BOIN.decide(State(n=(9, 8, 0), y=(0, 0, 0), at=2)).dose == 3


# --- what closes a dose ---------------------------------------------------------------------------------------


def test_the_stricter_boundary_closes_the_first_dose_alone_and_with_it_all():
    extra = (NEVER, NEVER, NEVER, 2, 2)
    strict = Elimination(out=(NEVER, NEVER, NEVER, 3, 4), extra=extra)
    table = [((3, 3), (1, 1), (True, True)), ((3, 3), (2, 0), (False, False)), ((3, 3), (3, 0), (False, False)),
             ((3, 3), (0, 2), (True, True)), ((3, 3), (0, 3), (True, False)), ((2, 3), (2, 0), (True, True)),
             ((0, 0), (0, 0), (True, True))]  # fmt: skip
    for n, y, expected in table:
        assert tuple(strict.admissible(many([State(n=n, y=y, at=1)]))[0]) == expected, (n, y)


def test_children_under_observation_count_at_a_dose_that_is_closed_only_where_the_design_says_so():
    state = many([State(n=(3, 0), y=(3, 0), at=1, pending=(3, 0))])
    of_complete, of_treated = (Elimination(out=(NEVER,) * 3 + (3, 4, 4, 4), treated=each) for each in (False, True))
    assert not of_complete.admissible(state)[0, 0]
    assert of_treated.admissible(state)[0, 0]


def test_no_dose_is_out_with_fewer_than_three_children():
    """With a target of 10 per cent 1 of 1 and 1 of 2 give 0.99 and 0.972, above the cut of 0.95."""
    assert elimination_row(target=0.1, most=4, cut=0.95) == (NEVER, NEVER, NEVER, 2, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"up": (0, 1), "down": (1, 1), "out": (9, 9)}, "1 children: up at 1 or fewer and down at 1 or more"),
        ({"up": (0, 0), "down": (1, 1), "out": (9,)}, "different lengths"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(words, said):
    with pytest.raises(UsageError, match=said):
        DecisionTable(**words)


# --- rates ----------------------------------------------------------------------------------------------------

# children, toxicities, and the pooled rate: the mean of (y + 0.05) / (n + 0.1) by one over the variance of the beta
# distribution with these counts, in exact fractions
POOLED = [
    ((3, 6), (2, 1), 0.3035581809927696),
    ((6, 3), (2, 0), 0.051211790136589885),
    ((3, 9), (1, 1), 0.15024790586639922),
]


@pytest.mark.parametrize(("n", "y", "rate"), POOLED)
def test_rates_that_fall_are_pooled_by_one_over_their_variance(n, y, rate):
    found = isotonic_rates(np.array([n]), np.array([y]), np.array([[True, True]]))[0]
    assert found == pytest.approx([rate, rate], abs=1e-9)


# --- the sweep ------------------------------------------------------------------------------------------------


def laws(design, chain):
    return {each.law for each in sweep(design, chain=chain).findings}


def with_next(chain, change):
    """The chain with other next doses."""
    return evolve(chain, layers=tuple(evolve(each, next=change(each)) for each in chain.layers))


def test_the_sweep_finds_a_dose_that_is_not_admissible_and_a_trial_that_goes_on_without_one():
    free = chain_of(evolve(BOIN, safety=None, most=9))
    assert laws(evolve(BOIN, most=9), free) == {
        "the dose is not admissible",
        "it goes on although no dose is admissible",
    }
    assert not laws(evolve(BOIN, safety=None, most=9), free)


@pytest.mark.parametrize("dose", [-2, 4])
def test_the_sweep_finds_what_is_no_dose(dose):
    chain = with_next(chain_of(evolve(BOIN, most=3)), lambda layer: np.full_like(layer.next, dose))
    assert "the decision is no dose of the design" in laws(evolve(BOIN, most=3), chain)


def test_the_sweep_finds_a_rule_that_waits_for_nobody():
    chain = with_next(chain_of(evolve(BOIN, most=3)), lambda layer: np.full_like(layer.next, WAIT))
    assert "it waits although nobody is under observation" in laws(evolve(BOIN, most=3), chain)


class Perverse:
    """From two toxicities on, up; else the same dose."""

    def choose(self, states):
        up = states.here(states.y) >= 2
        return Wishes(dose=np.where(up, 2, 1), why=np.full(len(states.at), int(Reason.UP)))


def test_the_state_that_is_told_is_the_one_with_the_toxicity_more():
    rises = sweep(evolve(BOIN, chooser=Perverse(), safety=None, most=6))
    assert rises.findings[0].state == "2/3, 0/0, 0/0 after dose 1; next 2"


# --- what is refused ------------------------------------------------------------------------------------------

IMPOSSIBLE = [
    (lambda: tite_boin(target=0, doses=3, most=9), "target 0 "),
    (lambda: tite_boin(target=1, doses=3, most=9), "target 1 "),
    (lambda: tite_boin(target=0.3, doses=3, most=9, start=0), "dose 0, is not one of 3"),
    (lambda: tite_boin(target=0.3, doses=3, most=9, start=4), "dose 4, is not one of 3"),
    (lambda: tite_boin(target=0.3, doses=3, most=9, cohort=0), "cohorts of 0"),
    (lambda: tite_boin(target=0.3, doses=3, most=9, cohort=10), "cohorts of 10"),
    (lambda: tite_boin(target=0.3, doses=3, most=9, variant="new"), "imputed or share"),
    (lambda: tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, start=0), "start at dose 0 of 2"),
    (lambda: tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, start=3), "start at dose 3 of 2"),
    (lambda: tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, cohort=0), "cohorts of 0 of 9"),
    (lambda: tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, cohort=10), "cohorts of 10 of 9"),
    (lambda: table_design(name="BOIN", boundaries=TABLE, target=0.25, doses=3, most=19), "table ends at 18"),
    (lambda: table_design(name="BOIN", boundaries=TABLE, target=0.25, doses=3, most=9, start=0), "dose 0"),
    (lambda: table_design(name="BOIN", boundaries=TABLE, target=0.25, doses=3, most=9, enough_here=0), "never comes"),
    (lambda: three_plus_three(doses=2, start=0), "a start among them"),
    (lambda: rolling_six(doses=0, variant="cog"), "at least one dose"),
]


@pytest.mark.parametrize(("make", "said"), IMPOSSIBLE)
def test_a_design_that_cannot_be_is_refused_at_both_ends(make, said):
    with pytest.raises(UsageError, match=said):
        make()


def test_the_largest_that_can_be_is_not_refused():
    for make in (
        lambda: tite_boin(target=0.3, doses=3, most=9, start=3, cohort=9),
        lambda: tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, start=2, cohort=9),
        lambda: table_design(
            name="BOIN", boundaries=TABLE, target=0.25, doses=3, most=18, start=3, cohort=18, enough_here=18
        ),
        lambda: three_plus_three(doses=1),
    ):
        assert make().start == make().doses


# --- toxicity that comes late ---------------------------------------------------------------------------------


def test_a_late_onset_design_refuses_children_whose_follow_up_is_not_known():
    for design in (
        tite_boin(target=0.25, doses=2, most=18),
        tite_crm(skeleton=(0.1, 0.3), target=0.25, most=18),
    ):
        state = State(n=(3, 0), y=(0, 0), at=1, pending=(1, 0))
        with pytest.raises(UsageError, match=r"as in 2NNP\[0.4\]"):
            design.decide(state)
        assert design.decide(evolve(state, watched=((0.9,), ()))).dose is not None


def test_more_than_half_under_observation_wait_and_half_do_not():
    design = tite_boin(target=0.25, doses=2, most=18)
    half = State(n=(3, 0), y=(0, 0), at=1, pending=(3, 0), watched=((0.9,) * 3, ()))
    assert design.decide(half).dose == 2
    more = evolve(half, n=(2, 0), pending=(4, 0), watched=((0.9,) * 4, ()))
    assert (design.decide(more).dose, design.decide(more).waits) == (None, True)


# of 6 children at dose 2 one is under observation: toxicities, its follow-up, the dose and the reason
ONE_OPEN = [
    (0, 0.5, 3, Reason.UP), (1, 0.2, 2, Reason.STAY), (1, 0.9, 3, Reason.UP), (2, 0.9, 1, Reason.DOWN),
    (3, 0.2, 1, Reason.DOWN),
]  # fmt: skip


@pytest.mark.parametrize(("y", "share", "dose", "reason"), ONE_OPEN)
def test_one_child_under_observation_is_enough_to_decide_by_its_follow_up(y, share, dose, reason):
    design = tite_boin(target=0.25, doses=3, most=18)
    state = State(n=(3, 5, 0), y=(0, y, 0), at=2, pending=(0, 1, 0), watched=((), (share,), ()))
    found = design.decide(state)
    assert (found.dose, found.reason) == (dose, reason)


def test_a_tite_crm_says_whether_it_is_coherent():
    made = [tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9, coherent=each) for each in (True, False)]
    assert [each.variant for each in made] == ["empiric", "empiric, not coherent"]
    assert tite_crm(skeleton=(0.1, 0.3), target=0.3, most=9).variant == "empiric"
    after = State(n=(3, 0), y=(1, 0), at=1, last=(1, 1))
    free, held = (evolve(each, chooser=Always(2, Reason.UP)).decide(after).dose for each in made[::-1])
    assert (free, held) == (2, 1)


def test_a_child_who_was_followed_further_counts_for_more_in_tite_crm():
    design = tite_crm(skeleton=(0.10, 0.25, 0.40), target=0.25, most=24)
    base = State(n=(3, 3, 0), y=(0, 1, 0), at=2, last=(1, 0), pending=(0, 3, 0), watched=((), (0.0,) * 3, ()))
    means = [design.chooser.means(many([evolve(base, watched=((), (each,) * 3, ()))]))[0][0] for each in (0, 0.5, 1)]
    assert means == sorted(means)
    assert len(set(means)) == 3
    complete = many([evolve(base, n=(3, 6, 0), pending=(0, 0, 0), watched=((), (), ()))])
    assert means[2] == pytest.approx(design.chooser.means(complete)[0][0], abs=1e-9)
    nobody = many([evolve(base, pending=(0, 0, 0), watched=None)])
    assert means[0] == pytest.approx(design.chooser.means(nobody)[0][0], abs=1e-9)


def test_tite_crm_says_whether_its_dose_is_up_the_same_or_down():
    design = tite_crm(skeleton=(0.10, 0.25, 0.40), target=0.25, most=24)
    told = [design.decide(State(n=(3, 6, 0), y=(0, y, 0), at=2, last=(1, 0))) for y in (0, 2, 6)]
    assert [(each.dose, each.reason) for each in told] == [(3, Reason.UP), (2, Reason.STAY), (1, Reason.DOWN)]

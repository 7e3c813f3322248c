"""What is learnt late, what the open children may do, and how far a level is from being closed."""

import pytest
from attrs import evolve
from tests.unit.designs.conduct.book import BOIN, BOIN_TEXT, NURSE, day, opened

from rosette.designs.conduct import (
    Delivered,
    Infeasible,
    Observed,
    Regraded,
    Responded,
    boundaries,
    children_on,
    expansion_status,
    late_changes,
    outlook,
    state_on,
    what_if,
)
from rosette.designs.crm import crm
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.late import tite_boin
from rosette.designs.spec import read_specification
from rosette.designs.states import Reason, State
from rosette.kernel import Quantity

LOOKS = read_specification(BOIN_TEXT.replace("[conduct]", '[conduct]\nresponse = "response by the named criteria"'))


def three(specification=BOIN, *, until=28):
    """Three children at level 1, treated on day 0 and followed."""
    book = opened(specification).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    for child in ("P01", "P02", "P03"):
        book.follow(until, child)
    return book


# --- late changes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [20, 40])
def test_a_corrected_day_of_treatment_is_a_late_change_before_and_after_the_cut(on):
    """A later day of treatment leaves less follow-up at the cut than the decision rested on."""
    book = three().decide(28)
    words = {"child": "P03", "given": Quantity.parse("40 mg/m2"), "reason": "the day was mistyped"}
    book.add(Delivered(day=day(41), by=NURSE, on=day(on), **words))
    (late,) = late_changes(book.ledger)
    assert (late.number, late.state.n, late.state.pending) == (2, (2, 0, 0), (1, 0, 0))
    assert (late.was.dose, late.changes) == (2, True)
    assert late.state.watched == (((28 - on) / 28 if on < 28 else 0.0,), (), ())


def test_what_a_child_who_waited_is_given_after_the_cut_is_no_late_change():
    book = opened(BOIN).decide(0).enrol(0, "P01").decide(1).treat(2, "P01")
    assert late_changes(book.ledger) == ()


@pytest.mark.parametrize("on", [20, 40])
def test_a_child_who_counted_and_could_not_get_its_level_after_all_is_a_late_change(on):
    book = three().decide(28)
    book.add(Infeasible(day=day(41), by=NURSE, child="P03", on=day(on), reason="the product was below the level"))
    (late,) = late_changes(book.ledger)
    assert (late.number, late.state.n, late.state.pending) == (2, (2, 0, 0), (0, 0, 0))


def test_a_child_who_was_open_and_cannot_get_its_level_after_the_cut_is_no_late_change():
    book = opened(BOIN).decide(0).enrol(0, "P01").decide(1)
    after = Infeasible(day=day(9), by=NURSE, child="P01", on=day(2), reason="no cells")
    assert late_changes(book.add(after).ledger) == ()
    book = opened(BOIN).decide(0).enrol(0, "P01").decide(2)
    (late,) = late_changes(book.add(evolve(after, on=day(1))).ledger)
    assert (late.number, late.state.pending) == (2, (0, 0, 0))


def test_a_response_that_is_corrected_is_a_late_change_and_one_that_comes_is_not():
    book = three(LOOKS)
    words = {"by": NURSE, "child": "P01"}
    book.add(Responded(day=day(28), on=day(28), response=True, **words)).decide(29)
    book.add(Responded(day=day(31), on=day(28), response=True, **{**words, "child": "P02"}))
    assert late_changes(book.ledger) == ()
    progressed = Responded(day=day(41), on=day(40), response=False, **words)
    assert late_changes(book.add(progressed).ledger) == ()
    (late,) = late_changes(book.add(evolve(progressed, day=day(42), on=day(28))).ledger)
    assert (late.number, late.state.eff) == (2, (0, 0, 0))


def taken_back(*follow):
    """P01 had a toxicity on the day of the cut, 28; it is taken back on day 30; then (day, child) is followed."""
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.see(9, "P01", "any").follow(20, "P03").follow(28, "P02").decide(28)
    words = {"child": "P01", "criterion": "any", "event": book.line(Observed), "was": True, "toxicity": False}
    book.add(Regraded(day=day(30), by="central review", reason="read again", grade=2, **words))
    for number, child in follow:
        book.follow(number, child)
    return late_changes(book.ledger)


def test_follow_up_that_nobody_asked_for_counts_up_to_the_cut_for_the_child_alone():
    (late,) = taken_back()
    assert (late.state.n, late.state.pending, late.state.watched[0]) == ((1, 0, 0), (2, 0, 0), (0.0, 20 / 28))
    (late,) = taken_back((31, "P01"))
    assert (late.state.n, late.state.pending, late.state.watched[0]) == ((2, 0, 0), (1, 0, 0), (20 / 28,))
    (late,) = taken_back((31, "P03"))
    assert (late.state.n, late.state.watched[0]) == ((1, 0, 0), (0.0, 20 / 28))


@pytest.mark.parametrize("first", [True, False])
def test_an_event_that_was_entered_late_counts_as_it_was_judged_last(first):
    book = three().decide(28).see(30, "P01", "any", toxicity=first, on=9)
    words = {"child": "P01", "criterion": "any", "event": book.line(Observed), "was": first, "toxicity": not first}
    book.add(Regraded(day=day(31), by="central review", reason="read again", grade=3, **words))
    (late,) = late_changes(book.ledger)
    assert (late.state.y[0], late.would.dose, len(late.because)) == ((0, 2, 2) if first else (1, 1, 2))


def test_follow_up_after_a_re_grade_to_a_toxicity_completes_nobody():
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.see(9, "P01", "any", toxicity=False, grade=2).follow(20, "P01").decide(20)
    words = {"child": "P01", "criterion": "any", "event": book.line(Observed), "was": False, "toxicity": True}
    book.add(Regraded(day=day(30), by="central review", reason="read again", grade=4, **words))
    book.see(31, "P02", "any", toxicity=False, grade=1, on=15).follow(32, "P02")
    (late,) = late_changes(book.ledger)
    assert (late.state.n, late.state.y, late.state.watched[0]) == ((1, 0, 0), (1, 0, 0), (0.0, 0.0))


def test_follow_up_of_a_child_counts_no_further_than_the_day_of_the_cut():
    """Treated on day 10 and cut on day 28: 18 of 28 days, though the child was followed to day 40 since."""
    book = opened(BOIN).decide(0).enrol(0, "P01").treat(10, "P01").see(12, "P01", "any").decide(28)
    words = {"child": "P01", "criterion": "any", "event": book.line(Observed), "was": True, "toxicity": False}
    book.add(Regraded(day=day(30), by="central review", reason="read again", grade=2, **words)).follow(40, "P01")
    (late,) = late_changes(book.ledger)
    assert (late.state.n, late.state.watched[0]) == ((0, 0, 0), (18 / 28,))


def test_follow_up_before_a_corrected_day_of_treatment_is_none_and_not_less():
    book = opened(BOIN).decide(0).enrol(0, "P01").treat(0, "P01").follow(5, "P01")
    words = {"child": "P01", "given": Quantity.parse("40 mg/m2"), "reason": "the day was mistyped"}
    book.add(Delivered(day=day(11), by=NURSE, on=day(10), **words))
    assert children_on(book.ledger, day(11))[0].share == 0.0
    assert state_on(book.ledger, day(11)).watched == ((0.0,), (), ())


# --- what comes next ----------------------------------------------------------------------------------------------

STEEP = crm(skeleton=(0.01, 0.02, 0.03), target=0.4, most=30)  # asks for more after few toxicities


# three earlier children without toxicity, the last cohort so far, how many are open: with how many toxicities among
# them it goes up, and with how many this cohort alone holds it
COHORTS = [((0, 0), 3, {0, 1}, {2}), ((1, 0), 2, {0, 1}, {2}), ((1, 1), 2, {0}, {1})]


@pytest.mark.parametrize(("last", "open_", "up", "held"), COHORTS)
def test_the_last_cohort_of_a_completion_is_that_of_the_design(last, open_, up, held):
    state = State(n=(3 + last[0], 0, 0), y=(last[1], 0, 0), at=1, last=last, pending=(open_, 0, 0))
    found = {each.toxicities[0]: each for each in what_if(STEEP, state)}
    assert {y for y, each in found.items() if each.dose == 2} == up
    assert {y for y, each in found.items() if each.reason is Reason.COHERENT} == held


def test_completions_are_told_while_children_are_open_and_not_otherwise():
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    assert [each.toxicities for each in outlook(book.ledger, day(1)).completions] == [(y, 0, 0) for y in range(4)]
    found = outlook(three().ledger, day(28))
    assert (found.completions, found.decision.dose, found.determined, found.too_many) == ((), 2, False, "")


# --- how far a level is from being closed -------------------------------------------------------------------------

TABLE = table_design(name="BOIN", boundaries=boin_boundaries(target=0.25, most=18), target=0.25, doses=2, most=18)
# the state at level 1: children, toxicities, under observation; the fewest that close it, and how many are missing
CLOSES = [
    ((3, 0, 0), 3, 3), ((0, 0, 3), 3, 3), ((3, 3, 0), 3, 0), ((2, 0, 0), None, None), ((2, 0, 1), 3, 3),
    ((3, 1, 3), 4, 3), ((6, 5, 0), 4, 0),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "out_at", "distance"), CLOSES)
def test_a_level_closes_at_its_boundary_of_those_enrolled(counts, out_at, distance):
    n, y, pending = counts
    (found,) = boundaries(TABLE, State(n=(n, 0), y=(y, 0), at=1, pending=(pending, 0)))
    assert (found.dose, found.enrolled, found.out_at, found.distance) == (1, n + pending, out_at, distance)


@pytest.mark.parametrize("watched", [None, ((0.5, 0.2), (0.3,))])
@pytest.mark.parametrize("design", [TABLE, tite_boin(target=0.25, doses=2, most=18)], ids=lambda each: each.name)
def test_the_boundary_is_the_same_whoever_was_followed_and_whoever_responded(design, watched):
    plain = State(n=(1, 3), y=(0, 0), at=2, pending=(2, 1), watched=watched)
    looked = [evolve(plain, eff=eff, both=(0, 0)) for eff in ((0, 0), (1, 0), (1, 3))]
    found = boundaries(design, plain)
    assert [(each.dose, each.enrolled, each.out_at) for each in found] == [(1, 3, 3), (2, 4, 3)]
    assert all(boundaries(design, each) == found for each in looked)


def test_a_boundary_with_efficacy_and_toxicity_together_is_the_same():
    state = State(n=(4, 0), y=(2, 0), at=1, eff=(3, 0), both=(2, 0), pending=(2, 0))
    assert boundaries(TABLE, state) == boundaries(TABLE, evolve(state, eff=None, both=None))
    assert boundaries(TABLE, state)[0].out_at == 4


class NoneWithBoth:
    """A dose is closed by one child with efficacy and toxicity together."""

    def admissible(self, states):
        return states.both == 0


def test_the_boundary_assumes_no_more_children_with_both_than_the_counts_enforce():
    """1 of 4 with efficacy: the first toxicity that must be that child's is the fourth."""
    state = State(n=(4, 0), y=(0, 0), at=1, eff=(1, 0), both=(0, 0))
    (found,) = boundaries(evolve(TABLE, safety=NoneWithBoth()), state)
    assert (found.out_at, found.distance) == (4, 4)


# --- the expansion ------------------------------------------------------------------------------------------------

WORDS = 'design = "3+3"\nvariant = "NODE"'
TWO = BOIN_TEXT.replace('design = "BOIN"\ntarget = 0.25\ncohort = 3\nmost = 18', WORDS)
TWO = TWO[: TWO.index('[[level]]\nname = "3"')] + TWO[TWO.index("[conduct]") :]
EXPANDS = read_specification(f"{TWO}[conduct.expansion]\nchildren = 4\nrate = 0.25\ncertainty = 0.9\n")


def test_the_bound_of_the_expansion_counts_the_children_of_its_level_alone():
    """Level 2 is too toxic, level 1 is recommended: the toxicities of level 2 do not stop the expansion at level 1."""
    book = three(EXPANDS).decide(28)
    for child in ("P04", "P05", "P06"):
        book.enrol(28, child).treat(28, child)
    book.see(30, "P04", "any").see(31, "P05", "any").follow(56, "P06").decide(56)
    status = expansion_status(book.ledger, day(56))
    assert (status.dose, status.evaluable, status.toxicities, status.enrolled, status.open) == (1, 3, 0, 0, 4)

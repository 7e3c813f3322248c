"""Laws of conduct: names change nothing, the rule that was planned decides, and no completion is left out."""

import re

import numpy as np
import pytest
from attrs import evolve, fields
from hypothesis import given, settings, strategies as st
from tests.unit.designs.conduct.book import BOIN, CONFIRMS, day, opened, whole

from rosette.designs.conduct import (
    Decided,
    Ledger,
    children_on,
    cut_of,
    decide_on,
    decisions,
    determined,
    dsmb,
    late_changes,
    state_on,
    what_if,
)
from rosette.designs.crm import crm, skeleton_of
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.late import tite_boin
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.states import State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import NotComputable

WHOLE = whole().ledger
TARGET = 0.25
DESIGNS = [
    three_plus_three(doses=3),
    rolling_six(doses=3, variant="cog"),
    rolling_six(doses=3, variant="r6-pkg"),
    tite_boin(target=TARGET, doses=3, most=30),
    table_design(name="BOIN", boundaries=boin_boundaries(target=TARGET, most=30), target=TARGET, doses=3, most=30),
    crm(skeleton=skeleton_of(width=0.05, target=TARGET, prior=2, doses=3), target=TARGET, most=30),
]
COHORTS = st.lists(st.tuples(st.integers(1, 3), st.text("NTEBP", min_size=1, max_size=3)), min_size=1, max_size=4)


# --- what the children under observation would do -----------------------------------------------------------------


def read(cohorts, size):
    text = " ".join(f"{dose}{outcomes.replace('P', 'P[0.4]')}" for dose, outcomes in cohorts)
    return state_after(read_outcomes(text, doses=3), doses=3, size=size)


def drawn(data, cohorts):
    """The same cohorts with an outcome for every child under observation."""
    return [(dose, re.sub("P", lambda _: data.draw(st.sampled_from("NTEB")), row)) for dose, row in cohorts]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DESIGNS), COHORTS, st.data())
def test_the_completion_that_comes_is_among_those_that_were_told(design, cohorts, data):
    told = what_if(design, read(cohorts, design.cohort))
    before, after = read(cohorts, design.cohort), read(drawn(data, cohorts), design.cohort)
    toxic, worked = (tuple(np.subtract(*pair)) for pair in ((after.y, before.y), (after.eff, before.eff)))
    found = {(each.toxicities, each.responses, each.dose) for each in told}
    assert (toxic, worked, design.decide(after).dose) in found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DESIGNS), COHORTS, st.data())
def test_what_is_determined_comes_whatever_the_children_show(design, cohorts, data):
    found = determined(design, read(cohorts, design.cohort))
    after = read(drawn(data, cohorts), design.cohort)
    assert found is None or design.decide(after).dose == found.dose


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DESIGNS), COHORTS)
def test_the_decision_is_that_of_the_design_unless_it_would_wait_for_what_is_determined(design, cohorts):
    state = read(cohorts, design.cohort)
    found, early = decide_on(design, state)
    assert early or found == design.decide(state)
    assert not early or design.decide(state).waits


def test_what_every_completion_gives_is_determined():
    assert determined(DESIGNS[0], read([(1, "TTP")], 3)).dose is None
    assert determined(DESIGNS[0], read([(1, "NNP")], 3)) is None
    assert determined(DESIGNS[0], read([(1, "NNT")], 3)) is None


def test_too_many_completions_are_not_guessed():
    with pytest.raises(NotComputable, match="343 ways, more than 300"):
        what_if(DESIGNS[0], State(n=(0, 0, 0), y=(0, 0, 0), at=3, last=(3, 0), pending=(6, 6, 6)), limit=300)


# --- a trial that goes at random, written by the rule -------------------------------------------------------------


@st.composite
def trials(draw, specification=BOIN):
    """Children under the decisions of the rule, each watched to the end, with a toxicity, or left out."""
    book, now, names = opened(specification), 0, []
    for _ in range(draw(st.integers(1, 3))):
        book.decide(now)
        dose = book.ledger.of(Decided)[-1].decision.dose
        if dose is None:
            break
        fresh = [f"C{len(names) + place:02}" for place in range(specification.design.cohort)]
        for child in fresh:
            book.enrol(now, child).treat(now, child)
        for child in fresh:
            if draw(st.booleans()):
                book.see(now + 40, child, specification.conduct.criteria[0], on=now + draw(st.integers(1, 28)))
        now += 60
        for child in fresh:
            book.follow(now, child)
        names += fresh
    return book.ledger, now


def renamed(ledger, names):
    """The same trial with other names for its children."""
    found = Ledger(specifications=ledger.specifications)
    for line in ledger.lines:
        entry = line.entry
        if "child" in {each.name for each in fields(type(entry))}:
            entry = evolve(entry, child=names[entry.child])
        if hasattr(entry, "known"):
            entry = evolve(entry, known=found.digest)
        if isinstance(entry, Decided):
            entry = evolve(entry, digest=found.digest)
        found = found.sealed(entry)
    return found


@settings(max_examples=15, deadline=None)
@given(trials(), st.randoms())
def test_who_is_called_what_changes_nothing(trial, order):
    ledger, now = trial
    names = [child.child for child in children_on(ledger, day(now))]
    other = renamed(ledger, dict(zip(names, order.sample(names, len(names)), strict=True)))
    assert state_on(other, day(now)) == state_on(ledger, day(now))
    assert dsmb(other, day(now)).week.next == dsmb(ledger, day(now)).week.next
    assert [each.status for each in children_on(other, day(now))] == [
        each.status for each in children_on(ledger, day(now))
    ]


@settings(max_examples=15, deadline=None)
@given(trials())
def test_conduct_decides_as_the_design_does_on_the_same_outcomes(trial):
    ledger, _ = trial
    design = ledger.specification.design
    for decided, settled in decisions(ledger):
        assert settled is not None
        assert settled.by == CONFIRMS
        assert decided.decision == design.decide(cut_of(ledger, decided))


@settings(max_examples=15, deadline=None)
@given(trials())
def test_the_state_is_that_of_the_outcomes_in_the_notation_of_trialists(trial):
    ledger, now = trial
    children = children_on(ledger, day(now))
    text = " ".join(f"{child.dose}{'T' if child.toxicities else 'N'}" for child in children)
    state = state_on(ledger, day(now))
    told = state_after(read_outcomes(text, doses=3), doses=3, size=3)
    assert evolve(state, watched=None) == evolve(told, watched=None, eff=None, both=None)


@settings(max_examples=15, deadline=None)
@given(trials())
def test_a_trial_about_which_nothing_was_learnt_late_has_no_late_change(trial):
    ledger, _ = trial
    assert late_changes(ledger) == ()


@given(st.integers(0, 200))
def test_what_was_known_on_a_day_never_changes_by_what_comes_later(number):
    assert state_on(WHOLE, day(number)) == state_on(WHOLE.until(day(number)), day(number))
    assert children_on(WHOLE, day(number)) == children_on(WHOLE.until(day(number)), day(number))

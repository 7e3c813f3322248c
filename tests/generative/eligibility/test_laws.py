"""Laws of judging: what is learned changes only what rests on it; ways open what they say they open."""

from __future__ import annotations

import random
from typing import Any

import attrs
from hypothesis import given, settings, strategies as st
from tests.support.language import expressions, keyed, leaves
from tests.support.records import ON, make, records

from rosette.eligibility import Openings, Subject, judge_for
from rosette.eligibility.nodes import AllOf, AnyOf, Not
from rosette.kernel import Quantity, Truth
from rosette.knowledge import load_knowledge
from rosette.records import Laboratory, Preference

KNOWLEDGE = load_knowledge()
children = records(KNOWLEDGE)
trees = expressions(most=6).map(lambda tree: keyed(tree, "T1/J1"))


def truth(child: Any, tree: Any) -> Truth:
    return judge_for(Subject(child, KNOWLEDGE, ON), tree).truth


@given(child=children, tree=trees)
@settings(max_examples=100)
def test_learning_an_unrelated_fact_changes_no_verdict(child: Any, tree: Any) -> None:
    """No expression of the strategy asks for ferritin or for a preference."""
    ferritin = make(Laboratory, id="new-1", code="ferritin", quantity="90 ng/mL", on="2026-05-30")
    wish = make(Preference, id="new-2", text="time at home")
    before = judge_for(Subject(child, KNOWLEDGE, ON), tree)
    after = judge_for(Subject(child.with_facts(ferritin, wish), KNOWLEDGE, ON), tree)
    assert before.strict == after.strict
    assert before.carried == after.carried


@given(child=children, tree=trees)
@settings(max_examples=100)
def test_the_order_of_facts_is_irrelevant(child: Any, tree: Any) -> None:
    shuffled = list(child.facts)
    random.Random(5).shuffle(shuffled)
    turned = attrs.evolve(child, facts=tuple(shuffled))
    assert (
        judge_for(Subject(child, KNOWLEDGE, ON), tree).strict == judge_for(Subject(turned, KNOWLEDGE, ON), tree).strict
    )


@given(child=children, tree=trees, value=st.sampled_from((20000.0, 60000.0, 90000.0, 300000.0)))
@settings(max_examples=100)
def test_learning_a_missing_platelet_count_turns_yes_to_no_never(child: Any, tree: Any, value: float) -> None:
    """A record without any platelet count learns one: what was settled without it stays settled."""
    without = child.without("laboratory:platelets")
    count = make(Laboratory, id="new-1", code="platelets", quantity="1 /uL", on="2026-06-01")
    learned = attrs.evolve(count, quantity=Quantity(value, count.quantity.unit))
    before, after = truth(without, tree), truth(without.with_facts(learned), tree)
    assert before is Truth.UNKNOWN or after is before


@given(child=children, tree=trees, other=trees)
@settings(max_examples=80)
def test_de_morgan_holds_between_expressions(child: Any, tree: Any, other: Any) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    both = judge_for(subject, Not(part=AllOf(parts=(tree, other))))
    either = judge_for(subject, AnyOf(parts=(Not(part=tree), Not(part=other))))
    assert both.strict == either.strict


@given(child=children, tree=trees)
@settings(max_examples=100)
def test_yes_and_no_never_hold_on_one_day(child: Any, tree: Any) -> None:
    judged = judge_for(Subject(child, KNOWLEDGE, ON), tree)
    assert judged.strict[0] & judged.strict[1] == 0
    assert judged.carried[0] & judged.carried[1] == 0


@given(child=children, leaf=leaves().map(lambda leaf: keyed(leaf, "T1/J1")))
@settings(max_examples=200)
def test_the_carried_reading_is_the_strict_one_up_to_the_day(child: Any, leaf: Any) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    judged = judge_for(subject, leaf)
    past = subject.frame.days(None, subject.day)
    assert [mask & past for mask in judged.strict] == [mask & past for mask in judged.carried]


@given(child=children, tree=trees)
@settings(max_examples=120)
def test_a_way_opens_on_its_day_and_not_before(child: Any, tree: Any) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    openings, judged = Openings(subject.frame, subject.day), judge_for(subject, tree)
    for way in openings.ways([judged]):
        assert openings.first_day([judged], dict(way.supposed)) == way.opens_on
        assert way.opens_on >= ON


@given(child=children, tree=trees)
@settings(max_examples=80)
def test_no_way_contains_another(child: Any, tree: Any) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    ways = Openings(subject.frame, subject.day).ways([judge_for(subject, tree)])
    sets = [(frozenset(way.remedies), frozenset(way.supposed)) for way in ways]
    for one in sets:
        assert not any(other != one and other[0] <= one[0] and other[1] <= one[1] for other in sets)


@given(child=children, tree=trees)
@settings(max_examples=80)
def test_a_met_criterion_needs_nothing(child: Any, tree: Any) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    judged = judge_for(subject, tree)
    ways = Openings(subject.frame, subject.day).ways([judged])
    if judged.truth is Truth.YES:
        assert ways[0].remedies == ()
        assert ways[0].opens_on == ON

"""The two engines agree on every cell, and the timeline says what judging on that day would say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from tests.support.language import LEAVES, expressions, keyed, leaves
from tests.support.records import ON, records

from rosette.eligibility import Subject, judge, judge_for
from rosette.eligibility.nodes import Node
from rosette.eligibility.screening import Table, screen
from rosette.kernel import Truth
from rosette.knowledge import load_knowledge
from rosette.records import Attestation, ChildRecord, Fact

KNOWLEDGE = load_knowledge()
ASKED = "NCT01154816/J1"
children = records(KNOWLEDGE)
herds = st.lists(children, min_size=1, max_size=3)


def check_cells(herd: Sequence[ChildRecord], trees: Sequence[Node], *, threads: int = 2) -> None:
    screened = screen(trees, Table(herd, KNOWLEDGE, ON), threads=threads)
    for tree in trees:
        expected = [judge(tree, child, on=ON, knowledge=KNOWLEDGE).truth for child in herd]
        assert screened.truths(tree) == expected
        assert [Truth(int(code)) for code in screened.codes(tree)] == expected
        assert screened.count(tree) == tuple(expected.count(each) for each in (Truth.YES, Truth.UNKNOWN, Truth.NO))


@pytest.mark.parametrize("family", LEAVES)
def test_the_columnar_engine_equals_the_reference_on_every_kind_of_leaf(family: str) -> None:
    @given(herd=herds, some=st.lists(leaves(family), min_size=1, max_size=6))
    @settings(max_examples=25)
    def check(herd: list[ChildRecord], some: list[Node]) -> None:
        check_cells(herd, [keyed(leaf, ASKED) for leaf in some])

    check()


@given(herd=herds, trees=st.lists(expressions(), min_size=1, max_size=3), threads=st.integers(1, 3))
@settings(max_examples=25)
def test_the_columnar_engine_equals_the_reference_on_every_expression(
    herd: list[ChildRecord], trees: list[Node], threads: int
) -> None:
    check_cells(herd, [keyed(tree, ASKED) for tree in trees], threads=threads)


@given(trees=st.lists(expressions(), min_size=1, max_size=3))
@settings(max_examples=20)
def test_a_table_without_children_is_screened_to_nothing(trees: list[Node]) -> None:
    screened = screen(trees, Table([], KNOWLEDGE, ON))
    assert [screened.truths(tree) for tree in trees] == [[] for _ in trees]


def known_by_then(child: ChildRecord) -> ChildRecord:
    """The record without facts that are dated, or may be dated, after the day."""
    return attrs.evolve(child, facts=tuple(fact for fact in child.facts if not _ahead(fact)))


def _ahead(fact: Fact) -> bool:
    days = (fact.on, fact.start, fact.end, getattr(fact, "controlled_from", None))
    return any(day is not None and day.latest > ON for day in days)


@pytest.mark.parametrize("family", LEAVES)
def test_the_strict_timeline_says_what_judging_the_same_record_on_a_later_day_says(family: str) -> None:
    @given(child=children.map(known_by_then), leaf=leaves(family), days=st.integers(0, 150))
    @settings(max_examples=25)
    def check(child: ChildRecord, leaf: Node, days: int) -> None:
        asked, later = keyed(leaf, ASKED), ON + timedelta(days=days)
        seen = judge(asked, child, on=ON, knowledge=KNOWLEDGE).timeline.at(later)
        assert seen is judge(asked, child, on=later, knowledge=KNOWLEDGE).truth

    check()


@given(child=children.map(known_by_then), tree=expressions(most=5), days=st.integers(0, 150))
@settings(max_examples=25)
def test_the_strict_timeline_of_an_expression_says_what_judging_on_a_later_day_says(
    child: ChildRecord, tree: Node, days: int
) -> None:
    asked, later = keyed(tree, ASKED), ON + timedelta(days=days)
    seen = judge(asked, child, on=ON, knowledge=KNOWLEDGE).timeline.at(later)
    assert seen is judge(asked, child, on=later, knowledge=KNOWLEDGE).truth


@given(child=children, tree=expressions(most=5), horizon=st.integers(0, 90))
@settings(max_examples=25)
def test_the_horizon_changes_no_truth_inside_it(child: ChildRecord, tree: Node, horizon: int) -> None:
    asked = keyed(tree, ASKED)
    near = judge(asked, child, on=ON, knowledge=KNOWLEDGE, horizon=horizon)
    far = judge(asked, child, on=ON, knowledge=KNOWLEDGE)
    ahead = [ON + timedelta(days=day) for day in (0, horizon // 2, horizon)]
    assert [near.timeline.at(day) for day in ahead] == [far.timeline.at(day) for day in ahead]


@given(child=children, tree=expressions(most=5))
@settings(max_examples=40)
def test_one_subject_gives_what_judging_alone_gives(child: ChildRecord, tree: Node) -> None:
    asked, subject = keyed(tree, ASKED), Subject(child, KNOWLEDGE, ON)
    again = [judge_for(subject, asked), judge_for(subject, asked), judge(asked, child, on=ON, knowledge=KNOWLEDGE)]
    assert len({(each.strict, each.carried, each.why, each.reason, each.lasting) for each in again}) == 1


def test_the_question_of_these_tests_is_one_that_random_children_answer() -> None:
    @given(child=children)
    @settings(max_examples=20)
    def check(child: ChildRecord) -> None:
        assert all(fact.question == ASKED for fact in child.of(Attestation))

    check()

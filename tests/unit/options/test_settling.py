"""Across options: which few tests settle the most of them."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any, cast

import pytest
from attrs import frozen
from hypothesis import given, strategies as st
from tests.support.records import ON, child, lab
from tests.unit.options.samples import ASKED, COUNT, HELD_BACK, MET, TOO_OLD, board, offer, slot

from rosette.eligibility import Act, Remedy, Way
from rosette.options import Board, Option, Settling, settle
from rosette.options.settling import MOST_TESTS

CREATININE = "creatinine <= 1 mg/dL"


@frozen
class Made:
    """Stands for an option of which only the ways matter."""

    id: str
    ways: tuple[Way, ...]


def remedy(name: str, act: Act = Act.ORDER, burden: int = 4) -> Remedy:
    return Remedy(burden, act, name, name, f"{act.value} {name}.")


def way(*remedies: Remedy) -> Way:
    return Way(remedies=remedies, opens_on=date(2026, 6, 1), supposed=())


def settled(*options: Made) -> Settling:
    return settle(cast("list[Option]", list(options)))


def told(found: Settling) -> list[tuple[list[str], list[str]]]:
    return [([test.what for test in each.tests], list(each.settles)) for each in found.sets]


A, B, C = remedy("a"), remedy("b"), remedy("c")
ASK, READ = remedy("j", Act.ATTEST, 0), remedy("p", Act.OBTAIN, 1)
TREAT = remedy("t", Act.CHANGE)


# --- which tests count --------------------------------------------------------------------------------


def test_one_test_that_settles_two_options_comes_before_one_that_settles_one() -> None:
    found = settled(Made("x", (way(A),)), Made("y", (way(A),)), Made("z", (way(B),)))
    assert told(found) == [(["a"], ["x", "y"]), (["a", "b"], ["x", "y", "z"])]
    assert found.unsettled == ()


def test_an_option_is_settled_by_the_way_that_needs_fewest() -> None:
    assert told(settled(Made("x", (way(A, B), way(C))))) == [(["c"], ["x"])]


def test_two_tests_that_only_together_settle_an_option_are_one_set() -> None:
    assert told(settled(Made("x", (way(A, B),)))) == [(["a", "b"], ["x"])]


def test_the_lighter_of_two_tests_that_settle_as_much_is_taken() -> None:
    light, heavy = remedy("z", burden=2), remedy("a", burden=9)
    assert told(settled(Made("x", (way(heavy), way(light))))) == [(["z"], ["x"])]


def test_repeats_are_tests_as_orders_are() -> None:
    assert told(settled(Made("x", (way(remedy("a", Act.REPEAT)),)))) == [(["a"], ["x"])]


def test_answers_and_protocol_text_are_asked_for_beside() -> None:
    assert told(settled(Made("x", (way(A, ASK, READ),)))) == [(["a"], ["x"])]


def test_an_option_that_needs_answers_only_is_not_settled_by_a_test() -> None:
    found = settled(Made("x", (way(ASK, READ), way(A))), Made("y", (way(),)))
    assert told(found) == []
    assert found.unsettled == ("x", "y")


def test_an_option_that_needs_a_change_is_not_settled_by_a_test() -> None:
    found = settled(Made("x", (way(A, TREAT),)), Made("y", (way(TREAT),)))
    assert told(found) == []
    assert found.unsettled == ("x", "y")


def test_a_way_with_a_change_does_not_hide_one_without() -> None:
    assert told(settled(Made("x", (way(TREAT), way(A))))) == [(["a"], ["x"])]


def test_a_barred_option_is_not_settled() -> None:
    assert settled(Made("x", ())).unsettled == ("x",)


def test_no_options_have_no_tests() -> None:
    assert settled() == Settling(sets=(), unsettled=())


def test_more_tests_than_may_be_asked_for_settle_nothing() -> None:
    many = [remedy(f"t{number}") for number in range(MOST_TESTS + 1)]
    found = settled(Made("x", (way(*many),)))
    assert told(found) == []
    assert found.unsettled == ("x",)


# --- exactness ----------------------------------------------------------------------------------------

NAMES = ("a", "b", "c", "d", "e")
acts = st.sampled_from([Act.ORDER] * 6 + [Act.REPEAT] * 3 + [Act.ATTEST, Act.OBTAIN, Act.CHANGE])


@st.composite
def instances(draw: Any) -> list[Made]:
    pool = [remedy(name, draw(acts), draw(st.integers(0, 5))) for name in NAMES]
    ways = st.lists(st.sampled_from(pool), max_size=3, unique=True).map(lambda some: way(*some))
    return [Made(f"o{number}", tuple(draw(st.lists(ways, max_size=3)))) for number in range(draw(st.integers(0, 5)))]


def needs(option: Made) -> list[frozenset[Remedy]]:
    """The tests of each way that nothing but tests and answers would open."""
    beside = (Act.ATTEST, Act.OBTAIN)
    ways = [frozenset(each for each in one.remedies if each.act not in beside) for one in option.ways]
    if frozenset() in ways:
        return []
    return [some for some in ways if all(each.act in (Act.ORDER, Act.REPEAT) for each in some)]


def settles(tests: frozenset[Remedy], options: list[Made]) -> list[str]:
    return [option.id for option in options if any(some <= tests for some in needs(option))]


@given(instances())
def test_each_set_settles_the_most_of_all_sets_of_its_size_with_the_least_burden(options: list[Made]) -> None:
    pool = {test for option in options for some in needs(option) for test in some}
    for found in settled(*options).sets:
        size = len(found.tests)
        every = [frozenset(some) for some in combinations(pool, size)]
        most = max(len(settles(some, options)) for some in every)
        assert len(found.settles) == most > 0
        assert list(found.settles) == settles(frozenset(found.tests), options)
        lightest = min(sum(t.burden for t in some) for some in every if len(settles(some, options)) == most)
        assert sum(test.burden for test in found.tests) == lightest


@given(instances())
def test_a_larger_set_is_named_exactly_when_it_settles_more(options: list[Made]) -> None:
    pool = {test for option in options for some in needs(option) for test in some}
    best = {
        size: max((len(settles(frozenset(some), options)) for some in combinations(pool, size)), default=0)
        for size in range(MOST_TESTS + 1)
    }
    worth = [size for size in range(1, MOST_TESTS + 1) if best[size] > best[size - 1] and size <= len(pool)]
    assert [len(found.tests) for found in settled(*options).sets] == worth


@given(instances())
def test_what_is_left_is_what_the_largest_set_does_not_settle(options: list[Made]) -> None:
    found = settled(*options)
    done = set(found.sets[-1].settles) if found.sets else set()
    assert list(found.unsettled) == [option.id for option in options if option.id not in done]


@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_the_options_does_not_change_how_many_are_settled(options: list[Made], chance: Any) -> None:
    shuffled = list(options)
    chance.shuffle(shuffled)
    one, other = settled(*options), settled(*shuffled)
    assert [each.tests for each in one.sets] == [each.tests for each in other.sets]
    assert [set(each.settles) for each in one.sets] == [set(each.settles) for each in other.sets]


# --- on a board ---------------------------------------------------------------------------------------


def made(**slots: Any) -> Board:
    trials = [
        offer("T1", COUNT),
        offer("T2", COUNT, CREATININE, ASKED),
        offer("T3", COUNT, HELD_BACK),
        offer("T4", COUNT, TOO_OLD),
        offer("T5", MET),
    ]
    here = [slot(f"T{number}/a", **slots) for number in range(1, 6)]
    return board(child(), *trials, slots=here)


def test_the_board_names_the_tests_of_the_options_that_are_here() -> None:
    assert told(made().settling) == [
        (["platelets"], ["T1/a", "T3/a"]),
        (["creatinine", "platelets"], ["T1/a", "T2/a", "T3/a"]),
    ]


@pytest.mark.parametrize("status", ["suspended", "closed", "waiting"])
def test_tests_for_options_that_open_on_no_known_day_are_not_named(status: str) -> None:
    assert told(made(status=status).settling) == []


def test_tests_for_options_that_open_later_are_named() -> None:
    assert len(made(opened=date(2026, 9, 1)).settling.sets) == 2


def test_options_elsewhere_are_not_settled() -> None:
    found = board(child(), offer("T1", COUNT), offer("T2", COUNT), slots=[slot("T2/a")])
    assert told(found.settling) == [(["platelets"], ["T2/a"])]


def test_a_known_result_is_not_asked_for() -> None:
    found = board(child(lab("platelets", "80000 /uL")), offer("T1", COUNT), slots=[slot()], on=ON)
    assert found.settling == Settling(sets=(), unsettled=("T1/a",))

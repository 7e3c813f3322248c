"""Criteria as a trial lists them: what is met, what is printed, how an overlay changes them."""

from __future__ import annotations

import pytest
from tests.unit.eligibility.reading import items, node

from rosette.eligibility import Criterion, Drop, Note, overlaid
from rosette.eligibility.nodes import Not

TREATED = node("prior chemotherapy")


def test_a_required_criterion_is_met_by_its_node_and_an_excluded_one_by_the_opposite() -> None:
    assert Criterion(id="A1", polarity="require", node=TREATED, cite="1").met == TREATED
    assert Criterion(id="A1", polarity="exclude", node=TREATED, cite="1").met == Not(part=TREATED)


@pytest.mark.parametrize("polarity", ["require", "exclude"])
def test_a_criterion_is_printed_with_and_without_id_and_place(polarity: str) -> None:
    criterion = Criterion(id="A1", polarity=polarity, node=TREATED, cite="incl 1")  # type: ignore[arg-type]
    assert criterion.text == f"{polarity} prior chemotherapy"
    assert criterion.line() == f"A1 {polarity} prior chemotherapy [incl 1]"


def test_notes_and_drops_are_printed() -> None:
    assert Note(id="N1", text="Counted apart.", cite="arms").line() == 'N1 note "Counted apart." [arms]'
    assert Drop(id="H1").line() == "drop H1"


BASE = items(
    'A1 require consent a [1]\nB1 exclude prior vinca [2]\nN1 note "Counted apart." [3]\nC1 require consent c [4]'
)


def lines(overlay: str) -> list[str]:
    return [item.line() for item in overlaid(BASE, items(overlay))]


def test_an_empty_overlay_changes_nothing() -> None:
    assert overlaid(BASE, ()) == BASE


def test_an_item_of_the_same_id_replaces_in_its_place() -> None:
    assert lines('B1 require consent b [arm]\nN1 note "Counted." [arm]') == [
        "A1 require consent a [1]",
        "B1 require consent b [arm]",
        'N1 note "Counted." [arm]',
        "C1 require consent c [4]",
    ]


def test_a_drop_removes() -> None:
    assert lines("drop A1\ndrop N1") == ["B1 exclude prior vinca [2]", "C1 require consent c [4]"]


def test_what_is_new_is_added_at_the_end_in_order() -> None:
    assert lines("Z1 require consent z [arm]\nY1 require consent y [arm]")[3:] == [
        "C1 require consent c [4]",
        "Z1 require consent z [arm]",
        "Y1 require consent y [arm]",
    ]


def test_replacing_dropping_and_adding_go_together() -> None:
    assert lines("Z1 require consent z [arm]\ndrop C1\nA1 exclude consent a [arm]") == [
        "A1 exclude consent a [arm]",
        "B1 exclude prior vinca [2]",
        'N1 note "Counted apart." [3]',
        "Z1 require consent z [arm]",
    ]


def test_dropping_what_is_not_there_leaves_nothing_behind() -> None:
    assert overlaid(BASE, items("drop Q9")) == BASE


def test_a_second_overlay_lies_over_the_first() -> None:
    arm = overlaid(BASE, items("Z1 require consent z [arm]"))
    assert [item.line() for item in overlaid(arm, items("Z1 require consent y [level]\ndrop B1"))] == [
        "A1 require consent a [1]",
        'N1 note "Counted apart." [3]',
        "C1 require consent c [4]",
        "Z1 require consent y [level]",
    ]

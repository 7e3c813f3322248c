"""Truth has three values and cannot be mistaken for two."""

from __future__ import annotations

import pytest

from rosette.kernel import Truth
from rosette.kernel.truth import all_of, any_of, at_least


@pytest.mark.parametrize("value", Truth)
def test_a_truth_is_not_a_bool(value: Truth) -> None:
    with pytest.raises(TypeError, match=r"^Truth has three values: compare with `is`$"):
        bool(value)


def test_a_bool_or_nothing_is_read_as_a_truth() -> None:
    assert Truth.of(True) is Truth.YES
    assert Truth.of(False) is Truth.NO
    assert Truth.of(None) is Truth.UNKNOWN


def test_truths_are_ordered_by_value() -> None:
    assert [Truth.NO.value, Truth.UNKNOWN.value, Truth.YES.value] == [0, 1, 2]


def test_nothing_to_join_is_yes_and_nothing_to_choose_from_is_no() -> None:
    assert all_of([], full=0b111) == (0b111, 0)
    assert any_of([], full=0b111) == (0, 0b111)


def test_each_bit_is_folded_by_itself() -> None:
    one, other = (0b1100, 0b0011), (0b1010, 0b0101)
    assert all_of([one, other], full=0b1111) == (0b1000, 0b0111)
    assert any_of([one, other], full=0b1111) == (0b1110, 0b0001)


def test_more_than_there_are_is_no_and_none_at_all_is_yes() -> None:
    parts = [(0b01, 0b10), (0b00, 0b00)]
    assert at_least(3, parts, full=0b11) == (0, 0b11)
    assert at_least(0, parts, full=0b11) == (0b11, 0)
    assert at_least(-1, parts, full=0b11) == (0b11, 0)


def test_at_least_all_is_and_and_at_least_one_is_or() -> None:
    parts = [(0b100, 0b001), (0b110, 0b001), (0b101, 0b000)]
    assert at_least(3, parts, full=0b111) == all_of(parts, full=0b111)
    assert at_least(1, parts, full=0b111) == any_of(parts, full=0b111)

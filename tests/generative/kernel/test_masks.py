"""Folding masks gives, bit by bit, what folding truths one by one gives."""

from __future__ import annotations

from functools import reduce

from hypothesis import given, strategies as st

from rosette.kernel import Masks, Truth
from rosette.kernel.truth import all_of, any_of, at_least, choice, negation

LENGTH = 6
FULL = (1 << LENGTH) - 1
rows = st.lists(st.sampled_from(Truth), min_size=LENGTH, max_size=LENGTH).map(tuple)
tables = st.lists(rows, min_size=1, max_size=5)
Row = tuple[Truth, ...]


def masks(row: Row) -> Masks:
    yes = sum(1 << bit for bit, truth in enumerate(row) if truth is Truth.YES)
    no = sum(1 << bit for bit, truth in enumerate(row) if truth is Truth.NO)
    return yes, no


def columns(table: list[Row]) -> list[tuple[Truth, ...]]:
    return list(zip(*table, strict=True))


def counted(count: int, truths: tuple[Truth, ...]) -> Truth:
    """By trying out every reading of the unknown ones: they all agree, or it is unknown."""
    yes, unknown = truths.count(Truth.YES), truths.count(Truth.UNKNOWN)
    readings = {yes + more >= count for more in range(unknown + 1)}
    return Truth.of(readings.pop()) if len(readings) == 1 else Truth.UNKNOWN


def chosen(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    if condition is Truth.UNKNOWN:
        return then if then is otherwise else Truth.UNKNOWN
    return then if condition is Truth.YES else otherwise


@given(table=tables)
def test_all_of_is_the_and_of_every_column(table: list[Row]) -> None:
    expected = tuple(reduce(Truth.__and__, column) for column in columns(table))
    assert all_of(map(masks, table), full=FULL) == masks(expected)


@given(table=tables)
def test_any_of_is_the_or_of_every_column(table: list[Row]) -> None:
    expected = tuple(reduce(Truth.__or__, column) for column in columns(table))
    assert any_of(map(masks, table), full=FULL) == masks(expected)


@given(table=tables, count=st.integers(-1, 7))
def test_at_least_is_what_every_reading_of_the_unknown_says(table: list[Row], count: int) -> None:
    expected = tuple(counted(count, column) for column in columns(table))
    assert at_least(count, list(map(masks, table)), full=FULL) == masks(expected)


@given(condition=rows, then=rows, otherwise=rows)
def test_choice_is_if_then_else_in_every_column(condition: Row, then: Row, otherwise: Row) -> None:
    expected = tuple(chosen(*column) for column in columns([condition, then, otherwise]))
    assert choice(masks(condition), masks(then), masks(otherwise)) == masks(expected)


@given(row=rows)
def test_negation_is_not_in_every_column(row: Row) -> None:
    assert negation(masks(row)) == masks(tuple(~truth for truth in row))


@given(table=tables)
def test_de_morgan_holds_of_masks(table: list[Row]) -> None:
    opposite = [negation(masks(row)) for row in table]
    assert negation(all_of(map(masks, table), full=FULL)) == any_of(opposite, full=FULL)
    assert negation(any_of(map(masks, table), full=FULL)) == all_of(opposite, full=FULL)


@given(table=tables, count=st.integers(0, 6))
def test_at_least_so_many_yes_fails_when_too_many_are_no(table: list[Row], count: int) -> None:
    parts = list(map(masks, table))
    opposite = at_least(len(parts) - count + 1, list(map(negation, parts)), full=FULL)
    assert negation(at_least(count, parts, full=FULL)) == opposite


@given(table=tables, count=st.integers(0, 6))
def test_no_bit_is_both_yes_and_no(table: list[Row], count: int) -> None:
    parts = list(map(masks, table))
    for yes, no in (all_of(parts, full=FULL), any_of(parts, full=FULL), at_least(count, parts, full=FULL)):
        assert yes & no == 0
        assert (yes | no) & ~FULL == 0

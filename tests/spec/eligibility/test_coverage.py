"""Every kind of criterion is expressible, is judged as it should be, and stands on its page."""

from __future__ import annotations

import pytest
from tests.spec.eligibility.coverage import ASKS, KINDS, PAGE, Row, page
from tests.support.children import KNOWLEDGE, NO, UNKNOWN, YES, criteria

from rosette.eligibility import Criterion, check_static, overlaid, print_criteria

ROWS = [*KINDS, *ASKS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_the_kind_is_expressible_and_judged(row: Row) -> None:
    assert row.judged() is row.truth


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_the_kind_passes_the_static_checks_and_reads_back(row: Row) -> None:
    items = overlaid(criteria(row.asks), criteria(row.overlay))
    found = [item for item in items if isinstance(item, Criterion)]
    assert check_static(found, knowledge=KNOWLEDGE, name="row") == []
    assert criteria(print_criteria(items)) == items


def test_the_kinds_are_told_apart_by_their_names() -> None:
    names = [row.kind for row in ROWS]
    assert len(names) == len(set(names))
    assert len(KINDS) >= 65


def test_every_truth_comes_out_of_many_kinds() -> None:
    """A page on which nearly all is met, or nearly nothing is known, would show little."""
    found = [row.truth for row in KINDS]
    assert min(found.count(value) for value in (YES, NO, UNKNOWN)) >= 12


def test_the_page_is_the_one_that_the_rows_make() -> None:
    """Write it anew with `python -m tests.spec.eligibility.coverage`."""
    assert PAGE.read_text(encoding="utf-8") == page()

"""Whatever a file holds, the gates answer with faults and never fail themselves."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from rosette.kernel import Problems
from rosette.knowledge import Reference, loader
from rosette.knowledge.crossrefs import check_crossrefs
from rosette.knowledge.files import DataFile
from rosette.knowledge.rows import Row
from rosette.knowledge.shelf import Shelf

REFERENCES = {"book": Reference(key="book", title="The book", kind="paper", opened="all")}
WORDS = [
    "",
    "x",
    "y",
    "12 h",
    "12",
    "mg/dL",
    "1 mg/dL",
    "1 year",
    "book",
    "therapy",
    "question",
    "alk",
    "{x}",
    "mo",
]
SIMPLE = st.one_of(
    st.sampled_from(WORDS),
    st.integers(-2, 3000),
    st.floats(),
    st.booleans(),
    st.dates(date(2000, 1, 1)),
    st.text(max_size=4),
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)


def keys(kind: str) -> list[str]:
    """The keys that the reader of a kind asks for."""
    row = Row({}, "f, k[0]", Problems())
    loader.READERS[kind](row, REFERENCES)
    return sorted(row.used)


@pytest.mark.parametrize("kind", sorted(loader.READERS))
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_any_row_is_answered(kind: str, data: st.DataObject) -> None:
    known = keys(kind)
    shape: dict[str, Any] = dict.fromkeys(known, VALUES)
    rows = data.draw(st.lists(st.fixed_dictionaries({}, optional=shape), min_size=1, max_size=3))
    problems, shelf = Problems(), Shelf()
    loader._read_rows(DataFile("f", {kind: rows}), REFERENCES, shelf, problems)
    check_crossrefs(shelf, problems)
    assert problems.found
    assert all(problem.sentence() for problem in problems.found)


@given(content=st.dictionaries(st.sampled_from([*loader.READERS, "defaults", "other"]), VALUES, max_size=3))
@settings(deadline=None)
def test_any_file_is_answered(content: dict[str, Any]) -> None:
    problems, shelf = Problems(), Shelf()
    loader._read_rows(DataFile("f", content), REFERENCES, shelf, problems)
    check_crossrefs(shelf, problems)

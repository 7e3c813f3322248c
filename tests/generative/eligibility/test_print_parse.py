"""What is printed reads back as the same tree, over the whole language."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from tests.support.language import LEAVES, expressions, leaves

from rosette.eligibility import Criterion, Reader, parse_criteria, print_criteria, vocabulary_of
from rosette.eligibility.criteria import keyed
from rosette.eligibility.expressions import read_expression, write_expression
from rosette.knowledge import load_knowledge

VOCABULARY = vocabulary_of(load_knowledge())


@pytest.mark.parametrize("family", LEAVES)
def test_every_leaf_reads_back(family: str) -> None:
    @given(leaf=leaves(family))
    @settings(max_examples=40)
    def check(leaf: Any) -> None:
        reader = Reader(write_expression(leaf), VOCABULARY)
        assert read_expression(reader) == leaf
        assert reader.at_end()

    check()


@given(tree=expressions())
@settings(max_examples=40)
def test_every_expression_reads_back(tree: Any) -> None:
    reader = Reader(write_expression(tree), VOCABULARY)
    assert read_expression(reader) == tree
    assert reader.at_end()


@given(tree=expressions(most=4))
@settings(max_examples=40)
def test_a_criterion_line_reads_back_with_its_id_polarity_and_place(tree: Any) -> None:
    item = keyed(Criterion(id="H1a", polarity="exclude", node=tree, cite="excl 3b"), prefix="T1")
    text = print_criteria([item])
    assert parse_criteria(text, vocabulary=VOCABULARY, prefix="T1") == (item,)

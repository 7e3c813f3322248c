"""The tables of strong Kleene logic, drawn: y is yes, n is no, ? is unknown."""

from __future__ import annotations

import itertools

import pytest
from tests.support.records import table

from rosette.kernel import Truth
from rosette.kernel.truth import all_of, any_of, at_least, choice, negation

SIGNS = {"y": Truth.YES, "n": Truth.NO, "?": Truth.UNKNOWN}
MASKS = {"y": (1, 0), "n": (0, 1), "?": (0, 0)}

PAIRS = """
a | b | a and b | a or b
--+---+---------+-------
y | y | y       | y
y | ? | ?       | y
y | n | n       | y
? | y | ?       | y
? | ? | ?       | ?
? | n | n       | ?
n | y | n       | y
n | ? | n       | ?
n | n | n       | n
"""

NEGATIONS = """
a | not a
--+------
y | n
? | ?
n | y
"""

CHOICES = """
if | then | else | is
---+------+------+---
y  | y    | n    | y
y  | n    | y    | n
y  | ?    | y    | ?
y  | y    | ?    | y
y  | n    | ?    | n
n  | n    | y    | y
n  | y    | n    | n
n  | y    | ?    | ?
n  | ?    | y    | y
n  | ?    | n    | n
?  | y    | y    | y
?  | n    | n    | n
?  | y    | n    | ?
?  | n    | y    | ?
?  | y    | ?    | ?
?  | ?    | y    | ?
?  | n    | ?    | ?
?  | ?    | n    | ?
?  | ?    | ?    | ?
"""

COUNTED = """
at least | of    | is
---------+-------+---
0        | n     | y
1        | n n n | n
1        | n ? n | ?
1        | n y n | y
1        | ? y n | y
2        | y y n | y
2        | y ? n | ?
2        | y n n | n
2        | ? ? n | ?
2        | ? n n | n
2        | y y y | y
3        | y y y | y
3        | y y ? | ?
3        | y y n | n
3        | ? ? n | n
4        | y y y | n
"""


@pytest.mark.parametrize(("a", "b", "both", "either"), table(PAIRS))
def test_and_or_follow_the_table(a: str, b: str, both: str, either: str) -> None:
    assert SIGNS[a] & SIGNS[b] is SIGNS[both]
    assert SIGNS[a] | SIGNS[b] is SIGNS[either]


@pytest.mark.parametrize(("a", "b", "both", "either"), table(PAIRS))
def test_masks_of_and_or_follow_the_same_table(a: str, b: str, both: str, either: str) -> None:
    assert all_of([MASKS[a], MASKS[b]], full=1) == MASKS[both]
    assert any_of([MASKS[a], MASKS[b]], full=1) == MASKS[either]


@pytest.mark.parametrize(("a", "opposite"), table(NEGATIONS))
def test_not_follows_the_table(a: str, opposite: str) -> None:
    assert ~SIGNS[a] is SIGNS[opposite]
    assert negation(MASKS[a]) == MASKS[opposite]


@pytest.mark.parametrize(("condition", "then", "otherwise", "is_"), table(CHOICES))
def test_if_then_else_follows_the_table(condition: str, then: str, otherwise: str, is_: str) -> None:
    assert choice(MASKS[condition], MASKS[then], MASKS[otherwise]) == MASKS[is_]


@pytest.mark.parametrize(("count", "parts", "is_"), table(COUNTED))
def test_at_least_follows_the_table(count: str, parts: str, is_: str) -> None:
    assert at_least(int(count), [MASKS[part] for part in parts.split()], full=1) == MASKS[is_]


def test_the_tables_name_every_case_once() -> None:
    assert sorted(tuple(row[:2]) for row in table(PAIRS)) == sorted(itertools.product("yn?", repeat=2))
    assert len({tuple(row[:3]) for row in table(CHOICES)}) == len(table(CHOICES))

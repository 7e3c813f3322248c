"""Combinations of YES, NO and UNKNOWN: strong Kleene logic, drawn."""

from __future__ import annotations

import pytest
from tests.support.children import UNKNOWN, YES, coded, judged, rows, truth, word

# Three leaves whose truth a child can be given at will: "yes", "no" or silence.
ASKED = {"a": "hiv is positive", "b": "hbsag is positive", "c": "hepatitis_c is positive"}
CODE = {"a": "hiv", "b": "hbsag", "c": "hepatitis_c"}


def told(**values: str) -> list[dict[str, object]]:
    return [
        coded(CODE[name], "positive" if value == "yes" else "negative")
        for name, value in values.items()
        if value != "?"
    ]


def said(template: str) -> str:
    for name, asked in ASKED.items():
        template = template.replace(f"<{name}>", asked)
    return template


TWO = """
    a   | b   | all | any | not a | if a then b
    yes | yes | yes | yes | no    | yes
    yes | ?   | ?   | yes | no    | ?
    yes | no  | no  | yes | no    | no
    ?   | yes | ?   | yes | ?     | yes
    ?   | ?   | ?   | ?   | ?     | ?
    ?   | no  | no  | ?   | ?     | ?
    no  | yes | no  | yes | yes   | yes
    no  | ?   | no  | ?   | yes   | yes
    no  | no  | no  | no  | yes   | yes
"""


@pytest.mark.parametrize("row", rows(TWO))
def test_two_parts(row: list[str]) -> None:
    a, b, *expected = row
    forms = ("all of (<a>; <b>)", "any of (<a>; <b>)", "not (<a>)", "if <a> then <b>")
    assert [word(truth(said(form), *told(a=a, b=b))) for form in forms] == expected


CHOICE = """
    if  | then | else | truth
    yes | yes  | no   | yes
    yes | no   | yes  | no
    yes | ?    | yes  | ?
    no  | yes  | no   | no
    no  | no   | yes  | yes
    no  | yes  | ?    | ?
    ?   | yes  | yes  | yes
    ?   | no   | no   | no
    ?   | yes  | no   | ?
    ?   | yes  | ?    | ?
    ?   | ?    | no   | ?
"""


@pytest.mark.parametrize("row", rows(CHOICE))
def test_a_choice(row: list[str]) -> None:
    a, b, c, expected = row
    assert word(truth(said("if <a> then <b> else <c>"), *told(a=a, b=b, c=c))) == expected


COUNTED = """
    a   | b   | c   | 1 of 3 | 2 of 3 | 3 of 3
    yes | yes | yes | yes    | yes    | yes
    yes | yes | ?   | yes    | yes    | ?
    yes | yes | no  | yes    | yes    | no
    yes | ?   | ?   | yes    | ?      | ?
    yes | ?   | no  | yes    | ?      | no
    yes | no  | no  | yes    | no     | no
    ?   | ?   | no  | ?      | ?      | no
    ?   | no  | no  | ?      | no     | no
    no  | no  | no  | no     | no     | no
"""


@pytest.mark.parametrize("row", rows(COUNTED))
def test_at_least_so_many(row: list[str]) -> None:
    a, b, c, *expected = row
    facts = told(a=a, b=b, c=c)
    found = [word(truth(said(f"at least {count} of (<a>; <b>; <c>)"), *facts)) for count in (1, 2, 3)]
    assert found == expected


def test_exceptions_to_exceptions_nest() -> None:
    """Ineligible unless both: written as it is said."""
    asked = said("not (all of (<a>; not (all of (<b>; <c>))))")
    assert truth(asked, *told(a="yes", b="yes", c="yes")) is YES
    assert truth(asked, *told(a="yes", b="yes", c="?")) is UNKNOWN
    assert truth(asked, *told(a="no", b="?", c="?")) is YES


def test_a_combination_tells_the_reasons_of_the_parts_that_decide() -> None:
    found = judged(said("all of (<a>; <b>)"), *told(a="yes", b="no"))
    assert found.why == "hepatitis B surface antigen negative on 2026-05-29"
    assert [fact.code for fact in found.evidence] == ["hbsag"]  # type: ignore[attr-defined]

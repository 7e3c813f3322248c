"""Macros: blocks of criteria with parameters, how they are read, used, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.eligibility.reading import faults, items, macro_faults, macros

from rosette.eligibility import print_criteria

COUNTS = """
# counts that recur
macro counts(anc = 1000, window = 7 days)
H1 require anc >= $anc /uL within $window [counts]
H2 require platelets >= 75000 /uL
     within $window
end

macro waits
W1 require 21 days since last chemotherapy [waits]
end
"""


def used(line: str, text: str = COUNTS) -> str:
    return print_criteria(items(line, macros=macros(text)))


def refused(line: str, text: str = COUNTS) -> list[str]:
    return faults(line, macros=macros(text))


def test_a_macro_has_a_name_parameters_with_defaults_and_lines() -> None:
    found = macros(COUNTS)
    assert list(found) == ["counts", "waits"]
    counts = found["counts"]
    assert (counts.name, dict(counts.parameters), counts.source) == (
        "counts",
        {"anc": "1000", "window": "7 days"},
        "m.crit",
    )
    assert [line.text for line in counts.lines] == [
        "H1 require anc >= $anc /uL within $window [counts]",
        "H2 require platelets >= 75000 /uL\n     within $window",
    ]
    assert [line.place.line for line in counts.lines] == [4, 5]
    assert dict(found["waits"].parameters) == {}


def test_a_file_without_macros_is_empty() -> None:
    assert macros("# nothing\n") == {}


def test_parameters_are_replaced_by_arguments_or_defaults() -> None:
    counts = macros(COUNTS)["counts"]
    assert counts.expanded({"anc": "750"}) == (
        "H1 require anc >= 750 /uL within 7 days [counts]",
        "H2 require platelets >= 75000 /uL\n     within 7 days",
    )


def test_a_dollar_name_that_is_no_parameter_stays() -> None:
    (macro,) = macros("macro a(x = 1)\n$x $xy $y $ $1\nend").values()
    assert macro.expanded({}) == ("1 $xy $y $ $1",)


def test_the_lines_of_a_macro_stand_where_it_is_used() -> None:
    assert used("A1 require consent a [1]\nuse waits\nB1 require consent b [2]") == (
        "A1 require consent a [1]\nW1 require 21 days since last chemotherapy [waits]\nB1 require consent b [2]"
    )


@pytest.mark.parametrize("line", ["use waits [incl 9]", "use waits() [incl 9]", "use waits ( )  [incl 9]  "])
def test_the_place_of_the_use_replaces_the_place_of_the_macro(line: str) -> None:
    assert used(line) == "W1 require 21 days since last chemotherapy [incl 9]"


def test_the_place_of_the_use_is_given_to_lines_without_one() -> None:
    assert used("use counts(anc = 750, window = 2 weeks) [incl 7]") == (
        "H1 require anc >= 750 /uL within 2 weeks [incl 7]\nH2 require platelets >= 75000 /uL within 2 weeks [incl 7]"
    )


def test_an_argument_may_hold_comparisons_and_brackets() -> None:
    text = "macro a(test = consent a, more = consent b)\nA1 require any of ($test; $more) [1]\nend"
    assert used("use a(test = gfr >= 60 mL/min/{1.73_m2}, more = not (consent c))", text) == (
        "A1 require any of (gfr >= 60 mL/min/{1.73_m2}; not (consent c)) [1]"
    )


def test_a_use_may_go_on_in_the_next_line() -> None:
    assert used("use counts(anc = 750,\n    window = 2 weeks)\n  [incl 7]").startswith("H1 require anc >= 750 /uL")


def test_questions_of_a_macro_are_keyed_by_the_trial_that_uses_it() -> None:
    text = 'macro a\nJ1 require judgement "Fit?" [1]\nend'
    (item,) = items("use a", macros=macros(text), prefix="T1")
    node: Any = item.node  # type: ignore[union-attr]
    assert node.key == "T1/J1"


def test_a_macro_that_is_not_there_is_refused_with_the_nearest() -> None:
    assert refused("A1 require consent a [1]\n\nuse count(anc = 1) [2]") == [
        'criteria:3:1: "count" is not a macro (did you mean "counts"?); expected a macro\'s name'
    ]
    assert faults("use counts") == ['criteria:1:1: "counts" is not a macro; expected a macro\'s name']
    assert refused("use 1-2") == ['criteria:1:1: "use 1-2" is not a macro; expected a macro\'s name']


def test_parameters_that_the_macro_does_not_have_are_each_refused() -> None:
    assert refused("use counts(zzz = 1, ancc = 2, anc = 750) [1]") == [
        'criteria:1:1: "ancc" is not a parameter of counts (did you mean "anc"?)',
        'criteria:1:1: "zzz" is not a parameter of counts',
    ]


@pytest.mark.parametrize("argument", ["anc", "anc 750", "a-b = 1", "= 750", "1a = 2"])
def test_an_argument_is_a_name_and_a_value(argument: str) -> None:
    assert refused(f"use counts({argument}, window = 3 days) [1]") == [
        f'criteria:1:1: "{argument}"; expected "name = value"'
    ]


def test_a_fault_in_a_macro_is_named_where_it_is_used() -> None:
    (found,) = refused("\nuse a [1]", "macro a\nA1 require consent [1]\nend")
    assert found == "criteria:2:19: the end of the criterion; expected a name"


def test_a_line_of_a_macro_needs_a_place_from_somewhere() -> None:
    (found,) = refused("use counts")
    assert "no citation" in found


HEAD, PAIR = '"macro NAME(...)"', '"name = value"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A1 require consent a [1]\n", ['m.crit:1:1: "A1"; expected "macro NAME(...)"']),
        (
            "\n  macros a\nend",
            [f'm.crit:2:3: "macros"; expected {HEAD}', f'm.crit:3:1: "end"; expected {HEAD}'],
        ),
        (
            "macro a(\nend",
            [f'm.crit:1:1: "macro"; expected {HEAD}', f'm.crit:2:1: "end"; expected {HEAD}'],
        ),
        (
            "macro b\nend\n\nmacro a\nA1 require consent a [1]\n",
            ['m.crit:4:1: macro "a" is not closed; expected "end"'],
        ),
        ("macro a\nA1 require consent a [1]\n", ['m.crit:1:1: macro "a" is not closed; expected "end"']),
        ("macro a(x)\nend", ['m.crit:1:1: "x"; expected "name = value"']),
        (
            "macro a(x = 1, y)\nend\nmacro b(z)\nend",
            [f'm.crit:1:1: "y"; expected {PAIR}', f'm.crit:3:1: "z"; expected {PAIR}'],
        ),
        (
            "macro a\nend\nmacro a(x = 1)\nend",
            ['m.crit:3:1: macro "a" stands twice. Give it another name.'],
        ),
    ],
)
def test_a_file_of_macros_that_cannot_be_read_is_refused(text: str, said: list[str]) -> None:
    assert macro_faults(text) == said


def test_a_head_may_have_empty_brackets_and_an_end_may_stand_before_a_comment() -> None:
    assert dict(macros("macro a ( )\nA1 require consent a [1]\nend # of a\n")["a"].parameters) == {}
    assert macros("macro a\nend")["a"].lines == ()

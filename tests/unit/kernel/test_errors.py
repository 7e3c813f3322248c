"""One family of errors, each of which explains itself; problems are gathered before anything is raised."""

from __future__ import annotations

import pytest

from rosette.kernel import (
    BadInput,
    Citation,
    KnowledgeError,
    LanguageError,
    NotComputable,
    PortfolioError,
    Problem,
    Problems,
    RecordError,
    Refused,
    RosetteError,
    UnitError,
    UsageError,
    did_you_mean,
    one_of,
)
from rosette.kernel.errors import unreachable


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem("a.toml:3", "x", "y", "Do z."), "a.toml:3: x; expected y. Do z."),
        (Problem("a.toml:3", "x", "y"), "a.toml:3: x; expected y"),
        (Problem("a.toml:3", "x", remedy="Do z."), "a.toml:3: x. Do z."),
        (Problem("a.toml:3", "x"), "a.toml:3: x"),
        (Problem("", "x", "y", "Do z."), "x; expected y. Do z."),
        (Problem("", "x"), "x"),
    ],
)
def test_a_problem_is_said_in_one_sentence(problem: Problem, sentence: str) -> None:
    assert problem.sentence() == sentence


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (RosetteError, 1),
        (UsageError, 2),
        (BadInput, 3),
        (KnowledgeError, 3),
        (RecordError, 3),
        (LanguageError, 3),
        (PortfolioError, 3),
        (UnitError, 3),
        (NotComputable, 4),
        (Refused, 5),
    ],
)
def test_every_error_is_of_the_family_and_has_its_exit_code(kind: type[RosetteError], code: int) -> None:
    assert issubclass(kind, RosetteError)
    assert kind.exit_code == code


@pytest.mark.parametrize("kind", [KnowledgeError, RecordError, LanguageError, PortfolioError, UnitError])
def test_bad_input_of_every_sort_is_bad_input(kind: type[RosetteError]) -> None:
    assert issubclass(kind, BadInput)


def test_a_plain_error_explains_itself_by_name_and_text() -> None:
    assert NotComputable("no birth date").explain() == "NotComputable: no birth date"
    assert str(Refused("not your child")) == "not your child"


def test_bad_input_lists_every_problem_below_what_was_read() -> None:
    error = RecordError([Problem("id", "missing"), Problem("on", "late", "early")], what="child.json")
    assert error.explain() == "RecordError: child.json: 2 problems\n  id: missing\n  on: late; expected early"
    assert str(error) == error.explain()
    assert error.what == "child.json"
    assert error.args == ("child.json",)
    assert error.problems == (Problem("id", "missing"), Problem("on", "late", "early"))


def test_one_problem_is_not_in_the_plural_and_none_is() -> None:
    assert LanguageError([Problem("", "x")], what="t").explain() == "LanguageError: t: 1 problem\n  x"
    assert LanguageError([], what="t").explain() == "LanguageError: t: 0 problems"


def test_problems_may_come_one_by_one() -> None:
    error = BadInput((Problem("", text) for text in "ab"), what="w")
    assert error.problems == (Problem("", "a"), Problem("", "b"))
    assert error.explain() == "BadInput: w: 2 problems\n  a\n  b"


def test_a_unit_error_is_made_from_one_sentence() -> None:
    error = UnitError.of("x", wanted="y", remedy="Do z.")
    assert error.problems == (Problem("unit", "x", "y", "Do z."),)
    assert error.explain() == "UnitError: units: 1 problem\n  unit: x; expected y. Do z."
    assert UnitError.of("x").problems == (Problem("unit", "x", "", ""),)


def test_problems_are_gathered_and_raised_together() -> None:
    problems = Problems()
    assert not problems
    problems.raise_as(RecordError, what="nothing")
    problems.add("a", found="x", wanted="y", remedy="Do z.")
    problems.add("b", found="w")
    assert problems
    with pytest.raises(RecordError) as caught:
        problems.raise_as(RecordError, what="child.json")
    assert caught.value.what == "child.json"
    assert caught.value.problems == (Problem("a", "x", "y", "Do z."), Problem("b", "w", "", ""))


def test_the_problems_of_a_part_are_taken_over_below_its_place() -> None:
    problems = Problems()
    part = [Problem(".on", "x", "y", "z"), Problem("", "w")]
    problems.extend(part, under="facts[3]")
    problems.extend(part)
    assert problems.found == [
        Problem("facts[3].on", "x", "y", "z"),
        Problem("facts[3]", "w"),
        Problem(".on", "x", "y", "z"),
        Problem("", "w"),
    ]


def test_two_collections_do_not_share_what_they_found() -> None:
    one, other = Problems(), Problems()
    one.add("a", found="x")
    assert not other


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("platlets", ["platelets", "plates"], ' (did you mean "platelets"?)'),
        ("anc", ["platelets"], ""),
        ("abc", [], ""),
        ("", ["platelets"], ""),
        ("abcde", ["abcxy"], ' (did you mean "abcxy"?)'),
        ("abcde", ["abxyz"], ""),
        ("require", ["exclude", "require"], ' (did you mean "require"?)'),
    ],
)
def test_the_nearest_word_is_suggested_when_it_is_near(word: str, choices: list[str], hint: str) -> None:
    assert did_you_mean(word, choices) == hint
    assert did_you_mean(word, iter(choices)) == hint


def test_the_allowed_words_are_named_and_many_are_shortened() -> None:
    letters = list("abcdefghijklmnop")
    assert one_of(letters[:3]) == "one of a, b, c"
    assert one_of(letters[:12]) == "one of a, b, c, d, e, f, g, h, i, j, k, l"
    assert one_of(letters[:13]) == "one of a, b, c, d, e, f, g, h, i, j, k, l, …"
    assert one_of(letters, most=2) == "one of a, b, …"
    assert one_of(letters[:2], most=2) == "one of a, b"


def test_a_case_that_the_types_exclude_stops_with_its_value() -> None:
    with pytest.raises(AssertionError, match=r"^not a case: 'odd'$"):
        unreachable("odd")


def test_a_citation_names_source_and_place() -> None:
    assert str(Citation("brown-2020", "table 3")) == "brown-2020, table 3"
    assert str(Citation("brown-2020", "")) == "brown-2020"
    assert Citation("a", "z") < Citation("b", "a")

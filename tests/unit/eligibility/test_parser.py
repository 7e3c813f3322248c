"""A text of criteria: lines, comments, places in the source, and every fault of it with its line and column."""

from __future__ import annotations

import pytest
from tests.unit.eligibility.reading import VOCABULARY, faults, items, node

from rosette.eligibility import Criterion, Drop, Note, parse_criteria, print_criteria
from rosette.eligibility.parser import Line, logical_lines
from rosette.eligibility.reader import Place
from rosette.kernel import LanguageError

TREATED = node("prior chemotherapy")


# --- what is read -------------------------------------------------------------------------------------------------


def test_a_line_is_an_id_a_polarity_an_expression_and_a_place_in_the_source() -> None:
    assert items("A1 require prior chemotherapy [incl 1]\nX2b exclude prior chemotherapy [excl 2]") == (
        Criterion(id="A1", polarity="require", node=TREATED, cite="incl 1"),
        Criterion(id="X2b", polarity="exclude", node=TREATED, cite="excl 2"),
    )


def test_a_note_keeps_a_sentence_and_a_drop_names_an_id() -> None:
    assert items('N1 note "Not evaluable (see [3]) # for toxicity." [arms]\ndrop X2\n') == (
        Note(id="N1", text="Not evaluable (see [3]) # for toxicity.", cite="arms"),
        Drop(id="X2"),
    )


def test_no_text_is_no_criteria() -> None:
    assert items("") == ()
    assert items("\n  \n# only a comment\n   # and another\n") == ()


@pytest.mark.parametrize("identity", ["A1", "A", "AB12", "W2b", "A1b2", "Ab", "H7ab"])
def test_an_id_is_letters_and_digits(identity: str) -> None:
    (item,) = items(f"{identity} require prior chemotherapy [1]")
    assert item.id == identity


@pytest.mark.parametrize(
    ("written", "cite"),
    [
        ("[incl 4]", "incl 4"),
        ("[incl 4]   ", "incl 4"),
        ("    [excl 2b, part (ii)]", "excl 2b, part (ii)"),
        ("\t[x]", "x"),
    ],
)
def test_the_last_brackets_are_the_place_in_the_source(written: str, cite: str) -> None:
    (item,) = items(f"A1 require prior chemotherapy {written}")
    assert isinstance(item, Criterion)
    assert item.cite == cite


def test_brackets_inside_a_unit_are_not_the_place() -> None:
    (item,) = items("A1 require temperature <= 101 [degF] [incl 9]")
    assert item == Criterion(id="A1", polarity="require", node=node("temperature <= 101 [degF]"), cite="incl 9")


def test_an_indented_line_continues_the_line_above() -> None:
    (item,) = items("A1 require any of (prior chemotherapy;\n     prior radiation)   [incl 1]\n")
    assert item == Criterion(
        id="A1", polarity="require", node=node("any of (prior chemotherapy; prior radiation)"), cite="incl 1"
    )


def test_comments_and_blank_lines_may_stand_between() -> None:
    text = (
        "# head\n"
        "A1 require any of (prior chemotherapy; # one\n"
        "\n"
        "   # between\n"
        "     prior radiation) # two\n"
        "  [incl 1]\n"
        "# foot\n"
        "B1 exclude prior radiation [2]#3\n"
    )
    with pytest.raises(LanguageError):
        items(text)
    read = items(text.replace("[2]#3", "[2] #3"))
    assert [item.id for item in read] == ["A1", "B1"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a # b", ["a"]),
        ("# b", []),
        ("a#b", ["a#b"]),
        ('"a # b" c', ['"a # b" c']),
        ('"a # b" c # d', ['"a # b" c']),
        ('"a" # "b"', ['"a"']),
        ("a\t# b", ["a"]),
        ("a ## b # c", ["a"]),
        ('a "# b', ['a "# b']),
        ('a "b # c', ['a "b']),
    ],
)
def test_a_comment_runs_from_a_free_hash_to_the_end_of_the_line(raw: str, clean: list[str]) -> None:
    assert [line.text for line in logical_lines(raw)] == clean


def test_logical_lines_know_where_they_begin() -> None:
    text = "  first\nsecond\n\n# no\n   more\n\tand more  \nthird\r\n"
    assert logical_lines(text) == [
        Line("first", Place(1, 3)),
        Line("second\n\n\n   more\n\tand more", Place(2, 1)),
        Line("third", Place(7, 1)),
    ]
    assert [line.place.line for line in logical_lines(text, first_line=10)] == [10, 11, 16]
    assert logical_lines(text, first_line=10)[1].text == "second\n\n\n   more\n\tand more"


def test_what_is_read_is_printed_one_a_line_and_reads_back() -> None:
    text = (
        "A1 require age >= 1 year and < 30 years [incl 1]\n"
        'N1 note "Counted apart." [arms]\n'
        "X1 exclude prior lorlatinib [excl 2]\n"
        "drop H1"
    )
    assert print_criteria(items(text)) == text
    assert items(print_criteria(items(text))) == items(text)
    assert print_criteria([]) == ""


# --- faults -------------------------------------------------------------------------------------------------------


WANTED = 'an id and "require", "exclude" or "note"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A1", f'criteria:1:1: "A1"; expected {WANTED}'),
        ("require prior x [1]", f'criteria:1:1: "prior"; expected {WANTED}'),
        ("A-1 require prior x [1]", f'criteria:1:1: "A-1"; expected {WANTED}'),
        ("1A require prior x [1]", f'criteria:1:1: "1A"; expected {WANTED}'),
        (
            "A1 requires prior chemotherapy [1]",
            f'criteria:1:1: "requires" (did you mean "require"?); expected {WANTED}',
        ),
        (
            "A1 exclud prior chemotherapy [1]",
            f'criteria:1:1: "exclud" (did you mean "exclude"?); expected {WANTED}',
        ),
        ("A1 Require prior chemotherapy [1]", f'criteria:1:1: "A1"; expected {WANTED}'),
        ("drop A1 [1]", f'criteria:1:1: "drop"; expected {WANTED}'),
        ("drop", f'criteria:1:1: "drop"; expected {WANTED}'),
        (
            "A1 require prior chemotherapy",
            'criteria:1:30: no citation; expected the place in the source in square brackets, such as "[incl 4]"',
        ),
        (
            "A1 require prior chemotherapy[1]",
            'criteria:1:33: no citation; expected the place in the source in square brackets, such as "[incl 4]"',
        ),
        (
            "A1 require prior chemotherapy [ ]",
            'criteria:1:34: no citation; expected the place in the source in square brackets, such as "[incl 4]"',
        ),
        (
            'N1 note "Only a note."',
            'criteria:1:23: no citation; expected the place in the source in square brackets, such as "[incl 4]"',
        ),
        ("N1 note Only a note. [1]", 'criteria:1:9: "Only"; expected a text in double quotes'),
        ('N1 note "a" "b" [1]', 'criteria:1:13: ""b""; expected the end of the criterion'),
        (
            "A1 require prior chemotherapy prior vinca [1]",
            'criteria:1:31: "prior"; expected "above" or "as frontline" or "as relapse" or "except" or "within" '
            "or the end of the criterion",
        ),
        ("A1 require consent a) [1]", 'criteria:1:21: ")"; expected the end of the criterion'),
        ("A1 require sex is female; [1]", 'criteria:1:25: ";"; expected'),
        (
            "A1 require prior lorlatinibb [1]",
            'criteria:1:18: "lorlatinibb" is not a therapy class or agent (did you mean "lorlatinib"?); '
            "expected a therapy class or agent",
        ),
        (
            "A1 require platelets >= 5 g/24.h [1]",
            'criteria:1:27: "g/24.h" is read left to right; expected a UCUM unit. '
            'Write the divisor in brackets, such as "g/(24.h)".',
        ),
        ("A1 require [1]", "criteria:1:11: the end of the criterion; expected "),
    ],
)
def test_a_fault_is_named_with_its_line_and_column(text: str, said: str) -> None:
    (found,) = faults(text)
    if said.endswith(("; expected", "expected ")):
        assert found.startswith(said)
    else:
        assert found == said


def test_every_fault_of_a_text_is_listed() -> None:
    text = (
        "A1 require prior lorlatinibb [1]\n"
        "# fine\n"
        "A2 require prior lorlatinib\n"
        "A3 exclude prior lorlatinib [3]\n"
        "A4 exclud prior lorlatinib [4]\n"
    )
    assert [found.split(": ")[0] for found in faults(text)] == ["criteria:1:18", "criteria:3:28", "criteria:5:1"]


def test_a_fault_in_a_continuation_line_has_the_line_and_column_of_the_file() -> None:
    text = "A1 require any of (prior chemotherapy;\n\n   # between\n  prior radiationn;\n prior vincaa) [1]"
    assert [found.split(" is not")[0] for found in faults(text)] == ['criteria:4:9: "radiationn"']
    text = text.replace("radiationn", "radiation")
    assert [found.split(" is not")[0] for found in faults(text)] == ['criteria:5:8: "vincaa"']


def test_a_fault_in_the_first_line_counts_what_stands_before_it() -> None:
    assert [found.split(" is not")[0] for found in faults("    A1 require prior vincaa [1]")] == [
        'criteria:1:22: "vincaa"'
    ]


def test_lines_are_counted_from_the_line_that_is_said_and_the_name_is_said() -> None:
    (found,) = faults("\nA1 require prior vincaa [1]", name="t1.toml", first_line=40)
    assert found.startswith('t1.toml:41:18: "vincaa"')


def test_an_id_that_stands_twice_is_refused_where_it_stands_again() -> None:
    text = "A1 require prior vinca [1]\nB1 require prior vinca [2]\n\nA1 exclude prior vinca [3]\ndrop B1\n"
    assert faults(text) == [
        'criteria:4:1: "A1" stands twice; expected ids that are unique in a trial. Give it another id.',
        'criteria:5:1: "B1" stands twice; expected ids that are unique in a trial. Give it another id.',
    ]


def test_the_names_that_may_be_used_are_those_of_the_vocabulary() -> None:
    assert "lorlatinib" in VOCABULARY.tags
    with pytest.raises(LanguageError):
        parse_criteria("A1 require prior lorlatinib [1]", vocabulary=type(VOCABULARY)())


# --- keys of questions ----------------------------------------------------------------------------------------------


def keys(text: str, prefix: str) -> list[str]:
    (item,) = items(text, prefix=prefix)
    assert isinstance(item, Criterion)
    return [part.key for part in item.node.parts]  # type: ignore[union-attr]


def test_a_question_is_keyed_by_trial_and_criterion() -> None:
    (item,) = items('J1 require judgement "Fit?" [1]', prefix="T1/a")
    assert isinstance(item, Criterion)
    assert item.node.key == "T1/a/J1"  # type: ignore[union-attr]
    (item,) = items('J1 require judgement "Fit?" [1]')
    assert item.node.key == "/J1"  # type: ignore[union-attr]


def test_further_questions_of_a_criterion_are_numbered() -> None:
    text = 'J1 require any of (judgement "One?"; flagged "Two."; protocol "Three."; judgement "Two.") [1]'
    assert keys(text, "T1") == ["T1/J1", "T1/J1#2", "T1/J1#3", "T1/J1#4"]


def test_the_same_question_twice_has_one_key() -> None:
    text = 'J1 require any of (judgement "One?"; judgement "One?"; judgement "Two?") [1]'
    assert keys(text, "T1") == ["T1/J1", "T1/J1", "T1/J1#2"]


def test_a_criterion_without_questions_is_as_it_was_read() -> None:
    assert items("A1 require prior chemotherapy [1]", prefix="T1") == items("A1 require prior chemotherapy [1]")
    assert items('N1 note "x" [1]\ndrop A1', prefix="T1") == items('N1 note "x" [1]\ndrop A1')

"""Text that is no record: what JSON itself leaves open is refused or marked, never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import load_record, read_record
from rosette.records.reading import jsontext

OBJECT = "expected a JSON object"
NOT_TEXT = "A scan, a spreadsheet or a PDF cannot be read here."
CASES: list[tuple[str, str | bytes, str]] = [
    ("nothing", "", "line 1, column 1: not JSON: expecting value; expected a JSON object"),
    ("spaces", " \n ", "line 2, column 2: not JSON: expecting value; expected a JSON object"),
    ("a word", "platelets", "line 1, column 1: not JSON: expecting value; expected a JSON object"),
    (
        "cut short",
        '{"format": ',
        "line 1, column 12: not JSON: expecting value; expected a JSON object",
    ),
    (
        "comma too many",
        '{"format": "rosette-record/1",\n}',
        "line 2, column 1: not JSON: expecting property name enclosed in double quotes; " + OBJECT,
    ),
    (
        "comma missing",
        '{"format": "rosette-record/1"\n "id": "a"}',
        "line 2, column 2: not JSON: expecting ',' delimiter; expected a JSON object",
    ),
    (
        "a comment",
        "{\n  // a comment\n}",
        "line 2, column 3: not JSON: expecting property name enclosed in double quotes; " + OBJECT,
    ),
    ("two objects", "{} {}", "line 1, column 4: not JSON: extra data; expected a JSON object"),
    (
        "a control character",
        '{"id": "a\tb"}',
        "line 1, column 10: not JSON: invalid control character at; expected a JSON object",
    ),
    (
        "a picture",
        b"\x89PNG\r\n\x1a\n",
        f"byte 1 is not UTF-8 text; expected a JSON text in UTF-8. {NOT_TEXT}",
    ),
    (
        "another encoding",
        '{"id": "André"}'.encode("latin-1"),
        f"byte 13 is not UTF-8 text; expected a JSON text in UTF-8. {NOT_TEXT}",
    ),
    (
        "UTF-16",
        '{"id": "a"}'.encode("utf-16"),
        f"byte 1 is not UTF-8 text; expected a JSON text in UTF-8. {NOT_TEXT}",
    ),
    ("a null character", '{"id": "a\x00"}', "the file is binary, not text; expected a JSON object"),
    ("null bytes", b"\x00\x01\x02", "the file is binary, not text; expected a JSON object"),
    (
        "nested without end",
        '{"facts": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "the JSON is nested too deeply to be a record; expected a JSON object",
    ),
    (
        "objects without end",
        '{"facts": ' * 50_000 + "1" + "}" * 50_000,
        "the JSON is nested too deeply to be a record; expected a JSON object",
    ),
    ("a list", "[1, 2]", "the file holds a list; expected one JSON object, a child's record"),
    ("a text", '"a record"', 'the file holds "a record"; expected one JSON object, a child\'s record'),
    ("a number", "7", "the file holds 7; expected one JSON object, a child's record"),
    ("null", "null", "the file holds null; expected one JSON object, a child's record"),
    ("true", "true", "the file holds true; expected one JSON object, a child's record"),
]


@pytest.mark.parametrize(("content", "sentence"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_text_that_is_no_record_is_refused_with_a_sentence(
    content: str | bytes, sentence: str, knowledge: Knowledge
) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(content, knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == [sentence]
    assert caught.value.exit_code == 3


def test_the_error_names_the_file_and_counts_its_problems(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "child.json"
    path.write_text("{}")
    with pytest.raises(RecordError) as caught:
        load_record(path, knowledge=knowledge)
    assert caught.value.explain().splitlines()[0] == "RecordError: child.json: 3 problems"


def test_a_file_of_100_mb_is_refused_before_it_is_read(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    def never(self: Path) -> bytes:
        raise AssertionError(f"{self.name} was read")

    monkeypatch.setattr(Path, "read_bytes", never)
    with pytest.raises(RecordError) as caught:
        load_record(path, knowledge=knowledge)
    found = [problem.sentence() for problem in caught.value.problems]
    assert found == ["the file has 100 MB; expected at most 20 MB for one child"]


def test_a_text_of_more_than_20_mb_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(b" " * (jsontext.MOST_BYTES + 1), knowledge=knowledge)
    assert caught.value.problems[0].sentence() == "the file has 20 MB; expected at most 20 MB for one child"


def test_a_missing_file_is_an_os_error(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(FileNotFoundError):
        load_record(tmp_path / "nobody.json", knowledge=knowledge)


def test_a_byte_order_mark_is_passed_over(knowledge: Knowledge) -> None:
    text = "\ufeff" + json.dumps(raw_record())
    assert read_record(text, knowledge=knowledge).id == "test-child"
    assert read_record(text.encode(), knowledge=knowledge).id == "test-child"


def test_bytes_and_text_read_alike(knowledge: Knowledge) -> None:
    text = json.dumps(raw_record(label="Erfundenes Kind, ילדה"), ensure_ascii=False)
    assert read_record(text, knowledge=knowledge) == read_record(text.encode(), knowledge=knowledge)


def _with_value(written: str) -> str:
    fact = raw_fact("laboratory", on="2026-05-29", code="platelets", value=0, unit="/uL")
    return json.dumps(raw_record(fact)).replace('"value": 0', f'"value": {written}')


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("NaN", "facts[0].value: NaN is not a number; expected a finite number"),
        ("Infinity", "facts[0].value: Infinity is not a number; expected a finite number"),
        ("-Infinity", "facts[0].value: -Infinity is not a number; expected a finite number"),
        ("1e999", "facts[0].value: the number is too large to be read; expected a finite number"),
        ("9" * 400, "facts[0].value: the number is too large to be read; expected a finite number"),
        ("-1e-300", "facts[0].value: -1e-300 is out of range; expected 0 or more"),
    ],
)
def test_a_number_that_is_none_is_refused(written: str, sentence: str, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(_with_value(written), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == [sentence]


def test_a_number_of_thousands_of_digits_does_not_stop_the_reader(knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(_with_value("9" * 10_000), knowledge=knowledge)
    assert "too large to be read" in caught.value.problems[0].found


@pytest.mark.parametrize("written", ["75000", "75000.0", "7.5e4", "0.75E+5"])
def test_a_number_may_be_written_in_any_way_of_json(written: str, knowledge: Knowledge) -> None:
    record = read_record(_with_value(written), knowledge=knowledge)
    assert record.facts[0].quantity.value == 75000.0  # type: ignore[attr-defined]


def test_keys_that_stand_twice_are_named_with_their_place(knowledge: Knowledge) -> None:
    text = json.dumps(raw_record(raw_fact("laboratory", on="2026-05-29", code="platelets", value=1, unit="/uL")))
    text = text.replace('"id": "test-child"', '"id": "test-child", "id": "other-child"')
    text = text.replace('"value": 1', '"value": 1, "value": 2, "value": 3')
    text = text.replace('"type": "document"', '"type": "document", "type": "person"')
    with pytest.raises(RecordError) as caught:
        read_record(text, knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == [
        'id: "id" stands twice in one object. Keep one of them.',
        'facts[0].value: "value" stands twice in one object. Keep one of them.',
        'facts[0].source.type: "type" stands twice in one object. Keep one of them.',
    ]


def test_keys_that_stand_twice_in_a_table_or_a_quantity_are_named(knowledge: Knowledge) -> None:
    therapy = raw_fact(
        "radiation", start="2026-01-01", end="2026-01-09", field="lung_radiation", organ_doses={"heart": 1}
    )
    mibg = raw_fact("radiopharmaceutical", on="2026-02-01", agent="mibg_131i", activity={"value": 8880, "unit": "MBq"})
    text = json.dumps(raw_record(therapy, mibg))
    text = text.replace('"heart": 1', '"heart": 1, "heart": 2').replace('"unit": "MBq"', '"unit": "MBq", "unit": "mCi"')
    with pytest.raises(RecordError) as caught:
        read_record(text, knowledge=knowledge)
    assert [problem.path for problem in caught.value.problems] == [
        "facts[0].organ_doses.heart",
        "facts[1].activity.unit",
    ]


def test_many_keys_that_stand_twice_are_read_in_reasonable_time(knowledge: Knowledge) -> None:
    pairs = ", ".join(f'"k{number}": 1, "k{number}": 2' for number in range(20_000))
    with pytest.raises(RecordError):
        read_record("{" + pairs + "}", knowledge=knowledge)

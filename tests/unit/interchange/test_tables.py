"""Tables by a mapping file: every cell is a value that was stated, or a loss with its row and column."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from rosette.interchange import Asked, Batch, Content, Found, InterchangeError, Limits, merge, record_for
from rosette.interchange.formats import FORMATS
from rosette.interchange.reading import format_of
from rosette.interchange.tables import CSV, read_mapping, shipped
from rosette.interchange.tables.days import day_form, day_in
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
BATCH = Batch(id="b", at=datetime(2026, 6, 1, tzinfo=UTC), by="A. Nurse")
MAPPING = """
format = "rosette-mapping/1"
name = "invented laboratory"
system = "Invented laboratory"
[table]
days = "DD.MM.YYYY"
decimal = ","
missing = ["NA", "-999"]
private = ["nickname"]
[child]
id = "mrn"
birth = "born"
sex = { column = "sex", words = { f = "female", m = "male" } }
[[fact]]
kind = "laboratory"
key = ["day"]
when = { kind = ["CBC", ""] }
[fact.says]
on = { column = "day" }
code = "platelets"
value = { column = "PLT" }
unit = { column = "unit", words = { "G/L" = "10*9/L" } }
[[fact]]
kind = "condition"
key = ["day"]
[fact.says]
on = { column = "day" }
code = "fever"
state = { column = "fever", words = { yes = "present", no = "absent" }, missing = ["?"] }
"""
HEADER = "mrn;born;sex;day;kind;PLT;unit;fever;nickname"


def read(*rows: str, mapping: str | None = MAPPING, header: str = HEADER, **limits: int) -> Found:
    return read_bytes("\n".join((header, *rows)).encode(), mapping=mapping, **limits)


def read_bytes(data: bytes, *, mapping: str | None = MAPPING, name: str = "list.csv", **limits: int) -> Found:
    return CSV.read(Content(name=name, data=data, limits=Limits(**limits)), Asked(knowledge=KNOWLEDGE, mapping=mapping))


def facts(found: Found):
    (each,) = found.children
    return merge(each, into=record_for(each, name="x"), origin=found.origin, batch=BATCH, knowledge=KNOWLEDGE)


ABOUT = "17;10.03.2019;f;"


def test_a_row_becomes_facts_with_units_and_original_text():
    merged = facts(read(ABOUT + "29.05.2026;CBC;75,5;G/L;no;"))
    platelets, fever = merged.added
    assert (str(platelets.on), platelets.quantity.value, platelets.quantity.unit.code) == ("2026-05-29", 75.5, "10*9/L")
    assert platelets.source.said == "day: 29.05.2026; PLT: 75,5; unit: G/L"
    assert platelets.source.place == 'row 2, column "PLT"'
    assert (fever.code, fever.state) == ("fever", "absent")


def test_a_comparator_in_a_cell_is_kept():
    (fact,) = facts(read(ABOUT + "29.05.2026;CBC;<5;G/L;;")).added
    assert (fact.comparator, fact.quantity.value) == ("<", 5.0)


SAYS = """
29.05.2026;CBC;NA;G/L;;     | column "PLT" | not stated
29.05.2026;CBC;-999;G/L;;   | column "PLT" | not stated
29.05.2026;CBC;75.5;G/L;;   | column "PLT" | decimal sign ","
29.05.2026;CBC;1.234,5;G/L;; | column "PLT" | not a number
29.05.2026;CBC;clumped;G/L;; | column "PLT" | not a number
29.05.2026;CBC;75;;;        | column "unit" | no unit
29.05.2026;CBC;75;Gpt;;     | column "unit" | not a unit
2026-05-29;CBC;75;G/L;;     | column "day" | not a day written DD.MM.YYYY
31.02.2026;CBC;75;G/L;;     | column "day" | not a day of the calendar
;CBC;75;G/L;;               | column "day" | not stated
29.05.2026;;;;?;            | column "fever" | not stated
29.05.2026;;;;maybe;        | column "fever" | none of the words
29.05.2026;X;75;G/L;;       | row 2 | no rule of the mapping
29.05.2026;CBC;;G/L;no;     | column "unit" | no rule that fits
""".strip().splitlines()


@pytest.mark.parametrize("row", SAYS)
def test_what_is_no_value_is_a_loss_with_row_and_column(row):
    cells, place, why = (part.strip() for part in row.split(" | "))
    found = read(ABOUT + cells)
    told = [(each.place, each.why) for each in found.every_loss]
    assert any(place in where and why in what for where, what in told), told
    assert all(candidate.content.get("state") != "present" for candidate in found.children[0].candidates)


def test_a_missing_code_is_never_no_and_an_empty_cell_says_nothing():
    found = read(ABOUT + "29.05.2026;;;;?;", ABOUT + "30.05.2026;;;;;", ABOUT + "31.05.2026;CBC;NA;G/L;;")
    assert found.children[0].candidates == ()


def test_every_row_is_a_candidate_a_loss_or_about_the_child():
    rows = [ABOUT + row.partition("|")[0].strip() for row in SAYS]
    found = read(*rows, ABOUT + "29.05.2026;CBC;75;G/L;yes;", ";;;29.05.2026;CBC;75;G/L;;", "1;2")
    places = {each.place for each in found.every_loss} | {each.place for each in found.children[0].candidates}
    assert {place.partition(",")[0] for place in places} >= {f"row {number}" for number in range(2, len(rows) + 5)}
    assert found.seen["rows"] == len(rows) + 3


def test_a_column_that_no_rule_reads_is_told_once_and_a_private_one_is_not_quoted():
    header = f"{HEADER};note"
    found = read(ABOUT + "29.05.2026;CBC;75;G/L;;Bo;seen", ABOUT + "30.05.2026;CBC;75;G/L;;Bo;seen", header=header)
    told = [(each.place, each.said, each.grade) for each in found.losses]
    assert told == [
        ('column "nickname"', "2 cells", "kept_aside"),
        ('column "note"', "2 cells", "not_understood"),
    ]
    assert "Bo" not in str(found)


def test_two_births_of_one_child_are_left_open_and_told():
    found = read(ABOUT + "29.05.2026;CBC;75;G/L;;", "17;11.03.2019;f;30.05.2026;CBC;75;G/L;;")
    assert found.children[0].birth is None
    assert "contradict" in found.children[0].losses[-1].why


def test_the_same_table_twice_changes_nothing_and_a_corrected_row_supersedes():
    once = facts(read(ABOUT + "29.05.2026;CBC;75;G/L;;"))
    found = read(ABOUT + "29.05.2026;CBC;57;G/L;;")
    again = merge(found.children[0], into=once.record, origin=found.origin, batch=BATCH, knowledge=KNOWLEDGE)
    assert [fact.supersedes for fact in again.superseding] == [once.added[0].id]
    same = read(ABOUT + "29.05.2026;CBC;57;G/L;;")
    assert (
        merge(same.children[0], into=again.record, origin=found.origin, batch=BATCH, knowledge=KNOWLEDGE).record
        == again.record
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_quotes_line_ends_and_a_byte_order_mark_are_read(end):
    text = end.join((HEADER, ABOUT + '29.05.2026;CBC;"75";"G/L";;"two', 'lines"'))
    found = read_bytes(b"\xef\xbb\xbf" + text.encode())
    assert len(found.children[0].candidates) == 1


DELIMITERS = [("a,b\n1,2", "a"), ("a;b\n1;2", "a"), ("a\tb\n1\t2", "a"), ('"a,b";c\n1;2', "a,b"), ("a\n1", "a")]
CHILD = MAPPING.partition("[child]")[0] + '[child]\nid = "{}"\n'


@pytest.mark.parametrize(("text", "first"), DELIMITERS)
def test_the_delimiter_is_the_only_one_that_fits(text, first):
    assert [each.reference for each in read_bytes(text.encode(), mapping=CHILD.format(first)).children] == ["1"]


def test_of_two_delimiters_that_fit_none_is_guessed():
    mapping = CHILD.format("a")
    with pytest.raises(InterchangeError, match="comma or semicolon"):
        read_bytes(b"a,b;c\n1,2;3", mapping=mapping)
    told = mapping.replace("[table]", '[table]\ndelimiter = ";"').replace('"a"', '"c"')
    assert len(read_bytes(b"a,b;c\n1,2;3", mapping=told).children) == 1


FORMS = """
DD.MM.YYYY          | 29.05.2026           | 2026-05-29
MM/DD/YYYY          | 05/29/2026           | 2026-05-29
D.M.YYYY            | 9.5.2026             | 2026-05-09
DD-MMM-YYYY         | 29-MAY-2026          | 2026-05-29
YYYYMMDD            | 20260529             | 2026-05-29
YYYY-MM             | 2026-05              | 2026-05
YYYY-MM-DDThh:mm:ssZZ | 2026-05-29T23:30:00-05:00 | 2026-05-29
""".strip().splitlines()


@pytest.mark.parametrize("row", FORMS)
def test_a_day_is_read_in_its_stated_form(row):
    form, text, day = (part.strip() for part in row.split("|"))
    assert str(day_in(text, (day_form(form),))) == day


@pytest.mark.parametrize("form", ["DD.MM.YY", "DD.MM", "YYYY-DD", "YYYY-MM-MM", ""])
def test_a_form_that_leaves_a_day_open_is_refused(form):
    assert isinstance(day_form(form), str)


def test_a_text_that_two_forms_read_as_two_days_is_refused():
    forms = (day_form("DD/MM/YYYY"), day_form("MM/DD/YYYY"))
    assert "several" in day_in("05/06/2026", forms)
    assert str(day_in("29/05/2026", forms[:1])) == "2026-05-29"


def test_every_fault_of_a_mapping_is_listed():
    wrong = MAPPING.replace('"DD.MM.YYYY"', '"DD.MM.YY"').replace('kind = "condition"', 'kind = "conditon"')
    wrong = wrong.replace("value = {", "vlaue = {").replace('decimal = ","', 'decimal = "x"') + "colour = 1\n"
    with pytest.raises(InterchangeError) as caught:
        read_mapping(wrong)
    told = " ".join(each.sentence() for each in caught.value.problems)
    assert all(word in told for word in ("four digits", '"condition"', '"value"', "decimal")), told


def test_a_constant_is_a_plain_value():
    with pytest.raises(InterchangeError, match="no plain value"):
        read_mapping(MAPPING.replace('code = "fever"', "code = 2026-05-29"))


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_mapping_does_more_than_refuse_it(data):
    whole = MAPPING
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        signs = data.draw(st.text('"[]{}=,.#\n0123456789truefalsecolumnwords', max_size=6))
        whole = whole[:place] + signs + whole[place + data.draw(st.integers(0, 6)) :]
    try:
        read(ABOUT + "29.05.2026;CBC;<75,5;G/L;no;Bo", mapping=whole)
    except InterchangeError:
        return


def test_a_flag_needs_its_words():
    text = MAPPING.partition("[[fact]]")[0] + '[[fact]]\nkind = "performance"\n[fact.says]\non = { column = "day" }\n'
    text += 'scale = "lansky"\nscore = { column = "PLT" }\nwheelchair = { column = "fever" }\n'
    with pytest.raises(InterchangeError, match="yes and no"):
        read_mapping(text)


def test_a_column_that_the_table_lacks_is_named_with_the_nearest():
    with pytest.raises(InterchangeError, match='did you mean "PLTS"'):
        read(ABOUT + "29.05.2026;CBC;75;G/L;;", header=HEADER.replace("PLT", "PLTS"))


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_mapping_reads_a_table_of_its_own_columns_without_being_named(name):
    known = sorted(read_mapping(shipped()[name]).known)
    found = read_bytes((",".join(known) + "\n").encode(), mapping=None)
    assert found.origin.version == f"by the mapping {name}"


def test_the_mapping_of_the_manual_and_those_of_the_examples_are_read():
    root = Path(__file__).parents[3]
    manual = (root / "docs" / "reference" / "interchange.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```toml\n(format = \"rosette-mapping.*?)```", manual, re.DOTALL)
    texts = [text, *(each.read_text(encoding="utf-8") for each in (root / "examples" / "interchange").glob("*.toml"))]
    assert sorted(len(read_mapping(each).facts) for each in texts) == [1, 1, 2]
    assert all(f"`{name}`" in manual for name in shipped())


MCODE = "mrn,diseaseStatusCode,diseaseStatusText,dateOfObservation,evidence,observationStatus,conditionId,dateRecorded"
STATUS = """
17,268910001,,2026-05-29,,final,c1,       | response   |
17,271299001,,2026-05-29,,amended,c1,     | progression|
17,268910001,,2026-05-29,,preliminary,c1, |            | not final
17,709137006,,2026-05-29,,final,c1,       |            | not evaluated
17,999,,2026-05-29,,final,c1,             |            | on no list
17,268910001,,29-05-2026,,final,c1,       |            | not a day written
""".strip().splitlines()


@pytest.mark.parametrize("row", STATUS)
def test_a_disease_status_of_mcode_is_read_by_its_code_when_it_is_final(row):
    cells, event, why = (part.strip() for part in row.split("|"))
    (found,) = read(cells, header=MCODE, mapping=None).children
    assert [each.content["event"] for each in found.candidates] == ([event] if event else [])
    assert why in " ".join(each.why for each in found.losses)


CTC = sorted(read_mapping(shipped()["mcode-ctc-adverse-event"]).known)


def test_an_adverse_event_of_ctcae_is_a_condition_with_its_grade_that_ends_when_it_is_resolved():
    going = {"mrn": "17", "adverseEventId": "a", "adverseEventDisplayText": "Vomiting", "effectiveDate": "2026-05-29"}
    going["grade"] = "3"
    over = {**going, "resolvedDate": "2026-06-02"}
    candidates = [
        read(",".join(row.get(name, "") for name in CTC), header=",".join(CTC), mapping=None).children[0].candidates[0]
        for row in (going, over)
    ]
    assert candidates[0].content == {"on": "2026-05-29", "code": "vomiting", "grade": 3}
    assert candidates[1].content == {"from": "2026-05-29", "to": "2026-06-02", "code": "vomiting", "grade": 3}
    assert candidates[0].key == candidates[1].key


MEDICINES = [("Irinotecan", "therapy"), ("Filgrastim", "growth_factor"), ("Omeprazole", "medication")]


@pytest.mark.parametrize(("name", "kind"), MEDICINES)
def test_the_class_of_a_medicine_decides_which_fact_it_makes(name, kind):
    columns = sorted(read_mapping(shipped()["mcode-medication-administration"]).known)
    row = {"mrn": "17", "medicationId": "m", "displayText": name, "startDate": "2026-05-29", "status": "completed"}
    found = read(",".join(row.get(each, "") for each in columns), header=",".join(columns), mapping=None)
    assert [each.kind for each in found.children[0].candidates] == [kind]


def test_a_table_is_told_from_other_files_by_its_name():
    assert format_of(Content(name="a.csv", data=b"a,b\n"), formats=FORMATS).name == "csv"
    with pytest.raises(InterchangeError):
        format_of(Content(name="data.tsv", data=b"Hugo_Symbol\tb\n"), formats=FORMATS[-3:])


def test_a_table_without_a_mapping_asks_for_one():
    with pytest.raises(InterchangeError, match="--mapping"):
        read("1", header="unheard;of", mapping=None)


HOSTILE = {
    "empty": b"",
    "invalid UTF-8": HEADER.encode() + b"\n\xff\xfe",
    "binary": b"\x00" * 40,
    "a line of a megabyte": HEADER.encode() + b"\n" + b"x" * 1_100_000,
    "a million columns": b"," * 999_000 + b"\n1",
    "an open quotation mark": (HEADER + '\n17;"').encode(),
    "too many rows": (HEADER + "\n17;;;;;;;;" * 60).encode(),
    "a name twice": b"mrn;mrn;a\n",
    "a bomb": b"\x1f\x8b" + b"\x00" * 30,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_or_broken_tables_are_refused(data):
    with pytest.raises(InterchangeError):
        read_bytes(data, most_items=50)


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_table_does_more_than_refuse_it(data):
    whole = bytearray("\n".join((HEADER, ABOUT + "29.05.2026;CBC;<75,5;G/L;no;Bo")).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        first = read_bytes(bytes(whole))
    except InterchangeError:
        return
    assert read_bytes(bytes(whole)) == first
    for each in first.children:
        if each.birth is not None:
            merge(each, into=record_for(each, name="x"), origin=first.origin, batch=BATCH, knowledge=KNOWLEDGE)

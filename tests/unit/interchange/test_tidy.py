"""The tidy data cut: equal bytes for equal records, nothing that names a child, and every table reads back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date

import attrs
import polars
import pytest
from hypothesis import given, settings, strategies as st
from tests.support.cuts import contents, read_back
from tests.support.records import child, lab, make, records

from rosette.interchange import InterchangeError
from rosette.interchange.tidy import CHILDREN, columns, mapping_text, meaning, tidy_cut
from rosette.knowledge import load_knowledge
from rosette.records import KINDS, ChildRecord, Preference

KNOWLEDGE = load_knowledge()
ON = date(2026, 6, 1)


def cut(*found: ChildRecord, **more) -> dict[str, bytes]:
    return tidy_cut(found, on=ON, knowledge=KNOWLEDGE, **more)


def rows(files: dict[str, bytes], table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode(), newline="")))


@settings(max_examples=12)
@given(records(KNOWLEDGE))
def test_what_is_cut_reads_back_as_the_same_facts(record):
    (again,) = read_back(cut(record), KNOWLEDGE).values()
    assert contents(again) == contents(record)
    assert (again.birth, again.sex) == (record.birth, record.sex)


TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("=+-@\t\n'\","), min_size=1, max_size=20
)


@settings(max_examples=30)
@given(TEXTS.filter(lambda text: text.strip()))
def test_any_text_reads_back_and_none_is_run_by_a_spreadsheet(text):
    files = cut(child(make(Preference, text=text)))
    (row,) = rows(files, "preference")
    assert not row["text"].startswith(("=", "+", "-", "@", "\t", "\r"))
    (again,) = read_back(files, KNOWLEDGE).values()
    assert [fact.text for fact in again.active] == [text]


def test_the_same_records_in_another_order_give_the_same_bytes():
    one, two = child(lab("platelets", "75 10*9/L")), attrs.evolve(child(), id="another")
    assert cut(one, two) == cut(two, one)
    other = attrs.evolve(child(lab("platelets", "76 10*9/L")), id=one.id)
    whole = [json.loads(cut(each, two)["manifest.json"])["sha256"] for each in (one, other)]
    assert whole[0] != whole[1]


def test_the_manifest_holds_the_digest_of_every_file_and_of_the_whole():
    files = cut(child(lab("platelets", "75 10*9/L")))
    manifest = json.loads(files["manifest.json"])
    assert {each["name"] for each in manifest["files"]} == files.keys() - {"manifest.json"}
    told = {each["name"]: each["sha256"] for each in manifest["files"]}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in told.items())
    whole = "".join(f"{digest}  {name}\n" for name, digest in sorted(told.items()))
    assert manifest["sha256"] == hashlib.sha256(whole.encode()).hexdigest()
    assert (manifest["on"], manifest["knowledge"]["release"]) == ("2026-06-01", KNOWLEDGE.release)


def test_neither_label_nor_id_nor_author_is_in_a_cut():
    record = attrs.evolve(child(lab("platelets", "75 10*9/L")), id="MRN-4711", label="Invented Nickname")
    fact = attrs.evolve(record.facts[0], recorded_by="Dr Invented")
    whole = b"".join(cut(attrs.evolve(record, facts=(fact,))).values())
    assert not any(word in whole for word in (b"MRN-4711", b"Invented Nickname", b"Dr Invented"))


def test_a_secret_gives_one_child_one_pseudonym_from_cut_to_cut():
    one, two = child(), attrs.evolve(child(), id="another")
    alone = rows(cut(two, secret=b"s"), CHILDREN)[0]["child"]
    assert alone in {row["child"] for row in rows(cut(one, two, secret=b"s"), CHILDREN)}
    assert alone != rows(cut(two, secret=b"t"), CHILDREN)[0]["child"]


def test_a_value_stands_as_printed_and_in_its_canonical_unit():
    (row,) = rows(cut(child(lab("platelets", "75 10*9/L"))), "laboratory")
    assert (row["value"], row["unit"]) == ("75", "10*9/L")
    assert (row["canonical_value"], row["canonical_unit"]) == ("75000", "/uL")


def test_a_parquet_table_has_the_rows_of_its_csv_with_types():
    files = cut(child(lab("platelets", "75 10*9/L"), lab("anc", "1.5 10*9/L")))
    frame = polars.read_parquet(io.BytesIO(files["laboratory.parquet"]))
    assert frame["value"].to_list() == [float(row["value"]) for row in rows(files, "laboratory")]
    assert frame.schema["value"] == polars.Float64


def test_only_facts_that_still_count_are_in_a_cut():
    wrong = lab("platelets", "7.5 10*9/L")
    right = attrs.evolve(lab("platelets", "75 10*9/L"), id="later", supersedes=wrong.id)
    assert [row["value"] for row in rows(cut(child(wrong, right)), "laboratory")] == ["75"]


@pytest.mark.parametrize("table", [CHILDREN, *KINDS])
def test_every_column_has_a_meaning_and_every_table_a_mapping(table):
    assert all(meaning(table, each.name)[0] for each in columns(table))
    assert 'format = "rosette-mapping/1"' in mapping_text(table)


def test_the_codebook_has_every_column_with_the_words_that_it_may_hold():
    files = cut(child(lab("platelets", "75 10*9/L"), make(Preference, text="time at home")))
    book = {(row["table"], row["column"]): row for row in rows(files, "codebook")}
    assert set(book) == {
        (table, each.name) for table in (CHILDREN, "laboratory", "preference") for each in columns(table)
    }
    assert book["laboratory", "comparator"]["words"].split() == ["<", "<=", ">=", ">"]
    assert set(book[CHILDREN, "sex"]["words"].split()) == {"female", "male"}
    assert "before it is shared" in book["preference", "text"]["identifying"]


def test_two_records_of_one_id_are_refused():
    with pytest.raises(InterchangeError, match="two records"):
        cut(child(), child(lab("platelets", "75 10*9/L")))

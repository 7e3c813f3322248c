"""Workbooks: typed cells as they are, formulas and hidden sheets told, hostile archives refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from rosette.interchange import Asked, Content, Found, InterchangeError, Limits
from rosette.interchange.formats import FORMATS
from rosette.interchange.reading import format_of
from rosette.interchange.tables import EXCEL
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
MAPPING = """
format = "rosette-mapping/1"
name = "invented workbook"
system = "Invented hospital"
[table]
days = "DD.MM.YYYY"
[child]
id = "mrn"
[[fact]]
kind = "laboratory"
says = { on = { column = "day" }, code = "platelets", value = { column = "PLT" }, unit = "10*9/L" }
"""
HEADER = ["mrn", "day", "PLT"]


def book(*rows: list[Any], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    made = Workbook()
    for row in (HEADER, *rows):
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes, *, mapping: str = MAPPING, **limits: int) -> Found:
    content = Content(name="list.xlsx", data=data, limits=Limits(**limits))
    return EXCEL.read(content, Asked(knowledge=KNOWLEDGE, mapping=mapping))


def contents(found: Found) -> list[dict[str, Any]]:
    return [each.content for child in found.children for each in child.candidates]


@pytest.mark.parametrize("day", [date(2026, 5, 29), datetime(2026, 5, 29, 23, 30), "29.05.2026"])
def test_a_typed_day_needs_no_form_and_a_number_no_decimal_sign(day):
    (found,) = contents(read(book([17, day, 75.5])))
    assert (found["on"], found["value"]) == ("2026-05-29", 75.5)


SAYS = [
    ("29.05.2026", "=70+5", "formula"),
    ("29.05.2026", "#N/A", "error"),
    (46171, 75, "not a day"),
    ("29.05.2026", date(2026, 5, 7), "not a number"),
    ("29.05.2026", True, "not a number"),
    ("29.05.2026", "75.5", "decimal sign"),
    ("05/29/2026", 75, "not a day"),
]


@pytest.mark.parametrize(("day", "value", "why"), SAYS)
def test_a_cell_that_is_no_value_is_refused_with_its_place(day, value, why):
    found = read(book([17, day, value]))
    assert contents(found) == []
    (loss,) = found.every_loss
    assert why in loss.why
    assert loss.place.startswith('row 2, column "')


def test_a_share_that_is_shown_as_a_percentage_is_not_guessed():
    def shown(made: Workbook) -> None:
        made.active["C2"].number_format = "0%"

    found = read(book([17, "29.05.2026", 0.31], change=shown))
    assert contents(found) == []
    assert "percentage" in found.every_loss[0].why


def test_hidden_and_other_sheets_are_told():
    def more(made: Workbook) -> None:
        made.create_sheet("Old").sheet_state = "hidden"

    found = read(book([17, "29.05.2026", 75], change=more))
    assert [(each.place, each.grade) for each in found.losses] == [('sheet "Old"', "kept_aside")]
    assert "hidden" in found.losses[0].why


def test_of_two_sheets_in_sight_the_mapping_says_which():
    data = book([17, "29.05.2026", 75], change=lambda made: made.create_sheet("Other"))
    with pytest.raises(InterchangeError, match="2 sheets"):
        read(data)
    named = MAPPING.replace("[table]", '[table]\nsheet = "Sheet"')
    assert len(contents(read(data, mapping=named))) == 1
    with pytest.raises(InterchangeError, match='no sheet "Labs"'):
        read(data, mapping=named.replace('"Sheet"', '"Labs"'))


def test_merged_cells_are_told_and_not_filled_in():
    rows = ([17, "29.05.2026", 75], [17, None, 80])
    found = read(book(*rows, change=lambda made: made.active.merge_cells("B2:B3")))
    assert len(contents(found)) == 1
    assert any(each.place == "cells B2:B3" for each in found.losses)
    assert any(each.place == 'row 3, column "day"' for each in found.every_loss)


def test_cells_beside_the_table_are_told():
    found = read(book([17, "29.05.2026", 75, None, "seen by Bo"]))
    assert any("beside the table" in each.why for each in found.losses)


def test_a_workbook_is_told_by_its_content():
    assert format_of(Content(name="list", data=book()), formats=FORMATS).name == "xlsx"


def packed(changes: dict[str, bytes | None], **extra: bytes) -> bytes:
    """A workbook with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([17, "29.05.2026", 75]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if (data := changes.get(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name] or b"")
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><worksheet ' + MAIN + b"/>"
XXE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet ' + MAIN + b"/>"
FAR = b"<worksheet " + MAIN + b'><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
DEEP = b"<worksheet " + MAIN + b">" + b"<a>" * 300 + b"</a>" * 300 + b"</worksheet>"
HOSTILE = {
    "entities": {SHEET: BOMB},
    "external entities": {SHEET: XXE},
    "entities in UTF-16": {SHEET: XXE.decode().encode("utf-16")},
    "a bomb": {"xl/media/a.bin": b"\x00" * 3_000_000},
    "leaves its folder": {"../../evil.xml": b"<a/>"},
    "far columns": {SHEET: FAR},
    "deep": {SHEET: DEEP},
    "no sheet": {SHEET: None},
    "no workbook": {"xl/workbook.xml": b"<a/>"},
    "not XML": {SHEET: b"<worksheet"},
    "invalid UTF-8": {SHEET: b"<worksheet>\xff\xfe</worksheet>"},
}


@pytest.mark.parametrize("changes", HOSTILE.values(), ids=HOSTILE)
def test_hostile_or_broken_workbooks_are_refused_inside_limits(changes):
    with pytest.raises(InterchangeError):
        read(packed(changes), most_bytes=2_000_000)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello", b"PK\x03\x04" + b"\x00" * 100])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(InterchangeError):
        read(data)


WHOLE = book([17, "29.05.2026", 75])
PLAIN = packed({})


@settings(max_examples=25)
@given(st.data())
def test_no_damage_to_a_workbook_does_more_than_refuse_it(data):
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        name = data.draw(st.sampled_from(sorted(archive.namelist())))
        part = bytearray(archive.read(name))
    place = data.draw(st.integers(0, len(part) - 1))
    part[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    damaged = packed({name: bytes(part)})
    try:
        first = read(damaged)
    except InterchangeError:
        return
    assert read(damaged) == first

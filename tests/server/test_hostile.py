"""Hostile text goes through every way out as text: page, print, letter, CSV, Excel, calendar file, JSON."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from rosette.documents.calendar import Event, to_ical
from rosette.documents.tables import to_csv, to_xlsx
from rosette.server.services import clock
from rosette.server.services.cases import comment
from rosette.server.services.facts import add_facts
from rosette.server.services.letters import draft_letter, pdf_of, sign_and_send
from rosette.server.services.meetings import list_case, sign_item, write_item
from rosette.server.store.models import Case, Child, Meeting

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7919*7907 }}",
    "{% raw %}{{ 1 }}{% endraw %}",
    "</title><script>alert(1)</script>",
    "<!--",
    "]]><script>alert(1)</script>",
    '#import "x"',
    '#eval("1")',
    "$ x $",
    "\\u{1F600}",
    '=HYPERLINK("http://evil.invalid")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\tx",
    "BEGIN:VEVENT\nSUMMARY:x",
    "a\r\nB: c",
    "\u202egnp.exe",
    "../../etc/passwd",
    "%0d%0aSet-Cookie: x=1",
    "x" * 400,
]
ACTIVE = re.compile(r"<script>alert|<img src=x|<svg/onload|onerror=alert\(1\)>|62615533")


def cleaned(text: str) -> str:
    """What the reader of records takes: no control characters."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n").strip() or "x"


@pytest.mark.parametrize("text", CORPUS)
def test_hostile_text_is_shown_as_text_on_every_page(
    text: str, child: Child, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    doctor = person("doctor")
    said = cleaned(text)
    add_facts(
        child=child,
        by=doctor,
        facts=[
            {
                "kind": "laboratory",
                "on": "2026-06-01",
                "code": "platelets",
                "value": 5,
                "unit": "/uL",
                "source": {"type": "person", "name": said},
            }
        ],
    )
    add_facts(
        child=child,
        by=doctor,
        facts=[{"kind": "preference", "on": "2026-06-01", "text": said, "source": {"type": "person", "name": "x"}}],
    )
    case = Case.objects.select_related("child__referring_site", "child__programme_site", "owner").get(child=child)
    comment(case=case, words=said, by=doctor)
    client = signed_in("doctor")
    base = f"/children/{child.public_id}"
    for url in (
        f"{base}/",
        f"{base}/record/",
        f"{base}/options/",
        f"{base}/options/calendar/",
        f"/cases/{case.public_id}/",
    ):
        body = client.get(url).content.decode()
        assert not ACTIVE.search(body), url
    for url in (
        f"/children/?find={said[:50]}",
        f"{base}/options/?on={said[:20]}",
        f"{base}/options/compare/?option={said[:20]}",
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert not ACTIVE.search(answer.content.decode())


def test_hostile_minutes_reach_the_letter_as_text(child: Child, person: Callable[[str], Any]) -> None:
    doctor = person("doctor")
    case = Case.objects.select_related("child__referring_site", "child__programme_site", "owner").get(child=child)
    case.state = "ready"
    case.save()
    item = list_case(meeting=Meeting.objects.get(), case=case, by=doctor)
    words = " | ".join(CORPUS)
    item = write_item(
        item=item,
        seen=item.version,
        minutes=words,
        dissent=words,
        decision="comfort",
        recommendation=words,
        options=[],
        review_on=None,
        by=doctor,
    )
    sign_item(item=item, meaning="decision", by=doctor)
    letter = sign_and_send(letter=draft_letter(item=item, asked=words, by=doctor), by=doctor)
    reader = PdfReader(io.BytesIO(pdf_of(letter)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "<script>alert(1)</script>" in text
    assert '#import "x"' in text
    assert "/JavaScript" not in str(reader.trailer)


@pytest.mark.parametrize("text", CORPUS)
def test_no_program_runs_a_cell(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(("a", "b"), [(text, 1)]).decode("utf-8-sig"), newline="")))
    assert not rows[1][0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert rows[1][0].lstrip("'") == text.lstrip("'")
    cell = load_workbook(io.BytesIO(to_xlsx(("a",), [(text,)], title="x"))).active["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert not str(cell.value).startswith("=") or cell.data_type == "s"


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_breaks_out_of_a_calendar_entry(text: str) -> None:
    raw = to_ical([Event(on=date(2026, 6, 1), title=text, text=text)], name=text, stamp=clock.now())
    entries = list(Calendar.from_ical(raw).walk("VEVENT"))
    assert len(entries) == 1
    assert str(entries[0]["summary"]).replace("\r\n", "\n") == text.replace("\r\n", "\n")


def test_the_calendar_file_names_no_child_but_its_number(signed_in: Callable[..., Client], child: Child) -> None:
    raw = signed_in("doctor").get(f"/children/{child.public_id}/options/calendar.ics").content.decode()
    assert child.name not in raw
    assert "RZ-00001" in raw


def test_every_answer_has_its_headers(signed_in: Callable[..., Client], child: Child) -> None:
    answer = signed_in("doctor").get(f"/children/{child.public_id}/options/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    for word in (
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert word in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src=)", answer.content.decode())


def test_no_name_of_a_child_stands_in_a_log_an_address_or_an_error_page(
    child: Child, signed_in: Callable[..., Client], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(f"{child.name} {child.mrn}")

    monkeypatch.setattr("rosette.server.clinic.views.boards.board_part", broken)
    client = signed_in("doctor")
    client.raise_request_exception = False
    from rosette.server.config.logs import NoPatientData

    answer = client.get(f"/children/{child.public_id}/options/")
    assert answer.status_code == 500
    logged = [record for record in caplog.records if NoPatientData().filter(record)]
    told = " ".join(f"{record.getMessage()} {record.exc_info}" for record in logged)
    for text in (answer.content.decode(), told):
        assert child.name not in text
        assert child.mrn not in text
    assert "request" in told


def test_only_declared_fields_of_a_form_change_anything(signed_in: Callable[..., Client], child: Child) -> None:
    case = Case.objects.get(child=child)
    before = {each.name: getattr(case, each.attname) for each in Case._meta.fields if each.name not in ("question",)}
    everything = {each.name: "1" for each in Case._meta.fields} | {each.name: "1" for each in Child._meta.fields}
    signed_in("doctor").post(f"/cases/{case.public_id}/message/", {**everything, "words": "hello"})
    fresh = Case.objects.get(pk=case.pk)
    assert {name: getattr(fresh, Case._meta.get_field(name).attname) for name in before} == before


def test_the_uploads_page_refuses_in_words_and_keeps_nothing(signed_in: Callable[..., Client], child: Child) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, url = signed_in("home-doctor"), f"/children/{child.public_id}/files/"
    bad = client.post(url, {"file": SimpleUploadedFile("a.pdf", b"MZ program")})
    assert bad.status_code == 400
    assert "the content is no pdf" in bad.content.decode()
    assert child.uploads.count() == 0
    good = client.post(url, {"file": SimpleUploadedFile("<b>note</b>.txt", b"hello")})
    assert good.status_code == 302
    upload = child.uploads.get()
    answer = client.get(f"/files/{upload.public_id}/")
    assert answer.content == b"hello"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert signed_in("lakeview").get(f"/files/{upload.public_id}/").status_code == 404
    from rosette.server.services.uploads import path_of

    upload.child = child
    assert b"hello" not in path_of(upload).read_bytes()


def test_the_json_of_the_api_is_json(
    signed_in: Callable[..., Client], child: Child, person: Callable[[str], Any]
) -> None:
    add_facts(
        child=child,
        by=person("doctor"),
        facts=[
            {
                "kind": "preference",
                "on": "2026-06-01",
                "text": "<script>alert(1)</script>",
                "source": {"type": "person", "name": "x"},
            }
        ],
    )
    answer = signed_in("doctor").get(f"/api/children/{child.public_id}/record")
    assert answer["Content-Type"].startswith("application/json")
    assert "<script>" in json.dumps(answer.json())

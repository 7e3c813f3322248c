"""What comes wrong through the front door: a kind answer each time, what was typed is kept, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.server.test_front_door import BORN, CHILD, FAMILY, walk

from rosette.server.services import clock, flood
from rosette.server.services.inquiries import answers_of, keep, prune_drafts, send, start
from rosette.server.services.inquiry_files import held_files, path_of
from rosette.server.store.models import Inquiry
from rosette.texts import texts_of

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def client() -> Client:
    """A browser in the middle of the family door."""
    found = Client()
    found.post("/en/refer/family/start/", {})
    for slug in ("danger", "wish", "known", "you", "right"):
        assert found.post(f"/en/refer/step/{slug}/", FAMILY[slug]).status_code == 302
    return found


def draft() -> Inquiry:
    return Inquiry.objects.get(state="draft")


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("birth", {"birth_day": "31", "birth_month": "2", "birth_year": "2020"}, "fault.day_not_real", 'value="31"'),
    ("birth", {"birth_day": "1", "birth_month": "1", "birth_year": "2099"}, "fault.day_future", 'value="2099"'),
    ("reach", {"email": "rosa at example"}, "fault.email", 'value="rosa at example"'),
    ("reach", {"email": "rosa@example.org", "phone": "soon"}, "fault.phone", 'value="soon"'),
    ("name", {"name": "Ana\u202eB"}, "fault.hidden_marks", 'value="AnaB"'),
    ("question", {"question": ""}, "fault.empty", "<textarea"),
    ("consent", {"consent": ["share"]}, "fault.consent_keep", 'value="share" checked'),
    ("danger", {"danger": ["none", "legs"]}, "fault.none_and_more", 'value="legs" checked'),
    ("country", {"country": "XX"}, "fault.choose", "<select"),
]


@pytest.mark.parametrize(("slug", "typed", "key", "kept"), CASES)
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_wrong_answer_gets_a_kind_fault_in_the_language_and_is_kept(
    client: Client, slug: str, typed: dict[str, Any], key: str, kept: str, language: str
) -> None:
    answer = client.post(f"/{language}/refer/step/{slug}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count(texts_of(language)(key)) == 2
    assert kept in page
    target = re.search(r'error-summary.*?href="#([\w-]+)"', page, re.S)
    assert target is not None
    assert f'id="{target[1]}"' in page
    assert kept in client.get(f"/{language}/refer/step/{slug}/").content.decode().replace(" checked", " checked")


def test_an_emoji_in_a_name_is_answered_and_kept(client: Client) -> None:
    page = client.post("/en/refer/step/name/", {"name": "Ana 😀"}).content.decode()
    assert "Please take out: 😀" in page
    assert answers_of(draft())["name"] == "Ana 😀"


def test_a_file_of_fifty_megabytes_is_refused_and_the_rest_is_kept(client: Client) -> None:
    huge = SimpleUploadedFile("scan.pdf", b"%PDF-1.4" + b"0" * 50_000_000)
    small = SimpleUploadedFile("letter.pdf", PDF, content_type="application/pdf")
    told = {"documents_summary": "upload", "file_summary": small, "documents_imaging": "upload", "file_imaging": huge}
    answer = client.post("/en/refer/step/documents/", {**told, "documents_laboratory": "follow"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "too large: 50 MB. Up to 40 MB fit" in page
    assert [row.item for row in held_files(draft())] == ["summary"]
    assert answers_of(draft())["documents"]["laboratory"] == "follow"
    assert "We have: letter.pdf" in page


def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(client: Client) -> None:
    wrong = SimpleUploadedFile("letter.pdf", b"MZ\x90\x00 this is a program")
    page = client.post(
        "/en/refer/step/documents/", {"documents_summary": "upload", "file_summary": wrong}
    ).content.decode()
    assert "was not taken" in page
    assert held_files(draft()) == []


def test_a_file_can_be_taken_away_again(client: Client) -> None:
    small = SimpleUploadedFile("letter.pdf", PDF, content_type="application/pdf")
    client.post("/en/refer/step/documents/", {"documents_summary": "upload", "file_summary": small})
    row = held_files(draft())[0]
    assert PDF not in path_of(row).read_bytes()
    client.post("/en/refer/step/documents/", {"remove": row.public_id})
    assert held_files(draft()) == []
    assert not path_of(row).exists()


def test_a_document_that_was_said_and_not_given_is_asked_for(client: Client) -> None:
    page = client.post("/en/refer/step/documents/", {"documents_summary": "upload"}).content.decode()
    assert texts_of("en")("fault.file_missing") in page


def test_a_broken_record_file_names_its_faults_and_nothing_is_kept() -> None:
    client = Client()
    client.post("/en/refer/physician/start/", {})
    client.post("/en/refer/step/wish/", {"wish": "treatment"})
    broken = SimpleUploadedFile("record.json", b'{"format": "rosette-record/1", "id": "x", "facts": 3}')
    page = client.post("/en/refer/step/course/", {"disease": "relapsed", "record": broken}).content.decode()
    assert "The record file cannot be read" in page
    assert held_files(draft()) == []
    assert answers_of(draft())["disease"] == "relapsed"


def test_signs_of_danger_stop_the_form_until_somebody_treats_them(client: Client) -> None:
    answer = client.post("/en/refer/step/danger/", {"danger": ["legs", "bladder"]})
    assert answer["Location"] == "/en/refer/danger/"
    assert "911" in client.get("/en/refer/danger/").content.decode()
    assert client.post("/en/refer/check/")["Location"] == "/en/refer/danger/"
    assert client.post("/en/refer/danger/", {}).status_code == 200
    assert client.post("/en/refer/danger/", {"treated": "yes"})["Location"] == "/en/refer/step/wish/"
    assert not Inquiry.objects.exclude(state="draft").exists()


def test_what_is_missing_is_named_before_sending_with_the_way_there(client: Client) -> None:
    answer = client.post("/en/refer/check/")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="/en/refer/step/question/?check=1"' in page
    assert draft().state == "draft"


def test_save_and_return_opens_where_the_first_answer_is_missing(client: Client) -> None:
    answer = client.post("/en/refer/step/name/", {"name": "Rosa", "save": "1"})
    page = client.get(answer["Location"]).content.decode()
    link = re.search(r"http://testserver(/en/refer/back/[^\"<]+)", page)
    assert link is not None
    other = Client()
    assert other.get(link[1])["Location"] == "/en/refer/step/reach/"
    assert 'value="Rosa"' in other.get("/en/refer/step/name/").content.decode()


def test_an_ended_link_opens_again_for_who_knows_the_birth_date(client: Client) -> None:
    client.post("/en/refer/step/birth/", BORN)
    page = client.get("/en/refer/save/").content.decode()
    link = re.search(r"http://testserver(/en/refer/back/[^\"<]+)", page)[1]  # type: ignore[index]
    Inquiry.objects.update(token_until=clock.now() - timedelta(days=1))
    other = Client()
    assert other.get(link).status_code == 410
    wrong = other.post(link, {"birth_day": "1", "birth_month": "1", "birth_year": "2020"})
    assert wrong.status_code == 400
    assert "not the birth date" in wrong.content.decode()
    assert other.post(link, BORN).status_code == 302
    assert answers_of(draft())["role"] == "parent"


def test_birth_dates_cannot_be_tried_out(client: Client) -> None:
    client.post("/en/refer/step/birth/", BORN)
    link = re.search(r"http://testserver(/en/refer/back/[^\"<]+)", client.get("/en/refer/save/").content.decode())[1]  # type: ignore[index]
    Inquiry.objects.update(token_until=clock.now() - timedelta(days=1))
    for day in range(1, 12):
        Client().post(link, {"birth_day": str(day), "birth_month": "1", "birth_year": "2020"})
    assert Client().post(link, BORN).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["refer/back/nonsense/", "status/nonsense/", "status/%00/", "refer/step/name/", "refer/check/", "refer/sent/"],
)
def test_a_link_that_nobody_made_and_a_browser_without_cookies_get_the_way_out(path: str) -> None:
    answer = Client().get(f"/en/{path}")
    assert answer.status_code == 404
    assert "555-0101" in answer.content.decode()


def test_the_back_button_after_sending_shows_the_receipt() -> None:
    client = Client()
    walk(client, FAMILY, language="es", door="family")
    for path in ("step/name/", "check/", "save/", "danger/"):
        assert client.get(f"/es/refer/{path}")["Location"] == "/es/refer/sent/"
    assert client.post("/es/refer/step/name/", {"name": "Otra"})["Location"] == "/es/refer/sent/"
    assert answers_of(Inquiry.objects.get())["name"] == "Rosa Inventada"


def test_a_state_that_is_refused_is_told_at_once_with_another_way(client: Client) -> None:
    client.post("/en/refer/step/country/", {"country": "US"})
    after = client.post("/en/refer/step/region/", {"region": "ME"})["Location"]
    page = client.get(after).content.decode()
    assert "Our doctors hold no license there" in page
    assert "can call our doctors" in page
    client.post("/en/refer/step/region/", {"region": "TX"})
    assert "hold no license" not in client.get(after).content.decode()


def test_notes_and_records_can_be_added_later_and_taken_back() -> None:
    client = Client()
    link = walk(client, FAMILY, language="es", door="family")
    assert client.post(link, {"note": "Llegó la carta"}).status_code == 302
    small = SimpleUploadedFile("carta.pdf", PDF, content_type="application/pdf")
    assert client.post(link, {"item": "summary", "file": small}).status_code == 302
    page = client.get(link).content.decode()
    assert "Llegó la carta" in page
    assert "carta.pdf" in page
    assert client.post(link, {"note": ""}).status_code == 400
    assert client.post(link, {"note": "x" * 2001}).status_code == 400
    assert client.post(link, {"withdraw": "1"}).status_code == 302
    assert Inquiry.objects.get().state == "withdrawn"
    assert texts_of("es")("state.withdrawn") in client.get(link).content.decode()


def junk(count: int, *, address: str) -> Inquiry:
    made, _ = start(door="family", language="en", address=address, trials=[])
    keep(made, {"wish": "comment", "question": f"buy now {count}", "name": "Bot"})
    return made


def test_one_connection_is_slowed_down_and_what_it_typed_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_SENT", 3)
    client = Client()
    for _ in range(3):
        send(junk(0, address="127.0.0.1"))
    client.post("/en/refer/family/start/", {})
    for slug, answers in FAMILY.items():
        client.post(f"/en/refer/step/{slug}/", answers)
    answer = client.post("/en/refer/check/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "What you typed is kept" in answer.content.decode()
    assert answers_of(draft())["question"] == FAMILY["question"]["question"]
    monkeypatch.setattr(flood, "MOST_SENT", 99)
    assert client.post("/en/refer/check/").status_code == 302


def test_too_many_starts_from_one_connection_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_STARTED", 2)
    codes = [Client().post("/en/refer/family/start/", {}).status_code for _ in range(4)]
    assert codes == [302, 302, 429, 429]
    assert Client(REMOTE_ADDR="10.0.0.9").post("/en/refer/family/start/", {}).status_code == 302


def test_a_flood_is_held_apart_nothing_is_lost_and_the_queue_stays_usable(
    monkeypatch: pytest.MonkeyPatch, signed_in: Callable[..., Client]
) -> None:
    monkeypatch.setattr(flood, "MOST_OF_ALL", 10)
    first = walk(Client(), FAMILY, language="en", door="family")
    for count in range(120):
        send(junk(count, address=f"10.0.{count // 250}.{count % 250}"))
    assert Inquiry.objects.filter(sent_at__isnull=False).count() == 121
    assert Inquiry.objects.filter(state="held").count() == 111
    page = signed_in("coordinator").get("/inquiries/").content.decode()
    assert "111 more are held" in page
    assert page.count("buy now") == 0
    assert "Lucía Inventada Pérez" in page
    held = signed_in("coordinator").get("/inquiries/?held=1&page=2").content.decode()
    assert "Page 2 of 3" in held
    assert Client().get(first).status_code == 200
    row = Inquiry.objects.filter(state="held").first()
    assert row is not None
    assert (
        signed_in("coordinator").post(f"/inquiries/{row.public_id}/take/", {"next_on": "2026-06-05"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.state == "reviewing"


def test_drafts_that_nobody_came_back_to_are_removed_with_their_keys_and_files(client: Client) -> None:
    small = SimpleUploadedFile("letter.pdf", PDF, content_type="application/pdf")
    client.post("/en/refer/step/documents/", {"documents_summary": "upload", "file_summary": small})
    path = path_of(held_files(draft())[0])
    assert prune_drafts(clock.now() + timedelta(days=43)) == 0
    assert prune_drafts(clock.now() + timedelta(days=45)) == 1
    assert not path.exists()
    assert not Inquiry.objects.exists()


def test_an_inquiry_of_a_child_of_the_programme_is_found(signed_in: Callable[..., Client], child: Any) -> None:
    from rosette.server.store.records import birth_of

    born, name = birth_of(child), child.name.split()
    made, _ = start(door="family", language="en", address="10.0.0.1", trials=[])
    answers = {**CHILD, "child_given": name[0], "child_family": name[1], "wish": "question", "question": "?"}
    keep(made, {**answers, "birth": {"day": str(born.day), "month": str(born.month), "year": str(born.year)}})
    page = signed_in("coordinator").get(f"/inquiries/{send(made).public_id}/").content.decode()
    assert f"{child.number}</a>, a child of the programme: same" in page

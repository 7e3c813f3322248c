"""A parent in Spanish and a doctor in English ask about one child, and the clinic has one row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rosette.server.services.inquiries import answers_of
from rosette.server.store.models import Case, Child, Inquiry

CHILD = {"child_given": "Lucía", "child_family": "Inventada Pérez"}
BORN = {"birth_day": "27", "birth_month": "3", "birth_year": "2021"}
FAMILY: dict[str, dict[str, Any]] = {
    "danger": {"danger": "none"},
    "wish": {"wish": "second_opinion"},
    "known": {"known": "new"},
    "you": {"role": "parent"},
    "right": {"right": "yes"},
    "name": {"name": "Rosa Inventada"},
    "reach": {"email": "rosa@example.org", "phone": "+52 55 5555 0100"},
    "language": {"language": "es", "interpreter": "both"},
    "child": CHILD,
    "birth": BORN,
    "country": {"country": "MX"},
    "disease": {"disease": "relapsed", "disease_words": "Volvió en la pierna."},
    "had": {"had": ["chemotherapy", "mibg"]},
    "doctor": {"doctor": "Dr. Ejemplo", "may_call": "yes"},
    "now": {"inpatient": "no", "court": "no"},
    "question": {"question": "¿Qué se puede hacer ahora?"},
    "payer": {"payer": "self"},
    "travel": {"passport": "applied", "visa": "unsure"},
    "documents": {"documents_summary": "follow"},
    "consent": {"consent": ["keep", "share"]},
}
PHYSICIAN: dict[str, dict[str, Any]] = {
    "danger": {"danger": "none"},
    "wish": {"wish": "treatment"},
    "doctor_you": {
        "name": "Ana Ejemplo",
        "hospital": "Hospital Inventado",
        "email": "ana@example.org",
        "phone": "+1 555 010 0199",
    },
    "child": {
        "child_given": "Lucia",
        "child_family": "INVENTADA-PEREZ",
        **BORN,
        "sex": "female",
        "hospital_number": "H-77",
    },
    "country": {"country": "MX"},
    "course": {"disease": "relapsed", "had": ["chemotherapy"], "had_words": "Five cycles, then relapse."},
    "question": {"question": "Is MIBG therapy possible?"},
    "family": {"family_knows": "yes", "language": "es", "interpreter": "both", "inpatient": "no"},
    "documents": {"documents_summary": "none"},
    "consent": {"consent": "entitled"},
}


def walk(client: Client, answers: dict[str, dict[str, Any]], *, language: str, door: str, query: str = "") -> str:
    """Fill in every page as the server leads, send, and give the link of the status page."""
    client.get(f"/{language}/refer/{query}")
    where = client.post(f"/{language}/refer/{door}/start/", {"trial": "NCT03561259"} if query else {})["Location"]
    seen = []
    while "/step/" in where:
        slug = where.rstrip("/").rpartition("/")[2]
        seen.append(slug)
        assert client.get(where).status_code == 200
        answer = client.post(where, answers[slug])
        assert answer.status_code == 302, (slug, re.findall(r"error-message[^>]*>([^<]+)", answer.content.decode()))
        where = answer["Location"]
    assert where.endswith("/refer/check/")
    page = client.get(where)
    assert page.status_code == 200
    sent = client.post(where)
    assert sent.status_code == 302, page.content.decode()[:500]
    receipt = client.get(sent["Location"]).content.decode()
    assert seen == list(answers)
    return re.search(r"http://testserver(/\w+/status/[^<\"]+)", receipt)[1]  # type: ignore[index]


@pytest.fixture
def both(signed_in: Callable[..., Client]) -> tuple[str, str]:
    """The status links of a parent and of a doctor who asked about one child."""
    parent = walk(Client(), FAMILY, language="es", door="family", query="?trial=NCT03561259")
    doctor = walk(Client(), PHYSICIAN, language="en", door="physician")
    return parent, doctor


def test_a_parent_in_spanish_and_a_doctor_in_english_are_one_row(
    both: tuple[str, str], signed_in: Callable[..., Client]
) -> None:
    page = signed_in("coordinator").get("/inquiries/").content.decode()
    assert page.count("Lucía Inventada Pérez") == 1
    assert "with Q-000002 (physician)" in page
    first = Inquiry.objects.get(number="Q-000001")
    assert (first.state, first.language, first.trials, first.owner.name) == (
        "received",
        "es",
        ["NCT03561259"],
        "Maria Santos",
    )


def test_one_case_comes_of_both_and_each_sender_sees_it(
    both: tuple[str, str], signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    first = Inquiry.objects.get(number="Q-000001")
    desk = signed_in("coordinator")
    told = {"child": "new", "referring_site": "hillside", "next_step": "Ask for records", "next_on": "2026-06-03"}
    answer = desk.post(f"/inquiries/{first.public_id}/case/", told)
    assert answer.status_code == 302
    case = Case.objects.order_by("-opened_on", "-pk").get(inquiries=first)
    assert {each.number for each in case.inquiries.all()} == {"Q-000001", "Q-000002"}
    assert "Is MIBG therapy possible?" in case.question
    assert "¿Qué se puede hacer ahora?" in case.question
    assert case.child.name in ("Lucía Inventada Pérez", "Lucia INVENTADA-PEREZ")
    assert case.child.number in desk.get("/cases/").content.decode()
    for link in both:
        assert Client().get(link).status_code == 200
    assert "Hemos" in Client().get(both[0]).content.decode() or "case" not in Client().get(both[0]).content.decode()


def test_a_sender_never_learns_of_the_other(both: tuple[str, str]) -> None:
    parent, doctor = (Client().get(link).content.decode() for link in both)
    for hidden in ("Ana Ejemplo", "Hospital Inventado", "Q-000002", "MIBG therapy possible"):
        assert hidden not in parent
    for hidden in ("Rosa", "Q-000001", "puede hacer"):
        assert hidden not in doctor


def test_from_another_country_no_visit_before_all_is_arranged(
    both: tuple[str, str], signed_in: Callable[..., Client]
) -> None:
    first = Inquiry.objects.get(number="Q-000001")
    assert {each.item for each in first.arrangements.all()} >= {
        "interpreter",
        "translation",
        "payer",
        "visa",
        "estimate",
    }
    desk = signed_in("coordinator")
    visit = {"on": "2026-07-01", "words": "Bring all scans."}
    refused = desk.post(f"/inquiries/{first.public_id}/appointment/", visit)
    assert "not arranged yet" in refused.content.decode()
    for each in first.arrangements.all():
        assert (
            desk.post(f"/inquiries/{first.public_id}/arrange/{each.pk}/", {"state": "done", "remark": ""}).status_code
            == 302
        )
    assert desk.post(f"/inquiries/{first.public_id}/appointment/", visit).status_code == 302
    assert "Bring all scans." in Client().get(both[0]).content.decode()


def test_a_decline_needs_a_reason_and_another_way(both: tuple[str, str], signed_in: Callable[..., Client]) -> None:
    first = Inquiry.objects.get(number="Q-000001")
    desk = signed_in("coordinator")
    assert (
        desk.post(f"/inquiries/{first.public_id}/decline/", {"reason": "No licence", "instead": " "}).status_code == 400
    )
    assert (
        desk.post(
            f"/inquiries/{first.public_id}/decline/", {"reason": "No hay", "instead": "Llame al hospital"}
        ).status_code
        == 302
    )
    page = Client().get(both[0]).content.decode()
    assert "No hay" in page
    assert "Llame al hospital" in page


def test_sent_twice_is_sent_once() -> None:
    client = Client()
    walk(client, FAMILY, language="en", door="family")
    count = Inquiry.objects.count()
    assert client.post("/en/refer/check/").status_code == 302
    assert client.get("/en/refer/step/question/")["Location"].endswith("/refer/sent/")
    assert Inquiry.objects.count() == count
    assert Inquiry.objects.filter(number__isnull=False).count() == 1


def test_a_record_file_becomes_facts_only_after_review(signed_in: Callable[..., Client]) -> None:
    client, file = Client(), Path("examples/children/demo-06.json").read_bytes()
    client.get("/en/refer/")
    where = client.post("/en/refer/physician/start/", {})["Location"]
    record = json.loads(file)
    year, month, day = record["birth_date"].split("-")
    born = {"birth_day": day, "birth_month": month, "birth_year": year, "sex": record["sex"]}
    child = {**PHYSICIAN["child"], **born}
    while "/step/" in where:
        slug = where.rstrip("/").rpartition("/")[2]
        told = dict(child if slug == "child" else PHYSICIAN[slug])
        if slug == "course":
            told["record"] = SimpleUploadedFile("record.json", file, content_type="application/json")
        answer = client.post(where, told)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        where = answer["Location"]
    client.post(where)
    made = Inquiry.objects.get(door="physician")
    desk = signed_in("coordinator")
    assert "Record file:" in desk.get(f"/inquiries/{made.public_id}/").content.decode()
    children = Child.objects.count()
    told = {
        "child": "new",
        "referring_site": "hillside",
        "next_step": "Review",
        "next_on": "2026-06-03",
        "use_record": "on",
    }
    assert desk.post(f"/inquiries/{made.public_id}/case/", told).status_code == 302
    made.refresh_from_db()
    assert Child.objects.count() == children + 1
    assert made.child.facts.count() > 10


def test_answers_are_never_at_rest_in_plain_text(both: tuple[str, str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, token FROM store_inquiry")
        rows = cursor.fetchall()
    assert len(rows) == 2
    for answers, token in rows:
        assert b"Rosa" not in bytes(answers)
        assert both[0].rstrip("/").rpartition("/")[2] != token
    assert answers_of(Inquiry.objects.get(number="Q-000001"))["name"] == "Rosa Inventada"

"""CDS Hooks: a signed call gets one card for information, from the board; nothing tells unknown from forbidden."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from rosette.server.accounts.models import Grant, Site, User
from rosette.server.fhir.cds.cards import card
from rosette.server.services.boards import board_of
from rosette.server.services.smart import register_app
from rosette.server.store.models import App, AuditRow, Child
from rosette.server.store.records import header_of

KEY = ECKey.generate_key("P-384", {"kid": "one"})
JWKS = json.dumps(KeySet([KEY]).as_dict(private=False))
ISSUER, PATH = "https://ehr.invalid", "/cds-services/open-trials"


@pytest.fixture
def client_app(person: Callable[[str], Any]) -> App:
    user = User.objects.create_user("ehr@service.invalid", None, name="Record system of an invented hospital")
    Grant.objects.create(user=user, role="coordinator", site=Site.objects.get(code="hillside"))
    return register_app({"name": "EHR", "jwks": JWKS, "issuer": ISSUER}, account=user, by=person("admin"))


def statement(path: str = PATH, **more: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": f"http://testserver{path}", "exp": now + 200, "iat": now, "jti": uuid.uuid4().hex}
    return jwt.encode({"alg": "ES384", "kid": "one"}, claims | more, KEY, algorithms=["ES384"])


def called(patient: str, *, path: str = PATH, token: str | None = None, **more: Any) -> Any:
    body = {
        "hook": "patient-view",
        "hookInstance": str(uuid.uuid4()),
        "context": {"userId": "Practitioner/1", "patientId": patient},
        **more,
    }
    headers = {"Authorization": f"Bearer {token or statement(path)}"}
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_the_service_is_told_to_everybody() -> None:
    (service,) = Client().get("/cds-services").json()["services"]
    assert (service["hook"], service["id"]) == ("patient-view", "open-trials")
    assert "patient" in service["prefetch"]


def test_the_card_is_that_of_the_board(client_app: App, child: Child) -> None:
    (found,) = called(child.public_id).json()["cards"]
    assert found == card(board_of(child), address=f"http://testserver/children/{child.public_id}/options/")
    assert found["indicator"] == "info"
    assert len(found["summary"]) < 140
    assert "suggestions" not in found
    assert not {"must", "should", "recommend"} & set(found["detail"].casefold().split())
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.act, row.child) == ("board.view", child.public_id)


def test_an_unknown_child_and_one_of_another_hospital_give_the_same(client_app: App, other: Child) -> None:
    for patient in (other.public_id, "nobody"):
        answer = called(patient)
        assert (answer.status_code, answer.json()) == (200, {"cards": []})


def test_a_hospitals_own_number_finds_its_child_with_its_birth_date_alone(
    client_app: App, child: Child, other: Child
) -> None:
    birth = str(header_of(child).birth)
    for number, day, cards in ((child.mrn, birth, 1), (child.mrn, "2001-01-01", 0), (other.mrn, birth, 0)):
        patient = {"resourceType": "Patient", "identifier": [{"value": number}], "birthDate": day}
        assert len(called("theirs", prefetch={"patient": patient}).json()["cards"]) == cards


@pytest.mark.parametrize("change", [{"id": "theirs-2"}, {"resourceType": "RelatedPerson"}])
def test_a_prefetch_of_somebody_else_gives_no_card(change: dict[str, str], client_app: App, child: Child) -> None:
    told = {"resourceType": "Patient", "id": "theirs", "birthDate": str(header_of(child).birth)}
    patient = told | {"identifier": [{"value": child.mrn}]}
    assert len(called("theirs", prefetch={"patient": patient}).json()["cards"]) == 1
    assert called("theirs", prefetch={"patient": patient | change}).status_code == 400


@pytest.mark.parametrize(
    "change", [{"aud": "https://elsewhere.invalid"}, {"exp": 5}, {"iss": "https://another.invalid"}, {"jti": None}]
)
def test_a_call_that_is_not_rightly_signed_is_401(change: dict[str, Any], client_app: App, child: Child) -> None:
    answer = called(child.public_id, token=statement(**change))
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers


def test_a_statement_counts_once_and_none_is_401(client_app: App, child: Child) -> None:
    token = statement()
    assert [called(child.public_id, token=token).status_code for _ in range(2)] == [200, 401]
    assert Client().post(PATH, "{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"hook": "order-sign"},
        {"hookInstance": "1"},
        {"context": {}},
        {"context": {"patientId": 5}},
        {"context": {"patientId": "a\0b"}},
        {"context": []},
    ],
)
def test_what_is_no_call_is_400(change: dict[str, Any], client_app: App, child: Child) -> None:
    assert called(child.public_id, **change).status_code == 400


@pytest.mark.parametrize(("text", "status"), [("[]", 400), ("{", 400), ("[" * 100_000, 400), ("x" * 200_001, 413)])
def test_a_hostile_body_is_refused(text: str, status: int, client_app: App) -> None:
    headers = {"Authorization": f"Bearer {statement()}"}
    assert Client().post(PATH, text, content_type="application/json", headers=headers).status_code == status


def test_what_became_of_a_card_is_counted_without_words(client_app: App) -> None:
    path = f"{PATH}/feedback"
    card = str(uuid.uuid4())
    told = [{"card": card, "outcome": "overridden", "overrideReason": {"userComment": "private words"}}]
    assert called("x", path=path, feedback=told).status_code == 200
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.act, row.object_id, row.detail) == ("cds.feedback", card, "overridden")
    assert called("x", path=path, feedback=[{"card": card}]).status_code == 400
    named = [{"card": "Ada Invented, 4 years", "outcome": "accepted"}]
    assert called("x", path=path, feedback=named).status_code == 400

"""The API answers as the pages do: the same policy, the same objects, every fault listed, nobody breaks it."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from rosette.options import board_json
from rosette.records import record_document
from rosette.server.api.app import api
from rosette.server.services import limits
from rosette.server.services.boards import board_of
from rosette.server.store.models import Child, FactRow
from rosette.server.store.records import record_of
from rosette.version import SOFTWARE

EVERYBODY = (
    "doctor",
    "coordinator",
    "nurse",
    "board",
    "statistician",
    "admin",
    "system",
    "auditor",
    "home-doctor",
    "parent",
)
PLATELETS = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 20000, "unit": "/uL"}


def post(client: Client, child: Child, body: Any) -> Any:
    return client.post(f"/api/children/{child.public_id}/facts", json.dumps(body), content_type="application/json")


def test_the_board_is_the_object_that_the_command_prints(signed_in: Callable[..., Client], child: Child) -> None:
    found = signed_in("doctor").get(f"/api/children/{child.public_id}/options").json()
    assert found == json.loads(json.dumps(board_json(board_of(child), software=SOFTWARE)))


def test_the_record_is_in_the_record_format(signed_in: Callable[..., Client], child: Child) -> None:
    found = signed_in("doctor").get(f"/api/children/{child.public_id}/record").json()
    assert found == json.loads(json.dumps(record_document(record_of(child))))


def test_nobody_signed_in_gets_401_and_no_redirect(child: Child) -> None:
    for path in (
        "children",
        f"children/{child.public_id}/record",
        f"children/{child.public_id}/options",
        "portfolio",
        "cases",
    ):
        assert Client().get(f"/api/{path}").status_code == 401


@pytest.mark.parametrize("word", EVERYBODY)
def test_the_api_answers_as_the_page_does(
    word: str, signed_in: Callable[..., Client], child: Child, other: Child
) -> None:
    client = signed_in(word)
    for each in (child, other):
        for page, path in (("options/", "options"), ("record/", "record")):
            shown = client.get(f"/children/{each.public_id}/{page}").status_code
            assert client.get(f"/api/children/{each.public_id}/{path}").status_code == shown
    assert client.get("/api/children").status_code == client.get("/children/").status_code


def test_a_list_holds_no_child_of_another_doctor(signed_in: Callable[..., Client], other: Child) -> None:
    client = signed_in("home-doctor")
    for path in ("children", "cases"):
        assert other.number not in client.get(f"/api/{path}").content.decode()


def test_facts_are_added_all_or_none_and_every_fault_is_listed(signed_in: Callable[..., Client], child: Child) -> None:
    client, count = signed_in("doctor"), FactRow.objects.count()
    bad = post(client, child, {"facts": [PLATELETS, {**PLATELETS, "unit": "furlong"}, {"kind": "nonsense"}]})
    assert bad.status_code == 400
    assert len(bad.json()["faults"]) >= 2
    assert FactRow.objects.count() == count
    good = post(client, child, {"facts": [PLATELETS]})
    assert good.status_code == 201
    assert good.json()["ids"][0] in record_of(child).by_id


def test_a_body_with_other_fields_is_refused(signed_in: Callable[..., Client], child: Child) -> None:
    body = {"facts": [PLATELETS], "child": "another", "recorded_by": "somebody"}
    assert post(signed_in("doctor"), child, body).status_code == 422


def test_an_id_in_the_body_never_updates(signed_in: Callable[..., Client], child: Child) -> None:
    before = record_of(child).by_id["diagnosis-01"]
    post(signed_in("doctor"), child, {"facts": [{**PLATELETS, "id": "diagnosis-01"}]})
    assert record_of(child).by_id["diagnosis-01"] == before


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"facts": []}', '{"facts": [1]}', '{"facts": {}}', '{"facts": [{"kind": 1}]}']
)
def test_a_broken_body_is_refused(signed_in: Callable[..., Client], child: Child, text: str) -> None:
    answer = signed_in("doctor").post(f"/api/children/{child.public_id}/facts", text, content_type="application/json")
    assert answer.status_code in (400, 422)


SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"))))
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}


def answered(client: Client, case: Any, child: Child) -> Any:
    """Send a generated call; half of the paths name a real child."""
    path = case.formatted_path
    if case.path_parameters and len(str(case.path_parameters.get("child"))) % 2:
        path = path.replace(quote(str(case.path_parameters["child"]), safe=""), child.public_id)
    body = case.body if case.method in ("POST", "PUT") and not isinstance(case.body, NotSet) else None
    query = {key: value for key, value in (case.query or {}).items() if value is not None}
    data = "" if body is None else json.dumps(body, default=str)
    return client.generic(case.method, path, data, content_type="application/json", query_params=query)


@pytest.mark.parametrize("word", ["doctor", "coordinator", "statistician", "home-doctor", "auditor", "parent"])
@pytest.mark.parametrize("label", sorted(OPERATIONS))
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_generated_call_breaks_the_server(
    word: str, label: str, mode: GenerationMode, signed_in: Callable[..., Client], child: Child
) -> None:
    client = signed_in(word)
    client.raise_request_exception = False
    operation = OPERATIONS[label]
    documented = {int(code) for code in operation.definition.raw["responses"]} | {405, 422}

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        limits._seen.clear()
        answer = answered(client, case, child)
        assert answer.status_code < 500, f"{case.method} {case.formatted_path}"
        assert answer.status_code in documented
        json.loads(answer.content)

    with suppress(Unsatisfiable):
        call()

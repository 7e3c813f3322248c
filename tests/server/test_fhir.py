"""FHIR answers as the pages do: the same policy, what is listed is served, every fault is an outcome."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rosette.options import option_json
from rosette.server.fhir.capability import interactions, statement
from rosette.server.fhir.matching import MATCH
from rosette.server.fhir.types import TYPES
from rosette.server.fhir.urls import urlpatterns
from rosette.server.policy import Act, Kind
from rosette.server.services import limits
from rosette.server.services.access import decide
from rosette.server.services.boards import board_of
from rosette.server.store.actors import thing_of
from rosette.server.store.models import AuditRow, Child, FactRow
from rosette.server.store.records import record_of

EVERYBODY = (
    "doctor",
    "second",
    "physicist",
    "coordinator",
    "nurse",
    "board",
    "admin",
    "statistician",
    "system",
    "auditor",
    "home-doctor",
    "lakeview",
    "parent",
    "young",
    "survivor",
)
OF_CHILD = [each for each in TYPES.values() if each.of_child]


def found(client: Client, path: str, **headers: Any) -> tuple[int, dict[str, Any]]:
    answer = client.get(f"/fhir/{path}", headers=headers)
    assert answer.headers["Content-Type"].startswith("application/fhir+json"), path
    return answer.status_code, answer.json()


def resources(bundle: dict[str, Any], mode: str = "match") -> list[dict[str, Any]]:
    return [each["resource"] for each in bundle.get("entry", []) if each["search"]["mode"] == mode]


def test_every_interaction_that_is_listed_is_served(signed_in: Callable[..., Client], child: Child) -> None:
    clients = {True: signed_in("auditor"), False: signed_in("doctor")}
    status, said = found(Client(), "metadata")
    assert (status, said["fhirVersion"]) == (200, "4.0.1")
    listed = [
        (each["type"], code["code"]) for each in said["rest"][0]["resource"] for code in each.get("interaction", [])
    ]
    for type_, code in listed:
        client = clients[type_ == "AuditEvent"]
        path = f"{type_}?patient={child.public_id}" if type_ in TYPES and TYPES[type_].of_child else type_
        if code == "search-type":
            assert found(client, path)[0] == 200, path
        elif type_ == "OperationDefinition":
            assert found(client, "OperationDefinition/ResearchStudy-match")[0] == 200
        else:
            for each in resources(found(client, f"{path}{'&' if '?' in path else '?'}_count=1")[1]):
                assert found(client, f"{type_}/{each['id']}") == (200, each)
    operations = [each for each in said["rest"][0]["resource"] if "operation" in each]
    assert [each["type"] for each in operations] == ["ResearchStudy"]
    assert found(clients[False], f"ResearchStudy/$match?patient={child.public_id}")[0] == 200


def test_a_route_that_is_taken_away_is_listed_no_more() -> None:
    fewer = [each for each in urlpatterns if not str(each.pattern).startswith("Observation")]
    told = {each["type"] for each in statement(fewer, base="x")["rest"][0]["resource"]}
    assert {type_ for type_, _ in interactions(urlpatterns)} - told == {"Observation"}


@pytest.mark.parametrize("path", ["Patient", "Patient/x", "ResearchStudy", "ResearchStudy/$match", "Nonsense", ""])
def test_nobody_signed_in_gets_401_and_an_outcome(path: str) -> None:
    answer = Client().get(f"/fhir/{path}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("word", sorted({*EVERYBODY} - {"second", "lakeview"}))
def test_what_is_given_is_exactly_what_the_policy_lets_the_person_see(
    word: str, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    client, user = signed_in(word), person(word)
    for child in Child.objects.select_related("referring_site", "programme_site").order_by("number")[::3]:
        seen = {kind for kind in Kind if decide(user, Act.VIEW, thing_of(kind, child)).allowed}
        limits._seen.clear()
        for type_ in OF_CHILD:
            want = {each.resource["id"] for each in type_.of(child) if each.counts and set(each.kinds) <= seen}
            status, bundle = found(client, f"{type_.type}?patient={child.public_id}&_count=200")
            got = {each["id"] for each in resources(bundle)} if status == 200 else set()
            assert got == want, f"{word} {child.number} {type_.type}: {status}"
            assert status in (200, 403)


@pytest.mark.parametrize("word", ["doctor", "home-doctor", "statistician", "parent"])
def test_a_resource_is_read_exactly_when_it_is_found(
    word: str, signed_in: Callable[..., Client], child: Child, other: Child
) -> None:
    client = signed_in(word)
    for each in (child, other):
        for type_ in OF_CHILD:
            first = next((held.resource["id"] for held in type_.of(each) if held.counts), None)
            if first is not None:
                bundle = found(client, f"{type_.type}?_id={first}")[1]
                assert (found(client, f"{type_.type}/{first}")[0] == 200) is bool(resources(bundle))


@pytest.mark.parametrize("word", EVERYBODY)
def test_the_audit_chain_is_for_the_auditor_alone(word: str, signed_in: Callable[..., Client], child: Child) -> None:
    status, bundle = found(signed_in(word), f"AuditEvent?patient={child.public_id}&_count=2")
    assert (status == 200) is (word == "auditor")
    assert bool(resources(bundle)) is (word == "auditor")


def test_a_page_and_fhir_agree_on_each_child(signed_in: Callable[..., Client], child: Child, other: Child) -> None:
    for word in ("nurse", "home-doctor", "statistician", "parent"):
        client = signed_in(word)
        for each in (child, other):
            page = client.get(f"/children/{each.public_id}/record/").status_code
            given = found(client, f"Observation?patient={each.public_id}&_count=1")[1]
            assert bool(resources(given)) is (page == 200)
            page = client.get(f"/children/{each.public_id}/consents/").status_code
            consents = resources(found(client, f"Consent?patient={each.public_id}")[1])
            assert any(".given-" in one["id"] for one in consents) is (page == 200)


def test_a_private_fact_is_for_who_may_see_private_facts(signed_in: Callable[..., Client], child: Child) -> None:
    path = f"Observation?patient={child.public_id}&_count=200"
    before = {each["id"] for each in resources(found(signed_in("nurse"), path)[1])}
    name = next(each for each in before if each.partition(".")[2] in record_of(child).by_id)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER store_factrow_no_update")
    FactRow.objects.filter(child=child, fact_id=name.partition(".")[2]).update(private=True)
    assert before - {each["id"] for each in resources(found(signed_in("nurse"), path)[1])} == {name}
    assert name in {each["id"] for each in resources(found(signed_in("doctor"), path)[1])}


def test_a_reading_and_a_refusal_are_kept(signed_in: Callable[..., Client], child: Child, other: Child) -> None:
    found(signed_in("home-doctor"), f"Observation?patient={child.public_id}")
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.act, row.child, row.detail) == ("fact.view", child.public_id, "fhir search Observation")
    name = TYPES["Condition"].of(other)[0].resource["id"]
    assert found(signed_in("home-doctor"), f"Condition/{name}")[0] == 404
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.outcome, row.child) == ("refused", other.public_id)


def test_another_childs_resource_answers_like_one_that_does_not_exist(
    signed_in: Callable[..., Client], other: Child
) -> None:
    name, client = TYPES["Condition"].of(other)[0].resource["id"], signed_in("home-doctor")
    assert found(client, f"Condition/{name}") == found(client, f"Condition/{'0' * 20}.x")


def test_references_lead_to_resources_that_are_served(signed_in: Callable[..., Client], child: Child) -> None:
    client = signed_in("doctor")
    bundle = found(client, f"DiagnosticReport?patient={child.public_id}&_include=DiagnosticReport:result")[1]
    wanted = {each["reference"] for report in resources(bundle) for each in report.get("result", [])}
    given = {f"{each['resourceType']}/{each['id']}" for each in resources(bundle, "include")}
    assert given == wanted != set()
    assert "urn:uuid" not in json.dumps(bundle)


def test_pages_follow_each_other_without_gap_or_repeat(signed_in: Callable[..., Client], child: Child) -> None:
    client = signed_in("doctor")
    whole = [each["id"] for each in resources(found(client, f"Observation?patient={child.public_id}&_count=200")[1])]
    path, got = f"/fhir/Observation?patient={child.public_id}&_count=7", list[str]()
    while path:
        bundle = client.get(path).json()
        assert bundle["total"] == len(whole)
        got += [each["id"] for each in resources(bundle)]
        path = next((each["url"] for each in bundle["link"] if each["relation"] == "next"), "")
    assert got == whole
    assert len(set(got)) == len(got) > 7


def test_dates_and_codes_find_what_the_record_says(signed_in: Callable[..., Client], child: Child) -> None:
    client, base = signed_in("doctor"), f"Observation?patient={child.public_id}&_count=200"
    whole = resources(found(client, base)[1])
    dated = [each for each in whole if len(each.get("effectiveDateTime", "")) == 10]
    day = sorted(each["effectiveDateTime"] for each in dated)[len(dated) // 2]
    for prefix, meets in (("eq", day.__eq__), ("ge", day.__le__), ("lt", day.__gt__), ("gt", day.__lt__)):
        got = {each["id"] for each in resources(found(client, f"{base}&date={prefix}{day}")[1])}
        assert {each["id"] for each in dated if meets(each["effectiveDateTime"])} == got & {
            each["id"] for each in dated
        }
    coding = next(each for each in whole if each.get("category"))["category"][0]["coding"][0]
    got = resources(found(client, f"{base}&category={coding['system']}|{coding['code']}")[1])
    assert {each["id"] for each in got} == {
        each["id"] for each in whole if coding in each.get("category", [{}])[0].get("coding", [])
    }


def test_what_is_not_understood_is_told_or_refused(signed_in: Callable[..., Client], child: Child) -> None:
    client, path = signed_in("doctor"), f"Condition?patient={child.public_id}&colour=red"
    status, bundle = found(client, path)
    assert status == 200
    assert resources(bundle, "outcome")[0]["issue"][0]["severity"] == "warning"
    assert found(client, path, Prefer="handling=strict")[0] == 400


@pytest.mark.parametrize(
    "path",
    [
        "Observation",
        "Observation?patient=x&date=nonsense",
        "Observation?patient=x&date=ge2026-13-01",
        "Observation?patient=x&_count=many",
        "Observation?patient=a&patient=b",
        "Observation?patient=x&_include=Observation:performer",
        "Observation?_id=%00",
        "ResearchStudy/$match",
    ],
)
def test_what_cannot_be_read_is_400_with_its_place(path: str, signed_in: Callable[..., Client]) -> None:
    status, said = found(signed_in("doctor"), path)
    assert status == 400
    assert said["issue"][0]["expression"]


def test_versions_methods_and_formats(signed_in: Callable[..., Client], child: Child) -> None:
    client, path = signed_in("doctor"), f"/fhir/Patient/{child.public_id}"
    answer = client.get(path)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    for method in (client.put, client.delete, client.post):
        refused = method(path)
        assert (refused.status_code, refused.json()["resourceType"]) == (405, "OperationOutcome")
    assert client.get(path, headers={"Accept": "application/fhir+xml"}).status_code == 406
    assert client.get(f"{path}/_history").status_code == 404
    assert child.name not in answer.content.decode()


def test_what_was_destroyed_is_gone_for_who_could_have_seen_it(
    signed_in: Callable[..., Client], child: Child, other: Child
) -> None:
    Child.objects.filter(pk__in=[child.pk, other.pk]).update(wrapped_key=None)
    client = signed_in("home-doctor")
    assert found(client, f"Patient/{child.public_id}")[0] == 410
    assert found(client, f"Patient/{other.public_id}")[0] == 404


def test_a_correction_takes_the_old_fact_out_of_searches_and_keeps_it_by_its_id(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    from rosette.server.services.facts import mark_in_error
    from rosette.server.store.records import record_version

    old = next(each for each in record_of(child).active if each.kind == "laboratory")
    mark_in_error(child=child, fact_id=old.id, reason="wrong tube", seen=record_version(child), by=person("doctor"))
    client, name = signed_in("doctor"), f"{child.public_id}.{old.id}"
    listed = {each["id"] for each in resources(found(client, f"Observation?patient={child.public_id}&_count=200")[1])}
    assert name not in listed
    assert found(client, f"Observation/{name}")[1]["status"] == "entered-in-error"


def test_match_says_what_the_board_says(signed_in: Callable[..., Client], child: Child) -> None:
    client, board = signed_in("doctor"), board_of(child)
    body = {
        "resourceType": "Parameters",
        "parameter": [{"name": "patient", "valueReference": {"reference": f"Patient/{child.public_id}"}}],
    }
    answer = client.post("/fhir/ResearchStudy/$match", json.dumps(body), content_type="application/fhir+json").json()
    assert answer == found(client, f"ResearchStudy/$match?patient={child.public_id}")[1]
    told = [
        {part["url"]: next(value for key, value in part.items() if key != "url") for part in each["extension"]}
        for entry in answer["entry"]
        for each in entry["search"].get("extension", [])
        if each["url"] == MATCH
    ]
    said = [option_json(option, board.knowledge) for option in board.options]
    for key, name in (("verdict", "verdict"), ("opens_on", "opens_on"), ("title", "title"), ("section", "section")):
        assert {each["place"]: each.get(key) for each in told} == {each["id"]: each[name] for each in said}


@pytest.mark.parametrize("word", EVERYBODY)
def test_match_is_for_who_may_see_the_board(
    word: str, signed_in: Callable[..., Client], child: Child, other: Child
) -> None:
    client = signed_in(word)
    for each in (child, other):
        page = client.get(f"/api/children/{each.public_id}/options").status_code
        assert (found(client, f"ResearchStudy/$match?patient={each.public_id}")[0] == 200) is (page == 200)

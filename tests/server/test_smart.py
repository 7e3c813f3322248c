"""Apps: let in by a person, never for more than was asked and is served; tokens are short, used once, and end."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from rosette.kernel import BadInput, Refused
from rosette.server.accounts.models import Grant, Site, User
from rosette.server.fhir.types import TYPES
from rosette.server.services.people import end_account
from rosette.server.services.smart import register_app
from rosette.server.services.smart.apps import ASSERTION
from rosette.server.store.models import App, AppGrant, AppSecret, AuditRow, Child

BACK = "https://app.invalid/back"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
EC = ECKey.generate_key("P-384", {"kid": "ec"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
JWKS = json.dumps(KeySet([EC, RSA]).as_dict(private=False))
TOKEN = "http://testserver/smart/token"
ALL = "launch launch/patient offline_access patient/*.rs user/*.rs"


def registered(person: Callable[[str], Any], **more: Any) -> App:
    account = more.pop("account", None)
    document = {"name": "Invented app", "redirect_uris": [BACK], "scope": ALL, **more}
    return register_app(document, account=account, by=person("admin"))


def service(role: str = "treating_clinician", site: str = "rosette") -> User:
    user = User.objects.create_user(f"{role}@service.invalid", None, name="Account of an invented hospital")
    Grant.objects.create(user=user, role=role, site=Site.objects.get(code=site))
    return user


def signed(app: App, *, alg: str = "ES384", key: Any = EC, **more: Any) -> dict[str, str]:
    now = int(time.time())
    claims = {"iss": app.public_id, "sub": app.public_id, "aud": TOKEN, "exp": now + 200, "jti": str(time.time_ns())}
    text = jwt.encode({"alg": alg, "kid": key.kid}, claims | more, key, algorithms=[alg])
    return {"client_assertion_type": ASSERTION, "client_assertion": text}


def address(app: App, **more: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": app.public_id,
        "redirect_uri": BACK,
        "scope": "launch/patient patient/*.rs",
        "state": "s1",
        "aud": "http://testserver/fhir",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"/smart/authorize?{urlencode(asked | more)}"


def sent_back(answer: Any) -> dict[str, str]:
    assert answer.status_code == 302, answer.content[:300]
    assert answer["Location"].startswith(f"{BACK}?")
    return {key: values[0] for key, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def allowed(client: Client, app: App, *, child: Child | None = None, tick: str = "patient/*.rs", **more: str) -> str:
    told = {"allow": "yes", "scope": tick.split(), "child": child.public_id if child else ""}
    found = sent_back(client.post(address(app, **more), told))
    assert found["state"] == "s1"
    return found["code"]


def tokens(app: App, **sent: str) -> Any:
    body = urlencode({"client_id": app.public_id, **sent})
    return Client().post("/smart/token", body, content_type="application/x-www-form-urlencoded")


def redeemed(app: App, code: str, **sent: str) -> Any:
    told = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    return tokens(app, **told | sent)


def read(token: str, path: str) -> Any:
    return Client().get(f"/fhir/{path}", headers={"Authorization": f"Bearer {token}"})


def total(token: str, path: str) -> int:
    return int(read(token, path).json()["total"])


def test_a_person_lets_an_app_read_one_child(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child, other: Child
) -> None:
    app, client = registered(person), signed_in("doctor")
    page = client.get(address(app)).content.decode()
    assert "Invented app" in page
    assert child.number in page
    given = redeemed(app, allowed(client, app, child=child)).json()
    assert (given["patient"], given["token_type"], given["expires_in"]) == (child.public_id, "Bearer", 600)
    assert "refresh_token" not in given
    assert read(given["access_token"], f"Patient/{child.public_id}").status_code == 200
    assert read(given["access_token"], f"Patient/{other.public_id}").status_code == 404
    for type_ in TYPES.values():
        if type_.of_child:
            assert total(given["access_token"], f"{type_.type}?patient={other.public_id}") == 0
    assert total(given["access_token"], "Patient") == 1
    assert total(given["access_token"], "Observation") > 20


def test_what_is_left_unticked_is_not_given(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app, asked = (
        registered(person),
        "launch/patient patient/Observation.rs patient/Condition.read patient/Patient.cruds",
    )
    code = allowed(signed_in("doctor"), app, child=child, tick="patient/Observation.rs user/*.cruds", scope=asked)
    given = redeemed(app, code).json()
    assert given["scope"] == "launch/patient patient/Observation.rs"
    refused = read(given["access_token"], f"Condition?patient={child.public_id}")
    assert (refused.status_code, refused.json()["resourceType"]) == (403, "OperationOutcome")
    assert "insufficient_scope" in refused["WWW-Authenticate"]
    answer = read(given["access_token"], "Observation?_include=Observation:patient")
    assert not [each for each in answer.json()["entry"] if each["search"]["mode"] == "include"]


def test_a_category_of_a_scope_narrows_what_is_found(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app = registered(person)
    scope = "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory"
    given = redeemed(app, allowed(signed_in("doctor"), app, child=child, tick=scope, scope=f"launch/patient {scope}"))
    token = given.json()["access_token"]
    whole = signed_in("doctor").get(f"/fhir/Observation?patient={child.public_id}&category=laboratory").json()["total"]
    assert 0 < total(token, "Observation") == whole
    assert total(token, "Observation?category=imaging") == 0


def test_a_launch_from_a_child_is_for_that_child_that_person_that_app_and_once(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app, client = registered(person, launch_uri="https://app.invalid/launch"), signed_in("doctor")
    answer = client.post(f"/children/{child.public_id}/apps/", {"app": app.public_id})
    told = parse_qs(urlsplit(answer["Location"]).query)
    assert told["iss"] == ["http://testserver/fhir"]
    more = {"launch": told["launch"][0], "scope": "launch patient/*.rs"}
    assert sent_back(signed_in("coordinator").get(address(app, **more)))["error"] == "invalid_request"
    assert redeemed(app, allowed(client, app, **more)).json()["patient"] == child.public_id
    assert sent_back(client.get(address(app, **more)))["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"aud": "https://elsewhere.invalid/fhir"}, "invalid_request"),
        ({"scope": "system/*.rs"}, "invalid_scope"),
        ({"scope": "system:Patient.read patient:*.rs"}, "invalid_scope"),
        ({"scope": "patient/Observation.cud"}, "invalid_scope"),
        ({"launch": "invented"}, "invalid_request"),
    ],
)
def test_what_is_asked_wrongly_goes_back_with_its_reason(
    change: dict[str, str], error: str, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    assert sent_back(signed_in("doctor").get(address(registered(person), **change)))["error"] == error


@pytest.mark.parametrize("change", [{"redirect_uri": "https://evil.invalid/"}, {"client_id": "nobody"}])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    change: dict[str, str], signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    assert signed_in("doctor").get(address(registered(person), **change)).status_code == 400


def test_a_child_that_the_person_may_not_see_is_not_allowed(
    signed_in: Callable[..., Client], person: Callable[[str], Any], other: Child
) -> None:
    told = {"allow": "yes", "scope": ["patient/*.rs"], "child": other.public_id}
    found = sent_back(signed_in("home-doctor").post(address(registered(person)), told))
    assert found["error"] == "access_denied"
    assert sent_back(signed_in("doctor").post(address(App.objects.get()), {"refuse": "1"}))["error"] == "access_denied"


def test_nobody_signed_in_is_asked_to_sign_in(person: Callable[[str], Any]) -> None:
    assert "/account/sign-in/" in Client().get(address(registered(person)))["Location"]


def test_a_code_is_for_its_app_with_its_proof_and_once(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app, client = registered(person), signed_in("doctor")
    for wrong in ({"code_verifier": "w" * 64}, {"redirect_uri": "https://app.invalid/other"}):
        assert redeemed(app, allowed(client, app, child=child), **wrong).json()["error"] == "invalid_grant"
    code = allowed(client, app, child=child)
    assert redeemed(registered(person), code).json()["error"] == "invalid_grant"
    token = redeemed(app, code).json()["access_token"]
    assert read(token, "Patient").status_code == 200
    assert redeemed(app, code).json()["error"] == "invalid_grant"
    assert read(token, "Patient").status_code == 401


def test_refreshing_gives_the_next_token_and_a_token_that_comes_twice_ends_all(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app, client = registered(person), signed_in("doctor")
    scope = "launch/patient offline_access patient/*.rs"
    code = allowed(client, app, child=child, tick="offline_access patient/*.rs", scope=scope)
    first = redeemed(app, code).json()
    more = tokens(app, grant_type="refresh_token", refresh_token=first["refresh_token"], scope="user/*.rs")
    assert more.json()["error"] == "invalid_scope"
    second = tokens(app, grant_type="refresh_token", refresh_token=first["refresh_token"], scope="patient/Patient.r")
    assert second.json()["scope"] == "patient/Patient.r"
    third = tokens(app, grant_type="refresh_token", refresh_token=second.json()["refresh_token"]).json()
    assert read(third["access_token"], f"Observation?patient={child.public_id}").status_code == 200
    again = tokens(app, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert again.json()["error"] == "invalid_grant"
    assert read(third["access_token"], "Patient").status_code == 401


def test_going_on_alone_asks_the_person_again_who_they_are(
    signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    answer = signed_in("doctor", fresh=False).get(address(registered(person), scope="offline_access user/*.rs"))
    assert "/account/again/" in answer["Location"]


def test_no_secret_is_kept(signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child) -> None:
    app = registered(person)
    token = redeemed(app, allowed(signed_in("doctor"), app, child=child)).json()["access_token"]
    kept = json.dumps(list(AppSecret.objects.values()), default=str)
    assert token not in kept
    assert AppSecret.objects.filter(kind="access").count() == 1


def test_a_token_ends_with_its_time_its_app_its_person_and_their_roles(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app = registered(person)
    token = redeemed(app, allowed(signed_in("home-doctor"), app, child=child)).json()["access_token"]
    assert read(token, f"Patient/{child.public_id}").status_code == 200
    Grant.objects.filter(user=person("home-doctor")).update(until=timezone.now())
    assert read(token, f"Patient/{child.public_id}").status_code == 403
    AppSecret.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert read(token, "Patient").status_code == 401
    AppSecret.objects.update(until=timezone.now() + timedelta(hours=1))
    end_account(user=person("home-doctor"), by=person("admin"))
    assert read(token, "Patient").status_code == 401


def test_a_parent_lets_an_app_see_no_more_than_the_parents_pages(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    app = registered(person)
    token = redeemed(app, allowed(signed_in("parent"), app, child=child)).json()["access_token"]
    assert read(token, f"Patient/{child.public_id}").status_code == 403
    assert read(token, f"Observation?patient={child.public_id}").status_code == 403
    assert read(token, f"Consent?patient={child.public_id}").status_code == 200


@pytest.mark.parametrize(("alg", "key"), [("ES384", EC), ("RS384", RSA)])
def test_an_app_with_an_account_signs_and_works_alone(
    alg: str, key: Any, person: Callable[[str], Any], child: Child
) -> None:
    app = registered(person, jwks=JWKS, scope="system/Observation.rs", account=service())
    asked = {"grant_type": "client_credentials", "scope": "system/*.read system/Patient.cruds"}
    statement = signed(app, alg=alg, key=key)
    given = tokens(app, **asked, **statement).json()
    assert given["scope"] == "system/Observation.rs"
    assert total(given["access_token"], f"Observation?patient={child.public_id}") > 20
    assert read(given["access_token"], "Patient").status_code == 403
    assert tokens(app, **asked, **statement).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://elsewhere.invalid/token"},
        {"exp": 1},
        {"exp": 2**39},
        {"exp": "soon"},
        {"iss": "another"},
        {"sub": "another"},
        {"jti": ""},
        {"nbf": 2**39},
        {"key": ECKey.generate_key("P-384", {"kid": "ec"})},
    ],
)
def test_a_statement_that_is_not_right_counts_for_nothing(change: dict[str, Any], person: Callable[[str], Any]) -> None:
    app = registered(person, jwks=JWKS, scope="system/*.rs", account=service())
    answer = tokens(app, grant_type="client_credentials", scope="system/*.rs", **signed(app, **change))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    unsigned = tokens(app, grant_type="client_credentials", scope="system/*.rs")
    assert (unsigned.status_code, unsigned.json()["error"]) == (401, "invalid_client")


def test_the_account_of_an_app_sees_what_its_role_sees(
    person: Callable[[str], Any], child: Child, other: Child
) -> None:
    app = registered(person, jwks=JWKS, scope="system/*.rs", account=service("coordinator", "hillside"))
    token = tokens(app, grant_type="client_credentials", scope="system/*.rs", **signed(app)).json()["access_token"]
    assert total(token, f"Condition?patient={child.public_id}") > 0
    assert total(token, f"Condition?patient={other.public_id}") == 0
    refused = AuditRow.objects.filter(child=other.public_id, outcome="refused", detail="fhir search Condition")
    assert refused.count() == 1
    assert read(token, "AuditEvent").status_code == 403


def test_a_scope_of_one_child_does_not_open_the_audit_chain(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child, other: Child
) -> None:
    app, user = registered(person), person("doctor")
    Grant.objects.create(user=user, role="auditor", site=Site.objects.get(code="rosette"))
    client = signed_in("doctor")
    client.get(f"/children/{other.public_id}/")
    row = AuditRow.objects.filter(child=other.public_id).last()
    token = redeemed(app, allowed(client, app, child=child)).json()["access_token"]
    assert read(token, f"AuditEvent?patient={other.public_id}").status_code == 403
    assert read(token, f"AuditEvent/{row.seq}").status_code == 403
    whole = {"scope": "user/*.rs", "tick": "user/*.rs"}
    token = redeemed(app, allowed(client, app, **whole)).json()["access_token"]
    assert read(token, f"AuditEvent/{row.seq}").status_code == 200


def test_a_token_is_told_to_its_own_app_and_given_back_by_it(person: Callable[[str], Any]) -> None:
    app = registered(person, jwks=JWKS, scope="system/*.rs", account=service())
    token = tokens(app, grant_type="client_credentials", scope="system/*.rs", **signed(app)).json()["access_token"]
    another = registered(person, jwks=JWKS, name="Another")

    def post(of: App, path: str) -> Any:
        body = urlencode({"token": token, **signed(of, aud=f"http://testserver/smart/{path}")})
        return Client().post(f"/smart/{path}", body, content_type="application/x-www-form-urlencoded")

    told = post(app, "introspect").json()
    assert (told["active"], told["scope"], told["client_id"]) == (True, "system/*.rs", app.public_id)
    assert post(another, "introspect").json() == {"active": False}
    assert post(another, "revoke").status_code == 200
    assert read(token, "ResearchStudy").status_code == 200
    assert post(app, "revoke").status_code == 200
    assert read(token, "ResearchStudy").status_code == 401
    assert AppGrant.objects.get(app=app).ended_at is not None


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uris": ["http://app.invalid/"]},
        {"redirect_uris": ["https://app.invalid/#x"]},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"scope": "system:Patient.read"},
        {"jwks": "{}"},
        {"jwks": json.dumps(KeySet([EC]).as_dict(private=True))},
        {"jwks": json.dumps(KeySet([ECKey.generate_key("P-256")]).as_dict(private=False))},
        {"name": " "},
        {"colour": "red"},
        {"issuer": "https://ehr.invalid", "jwks": JWKS},
    ],
)
def test_an_app_that_is_not_safe_is_not_registered(change: dict[str, Any], person: Callable[[str], Any]) -> None:
    with pytest.raises(BadInput):
        registered(person, **change)


def test_only_an_administrator_registers(person: Callable[[str], Any]) -> None:
    with pytest.raises(Refused):
        register_app({"name": "x", "redirect_uris": [BACK]}, by=person("doctor"))


def test_the_configuration_says_where_and_how() -> None:
    told = Client().get("/fhir/.well-known/smart-configuration").json()
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert {"launch-ehr", "launch-standalone", "permission-v2", "client-confidential-asymmetric"} <= set(
        told["capabilities"]
    )
    for name in ("token", "introspection", "revocation"):
        path = told[f"{name}_endpoint"].removeprefix("http://testserver")
        assert Client().post(path).json()["error"] == "invalid_request"

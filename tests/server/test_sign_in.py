"""Sign-in: two factors for everybody who works here, sessions that end, limits, and what production refuses."""

import base64
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from django.conf import settings
from django.test import Client, override_settings

from rosette.server.accounts.models import User
from rosette.server.config.databases import database
from rosette.server.config.environment import EnvironmentFault, read_environment
from rosette.server.config.keys import KeyFault, ensure_keys, new_keys
from rosette.server.config.refusals import StartRefused, durable_postgresql, refuse_unsafe
from rosette.server.config.sessions import FAMILY_IDLE_S, LONGEST_S, STAFF_IDLE_S, idle_limit
from rosette.server.services import limits
from rosette.server.services.people import PeopleFault, add_account, end_account, give_role
from rosette.server.store.models import AuditRow


def test_without_a_second_factor_only_its_set_up_opens(signed_in: Callable[..., Client]) -> None:
    client = signed_in("doctor")
    with override_settings(ROSETTE_MFA_WAIVED=False):
        answer = client.get("/children/")
        assert answer.status_code == 302
        assert answer["Location"] == "/account/second-factor/"
        assert client.get("/account/second-factor/").status_code == 200


def test_with_an_authenticator_code_the_pages_open(
    signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth as totp

    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person("doctor"), secret)
    assert secret not in str(Authenticator.objects.get(user=person("doctor")).data)
    with override_settings(ROSETTE_MFA_WAIVED=False):
        assert signed_in("doctor").get("/children/").status_code == 200


def test_the_second_factor_is_asked_for_at_sign_in(person: Callable[[str], Any]) -> None:
    from allauth.mfa.totp.internal import auth as totp

    user = person("doctor")
    user.set_password("a long invented sentence")
    user.save()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    client = Client()
    told = {"login": user.email, "password": "a long invented sentence"}
    answer = client.post("/account/sign-in/", told)
    assert "/account/second-factor/sign-in/" in answer["Location"]
    assert client.get("/children/").status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/second-factor/sign-in/", {"code": code}).status_code == 302
    assert client.get("/children/").status_code == 200


def test_an_unknown_person_and_a_wrong_password_get_the_same_words(person: Callable[[str], Any]) -> None:
    texts = []
    for email in ("doctor@demo.invalid", "nobody@demo.invalid"):
        page = Client().post("/account/sign-in/", {"login": email, "password": "wrong"}).content.decode()
        assert "problem" in page
        texts.append(page.partition("nhsuk-error-summary")[2].partition("</ul>")[0])
    assert texts[0] == texts[1]


def test_many_wrong_passwords_are_stopped() -> None:
    from django.core.cache import cache

    cache.clear()
    client = Client()
    told = {"login": "doctor@demo.invalid", "password": "wrong"}
    pages = [client.post("/account/sign-in/", told).content.decode() for _ in range(12)]
    assert "Too many" in pages[-1]
    cache.clear()


def test_nobody_signs_up_by_themselves() -> None:
    assert Client().get("/account/signup/").status_code in (302, 404)
    assert not User.objects.filter(email="new@demo.invalid").exists()


@pytest.mark.parametrize(("word", "seconds"), [("doctor", STAFF_IDLE_S), ("parent", FAMILY_IDLE_S)])
def test_an_idle_session_ends(
    word: str, seconds: int, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    assert idle_limit(person(word)) == seconds
    for idle, code in ((seconds - 60, 200), (seconds + 60, 302)):
        client = signed_in(word)
        session = client.session
        session["seen"] = time.time() - idle
        session["started"] = time.time() - idle
        session.save()
        assert client.get("/today/").status_code == code


def test_a_session_ends_after_twelve_hours_however_busy(signed_in: Callable[..., Client]) -> None:
    client = signed_in("doctor")
    session = client.session
    session["seen"], session["started"] = time.time(), time.time() - LONGEST_S - 1
    session.save()
    assert client.get("/today/").status_code == 302


def test_a_closed_account_loses_roles_and_sign_in(person: Callable[[str], Any]) -> None:
    user = end_account(user=person("nurse"), by=person("admin"))
    assert user.grants.current().count() == 0
    assert AuditRow.objects.filter(act="account.end", object_id=user.public_id).exists()


def test_nobody_gives_themselves_a_role(person: Callable[[str], Any]) -> None:
    with pytest.raises(PeopleFault, match="themselves"):
        give_role(user=person("admin"), role="auditor", site=None, by=person("admin"))


def test_a_role_that_works_somewhere_needs_its_site(person: Callable[[str], Any]) -> None:
    user, password = add_account(email="new@demo.invalid", name="New Person", profession="", by=person("admin"))
    assert len(password) >= 15
    with pytest.raises(PeopleFault, match="needs a site"):
        give_role(user=user, role="coordinator", site=None, by=person("admin"))


def test_one_person_reads_only_so_many_children_a_minute(signed_in: Callable[..., Client]) -> None:
    client = signed_in("doctor")
    codes = [client.get(f"/children/{number:020d}/").status_code for number in range(limits.MOST_CHILDREN + 2)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert AuditRow.objects.filter(act="limit").exists()


def test_a_new_minute_starts_anew() -> None:
    assert [limits.over_limit("x", child=str(n), now=0.0) for n in range(limits.MOST_CHILDREN + 1)][-1]
    assert not limits.over_limit("x", child="1", now=61.0)


# --- starting ------------------------------------------------------------------------------------------


def environment(tmp_path: Path, **more: str) -> Any:
    return read_environment({"ROSETTE_DATA": str(tmp_path / "data"), **more})


WORLD = {"ROSETTE_HOSTS": "clinic.example.invalid"}
REFUSED: Mapping[str, tuple[dict[str, str], str]] = {
    "debug in production": ({"ROSETTE_DEBUG": "yes"}, "patient data"),
    "no TLS off loopback": (WORLD, "no TLS"),
    "the demo off loopback": ({**WORLD, "ROSETTE_MODE": "demo"}, "off loopback"),
    "development off loopback": ({**WORLD, "ROSETTE_MODE": "development", "ROSETTE_TLS": "own"}, "off loopback"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_server_does_not_start_unsafe(case: str, tmp_path: Path) -> None:
    variables, words = REFUSED[case]
    with pytest.raises(StartRefused, match=words):
        refuse_unsafe(environment(tmp_path, **variables), new_keys())


@pytest.mark.parametrize("variables", [{}, {**WORLD, "ROSETTE_TLS": "proxy"}, {"ROSETTE_MODE": "demo"}])
def test_a_safe_server_starts(variables: dict[str, str], tmp_path: Path) -> None:
    refuse_unsafe(environment(tmp_path, **variables), new_keys())


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    for weak in ("short", "a" * 80):
        with pytest.raises(StartRefused, match="weak"):
            refuse_unsafe(environment(tmp_path), attrs.evolve(new_keys(), django=weak))


def test_data_that_others_may_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    with pytest.raises(StartRefused, match="chmod 700"):
        refuse_unsafe(environment(tmp_path), new_keys())


def test_every_reason_is_given_at_once(tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as caught:
        refuse_unsafe(environment(tmp_path, ROSETTE_DEBUG="1", **WORLD), attrs.evolve(new_keys(), django="x"))
    assert len(caught.value.problems) == 3


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = ensure_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_keys(path) == first
    assert len(base64.b64decode(first.audit)) == 32
    path.chmod(0o644)
    with pytest.raises(KeyFault, match="chmod 600"):
        ensure_keys(path)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"django": "x"}'])
def test_a_broken_key_file_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFault, match=r"keys\.json"):
        ensure_keys(path)


def test_every_wrong_variable_is_listed() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        read_environment({"ROSETTE_MODE": "prod", "ROSETTE_TLS": "yes", "ROSETTE_DEBUG": "maybe"})
    assert len(caught.value.problems) == 3


def test_without_a_word_the_mode_is_production() -> None:
    assert read_environment({}).mode == "production"


def test_sqlite_acknowledges_nothing_before_the_disk_has_it(tmp_path: Path) -> None:
    told = database("", data=tmp_path)["OPTIONS"]
    assert told["transaction_mode"] == "IMMEDIATE"
    assert all(word in told["init_command"] for word in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"))


def test_another_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="not an engine"):
        database("mysql://x/y", data=tmp_path)


def test_a_postgresql_that_may_lose_data_is_named() -> None:
    assert durable_postgresql({"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}) == []
    assert durable_postgresql({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "on"}) == [
        "fsync is off",
        "synchronous_commit is off",
    ]


def test_cookies_of_production_are_bound_to_the_host() -> None:
    import subprocess
    import sys

    code = """
import os, tempfile
os.environ.update(ROSETTE_MODE="production", ROSETTE_TLS="own", ROSETTE_DATA=tempfile.mkdtemp())
from rosette.server.config import settings as s
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.ROSETTE_MFA_WAIVED)
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.split() == ["__Host-rosette", "True", "__Host-csrf", "31536000", "False"]
    assert settings.SESSION_COOKIE_HTTPONLY

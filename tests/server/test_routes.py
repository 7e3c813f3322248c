"""Every route is guarded, and what a person may not see does not exist for them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rosette.server.accounts.models import Grant
from rosette.server.policy import Act, Kind
from rosette.server.services.access import decide
from rosette.server.store.actors import thing_of
from rosette.server.store.models import AuditRow, Case, Child, Meeting, RunningTrial, Tie

STAFF = ("doctor", "second", "physicist", "coordinator", "nurse", "board", "admin", "statistician", "system", "auditor")
OTHERS = ("home-doctor", "lakeview", "parent", "young", "survivor")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
SIGN_IN = ("account/", "api/", "static/", "editing/", "fhir", "smart/", "cds-services")
PUBLIC = ("en/", "robots.txt")


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, prefix + str(each.pattern))
        else:
            yield prefix + str(each.pattern), each


OURS = [(path, each) for path, each in routes() if not path.startswith(SIGN_IN)]
CLINIC = [(path, each) for path, each in OURS if path and not path.startswith(PUBLIC)]
OF_CHILD = [(path, each) for path, each in CLINIC if "<slug:child>" in path]


@pytest.mark.parametrize("path", [path for path, _ in OURS])
def test_every_route_states_what_it_shows(path: str) -> None:
    pattern = dict(OURS)[path]
    assert hasattr(pattern.callback, "guard"), f"{path} has no guard: who may pass?"


def what_of(path: str) -> str:
    """A word that the route knows."""
    words = {"enter": "observe", "ask": "freeze", "settle": "override"}
    return next((words[part] for part in path.split("/") if part in words), "none")


def filled(path: str, child: Child) -> str:
    case = Case.objects.filter(child=child).first()
    tie = Tie.objects.filter(child=child).first()
    words = {
        "<slug:child>": child.public_id,
        "<str:fact>": "diagnosis-01",
        "<path:place>": "mibg-therapy/mibg/1",
        "<slug:kind>": "laboratory",
        "<slug:purpose>": "care",
        "<int:tie>": str(tie.pk),
        "<slug:thing>": case.public_id if case else "none",
        "<slug:ending>": "released",
        "<slug:form>": "lines" if path.startswith("trials/") else "csv",
        "<slug:meeting>": Meeting.objects.first().public_id,
        "<slug:user>": "none",
        "<int:grant>": "0",
        "<slug:version>": "x",
        "<slug:file>": "none",
        "<slug:sheet>": "plan",
        "<slug:scale>": "curie",
        "<slug:act>": "check",
        "<slug:test>": "echocardiogram",
        "<slug:reader>": "family-doctor",
        "<slug:rule>": "cog-CARD-2",
        "<slug:language>": "en",
        "<int:item>": "0",
        "<slug:trial>": RunningTrial.objects.get().public_id,
        "<slug:number>": "P02",
        "<slug:study>": "NCT01154816",
        "<slug:choice>": "approve",
        "<slug:draft>": "none",
        "<slug:named>": "fhir",
        "<slug:what>": what_of(path),
        "<uuid:glass>": "00000000-0000-0000-0000-000000000000",
    }
    for key, value in words.items():
        path = path.replace(key, value)
    assert "<" not in path, path
    asked = {"record/new/": "?kind=laboratory", "late-effects/result/": "?test=dxa"}
    return f"/{path}" + next((query for end, query in asked.items() if path.endswith(end)), "")


@pytest.mark.parametrize("word", STAFF + OTHERS)
def test_a_page_answers_exactly_as_the_policy_does(
    word: str, signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child, other: Child
) -> None:
    client, user = signed_in(word), person(word)
    for each in (child, other):
        for path, pattern in OF_CHILD:
            guard = pattern.callback.guard
            allowed = decide(user, guard.act, thing_of(guard.kind, each, released=guard.released)).allowed
            answer = client.get(filled(path, each))
            assert (answer.status_code in (200, 302)) is allowed, f"{word} {guard} {path}: {answer.status_code}"
            assert answer.status_code in (200, 302, 404)


@pytest.mark.parametrize("word", STAFF + OTHERS)
def test_no_page_breaks_for_anybody(word: str, signed_in: Callable[..., Client], child: Child) -> None:
    client = signed_in(word)
    for path, _ in CLINIC:
        for answer in (client.get(filled(path, child)), client.post(filled(path, child), {"nonsense": "x"})):
            assert answer.status_code < 500, f"{word} {path}"


@pytest.mark.parametrize("path", [path for path, _ in CLINIC if not path.startswith(("help/", "design-system/"))])
def test_nobody_signed_in_sees_nothing(path: str, child: Child) -> None:
    answer = Client().get(filled(path, child))
    assert answer.status_code == 302
    assert "/account/sign-in/" in answer["Location"]


def test_swapped_ids_answer_like_ids_that_do_not_exist(signed_in: Callable[..., Client], other: Child) -> None:
    client = signed_in("home-doctor")
    for path, _ in OF_CHILD:
        theirs = client.get(filled(path, other))
        nobodys = client.get(filled(path, other).replace(other.public_id, "0" * 20))
        assert theirs.status_code == nobodys.status_code == 404, path
        bodies = [TOKEN.sub(b"", answer.content) for answer in (theirs, nobodys)]
        assert bodies[0] == bodies[1]


def test_a_things_id_of_another_child_answers_404(signed_in: Callable[..., Client], other: Child) -> None:
    case = Case.objects.get(child=other)
    client = signed_in("home-doctor")
    for path in ("", "step/", "ask/", "message/", "hand-over/", "again/", "agenda/", "plan/"):
        assert client.get(f"/cases/{case.public_id}/{path}").status_code == 404
        assert client.post(f"/cases/{case.public_id}/{path}", {"words": "x"}).status_code == 404


def test_a_refusal_is_kept_in_the_audit(
    signed_in: Callable[..., Client], person: Callable[[str], Any], other: Child
) -> None:
    signed_in("home-doctor").get(f"/children/{other.public_id}/options/")
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.outcome, row.child, row.actor) == ("refused", other.public_id, person("home-doctor").public_id)


def test_a_reading_is_kept_in_the_audit(signed_in: Callable[..., Client], child: Child) -> None:
    before = AuditRow.objects.count()
    signed_in("doctor").get(f"/children/{child.public_id}/options/")
    rows = AuditRow.objects.filter(child=child.public_id, act="board.view")
    assert AuditRow.objects.count() == before + 1
    assert rows.exists()


def test_an_ended_role_counts_no_more_at_the_next_request(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    client = signed_in("doctor")
    assert client.get(f"/children/{child.public_id}/").status_code == 200
    from django.utils import timezone

    Grant.objects.filter(user=person("doctor")).update(until=timezone.now())
    assert client.get(f"/children/{child.public_id}/").status_code == 404


def test_a_closed_account_is_out_at_the_next_request(
    signed_in: Callable[..., Client], person: Callable[[str], Any], child: Child
) -> None:
    from rosette.server.services.people import end_account

    client = signed_in("home-doctor")
    assert client.get("/today/").status_code == 200
    end_account(user=person("home-doctor"), by=person("admin"))
    assert client.get("/today/").status_code == 302


def test_only_families_own_things_are_in_the_familys_pages(signed_in: Callable[..., Client], child: Child) -> None:
    page = signed_in("parent").get(f"/children/{child.public_id}/consents/").content.decode()
    assert "Options" not in page
    assert "eligible" not in page.casefold()


def test_kind_and_act_of_every_guard_are_words_of_the_policy() -> None:
    guards = [pattern.callback.guard for _, pattern in CLINIC if pattern.callback.guard is not None]
    assert all(isinstance(each.kind, Kind) and isinstance(each.act, Act) for each in guards)
    assert len(guards) > 50


@pytest.mark.parametrize("path", ["people/roles/1/end/", "audit/file/", "emergency/", "office/funnel.csv"])
def test_what_weighs_most_asks_again_who_it_is(path: str, signed_in: Callable[..., Client]) -> None:
    word = {"people": "admin", "audit": "auditor", "emergency": "lakeview", "office": "nurse"}[path.partition("/")[0]]
    answer = signed_in(word, fresh=False).get(f"/{path}")
    assert answer.status_code == 302
    assert "/account/again/" in answer["Location"]

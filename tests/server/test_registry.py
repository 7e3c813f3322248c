"""The review of the registry in the web system: by rule, by a person, and in force on every board."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from django.db import DatabaseError, transaction
from django.test import Client
from tests.support.studies import TEXT, study

from rosette.kernel import BadInput, Refused, UsageError
from rosette.portfolio.registry import judged_digest
from rosette.server.registry import RegistryFault
from rosette.server.services.registry import look_into_registry, portfolio_now, state_now, take_over
from rosette.server.services.registry_decisions import confirm_first, decide
from rosette.server.store.models import AuditRow, Child, RegistryEvent, RegistryVersion

NAME = "NCT01154816"
MORE = study(NAME, eligibilityModule={"eligibilityCriteria": TEXT.replace("75,000", "50,000")})
pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(person: Callable[[str], Any]) -> Any:
    return person("nurse")


@pytest.fixture
def waiting(nurse: Any) -> Any:
    """A study that was confirmed, and whose text changed since."""
    take_over([study(NAME)])
    decide(study=NAME, approved=True, why="the file stands for it", by=nurse)
    take_over([MORE])
    return nurse


def test_a_status_is_taken_over_by_rule_and_stands_in_log_audit_and_portfolio(nurse: Any) -> None:
    take_over([study(NAME)])
    assert portfolio_now().trials[NAME].registry.status == "RECRUITING"
    assert [(row.act, row.by) for row in RegistryEvent.objects.filter(study=NAME)] == [
        ("seen", None),
        ("applied", None),
    ]
    assert AuditRow.objects.filter(act="registry.applied", object_id=NAME).count() == 1
    versions = RegistryVersion.objects.count()
    assert not take_over([study(NAME)]).changed
    assert RegistryVersion.objects.count() == versions


def test_eligibility_is_in_force_only_after_a_person_approved_it(waiting: Any) -> None:
    def ids() -> set[str]:
        return {each.id for each in portfolio_now().trials[NAME].arms[0].criteria}

    assert "REG1" not in ids()
    decide(study=NAME, approved=True, why="read with the protocol", by=waiting)
    assert "REG1" in ids()
    last = RegistryEvent.objects.last()
    assert (last.act, last.by, last.what) == ("approved", waiting, "read with the protocol")


def test_a_refused_text_leaves_the_queue_and_the_old_one_in_force(waiting: Any) -> None:
    decide(study=NAME, approved=False, why="a slip of the registry", by=waiting)
    assert state_now().studies[NAME].waiting == ()
    assert state_now().studies[NAME].standing.eligibility == TEXT


def test_a_decision_needs_a_reason_a_question_and_the_right(waiting: Any, person: Callable[[str], Any]) -> None:
    with pytest.raises(BadInput):
        decide(study=NAME, approved=True, why=" ", by=waiting)
    with pytest.raises(Refused):
        decide(study=NAME, approved=True, why="x", by=person("doctor"))
    decide(study=NAME, approved=True, why="read", by=waiting)
    with pytest.raises(UsageError):
        decide(study=NAME, approved=True, why="again", by=waiting)


@pytest.mark.parametrize("model", [RegistryVersion, RegistryEvent])
def test_what_was_written_is_never_changed(waiting: Any, model: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(study="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_without_an_address_nobody_is_asked() -> None:
    assert look_into_registry() == 0
    assert RegistryEvent.objects.count() == 0


def test_the_queue_shows_old_and_new_words_and_takes_a_decision(waiting: Any, client: Client) -> None:
    client.force_login(waiting)
    assert NAME in client.get("/portfolio/registry/").content.decode()
    page = client.get(f"/portfolio/registry/{NAME}/").content.decode()
    assert "<del>75,000</del>" in page
    assert "<ins>50,000</ins>" in page
    (link,) = re.findall(r'href="([^"]+/approve/\?seen=\w+)"', page)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', client.get(link).content.decode())
    answer = client.post(f"/portfolio/registry/{NAME}/approve/", {"reason": "read", "seen": seen})
    assert (answer.status_code, answer["Location"]) == (302, "/portfolio/registry/")
    assert "<del>" not in client.get(f"/portfolio/registry/{NAME}/").content.decode()
    assert client.get("/portfolio/registry/NCT99999999/").status_code == 404


def test_a_text_that_came_after_the_reading_is_not_decided_on(waiting: Any, client: Client) -> None:
    client.force_login(waiting)
    link = f"/portfolio/registry/{NAME}/approve/"
    assert client.get(link)["Location"] == f"/portfolio/registry/{NAME}/"
    seen = judged_digest(state_now().studies[NAME].seen)
    take_over([study(NAME, eligibilityModule={"eligibilityCriteria": TEXT.replace("75,000", "10,000")})])
    answer = client.post(link, {"reason": "read", "seen": seen})
    assert "changed after you read it" in answer.content.decode()
    assert state_now().studies[NAME].standing.eligibility == TEXT


def test_many_first_entries_are_confirmed_at_once_each_with_its_own_audit_row(
    nurse: Any, signed_in: Callable[..., Client]
) -> None:
    names = [NAME, "NCT01483820"]
    take_over([study(name) for name in names])
    office = signed_in("nurse")
    assert office.get("/portfolio/registry/?all=1").content.decode().count(" checked") == 2
    told = {f"seen-{name}": judged_digest(state_now().studies[name].seen) for name in names} | {"study": names}
    lost = office.post("/portfolio/registry/", told | {"reason": ""})
    assert (lost.status_code, lost.content.decode().count(" checked")) == (400, 2)
    changed = office.post("/portfolio/registry/", told | {f"seen-{NAME}": "0" * 64, "reason": "read both"})
    assert f"text of {NAME} changed meanwhile" in changed.content.decode().replace("&#39;", "'")
    assert office.post("/portfolio/registry/", told | {"reason": "read both"}).status_code == 302
    assert {row.object_id for row in AuditRow.objects.filter(act="registry.approved")} == set(names)
    assert all(state_now().studies[name].approved_on for name in names)


def test_a_first_confirmation_of_many_is_all_or_nothing(nurse: Any) -> None:
    take_over([study(NAME), study("NCT99000001")])
    with pytest.raises(BadInput, match="NCT99000001 does not wait"):
        confirm_first(studies=[NAME, "NCT99000001"], why="read", by=nurse)
    assert state_now().studies[NAME].approved_on is None


def test_a_refused_act_of_somebody_else_stays_in_the_audit_chain(nurse: Any, person: Callable[[str], Any]) -> None:
    take_over([study(NAME)])
    with pytest.raises(Refused):
        confirm_first(studies=[NAME], why="read", by=person("doctor"))
    assert AuditRow.objects.filter(act="registry.change", outcome="refused", object_id=NAME).exists()


def test_a_look_that_failed_stands_in_log_and_audit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any, **__: Any) -> Any:
        raise RegistryFault("it answered 503", at="registry.invalid", remedy="Ask again later.")

    settings.ROSETTE = evolve(settings.ROSETTE, registry="https://registry.invalid/api/v2")
    monkeypatch.setattr("rosette.server.services.registry.look", silent)
    assert look_into_registry() == 0
    assert RegistryEvent.objects.get().act == "failed"
    row = AuditRow.objects.get(act="registry.failed")
    assert (row.outcome, row.actor, row.role) == ("failed", "-", "background")
    assert "503" in row.detail


def test_the_children_whom_a_change_touches_are_named_to_those_who_see_them(
    waiting: Any, signed_in: Callable[..., Client], child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signed_in("nurse").get(f"/portfolio/registry/{NAME}/").content.decode()
    assert "Children whom it touches" in page
    assert f"{child.number}: {NAME}/" in page
    assert f"/children/{child.public_id}/options/" in page
    rows = AuditRow.objects.filter(act="board.view", detail=f"registry change of {NAME}")
    assert child.public_id in {row.child for row in rows}
    monkeypatch.setattr("rosette.server.services.registry_children.MOST_JUDGED", 1)
    page = signed_in("nurse").get(f"/portfolio/registry/{NAME}/").content.decode()
    assert "more children were not judged on this page" in page
    hidden = signed_in("statistician").get(f"/portfolio/registry/{NAME}/").content.decode()
    assert child.number not in hidden

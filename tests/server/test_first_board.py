"""The first board of a child is compared with the record before its change: nothing stored is not nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rosette.knowledge import load_knowledge
from rosette.records import build_record, record_document
from rosette.server.services import clock
from rosette.server.services.children import import_record
from rosette.server.services.consents import give_consent, newest_texts, withdraw_consent
from rosette.server.services.facts import add_facts
from rosette.server.services.notices import rejudge
from rosette.server.store.models import BoardMark, Child, Notice
from rosette.server.store.records import record_at, record_of, record_version

LOW = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 5000, "unit": "/uL"}


def told_as_not_eligible(child: Child, user: Any) -> list[Notice]:
    rows = Notice.objects.filter(child=child, user=user)
    return [each for each in rows if "became not eligible" in each.sentence]


def test_the_first_look_at_a_child_tells_what_its_newest_fact_changed(
    child: Child, person: Callable[[str], Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert not BoardMark.objects.filter(child=child).exists()
    with django_capture_on_commit_callbacks(execute=True):
        add_facts(child=child, facts=[LOW], by=person("home-doctor"))
    told = told_as_not_eligible(child, person("doctor"))
    assert any("platelets" in (each.why or "") for each in told)


def test_the_first_look_after_a_file_tells_what_the_file_changed(
    child: Child, person: Callable[[str], Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    known = record_of(child)
    stamped = {**LOW, "id": "low", "source": {"type": "laboratory", "name": "Invented laboratory"}}
    stamped |= {"recorded_at": "2026-06-01T10:00:00Z", "recorded_by": "Invented laboratory"}
    document = record_document(known)
    more = build_record({**document, "facts": [*document["facts"], stamped]}, knowledge=load_knowledge())
    with django_capture_on_commit_callbacks(execute=True):
        import_record(child=child, record=more, by=person("doctor"))
    assert told_as_not_eligible(child, person("doctor"))


def test_a_look_between_the_fact_and_its_own_hides_no_change(child: Child, person: Callable[[str], Any]) -> None:
    since = record_version(child)
    add_facts(child=child, facts=[LOW], by=person("home-doctor"))
    assert rejudge(child) == 0
    assert rejudge(child, since=since) > 0
    assert told_as_not_eligible(child, person("doctor"))
    assert rejudge(child, since=since) == 0


def test_two_facts_before_the_first_look_are_told_from_before_both(child: Child, person: Callable[[str], Any]) -> None:
    since = record_version(child)
    add_facts(child=child, facts=[LOW], by=person("home-doctor"))
    rejudge(child)
    add_facts(child=child, facts=[{**LOW, "code": "anc", "value": 900}], by=person("home-doctor"))
    rejudge(child, since=since)
    assert any("platelets" in (each.why or "") for each in told_as_not_eligible(child, person("doctor")))


def test_a_stored_board_is_what_a_new_one_is_compared_with(child: Child, person: Callable[[str], Any]) -> None:
    rejudge(child)
    since = record_version(child)
    add_facts(child=child, facts=[LOW], by=person("home-doctor"))
    told = rejudge(child, since=since)
    Notice.objects.filter(child=child).delete()
    BoardMark.objects.filter(child=child).delete()
    assert rejudge(child, since=since) == told > 0


def test_a_record_is_read_as_it_was_at_an_earlier_version(child: Child, person: Callable[[str], Any]) -> None:
    was, before = record_version(child), record_of(child)
    (fact,) = add_facts(child=child, facts=[LOW], by=person("home-doctor"))
    assert record_at(child, was) == before
    assert fact in record_at(child, record_version(child)).by_id
    with pytest.raises(LookupError, match="never had version"):
        record_at(child, was[:-1] + ("0" if was[-1] != "0" else "1"))


def test_consent_to_screening_has_the_board_judged_at_once(
    child: Child, person: Callable[[str], Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    withdraw_consent(child=child, purpose="screening", by=person("parent"))
    told = {"signed_by": "Invented parent", "relation": "proxy", "assent": "given", "on": clock.today()}
    for text in sorted(newest_texts(), key=lambda each: each.purpose == "screening"):
        assert not BoardMark.objects.filter(child=child).exists()
        with django_capture_on_commit_callbacks(execute=True):
            give_consent(child=child, text=text, by=person("parent"), **told)
    assert BoardMark.objects.filter(child=child).count() == 1

"""Facts on the server: added, superseded, never changed; wrong ones listed; nothing half-written."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from rosette.kernel import BadInput, RecordError, Refused
from rosette.options import board_json
from rosette.records import record_document
from rosette.server.services import clock
from rosette.server.services.boards import board_of
from rosette.server.services.children import Twin, import_record, take_in
from rosette.server.services.facts import StaleEdit, add_facts, correct_fact, mark_in_error
from rosette.server.store.models import AuditRow, Child, FactRow
from rosette.server.store.records import record_of, record_version

PLATELETS = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 20000, "unit": "/uL"}


@pytest.fixture
def doctor(person: Callable[[str], Any]) -> Any:
    return person("doctor")


def test_an_added_fact_counts_at_once(child: Child, doctor: Any) -> None:
    before = board_json(board_of(child), software="x")
    (fact,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    assert record_of(child).by_id[fact].recorded_by == doctor.name
    assert board_json(board_of(child), software="x") != before


def test_the_server_gives_ids_instants_and_recorders(child: Child, doctor: Any) -> None:
    lie = {**PLATELETS, "id": "diagnosis-01", "recorded_at": "1999-01-01T00:00:00", "recorded_by": "somebody else"}
    (fact,) = add_facts(child=child, facts=[lie], by=doctor)
    stored = record_of(child).by_id[fact]
    assert fact != "diagnosis-01"
    assert stored.recorded_at.date() == clock.today()
    assert stored.recorded_by == doctor.name


def test_every_fault_is_listed_and_nothing_is_written(child: Child, doctor: Any) -> None:
    count = FactRow.objects.count()
    bad = [PLATELETS, {**PLATELETS, "unit": "furlong"}, {"kind": "laboratory", "code": "nonsense", "on": "2026-13-01"}]
    with pytest.raises(RecordError) as caught:
        add_facts(child=child, facts=bad, by=doctor)
    text = caught.value.explain()
    assert all(word in text for word in ("furlong", "nonsense", "2026-13-01"))
    assert FactRow.objects.count() == count


def test_a_correction_supersedes_and_the_old_version_stays(child: Child, doctor: Any) -> None:
    (old,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    new = correct_fact(child=child, fact_id=old, document={**PLATELETS, "value": 90000}, seen="", by=doctor)
    record = record_of(child)
    assert {fact.id for fact in record.history(old)} == {old, new}
    assert old not in {fact.id for fact in record.active}
    assert new in {fact.id for fact in record.active}


def test_a_fact_entered_in_error_counts_no_more_and_stays_readable(child: Child, doctor: Any) -> None:
    (old,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    mark_in_error(child=child, fact_id=old, reason="another child's result", seen="", by=doctor)
    record = record_of(child)
    assert not {fact.id for fact in record.history(old)} & {fact.id for fact in record.active}
    assert len(record.history(old)) == 2


def test_marking_as_wrong_asks_why(child: Child, doctor: Any) -> None:
    with pytest.raises(BadInput, match="no reason"):
        mark_in_error(child=child, fact_id="diagnosis-01", reason=" ", seen="", by=doctor)


def test_a_stale_edit_is_refused_and_names_who_was_faster(
    child: Child, doctor: Any, person: Callable[[str], Any]
) -> None:
    (old,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    correct_fact(child=child, fact_id=old, document={**PLATELETS, "value": 1}, seen="", by=person("coordinator"))
    with pytest.raises(StaleEdit, match="Maria Santos"):
        correct_fact(child=child, fact_id=old, document={**PLATELETS, "value": 2}, seen="", by=doctor)


def test_the_page_of_a_stale_edit_compares_both_versions(
    child: Child, doctor: Any, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    (old,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    correct_fact(child=child, fact_id=old, document={**PLATELETS, "value": 111}, seen="", by=person("coordinator"))
    typed = {"code": "platelets", "on": "2026-06-01", "value": "222", "unit": "/uL", "source.type": "person"}
    answer = signed_in("doctor").post(
        f"/children/{child.public_id}/facts/{old}/correct/", {**typed, "source.name": "me"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "222" in text
    assert "111" in text


def test_a_record_is_rebuilt_as_known_on_a_day(child: Child, doctor: Any) -> None:
    before = record_document(record_of(child))
    instant = datetime.now(tz=UTC)
    (fact,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
    FactRow.objects.get(fact_id=fact)
    earlier = record_of(child, known_at=clock.now() - timedelta(hours=30))
    assert record_document(earlier)["facts"] == before["facts"]
    assert instant


def test_the_record_page_shows_what_was_known_on_a_day(
    child: Child, doctor: Any, signed_in: Callable[..., Client]
) -> None:
    add_facts(child=child, facts=[{**PLATELETS, "value": 31337}], by=doctor)
    client, url = signed_in("doctor"), f"/children/{child.public_id}/record/"
    assert "31337" in client.get(url).content.decode()
    assert "31337" not in client.get(f"{url}?known=2026-05-31").content.decode()
    assert client.get(f"{url}?known=nonsense").status_code == 200


@pytest.mark.parametrize(
    "table", ["store_factrow", "store_auditrow", "store_headerrow", "store_signature", "store_caseevent"]
)
def test_the_database_itself_refuses_to_change_what_is_only_added(table: str, child: Child, doctor: Any) -> None:
    add_facts(child=child, facts=[PLATELETS], by=doctor)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"UPDATE {table} SET seq = seq"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows = cursor.fetchone()[0]
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            columns = {column[0] for column in cursor.description}
        column = statement.rpartition("SET ")[2].partition(" ")[0]
        if not rows or ("SET" in statement and column not in columns):
            continue
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_no_audit_row_no_change(child: Child, doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    count = FactRow.objects.count()

    def broken(**_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("rosette.server.services.facts.audit.write", broken)
    with pytest.raises(OSError, match="disk full"):
        add_facts(child=child, facts=[PLATELETS], by=doctor)
    assert FactRow.objects.count() == count


def test_a_referring_doctor_adds_facts_to_own_children_only(
    child: Child, other: Child, person: Callable[[str], Any]
) -> None:
    add_facts(child=child, facts=[PLATELETS], by=person("home-doctor"))
    with pytest.raises(Refused):
        add_facts(child=other, facts=[PLATELETS], by=person("home-doctor"))
    with pytest.raises(Refused):
        correct_fact(child=child, fact_id="diagnosis-01", document=PLATELETS, seen="", by=person("home-doctor"))


def test_the_same_file_twice_changes_nothing(child: Child, doctor: Any) -> None:
    record = record_of(child)
    version = record_version(child)
    assert import_record(child=child, record=record, by=doctor) == ()
    assert record_version(child) == version


def test_a_file_of_another_child_is_refused_whole(child: Child, other: Child, doctor: Any) -> None:
    count = FactRow.objects.count()
    with pytest.raises(BadInput, match="belongs to this child"):
        import_record(child=child, record=record_of(other), by=doctor)
    assert FactRow.objects.count() == count


def test_a_known_hospital_number_is_not_taken_in_twice(child: Child, person: Callable[[str], Any]) -> None:
    told = {
        "record": record_of(child),
        "name": "X",
        "initials": "X",
        "mrn": "demo 0001",
        "referring_site": child.referring_site,
        "programme_site": child.programme_site,
    }
    with pytest.raises(Twin, match="RZ-00001"):
        take_in(**told, by=person("coordinator"))


def test_what_describes_a_child_never_lies_in_the_database_in_clear(child: Child, doctor: Any) -> None:
    marker = "Zyxwvutmarker"
    add_facts(child=child, facts=[{**PLATELETS, "source": {"type": "person", "name": marker}}], by=doctor)
    from django.apps import apps

    for name in ("accounts", "store"):
        for model in apps.get_app_config(name).get_models():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                for row in cursor.fetchall():
                    for cell in row:
                        plain = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                        assert marker.encode() not in plain
                        assert b"Ada Invented" not in plain
                        assert b"neuroblastoma" not in plain or model.__name__ in ("Meeting", "ConsentText"), model


def test_a_typed_form_survives_a_refusal_and_a_sign_out(child: Child, signed_in: Callable[..., Client]) -> None:
    client = signed_in("doctor")
    url = f"/children/{child.public_id}/record/new/laboratory/"
    answer = client.post(url, {"code": "platelets", "on": "2026-06-01", "value": "7x5", "unit": "/uL"})
    assert answer.status_code == 400
    assert "7x5" in answer.content.decode()
    client.logout()
    again = signed_in("doctor").get(url)
    assert "7x5" in again.content.decode()


def test_a_refused_form_names_the_field_and_links_to_it(child: Child, signed_in: Callable[..., Client]) -> None:
    url = f"/children/{child.public_id}/record/new/laboratory/"
    text = signed_in("doctor").post(url, {"code": "platelets", "on": "2026-06-01", "value": "75"}).content.decode()
    assert "There is a problem" in text
    assert 'href="#f-unit"' in text or 'href="#f-value"' in text


def test_audit_rows_hold_kinds_and_never_values(child: Child, doctor: Any) -> None:
    add_facts(child=child, facts=[{**PLATELETS, "value": 31337}], by=doctor)
    assert "31337" not in json.dumps(list(AuditRow.objects.values("detail", "fields", "object_id")))


def test_the_record_page_says_what_the_check_found(child: Child, doctor: Any, signed_in: Callable[..., Client]) -> None:
    add_facts(child=child, facts=[PLATELETS, {**PLATELETS, "value": 90000}], by=doctor)
    text = signed_in("doctor").get(f"/children/{child.public_id}/record/").content.decode()
    assert "The check found" in text
    assert "platelets" in text.partition("The check found")[2].partition("</details>")[0]


@pytest.mark.parametrize("number", range(1, 21))
def test_every_demo_child_opens(number: int, person: Callable[[str], Any], signed_in: Callable[..., Client]) -> None:
    from pathlib import Path

    from rosette.records import load_record
    from rosette.server.accounts.models import Site

    made = take_in(
        record=load_record(Path(f"examples/children/demo-{number:02d}.json")),
        name="Invented",
        initials="IN",
        mrn=f"again-{number}",
        referring_site=Site.objects.get(code="hillside"),
        programme_site=Site.objects.get(code="rosette"),
        by=person("coordinator"),
    )
    client = signed_in("doctor")
    for path in ("", "record/", "options/", "options/calendar/"):
        assert client.get(f"/children/{made.public_id}/{path}").status_code == 200

"""Files of other systems: looked at first, imported whole or not at all, once; hostile ones refused with a sentence."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rosette.kernel import BadInput, Refused
from rosette.server.services import clock
from rosette.server.services.facts import add_facts
from rosette.server.services.foreign import (
    Beside,
    StaleImport,
    drafts,
    drop_old,
    import_file,
    importing,
    letting_in,
    look,
    put_draft,
)
from rosette.server.services.uploads import file_bytes
from rosette.server.store.models import AuditRow, Child, FactRow, ImportDraft, ImportRow, Upload
from rosette.server.store.records import header_of, record_of

PLATELETS = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 20000, "unit": "/uL"}


def observation(
    name: str, value: float, *, code: str = "777-3", day: str = "2026-05-29", **more: Any
) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": value, "unit": "10*9/L", "system": "http://unitsofmeasure.org", "code": "10*9/L"},
        **more,
    }


def patient(child: Child, name: str = "p", **more: Any) -> dict[str, Any]:
    head = header_of(child)
    return {"resourceType": "Patient", "id": name, "gender": head.sex, "birthDate": str(head.birth), **more}


def bundle(child: Child, *resources: dict[str, Any], **more: Any) -> bytes:
    entries = [{"resource": each} for each in (patient(child, **more), *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def two(child: Child) -> bytes:
    """Two results, and one that cannot be understood."""
    return bundle(child, observation("a", 75), observation("b", 9, day="2026-05-30"), observation("c", 1, code="0-0"))


@pytest.fixture
def doctor(person: Callable[[str], Any]) -> Any:
    return person("doctor")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def drafted(child: Child, by: Any, data: bytes, name: str = "Invented Surname.json") -> ImportDraft:
    return put_draft(child=child, file=SimpleUploadedFile(name, data), beside=Beside(), by=by)


def imported(child: Child, by: Any, data: bytes, **leave_out: str) -> ImportRow | None:
    draft = drafted(child, by, data)
    return import_file(draft=draft, which=0, seen=look(draft, which=0, by=by).seen, leave_out=leave_out, by=by)


def sealed_files() -> list[Path]:
    return [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]


# --- what an import does -----------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_tells_new_facts_and_losses(child: Child, doctor: Any) -> None:
    facts = FactRow.objects.count()
    found = look(drafted(child, doctor, two(child)), which=0, by=doctor)
    said = [fact.source.said for fact in found.offered]
    assert said == ["http://loinc.org|777-3: 75 10*9/L", "http://loinc.org|777-3: 9 10*9/L"]
    assert [loss.grade for loss in found.losses] == ["not_understood"]
    assert (FactRow.objects.count(), Upload.objects.filter(child=child).count(), ImportRow.objects.count()) == (
        facts,
        0,
        0,
    )


def test_an_import_adds_facts_keeps_the_file_and_says_where_each_fact_stood(child: Child, doctor: Any) -> None:
    row = imported(child, doctor, two(child))
    assert row is not None
    assert (row.added, row.superseding, row.losses) == (2, 0, 1)
    assert file_bytes(row.upload) == two(child)
    new = [fact for fact in record_of(child).active if fact.source.batch == row.batch]
    assert {fact.source.file for fact in new} == {row.sha256}
    assert {fact.source.place for fact in new} == {"entry[1].resource", "entry[2].resource"}
    assert two(child) not in b"".join(each.read_bytes() for each in sealed_files())


def test_a_file_with_other_children_is_not_kept_among_the_files_of_one(child: Child, doctor: Any) -> None:
    entries = json.loads(two(child))["entry"]
    another = {"resourceType": "Patient", "id": "q", "gender": "male", "birthDate": "2019-03-04"}
    theirs = observation("d", 31, subject={"reference": "Patient/q"})
    entries += [{"resource": another}, {"resource": theirs}]
    data = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
    row = imported(child, doctor, data)
    assert row is not None
    assert (row.added, row.upload.kind) == (2, "txt")
    assert b"2019-03-04" not in file_bytes(row.upload)
    assert row.sha256.encode() in file_bytes(row.upload)


def test_no_fact_carries_the_name_of_the_file(child: Child, doctor: Any) -> None:
    imported(child, doctor, two(child))
    assert all("Surname" not in fact.source.name for fact in record_of(child).facts)


def test_the_same_file_twice_changes_nothing(child: Child, doctor: Any) -> None:
    imported(child, doctor, two(child))
    before = (FactRow.objects.count(), ImportRow.objects.count(), Upload.objects.count(), len(sealed_files()))
    assert imported(child, doctor, two(child)) is None
    after = (FactRow.objects.count(), ImportRow.objects.count(), Upload.objects.count())
    assert (*after, before[-1]) == before


def test_a_corrected_item_supersedes_and_the_earlier_version_stays(child: Child, doctor: Any) -> None:
    imported(child, doctor, bundle(child, observation("a", 75)))
    row = imported(child, doctor, bundle(child, observation("a", 57)))
    assert row is not None
    assert (row.added, row.superseding) == (0, 1)
    (new,) = [fact for fact in record_of(child).active if fact.source.batch == row.batch]
    said = {(fact.source.said or "").rpartition(" ")[0][-2:] for fact in record_of(child).history(new.id)}
    assert said == {"75", "57"}


def test_a_fact_is_left_out_only_with_a_reason_and_the_report_keeps_it(child: Child, doctor: Any) -> None:
    draft = drafted(child, doctor, two(child))
    found = look(draft, which=0, by=doctor)
    out = found.offered[0].id
    with pytest.raises(BadInput, match="Say why"):
        import_file(draft=draft, which=0, seen=found.seen, leave_out={out: " "}, by=doctor)
    row = import_file(draft=draft, which=0, seen=found.seen, leave_out={out: "clotted"}, by=doctor)
    assert row is not None
    assert out not in record_of(child).by_id
    assert [each["why"] for each in json.loads(row.report)["left_out"]] == ["clotted"]


def test_a_record_that_changed_meanwhile_is_shown_again(child: Child, doctor: Any) -> None:
    draft = drafted(child, doctor, two(child))
    seen = look(draft, which=0, by=doctor).seen
    add_facts(child=child, facts=[PLATELETS], by=doctor)
    with pytest.raises(StaleImport):
        import_file(draft=draft, which=0, seen=seen, leave_out={}, by=doctor)
    assert not ImportRow.objects.exists()


def test_a_kept_file_that_is_another_is_refused(child: Child, doctor: Any) -> None:
    draft = drafted(child, doctor, two(child))
    draft.sha256 = "0" * 64
    with pytest.raises(StaleImport):
        look(draft, which=0, by=doctor)


@pytest.mark.parametrize("broken", ["add_merged", "_row", "drop"])
def test_a_fault_between_facts_and_document_leaves_nothing(
    child: Child, doctor: Any, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    draft = drafted(child, doctor, two(child))
    seen = look(draft, which=0, by=doctor).seen
    before = (FactRow.objects.count(), Upload.objects.count(), AuditRow.objects.count(), sealed_files())

    def fail(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(importing, broken, fail)
    with pytest.raises(OSError, match="full"):
        import_file(draft=draft, which=0, seen=seen, leave_out={}, by=doctor)
    assert (FactRow.objects.count(), Upload.objects.count(), AuditRow.objects.count(), sealed_files()) == before
    assert not ImportRow.objects.exists()


def test_another_childs_file_is_refused_with_both_days_and_no_way_round(child: Child, doctor: Any) -> None:
    draft = drafted(child, doctor, bundle(child, observation("a", 75), birthDate="1999-01-02"))
    with pytest.raises(BadInput, match="the file says 1999-01-02"):
        look(draft, which=0, by=doctor)
    with pytest.raises(BadInput, match="another child"):
        import_file(draft=draft, which=0, seen="", leave_out={}, by=doctor)


def test_an_import_is_never_changed_in_the_database(child: Child, doctor: Any) -> None:
    imported(child, doctor, two(child))
    for act in (lambda: ImportRow.objects.update(added=9), lambda: ImportRow.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_board_is_judged_again_and_the_audit_says_who(
    child: Child, doctor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("rosette.server.services.facts.record_changed", lambda child, since: told.append(since))
    imported(child, doctor, two(child))
    assert len(told) == 1
    rows = AuditRow.objects.filter(actor=doctor.public_id, child=child.public_id).values_list("act", flat=True)
    assert list(rows.order_by("seq"))[-4:] == ["import.look", "upload.add", "fact.import", "import.add"]


def test_a_file_that_nobody_came_back_to_goes_after_a_day(child: Child, doctor: Any) -> None:
    draft = drafted(child, doctor, two(child))
    ImportDraft.objects.update(at=clock.now() - drafts.KEPT * 2)
    assert drafts.draft_of(child, draft.public_id, by=doctor) is None
    drop_old()
    assert not ImportDraft.objects.exists()


# --- who may -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["physicist", "board", "parent", "admin", "lakeview"])
def test_who_may_not_import_is_refused(child: Child, person: Callable[[str], Any], word: str) -> None:
    with pytest.raises(Refused):
        drafted(child, person(word), two(child))


def test_who_adds_and_does_not_change_imports_new_facts_and_leaves_replacing_ones(
    child: Child, doctor: Any, person: Callable[[str], Any]
) -> None:
    imported(child, doctor, bundle(child, observation("a", 75)))
    data = bundle(child, observation("a", 57), observation("b", 9, day="2026-05-30"))
    row = imported(child, person("nurse"), data)
    assert row is not None
    assert (row.added, row.superseding, row.left_out) == (1, 0, 1)


def test_what_is_looked_at_is_of_its_person_alone(child: Child, doctor: Any, signed_in: Callable[..., Client]) -> None:
    draft = drafted(child, doctor, two(child))
    answer = signed_in("coordinator").get(f"/children/{child.public_id}/import/look/{draft.public_id}/")
    assert answer.status_code == 302


def test_the_home_doctor_of_another_child_sees_no_import(
    child: Child, doctor: Any, signed_in: Callable[..., Client]
) -> None:
    row = imported(child, doctor, two(child))
    assert row is not None
    assert signed_in("lakeview").get(f"/imports/{row.public_id}/").status_code == 404
    assert signed_in("home-doctor").get(f"/imports/{row.public_id}/").status_code == 200


# --- hostile files -------------------------------------------------------------------------------------------


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("x.json", b"0" * 41_000_000)
    return packed.getvalue()


XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ClinicalDocument>&e;</ClinicalDocument>'
HOSTILE = {
    "a zip that unpacks to 41 MB": ("x.zip", bomb(), "it unpacks beyond its limit"),
    "a gzip that unpacks to 41 MB": ("x.gz", gzip.compress(b"0" * 41_000_000), "it unpacks beyond its limit"),
    "an outer entity": ("x.xml", XXE, "entities or a document type"),
    "nothing": ("x.json", b"", "empty"),
    "not UTF-8": ("x.json", b'{"resourceType": "\xff"}', "looks like no format|UTF-8"),
    "deep": ("x.json", b'{"resourceType":' + b"[" * 200_000, "nested|not JSON"),
    "nobody": ("x.json", b'{"resourceType": "Bundle", "type": "collection", "entry": []}', "holds no resource"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_not_kept(
    child: Child, signed_in: Callable[..., Client], name: str
) -> None:
    file, data, said = HOSTILE[name]
    named = {"x.xml": "ccda"}.get(file, "")
    form = {"file": SimpleUploadedFile(file, data), "named": named}
    answer = signed_in("doctor").post(f"/children/{child.public_id}/import/", form)
    assert answer.status_code == 400
    assert any(word in answer.content.decode() for word in said.split("|")), name
    assert not ImportDraft.objects.exists()
    assert not sealed_files()


def test_a_file_that_says_it_has_a_gigabyte_is_refused_before_it_is_read() -> None:
    class Large(SimpleUploadedFile):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    large = Large("x.json", b"")
    large.size = 1_000_000_000
    with pytest.raises(BadInput, match="1,000 MB"):
        letting_in.bytes_of(large)


# --- pages ---------------------------------------------------------------------------------------------------


def test_the_pages_lead_from_the_file_to_its_report(child: Child, signed_in: Callable[..., Client]) -> None:
    client, base = signed_in("doctor"), f"/children/{child.public_id}/import/"
    at = client.post(base, {"file": SimpleUploadedFile("f.json", two(child))})["Location"]
    page = client.get(at)
    assert all(
        word in page.content.decode() for word in ("75 10*9/L", "entry[2].resource", "Not understood", "SHA-256")
    )
    seen = page.context["page"].seen if page.context else page.content.decode().split('name="seen" value="')[1][:64]
    done = client.post(at, {"seen": seen, "which": "0"})
    assert done.status_code == 302
    report = client.get(done["Location"]).content.decode()
    fact = report.split("/facts/")[1].split("/")[0] if "/facts/" in report else ""
    assert done["Location"] in client.get(f"/children/{child.public_id}/facts/{fact}/").content.decode()
    assert "2 new" in report
    assert "Not understood" in report
    assert "f.json" in client.get(base).content.decode()
    assert client.get(at).status_code == 302


def test_a_stale_preview_is_answered_with_the_new_one(
    child: Child, doctor: Any, signed_in: Callable[..., Client]
) -> None:
    draft = drafted(child, doctor, two(child))
    answer = signed_in("doctor").post(f"/children/{child.public_id}/import/look/{draft.public_id}/", {"seen": "old"})
    assert answer.status_code == 409
    assert "changed while you looked" in answer.content.decode()


def test_a_file_of_two_children_asks_which(child: Child, doctor: Any, signed_in: Callable[..., Client]) -> None:
    second = observation("z", 12, subject={"reference": "Patient/q"})
    data = bundle(child, patient(child, "q"), observation("a", 75), second)
    at = f"/children/{child.public_id}/import/look/{drafted(child, doctor, data).public_id}/"
    client = signed_in("doctor")
    first, other = (client.get(f"{at}?which={number}").content.decode() for number in (0, 1))
    assert "Which child" in first
    assert ("75 10*9/L" in first, "12 10*9/L" in first) != ("75 10*9/L" in other, "12 10*9/L" in other)


def test_another_childs_file_gets_a_page_without_a_button(
    child: Child, doctor: Any, signed_in: Callable[..., Client]
) -> None:
    draft = drafted(child, doctor, bundle(child, observation("a", 75), birthDate="1999-01-02"))
    answer = signed_in("doctor").get(f"/children/{child.public_id}/import/look/{draft.public_id}/")
    assert answer.status_code == 400
    assert "1999-01-02" in answer.content.decode()
    assert "Import it" not in answer.content.decode()


def test_the_list_of_imports_asks_as_often_for_three_as_for_one(
    child: Child, doctor: Any, signed_in: Callable[..., Client]
) -> None:
    client, at, counts = signed_in("doctor"), f"/children/{child.public_id}/import/", []
    for number in range(3):
        imported(child, doctor, bundle(child, observation(f"n{number}", 70 + number)))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(at)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_an_export_shows_what_is_lost_and_is_kept_in_the_audit(child: Child, signed_in: Callable[..., Client]) -> None:
    client, base = signed_in("doctor"), f"/children/{child.public_id}/export/"
    assert "fhir" in client.get(base).content.decode()
    assert "What it cannot say" in client.get(f"{base}fhir/").content.decode()
    answer = client.get(f"{base}fhir/file/")
    assert json.loads(answer.content)["resourceType"] == "Bundle"
    assert answer["Content-Disposition"] == f'attachment; filename="{child.number}.fhir.json"'
    assert AuditRow.objects.filter(act="fact.export", object_id="fhir", child=child.public_id).count() == 1
    assert client.get(f"{base}nonsense/").status_code == 404


def test_an_export_asks_who_one_is_again(child: Child, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("doctor", fresh=False).get(f"/children/{child.public_id}/export/fhir/file/")
    assert answer["Location"].startswith("/account/again/?next=")

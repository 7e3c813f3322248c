"""131I-MIBG therapy and response in the browser's requests: worksheets, the second person, signatures, scans."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from rosette.records import Imaging, Radiopharmaceutical
from rosette.server.store.models import AuditRow, Child, Signature, SiteText, Worksheet
from rosette.server.store.records import record_of

MIBG = Path("examples/mibg")
COUNTS = (MIBG / "counts.csv").read_text(encoding="utf-8")
DOSE = {
    "infusion": "2026-05-20",
    "activity": "8880 MBq",
    "mass": "20 kg",
    "counts": COUNTS,
    "way": "fit",
    "tail": "effective",
}
PLAN = {"level": "18 mCi/kg", "infusion": "2026-06-15", "mass": ""}
SECOND = {"dose": "1.85 Gy", "sd": "0.1 Gy", "activity": "240 mCi", "mass_then": "20 kg", "mass": "19.2 kg"}
RELEASE = {
    "ended": "2026-05-20T11:30",
    "activity": "8880 MBq",
    "rates": (MIBG / "rates.csv").read_text(encoding="utf-8"),
}
SHEETS = {"plan": PLAN, "dose": DOSE, "second": SECOND, "release": RELEASE}


@pytest.fixture
def base(child: Any) -> str:
    return f"/children/{child.public_id}/"


def made(client: Client, base: str, kind: str, **changes: str) -> Worksheet:
    answer = client.post(f"{base}mibg/new/{kind}/", {**SHEETS[kind], **changes})
    assert answer.status_code == 302, re.findall(r"nhsuk-error-message[^<]*<[^<]*<[^<]*", answer.content.decode())[:5]
    return Worksheet.objects.latest("made_at")


def through(
    row: Worksheet, signed_in: Callable[..., Client], *, checker: str = "physicist", signer: str = "second"
) -> None:
    assert signed_in(checker).post(f"/worksheets/{row.public_id}/name/check/").status_code == 302
    assert signed_in(signer).post(f"/worksheets/{row.public_id}/name/sign/").status_code == 302


# --- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["mibg/", "mibg/new/dose/", "response/", "response/scan/curie/"])
@pytest.mark.parametrize("word", ["parent", "young", "survivor"])
def test_a_family_has_none_of_these_pages(signed_in: Callable[..., Client], base: str, word: str, path: str) -> None:
    assert signed_in(word).get(base + path).status_code == 404


def test_a_worksheet_of_another_site_s_child_does_not_exist(signed_in: Callable[..., Client], base: str) -> None:
    row = made(signed_in("doctor"), base, "dose")
    for word in ("lakeview", "home-doctor", "parent", "statistician", "admin", "board"):
        assert signed_in(word).get(f"/worksheets/{row.public_id}/").status_code == 404
    assert signed_in("nurse").get(f"/worksheets/{row.public_id}/").status_code == 200
    assert signed_in("nurse").post(f"/worksheets/{row.public_id}/name/check/").status_code == 404


# --- worksheets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("plan", ("The gates together", "stored cells", "iodide begins", "promethazine or prochlorperazine")),
        (
            "dose",
            ("1.715 Gy", "Every way to the same dose", "misses the reading at 72 h", "no prediction for one child"),
        ),
        ("second", ("left to 4 Gy", "corrected", "standard uncertainty")),
        ("release", ("7 mR/h at 1 m", "2 nights", "a parent who shares the bed", "Carers: 1")),
    ],
)
def test_a_worksheet_says_what_it_is_and_that_nobody_checked_it(
    signed_in: Callable[..., Client], base: str, kind: str, words: tuple[str, ...]
) -> None:
    client = signed_in("doctor")
    row = made(client, base, kind)
    text = client.get(f"/worksheets/{row.public_id}/").content.decode()
    for each in (*words, "Nobody checked it yet", "Invented physicist", "nothing in it is an order"):
        assert each in text, each
    assert "Check as second person" not in text
    assert "Check as second person" in signed_in("physicist").get(f"/worksheets/{row.public_id}/").content.decode()


def test_the_warnings_stand_before_the_number(signed_in: Callable[..., Client], base: str) -> None:
    client = signed_in("doctor")
    row = made(client, base, "dose", counts=COUNTS.replace("96,1350,1260", "96,2200,2000"))
    text = client.get(f"/worksheets/{row.public_id}/").content.decode()
    assert text.index("Counts rise from 72 h to 96 h") < text.index('class="rz-number"')


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("dose", {"counts": COUNTS.replace("72,1900", "72,480")}, "72 h: anterior 480 is not above its background 500"),
        ("dose", {"counts": COUNTS.replace("48,3000", "24,3000")}, "two readings at one time"),
        ("dose", {"counts": COUNTS.replace("6,14100", "6,many")}, "anterior"),
        ("dose", {"mass": "120 kg"}, "outside 5 to 100 kg"),
        ("dose", {"mass": "20"}, "has no unit"),
        ("dose", {"without": "last"}, "Give hours as numbers"),
        ("plan", {"level": "18"}, "has no unit"),
        ("plan", {"infusion": "2026-05-01"}, "lies before the day of planning"),
        ("second", {"dose": "3.5 Gy", "sd": "0.35 Gy"}, "less than 2 times the uncertainty"),
        ("release", {"rates": "hours,mr_per_h\n0,40\n0,30\n"}, "two readings at one time"),
        ("release", {"ended": "yesterday"}, "valid date"),
    ],
)
def test_what_cannot_be_worked_out_is_said_and_nothing_is_kept(
    signed_in: Callable[..., Client], base: str, kind: str, changes: dict[str, str], said: str
) -> None:
    typed = {**SHEETS[kind], **changes}
    answer = signed_in("doctor").post(f"{base}mibg/new/{kind}/", typed)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    assert typed.get("activity", typed.get("level", "")) in text
    assert not Worksheet.objects.exists()


def test_no_site_file_no_worksheet(signed_in: Callable[..., Client], base: str, child: Any) -> None:
    from rosette.server.accounts.models import Site

    other = Site.objects.create(code="elsewhere", name="Elsewhere")
    Child.objects.filter(pk=child.pk).update(programme_site=other, referring_site=child.programme_site)
    answer = signed_in("doctor").post(f"{base}mibg/new/dose/", DOSE)
    assert (answer.status_code, "no site file yet" in answer.content.decode()) == (400, True)


# --- the second person and signatures ----------------------------------------------------------------------


def test_who_made_it_cannot_check_it_and_nobody_signs_before_the_check(
    signed_in: Callable[..., Client], base: str
) -> None:
    row = made(signed_in("doctor"), base, "dose")
    own = signed_in("doctor").post(f"/worksheets/{row.public_id}/name/check/")
    assert (own.status_code, "you made this worksheet" in own.content.decode()) == (400, True)
    early = signed_in("second").post(f"/worksheets/{row.public_id}/name/sign/")
    assert (early.status_code, "nobody checked it yet" in early.content.decode()) == (400, True)
    assert not Signature.objects.filter(kind="worksheet").exists()


def test_check_and_signature_bind_the_digest_and_are_in_the_audit(signed_in: Callable[..., Client], base: str) -> None:
    row = made(signed_in("doctor"), base, "dose")
    through(row, signed_in)
    signatures = Signature.objects.filter(kind="worksheet", thing=row.public_id).order_by("at")
    assert [each.name for each in signatures] == ["Dr Ingrid Halvorsen", "Dr Jonas Lindqvist"]
    assert {each.digest for each in signatures} == {row.digest}
    acts = list(AuditRow.objects.filter(object_id=row.public_id).order_by("seq").values_list("act", flat=True))
    assert [act for act in acts if act.startswith("worksheet") and act != "worksheet.view"] == [
        "worksheet.add", "worksheet.check", "worksheet.sign",
    ]  # fmt: skip
    again = signed_in("physicist").post(f"/worksheets/{row.public_id}/name/check/")
    assert (again.status_code, "checked already" in again.content.decode()) == (400, True)


def test_a_signature_asks_who_one_is_again(signed_in: Callable[..., Client], base: str) -> None:
    row = made(signed_in("doctor"), base, "dose")
    answer = signed_in("physicist", fresh=False).post(f"/worksheets/{row.public_id}/name/check/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/again/")
    assert not Signature.objects.filter(kind="worksheet").exists()


def test_worksheets_and_site_files_never_change(signed_in: Callable[..., Client], base: str) -> None:
    row = made(signed_in("doctor"), base, "dose")
    for rows, change in (
        (Worksheet.objects.filter(pk=row.pk), {"kind": "plan"}),
        (SiteText.objects.all(), {"text": ""}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_worksheet_that_comes_out_otherwise_is_neither_checked_nor_signed(
    signed_in: Callable[..., Client], base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(signed_in("doctor"), base, "dose")
    monkeypatch.setattr("rosette.server.services.therapy.same_again", lambda row, found: False)
    monkeypatch.setattr("rosette.server.clinic.views.therapy.same_again", lambda row, found: False)
    text = signed_in("physicist").get(f"/worksheets/{row.public_id}/").content.decode()
    assert "It comes out otherwise now" in text
    assert "Check as second person" not in text
    answer = signed_in("physicist").post(f"/worksheets/{row.public_id}/name/check/")
    assert (answer.status_code, "comes out otherwise" in answer.content.decode()) == (400, True)


def test_a_plan_stays_as_it_was_when_the_record_grows(signed_in: Callable[..., Client], base: str) -> None:
    client = signed_in("doctor")
    row = made(client, base, "plan")
    before = client.get(f"/worksheets/{row.public_id}/").content.decode()
    weight = {"on": "2026-06-01", "code": "weight", "value": "25", "unit": "kg"}
    assert client.post(f"{base}record/new/measurement/", weight).status_code in (200, 302)
    after = client.get(f"/worksheets/{row.public_id}/").content.decode()
    assert "comes out otherwise" not in after
    number = re.compile(r'class="rz-number">([^<]*)<')
    assert number.findall(before) == number.findall(after)


# --- printed, and into the record --------------------------------------------------------------------------


def test_the_printed_worksheet_names_who_made_checked_and_signed(signed_in: Callable[..., Client], base: str) -> None:
    client = signed_in("doctor")
    row = made(client, base, "dose")
    draft = _text(client.get(f"/worksheets/{row.public_id}/pdf/").content)
    assert "checked by a second person" in draft
    through(row, signed_in)
    final = _text(client.get(f"/worksheets/{row.public_id}/pdf/").content)
    for word in ("Dr Amara Okoye", "Dr Ingrid Halvorsen", "Dr Jonas Lindqvist", "RZ-00001", "1.715 Gy"):
        assert word in final, word
    assert "Ada" not in final
    assert client.get(f"/worksheets/{made(client, base, 'second').public_id}/pdf/").status_code == 404
    assert "iodide" in _text(client.get(f"/worksheets/{made(client, base, 'plan').public_id}/pdf/").content)


def _text(raw: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)


def test_a_signed_dose_and_release_become_one_administration_of_the_record(
    signed_in: Callable[..., Client], base: str, child: Any
) -> None:
    client = signed_in("doctor")
    dose, release = made(client, base, "dose"), made(client, base, "release")
    early = client.post(f"/worksheets/{dose.public_id}/enter/")
    assert (early.status_code, "it is not signed" in early.content.decode()) == (400, True)
    for row in (dose, release):
        through(row, signed_in)
        assert client.post(f"/worksheets/{row.public_id}/enter/").status_code == 302
    (found,) = record_of(child).of(Radiopharmaceutical)
    assert (str(found.on), str(found.activity), str(found.whole_body_dose)) == ("2026-05-20", "8880 MBq", "1.715 Gy")
    assert found.isolation_nights == 2
    assert release.public_id in found.source.name
    assert "8880 MBq" in client.get(f"{base}mibg/").content.decode()


@pytest.mark.parametrize(("language", "word"), [("en", "Going home after MIBG"), ("es", "En casa después del MIBG")])
def test_the_leaflet_is_there_once_the_release_is_signed(
    signed_in: Callable[..., Client], base: str, language: str, word: str
) -> None:
    client = signed_in("doctor")
    row = made(client, base, "release")
    assert client.get(f"/worksheets/{row.public_id}/leaflet/{language}/").status_code == 404
    through(row, signed_in)
    text = _text(client.get(f"/worksheets/{row.public_id}/leaflet/{language}/").content)
    assert word in text
    assert "555-0100" in text
    assert client.get(f"/worksheets/{row.public_id}/leaflet/fr/").status_code == 404


def test_the_letter_to_the_home_hospital_comes_from_signed_worksheets(
    signed_in: Callable[..., Client], base: str
) -> None:
    client = signed_in("doctor")
    assert client.get(f"{base}mibg/letter.pdf").status_code == 302
    rows = [made(client, base, kind) for kind in ("plan", "dose", "release")]
    for row in rows:
        through(row, signed_in)
    text = " ".join(_text(client.get(f"{base}mibg/letter.pdf").content).split())
    for words in (
        "Dr Luis Ortega", "8880 MBq (240 mCi) of 131I-MIBG on 2026-05-20", "Whole-body dose 1.72 Gy", "2 nights",
        "blood count every week", "2026-06-29: cells given", "Dr Jonas Lindqvist", "RZ-00001",
    ):  # fmt: skip
        assert words in text, words
    assert "Letter to the home hospital" in client.get(f"{base}mibg/").content.decode()


def test_a_curve_goes_out_as_csv_and_a_lesion_is_a_lower_bound(signed_in: Callable[..., Client], base: str) -> None:
    client = signed_in("doctor")
    row = made(client, base, "dose", lesion="20 g, 12.19 MBq, 60 h")
    assert "5.84 Gy from electrons alone, a lower bound" in client.get(f"/worksheets/{row.public_id}/").content.decode()
    lines = client.get(f"/worksheets/{row.public_id}/curve.csv").content.decode().splitlines()
    assert len(lines) == 7
    bad = client.post(f"{base}mibg/new/dose/", {**DOSE, "lesion": "20 g"})
    assert (bad.status_code, "not three quantities" in bad.content.decode()) == (400, True)


def test_both_doses_are_set_against_the_plan_once_the_second_is_measured(
    signed_in: Callable[..., Client], base: str
) -> None:
    client = signed_in("doctor")
    row = made(client, base, "second", measured="2.0 Gy", measured_sd="0.1 Gy")
    text = client.get(f"/worksheets/{row.public_id}/").content.decode()
    assert "achieved: 3.85 Gy (SD 0.14) against 4.00 Gy planned: -0.15 Gy" in text


# --- the site's file ---------------------------------------------------------------------------------------


def test_a_physicist_puts_in_the_site_file_and_a_bad_one_changes_nothing(signed_in: Callable[..., Client]) -> None:
    text = (MIBG / "site.toml").read_text(encoding="utf-8")
    client, before = signed_in("physicist"), SiteText.objects.count()

    def put(content: bytes) -> Any:
        return client.post("/office/site-file/", {"file": SimpleUploadedFile("site.toml", content)})

    for content, said in (
        (text.replace('maximum = "44400 MBq"', "").encode(), "No default is taken"),
        (b"\xff\xfe", "This is no site file"),
        (b"x" * 300_000, "at most 200 kB"),
        (b"format = [", "not TOML"),
    ):
        answer = put(content)
        assert answer.status_code == 400
        assert said in answer.content.decode(), said
    assert SiteText.objects.count() == before
    assert put(text.replace("demo 2026-05", "demo 2026-06").encode()).status_code == 302
    assert "demo 2026-06" in client.get("/office/site-file/").content.decode()
    assert signed_in("doctor").post("/office/site-file/", {"file": SimpleUploadedFile("s", b"x")}).status_code == 404
    assert signed_in("coordinator").get("/office/site-file/").status_code == 404


# --- response ----------------------------------------------------------------------------------------------

CURIE = dict.fromkeys(
    ["head", "thoracic_spine", "chest", "lumbar_spine", "pelvis", "upper_arms", "lower_arms", "femurs", "lower_legs"],
    "1",
)
SCAN = {"on": "2026-05-30", "source": "Dr Invented", **CURIE, "soft_tissue": "0"}


def test_the_response_page_says_why_nothing_can_be_judged_and_what_to_enter(
    signed_in: Callable[..., Client], base: str
) -> None:
    text = signed_in("doctor").get(f"{base}response/").content.decode()
    for words in ("not evaluable", "Order or enter", "Find the CT or MRI from before", "Over time", "COG: high risk"):
        assert words in text, words
    assert signed_in("doctor").get(f"{base}response/?since=2026-13-01").status_code == 400
    assert signed_in("doctor").get(f"{base}response/?since=2027-01-01").status_code == 400
    assert "as asked for" in signed_in("doctor").get(f"{base}response/?since=2026-02-01").content.decode()


def test_a_scored_scan_becomes_a_fact_and_a_drawn_body(signed_in: Callable[..., Client], base: str, child: Any) -> None:
    client = signed_in("doctor")
    assert client.post(f"{base}response/scan/curie/", SCAN).status_code == 302
    found = record_of(child).of(Imaging)[-1]
    assert (found.curie, dict(found.segments)["pelvis"], found.avid) == (9, 1, True)
    text = client.get(f"{base}response/").content.decode()
    assert "Curie of 2026-05-30: 9, 9 of it in bone" in text
    assert 'href="#curie-pelvis"' in text
    assert 'id="curie-pelvis"' in text
    assert 'aria-label="pelvis: 1 points"' in text


def test_a_segment_that_nobody_looked_at_is_not_zero(signed_in: Callable[..., Client], base: str, child: Any) -> None:
    answer = signed_in("doctor").post(f"{base}response/scan/curie/", {**SCAN, "pelvis": ""})
    assert (answer.status_code, "Pelvis" in answer.content.decode()) == (400, True)
    late = signed_in("doctor").post(f"{base}response/scan/curie/", {**SCAN, "on": "2026-06-02"})
    assert (late.status_code, "in the future" in late.content.decode()) == (400, True)
    assert not any(each.segments for each in record_of(child).of(Imaging))


def test_the_body_can_be_drawn_before_the_scan_is_entered(
    signed_in: Callable[..., Client], base: str, child: Any
) -> None:
    answer = signed_in("doctor").post(f"{base}response/scan/siopen/", {"pelvis": "5", "draw": "yes"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "So far 5 points, 11 segments are left" in text
    assert 'aria-label="pelvis: 5 points"' in text
    assert not any(each.segments for each in record_of(child).of(Imaging))
    assert signed_in("doctor").get(f"{base}response/scan/other/").status_code == 404

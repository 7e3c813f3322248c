"""Survivors in the browser's requests: list, plans and their papers, results, the practice of a site, signatures."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from rosette.kernel import Refused
from rosette.knowledge import SurveillanceRule, load_knowledge
from rosette.server.accounts.models import Grant, Site
from rosette.server.services.survivors import (
    MarkFault,
    followed,
    practice,
    practice_of_site,
    replan,
    rule_state,
    sign_rule,
    withdraw_signature,
)
from rosette.server.store.models import AuditRow, Child, PlanRow, PracticeText, RuleMark
from rosette.server.store.records import record_of
from rosette.survivorship import merged

ROW = "cog-CARD-2"
ROWS = "/office/surveillance/rows"
SETTINGS = {
    "name": "Clinic",
    "entry": "5 years",
    "ranges": "shortest",
    "visit": "6 months",
    "gather": "1 month",
    "next_visit": "",
}


@pytest.fixture
def survivor() -> Child:
    return Child.objects.select_related("referring_site", "programme_site").get(number="RZ-00005")


@pytest.fixture
def site() -> Site:
    return Site.objects.get(code="rosette")


@pytest.fixture
def base(survivor: Child) -> str:
    return f"/children/{survivor.public_id}/late-effects/"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def due(child: Child, test: str, profile: str = "ighg-pancare") -> Any:
    items = merged(followed(child, profile=profile).plan).items
    return next((item for item in items if item.test.id == test), None)


# --- the list ----------------------------------------------------------------------------------------------


def test_the_list_counts_what_is_late_and_names_the_next_day(signed_in: Callable[..., Client]) -> None:
    told = text(signed_in("doctor").get("/survivors/?show=overdue"))
    row = told[told.index("RZ-00005") :].partition("</tr>")[0]
    assert "Lena Invented" in row
    assert "<strong>4</strong>" in row
    assert "2026-06-22" in row


def test_each_person_lists_the_children_that_they_see(signed_in: Callable[..., Client]) -> None:
    assert "RZ-00006" in text(signed_in("lakeview").get("/survivors/"))
    assert "RZ-00005" not in text(signed_in("lakeview").get("/survivors/"))
    for word in ("parent", "survivor", "statistician", "admin", "physicist"):
        assert signed_in(word).get("/survivors/").status_code == 404


def test_a_list_of_many_plans_a_few_children_a_request_and_says_so(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rosette.server.services.survivors.rows.MOST_AT_ONCE", 2)
    PlanRow.objects.all().delete()
    assert "5 plans are being made again" in text(signed_in("doctor").get("/survivors/"))
    assert PlanRow.objects.count() == 2


def test_a_row_is_made_again_only_when_what_it_was_made_from_changed(
    survivor: Child, signed_in: Callable[..., Client], base: str
) -> None:
    first = replan(survivor)
    assert replan(survivor).made_at == first.made_at
    signed_in("doctor").post(f"{base}result/dxa/", {"on": "2026-05-20", "dxa_z_value": "0", "source": "Report"})
    again = replan(Child.objects.get(pk=survivor.pk))
    assert (first.overdue, again.overdue) == (4, 3)


def test_a_page_of_the_list_asks_the_database_a_bounded_number_of_times(
    signed_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("doctor")
    client.get("/survivors/")
    with django_assert_max_num_queries(45):
        client.get("/survivors/")


# --- the plan and its papers -------------------------------------------------------------------------------


def test_the_plan_says_reasons_days_doses_and_what_is_not_verified(signed_in: Callable[..., Client], base: str) -> None:
    told = text(signed_in("doctor").get(base))
    for words in (
        "cisplatin, 400 mg/m2",
        "overdue since 2018-09-12; proposed 2026-06-22",
        "Ask the treating hospital for",
        "in both readings that were found",
        "calculator",
        "Needing a clinician: not verified, so they move no day",
        "grade SIOP 2",
        "It is about late effects of treatment, not about relapse",
        "informs a team that decides",
    ):
        assert words in told, words
    assert "<script" not in told


def test_rows_of_the_second_profile_do_not_act(signed_in: Callable[..., Client], base: str) -> None:
    told = text(signed_in("doctor").get(f"{base}?profile=cog"))
    assert "No test has a day yet" in told
    assert "from general knowledge; the guideline itself was not read" in told
    both = text(signed_in("doctor").get(f"{base}compared/"))
    assert "does not act until signed" in both
    assert signed_in("doctor").get(f"{base}?profile=none").status_code == 404
    assert signed_in("doctor").get(f"{base}compared/?other=none").status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("paper/clinician/", "application/pdf"),
        ("paper/family-doctor/", "application/pdf"),
        ("paper/teenager/?language=es", "application/pdf"),
        ("calendar.ics", "text/calendar"),
        ("careplan.json", "application/fhir+json"),
    ],
)
def test_every_way_out_is_read_by_others_and_leaves_an_audit_row(
    signed_in: Callable[..., Client], base: str, path: str, kind: str
) -> None:
    answer = signed_in("doctor").get(base + path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    read = {
        "application/pdf": lambda raw: PdfReader(io.BytesIO(raw)).pages[0].extract_text(),
        "text/calendar": lambda raw: Calendar.from_ical(raw).walk("VEVENT")[0]["SUMMARY"],
        "application/fhir+json": lambda raw: json.loads(raw)["resourceType"],
    }[kind](answer.content)
    assert read
    assert "Lena" not in answer.content.decode("latin-1")
    assert AuditRow.objects.latest("seq").object_type == "surveillance"


def test_a_care_plan_leaves_only_with_the_right_to_export(signed_in: Callable[..., Client], base: str) -> None:
    assert signed_in("home-doctor").get(base).status_code == 200
    assert signed_in("home-doctor").get(f"{base}careplan.json").status_code == 404
    assert signed_in("doctor", fresh=False).get(f"{base}careplan.json").status_code == 302
    assert signed_in("doctor").get(f"{base}paper/nobody/").status_code == 404


# --- results -----------------------------------------------------------------------------------------------


def test_a_result_is_a_fact_and_the_plan_moves_at_once(
    signed_in: Callable[..., Client], survivor: Child, base: str
) -> None:
    assert due(survivor, "ferritin").state == "overdue"
    sent = {
        "on": "2026-05-20",
        "ferritin_value": "640",
        "ferritin_unit": "ng/mL",
        "ferritin_uln": "150",
        "source": "Invented laboratory",
    }
    answer = signed_in("nurse").post(f"{base}result/ferritin/", sent, follow=True)
    assert "Next ferritin: was overdue since 2018-09-12; proposed 2026-06-22, is 2026-11-20" in text(answer)
    fresh = Child.objects.get(pk=survivor.pk)
    fact = record_of(fresh).facts[-1]
    assert (fact.kind, fact.source.name, str(fact.on)) == ("laboratory", "Invented laboratory", "2026-05-20")
    assert due(fresh, "ferritin").done == date(2026, 5, 20)
    row = AuditRow.objects.filter(act="fact.add").latest("seq")
    assert (row.fields, row.child) == (["laboratory"], fresh.public_id)


def test_an_audiogram_becomes_the_grade_of_the_worse_ear(
    signed_in: Callable[..., Client], survivor: Child, base: str
) -> None:
    levels = {"right_air": "1: 10, 2: 15, 4: 15, 8: 15", "left_air": "1: 10, 2: 25, 3: 30, 4: 45"}
    answer = signed_in("doctor").post(f"{base}result/audiometry/", {"on": "2026-05-20", "source": "Clinic", **levels})
    assert answer.status_code == 302
    fact = record_of(Child.objects.get(pk=survivor.pk)).facts[-1]
    assert (fact.code, fact.result) == ("siop_hearing_grade", "3")
    assert "left air 1: 10, 2: 25, 3: 30, 4: 45" in fact.source.name


@pytest.mark.parametrize(
    ("test", "sent", "said"),
    [
        (
            "ferritin",
            {"on": "2031-01-01", "ferritin_value": "many"},
            ["is in the future", "&#34;many&#34; is not a number", "Choose the unit", "Report: This field is required"],
        ),
        ("dxa", {"on": "2026-05-20", "source": "x"}, ["Nothing was reported"]),
        ("echocardiogram", {"on": "2026-05-20", "lvef_value": "620", "lvef_unit": "%", "source": "x"}, ["620"]),
        (
            "echocardiogram",
            {"on": "2026-05-20", "lvef_value": "nan", "lvef_unit": "%", "source": "x"},
            ["not a number"],
        ),
        (
            "audiometry",
            {"on": "2026-05-20", "source": "x", "right_air": "4: loud, 5: 10"},
            ["4: loud", "5: 10", "the left ear has no levels"],
        ),
        (
            "audiometry",
            {"on": "2026-05-20", "source": "x", "right_air": "4: 10", "left_air": "4: 10", "left_tympanogram": "on"},
            ["Give the levels by bone conduction"],
        ),
    ],
)
def test_every_fault_of_a_result_is_told_and_nothing_is_kept(
    signed_in: Callable[..., Client], survivor: Child, base: str, test: str, sent: dict[str, str], said: list[str]
) -> None:
    before = survivor.facts.count()
    answer = signed_in("doctor").post(f"{base}result/{test}/", sent)
    assert answer.status_code == 400
    for words in said:
        assert words in text(answer), words
    assert survivor.facts.count() == before


def test_a_result_is_entered_only_by_those_who_add_facts(signed_in: Callable[..., Client], base: str) -> None:
    assert signed_in("board").get(f"{base}result/dxa/").status_code == 404
    assert signed_in("doctor").get(f"{base}result/nothing/").status_code == 404


def test_who_adds_a_result_without_a_right_to_the_plan_is_told_nothing_of_it(
    signed_in: Callable[..., Client], base: str
) -> None:
    sent = {"on": "2026-05-20", "ferritin_value": "640", "ferritin_unit": "ng/mL", "ferritin_uln": "150"}
    client = signed_in("physicist")
    answer = client.post(f"{base}result/ferritin/", sent | {"source": "Invented laboratory"}, follow=True)
    assert answer.status_code == 200
    assert "The result stands in the record." in text(answer)
    assert "Next ferritin" not in text(answer)


# --- the practice of a site --------------------------------------------------------------------------------


def test_settings_of_the_site_move_plans_and_faults_are_all_told(
    signed_in: Callable[..., Client], survivor: Child, site: Site
) -> None:
    client = signed_in("coordinator")
    wrong = {**SETTINGS, "entry": "soon", "visit": "often"}
    answer = client.post("/office/surveillance/settings/", wrong)
    assert answer.status_code == 400
    assert text(answer).count("nhsuk-error-message") >= 2
    before = due(survivor, "dxa").overdue_since
    assert client.post("/office/surveillance/settings/", SETTINGS).status_code == 302
    assert practice_of_site(site).ranges == "shortest"
    assert (before, due(survivor, "dxa").overdue_since) == (date(2018, 9, 12), date(2021, 9, 12))
    assert AuditRow.objects.filter(act="practice.change").latest("seq").object_id == "rosette"


def test_a_role_that_ended_shows_no_practice_of_its_site(
    signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    user = person("coordinator")
    Grant.objects.filter(user=user).update(until=timezone.now())
    Grant.objects.create(user=user, role="coordinator", site=Site.objects.get(code="hillside"))
    assert signed_in("coordinator").get("/office/surveillance/").status_code == 404


def test_a_signature_lets_a_row_act_and_its_withdrawal_stops_it(
    signed_in: Callable[..., Client], survivor: Child, site: Site
) -> None:
    assert not due(survivor, "ecg", "cog").acts
    client = signed_in("doctor")
    seen = rule_state(site, ROW).digest
    assert client.post(f"{ROWS}/{ROW}/sign/", {"seen": seen}).status_code == 302
    item = due(survivor, "ecg", "cog")
    assert item.acts
    assert (item.signed[0].by, item.signed[0].on) == ("Dr Amara Okoye", date(2026, 6, 1))
    told = text(client.get(f"{ROWS}/{ROW}/"))
    assert re.search(r"Dr Amara Okoye, [^:]+: signed\.", told)
    assert "Edition: not read; not version 6" in told
    assert client.post(f"{ROWS}/{ROW}/withdraw/", {"reason": "the document says else"}).status_code == 302
    assert not due(survivor, "ecg", "cog").acts
    acts = AuditRow.objects.filter(object_id=f"rosette {ROW}").order_by("seq").values_list("act", "detail")
    assert list(acts) == [("practice.sign", seen), ("practice.withdraw", seen)]


def test_a_row_that_changed_needs_another_signature(
    site: Site, person: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = rule_state(site, ROW).digest
    sign_rule(site=site, rule=ROW, seen=seen, by=person("doctor"))
    changed = {**practice.row_digests(load_knowledge().digest), ROW: "0" * 64}
    monkeypatch.setattr(practice, "row_digests", lambda knowledge: changed)
    practice._practice.cache_clear()
    assert rule_state(site, ROW).changed
    assert ROW not in practice_of_site(site).signed
    with pytest.raises(MarkFault, match="changed while you read it"):
        sign_rule(site=site, rule=ROW, seen=seen, by=person("doctor"))
    practice._practice.cache_clear()


def test_only_a_clinician_of_the_site_signs(
    signed_in: Callable[..., Client], site: Site, person: Callable[[str], Any]
) -> None:
    seen = rule_state(site, ROW).digest
    for word in ("coordinator", "nurse", "home-doctor", "admin", "parent"):
        assert signed_in(word).post(f"{ROWS}/{ROW}/sign/", {"seen": seen}).status_code == 404
    with pytest.raises(Refused):
        sign_rule(site=Site.objects.get(code="hillside"), rule=ROW, seen=seen, by=person("doctor"))
    assert "/account/again/" in signed_in("doctor", fresh=False).post(f"{ROWS}/{ROW}/sign/", {"seen": seen})["Location"]
    assert not RuleMark.objects.filter(rule=ROW).exists()
    assert signed_in("doctor").get(f"{ROWS}/no-such-row/").status_code == 404


def test_a_signature_stands_once_and_only_what_was_signed_is_withdrawn(
    site: Site, person: Callable[[str], Any]
) -> None:
    by, seen = person("doctor"), rule_state(site, ROW).digest
    with pytest.raises(MarkFault, match="nobody signed it"):
        withdraw_signature(site=site, rule=ROW, reason="wrong", by=by)
    sign_rule(site=site, rule=ROW, seen=seen, by=by)
    with pytest.raises(MarkFault, match="signed it on"):
        sign_rule(site=site, rule=ROW, seen=seen, by=person("second"))
    with pytest.raises(MarkFault, match="no reason"):
        withdraw_signature(site=site, rule=ROW, reason=" ", by=by)


@pytest.mark.parametrize("table", [PracticeText, RuleMark])
def test_what_a_site_set_and_signed_is_never_changed(table: Any) -> None:
    assert table.objects.exists()
    for change in (lambda: table.objects.update(site_id=1), lambda: table.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_every_row_of_every_profile_can_be_read(signed_in: Callable[..., Client]) -> None:
    client = signed_in("doctor")
    for profile in ("ighg-pancare", "programme", "cog"):
        told = text(client.get(f"/office/surveillance/?profile={profile}"))
        rules = [r.id for r in load_knowledge().table(SurveillanceRule).values() if r.profile == profile]
        assert all(f">{rule}<" in told for rule in rules)
    assert client.get("/office/surveillance/?profile=none").status_code == 404


def test_the_words_of_a_row_change_its_digest_and_its_review_does_not() -> None:
    from rosette.survivorship import row_digest

    rule = load_knowledge().table(SurveillanceRule)[ROW]
    assert row_digest(attrs.evolve(rule, place="elsewhere", signed_by="Dr A")) == row_digest(rule)
    for change in ({"owner": "family"}, {"statement": "other"}, {"if_abnormal": "x"}, {"unverified": None}):
        assert row_digest(attrs.evolve(rule, **change)) != row_digest(rule)

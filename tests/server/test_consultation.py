"""From the question to the plan: permitted steps, a signed decision that is fixed, a letter that prints the board."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from rosette.kernel import BadInput, Refused
from rosette.server.services import clock
from rosette.server.services.cases import ask_for, chase, move_case, open_case, settle_request
from rosette.server.services.letters import draft_letter, pdf_of, sign_and_send
from rosette.server.services.meetings import Overtaken, item_digest, list_case, sign_item, signatures_of, write_item
from rosette.server.services.plans import answer_plan, hand_over, propose_plan, reevaluate
from rosette.server.store.models import AgendaItem, Case, Child, Meeting, Notice

LORLATINIB = "lorlatinib-compassionate/lorlatinib"
TOMORROW = timedelta(days=1)


@pytest.fixture
def people(person: Callable[[str], Any]) -> dict[str, Any]:
    return {word: person(word) for word in ("doctor", "second", "coordinator", "home-doctor", "parent", "lakeview")}


@pytest.fixture
def case(child: Child) -> Case:
    return Case.objects.select_related("child__referring_site", "child__programme_site", "owner").get(child=child)


@pytest.fixture
def item(case: Case, people: dict[str, Any]) -> AgendaItem:
    move_case(case=case, state="ready", words="records are here", by=people["coordinator"])
    return list_case(meeting=Meeting.objects.get(), case=case, by=people["coordinator"])


def written(item: AgendaItem, by: Any, **more: Any) -> AgendaItem:
    told = {
        "seen": item.version,
        "minutes": "Dr Okoye presented.",
        "dissent": "",
        "decision": "recommend",
        "recommendation": "Lorlatinib, if the family agrees.",
        "options": [LORLATINIB],
        "review_on": None,
    }
    return write_item(item=item, by=by, **{**told, **more})


@pytest.fixture
def signed(item: AgendaItem, people: dict[str, Any]) -> AgendaItem:
    found = written(item, people["doctor"])
    sign_item(item=found, meaning="decision", by=people["doctor"])
    return found


def test_a_case_never_waits_without_a_next_step_and_its_day(child: Child, people: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        open_case(
            child=child,
            kind="referral",
            question="?",
            next_step="",
            next_on=clock.today() - TOMORROW,
            owner=people["coordinator"],
            by=people["coordinator"],
        )
    assert "no next step" in caught.value.explain()
    assert "is past" in caught.value.explain()


@pytest.mark.parametrize("state", ["decided", "letter_sent", "plan_answered", "handed_over", "listed"])
def test_a_step_that_is_not_permitted_is_refused(case: Case, people: dict[str, Any], state: str) -> None:
    with pytest.raises(BadInput, match="no step leads"):
        move_case(case=case, state=state, words="x", by=people["coordinator"])


def test_missing_records_are_asked_for_reminded_and_settled(case: Case, people: dict[str, Any]) -> None:
    asked = ask_for(case=case, what="MIBG scan", holder="Hillside", due=clock.today(), by=people["coordinator"])
    chase(request=asked, by=people["coordinator"])
    told = [notice.sentence for notice in Notice.objects.filter(user=people["home-doctor"])]
    assert any("Please send: MIBG scan" in text for text in told)
    assert any("Reminder 1" in text for text in told)
    with pytest.raises(BadInput, match="no reason"):
        settle_request(request=asked, state="not_obtainable", note="", by=people["home-doctor"])
    assert (
        settle_request(request=asked, state="received", note="", by=people["home-doctor"]).settled_on == clock.today()
    )


def test_nothing_unfinished_is_signed(item: AgendaItem, people: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        sign_item(item=item, meaning="", by=people["doctor"])
    assert all(word in caught.value.explain() for word in ("no decision", "no minutes", "no meaning"))


def test_only_a_physician_signs(item: AgendaItem, people: dict[str, Any]) -> None:
    found = written(item, people["coordinator"])
    with pytest.raises(Refused):
        sign_item(item=found, meaning="decision", by=people["coordinator"])


def test_what_is_signed_is_fixed_and_the_signature_fits_it(signed: AgendaItem, people: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="signed and fixed"):
        written(signed, people["doctor"], minutes="changed my mind")
    fresh = AgendaItem.objects.select_related("case__child", "meeting").get(pk=signed.pk)
    assert signatures_of(fresh)[0].digest == item_digest(fresh)
    assert fresh.case.state == "decided"
    assert '"options"' in fresh.board


def test_a_changed_minute_no_longer_fits_the_signature(signed: AgendaItem) -> None:
    fresh = AgendaItem.objects.select_related("case__child", "meeting").get(pk=signed.pk)
    fresh.minutes = "something else"
    assert signatures_of(fresh)[0].digest != item_digest(fresh)


def test_two_writers_of_one_item_do_not_overwrite_each_other(item: AgendaItem, people: dict[str, Any]) -> None:
    seen = item.version
    written(item, people["doctor"])
    with pytest.raises(Overtaken):
        written(item, people["second"], seen=seen)


def test_no_letter_without_a_signed_decision(item: AgendaItem, people: dict[str, Any]) -> None:
    written(item, people["doctor"])
    with pytest.raises(BadInput, match="not signed"):
        draft_letter(item=item, asked="", by=people["doctor"])


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_draft_says_so_and_a_sent_letter_names_its_signature(signed: AgendaItem, people: dict[str, Any]) -> None:
    letter = draft_letter(item=signed, asked="Measure GFR\nRepeat the MIBG scan", by=people["doctor"])
    draft = text_of(pdf_of(letter))
    assert "DRAFT" in draft
    assert "Symptom control and time at home" in draft
    sent = sign_and_send(letter=letter, by=people["doctor"])
    text = text_of(pdf_of(sent))
    assert "DRAFT" not in text
    assert "I send this letter for the team" in text
    assert "Measure GFR" in text
    assert "Lorlatinib, if the family agrees." in text
    assert Notice.objects.filter(user=people["home-doctor"], key=f"letter {sent.number}").exists()


def test_the_letter_reaches_home_doctor_and_family_only_when_sent(
    signed: AgendaItem, people: dict[str, Any], signed_in: Callable[..., Client]
) -> None:
    letter = draft_letter(item=signed, asked="", by=people["doctor"])
    url = f"/letters/{letter.public_id}/"
    assert [signed_in(word).get(url).status_code for word in ("home-doctor", "parent", "lakeview")] == [404, 404, 404]
    sign_and_send(letter=letter, by=people["doctor"])
    assert [signed_in(word).get(url).status_code for word in ("home-doctor", "parent", "lakeview")] == [200, 200, 404]
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_a_letter_is_sent_once(signed: AgendaItem, people: dict[str, Any]) -> None:
    letter = sign_and_send(letter=draft_letter(item=signed, asked="", by=people["doctor"]), by=people["doctor"])
    with pytest.raises(BadInput, match="sent already"):
        sign_and_send(letter=letter, by=people["doctor"])


def test_signing_needs_a_fresh_proof_of_who_it_is(
    item: AgendaItem, people: dict[str, Any], signed_in: Callable[..., Client]
) -> None:
    written(item, people["doctor"])
    answer = signed_in("doctor", fresh=False).post(f"/items/{item.public_id}/sign/", {"meaning": "decision"})
    assert answer.status_code == 302
    assert "/account/again/" in answer["Location"]
    assert not signatures_of(item)


ANSWERS = {
    "accepted": ("accepted", "", True),
    "changed without reason": ("changed", "", False),
    "declined without reason": ("declined", "", False),
    "changed": ("changed", "lower dose", True),
    "declined": ("declined", "too far", True),
    "nothing": ("", "", False),
}


@pytest.mark.parametrize(("answer", "reason", "fine"), ANSWERS.values(), ids=ANSWERS)
def test_changes_and_refusals_of_a_plan_need_reasons(
    signed: AgendaItem, people: dict[str, Any], answer: str, reason: str, fine: bool
) -> None:
    letter = sign_and_send(letter=draft_letter(item=signed, asked="", by=people["doctor"]), by=people["doctor"])
    plan = propose_plan(
        case=signed.case, option=LORLATINIB, steps="Start on 8 June", letter=letter, by=people["doctor"]
    )
    if fine:
        assert answer_plan(plan=plan, answer=answer, reason=reason, seen=1, by=people["home-doctor"]).state == answer
        assert Case.objects.get(pk=signed.case.pk).state == "plan_answered"
    else:
        with pytest.raises(BadInput):
            answer_plan(plan=plan, answer=answer, reason=reason, seen=1, by=people["home-doctor"])


def test_a_child_is_handed_over_and_looked_at_again(signed: AgendaItem, people: dict[str, Any]) -> None:
    letter = sign_and_send(letter=draft_letter(item=signed, asked="", by=people["doctor"]), by=people["doctor"])
    plan = propose_plan(case=signed.case, option=LORLATINIB, steps="Start", letter=letter, by=people["doctor"])
    answer_plan(plan=plan, answer="accepted", reason="", seen=1, by=people["home-doctor"])
    case = hand_over(
        case=Case.objects.get(pk=signed.case.pk),
        to="Hillside",
        words="agreed",
        review_on=clock.today() + timedelta(days=60),
        by=people["doctor"],
    )
    again = reevaluate(case=case, why="new relapse", by=people["doctor"])
    assert again.kind == "reevaluation"
    assert Case.objects.get(pk=case.pk).state == "closed"

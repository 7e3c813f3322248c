"""Curation of drafted criteria: who decides what, what is lost (nothing), and when it counts (after two persons)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.support.studies import NAMES, study

from rosette.kernel import BadInput, Refused
from rosette.portfolio.curation import DecisionAct, passage_keys, why_not_accepted
from rosette.server.services.boards import board_of
from rosette.server.services.curation import Curation, curation_of, decide_passage
from rosette.server.services.curation_files import approve_file, finish, unreadable, withdraw_file
from rosette.server.services.registry import portfolio_now, state_now, take_over
from rosette.server.store.models import AuditRow, Child, CurationDecision

NAME = NAMES[0]
TEXT = """Inclusion Criteria:

* Platelets at least 75,000 per microlitre
* Neutrophils 750/uL
* The family can fill in the diary of the study

Exclusion Criteria:

* Prior treatment with lorlatinib"""
PLATELETS, NEUTROPHILS, DIARY, PRIOR = "D2", "D3", "D4", "D6"
URL = f"/portfolio/registry/{NAME}/draft/"


def text(words: str = TEXT) -> Any:
    return study(NAME, eligibilityModule={"eligibilityCriteria": words, "minimumAge": "", "maximumAge": ""})


@pytest.fixture
def nurse(person: Callable[[str], Any]) -> Any:
    take_over([text()])
    return person("nurse")


@pytest.fixture
def second(person: Callable[[str], Any]) -> Any:
    return person("admin")


def now() -> Curation:
    found = curation_of(NAME)
    assert found is not None
    return found


def put(item: str, act: Any, words: str = "", *lines: str, by: Any) -> CurationDecision:
    found = now()
    passage = passage_keys(found.draft)[item]
    last = found.last_on(passage)
    return decide_passage(
        study=NAME,
        passage=passage,
        put=DecisionAct(act=act, words=words, lines=lines),
        seen=last.pk if last else 0,
        by=by,
    )


def decide_all(by: Any) -> None:
    put(PLATELETS, "accept", by=by)
    put(NEUTROPHILS, "reading", "", "require anc >= 750 /uL", by=by)
    put(DIARY, "question", "Can the family fill in the diary?", by=by)
    put(PRIOR, "edit", "D6 exclude prior lorlatinib [excl 1]", by=by)


def options(child: Child) -> set[str]:
    return {option.trial.id for option in board_of(child).options}


def test_nothing_drafted_is_on_a_board_before_two_persons_read_it(nurse: Any, second: Any, child: Child) -> None:
    decide_all(nurse)
    file = finish(study=NAME, by=nurse)
    assert NAME not in portfolio_now().trials
    assert NAME not in options(child)
    with pytest.raises(BadInput, match="a second person"):
        approve_file(study=NAME, seen=file.pk, why="read", by=nurse)
    approve_file(study=NAME, seen=file.pk, why="read beside the text", by=second)
    trial = portfolio_now().trials[NAME]
    assert [each.text for each in trial.arms[0].criteria] == [
        "require platelets >= 75000 /uL",
        "require anc >= 750 /uL",
        'require judgement "Can the family fill in the diary?"',
        "exclude prior lorlatinib",
    ]
    assert f"curated by {nurse}, approved by {second}" == trial.review.by
    assert NAME in options(child)
    assert unreadable() == {}
    withdraw_file(study=NAME, why="the study closed", by=nurse)
    assert NAME not in portfolio_now().trials
    assert NAME not in options(child)


def test_a_passage_left_open_or_not_encoded_is_never_accepted_as_it_stands(nurse: Any) -> None:
    for item in (NEUTROPHILS, DIARY):
        with pytest.raises(BadInput, match=r"read it|leaves it open"):
            put(item, "accept", by=nurse)
    with pytest.raises(BadInput, match="says the same"):
        put(NEUTROPHILS, "edit", str(now().draft.item(NEUTROPHILS).text), by=nurse)
    with pytest.raises(BadInput, match="keep it as a note"):
        put(DIARY, "reject", "not needed", by=nurse)
    with pytest.raises(BadInput):
        put(DIARY, "note", " ", by=nurse)
    assert CurationDecision.objects.count() == 0
    put(DIARY, "note", "No criterion: it is about the study's conduct.", by=nurse)
    assert DIARY in now().standing


def test_the_age_fields_of_the_register_are_passages_of_their_own(person: Callable[[str], Any]) -> None:
    take_over([study(NAME, eligibilityModule={"eligibilityCriteria": TEXT, "minimumAge": "1 Year"})])
    ages = [each for each in now().draft.items if each.span.of]
    assert [each.span.of for each in ages] == ["minimumAge", "maximumAge"]
    put(ages[0].id, "accept", by=person("nurse"))
    assert now().standing[ages[0].id].choice.act == "accept"


def test_finish_names_every_passage_that_nobody_decided(nurse: Any) -> None:
    put(PLATELETS, "accept", by=nurse)
    with pytest.raises(BadInput) as fault:
        finish(study=NAME, by=nurse)
    assert [problem.path for problem in fault.value.problems] == [NEUTROPHILS, DIARY, PRIOR]


def test_who_and_when_stand_in_the_rows_and_in_the_audit_chain(nurse: Any) -> None:
    row = put(PRIOR, "reject", "never given here", by=nurse)
    assert (row.by, row.act, row.why) == (nurse, "reject", "never given here")
    assert AuditRow.objects.get(act="curation.reject").object_id == NAME
    again = put(PRIOR, "reject", "never given here", by=nurse)
    assert again.pk == row.pk
    for change in (lambda: CurationDecision.objects.update(why=""), lambda: CurationDecision.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_decision_on_what_somebody_else_decided_meanwhile_is_refused(nurse: Any, second: Any) -> None:
    passage = passage_keys(now().draft)[PLATELETS]
    put(PLATELETS, "accept", by=second)
    with pytest.raises(BadInput, match="meanwhile"):
        decide_passage(study=NAME, passage=passage, put=DecisionAct(act="reject", words="x"), seen=0, by=nurse)


def test_only_the_trial_office_decides(nurse: Any, person: Callable[[str], Any]) -> None:
    with pytest.raises(Refused):
        put(PLATELETS, "accept", by=person("doctor"))
    assert AuditRow.objects.filter(act="registry.change", outcome="refused", object_id=NAME).exists()


def test_a_new_text_keeps_what_was_decided_on_the_same_words_and_asks_the_rest_again(nurse: Any) -> None:
    decide_all(nurse)
    finish(study=NAME, by=nurse)
    more = TEXT.replace("* Platelets", "* Weight of 12 kg or more\n* Platelets").replace("750/uL", "500/uL")
    take_over([text(more)])
    found = now()
    assert [item.span.text.strip("* ") for item in found.left] == ["Weight of 12 kg or more", "Neutrophils 500/uL"]
    assert found.standing["D3"].choice.text.startswith("D3 require platelets")
    assert found.standing["D5"].choice.text == 'D5 require judgement "Can the family fill in the diary?" [incl 4]'
    assert found.file is None


def test_a_file_is_not_approved_when_its_text_changed_after_it_was_finished(nurse: Any, second: Any) -> None:
    decide_all(nurse)
    file = finish(study=NAME, by=nurse)
    take_over([text(TEXT.replace("750/uL", "500/uL"))])
    with pytest.raises(BadInput, match="changed since"):
        approve_file(study=NAME, seen=file.pk, why="read", by=second)


def test_after_approval_a_change_of_the_text_waits_for_a_person(nurse: Any, second: Any) -> None:
    decide_all(nurse)
    approve_file(study=NAME, seen=finish(study=NAME, by=nurse).pk, why="read", by=second)
    assert state_now().studies[NAME].waiting == ()
    take_over([text(TEXT.replace("75,000", "50,000"))])
    assert [each.kind for each in state_now().studies[NAME].waiting] == ["eligibility"]
    assert "require platelets >= 75000 /uL" in [each.text for each in portfolio_now().trials[NAME].arms[0].criteria]


def test_a_study_with_a_trial_file_of_its_own_is_drafted_but_never_replaced(nurse: Any, second: Any) -> None:
    other = "NCT01154816"
    take_over([study(other)])
    before = portfolio_now().trials[other].version
    found = curation_of(other)
    assert found is not None
    keys = passage_keys(found.draft)
    for item in found.asked:
        act = "question" if why_not_accepted(item) else "accept"
        told = DecisionAct(act=act, words="Is it met?" if act == "question" else "")
        decide_passage(study=other, passage=keys[item.id], put=told, seen=0, by=nurse)
    file = finish(study=other, by=nurse)
    with pytest.raises(BadInput, match="a new version of it"):
        approve_file(study=other, seen=file.pk, why="read", by=second)
    assert portfolio_now().trials[other].version == before


def test_a_wrong_edit_comes_back_with_its_place_and_nothing_is_lost(
    nurse: Any, signed_in: Callable[..., Client]
) -> None:
    office = signed_in("nurse")
    typed = "D2 require plateletts >= 75000 /uL [incl 1]"
    told = {"passage": passage_keys(now().draft)[PLATELETS], "seen": "0", "act": "edit", "text": typed, "reason": "r5"}
    answer = office.post(URL, told)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "D2:1:12" in page
    assert "did you mean" in page
    assert typed.replace(">", "&gt;") in page
    assert "r5</textarea>" in page
    assert CurationDecision.objects.count() == 0
    answer = office.post(URL, {**told, "text": typed.replace("plateletts", "platelets")})
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}#{NEUTROPHILS}")


def test_the_page_shows_the_text_by_number_the_doubts_and_how_far_it_is(
    nurse: Any, signed_in: Callable[..., Client]
) -> None:
    put(PLATELETS, "accept", by=nurse)
    page = signed_in("nurse").get(URL).content.decode()
    assert "1 of 4 decided" in page
    assert f"Accepted by {nurse}" in page
    assert "No comparison sign stands with 750" in page
    assert "require anc &gt;= 750 /uL" in page
    assert "not encoded - read it" in page
    assert "Inclusion Criteria:" in page
    listed = signed_in("coordinator").get("/portfolio/registry/drafts/").content.decode()
    assert "1 of 4 decided" in listed
    read_only = signed_in("coordinator").get(URL).content.decode()
    assert "Accept D6" not in read_only


def test_the_queue_links_new_studies_to_their_drafts(nurse: Any, signed_in: Callable[..., Client]) -> None:
    page = signed_in("nurse").get("/portfolio/registry/").content.decode()
    assert "1 new: draft it" in page
    assert URL in page


def test_a_file_is_saved_as_it_was_approved(nurse: Any, second: Any, signed_in: Callable[..., Client]) -> None:
    decide_all(nurse)
    office = signed_in("nurse")
    assert office.get(f"{URL}file/").status_code == 404
    assert office.post(f"{URL}finish/").status_code == 302
    assert "Not yours to approve" in office.get(f"{URL}file/").content.decode()
    admin = signed_in("admin")
    seen = now().file
    assert seen is not None
    assert admin.post(f"{URL}approve/", {"seen": seen.pk, "reason": "read"}).status_code == 302
    saved = admin.get(f"{URL}file.toml")
    assert saved["Content-Disposition"] == f'attachment; filename="{NAME}.toml"'
    assert f"Approved by {second} on" in saved.content.decode().splitlines()[0]

"""Follow-up that a trial owes: declared by the site, asked for by what was given, shown beside the rest of the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.unit.survivorship.samples import agent, history
from tests.unit.survivorship.test_records import gathered, therapy

from rosette.documents.calendar import surveillance_events
from rosette.documents.survivorship import care_plan
from rosette.knowledge import Knowledge
from rosette.survivorship import (
    DutyError,
    Exposed,
    Item,
    Plan,
    Practice,
    PracticeError,
    Result,
    RuleBook,
    merged,
    plan_as_json,
    plan_of,
    practice_of,
)

ON = date(2026, 11, 30)
TRIAL = "NCT00000001"
DUTY = """
[[duty]]
id = "visits"
trial = "NCT00000001"
what = "visit with blood for the gene that was carried in"
given = "gd2_car_t"
start = { after = "last_exposure", by = "6 months" }
interval = ["6 months until 5 years after", "1 year until 15 years after"]
stop = { after = "15 years" }
owner = "trial team"
source = "invented consent, page 4"
by = "Dr A. Bell"
on = 2026-10-01
review = 2027-10-01
"""
HEAD = 'format = "rosette-survivorship-site/1"\nname = "clinic"\n'
SITE = practice_of(HEAD + DUTY)
NAME = f"{TRIAL}/visits"


def cells(**more: Any) -> Exposed:
    given = agent("gd2_car_t", first=date(2023, 4, 1), last=date(2023, 4, 1))
    return attrs.evolve(given, **more)


def planned(*given: Exposed, book: RuleBook, site: Practice = SITE, **more: Any) -> Plan:
    return plan_of(history(*given, end_of_therapy=date(2023, 4, 1)), book, on=ON, practice=site, **more)


def duty(book: RuleBook, *given: Exposed, **more: Any) -> Item:
    found = planned(*given, book=book, **more).item(NAME)
    assert found is not None
    return found


def test_a_duty_is_a_row_with_its_owner_its_source_and_who_declared_it(book: RuleBook) -> None:
    item = duty(book, cells(trial=TRIAL))
    assert (item.first_due, item.until, item.owner) == (date(2023, 10, 1), date(2038, 4, 1), "trial team")
    assert item.words == "every 6 months until 5 years after, then every year until 15 years after"
    assert [str(source) for source in item.rules[0].sources] == [f"{TRIAL}, invented consent, page 4"]
    assert (item.rules[0].signed_by, item.rules[0].review.due) == ("Dr A. Bell", date(2027, 10, 1))
    assert (item.acts, item.flags) == (True, ())
    assert item.reasons[0].text == f"gd2 car t, given in {TRIAL}"


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (date(2026, 11, 1), date(2027, 5, 1)),
        (date(2028, 3, 31), date(2028, 9, 30)),
        (date(2028, 4, 1), date(2029, 4, 1)),
        (date(2037, 5, 1), None),
    ],
)
def test_a_duty_that_was_done_moves_by_its_interval_until_its_last_day(
    done: date, due: date | None, book: RuleBook
) -> None:
    exposures = history(cells(trial=TRIAL), end_of_therapy=date(2023, 4, 1))
    result = Result(test=f"trial_duty/{NAME}", on=done)
    found = plan_of(exposures, book, on=date(2037, 12, 1), practice=SITE, results=[result]).item(NAME)
    assert found is not None
    assert found.due == due


@pytest.mark.parametrize(
    ("trial", "tried", "asked", "sure"),
    [
        (TRIAL, True, True, True),
        ("arm A of nct00000001", None, True, True),
        ("", True, True, False),
        ("", None, True, False),
        ("second line", None, True, False),
        ("NCT00000002", True, False, False),
        ("", False, False, False),
    ],
)
def test_what_nobody_tells_of_the_trial_makes_the_duty_apply_with_a_flag(
    trial: str, tried: bool | None, asked: bool, sure: bool, book: RuleBook
) -> None:
    item = planned(cells(trial=trial, investigational=tried), book=book).item(NAME)
    assert (item is not None) == asked
    flagged = item is not None and item.flags != ()
    assert flagged == (asked and not sure)
    if flagged and item is not None:
        assert item.flags == (f"strictest reading: gd2 car t: not recorded whether it was given in {TRIAL}",)


def test_another_medicine_asks_for_nothing(book: RuleBook) -> None:
    assert planned(agent("cisplatin", 400), book=book).item(NAME) is None


def test_a_duty_without_an_agent_is_owed_for_all_that_names_its_trial(book: RuleBook) -> None:
    site = practice_of(HEAD + DUTY.replace('given = "gd2_car_t"\n', ""))
    assert planned(agent("cisplatin", 400, trial=TRIAL), book=book, site=site).item(NAME) is not None
    assert planned(agent("cisplatin", 400, investigational=True), book=book, site=site).item(NAME) is None


def test_a_trial_without_a_declared_duty_is_told(book: RuleBook) -> None:
    told = "Given in a trial of which no duty is declared: gd2 car t NCT00000002. Ask its team what follow-up it owes."
    assert told in planned(cells(trial="NCT00000002", investigational=True), book=book).warnings
    assert planned(cells(trial=TRIAL, investigational=True), book=book).warnings == ()
    assert planned(cells(), book=book, site=Practice()).warnings == ()
    unnamed = planned(cells(investigational=True), book=book, site=Practice()).warnings
    assert "declared: gd2 car t. Ask" in unnamed[0]


def test_a_record_tells_the_trial_by_its_therapy(knowledge: Knowledge, book: RuleBook) -> None:
    fact = therapy("gd2_car_t", regimen=TRIAL, investigational=True) | {"from": "2023-04-01", "to": "2023-04-01"}
    found = plan_of(gathered(knowledge, fact), book, on=ON, practice=SITE).item(NAME)
    assert found is not None
    assert found.first_due == date(2023, 10, 1)


def test_a_duty_shows_in_json_calendar_and_care_plan(book: RuleBook) -> None:
    plan = merged(planned(cells(trial=TRIAL), book=book))
    (row,) = [each for each in plan_as_json(plan)["items"] if each["code"] == NAME]
    assert (row["owner"], row["rules"][0]["profile"]) == ("trial team", "trial")
    titles = {language: [e.title for e in surveillance_events(plan, language=language)] for language in ("en", "es")}
    assert "Study follow-up visit" in titles["en"]
    assert "Visita de seguimiento del estudio" in titles["es"]
    codes = [each["detail"]["code"]["coding"][0]["code"] for each in care_plan(plan)["activity"]]
    assert f"trial_duty/{NAME}" in codes


def test_a_duty_that_names_no_agent_is_refused_with_every_fault(book: RuleBook) -> None:
    text = HEAD + DUTY.replace("gd2_car_t", "gd2_cart") + DUTY.replace("gd2_car_t", "nothing").replace("visits", "b")
    with pytest.raises(DutyError) as caught:
        planned(cells(), book=book, site=practice_of(text))
    told = [problem.sentence() for problem in caught.value.problems]
    assert len(told) == 2
    assert '"gd2_cart" is no agent or class' in told[0]
    assert "gd2_car_t" in told[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('owner = "trial team"', 'owner = "nobody"', '"nobody" is not known'),
        ('by = "Dr A. Bell"\n', "", '"by" is missing'),
        ("on = 2026-10-01\n", "", '"on" is missing'),
        ("review = 2027-10-01\n", "", '"review" is missing'),
        ('source = "invented consent, page 4"\n', "", '"source" is missing'),
        ("last_exposure", "last_exposures", '"last_exposures" is not known'),
        ('stop = { after = "15 years" }', 'stop = { after = "long" }', "long"),
        ('id = "visits"\n', 'id = "visits"\ncolour = "blue"\n', 'unknown key "colour"'),
    ],
)
def test_a_faulty_duty_is_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(PracticeError, match=told):
        practice_of(HEAD + DUTY.replace(old, new))


def test_a_duty_stands_once() -> None:
    with pytest.raises(PracticeError, match="NCT00000001/visits stands twice"):
        practice_of(HEAD + DUTY + DUTY)


def test_a_duty_without_an_owner_is_the_clinic_s(book: RuleBook) -> None:
    site = practice_of(HEAD + DUTY.replace('owner = "trial team"\n', ""))
    assert duty(book, cells(trial=TRIAL), site=site).owner == "clinic"

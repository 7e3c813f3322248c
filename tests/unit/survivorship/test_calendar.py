"""The calendar rules, one by one: boundaries, leap days, entry, early and overdue tests, steps by age, ends."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.unit.survivorship.samples import agent, course, event, history

from rosette.kernel import Span
from rosette.survivorship import Dose, Item, Practice, Result, RuleBook, Signature, merged, plan_of
from rosette.survivorship.exposures import Exposures

ON = date(2026, 11, 30)


def row(exposures: Exposures, book: RuleBook, code: str, on: date = ON, **more: object) -> Item:
    found = plan_of(exposures, book, on=on, **more).item(code)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("dose", "heart", "rule"),
    [
        (0.1, 0, "CARD-1L"),
        (99.9, 14.9, "CARD-1L"),
        (100, 0, "CARD-1M"),
        (0.1, 15, "CARD-1M"),
        (249.9, 0, "CARD-1M"),
        (99.9, 29.9, "CARD-1M"),
        (100, 15, "CARD-1H"),
        (250, 0, "CARD-1H"),
        (0.1, 30, "CARD-1H"),
    ],
)
def test_a_boundary_value_belongs_to_the_higher_group(book: RuleBook, dose: float, heart: float, rule: str) -> None:
    exposures = history(agent("doxorubicin", dose), course("chest_radiation", date(2019, 1, 1), heart, heart=heart))
    assert row(exposures, book, "CARD-1").rules[0].id == rule


def test_courses_of_one_organ_and_total_body_irradiation_add_up(book: RuleBook) -> None:
    given = (course("total_body_irradiation", None, 12), course("metastasis_radiation", None, 20, spleen=3))
    assert row(history(*given), book, "CARD-1").rules[0].id == "CARD-1L"
    assert (
        row(history(*given[:1], course("chest_radiation", None, 20, heart=3)), book, "CARD-1").rules[0].id == "CARD-1M"
    )


@pytest.mark.parametrize(
    ("birth", "day"), [(date(2012, 2, 29), date(2030, 2, 28)), (date(2012, 2, 28), date(2030, 2, 28))]
)
def test_a_leap_day_falls_back_to_28_february(book: RuleBook, birth: date, day: date) -> None:
    exposures = history(agent("doxorubicin", 60), birth=birth)
    assert row(exposures, book, "CARD-2").again == day


@pytest.mark.parametrize(("entry", "day"), [("2 years", date(2022, 3, 1)), ("5 years", date(2025, 3, 1))])
def test_a_site_sets_when_follow_up_begins(book: RuleBook, entry: str, day: date) -> None:
    practice = Practice(entry=Span.parse(entry))
    assert row(history(agent("cisplatin", 400)), book, "REN-1", practice=practice).first_due == day


@pytest.mark.parametrize(("ranges", "every"), [("longest", "5 years"), ("shortest", "2 years")])
def test_a_site_chooses_the_end_of_a_range(book: RuleBook, ranges: str, every: str) -> None:
    exposures = history(agent("cisplatin", 400))
    assert str(row(exposures, book, "REN-1", practice=Practice(ranges=ranges)).every) == every


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (date(2020, 6, 15), date(2021, 6, 15)),  # five years old: yearly
        (date(2021, 6, 15), date(2023, 6, 15)),  # the sixth birthday: two-yearly
        (date(2027, 6, 14), date(2029, 6, 14)),  # the day before the twelfth birthday
        (date(2027, 6, 15), date(2032, 6, 15)),  # the twelfth birthday: five-yearly
    ],
)
def test_audiometry_follows_the_age_at_each_test(book: RuleBook, done: date, due: date) -> None:
    on = date(2028, 1, 1)
    item = row(history(agent("cisplatin", 400)), book, "EAR-1", on, results=[Result(test="audiometry", on=done)])
    assert (item.done, item.due) == (done, due)


def test_an_early_test_counts_but_nothing_is_due_before_its_first_day(book: RuleBook) -> None:
    exposures = history(agent("cisplatin", 400))
    early = Result(test="kidney_function", on=date(2021, 12, 1))
    assert row(exposures, book, "REN-1", results=[early]).due == date(2026, 12, 1)
    before_the_end = Result(test="kidney_function", on=date(2019, 12, 1))
    assert row(exposures, book, "REN-1", results=[before_the_end]).done is None


def test_a_missed_day_is_kept_and_a_catch_up_is_proposed(book: RuleBook) -> None:
    exposures = history(agent("cisplatin", 400))
    item = row(exposures, book, "REN-1", practice=Practice(next_visit=date(2027, 1, 12)))
    assert (item.state, item.overdue_since, item.catch_up) == ("overdue", date(2022, 3, 1), date(2027, 1, 12))
    assert row(exposures, book, "REN-1").catch_up == ON
    assert row(exposures, book, "REN-1", date(2022, 3, 1)).state == "planned"


def test_a_test_of_one_time_is_done_or_comes_again_at_its_age(book: RuleBook) -> None:
    exposures = history(agent("doxorubicin", 60), agent("cisplatin", 400))
    once = row(exposures, book, "REN-2", results=[Result(test="tubular_panel", on=date(2022, 5, 1))])
    assert (once.state, once.due) == ("done", None)
    ecg = row(exposures, book, "CARD-2", results=[Result(test="ecg", on=date(2022, 5, 1))])
    assert ecg.due == date(2033, 6, 15)


def test_a_rule_ends_at_its_age_and_never_begins_after_it(book: RuleBook) -> None:
    early = history(course("brain_radiation", date(2019, 3, 1), 20, hypothalamus_pituitary=6))
    assert row(early, book, "HP-3").until == date(2024, 6, 15)
    assert row(early, book, "HP-3", date(2025, 1, 1)).state == "ended"
    late = attrs.evolve(early, birth=date(2010, 8, 1))
    assert plan_of(late, book, on=ON).item("HP-3") is None


def test_girls_end_a_year_before_boys(book: RuleBook) -> None:
    girl = history(course("brain_radiation", date(2019, 3, 1), 20, hypothalamus_pituitary=6), sex="female")
    assert row(girl, book, "HP-3").until == date(2023, 6, 15)


def test_steps_after_the_end_of_a_medicine(book: RuleBook) -> None:
    exposures = history(agent("lorlatinib", last=date(2024, 10, 1)), end_of_therapy=date(2024, 10, 1))
    on, days, due = date(2030, 1, 1), [], row(exposures, book, "NB-ALK").first_due
    while due is not None:
        days.append(due)
        due = row(exposures, book, "NB-ALK", on, results=[Result(test="lipids_mood", on=due)]).due
    assert days == [date(2024, 10, 1), date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)]


def test_an_exposure_without_a_day_counts_from_the_earliest_one_that_is_possible(book: RuleBook) -> None:
    dated = agent("doxorubicin", 150, last=date(2019, 6, 1))
    assert row(history(dated), book, "CARD-1").first_due == date(2021, 6, 1)
    both = row(history(dated, agent("daunorubicin", 30)), book, "CARD-1")
    assert both.first_due == date(2021, 6, 1)
    assert "earliest possible day, the day of daunorubicin is not recorded: give at least its year" in both.flags
    undated = history(agent("doxorubicin", 150), diagnosis=date(2018, 5, 2))
    assert row(undated, book, "CARD-1").first_due == date(2020, 5, 2)
    assert row(attrs.evolve(undated, diagnosis=None), book, "CARD-1").first_due == date(2017, 6, 15)


def test_each_organ_is_dated_from_the_course_that_reached_it(book: RuleBook) -> None:
    first = course("abdominal_radiation", date(2018, 5, 2), 21, spine=21)
    second = course("brain_radiation", date(2019, 8, 1), 20, brain=20, hypothalamus_pituitary=6)
    exposures = history(first, second)
    assert row(exposures, book, "SPI-1").first_due == date(2019, 5, 2)
    assert row(exposures, book, "HP-2").first_due == date(2020, 2, 1)


def test_new_treatment_moves_the_anchor(book: RuleBook) -> None:
    before = history(agent("cisplatin", 400))
    after = attrs.evolve(before, end_of_therapy=date(2024, 3, 1))
    assert row(after, book, "REN-1").first_due == date(2026, 3, 1)
    ongoing = attrs.evolve(before, end_of_therapy=None)
    assert row(ongoing, book, "REN-1").state == "waiting"
    assert "Treatment goes on" in plan_of(ongoing, book, on=ON).warnings[0]


def test_bone_density_of_both_rules_is_one_row_with_the_reasons_of_both(book: RuleBook) -> None:
    given = (course("total_body_irradiation", None, 12), event("transplant", "autologous_transplant"))
    item = row(history(*given), book, "BON-1")
    assert [each.text for each in item.reasons][-1] == "autologous transplant"
    assert plan_of(history(*given), book, on=ON).item("BON-2") is None


def test_two_rules_for_one_test_are_merged_with_every_reason(book: RuleBook) -> None:
    exposures = history(agent("cisplatin", 400), agent("eflornithine", first=date(2019, 1, 1)))
    items = [item for item in merged(plan_of(exposures, book, on=ON)).items if item.test.id == "audiometry"]
    assert [[rule.id for rule in item.rules] for item in items] == [["NB-DFMO", "EAR-1"]]
    assert items[0].due == date(2019, 1, 1)


def test_an_unverified_part_moves_no_day_of_an_acting_row_and_says_what_it_would(book: RuleBook) -> None:
    rule = next(rule for rule in book.rules if rule.id == "REN-1")
    sooner = attrs.evolve(rule, id="remembered", code="X", series="X", unverified="remembered", tag="GK")
    sooner = attrs.evolve(sooner, interval=next(r for r in book.rules if r.id == "GEN-1").interval)
    wider = book.with_rules(rule, attrs.evolve(sooner, start=next(r for r in book.rules if r.id == "EAR-1").start))
    (item,) = merged(plan_of(history(agent("cisplatin", 400)), wider, on=ON)).items
    assert (item.first_due, item.acts) == (date(2022, 3, 1), True)
    assert any(flag.startswith("unverified, ask a clinician: X would have it every 5 years") for flag in item.flags)


def test_a_signature_of_the_site_lets_a_row_act(book: RuleBook) -> None:
    exposures = history(agent("cisplatin", 400))
    assert not row(exposures, book, "DEN-1").acts
    signed = Practice(signed={"DEN-1": Signature(by="Dr A. Bell", on=date(2026, 10, 1))})
    item = row(exposures, book, "DEN-1", practice=signed)
    assert (item.acts, item.signed[0].by) == (True, "Dr A. Bell")


def test_carboplatin_alone_asks_for_no_audiometry(book: RuleBook) -> None:
    assert plan_of(history(agent("carboplatin", 5000)), book, on=ON).item("EAR-1") is None


def test_an_activity_of_mibg_changes_no_interval(book: RuleBook) -> None:
    weak, strong = (
        attrs.evolve(agent("mibg_131i"), kind="infusion", first=date(2019, 9, 9), dose=Dose(value=dose, unit="MBq/kg"))
        for dose in (100.0, 700.0)
    )
    plans = [plan_of(history(each, strong), book, on=ON) for each in (weak, strong)]
    codes = ("THY-1", "THY-2", "SMN-L")
    assert [(i.first_due, i.words) for c in codes if (i := plans[0].item(c))] == [
        (i.first_due, i.words) for c in codes if (i := plans[1].item(c))
    ]
    assert row(plans[0].exposures, book, "THY-1").first_due == date(2020, 9, 9)

"""What a plan does when a day is missing: earlier, longer, or unknown with what mends it."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.unit.survivorship.samples import agent, course, history

from rosette.knowledge import Knowledge
from rosette.survivorship import Item, Result, RuleBook, history_of, plan_of, rules_of, summary_of
from rosette.survivorship.ends import ended, reanchored
from rosette.survivorship.exposures import Exposures

ON = date(2026, 11, 30)
HEAD = 'format = "rosette-history/1"\nid = "a"\nsex = "female"\n'


def row(exposures: Exposures, book: RuleBook, code: str, **more: object) -> Item:
    found = plan_of(exposures, book, on=ON, **more).item(code)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "end", "known", "words"),
    [
        ("end_of_therapy = 2019-08-01", date(2019, 8, 1), True, "treatment ended on 2019-08-01"),
        (
            'end_of_therapy = "2019-08"',
            date(2019, 8, 1),
            True,
            "treatment ended between 2019-08-01 and 2019-08-31",
        ),
        ('end_of_therapy = "ongoing"', None, True, "treatment goes on"),
        (
            "",
            date(2019, 3, 5),
            False,
            "the end of treatment is not recorded, it was not before 2019-03-05",
        ),
    ],
)
def test_the_end_of_therapy_may_be_known_in_part_or_not_at_all(
    told: str, end: date | None, known: bool, words: str, knowledge: Knowledge
) -> None:
    given = 'agent = [{ name = "cisplatin", first = 2018-12-01, last = 2019-03-05 }, { name = "etoposide" }]\n'
    found = history_of(f"{HEAD}birth = 2015-01-01\n{told}\n{given}", knowledge)
    assert (found.end_of_therapy, found.end_known, found.end_words) == (end, known, words)


@pytest.mark.parametrize(("diagnosis", "end"), [(date(2018, 5, 1), date(2018, 5, 1)), (None, date(2015, 6, 15))])
def test_without_any_day_treatment_ended_when_the_disease_was_found_or_at_birth(
    diagnosis: date | None, end: date
) -> None:
    found = ended(history(agent("cisplatin"), diagnosis=diagnosis, end_of_therapy=None))
    assert (found.end_of_therapy, found.ended_by) == (end, None)


def test_an_unknown_end_asks_early_says_so_and_asks_for_the_papers(book: RuleBook) -> None:
    given = agent("cisplatin", 400, last=date(2018, 9, 1))
    exposures = ended(history(given, end_of_therapy=None))
    item = row(exposures, book, "REN-1")
    assert item.first_due == date(2020, 9, 1)
    assert "earliest possible day, the end of therapy is not recorded: give at least its year" in item.flags
    assert any("The end of therapy is not recorded" in each for each in plan_of(exposures, book, on=ON).warnings)
    asked = [each.what for each in summary_of(exposures, book).requests]
    assert "day on which treatment ended, or at least its year" in asked


def test_without_an_end_no_result_counts_but_what_it_asks_for_is_told(book: RuleBook) -> None:
    exposures = ended(history(agent("cisplatin", 400, last=date(2018, 9, 1)), end_of_therapy=None))
    result = Result(test="kidney_function", on=date(2025, 1, 1), code="gfr", value=50)
    item = row(exposures, book, "REN-1", results=[result])
    assert (item.done, item.state, item.grades) == (None, "overdue", ("G3a",))
    assert "results do not count before the end of therapy is known: give at least its year" in item.flags
    year = attrs.evolve(exposures, end_of_therapy=date(2019, 1, 1), end_latest=date(2019, 12, 31), end_known=True)
    counted = row(year, book, "REN-1", results=[result])
    assert (counted.done, counted.due) == (date(2025, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(("done", "counts"), [(date(2019, 12, 30), False), (date(2019, 12, 31), True)])
def test_with_a_year_as_end_results_count_from_its_last_day(done: date, counts: bool, book: RuleBook) -> None:
    exposures = history(agent("cisplatin", 400), end_of_therapy=date(2019, 1, 1), end_latest=date(2019, 12, 31))
    item = row(exposures, book, "REN-1", results=[Result(test="kidney_function", on=done)])
    assert (item.first_due, item.done is not None) == (date(2021, 1, 1), counts)


def test_a_result_without_a_flag_leaves_no_flag_while_the_end_is_known(book: RuleBook) -> None:
    item = row(history(agent("cisplatin", 400)), book, "REN-1", results=[Result(test="kidney_function", on=ON)])
    assert not [flag for flag in item.flags if "results do not count" in flag or "earliest possible" in flag]


def test_a_year_of_birth_begins_early_and_ends_late(book: RuleBook) -> None:
    brain = course("brain_radiation", date(2019, 3, 1), 20, hypothalamus_pituitary=6, brain=20, colon=5)
    exact = history(brain, agent("cisplatin", 400))
    year = attrs.evolve(exact, birth=date(2015, 1, 1), birth_latest=date(2015, 12, 31))
    assert row(year, book, "SMN-C").first_due == date(2045, 1, 1)
    assert row(exact, book, "HP-3").until == date(2024, 6, 15)
    assert row(year, book, "HP-3").until == date(2024, 12, 31)
    hearing = Result(test="audiometry", on=date(2021, 3, 1))
    assert str(row(year, book, "EAR-1", results=[hearing]).every) == "1 year"


@pytest.mark.parametrize(
    ("day", "fires", "flagged"),
    [(date(2022, 12, 31), True, False), (date(2023, 6, 1), True, True), (date(2023, 12, 31), False, False)],
)
def test_an_age_at_exposure_may_be_unsure_with_a_year_of_birth(
    day: date, fires: bool, flagged: bool, book: RuleBook
) -> None:
    girl = history(
        course("brain_radiation", day, 20, hypothalamus_pituitary=6),
        sex="female",
        birth=date(2015, 1, 1),
        birth_latest=date(2015, 12, 31),
        end_of_therapy=date(2024, 3, 1),
    )
    found = plan_of(girl, book, on=date(2023, 7, 1)).item("HP-3")
    assert (found is not None) == fires
    assert found is None or any("age at exposure not known" in flag for flag in found.flags) == flagged


def test_what_ends_so_long_after_an_exposure_ends_late_when_only_its_year_is_known(book: RuleBook) -> None:
    cells = agent("gd2_car_t", first=date(2019, 1, 1), last=date(2019, 1, 1))
    year = attrs.evolve(cells, first_latest=date(2019, 12, 31), last_latest=date(2019, 12, 31))
    exact = attrs.evolve(cells, first=date(2019, 6, 1), last=date(2019, 6, 1))
    days = [
        (row(history(each), book, "NB-CART").first_due, row(history(each), book, "NB-CART").until)
        for each in (exact, year)
    ]
    assert days == [(date(2019, 12, 1), date(2034, 6, 1)), (date(2019, 7, 1), date(2034, 12, 31))]
    undated = row(history(attrs.evolve(cells, first=None, last=None)), book, "NB-CART")
    assert undated.until == date(2035, 3, 1)
    nothing = ended(history(attrs.evolve(cells, first=None, last=None), end_of_therapy=None))
    assert row(nothing, book, "NB-CART").until is None


def test_a_medicine_that_is_still_given_has_no_last_day_yet(book: RuleBook) -> None:
    still = attrs.evolve(agent("lorlatinib", first=date(2025, 1, 1)), going_on=True)
    item = row(history(still, end_of_therapy=None), book, "NB-ALK")
    assert (item.state, item.first_due, item.until) == ("waiting", None, None)


def test_treatment_after_the_told_end_moves_it(book: RuleBook) -> None:
    later = agent("cisplatin", 200, first=date(2023, 1, 5), last=date(2023, 4, 5))
    found = reanchored(history(agent("doxorubicin", 150), later))
    assert found.end_of_therapy == date(2023, 4, 5)
    assert found.notes == (
        "Treatment was given after 2020-03-01: follow-up counts from 2023-04-05, the last day that is known.",
    )
    assert row(found, book, "REN-1").first_due == date(2025, 4, 5)
    operation = reanchored(history(agent("cisplatin", 200), end_of_therapy=date(2024, 1, 1)))
    assert operation.notes == ()


def test_a_hepatitis_test_is_not_asked_of_a_child_born_after_the_years_of_risk(book: RuleBook) -> None:
    child = history(agent("cisplatin"), unknown=frozenset({"transfusions"}))
    assert plan_of(child, book, on=ON).item("HEP-C") is None
    adult = attrs.evolve(child, birth=date(1990, 1, 1))
    assert row(adult, book, "HEP-C").flags[0] == "strictest reading: transfusions: not known"


def test_a_transfusion_without_a_day_may_have_been_before_donors_were_tested(book: RuleBook) -> None:
    adult = history(birth=date(1990, 1, 1), transfused="once")
    item = row(adult, book, "HEP-C")
    assert "strictest reading: day of the first transfusion not known" in item.flags
    early = row(attrs.evolve(adult, first_transfusion=date(1992, 1, 1)), book, "HEP-C")
    assert [each.text for each in early.reasons] == ["transfused before 1993-01-01"]


def test_an_organ_that_nobody_says_was_spared_may_have_been_reached(book: RuleBook) -> None:
    unsure = attrs.evolve(course("metastasis_radiation", date(2019, 1, 1), 20), reach_known=False)
    assert "strictest reading: pancreas irradiated, dose unknown" in row(history(unsure), book, "MET-1").flags
    reached = course("metastasis_radiation", date(2019, 1, 1), 20, pancreas=None)
    assert [each.truth.name for each in row(history(reached), book, "MET-1").reasons] == ["YES"]
    told = attrs.evolve(unsure, organs=reached.organs)
    assert [each.truth.name for each in row(history(told), book, "MET-1").reasons] == ["YES"]


def test_an_age_at_an_agent_is_read_from_its_first_day(knowledge: Knowledge) -> None:
    cog = rules_of(knowledge, "cog")
    infant, child = (history(agent("carboplatin", 500, first=day)) for day in (date(2016, 1, 1), date(2018, 1, 1)))
    assert row(infant, cog, "EAR-1").reasons[-1].text == "under 1 year at exposure"
    assert plan_of(child, cog, on=ON).item("EAR-1") is None


@pytest.mark.parametrize(("going_on", "asked"), [(False, True), (True, False)])
def test_the_last_day_of_what_is_still_given_is_not_asked_for(going_on: bool, asked: bool, book: RuleBook) -> None:
    for name in ("doxorubicin", "isotretinoin"):
        given = attrs.evolve(agent(name, 100, first=date(2019, 1, 1)), going_on=going_on)
        wanted = [each.what for each in summary_of(history(given), book).requests]
        assert (f"day of the last dose of {name}" in wanted) == asked


def test_days_of_growing_up_are_read_from_a_history(knowledge: Knowledge) -> None:
    told = 'birth = "2010"\npuberty = "past"\npuberty_past_on = "2024-10"\ngrowth_ended = "2025"\n'
    more = 'end_of_therapy = 2014-01-01\nradiation = [{ field = "chest_radiation", on = "2013-05", dose = "20 Gy" }]\n'
    found = history_of(HEAD + told + more, knowledge)
    assert (found.birth, found.birth_latest) == (date(2010, 1, 1), date(2010, 12, 31))
    assert (found.puberty_past_on, found.growth_ended) == (date(2024, 10, 31), date(2025, 12, 31))
    assert found.notes[0].startswith("Birth is known as 2010-01-01 to 2010-12-31")
    field = found.given[0]
    assert (field.first, field.first_by, field.last, field.last_by) == (
        date(2013, 5, 1),
        date(2013, 5, 31),
        date(2013, 5, 1),
        date(2013, 5, 31),
    )


def test_a_first_exposure_with_a_year_is_the_base_of_its_end(book: RuleBook) -> None:
    infusion = attrs.evolve(
        agent("mibg_131i", first=date(2019, 1, 1), first_latest=date(2019, 12, 31)), kind="infusion"
    )
    late = attrs.evolve(infusion, first=date(2020, 2, 1), first_latest=None)
    assert row(history(infusion, late), book, "SMN-MIBG").until == date(2029, 12, 31)
    undated = attrs.evolve(infusion, first=None, first_latest=None)
    assert row(history(undated), book, "SMN-MIBG").until == date(2030, 3, 1)

"""Laws of plans: what may never happen, whatever the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import Phase, find, given, settings, strategies as st
from tests.unit.survivorship.samples import KNOWLEDGE, agent, course, event, history

from rosette.survivorship import Dose, Exposed, Exposures, Item, Plan, Result, merged, plan_of, rules_of, visits
from rosette.survivorship.ends import ended, reanchored
from rosette.survivorship.merging import days_of

BOOKS = {name: rules_of(KNOWLEDGE, name) for name in ("ighg-pancare", "cog")}
BOOK = BOOKS["ighg-pancare"]
ON = date(2026, 11, 30)
AGENTS = ("doxorubicin", "mitoxantrone", "cisplatin", "carboplatin", "cyclophosphamide", "busulfan", "isotretinoin")
ORGANS = ("heart", "breast", "spleen", "testes", "hypothalamus_pituitary", "brain", "thyroid", "spine", "ear", "colon")
DOSES = st.one_of(st.none(), st.sampled_from([5.0, 10.0, 12.0, 15.0, 30.0, 40.0, 99.0, 100.0, 249.0, 250.0, 400.0]))
FOUND, FIRST_END, RELAPSE, SECOND_END = date(2015, 12, 1), date(2020, 3, 1), date(2022, 5, 1), date(2023, 9, 1)
DAYS = st.one_of(st.none(), st.dates(date(2016, 1, 1), FIRST_END), st.dates(RELAPSE, SECOND_END))
STATUSES = st.sampled_from(["exact", "estimated", "computed", "incomplete"])


@st.composite
def exposed(draw: st.DrawFn) -> Exposed:
    """Something given in first-line treatment, or after a relapse; with a day, a year, or nothing."""
    return partly(draw, given_once(draw, draw(DAYS)))


def given_once(draw: st.DrawFn, day: date | None) -> Exposed:
    match draw(st.sampled_from(["agent", "radiation", "body", "transplant", "surgery", "infusion"])):
        case "agent":
            found = agent(draw(st.sampled_from(AGENTS)), draw(DOSES), first=day, last=day)
            return found if found.dose.value is None else attrs.evolve(found, dose=sure(draw, found.dose))
        case "radiation":
            organs = draw(st.dictionaries(st.sampled_from(ORGANS), DOSES, min_size=1, max_size=4))
            return course("metastasis_radiation", day, draw(DOSES), **organs)
        case "body":
            return course("total_body_irradiation", day, draw(DOSES))
        case "infusion":
            return attrs.evolve(agent("mibg_131i", first=day, last=day), kind="infusion", dose=Dose.unknown("MBq/kg"))
        case "transplant":
            return event("transplant", draw(st.sampled_from(["autologous_transplant", "allogeneic_transplant"])), day)
        case _:
            return event("surgery", draw(st.sampled_from(["nephrectomy", "thoracotomy", "splenectomy"])), day)


def sure(draw: st.DrawFn, dose: Dose) -> Dose:
    return attrs.evolve(dose, status=draw(STATUSES))


def partly(draw: st.DrawFn, each: Exposed) -> Exposed:
    """Perhaps only the year is known."""
    return only_years(each) if each.first is not None and draw(st.booleans()) else each


def only_years(each: Exposed) -> Exposed:
    assert each.first is not None
    assert each.last is not None
    first, last = date(each.first.year, 1, 1), date(each.last.year, 1, 1)
    ends = date(each.first.year, 12, 31), date(each.last.year, 12, 31)
    return attrs.evolve(each, first=first, last=last, first_latest=ends[0], last_latest=ends[1])


@st.composite
def histories(draw: st.DrawFn) -> Exposures:
    """A child treated once, or again after a relapse; the end of therapy is known, known by its year, or not."""
    given = draw(st.lists(exposed(), max_size=6))
    again = any(each.last is not None and each.last > FIRST_END for each in given)
    found = history(
        *given,
        sex=draw(st.sampled_from(["female", "male", None])),
        diagnosis=draw(st.sampled_from([None, FOUND])),
        end_of_therapy=SECOND_END if again else FIRST_END,
        steroid_weeks=draw(st.sampled_from([0, 3, 4, 20])),
        puberty=draw(st.sampled_from([None, "before", "past"])),
        puberty_past_on=draw(st.sampled_from([None, date(2026, 1, 1)])),
        growth_ended=draw(st.sampled_from([None, date(2026, 1, 1)])),
    )
    return draw(st.sampled_from([found, year_of_the_end(found), without_the_end(found)]))


def year_of_the_end(exposures: Exposures) -> Exposures:
    end = exposures.end_of_therapy
    assert end is not None
    if any(each.last is not None and each.last > date(end.year, 1, 1) for each in exposures.given):
        return exposures
    return attrs.evolve(exposures, end_of_therapy=date(end.year, 1, 1), end_latest=date(end.year, 12, 31))


def without_the_end(exposures: Exposures) -> Exposures:
    return ended(attrs.evolve(exposures, end_of_therapy=None, end_latest=None))


RESULTS = st.lists(
    st.builds(
        Result,
        test=st.sampled_from(["audiometry", "echocardiogram", "kidney_function", "thyroid_bloods", "ecg", "spine"]),
        on=st.dates(date(2016, 1, 1), ON),
        abnormal=st.sampled_from([None, True, False]),
    ),
    max_size=5,
)


def planned(exposures: Exposures, book: str = "ighg-pancare") -> Plan:
    return plan_of(exposures, BOOKS[book], on=ON)


@given(exposures=histories(), data=st.data(), book=st.sampled_from(sorted(BOOKS)))
@settings(max_examples=120, deadline=None)
def test_removing_an_exposure_never_adds_a_test(exposures: Exposures, data: st.DataObject, book: str) -> None:
    if not exposures.given:
        return
    place = data.draw(st.integers(0, len(exposures.given) - 1))
    fewer = attrs.evolve(exposures, given=exposures.given[:place] + exposures.given[place + 1 :])
    assert planned(fewer, book).tests <= planned(exposures, book).tests


def without_dose(each: Exposed) -> Exposed:
    organs = {organ: Dose.unknown("Gy") for organ in each.organs}
    return attrs.evolve(each, dose=Dose.unknown(each.dose.unit), organs=organs)


@given(exposures=histories(), data=st.data(), book=st.sampled_from(sorted(BOOKS)))
@settings(max_examples=120, deadline=None)
def test_removing_a_dose_makes_the_plan_stricter_never_looser(
    exposures: Exposures, data: st.DataObject, book: str
) -> None:
    if not exposures.given:
        return
    place = data.draw(st.integers(0, len(exposures.given) - 1))
    parts = [without_dose(each) if i == place else each for i, each in enumerate(exposures.given)]
    before, after = planned(exposures, book), planned(attrs.evolve(exposures, given=tuple(parts)), book)
    assert before.tests <= after.tests
    for item in before.items:
        if item.form == "test":
            same = next(each for each in after.items if each.test == item.test and each.form == "test")
            assert days_of(same.every) <= days_of(item.every)


def acting(item: Item) -> tuple[Item, ...]:
    return tuple(part for part in item.parts if part.acts) or item.parts or (item,)


@given(exposures=histories(), book=st.sampled_from(sorted(BOOKS)))
@settings(max_examples=80, deadline=None)
def test_merging_never_lengthens_an_interval_or_puts_a_test_off(exposures: Exposures, book: str) -> None:
    plan = planned(exposures, book)
    joined = merged(plan)
    assert joined.tests >= plan.tests
    for item in joined.items:
        for part in acting(item):
            assert days_of(item.every) <= days_of(part.every)
            assert part.due is None or (item.due is not None and item.due <= part.due)
        assert {each.text for part in item.parts for each in part.reasons} <= {each.text for each in item.reasons}
    assert merged(joined) == joined


@given(exposures=histories())
@settings(max_examples=60, deadline=None)
def test_a_visit_never_comes_after_a_test_of_it_is_due(exposures: Exposures) -> None:
    for visit in visits(planned(exposures)):
        for item in visit.items:
            day = item.catch_up or item.due
            assert day is not None
            assert visit.on <= day


@given(exposures=histories(), late=st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_a_test_that_was_done_moves_its_next_day_by_the_interval_and_nothing_else(
    exposures: Exposures, late: int
) -> None:
    before = planned(exposures)
    done = min(ON, FIRST_END + timedelta(days=late))
    for item in before.items[:8]:
        after = plan_of(exposures, BOOK, on=ON, results=[Result(test=item.test.id, on=done)])
        others = [each for each in before.items if each.test != item.test]
        assert [each for each in after.items if each.test != item.test] == others


@given(exposures=histories())
@settings(max_examples=60, deadline=None)
def test_every_row_says_why_and_by_which_rule(exposures: Exposures) -> None:
    for item in planned(exposures).items:
        assert item.rules[0].sources
        assert item.reasons
        assert (item.state == "overdue") == (item.overdue_since is not None) == (item.catch_up is not None)


@given(exposures=histories())
@settings(max_examples=40, deadline=None)
def test_no_row_of_a_profile_that_was_not_read_acts_unless_signed(exposures: Exposures) -> None:
    assert not [item for item in planned(exposures, "cog").items if item.acts and item.rules[0].profile == "cog"]


def without_days(each: Exposed, *, first: bool, last: bool) -> Exposed:
    gone = dict.fromkeys(["first", "first_latest"] * first + ["last", "last_latest"] * last)
    return attrs.evolve(each, **gone)


@st.composite
def one_day_less(draw: st.DrawFn, exposures: Exposures) -> Exposures:
    """The history with a day that is now unknown, or known by its year alone."""
    choices = ["diagnosis", "birth", "puberty_past_on", "growth_ended"]
    choices += ["end", "end_year"] if exposures.end_known and exposures.end_latest is None else []
    choices += ["given", "given_year"] if exposures.given else []
    match draw(st.sampled_from(choices)):
        case "end":
            return without_the_end(exposures)
        case "end_year":
            return year_of_the_end(exposures)
        case "birth":
            year = exposures.birth.year
            return attrs.evolve(exposures, birth=date(year, 1, 1), birth_latest=date(year, 12, 31))
        case "given" | "given_year" as what:
            place = draw(st.integers(0, len(exposures.given) - 1))
            return with_fewer_days(draw, exposures, place, year=what == "given_year")
        case name:
            return attrs.evolve(exposures, **{name: None})


def with_fewer_days(draw: st.DrawFn, exposures: Exposures, place: int, *, year: bool) -> Exposures:
    each = exposures.given[place]
    first = draw(st.booleans())
    fewer = without_days(each, first=first, last=not first or draw(st.booleans()))
    if year and each.first is not None and each.first_latest is None:
        fewer = only_years(each)
    given = (*exposures.given[:place], fewer, *exposures.given[place + 1 :])
    found = attrs.evolve(exposures, given=given)
    return found if exposures.end_known else without_the_end(found)


@given(exposures=histories(), results=RESULTS, data=st.data(), book=st.sampled_from(sorted(BOOKS)))
@settings(max_examples=100, deadline=None)
def test_removing_a_day_never_makes_a_test_later_or_absent(
    exposures: Exposures, results: list[Result], data: st.DataObject, book: str
) -> None:
    fewer = data.draw(one_day_less(exposures))
    before, after = (plan_of(each, BOOKS[book], on=ON, results=results) for each in (exposures, fewer))
    assert before.tests <= after.tests
    rows = {item.code: item for item in after.items}
    for item in before.items:
        if item.form != "none":
            assert_not_later(item, rows[item.code])


def assert_not_later(before: Item, after: Item) -> None:
    if before.first_due is not None:
        assert after.first_due is not None
        assert after.first_due <= before.first_due
    if before.due is not None:
        assert after.due is not None, (before, after)
        assert after.due <= before.due, (before, after)
        assert (after.state == "ended") <= (before.state == "ended")
    assert days_of(after.every) <= days_of(before.every)


@given(exposures=histories(), later=st.dates(SECOND_END, ON))
@settings(max_examples=60, deadline=None)
def test_treatment_after_the_end_moves_the_end_and_takes_no_test_away(exposures: Exposures, later: date) -> None:
    more = attrs.evolve(exposures, given=(*exposures.given, agent("cisplatin", 100, first=later, last=later)))
    again = reanchored(more)
    assert planned(exposures).tests <= planned(again).tests
    assert again.end_of_therapy is not None
    assert again.end_of_therapy >= later


GENERATED = settings(max_examples=500, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    ("what", "reached"),
    [
        ("re-treatment", lambda each: any(x.last and x.last > FIRST_END for x in each.given)),
        ("a partial day", lambda each: any(x.first_latest for x in each.given)),
        ("a day missing", lambda each: any(x.first is None for x in each.given)),
        ("a computed dose", lambda each: any(x.dose.status == "computed" for x in each.given)),
        ("an infusion", lambda each: bool(each.of("infusion"))),
        ("no end", lambda each: not each.end_known),
        ("a year as end", lambda each: each.end_latest is not None),
    ],
)
def test_the_laws_are_tried_on(what: str, reached: Callable[[Exposures], bool]) -> None:
    assert reached(find(histories(), reached, settings=GENERATED))

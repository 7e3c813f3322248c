"""Laws of plans: what may never happen, whatever the history."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import given, settings, strategies as st
from tests.unit.survivorship.samples import KNOWLEDGE, agent, course, event, history

from rosette.survivorship import Dose, Exposed, Exposures, Item, Plan, Result, merged, plan_of, rules_of, visits
from rosette.survivorship.merging import days_of

BOOKS = {name: rules_of(KNOWLEDGE, name) for name in ("ighg-pancare", "cog")}
BOOK = BOOKS["ighg-pancare"]
ON = date(2026, 11, 30)
AGENTS = ("doxorubicin", "mitoxantrone", "cisplatin", "carboplatin", "cyclophosphamide", "busulfan", "isotretinoin")
ORGANS = ("heart", "breast", "spleen", "testes", "hypothalamus_pituitary", "brain", "thyroid", "spine", "ear", "colon")
DOSES = st.one_of(st.none(), st.sampled_from([5.0, 10.0, 12.0, 15.0, 30.0, 40.0, 99.0, 100.0, 249.0, 250.0, 400.0]))
DAYS = st.one_of(st.none(), st.dates(date(2016, 1, 1), date(2020, 3, 1)))


@st.composite
def exposed(draw: st.DrawFn) -> Exposed:
    day = draw(DAYS)
    match draw(st.sampled_from(["agent", "radiation", "body", "transplant", "surgery"])):
        case "agent":
            return agent(draw(st.sampled_from(AGENTS)), draw(DOSES), first=day, last=day)
        case "radiation":
            organs = draw(st.dictionaries(st.sampled_from(ORGANS), DOSES, min_size=1, max_size=4))
            return course("metastasis_radiation", day, draw(DOSES), **organs)
        case "body":
            return course("total_body_irradiation", day, draw(DOSES))
        case "transplant":
            return event("transplant", draw(st.sampled_from(["autologous_transplant", "allogeneic_transplant"])), day)
        case _:
            return event("surgery", draw(st.sampled_from(["nephrectomy", "thoracotomy", "splenectomy"])), day)


@st.composite
def histories(draw: st.DrawFn) -> Exposures:
    return history(
        *draw(st.lists(exposed(), max_size=6)),
        sex=draw(st.sampled_from(["female", "male", None])),
        steroid_weeks=draw(st.sampled_from([0, 3, 4, 20])),
        puberty=draw(st.sampled_from([None, "before", "past"])),
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
    done = min(ON, date(2020, 3, 1) + timedelta(days=late))
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

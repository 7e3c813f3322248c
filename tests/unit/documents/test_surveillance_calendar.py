"""The calendar of a surveillance plan, read by two libraries that share no code: whole days, moved and cancelled."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import icalendar
import pytest
import vobject
from hypothesis import example, given, strategies as st
from tests.unit.documents.survivors import BOOK, HISTORIES, KNOWLEDGE, ON, all_done, plan

from rosette.documents.calendar import (
    Event,
    calendar_name,
    events_in,
    renewed,
    surveillance_events,
    to_ical,
)
from rosette.documents.ical import repeating
from rosette.documents.survivorship import LANGUAGES, plain_name
from rosette.kernel import BadInput, Span, UsageError
from rosette.knowledge import SurveillanceTest
from rosette.survivorship import Plan, Practice, Result, merged, plan_of

STAMP = datetime(2026, 6, 1, tzinfo=UTC)
LATER = STAMP + timedelta(days=40)
ILLNESS = re.compile(
    r"cancer|tumou?r|neoplasm|leuk|blastoma|\bhiv|hepatitis|\bhep-|\bsmn|c[áa]ncer|\bsida\b|\bvih\b", re.IGNORECASE
)


def file_of(found: Plan, **more) -> bytes:
    return to_ical(surveillance_events(found, **more), name="Health checks", stamp=STAMP)


def by_icalendar(raw: bytes) -> list[dict]:
    return [
        {
            "uid": str(each["UID"]),
            "start": each.decoded("DTSTART"),
            "end": each.decoded("DTEND"),
            "title": str(each["SUMMARY"]),
            "text": str(each.get("DESCRIPTION", "")),
            "version": int(each["SEQUENCE"]),
            "status": str(each.get("STATUS", "")),
            "stamp": each.decoded("DTSTAMP"),
        }
        for each in icalendar.Calendar.from_ical(raw).walk("VEVENT")
    ]


def by_vobject(raw: bytes) -> list[dict]:
    calendar = vobject.readOne(raw.decode("utf-8"))
    return [
        {
            "uid": each.uid.value,
            "start": each.dtstart.value,
            "end": each.dtend.value,
            "title": each.summary.value,
            "text": each.description.value if hasattr(each, "description") else "",
            "version": int(each.sequence.value),
            "status": each.status.value if hasattr(each, "status") else "",
            "stamp": each.dtstamp.value,
        }
        for each in getattr(calendar, "vevent_list", [])
    ]


def events(raw: bytes) -> list[dict]:
    """The events of a file, on which both libraries agree."""
    found = by_icalendar(raw)
    assert by_vobject(raw) == found
    return found


def repeats(raw: bytes, title: str) -> list[date]:
    """Every day on which an event happens, as the second library unfolds it."""
    each = next(each for each in vobject.readOne(raw.decode("utf-8")).vevent_list if each.summary.value == title)
    return [day.date() for day in each.rruleset] if each.rruleset else [each.dtstart.value]


# --- both libraries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_two_libraries_find_the_same_whole_days(path: Path, language: str) -> None:
    found = events(file_of(plan(path), language=language))
    assert found
    assert all(type(each["start"]) is date for each in found)
    assert all(each["end"] - each["start"] == timedelta(days=1) for each in found)
    assert len({each["uid"] for each in found}) == len(found)


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_lines_end_in_crlf_and_fold_at_75_octets_in_spanish_too(path: Path) -> None:
    text = file_of(plan(path), language="es").decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\r\n " in text


def test_what_an_event_says_comes_back_through_both_libraries_unharmed() -> None:
    said = 'comma, semicolon; back\\slash "quoted"\nnew line, ñ and a long tail ' + "ü" * 90
    raw = to_ical([Event(on=ON, title=said.replace("\n", " "), text=said, key="k")], name="n", stamp=STAMP)
    assert events(raw)[0]["text"] == said
    assert events_in(raw)[0].text == said


def test_events_are_private_whole_days_that_block_no_time() -> None:
    text = file_of(plan()).decode("utf-8")
    count = text.count("BEGIN:VEVENT")
    for line in ("DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "SEQUENCE:"):
        assert text.count(f"\r\n{line}") == count, line


# --- what is in it -----------------------------------------------------------------------------------------


def test_the_calendar_holds_the_dated_rows_that_act_and_nothing_else() -> None:
    found = merged(plan())
    asked = {item.test.id for item in found.items if not item.acts}
    dated = [item for item in found.items if item.acts and item.due and item.form != "none" and item.state != "ended"]
    again = [item for item in dated if item.again and item.again > (item.catch_up or item.due)]
    assert asked
    assert again
    assert len(events(file_of(found))) == len(dated) + len(again)


def test_a_repeat_whose_day_passed_with_the_first_one_is_one_event() -> None:
    found = merged(plan(HISTORIES[-1]))
    late = next(item for item in found.items if item.overdue_since and item.again and item.again < ON)
    titles = [each["title"] for each in events(file_of(found))]
    assert titles.count(plain_name(late.test.id)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_neither_title_nor_text_names_an_illness_unless_it_is_asked_to(path: Path, language: str) -> None:
    found = events(file_of(plan(path, results=all_done(date(2026, 5, 4))), language=language))
    known = {plain_name(test, language) for test in KNOWLEDGE.table(SurveillanceTest)}
    assert {each["title"] for each in found} <= known
    assert not [each for each in found if ILLNESS.search(f"{each['title']} {each['text']}")]


def test_full_titles_tell_the_test_the_late_effect_the_reason_and_the_rule() -> None:
    told = {each["title"]: each["text"] for each in events(file_of(plan(), full=True))}
    assert "cisplatin, 400 mg/m2" in told["audiometry: hearing loss, tinnitus"]
    assert "EAR-1 of ighg-pancare" in told["audiometry: hearing loss, tinnitus"]
    assert not any("cisplatin" in each["text"] for each in events(file_of(plan())))


@pytest.mark.parametrize(("language", "words"), [("en", "not a booked visit"), ("es", "no es una cita")])
def test_every_event_says_in_its_language_that_its_day_is_no_appointment(language: str, words: str) -> None:
    assert all(words in each["text"] for each in events(file_of(plan(), language=language)))
    assert not re.search("cancer|tumou?r|c[áa]ncer", calendar_name(language), re.IGNORECASE)


# --- what is read in again ---------------------------------------------------------------------------------


def test_a_test_keeps_its_id_whatever_its_day_and_its_words() -> None:
    one, two = plan(), plan(practice=Practice(next_visit=date(2026, 9, 14)))
    done = plan(results=(Result(test="audiometry", on=date(2026, 5, 1)),))
    first, second, third = (
        {each["uid"]: each for each in events(raw)}
        for raw in (file_of(one), file_of(two, language="es"), file_of(done))
    )
    assert set(first) == set(second) == set(third)
    moved = [(each["title"], each["start"]) for uid, each in third.items() if each["start"] != first[uid]["start"]]
    assert moved == [("Hearing test", date(2028, 5, 1))]
    assert {each["start"] for each in first.values()} != {each["start"] for each in second.values()}


def test_another_child_has_other_events() -> None:
    other = attrs.evolve(plan(), exposures=attrs.evolve(plan().exposures, id="SV-99"))
    ids = {each["uid"] for each in events(file_of(plan()))}
    assert ids.isdisjoint(each["uid"] for each in events(file_of(other)))


def test_a_later_file_has_later_versions_and_the_same_plan_the_same_bytes() -> None:
    raw, later = (to_ical(surveillance_events(plan()), name="n", stamp=stamp) for stamp in (STAMP, LATER))
    assert raw == to_ical(surveillance_events(plan()), name="n", stamp=STAMP)
    for one, two in zip(events(raw), events(later), strict=True):
        assert two["version"] > one["version"]
        assert two["stamp"] > one["stamp"]


def again(found: Plan, raw: bytes, *, stamp: datetime) -> bytes:
    return to_ical(renewed(surveillance_events(found), events_in(raw), stamp=stamp), name="n", stamp=stamp)


def test_after_an_earlier_file_only_what_changed_has_a_new_version() -> None:
    raw = file_of(plan())
    done = plan(results=(Result(test="audiometry", on=date(2026, 5, 1)),))
    same_day, later = again(done, raw, stamp=STAMP), again(done, raw, stamp=LATER)
    for new in (same_day, later):
        before = {each["uid"]: each["version"] for each in events(raw)}
        changed = [each for each in events(new) if each["version"] != before[each["uid"]]]
        assert [each["title"] for each in changed] == ["Hearing test"]
        assert changed[0]["version"] > before[changed[0]["uid"]]


def test_what_fell_away_is_cancelled_once_and_comes_back_with_a_higher_version() -> None:
    raw = file_of(plan())
    less = attrs.evolve(plan(), items=tuple(item for item in plan().items if item.test.id != "audiometry"))
    gone = again(less, raw, stamp=LATER)
    cancelled = [each for each in events(gone) if each["status"] == "CANCELLED"]
    assert [each["title"] for each in cancelled] == ["Hearing test"]
    kept = {each["uid"]: each["version"] for each in events(raw)}
    assert cancelled[0]["version"] > kept[cancelled[0]["uid"]]
    twice = again(less, gone, stamp=LATER)
    assert [each for each in events(twice) if each["status"]] == cancelled
    back = next(each for each in events(again(plan(), twice, stamp=LATER)) if each["title"] == "Hearing test")
    assert back["status"] == ""
    assert back["version"] > cancelled[0]["version"]


@pytest.mark.parametrize("raw", [b"", b"BEGIN:VCALENDAR", b"\xff\xfe", b"no calendar\r\n"])
def test_an_earlier_file_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput, match="earlier calendar"):
        events_in(raw)


def test_an_earlier_file_with_hours_is_refused() -> None:
    raw = file_of(plan()).replace(b"DTSTART;VALUE=DATE:20260601", b"DTSTART:20260601T090000Z")
    with pytest.raises(BadInput) as refused:
        events_in(raw)
    assert "without a whole day" in refused.value.explain()


# --- what repeats ------------------------------------------------------------------------------------------

SPANS = st.builds(Span, st.integers(1, 12), st.sampled_from(["month", "year"]))


@given(first=st.dates(date(2000, 1, 1), date(2090, 1, 1)), every=SPANS, years=st.integers(0, 12))
@example(first=date(2024, 2, 29), every=Span(1, "year"), years=9)
@example(first=date(2026, 8, 31), every=Span(6, "month"), years=3)
def test_a_repeat_falls_on_the_days_that_the_plan_counts(first: date, every: Span, years: int) -> None:
    until = Span(years, "year").after(first)
    rule = repeating(first, every, until)
    own = [first]
    while (day := Span(every.count * len(own), every.unit).after(first)) <= until:
        own.append(day)
    raw = to_ical([Event(on=first, title="t", rule=rule)], name="n", stamp=STAMP)
    assert repeats(raw, "t") == own
    assert events_in(raw)[0].rule == rule


def test_only_what_is_known_to_hold_repeats_and_never_after_a_missed_day() -> None:
    rules = {path: list(surveillance_events(plan(path))) for path in HISTORIES}
    overdue = {plain_name(item.test.id) for item in merged(plan()).items if item.overdue_since}
    assert overdue
    assert not [each for each in rules[HISTORIES[0]] if each.title in overdue and each.rule]
    done = all_done(date(2026, 3, 31))
    for path in HISTORIES:
        found = merged(plan(path, results=done))
        dated = {each.title: each for each in surveillance_events(found)}
        for item in found.items:
            if "to" in item.words.split() and any(step.least != step.most for step in item.interval.steps):
                assert not dated[plain_name(item.test.id)].rule


def test_a_repeat_ends_with_its_rule_and_with_the_age_that_changes_its_interval() -> None:
    found = merged(plan(results=all_done(date(2026, 5, 4))))
    raw = file_of(found)
    family = repeats(raw, plain_name("family_history"))
    assert family == [date(2031, 5, 4), date(2036, 5, 4)]
    for item in found.items:
        if item.acts and item.due and item.until and item.form != "none":
            assert max(repeats(raw, plain_name(item.test.id))) <= max(item.until, item.due)


def test_while_a_result_asks_for_more_nothing_repeats() -> None:
    abnormal = tuple(attrs.evolve(each, abnormal=True) for each in all_done(date(2026, 5, 4)))
    found = list(surveillance_events(plan(results=abnormal)))
    referred = {plain_name(item.test.id) for item in merged(plan(results=abnormal)).items if item.referrals}
    assert referred
    assert not [each for each in found if each.title in referred and each.rule]


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="en or es"):
        list(surveillance_events(plan(), language="fr"))


def test_an_interval_that_changes_at_an_age_repeats_no_longer_than_that() -> None:
    young = attrs.evolve(plan().exposures, birth=date(2021, 5, 1), end_of_therapy=date(2024, 1, 1))
    found = plan_of(young, BOOK, on=ON, results=all_done(date(2026, 5, 4)), practice=Practice())
    hearing = next(item for item in merged(found).items if item.test.id == "audiometry")
    assert "to age" in hearing.words
    raw = file_of(found)
    assert all(day < date(2033, 5, 1) for day in repeats(raw, "Hearing test"))

"""What changed between two boards and what comes soon: kinds, reasons, days, and that nothing is told twice."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st
from tests.support.records import ON, child, lab, make
from tests.unit.options.samples import (
    ASKED,
    COUNT,
    GRANULOCYTES,
    MET,
    TOO_OLD,
    WASHOUT,
    board,
    offer,
    real_children,
    slot,
)

from rosette.options import Section, make_board
from rosette.options.changes import Change, Mark, Marks, changes, mark_board, marks_json, read_marks
from rosette.options.marks import Reason
from rosette.portfolio import Slot, load_portfolio, load_programme
from rosette.records import Attestation, ChildRecord, Closure, Therapy

LOW, GOOD = lab("platelets", "20000 /uL"), lab("platelets", "80000 /uL")


def marks(
    record: ChildRecord, *criteria: str, here: Slot | None = None, on: date = ON, version: str = "1", title: str = "T1"
) -> Marks:
    """The marks of a board with one option."""
    made = board(record, offer(title, *criteria), slots=[here or slot(place=f"{title}/a")], on=on)
    return mark_board(made, record_version=version)


def one(before: Marks | None, after: Marks, *kinds: str) -> Change:
    """The one change, of one of the kinds when they are given."""
    found = [each for each in changes(before, after) if not kinds or each.kind in kinds]
    assert len(found) == 1, [each.sentence for each in found]
    return found[0]


def mark(**fields: Any) -> Mark:
    plain = {"id": "T/a", "title": "T: a", "verdict": "unknown", "section": "x", "open_here": True, "place": "open"}
    return Mark(**{**plain, "status": "open", **fields})


def marks_of(*options: Mark, on: date = ON, version: str = "1") -> Marks:
    return Marks(
        on=on,
        record_version=version,
        knowledge="2026.11",
        portfolio="made-up",
        options={each.id: each for each in options},
    )


# --- verdicts -----------------------------------------------------------------------------------------


def test_equal_boards_have_nothing_to_tell() -> None:
    assert changes(marks(child(GOOD), MET), marks(child(GOOD), MET)) == ()


def test_a_low_count_makes_an_option_not_eligible_and_is_the_reason() -> None:
    told = one(marks(child(), COUNT), marks(child(LOW), COUNT, version="2"))
    assert told.kind == "verdict"
    assert told.option == "T1/a"
    assert told.sentence.endswith("unknown became not eligible on 1 Jun 2026")
    assert told.why.startswith("X1 platelets 20000 /uL")
    assert told.urgency == "today"


def test_a_good_count_opens_an_option_and_what_left_the_way_is_the_reason() -> None:
    told = one(marks(child(), COUNT), marks(child(GOOD), COUNT, version="2"), "opened")
    assert told.sentence.endswith("unknown became eligible on 1 Jun 2026")
    assert told.why.startswith("no longer in the way: X1")
    assert "now asked" not in told.why


def test_an_option_that_was_open_closes() -> None:
    told = one(marks(child(GOOD), COUNT), marks(child(LOW), COUNT, version="2"), "closed")
    assert told.sentence.endswith("eligible became not eligible on 1 Jun 2026")
    assert told.why.startswith("X1 platelets")


def test_of_an_option_that_comes_nearer_both_are_told_what_left_and_what_is_asked() -> None:
    before = marks(child(LOW), COUNT, ASKED)
    told = one(before, marks(child(GOOD), COUNT, ASKED, version="2"))
    assert told.sentence.endswith("not eligible became needs judgement on 1 Jun 2026")
    assert told.why.startswith("no longer in the way: X1")
    assert "; now asked: X2 needs judgement" in told.why


def test_a_criterion_that_is_no_longer_known_is_what_is_asked_now() -> None:
    stale = lab("platelets", "20000 /uL", on="2026-05-01")
    told = one(marks(child(LOW), COUNT), marks(child(stale), COUNT, version="2"))
    assert told.sentence.endswith("not eligible became unknown on 1 Jun 2026")
    assert told.why.startswith("now asked: X1 platelets")


def test_many_reasons_are_counted_not_listed() -> None:
    asked = tuple(Reason(id=f"X{count}", why="not recorded") for count in range(7))
    told = one(marks_of(mark(verdict="eligible")), marks_of(mark(not_met=asked)))
    assert told.why == "X0 not recorded; X1 not recorded; X2 not recorded; and 4 more"


# --- places -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "kind", "words"),
    [
        (slot(), slot(status="suspended"), "suspended", "suspended here, no place is open any more (suspended)"),
        (slot(), slot(status="closed"), "slot closed", "closed here, no place is open any more (closed)"),
        (slot(total=2, taken=2), slot(status="suspended", total=2, taken=2), "suspended", "suspended here (suspended)"),
        (slot(total=2, taken=1), slot(total=2, taken=2), "place taken", "no place is open any more"),
        (slot(total=2, taken=2), slot(total=2, taken=1), "place free", "a place is open (open, 1 of 2 places)"),
        (slot(total=4, taken=1), slot(total=4, taken=2), "place taken", "a place was taken (open, 2 of 4 places)"),
        (slot(total=4, taken=0), slot(total=4, taken=2), "place taken", "2 places were taken (open, 2 of 4 places)"),
        (slot(total=4, taken=2), slot(total=4, taken=1), "place free", "a place was set free (open, 3 of 4 places)"),
        (slot(total=4, taken=2), slot(total=4, taken=0), "place free", "2 places were set free (open, 4 of 4 places)"),
        (slot(status="suspended"), slot(), "slot opened", "a place is open (open)"),
        (slot(status="waiting"), slot(), "slot opened", "a place is open (open)"),
        (slot(), slot(status="waiting"), "slot closed", "no place is open any more (not yet open)"),
        (slot(), slot(closes=ON), "slot closed", "no place is open any more (closed 2026-06-01)"),
        (
            slot(total=2, taken=2),
            slot(total=2, taken=2, next_slot=ON + timedelta(days=60)),
            "places",
            "places changed (full, next place 2026-07-31)",
        ),
    ],
    ids=lambda value: value.sentence() if isinstance(value, Slot) else None,
)
def test_what_happens_to_the_places_is_told_with_the_day(was: Slot, now: Slot, kind: str, words: str) -> None:
    asked = child(birth="2000-01-01")
    told = one(marks(asked, ASKED, here=was), marks(asked, ASKED, here=now))
    assert told.kind == kind
    assert words in told.sentence
    assert told.sentence.endswith("on 1 Jun 2026")
    assert told.why == f"before: {was.sentence(ON)}"


def test_a_place_lost_or_won_is_for_today_and_a_count_is_not() -> None:
    asked = child()
    lost = one(marks(asked, ASKED), marks(asked, ASKED, here=slot(status="suspended")))
    fewer = one(marks(asked, ASKED, here=slot(total=4)), marks(asked, ASKED, here=slot(total=4, taken=1)))
    assert (lost.urgency, fewer.urgency) == ("today", "soon")


# --- the list of options ------------------------------------------------------------------------------


def test_an_amended_text_is_told_even_when_no_verdict_changes() -> None:
    told = one(marks(child(), MET), marks(child(), "age >= 2 years"))
    assert told.kind == "amended"
    assert told.sentence.endswith("the criteria were amended on 1 Jun 2026")


def test_options_come_and_go() -> None:
    first, second = marks(child(), MET, title="T1"), marks(child(), MET, title="T2")
    told = {each.kind: each for each in changes(first, second)}
    assert set(told) == {"new", "gone"}
    assert told["new"].option == "T2/a"
    assert told["new"].sentence.endswith("is new on the board, eligible on 1 Jun 2026")
    assert told["gone"].option == "T1/a"
    assert told["gone"].sentence.endswith("is no longer on the programme's list on 1 Jun 2026")


def test_a_first_board_tells_only_what_comes_soon() -> None:
    assert [each.kind for each in changes(None, marks(child(GOOD), COUNT))] == ["goes stale"]
    assert changes(None, marks(child(), COUNT)) == ()


# --- soon ---------------------------------------------------------------------------------------------


def treated(*more: Any, end: str = "2026-05-14") -> ChildRecord:
    """A child whose washout of 21 days ends on 4 June when the last dose was on 14 May."""
    done = make(Closure, on="2026-05-30", covers=("therapies",))
    return child(make(Therapy, agent="lorlatinib", start="2026-01-10", end=end), done, *more)


def test_a_washout_that_ends_soon_is_told_with_days_and_date() -> None:
    told = one(None, marks(treated(), WASHOUT))
    assert told.kind == "opens soon"
    assert told.sentence.endswith(": opens in 3 days, on 4 Jun 2026")
    assert "lorlatinib" in told.why
    assert told.urgency == "soon"


def test_tomorrow_is_called_tomorrow_and_is_for_today() -> None:
    told = one(None, marks(treated(end="2026-05-12"), WASHOUT))
    assert told.sentence.endswith(": opens tomorrow, on 2 Jun 2026")
    assert told.urgency == "today"


def test_an_opening_says_which_result_must_repeat_by_then() -> None:
    old = lab("platelets", "80000 /uL", on="2026-05-26")
    told = one(None, marks(treated(old), WASHOUT, COUNT), "opens soon")
    assert "opens in 3 days, on 4 Jun 2026, if this repeats by then: X2 platelets 80000 /uL" in told.sentence


def test_a_result_that_is_stale_already_must_repeat_too() -> None:
    old = lab("platelets", "80000 /uL", on="2026-05-20")
    told = one(None, marks(treated(old), WASHOUT, COUNT), "opens soon")
    assert ", if this repeats by then: X2 platelets" in told.sentence


def test_two_results_repeat_in_the_plural() -> None:
    old = [lab("platelets", "80000 /uL", on="2026-05-26"), lab("anc", "1500 /uL", on="2026-05-26")]
    told = one(None, marks(treated(*old), WASHOUT, COUNT, GRANULOCYTES), "opens soon")
    assert ", if these repeat by then: X2 platelets" in told.sentence
    assert "; X3 " in told.sentence


def test_an_opening_beyond_the_week_is_not_told_yet() -> None:
    later = marks(treated(end="2026-05-19"), WASHOUT)
    assert changes(None, later) == ()
    assert [each.kind for each in changes(None, later, soon_days=8)] == ["opens soon"]


def test_an_arm_that_the_programme_opens_soon_is_told() -> None:
    told = one(None, marks(child(), MET, here=slot(opened=ON + timedelta(days=2))))
    assert told.sentence.endswith(": opens in 2 days, on 3 Jun 2026")


def test_what_only_waits_for_repeats_is_no_opening() -> None:
    lapsed = make(Attestation, on="2026-05-01", question="T1/X1", answer="yes", valid_until="2026-05-20")
    assert changes(None, marks(child(lapsed), ASKED)) == ()


def test_a_result_that_goes_stale_is_named() -> None:
    told = one(None, marks(child(lab("platelets", "80000 /uL", on="2026-05-25")), COUNT))
    assert told.kind == "goes stale"
    assert told.sentence.endswith(": the result for platelets goes stale tomorrow, on 2 Jun 2026")


def test_two_results_go_stale_in_the_plural_and_one_result_for_two_criteria_is_one() -> None:
    results = [lab(code, value, on="2026-05-26") for code, value in (("platelets", "80000 /uL"), ("anc", "1500 /uL"))]
    told = one(None, marks(child(*results), COUNT, GRANULOCYTES, "platelets >= 50000 /uL within 7 days"))
    assert ": the result for platelets and the result for " in told.sentence
    assert told.sentence.endswith(" go stale in 2 days, on 3 Jun 2026")


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ((ASKED,), "an answer (X1) lapses in 2 days, on 3 Jun 2026"),
        ((ASKED, 'judgement "And this?"'), "2 answers (X1, X2) lapse in 2 days, on 3 Jun 2026"),
    ],
)
def test_answers_of_persons_lapse_and_are_no_results(criteria: Sequence[str], words: str) -> None:
    answers = [
        make(Attestation, on="2026-05-20", question=f"T1/X{count}", answer="yes", valid_until="2026-06-02")
        for count in range(1, len(criteria) + 1)
    ]
    told = one(None, marks(child(*answers), *criteria))
    assert told.kind == "goes stale"
    assert told.sentence.endswith(f": {words}")


def test_a_birthday_closes_and_is_not_called_stale() -> None:
    told = one(None, marks(child(birth="2024-06-05"), TOO_OLD))
    assert told.kind == "closes soon"
    assert told.sentence.endswith(": closes in 4 days, on 5 Jun 2026")
    assert told.why == "X1 require age < 2 years holds no longer"


def test_the_programme_closes_an_arm_soon() -> None:
    told = one(None, marks(child(), MET, here=slot(closes=ON + timedelta(days=3))))
    assert told.sentence.endswith(": closes in 3 days, on 4 Jun 2026")
    assert told.why == "the programme closes it"


# --- once ---------------------------------------------------------------------------------------------


def test_the_same_notice_has_the_same_key_on_every_day() -> None:
    record = treated()
    keys = {one(None, marks(record, WASHOUT, on=ON + timedelta(days=count))).key for count in range(3)}
    assert len(keys) == 1


def test_a_day_that_moves_is_a_new_notice() -> None:
    assert one(None, marks(treated(), WASHOUT)).key != one(None, marks(treated(end="2026-05-15"), WASHOUT)).key


def test_a_verdict_that_comes_back_is_told_again() -> None:
    low, good = marks(child(LOW), COUNT, version="2"), marks(child(GOOD), COUNT, version="1")
    again = evolve(low, record_version="4")
    assert one(good, low, "closed").key != one(good, again, "closed").key
    assert one(good, low, "closed").key == one(good, low, "closed").key


def test_a_key_tells_nothing_about_the_child() -> None:
    told = one(marks(child(), COUNT), marks(child(LOW), COUNT))
    assert "T1" not in told.key
    assert "eligible" not in told.key
    assert len(told.key) <= 60


# --- kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", real_children()[:6], ids=lambda each: each.id)
def test_marks_are_stored_and_read_back(record: ChildRecord, knowledge: Any) -> None:
    made = make_board(record, on=ON, portfolio=load_portfolio(), programme=load_programme(), knowledge=knowledge)
    before = mark_board(made, record_version="7")
    again = read_marks(json.loads(json.dumps(marks_json(before))))
    assert again == before
    assert (again.record_version, again.knowledge) == ("7", knowledge.release)
    assert changes(before, again, soon_days=0) == ()
    assert set(before.options) == {option.id for option in made.here()}
    opened = {name for name, each in before.options.items() if each.section == Section.OPEN.value}
    assert opened == {option.id for option in made.section(Section.OPEN)}


def test_a_full_arm_has_no_place_left_after_storing() -> None:
    full = marks(child(), MET, here=slot(total=2, taken=2))
    assert read_marks(marks_json(full)).options["T1/a"].left == 0


def test_marks_of_an_earlier_version_are_read() -> None:
    old = marks_json(marks(child(LOW), COUNT))
    del old["knowledge"]
    (plain,) = old["options"].values()
    plain["not_met"] = ["X1 platelets 20000 /uL: too low"]
    for name in ("status", "left", "repeats", "closing", "stale", "lapsing"):
        plain.pop(name, None)
    read = read_marks(old).options["T1/a"]
    assert read.not_met == (Reason(id="X1", why="platelets 20000 /uL: too low"),)
    assert changes(read_marks(old), marks(child(LOW), COUNT)) == ()


# --- laws ---------------------------------------------------------------------------------------------

days = st.none() | st.dates(ON - timedelta(days=3), ON + timedelta(days=12))
some = st.builds(
    mark,
    id=st.sampled_from(["T/a", "T/b", "U/a"]),
    verdict=st.sampled_from(["eligible", "needs_judgement", "unknown", "not_eligible"]),
    section=st.sampled_from([section.value for section in Section]),
    open_here=st.booleans(),
    place=st.sampled_from(["open", "suspended", "full, no place known"]),
    status=st.sampled_from(["open", "suspended", "closed", "waiting"]),
    left=st.none() | st.integers(0, 3),
    opens_on=days,
    stale_on=days,
    closes_on=days,
    texts=st.sampled_from(["a", "b"]),
    not_met=st.lists(st.builds(Reason, id=st.sampled_from(["X1", "X2"]), why=st.just("not known")), max_size=2).map(
        tuple
    ),
    stale=st.just(("the result for platelets",)),
)
boards = st.lists(some, max_size=3).map(lambda each: marks_of(*each))


@given(boards, boards)
def test_every_sentence_names_option_and_day_and_every_key_is_its_own(before: Marks, after: Marks) -> None:
    found = changes(before, after)
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert each.sentence.startswith("T: a: ")
        assert " 2026" in each.sentence
        assert not each.sentence.endswith(" ")


@given(boards)
def test_what_is_stored_is_what_is_read(some: Marks) -> None:
    assert read_marks(json.loads(json.dumps(marks_json(some)))) == some


def test_comparing_a_whole_board_is_quick(knowledge: Any) -> None:
    record = real_children()[1]
    made = make_board(record, on=ON, portfolio=load_portfolio(), programme=load_programme(), knowledge=knowledge)
    before = mark_board(made, record_version="1")
    start = time.perf_counter()
    for _ in range(20):
        changes(before, before)
    assert (time.perf_counter() - start) / 20 < 0.02

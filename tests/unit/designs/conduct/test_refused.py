"""What a ledger refuses at its boundaries, and what just is not refused."""

import pytest
from attrs import evolve
from tests.unit.designs.conduct.book import (
    ASKS,
    BOIN,
    BOIN_TEXT,
    CONFIRMS,
    NURSE,
    SPEC,
    day,
    first_level,
    opened,
    whole,
)
from tests.unit.designs.conduct.test_views import expanding

from rosette.designs.conduct import (
    Confirmed,
    Decided,
    Delivered,
    Enrolled,
    Followed,
    Infeasible,
    Ledger,
    Noted,
    NotEvaluable,
    Observed,
    Overridden,
    Regraded,
    Responded,
    Resumed,
    SlotReleased,
    SlotReserved,
    Suspended,
    activation,
    append,
    ask,
    children_on,
    cut,
    faults,
    in_force,
    open_places,
    queue_on,
)
from rosette.designs.conduct.force import suspended
from rosette.designs.conduct.ledger import canonical
from rosette.designs.conduct.places import outdated
from rosette.designs.spec import read_specification
from rosette.kernel import Quantity, UsageError

WHOLE = whole().ledger
NOW = day(190)
ENTERED = {"day": NOW, "by": NURSE}
EVENT = next(line.number for line in WHOLE.lines if isinstance(line.entry, Observed))
SEEN = {"criterion": "haematological", "what": "fever", "toxicity": True}
MIBG = {"given": Quantity.parse("15 mCi/kg"), "on": NOW}
AGAIN = {"criterion": "other organ", "event": EVENT, "was": True, "toxicity": False, "reason": "read again"}


def told(entry, ledger=WHOLE):
    return " / ".join(faults(ledger, entry))


# --- an entry about a child: the entry, and what is said; empty: nothing ------------------------------------------

CHILDREN = [
    (Noted(text=" \n", **ENTERED), "text is empty"),
    (Observed(child="P09", on=NOW, grade=0, **SEEN, **ENTERED), "0 is no grade"),
    (Observed(child="P09", on=NOW, **{**SEEN, "criterion": ""}, **ENTERED), "is no criterion of the protocol"),
    (Observed(child="P09", on=NOW, grade=1, **SEEN, **ENTERED), ""),
    (Observed(child="P09", on=NOW, grade=5, **SEEN, **ENTERED), ""),
    (Observed(child="P09", on=NOW, **SEEN, **ENTERED), ""),
    (Observed(child="P09", on=day(170), **SEEN, **ENTERED), ""),  # the day of treatment
    (Observed(child="P01", on=day(56), **SEEN, **ENTERED), ""),  # the last day of the window
    (Observed(child="P01", on=day(57), **SEEN, **ENTERED), "the window of"),
    (Observed(child="P01", on=day(57), **{**SEEN, "toxicity": False}, **ENTERED), ""),
    (Observed(child="P06", on=day(130), **{**SEEN, "toxicity": False}, **ENTERED), ""),
    (Observed(child="P06", on=day(130), **{**SEEN, "criterion": "other organ"}, **ENTERED), ""),
    (Delivered(child="P05", total=Quantity.parse("900 mCi"), **MIBG, **ENTERED), ""),  # the cap itself
    (Delivered(child="P05", total=Quantity.parse("901 mCi"), reason="weighed again", **MIBG, **ENTERED), ""),
    (Delivered(child="P05", total=None, **MIBG, **ENTERED), "say what was given in all"),
    (Infeasible(child="P09", on=NOW, reason="cells", **ENTERED), ""),
    (Infeasible(child="P09", on=day(191), reason="cells", **ENTERED), "has not come"),
    (Infeasible(child="P09", on=day(169), reason="cells", **ENTERED), "is before P09 was enrolled"),
    (Infeasible(child="P99", on=NOW, reason="cells", **ENTERED), "P99 is not a child of this trial"),
    (NotEvaluable(child="P05", reason="again", **ENTERED), "as infeasible already"),
    (NotEvaluable(child="P09", reason=" ", **ENTERED), "reason is empty"),
    (NotEvaluable(child="P09", reason="withdrew", **ENTERED), ""),
    (Responded(child="P05", on=NOW, response=True, **ENTERED), "P05 was not treated yet"),
    (Responded(child="P09", on=day(191), response=True, **ENTERED), "has not come"),
    (Responded(child="P09", on=NOW, response=True, **ENTERED), ""),
    (Followed(child="P09", until=NOW, criterion="", **ENTERED), ""),
    (Regraded(child="P02", **AGAIN, grade=6, **ENTERED), "6 is no grade"),
    (Regraded(child="P02", **AGAIN, grade=2, **ENTERED), ""),
    (Regraded(child="P02", **{**AGAIN, "reason": " "}, grade=2, **ENTERED), "reason is empty"),
    (Regraded(child="P02", **{**AGAIN, "toxicity": True}, grade=4, **ENTERED), ""),  # the grade alone
    (Regraded(child="P99", **AGAIN, **ENTERED), "P99 is not a child of this trial"),
]


@pytest.mark.parametrize(("entry", "says"), CHILDREN)
def test_an_entry_about_a_child_at_its_boundaries(entry, says):
    assert (says in told(entry)) if says else told(entry) == ""


def test_a_correction_of_the_day_of_treatment_does_not_pass_an_event():
    words = {"child": "P06", "given": Quantity.parse("15 mCi/kg"), "total": Quantity.parse("500 mCi")}
    correct = Delivered(on=day(129), reason="the day was mistyped", **words, **ENTERED)
    assert told(correct) == ""
    assert "had an event before" in told(evolve(correct, on=day(130)))


def test_an_event_is_not_re_graded_to_a_toxicity_outside_its_window_or_beside_another():
    book = first_level()
    book.see(95, "P01", "haematological", toxicity=False, what="platelets", grade=3, on=60)
    words = {"child": "P01", "criterion": "haematological", "event": len(book.ledger.lines), "was": False}
    late = Regraded(day=day(96), by=NURSE, toxicity=True, reason="central review", **words)
    assert "the window of" in told(late, book.ledger)
    book.see(96, "P01", "haematological", on=20).see(96, "P01", "haematological", toxicity=False, on=21)
    second = evolve(late, event=len(book.ledger.lines))
    assert "has a toxicity by" in told(second, book.ledger)


# --- slots, suspension, rulings -----------------------------------------------------------------------------------


def test_a_slot_waits_before_a_version_is_active_and_is_released_once():
    ledger = Ledger(specifications=(SPEC,))
    ledger = append(ledger, SlotReserved(day=day(0), by=NURSE, slot="S01", trial="invented-mibg-1", cohort="a"))
    release = SlotReleased(day=day(0), by=NURSE, slot="S01", reason="the family declined")
    assert told(release, ledger) == ""
    assert "S01 does not wait in the queue" in told(release, append(ledger, release))
    assert "S02 does not wait in the queue" in told(evolve(release, slot="S02"), ledger)
    assert "reason is empty" in told(evolve(release, reason=" "), ledger)


def test_a_reservation_may_lapse_on_the_day_on_which_it_is_made():
    made = SlotReserved(slot="S77", trial="a", cohort="b", until=NOW, **ENTERED)
    assert told(made) == ""
    assert "would have lapsed" in told(evolve(made, until=day(189)))
    for blank in ("slot", "trial", "cohort"):
        assert f"{blank} is empty" in told(evolve(made, **{blank: " "}))


def test_nobody_is_enrolled_before_a_decision_is_in_force():
    book = opened()
    slot = book.reserve(0)
    entry = Enrolled(day=day(0), by=NURSE, child="P01", slot=slot, dose=1, decision=1)
    assert "no decision in force gives a dose" in told(entry, book.ledger)
    assert (outdated(book.ledger, day(0)), open_places(book.ledger, day(0))) == ("", 0)
    assert [place.holds for place in queue_on(book.ledger, day(0))] == [False]


def test_suspension_and_its_end_need_a_reason_and_stand_once():
    stop = Suspended(day=NOW, by=CONFIRMS, reason="supply", until="the supplier answers")
    stopped = append(WHOLE, stop)
    assert "reason is empty" in told(evolve(stop, reason=" "))
    assert "suspended already" in told(stop, stopped)
    assert "reason is empty" in told(Resumed(day=NOW, by=CONFIRMS, reason=" "), stopped)
    assert told(Resumed(day=NOW, by=CONFIRMS, reason="the supplier answered"), stopped) == ""
    assert open_places(stopped, NOW) == 0
    again = append(stopped, Resumed(day=NOW, by=CONFIRMS, reason="the supplier answered"))
    assert suspended(again) is None
    assert suspended(append(again, evolve(stop, reason="a recall"))).reason == "a recall"


def asked(number=0):
    book = opened(BOIN)
    book.add(cut(book.ledger, day=day(number), by=ASKS))
    return book.add(ask(book.ledger, day=day(number), by=ASKS))


@pytest.mark.parametrize("by", [ASKS, f" {ASKS}", f"{ASKS} ", ASKS.upper()])
def test_who_asked_does_not_confirm_however_the_name_is_written(by):
    ledger = asked().ledger
    assert "another person confirms" in told(Confirmed(day=day(0), by=by, number=1), ledger)
    padded = evolve(ledger.lines[-1].entry, by=f" {ASKS} ")
    ledger = append(ledger.before(ledger.lines[-1].number), padded)
    assert "another person confirms" in told(Confirmed(day=day(0), by=by, number=1), ledger)


def test_an_override_needs_its_reason_and_keeps_to_the_last_decision():
    book = asked()
    entry = Overridden(day=day(0), by=CONFIRMS, number=1, dose=None, reason="wait for the board")
    assert told(entry, book.ledger) == ""
    assert "reason is empty" in told(evolve(entry, reason=" "), book.ledger)
    book.add(cut(book.ledger, day=day(1), by=ASKS))
    book.add(ask(book.ledger, day=day(1), by=ASKS))
    assert "1 is not the last decision, 2" in told(evolve(entry, day=day(1)), book.ledger)
    assert "2 is not the last decision: ask first" in told(evolve(entry, number=2), opened(BOIN).ledger)


def test_an_override_is_of_the_last_decision_and_not_of_one_before():
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    for child in ("P01", "P02", "P03"):
        book.follow(28, child)
    book.add(cut(book.ledger, day=day(28), by=ASKS))
    book.add(ask(book.ledger, day=day(28), by=ASKS))
    entry = Overridden(day=day(28), by=CONFIRMS, number=2, dose=2, reason="the board asks for it")
    assert "that is what the rule decided" in told(entry, book.ledger)
    assert told(evolve(entry, dose=1), book.ledger) == ""


def test_the_cut_of_the_last_decision_must_be_the_latest():
    """The first decision rests on an old cut, the second on the latest data: the second can be confirmed."""
    book = first_level().decide(93)
    book.add(cut(book.ledger, day=day(94), by=ASKS))
    book.add(ask(book.ledger, day=day(94), by=ASKS))
    number = book.ledger.of(Decided)[-1].number
    assert told(Confirmed(day=day(94), by=CONFIRMS, number=number), book.ledger) == ""


def test_a_decision_says_which_of_its_parts_is_not_that_of_the_rule():
    book = opened(BOIN)
    book.add(cut(book.ledger, day=day(0), by=ASKS))
    right = ask(book.ledger, day=day(0), by=ASKS)
    assert told(right, book.ledger) == ""
    other = evolve(right.decision, dose=2)
    assert "its decision is not that of the rule" in told(evolve(right, decision=other), book.ledger)
    assert "its number is not that of the rule" in told(evolve(right, number=2), book.ledger)
    assert "no frozen cut with that digest" in told(evolve(right, cut=0), book.ledger)
    assert "no frozen cut with that digest" in told(evolve(right, cut=99), book.ledger)
    assert "no frozen cut with that digest" in told(evolve(right, digest="0"), book.ledger)
    book.add(cut(book.ledger, day=day(1), by=ASKS))
    assert "its cut is not that of the rule" in told(evolve(right, day=day(1)), book.ledger)


def test_without_a_frozen_cut_nothing_is_asked():
    with pytest.raises(UsageError, match="make a cut of the data first"):
        ask(opened(BOIN).ledger, day=day(0), by=ASKS)


def amended(old, new, ledger, *, on):
    """The version with other words, as the entry that activates it, and the ledger that knows it."""
    version = read_specification(BOIN_TEXT.replace(old, new))
    return activation(version, day=day(on), by="A. Berg"), ledger.with_version(version)


def test_a_level_may_change_until_somebody_was_given_it():
    book = opened(BOIN)
    assert told(*amended("40 mg/m2", "50 mg/m2", book.ledger, on=0)) == ""
    book.decide(0).enrol(0, "P01")
    assert "level 1 was given and would change" in told(*amended("40 mg/m2", "50 mg/m2", book.ledger, on=0))
    assert told(*amended("60 mg/m2", "65 mg/m2", book.ledger, on=0)) == ""
    first = Ledger(specifications=(BOIN,))
    assert first.with_version(SPEC).specification is BOIN
    assert told(*amended("40 mg/m2", "50 mg/m2", first, on=0)) == ""
    assert told(activation(BOIN, day=day(0), by="A. Berg"), first) == ""


# --- places and the expansion -------------------------------------------------------------------------------------


def test_the_expansion_is_at_its_level_by_the_decision_in_force():
    book = expanding()
    slot, number = book.reserve(30), in_force(book.ledger).number
    entry = Enrolled(day=day(30), by=NURSE, child="E01", slot=slot, dose=1, decision=number, expansion=True)
    assert told(entry, book.ledger) == ""
    assert "the expansion is at level 1" in told(evolve(entry, dose=2), book.ledger)
    assert "the expansion is at level 1" in told(evolve(entry, decision=number - 1), book.ledger)
    assert "no decision in force gives a dose" in told(evolve(entry, expansion=False), book.ledger)


def test_a_child_whose_windows_are_over_has_no_days_left():
    left = {child.child: child.left for child in children_on(first_level().ledger, day(92))}
    assert (left["P01"], left["P04"]) == (0, 0)
    left = {child.child: child.left for child in children_on(opened().place(0, "P01").ledger, day(10))}
    assert left["P01"] == 46


# --- the sealed text ----------------------------------------------------------------------------------------------


def test_an_entry_has_one_text_in_letters_that_every_system_writes_alike():
    text = canonical(Noted(day=day(0), by="M. Sat\u014d", about="P01", text="Fi\u00e8vre"))
    assert text == '{"about":"P01","by":"M. Sat\\u014d","day":"2026-01-05","kind":"noted","text":"Fi\\u00e8vre"}'


def test_what_was_known_before_a_line_is_every_line_above_it():
    for number in (1, 2, 20, len(WHOLE.lines)):
        assert WHOLE.before(number).lines == WHOLE.lines[: number - 1]

"""The ledger of a trial: what it refuses, what it keeps, and that a change to any line of it is found."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st
from tests.unit.designs.conduct.book import ASKS, BOIN, BOIN_TEXT, CONFIRMS, NURSE, SPEC, Book, day, opened, whole

from rosette.designs.conduct import (
    KINDS,
    Confirmed,
    Cut,
    Decided,
    Delivered,
    Enrolled,
    Entry,
    Followed,
    Infeasible,
    Ledger,
    LedgerError,
    Noted,
    NotEvaluable,
    Observed,
    Overridden,
    Regraded,
    Resumed,
    SlotReleased,
    SlotReserved,
    Suspended,
    activation,
    append,
    ask,
    cut,
    entry_from_json,
    entry_json,
    faults,
    ledger_from_json,
    ledger_json,
    ledger_text,
)
from rosette.designs.conduct.faults import faults_in
from rosette.designs.spec import read_specification
from rosette.designs.states import State
from rosette.kernel import Quantity, UsageError

WHOLE = whole().ledger
TEXT = ledger_text(WHOLE)
NOW = day(190)
ENTERED = {"day": NOW, "by": NURSE}
EVENT = next(line.number for line in WHOLE.lines if isinstance(line.entry, Observed))


# --- what is refused: the entry, and what the refusal says -----------------------------------------------------

SEEN = {"criterion": "haematological", "what": "fever", "toxicity": True}
GIVEN = {"given": Quantity.parse("15 mCi/kg"), "total": Quantity.parse("500 mCi")}
AGAIN = {"criterion": "other organ", "event": EVENT, "was": True, "toxicity": False, "reason": "read again"}
REFUSED = [
    (Noted(day=day(3), by=NURSE, text="late"), "entries stand in the order"),
    (Noted(day=NOW, by=" ", text="by nobody"), "nobody is named"),
    (Noted(text="", **ENTERED), "text is empty"),
    (SlotReserved(slot="S01", trial="a", cohort="b", **ENTERED), "reserved before"),
    (SlotReserved(slot="S77", trial="", cohort="b", **ENTERED), "trial is empty"),
    (SlotReserved(slot="S77", trial="a", cohort="b", until=day(1), **ENTERED), "would have lapsed"),
    (SlotReleased(slot="S01", reason="gone", **ENTERED), "does not wait"),
    (Enrolled(child="P01", slot="S10", dose=2, decision=9, **ENTERED), "P01 is enrolled already"),
    (Enrolled(child="P10", slot="S99", dose=2, decision=9, **ENTERED), "S99 does not wait"),
    (Enrolled(child="P10", slot="S10", dose=2, decision=9, **ENTERED), "no place is open"),
    (Enrolled(child="P10", slot="S10", dose=3, decision=9, **ENTERED), "gives level 2, not level 3"),
    (Enrolled(child="P10", slot="S10", dose=2, decision=9, **ENTERED), "a toxicity came after decision 9"),
    (Enrolled(child="P10", slot="S10", dose=2, decision=9, expansion=True, **ENTERED), "there is no expansion"),
    (Delivered(child="P99", on=NOW, **GIVEN, **ENTERED), "P99 is not a child"),
    (Delivered(child="P09", on=NOW, **GIVEN, **ENTERED), "a correction needs its reason"),
    (Delivered(child="P05", on=day(1), **GIVEN, **ENTERED), "is before P05 was enrolled"),
    (Delivered(child="P05", on=day(191), **GIVEN, **ENTERED), "has not come"),
    (Delivered(child="P05", on=NOW, given=Quantity.parse("40 mg/m2"), **ENTERED), "is no dose of the kind"),
    (Delivered(child="P05", on=NOW, given=Quantity.parse("15 mCi/kg"), **ENTERED), "say what was given in all"),
    (Delivered(child="P05", on=NOW, given=Quantity.parse("13 mCi/kg"), **ENTERED), "is not the assigned 15 mCi/kg"),
    (
        Delivered(child="P05", on=NOW, given=GIVEN["given"], total=Quantity.parse("901 mCi"), **ENTERED),
        "is above the cap",
    ),
    (
        Delivered(child="P05", on=NOW, given=Quantity.parse("-15 mCi/kg"), reason="typed", **ENTERED),
        "is no amount that was given",
    ),
    (Infeasible(child="P05", on=NOW, reason="cells", **ENTERED), "infeasible already"),
    (Infeasible(child="P06", on=NOW, reason="cells", **ENTERED), "as toxicity already"),
    (Infeasible(child="P09", on=NOW, reason="", **ENTERED), "reason is empty"),
    (Followed(child="P05", until=NOW, **ENTERED), "P05 was not treated yet"),
    (Followed(child="P09", until=day(191), **ENTERED), "has not come"),
    (Followed(child="P09", until=NOW, criterion="liver", **ENTERED), '"liver" is no criterion'),
    (Observed(child="P99", on=NOW, **SEEN, **ENTERED), "P99 is not a child"),
    (Observed(child="P05", on=NOW, **SEEN, **ENTERED), "was not treated yet"),
    (Observed(child="P09", on=day(169), **SEEN, **ENTERED), "is before P09 was treated"),
    (Observed(child="P06", on=day(130), **SEEN, **ENTERED), "has a toxicity by"),
    (Observed(child="P01", on=day(57), **SEEN, **ENTERED), "the window of"),
    (Observed(child="P09", on=NOW, grade=6, **SEEN, **ENTERED), "6 is no grade"),
    (NotEvaluable(child="P06", reason="late", **ENTERED), "had a toxicity and therefore counts"),
    (NotEvaluable(child="P03", reason="again", **ENTERED), "not evaluable already"),
    (Regraded(child="P02", **{**AGAIN, "was": False}, **ENTERED), "is a toxicity, not no toxicity"),
    (Regraded(child="P02", **{**AGAIN, "toxicity": True}, grade=3, **ENTERED), "nothing changes"),
    (Regraded(child="P02", **{**AGAIN, "event": 2}, **ENTERED), "entry 2 is no"),
    (Regraded(child="P06", **AGAIN, **ENTERED), 'is no "other organ" event of P06'),
    (Confirmed(number=9, **ENTERED), "in force already"),
    (Confirmed(number=8, **ENTERED), "8 is not the last decision, 9"),
    (Confirmed(number=9, **ENTERED), "not of the latest data"),
    (ask(WHOLE, day=NOW, by=ASKS), "not of the latest data"),
    (cut(WHOLE.before(20), day=NOW, by=ASKS), "not of everything known"),
    (evolve(cut(WHOLE, day=NOW, by=ASKS), state=WHOLE.of(Cut)[0].state), "is not what the ledger says"),
    (Resumed(reason="go on", **ENTERED), "is not suspended"),
    (Suspended(reason="drug recalled", until="", **ENTERED), "until is empty"),
    (evolve(activation(SPEC, day=NOW, by="A. Berg"), specification="0" * 64), "is not among those"),
    (evolve(activation(SPEC, day=NOW, by="A. Berg"), findings=("a law: a state",)), "the version is not ready"),
    (evolve(activation(SPEC, day=NOW, by="A. Berg"), characteristics=()), "characteristics are not attached"),
]


@pytest.mark.parametrize(("entry", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_an_entry_that_cannot_be_is_refused_with_a_sentence(entry, says):
    with pytest.raises(LedgerError, match=re.escape(says)):
        append(WHOLE, entry)


def test_every_kind_of_entry_is_judged():
    assert set(KINDS.values()) <= set(faults_in.registry) - {object, Entry}


def test_every_fault_of_an_entry_is_told():
    entry = Enrolled(child="P01", slot="S99", dose=3, decision=2, **ENTERED)
    assert len(faults(WHOLE, entry)) >= 3


def test_nothing_is_decided_or_enrolled_before_a_version_is_active():
    book = Book(Ledger(specifications=(SPEC,)))
    with pytest.raises(LedgerError, match="no protocol version is active"):
        book.add(Enrolled(day=NOW, by=NURSE, child="P01", slot="S01", dose=1, decision=1))


def test_a_version_whose_file_does_not_say_how_it_is_conducted_is_refused():
    bare = read_specification(BOIN_TEXT[: BOIN_TEXT.index("[conduct]")])
    with pytest.raises(LedgerError, match="add \\[conduct\\]"):
        opened(bare)


def test_who_asked_does_not_confirm():
    book = opened()
    book.add(cut(book.ledger, day=NOW, by=ASKS))
    book.add(ask(book.ledger, day=NOW, by=ASKS))
    for entry in (
        Confirmed(day=NOW, by=f" {ASKS.upper()} ", number=1),
        Overridden(day=NOW, by=ASKS, number=1, dose=None, reason="wait"),
    ):
        with pytest.raises(LedgerError, match="another person"):
            append(book.ledger, entry)


@pytest.mark.parametrize("entry", [entry for entry, _ in REFUSED], ids=[says for _, says in REFUSED])
def test_what_an_entry_leaves_empty_is_read_back_as_empty(entry):
    assert entry_from_json(entry_json(entry)) == entry


def test_an_override_and_a_decision_without_a_dose_are_read_back():
    waits = evolve(WHOLE.specification.design.decide(State(n=(0, 0, 0), y=(0, 0, 0), at=1)), dose=None)
    for entry in (
        Overridden(day=NOW, by=CONFIRMS, number=1, dose=None, reason="wait"),
        Decided(day=NOW, by=ASKS, number=1, cut=1, digest="0", decision=waits),
    ):
        assert entry_from_json(entry_json(entry)) == entry


def asked_at_level_1():
    book = opened().place(0, "P01").follow(60, "P01")
    book.add(cut(book.ledger, day=day(60), by=ASKS))
    return book.add(ask(book.ledger, day=day(60), by=ASKS))


@pytest.mark.parametrize(
    ("dose", "says"), [(1, "confirm it"), (3, "would skip a level"), (7, "is not admissible"), (2, None), (None, None)]
)
def test_an_override_stays_within_what_is_admissible_and_skips_nothing(dose, says):
    entry = Overridden(day=day(61), by=CONFIRMS, number=2, dose=dose, reason="the board asks for it")
    told = faults(asked_at_level_1().ledger, entry)
    assert (says is None and not told) or any(says in fault for fault in told)


def test_data_that_come_after_the_question_make_it_stale():
    book = asked_at_level_1()
    book.see(61, "P01", "haematological", toxicity=False, on=10)
    with pytest.raises(LedgerError, match="not of the latest data"):
        book.add(Confirmed(day=day(61), by=CONFIRMS, number=2))


def test_nobody_is_enrolled_while_enrolment_is_suspended_and_again_afterwards():
    book = opened().decide(0)
    slot = book.reserve(0)
    book.add(Suspended(day=day(1), by=CONFIRMS, reason="supply of the medicine", until="the supplier has answered"))
    with pytest.raises(LedgerError, match="it goes on when the supplier has answered"):
        book.enrol(2, "P01", slot=slot)
    book.add(Resumed(day=day(3), by=CONFIRMS, reason="the supplier has answered")).enrol(3, "P01", slot=slot)


def test_the_queue_is_kept():
    book = opened().decide(0)
    first, second = book.reserve(0), book.reserve(0)
    with pytest.raises(LedgerError, match=f"no place is open for {second} behind {first}"):
        book.enrol(1, "P01", slot=second)
    book.add(SlotReleased(day=day(1), by=NURSE, slot=first, reason="the family declined"))
    book.enrol(1, "P01", slot=second)


def test_a_level_that_is_no_longer_admissible_takes_nobody_though_the_cohort_has_places():
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(1, child).treat(1, child)
    book.see(9, "P01", "any").see(9, "P02", "any").follow(29, "P03").decide(29)
    for child in ("P04", "P05"):
        book.enrol(30, child).treat(30, child)
    book.see(36, "P04", "any").see(37, "P05", "any")
    slot = book.reserve(37)
    told = faults(book.ledger, Enrolled(day=day(37), by=NURSE, child="P06", slot=slot, dose=1, decision=2))
    assert told[-1:] == ("level 1 is no longer admissible: freeze the data and ask again",)


# --- what is kept ---------------------------------------------------------------------------------------------


def test_a_ledger_reads_back_as_it_was_written():
    assert ledger_from_json(TEXT, [SPEC]) == WHOLE


@pytest.mark.parametrize("line", WHOLE.lines, ids=lambda line: f"{line.number} {line.entry.kind}")
def test_every_entry_reads_back_as_it_was_written(line):
    assert entry_from_json(json.loads(json.dumps(entry_json(line.entry)))) == line.entry


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"kind": "enroled"}, 'did you mean "enrolled"'),
        ({"kind": "noted", "day": "2026-01-05", "by": "x", "text": "y", "txt": "z"}, 'there is no "txt"'),
        ({"kind": "noted", "day": "2026-13-05", "by": "x", "text": "y"}, "noted, day"),
        ({"kind": "noted", "day": "2026-01-05", "by": 3, "text": "y"}, "noted, by: 3"),
        ({"kind": "noted", "day": "2026-01-05"}, "noted: "),
        ("noted", "is no kind of entry"),
    ],
)
def test_an_entry_that_cannot_be_read_says_where(told, says):
    with pytest.raises(UsageError, match=re.escape(says)):
        entry_from_json(told)


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return [*value, 0]
    return {**value, "n": [9]} if isinstance(value, dict) else f"{value}x"


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_change_to_any_word_of_any_entry_is_found_and_named(data):
    told = ledger_json(WHOLE)
    line = data.draw(st.sampled_from(told["lines"]))
    key = data.draw(st.sampled_from(sorted(line["entry"])))
    line["entry"][key] = changed(line["entry"][key])
    with pytest.raises(LedgerError) as refused:
        ledger_from_json(json.dumps(told), [SPEC])
    assert refused.value.problems[0].path == f"entry {line['number']}"


@given(st.integers(0, len(WHOLE.lines) - 2))
def test_a_line_taken_out_or_moved_is_found(place):
    for keep in (lambda lines: lines.pop(place), lambda lines: lines.insert(place, lines.pop(place + 1))):
        told = ledger_json(WHOLE)
        keep(told["lines"])
        with pytest.raises(LedgerError, match=f"entry {place + 1}"):
            ledger_from_json(json.dumps(told), [SPEC])


def test_a_tail_that_was_cut_off_is_found_by_the_last_digest():
    told = ledger_json(WHOLE)
    told["lines"].pop()
    with pytest.raises(LedgerError, match="it is missing"):
        ledger_from_json(json.dumps(told), [SPEC])
    told["digest"] = told["lines"][-1]["digest"]
    with pytest.raises(LedgerError, match="kept elsewhere"):
        ledger_from_json(json.dumps(told), [SPEC], digest=WHOLE.digest)


def test_a_ledger_sealed_anew_over_a_false_entry_is_refused_by_what_it_says():
    forged = Ledger(specifications=(SPEC,))
    for line in WHOLE.lines:
        forged = forged.sealed(evolve(line.entry, dose=3) if isinstance(line.entry, Enrolled) else line.entry)
    with pytest.raises(LedgerError, match="gives level 1, not level 3"):
        ledger_from_json(ledger_text(forged), [SPEC])


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', '{"format": "rosette-ledger-1", "lines": [3]}'])
def test_what_is_no_ledger_is_refused(text):
    with pytest.raises(LedgerError):
        ledger_from_json(text, [SPEC])


def test_a_key_that_stands_twice_is_refused_and_so_is_a_file_without_end():
    text = TEXT.replace('"by": "A. Berg"', '"by": "Somebody", "by": "A. Berg"', 1)
    for each, says in ((text, '"by" stands twice'), ("[" * 100_000, "not JSON")):
        with pytest.raises(LedgerError, match=says):
            ledger_from_json(each, [SPEC])


def test_the_example_is_this_trial():
    path = Path(__file__).parents[4] / "examples" / "designs" / "ledger.json"
    assert path.read_text(encoding="utf-8") == TEXT

"""Putting what a foreign file says into a record: once, whole, and with every refusal told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from rosette.interchange import Batch, Candidate, ChildFound, InterchangeError, Origin, merge, record_for
from rosette.kernel import PartialDate
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord, Laboratory, read_record, write_record

KNOWLEDGE = load_knowledge()
ORIGIN = Origin(file="lab.json", sha256="a" * 64, format="test")
BORN = PartialDate.parse("2019-03-10")
PLATELETS = Candidate(
    kind="laboratory",
    content={"on": "2026-05-29", "code": "platelets", "value": 75, "unit": "10*9/L"},
    place="entry[0]",
    said="75 10*9/L",
    key="Observation/1",
    system="Main laboratory",
    item="1",
)


def batch(number: int = 1) -> Batch:
    return Batch(id=f"b{number}", at=datetime(2026, 6, number, tzinfo=UTC), by="A. Nurse")


def child(*candidates: Candidate) -> ChildFound:
    return ChildFound(reference="p1", birth=BORN, sex="female", candidates=candidates)


def put(found: ChildFound, record: ChildRecord, number: int = 1):
    return merge(found, into=record, origin=ORIGIN, batch=batch(number), knowledge=KNOWLEDGE)


EMPTY = record_for(child(), name="example-01")


def test_a_new_result_becomes_a_fact_that_keeps_its_source():
    merged = put(child(PLATELETS), EMPTY)
    (fact,) = merged.added
    assert isinstance(fact, Laboratory)
    assert (fact.source.said, fact.source.file, fact.source.item) == ("75 10*9/L", "a" * 64, "1")
    assert (fact.source.batch, fact.recorded_by) == ("b1", "A. Nurse")


def test_the_same_file_twice_changes_nothing():
    once = put(child(PLATELETS), EMPTY).record
    again = put(child(PLATELETS), once, 2)
    assert again.record == once
    assert again.unchanged == 1


def test_a_corrected_result_supersedes_the_earlier_one_and_both_stay():
    once = put(child(PLATELETS), EMPTY)
    mended = evolve(PLATELETS, content={**PLATELETS.content, "value": 57})
    merged = put(child(mended), once.record, 2)
    assert [fact.supersedes for fact in merged.superseding] == [once.added[0].id]
    assert len(merged.record.facts) == 2
    assert len(merged.record.active) == 1


def test_a_value_that_comes_back_is_a_third_version():
    mended = evolve(PLATELETS, content={**PLATELETS.content, "value": 57})
    record = put(child(PLATELETS), EMPTY).record
    record = put(child(mended), record, 2).record
    record = put(child(PLATELETS), record, 3).record
    assert [fact.quantity.value for fact in record.active] == [75]
    assert len(record.facts) == 3


def test_what_the_sender_takes_back_no_longer_counts():
    record = put(child(PLATELETS), EMPTY).record
    merged = put(child(evolve(PLATELETS, withdrawn=True)), record, 2)
    assert merged.record.active == ()
    assert put(child(evolve(PLATELETS, withdrawn=True)), EMPTY).record == EMPTY


def test_two_items_of_one_key_with_other_contents_are_both_kept():
    other = evolve(PLATELETS, content={**PLATELETS.content, "value": 57})
    merged = put(child(PLATELETS, other, PLATELETS), EMPTY)
    assert len(merged.record.active) == 2
    assert put(child(PLATELETS, other), merged.record, 2).record == merged.record


def test_two_items_of_one_key_in_another_order_change_nothing():
    other = evolve(PLATELETS, content={**PLATELETS.content, "value": 57})
    record = put(child(PLATELETS, other), EMPTY).record
    assert put(child(other, PLATELETS), record, 2).record == record


@pytest.mark.parametrize("turned", [False, True])
def test_what_the_same_file_takes_back_does_not_count(turned):
    both = (PLATELETS, evolve(PLATELETS, withdrawn=True))
    assert put(child(*(reversed(both) if turned else both)), EMPTY).record == EMPTY


def test_what_a_person_corrected_by_hand_does_not_come_back_with_the_same_file():
    once = put(child(PLATELETS), EMPTY)
    (fact,) = once.added
    source = evolve(fact.source, type="person", key=None, system=None)
    mended = evolve(fact, id="by-hand", supersedes=fact.id, source=source, on=PartialDate.parse("2026-05-28"))
    record = evolve(once.record, facts=(*once.record.facts, mended))
    assert put(child(PLATELETS), record, 2).record == record


def test_what_a_person_entered_already_is_not_entered_twice():
    facts = put(child(PLATELETS), EMPTY).record.facts
    by_hand = evolve(facts[0], source=evolve(facts[0].source, type="person", key=None, system=None))
    record = evolve(EMPTY, facts=(by_hand,))
    assert put(child(PLATELETS), record, 2).record == record


def test_a_unit_that_does_not_convert_is_a_loss_with_its_reason_and_the_rest_goes_in():
    wrong = evolve(PLATELETS, key="Observation/2", content={**PLATELETS.content, "unit": "mg/dL"})
    merged = put(child(wrong, PLATELETS), EMPTY)
    assert len(merged.added) == 1
    (loss,) = merged.losses
    assert (loss.grade, loss.place) == ("refused", "entry[0]")
    assert "mg/dL" in loss.why


def test_a_file_about_another_child_is_refused_whole():
    stranger = ChildFound(reference="p2", birth=PartialDate.parse("2018"), sex="male", candidates=(PLATELETS,))
    with pytest.raises(InterchangeError) as caught:
        put(stranger, EMPTY)
    assert {problem.path for problem in caught.value.problems} == {"birth", "sex", ""}


def test_a_partial_birth_that_may_be_the_same_is_no_stranger():
    assert put(ChildFound(reference="p1", birth=PartialDate.parse("2019")), EMPTY).record == EMPTY


def test_a_record_needs_a_day_of_birth():
    with pytest.raises(InterchangeError, match="born"):
        record_for(ChildFound(reference="p1"), name="x")


@given(st.text(max_size=40), st.text(max_size=5000))
def test_any_original_text_and_item_may_be_kept_and_read_again(item, said):
    merged = put(child(evolve(PLATELETS, item=item, said=said)), EMPTY)
    assert read_record(write_record(merged.record), knowledge=KNOWLEDGE) == merged.record

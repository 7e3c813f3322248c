"""The aggregate: which facts count, what was known when, versions, selections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from tests.support.records import RECORDED_AT, child, lab, make

from rosette.kernel import PartialDate, RecordError
from rosette.records import (
    ChildRecord,
    Diagnosis,
    Fact,
    Imaging,
    Laboratory,
    Measurement,
    Molecular,
    MolecularFinding,
    Preference,
    Radiation,
    Therapy,
)


def recorded(fact: Fact, *, days: int) -> Fact:
    """The same fact, recorded so many days later."""
    return attrs.evolve(fact, recorded_at=RECORDED_AT + timedelta(days=days))


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


# --- which facts count -------------------------------------------------------------------------


def test_facts_of_a_kind_come_in_the_order_of_their_days() -> None:
    record = child(
        lab("anc", "2 10*9/L", on="2026-05-29", id="c"),
        lab("anc", "2 10*9/L", on="2026-05", id="a"),
        lab("anc", "2 10*9/L", on="2026-05-02", id="b"),
    )
    assert ids(record.of(Laboratory)) == ["a", "b", "c"]


def test_facts_of_one_day_keep_the_order_of_the_file() -> None:
    record = child(lab("anc", "2 10*9/L", id="z"), lab("anc", "3 10*9/L", id="a"))
    assert ids(record.of(Laboratory)) == ["z", "a"]


def test_a_fact_without_a_day_comes_first() -> None:
    record = child(make(Preference, id="p", text="home"), make(Diagnosis, id="d", on="2022-04-01"))
    assert ids(record.active) == ["p", "d"]


def test_a_therapy_of_unknown_start_comes_first() -> None:
    record = child(
        make(Therapy, id="b", agent="irinotecan", start="2020-01-01"),
        make(Therapy, id="a", agent="irinotecan", end="2023-01-01"),
    )
    assert ids(record.of(Therapy)) == ["a", "b"]


def test_a_kind_of_which_there_is_nothing_is_empty() -> None:
    assert child().of(Therapy) == ()


def test_a_replaced_fact_does_not_count() -> None:
    record = child(lab("anc", "2 10*9/L", id="a"), lab("anc", "3 10*9/L", id="b", supersedes="a"))
    assert ids(record.of(Laboratory)) == ["b"]
    assert record.superseded == {"a"}


def test_a_fact_entered_in_error_does_not_count() -> None:
    record = child(lab("anc", "2 10*9/L", id="a", status="entered_in_error"))
    assert record.active == ()


def test_a_fact_is_withdrawn_by_an_erroneous_version_of_it() -> None:
    """Facts are never changed: to withdraw one, a version that is marked as an error replaces it."""
    record = child(
        lab("anc", "2 10*9/L", id="a"),
        lab("anc", "2 10*9/L", id="b", supersedes="a", status="entered_in_error"),
    )
    assert record.active == ()


def test_only_the_last_of_three_versions_counts() -> None:
    record = child(
        lab("anc", "2 10*9/L", id="a"),
        lab("anc", "3 10*9/L", id="b", supersedes="a"),
        lab("anc", "4 10*9/L", id="c", supersedes="b"),
    )
    assert ids(record.active) == ["c"]


def test_kinds_are_kept_apart() -> None:
    record = child(
        lab("anc", "2 10*9/L", id="a"),
        make(Measurement, id="w", on="2026-05-29", code="weight", quantity="20 kg"),
    )
    assert ids(record.of(Laboratory)) == ["a"]
    assert ids(record.of(Measurement)) == ["w"]


# --- what was known when -----------------------------------------------------------------------


def corrected() -> ChildRecord:
    """A count that was corrected two days after it was recorded."""
    first = lab("anc", "2 10*9/L", id="a")
    return child(first, recorded(lab("anc", "3 10*9/L", id="b", supersedes="a"), days=2))


def test_before_a_correction_the_first_version_was_known() -> None:
    known = corrected().as_known(RECORDED_AT + timedelta(days=1))
    assert ids(known.active) == ["a"]


def test_after_a_correction_the_second_version_is_known() -> None:
    known = corrected().as_known(RECORDED_AT + timedelta(days=3))
    assert ids(known.active) == ["b"]


def test_before_anything_was_recorded_nothing_was_known() -> None:
    assert corrected().as_known(RECORDED_AT - timedelta(days=1)).facts == ()


def test_the_instant_of_recording_is_included() -> None:
    assert ids(corrected().as_known(RECORDED_AT).active) == ["a"]


def test_an_instant_without_an_offset_is_utc() -> None:
    naive = RECORDED_AT.replace(tzinfo=None)
    assert corrected().as_known(naive) == corrected().as_known(RECORDED_AT)


def test_an_error_that_was_not_yet_noticed_still_counted() -> None:
    withdrawn = recorded(lab("anc", "2 10*9/L", id="b", supersedes="a", status="entered_in_error"), days=5)
    record = child(lab("anc", "2 10*9/L", id="a"), withdrawn)
    assert record.active == ()
    assert ids(record.as_known(RECORDED_AT + timedelta(days=4)).active) == ["a"]


def test_what_is_known_today_is_the_whole_record() -> None:
    record = corrected()
    assert record.as_known(datetime(2100, 1, 1, tzinfo=UTC)) == record


def test_identity_and_birth_are_kept_in_what_was_known() -> None:
    known = corrected().as_known(RECORDED_AT)
    assert (known.id, known.birth, known.sex) == ("test-child", PartialDate(2019, 3, 10), "female")


# --- versions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["a", "b", "c"])
def test_the_history_of_a_fact_is_told_from_any_version(asked: str) -> None:
    record = child(
        recorded(lab("anc", "4 10*9/L", id="c", supersedes="b"), days=2),
        lab("anc", "2 10*9/L", id="a"),
        recorded(lab("anc", "3 10*9/L", id="b", supersedes="a"), days=1),
        lab("platelets", "75 10*9/L", id="other"),
    )
    assert ids(record.history(asked)) == ["a", "b", "c"]


def test_a_fact_with_one_version_is_its_own_history() -> None:
    assert ids(child(lab("anc", "2 10*9/L", id="a")).history("a")) == ["a"]


def test_the_history_of_an_unknown_fact_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        child(lab("anc", "2 10*9/L", id="count-1")).history("cuont-1")
    assert caught.value.problems[0].sentence() == 'no fact has the id "cuont-1" (did you mean "count-1"?)'


# --- more and fewer facts ----------------------------------------------------------------------


def test_more_facts_make_another_record() -> None:
    record = child(lab("anc", "2 10*9/L", id="a"))
    more = record.with_facts(lab("anc", "3 10*9/L", on="2026-05-30", id="b"))
    assert ids(more.facts) == ["a", "b"]
    assert ids(record.facts) == ["a"]


def test_a_fact_whose_id_is_taken_is_refused() -> None:
    record = child(lab("anc", "2 10*9/L", id="a"))
    with pytest.raises(RecordError) as caught:
        record.with_facts(lab("anc", "3 10*9/L", id="a"))
    assert caught.value.problems[0].sentence() == 'two facts have the id "a". Give the new fact its own id.'


SELECTED = (
    lab("anc", "2 10*9/L", id="anc"),
    lab("platelets", "75 10*9/L", id="platelets"),
    make(Laboratory, id="hiv", on="2026-05-29", code="hiv", result="negative"),
    make(Therapy, id="lorlatinib", agent="lorlatinib", start="2026-01-01"),
    make(Therapy, id="irinotecan", agent="irinotecan", start="2026-01-01"),
    make(Radiation, id="lung", field="lung_radiation", fields=("small_port_radiation",), start="2023-01-01"),
    make(Imaging, id="ct", on="2026-05-20", modality="ct"),
    make(Imaging, id="mibg", on="2026-05-20", modality="mibg"),
    make(
        Molecular,
        id="panel",
        on="2026-01-20",
        assay="panel",
        covers=(("MYCN", ("amplification",)),),
        findings=(MolecularFinding(gene="ALK", alteration="mutation"),),
    ),
)


@pytest.mark.parametrize(
    ("selector", "gone"),
    [
        ("laboratory", {"anc", "platelets", "hiv"}),
        ("laboratory:platelets", {"platelets"}),
        ("laboratory:hiv", {"hiv"}),
        ("laboratory:sodium", set()),
        ("therapy", {"lorlatinib", "irinotecan"}),
        ("therapy:lorlatinib", {"lorlatinib"}),
        ("radiation:lung_radiation", {"lung"}),
        ("radiation:small_port_radiation", {"lung"}),
        ("imaging:mibg", {"mibg"}),
        ("molecular:ALK", {"panel"}),
        ("molecular:MYCN", {"panel"}),
        ("molecular:panel", {"panel"}),
        ("molecular:RET", set()),
        ("closure", set()),
    ],
)
def test_facts_are_left_out_by_kind_and_name(selector: str, gone: set[str]) -> None:
    record = child(*SELECTED)
    assert {fact.id for fact in record.facts} - {fact.id for fact in record.without(selector).facts} == gone


def test_the_sex_can_be_left_out() -> None:
    assert child(*SELECTED).without("sex").sex is None


def test_leaving_out_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        child().without("labratory:anc")
    assert caught.value.problems[0].found == '"labratory" is not a kind of fact (did you mean "laboratory"?)'


# --- a value among values ----------------------------------------------------------------------


def test_records_with_equal_facts_are_equal_and_hash_alike() -> None:
    one, other = child(*SELECTED), child(*SELECTED)
    assert one == other
    assert hash(one) == hash(other)


def test_looking_things_up_does_not_change_equality() -> None:
    one, other = child(*SELECTED), child(*SELECTED)
    assert one.of(Therapy)
    assert one.superseded == frozenset()
    assert one == other
    assert hash(one) == hash(other)


def test_records_with_the_facts_in_another_order_differ() -> None:
    assert child(*SELECTED) != child(*SELECTED[::-1])


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        child().sex = "male"  # type: ignore[misc]


def test_a_fact_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        lab("anc", "2 10*9/L").code = "platelets"  # type: ignore[misc]


def test_the_active_facts_are_worked_out_once() -> None:
    record = child(*SELECTED)
    assert record.active is record.active
    assert record.of(Therapy) is record.of(Therapy)

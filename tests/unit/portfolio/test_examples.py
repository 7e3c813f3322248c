"""How the record of an example child is made from the common one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.portfolio.samples import TRIAL, changed, sound

from rosette.kernel import PortfolioError, RecordError
from rosette.knowledge import Knowledge
from rosette.portfolio import Example, check_examples
from rosette.portfolio.examples import DAY, example_record
from rosette.records import Attestation, ChildRecord, Laboratory, Molecular, Therapy, read_record

ARM = sound().arms[1]


def made(knowledge: Knowledge, **changes: Any) -> ChildRecord:
    return example_record(Example(name="x", arm="b", verdict="eligible", **changes), ARM, knowledge)


def platelets(record: ChildRecord) -> list[float]:
    return [fact.quantity.value for fact in record.of(Laboratory) if fact.code == "platelets" and fact.quantity]


def test_without_changes_it_is_the_common_record(knowledge: Knowledge) -> None:
    assert len(made(knowledge).facts) > 80
    assert platelets(made(knowledge)) == [210000]


def test_a_kind_of_fact_is_removed(knowledge: Knowledge) -> None:
    record = made(knowledge, without=("molecular",))
    assert record.of(Molecular) == ()
    assert len(record.facts) == len(made(knowledge).facts) - 1


def test_only_the_facts_with_that_word_are_removed(knowledge: Knowledge) -> None:
    record = made(knowledge, without=("laboratory:platelets",))
    assert platelets(record) == []
    assert len(record.facts) == len(made(knowledge).facts) - 1


def test_every_fact_with_that_word_is_removed(knowledge: Knowledge) -> None:
    assert [fact.agent for fact in made(knowledge, without=("therapy:dinutuximab",)).of(Therapy)].count(
        "dinutuximab"
    ) == 0


def test_a_field_of_the_latest_fact_is_changed(knowledge: Knowledge) -> None:
    record = made(knowledge, set={"therapy:dinutuximab": {"reason_stopped": "progression"}})
    reasons = [fact.reason_stopped for fact in record.of(Therapy) if fact.agent == "dinutuximab"]
    assert reasons == ["completed", "progression"]


def test_an_empty_text_takes_a_field_away(knowledge: Knowledge) -> None:
    record = made(knowledge, set={"therapy:dinutuximab": {"line": ""}})
    assert [fact.line for fact in record.of(Therapy) if fact.agent == "dinutuximab"] == [1, None]


def test_the_head_of_the_record_is_changed(knowledge: Knowledge) -> None:
    record = made(knowledge, set={"birth_date": "2001-02-03", "sex": "male"})
    assert (str(record.birth), record.sex) == ("2001-02-03", "male")


def test_facts_are_added_with_an_envelope(knowledge: Knowledge) -> None:
    record = made(
        knowledge, add=({"kind": "therapy", "agent": "lorlatinib", "from": "2024-01-01", "to": "2024-02-01"},)
    )
    added = record.by_id["added-0"]
    assert isinstance(added, Therapy)
    assert added.agent == "lorlatinib"
    assert added.source.name == "invented example"


def test_one_example_does_not_change_the_next(knowledge: Knowledge) -> None:
    made(knowledge, set={"laboratory:platelets": {"value": 1}}, without=("molecular",))
    assert platelets(made(knowledge)) == [210000]
    assert made(knowledge).of(Molecular) != ()


def test_a_change_of_what_is_not_there_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(PortfolioError, match='"laboratory:plattelets" selects no fact of the base record'):
        made(knowledge, set={"laboratory:plattelets": {"value": 1}})


def test_a_change_that_is_no_record_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(RecordError, match="unit"):
        made(knowledge, set={"laboratory:platelets": {"unit": "mg"}})


# --- answers to questions -----------------------------------------------------------------------------

ASKED = """\
J1 require judgement "Good if yes?" [x]
J2 exclude judgement "Good if no?" [x]
J3 exclude not (judgement "Good if yes, too?") [x]
J4 require if judgement "A premise?" then age >= 1 year [x]
F1 require flagged "Is it to be read so?" [x]
P1 require protocol "What it says." [x]
"""
QUESTIONS = changed(TRIAL, ("A1 require age >= 1 year and < 30 years [incl 1]\n", ASKED), ("drop J1\n", ""))


def answers(record: ChildRecord) -> dict[str, str]:
    return {fact.question: fact.answer for fact in record.of(Attestation)}


def test_questions_are_answered_in_the_child_s_favour(knowledge: Knowledge) -> None:
    arm = sound(QUESTIONS).arms[0]
    record = example_record(Example(name="x", arm="a", verdict="unknown", attest=True), arm, knowledge)
    assert answers(record) == {"T1/J1": "yes", "T1/J2": "no", "T1/J3": "yes", "T1/J4": "yes", "T1/F1": "yes"}


def test_questions_stay_open_unless_the_example_says_so(knowledge: Knowledge) -> None:
    arm = sound(QUESTIONS).arms[0]
    assert answers(example_record(Example(name="x", arm="a", verdict="unknown"), arm, knowledge)) == {}


# --- checking -----------------------------------------------------------------------------------------


def test_examples_that_come_out_as_stated_pass(knowledge: Knowledge) -> None:
    assert [result.passed for result in check_examples(sound(), knowledge)] == [True, True]


def test_another_verdict_fails_with_both_verdicts(knowledge: Knowledge) -> None:
    text = changed(TRIAL, ("{ value = 20000 }", "{ value = 200000 }"))
    result = check_examples(sound(text), knowledge)[1]
    assert not result.passed
    assert result.sentence() == (
        'example "too few platelets" is eligible because of nothing; the file says not_eligible: H1'
    )


def test_another_reason_fails(knowledge: Knowledge) -> None:
    text = changed(TRIAL, ('because = ["H1"]', 'because = ["A1"]'))
    result = check_examples(sound(text), knowledge)[1]
    assert not result.passed
    assert result.sentence() == (
        'example "too few platelets" is not_eligible because of H1; the file says not_eligible: A1'
    )


def test_the_order_of_the_reasons_does_not_matter(knowledge: Knowledge) -> None:
    head = 'set = { birth_date = "1990-01-01", "laboratory:platelets" = { value = 1 } }'
    text = changed(
        TRIAL,
        ('set = { "laboratory:platelets" = { value = 20000 } }', head),
        ('because = ["H1"]', 'because = ["H1", "A1"]'),
    )
    assert check_examples(sound(text), knowledge)[1].passed


def test_an_example_without_a_level_is_judged_at_the_first(knowledge: Knowledge) -> None:
    text = changed(TRIAL, ('arm = "b"\nlevel = 1\nattest = true', 'arm = "b"\nattest = true'))
    assert check_examples(sound(text), knowledge)[1].passed


def test_the_common_record_is_sound_and_judged_on_its_day(knowledge: Knowledge) -> None:
    from rosette.portfolio.examples import BASE
    from rosette.records import check_record

    record = read_record(BASE.read_text(encoding="utf-8"), knowledge=knowledge)
    assert [found for found in check_record(record, knowledge) if found.severity == "error"] == []
    assert max(fact.recorded_at.date() for fact in record.facts) <= DAY

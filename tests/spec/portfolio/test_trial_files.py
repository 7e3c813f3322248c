"""What holds for every trial file of the portfolio."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.support.records import child

from rosette.eligibility import Criterion, parse_criteria, vocabulary_of
from rosette.eligibility.nodes import Age, Attested, leaves
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.options import Option, make_board
from rosette.portfolio import VERDICTS, Arm, Example, Trial, load_portfolio, load_programme
from rosette.portfolio.examples import DAY, example_record
from rosette.records import ChildRecord

DATA = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data"
TRIALS = sorted(file.stem for file in (DATA / "trials").glob("*.toml"))
STANDING = sorted(file.stem for file in (DATA / "standing").glob("*.toml"))
EVERY = [*TRIALS, *STANDING]
WITH_CRITERIA = [name for name in EVERY if name != "comfort-care"]
COMPLETENESS = {
    name: tomllib.loads((DATA / "trials" / f"{name}.toml").read_text(encoding="utf-8"))["completeness"]
    for name in TRIALS
}
PARTIAL = [name for name in TRIALS if COMPLETENESS[name] == "partial"]


def trial(name: str) -> Trial:
    return load_portfolio().trials[name]


def protocol_only(item: Criterion) -> bool:
    """Whether the criterion is, whole, what the public text leaves out: nothing can make it YES."""
    return isinstance(item.node, Attested) and item.node.ask == "protocol"


def may_be_open(arm: Arm) -> bool:
    return not any(protocol_only(item) for item in arm.criteria)


def favourable(arm: Arm, knowledge: Knowledge) -> ChildRecord:
    """The base record with every question of an arm answered well."""
    return example_record(Example(name="all answered", arm=arm.id, verdict="eligible", attest=True), arm, knowledge)


def judged(record: ChildRecord, name: str, knowledge: Knowledge) -> tuple[Option, ...]:
    board = make_board(
        record, on=DAY, portfolio=load_portfolio(), programme=load_programme(), knowledge=knowledge, trials=(name,)
    )
    return board.options


# --- how many -----------------------------------------------------------------------------------------


def test_the_portfolio_holds_the_trials_that_it_promises() -> None:
    held = [COMPLETENESS[name] for name in TRIALS]
    assert len(TRIALS) >= 36
    assert held.count("full") == 22
    assert held.count("partial") >= 14
    assert set(held) == {"full", "partial"}


@pytest.mark.parametrize("name", EVERY)
def test_a_file_loads_under_its_own_name(name: str) -> None:
    assert trial(name).id == name
    assert trial(name).arms


@pytest.mark.parametrize("name", STANDING)
def test_a_standing_offer_is_one_of_the_programme(name: str) -> None:
    assert trial(name).completeness == "programme"


# --- where it comes from ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_every_criterion_and_note_has_its_place_in_the_source(name: str) -> None:
    cites = [getattr(item, "cite", "") for arm in trial(name).arms for item in arm.items]
    assert all(cite.strip() for cite in cites)


@pytest.mark.parametrize("name", EVERY)
def test_every_source_is_a_registry_entry_or_in_the_bibliography(name: str) -> None:
    known = tomllib.loads((DATA.parents[1] / "knowledge/data/references.toml").read_text(encoding="utf-8"))
    refs = [source.ref for source in trial(name).sources]
    assert refs
    assert [ref for ref in refs if not re.fullmatch(r"NCT\d{8}", ref) and ref not in known] == []


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_is_named_by_its_registry_number_and_cites_it(name: str) -> None:
    assert re.fullmatch(r"NCT\d{8}", name)
    assert name in [source.ref for source in trial(name).sources]


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_reviewed_again_after_it_was_reviewed(name: str) -> None:
    review = trial(name).review
    assert review.by
    assert review.on < review.due


@pytest.mark.parametrize("name", EVERY)
def test_a_file_says_how_much_of_the_text_it_holds(name: str) -> None:
    assert len(trial(name).completeness_note) > 20


@pytest.mark.parametrize("name", EVERY)
def test_every_agent_of_an_arm_is_known(name: str, knowledge: Knowledge) -> None:
    agents = {agent for arm in trial(name).arms for agent in arm.agents}
    assert agents <= set(knowledge.agents) | set(knowledge.classes)


# --- how it is written --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_what_is_printed_of_an_arm_reads_back_the_same(name: str, knowledge: Knowledge) -> None:
    vocabulary = vocabulary_of(knowledge)
    for arm in trial(name).arms:
        lines = [item.line() for item in arm.items]
        again = parse_criteria("\n".join(lines), vocabulary=vocabulary, name=arm.place)
        assert [item.line() for item in again] == lines


@pytest.mark.parametrize("name", EVERY)
def test_what_persons_are_asked_is_a_question(name: str) -> None:
    asked = [
        leaf.question
        for arm in trial(name).arms
        for item in arm.criteria
        for leaf in leaves(item.node)
        if isinstance(leaf, Attested) and leaf.ask != "protocol"
    ]
    assert [question for question in asked if "?" not in question] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_question_has_a_key_of_its_own_below_the_trial(name: str) -> None:
    for arm in trial(name).arms:
        asked = [leaf for item in arm.criteria for leaf in leaves(item.node) if isinstance(leaf, Attested)]
        keys = {(leaf.key, leaf.question) for leaf in asked}
        assert len({key for key, _ in keys}) == len(keys)
        assert all(key.startswith(f"{name}/") for key, _ in keys)


def test_the_places_of_the_portfolio_are_all_different() -> None:
    places = [place for one in load_portfolio().trials.values() for place, _ in one.places()]
    assert len(places) == len(set(places))


# --- the example children -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_CRITERIA)
def test_a_file_has_example_children_of_three_sorts(name: str) -> None:
    sorts = {example.verdict for example in trial(name).examples}
    assert "not_eligible" in sorts
    assert sorts & {"unknown", "needs_judgement"}
    assert ("eligible" in sorts) is any(may_be_open(arm) for arm in trial(name).arms)


@pytest.mark.parametrize("name", EVERY)
def test_an_example_names_criteria_that_its_arm_has(name: str) -> None:
    for example in trial(name).examples:
        arms = [arm for arm in trial(name).arms if arm.id == example.arm]
        ids = {item.id for arm in arms for item in arm.criteria}
        assert arms
        assert set(example.because) <= ids
        assert example.verdict in VERDICTS
        assert (example.verdict == "eligible") is (not example.because)


# --- what is not held stays unknown -------------------------------------------------------------------


@pytest.mark.parametrize("name", PARTIAL)
def test_every_arm_of_a_partial_text_requires_what_the_text_leaves_out(name: str) -> None:
    assert [arm.place for arm in trial(name).arms if may_be_open(arm)] == []


@pytest.mark.parametrize("name", PARTIAL)
def test_no_arm_of_a_partial_text_is_eligible_when_every_question_is_answered(name: str, knowledge: Knowledge) -> None:
    for arm in trial(name).arms:
        options = judged(favourable(arm, knowledge), name, knowledge)
        assert "eligible" not in [option.verdict for option in options]


@pytest.mark.parametrize("name", TRIALS)
def test_an_answer_to_what_the_protocol_says_changes_nothing(name: str, knowledge: Knowledge) -> None:
    for arm in trial(name).arms:
        record = favourable(arm, knowledge)
        held_back = [item for item in arm.criteria if protocol_only(item)]
        answers = [
            {"kind": "attestation", "on": str(DAY), "question": item.node.key, "answer": "yes"}
            for item in held_back
            if isinstance(item.node, Attested)
        ]
        told = example_record(
            Example(name="told", arm=arm.id, verdict="unknown", attest=True, add=tuple(answers)), arm, knowledge
        )
        assert len(told.facts) == len(record.facts) + len(answers)
        before, after = ({o.id: o.verdict for o in judged(each, name, knowledge)} for each in (record, told))
        assert before == after


@pytest.mark.parametrize("name", WITH_CRITERIA)
def test_of_a_child_of_whom_only_the_birthday_is_known_nothing_is_held_but_the_age(
    name: str, knowledge: Knowledge
) -> None:
    """Silence is never absence: no history, no condition and no result is read from an empty record."""
    for option in judged(child(sex=None), name, knowledge):
        assert option.verdict in ("unknown", "not_eligible")
        for report in option.criteria:
            if report.truth is Truth.NO:
                assert any(isinstance(leaf, Age) for leaf in leaves(report.criterion.node)), report.criterion.line()


@pytest.mark.parametrize("name", WITH_CRITERIA)
def test_a_child_of_whom_only_the_birthday_is_known_is_asked_about_in_words(name: str, knowledge: Knowledge) -> None:
    for option in judged(child(sex=None), name, knowledge):
        for report in option.criteria:
            assert report.judgement.why
            assert report.truth is not Truth.UNKNOWN or report.judgement.reason is not None


def test_care_for_comfort_asks_for_nothing(knowledge: Knowledge) -> None:
    (option,) = judged(child(sex=None), "comfort-care", knowledge)
    assert option.verdict == "eligible"
    assert option.criteria == ()

"""Decisions on a draft: what they write, which of them stand for another text, and the trial file at the end."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st
from tests.support.studies import study

from rosette.kernel import BadInput, LanguageError, PortfolioError
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_portfolio
from rosette.portfolio.curation import (
    Curated,
    DecisionAct,
    Finish,
    approved_text,
    asked,
    curated_trial,
    decisions_for,
    offered,
    passage_keys,
    settled_as,
    trial_text,
    why_not_accepted,
    with_curated,
)
from rosette.portfolio.drafting import Draft, DraftItem, draft_as_json, draft_criteria, draft_of_json
from rosette.portfolio.registry import RegistryRecord, read_study

KNOWLEDGE = load_knowledge()
DAY = date(2026, 11, 28)
BULLETS = (
    "Platelets at least 75,000 per microlitre",
    "Neutrophils 750/uL",
    "The family can fill in the diary of the study",
    "Age >= 1 year",
    "Bilirubin <= 1.5 x ULN",
)


def text_of(*bullets: str) -> str:
    return "\n".join(["Inclusion Criteria:", "", *(f"* {each}" for each in bullets)])


def draft_of(*bullets: str) -> Draft:
    return draft_criteria(text_of(*bullets), trial="NCT99000001", knowledge=KNOWLEDGE)


def decided(draft: Draft, item: DraftItem, put: DecisionAct | None = None) -> Curated:
    usual = DecisionAct(act="question", words="Is it met?") if why_not_accepted(item) else DecisionAct(act="accept")
    choice = settled_as(item, put or usual, knowledge=KNOWLEDGE)
    passage = passage_keys(draft)[item.id]
    return Curated(passage=passage, item=item.id, cite=item.cite, choice=choice, by="A. Nurse", on=DAY)


def all_decided(draft: Draft) -> dict[str, Curated]:
    return decisions_for(draft, [decided(draft, item) for item in asked(draft)])


def written(draft: Draft, record: RegistryRecord | None = None) -> str:
    record = record or read_study(study(eligibilityModule={"eligibilityCriteria": draft.source}))
    return trial_text(record, draft, all_decided(draft), finish=Finish(by="A. Nurse", on=DAY), knowledge=KNOWLEDGE)


def item_of(bullet: str) -> DraftItem:
    return asked(draft_of(bullet))[0]


def test_a_chosen_reading_stands_in_the_place_of_the_open_question_alone() -> None:
    item = item_of("Platelets >= 75,000/uL and ANC 750/uL")
    assert item.text is not None
    put = DecisionAct(act="reading", lines=("require anc >= 750 /uL",))
    lines = settled_as(item, put, knowledge=KNOWLEDGE).text.split("\n")
    assert lines == [
        f"{item.id} require platelets >= 75000 /uL [{item.cite}]",
        f"{item.id}a require anc >= 750 /uL [{item.cite}]",
    ]


def test_outside_an_inclusion_list_a_person_says_which_way_a_reading_points() -> None:
    draft = draft_criteria("Exclusion Criteria:\n\n* Neutrophils 750/uL", knowledge=KNOWLEDGE)
    lines = offered(asked(draft)[0])
    assert {line.partition(" ")[0] for line in lines} == {"require", "exclude"}
    both = tuple(line for line in lines if line.endswith("anc >= 750 /uL"))
    with pytest.raises(LanguageError, match="both required and excluded"):
        settled_as(asked(draft)[0], DecisionAct(act="reading", lines=both), knowledge=KNOWLEDGE)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "nothing is written"),
        ("D2 require plateletts >= 3 /uL [incl 1]", "D2:1:12"),
        ("D2 require platelets >= 75000 /uL", "no citation"),
        ("D3 require platelets >= 75000 /uL [incl 1]", "the ids of this passage"),
        ("# nothing", "no criterion and no note"),
        ("D2 note \"'''\" [incl 1]", "ends a text in a trial file"),
        ("D2 require age >= 5 years and <= 2 years [incl 1]", "no age can meet both"),
        ("D2 drop [incl 1]", "D2:1:"),
        ("x" * 10_001, "at most 10000"),
    ],
)
def test_an_edit_that_does_not_read_is_refused_with_its_place(words: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        settled_as(item_of(BULLETS[0]), DecisionAct(act="edit", words=words), knowledge=KNOWLEDGE)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_words_make_a_question_or_are_refused_and_never_another_line(words: str) -> None:
    try:
        choice = settled_as(item_of(BULLETS[2]), DecisionAct(act="question", words=words), knowledge=KNOWLEDGE)
    except BadInput:
        return
    assert choice.text.startswith('D2 require judgement "')
    assert choice.text.count("\n") == 0
    assert choice.text.endswith('" [incl 1]')


@given(st.permutations(BULLETS), st.permutations(BULLETS), st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_decisions_follow_their_words_wherever_they_stand(
    before: list[str], after: list[str], had: int, has: int
) -> None:
    old, new = draft_of(*before[:had], "Weight >= 12 kg"), draft_of(*after[:has], "Weight >= 12 kg")
    standing = decisions_for(new, list(all_decided(old).values()))
    said = {" ".join(item.span.text.split()) for item in asked(new) if item.id in standing}
    assert said == {f"* {each}" for each in (set(before[:had]) & set(after[:has])) | {"Weight >= 12 kg"}}
    for name, one in standing.items():
        assert one.choice.text.startswith(f"{name} ")


def test_the_same_words_twice_are_two_passages_and_elsewhere_another() -> None:
    keys = passage_keys(draft_of(BULLETS[2], BULLETS[2]))
    assert len(set(keys.values())) == len(keys)
    excluded = draft_criteria(f"Exclusion Criteria:\n\n* {BULLETS[2]}", knowledge=KNOWLEDGE)
    assert not set(passage_keys(excluded).values()) & set(keys.values())


def test_an_accepted_passage_that_is_drafted_in_another_way_is_asked_again() -> None:
    draft = draft_of(BULLETS[0])
    one = decided(draft, asked(draft)[0])
    other = evolve(one, choice=evolve(one.choice, text=one.choice.text.replace("75000", "50000")))
    assert decisions_for(draft, [other]) == {}
    assert list(decisions_for(draft, [one])) == ["D2"]


def test_the_trial_file_reads_and_names_its_source_and_its_persons() -> None:
    trial = curated_trial(written(draft_of(*BULLETS)), name="x.toml", knowledge=KNOWLEDGE)
    assert trial.review.by == "curated by A. Nurse"
    assert trial.completeness == "partial"
    assert trial.sources[0].ref == "NCT99000001"
    assert trial.sources[0].at.startswith("eligibility, arms; version of 2026-05-01, digest ")
    assert len(trial.arms[0].criteria) == len(BULLETS)


def test_nobody_finishes_a_draft_with_a_passage_that_nobody_decided() -> None:
    draft = draft_of(*BULLETS)
    record = read_study(study())
    with pytest.raises(PortfolioError) as fault:
        trial_text(record, draft, {}, finish=Finish(by="A", on=DAY), knowledge=KNOWLEDGE)
    assert len(fault.value.problems) == len(BULLETS)


def test_an_answer_about_one_text_is_none_about_another() -> None:
    def ids(*bullets: str) -> set[str]:
        trial = curated_trial(written(draft_of(*bullets)), name="x.toml", knowledge=KNOWLEDGE)
        return {each.id for each in trial.arms[0].criteria}

    assert ids(BULLETS[2]) == ids(BULLETS[0], BULLETS[2]) - ids(BULLETS[0])
    assert not ids("The diary is kept by a nurse") & ids("The diary is kept by nobody")


def test_names_with_quotes_and_line_ends_stay_inside_their_quotes() -> None:
    draft = draft_of(BULLETS[0])
    record = evolve(read_study(study()), title='A "quoted"\n[[arm]] \\ title\u2028')
    text = approved_text(written(draft, record), by='B "the second" \\', on=DAY)
    trial = curated_trial(text, name="x.toml", knowledge=KNOWLEDGE)
    assert trial.review.by == 'curated by A. Nurse, approved by B "the second" \\'
    assert text.split("\n")[0].endswith('Approved by B "the second" \\ on 2026-11-28.')
    assert len(trial.arms) == 1


def test_a_curated_file_never_stands_in_for_one_of_the_portfolio() -> None:
    portfolio = load_portfolio()
    text = written(draft_of(BULLETS[0]))
    theirs = text.replace("NCT99000001", "NCT01154816")
    found = with_curated(portfolio, {"NCT99000001": text, "NCT01154816": theirs}, knowledge=KNOWLEDGE)
    assert set(found.trials) - set(portfolio.trials) == {"NCT99000001"}
    assert found.trials["NCT01154816"] == portfolio.trials["NCT01154816"]
    assert found.digest != portfolio.digest
    assert with_curated(portfolio, {"NCT99000001": "no longer a file"}, knowledge=KNOWLEDGE) is portfolio


def test_a_draft_keeps_the_places_of_its_passages_on_the_way_through_json() -> None:
    draft = draft_of(*BULLETS)
    assert [item.cite for item in asked(draft)] == ["incl 1", "incl 2", "incl 3", "incl 4", "incl 5"]
    assert draft_of_json(draft_as_json(draft), knowledge=KNOWLEDGE) == draft

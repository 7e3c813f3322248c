"""What changed in a study, what a rule takes over, and what waits for a person until it is approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tests.support.records import child, lab
from tests.support.studies import NAMES, SITE, TEXT, every_study, study, without
from tests.unit.portfolio.samples import TRIAL, changed, sound

from rosette.kernel import PortfolioError, UsageError
from rosette.knowledge import Knowledge
from rosette.portfolio import Portfolio
from rosette.portfolio.registry import (
    RegistryState,
    affected_by,
    approve,
    changes,
    queue,
    read_state,
    read_study,
    refuse,
    side_by_side,
    synced,
    with_registry,
    write_state,
)
from rosette.records import ChildRecord

ON, LATER = date(2026, 6, 1), date(2026, 6, 8)
HELD = sound(changed(TRIAL, ('id = "T1"', f'id = "{NAMES[0]}"')))
PORTFOLIO = Portfolio(trials={HELD.id: HELD}, digest="made up")
MORE = TEXT + "\n* Prior 131I-MIBG"


def told(**modules: dict[str, Any]) -> list[tuple[str, bool]]:
    found = changes(read_study(study()), read_study(study(**modules)))
    return [(each.sentence(), each.by_rule) for each in found]


def looked(state: RegistryState, *sources: dict[str, Any], on: date = ON) -> RegistryState:
    return synced(state, sources, portfolio=PORTFOLIO, on=on, looked_for=[HELD.id]).state


def confirmed() -> RegistryState:
    return approve(looked(RegistryState(), study()), HELD.id, by="A. Reader", on=ON, version=HELD.version)


# --- what changed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", every_study(), ids=NAMES)
def test_a_study_does_not_differ_from_itself(source: dict[str, Any]) -> None:
    assert changes(read_study(source), read_study(source)) == ()


@pytest.mark.parametrize(
    ("modules", "sentence", "by_rule"),
    [
        ({"statusModule": {"overallStatus": "TERMINATED"}}, "status: RECRUITING -> TERMINATED", True),
        ({"statusModule": {"whyStopped": "money"}}, "status: why stopped: nothing -> money", True),
        (
            {"statusModule": {"completionDateStruct": {"date": "2029-01"}}},
            "dates: completion: 2028-12-31 -> 2029-01",
            True,
        ),
        (
            {"identificationModule": {"briefTitle": "Another"}},
            "title: Made-up study 1 in neuroblastoma -> Another",
            True,
        ),
        ({"eligibilityModule": {"maximumAge": "21 Years"}}, "ages: maximum age: 29 Years -> 21 Years", False),
        ({"eligibilityModule": {"sex": "FEMALE"}}, "ages: sex: ALL -> FEMALE", False),
        ({"designModule": {"phases": ["PHASE2"]}}, "design: phases: PHASE1 -> PHASE2", False),
        ({"designModule": {"designInfo": {"allocation": "RANDOMIZED"}}}, "design: allocation: NA -> RANDOMIZED", False),
    ],
)
def test_a_change_is_told_with_its_class(modules: dict[str, Any], sentence: str, by_rule: bool) -> None:
    assert told(**modules) == [(sentence, by_rule)]


def test_a_site_that_comes_goes_or_changes_is_told_by_its_place() -> None:
    place = "Invented Children's Hospital, Nowhere, Ohio, 00000, United States"
    nurse = "A. Nurse, contact, 555-0100, nurse@hospital.invalid"
    other = SITE | {"facility": "Other"}
    assert told(contactsLocationsModule={"locations": [SITE | {"status": "COMPLETED"}]}) == [
        (f"site: {place}: RECRUITING; {nurse} -> COMPLETED; {nurse}", True)
    ]
    moved = told(contactsLocationsModule={"locations": [other]})
    assert [sentence.rpartition(" -> ")[2] for sentence, _ in moved] == ["not listed", f"RECRUITING; {nurse}"]


def test_two_sites_of_one_name_are_told_apart() -> None:
    old = read_study(study(contactsLocationsModule={"locations": [SITE, SITE]}))
    new = read_study(study(contactsLocationsModule={"locations": [SITE, SITE | {"status": "COMPLETED"}]}))
    assert [each.name.endswith("(no. 2)") for each in changes(old, new)] == [True]


def test_spaces_and_empty_lines_are_no_change_but_a_sign_is() -> None:
    assert told(eligibilityModule={"eligibilityCriteria": TEXT.replace("\n\n", "\r\n").replace("* ", "*   ")}) == []
    (found,) = told(eligibilityModule={"eligibilityCriteria": TEXT.replace("at least 75,000", "more than 75,000")})
    assert not found[1]


def test_the_words_that_changed_stand_beside_each_other() -> None:
    rows = [row for row in side_by_side("a\nkeep 75 here\nz", "a\nkeep 50 here\nz\nnew") if row.changed]
    assert [[(piece.what, piece.text) for piece in row.right or ()] for row in rows] == [
        [("same", "keep "), ("added", "50"), ("same", " here")],
        [("added", "new")],
    ]
    assert [row.left for row in rows][1] is None


# --- what a rule takes over, and what it leaves ---------------------------------------------------------


def test_a_status_is_taken_over_by_rule_and_a_second_look_changes_nothing() -> None:
    closed = study(statusModule={"overallStatus": "TERMINATED"})
    after = synced(confirmed(), [closed], portfolio=PORTFOLIO, on=LATER)
    assert [each.sentence() for each in after.studies[0].applied] == ["status: RECRUITING -> TERMINATED"]
    assert after.state.studies[HELD.id].standing.status == "TERMINATED"
    again = synced(after.state, [closed], portfolio=PORTFOLIO, on=LATER)
    assert (again.changed, again.studies[0].applied, again.state) == (False, (), after.state)


def test_a_status_that_is_not_said_any_more_changes_nothing_and_asks_a_person() -> None:
    closed = looked(confirmed(), study(statusModule={"overallStatus": "TERMINATED"}))
    silent = looked(closed, without(study(), "statusModule"), on=LATER)
    held = silent.studies[HELD.id]
    assert held.standing.status == "TERMINATED"
    assert {(each.kind, each.after) for each in held.waiting} >= {("status", "not said any more")}
    approved = approve(silent, HELD.id, by="A. Reader", on=LATER, version=HELD.version)
    assert approved.studies[HELD.id].standing.status == ""


def test_before_the_first_look_the_trial_file_tells_the_status() -> None:
    found = synced(RegistryState(), [study(statusModule={"overallStatus": "COMPLETED"})], portfolio=PORTFOLIO, on=ON)
    (row,) = found.studies
    assert ([each.sentence() for each in row.applied], row.first) == (["status: RECRUITING -> COMPLETED"], True)


def test_a_new_study_is_to_be_drafted_and_said_once() -> None:
    first = synced(RegistryState(), [study(NAMES[1])], portfolio=PORTFOLIO, on=ON)
    again = synced(first.state, [study(NAMES[1])], portfolio=PORTFOLIO, on=ON)
    assert [row.standing for row in (*first.studies, *again.studies)] == [
        "new: draft it",
        "seen before, not in the portfolio",
    ]


def test_a_study_that_vanished_is_flagged_and_kept_and_may_come_back() -> None:
    gone = synced(confirmed(), [], portfolio=PORTFOLIO, on=LATER, looked_for=[HELD.id])
    assert [(row.id, row.gone) for row in gone.studies] == [(HELD.id, True)]
    assert gone.state.studies[HELD.id].standing.eligibility == TEXT
    again = synced(gone.state, [], portfolio=PORTFOLIO, on=LATER, looked_for=[HELD.id])
    assert again.changed is False
    back = looked(gone.state, study(), on=LATER)
    assert back.studies[HELD.id].gone_on is None
    assert [entry.act for entry in back.log] == ["seen", "approved", "gone", "back"]


def test_of_two_entries_of_one_study_the_later_counts_and_what_is_no_study_is_listed() -> None:
    found = synced(
        RegistryState(),
        [study(), 7, study(statusModule={"overallStatus": "COMPLETED"})],  # type: ignore[list-item]
        portfolio=PORTFOLIO,
        on=ON,
    )
    assert found.state.studies[HELD.id].seen.status == "COMPLETED"
    assert [each.sentence().partition(";")[0] for each in found.refused] == [
        "study 2, : int where a study was expected"
    ]


# --- what waits for a person ----------------------------------------------------------------------------


def test_eligibility_waits_until_a_person_approves_it() -> None:
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE}), on=LATER)
    assert [each.kind for each in queue(waiting)[HELD.id]] == ["eligibility"]
    assert waiting.studies[HELD.id].standing.eligibility == TEXT
    after = approve(waiting, HELD.id, by="B. Reader", on=LATER, version=HELD.version, why="read")
    assert (after.studies[HELD.id].standing.eligibility, queue(after)) == (MORE, {})
    entry = after.log[-1]
    assert (entry.act, entry.by, entry.on, entry.what) == ("approved", "B. Reader", LATER, "read")


def test_a_refused_text_is_not_asked_about_again_until_it_changes() -> None:
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE}))
    refused = refuse(waiting, HELD.id, by="B. Reader", on=ON, why="a slip of the registry")
    same = looked(refused, study(eligibilityModule={"eligibilityCriteria": MORE}))
    assert (queue(same), same.studies[HELD.id].standing.eligibility) == ({}, TEXT)
    other = looked(refused, study(eligibilityModule={"eligibilityCriteria": MORE + " therapy"}))
    assert list(queue(other)) == [HELD.id]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda state: approve(state, "NCT99999999", by="A", on=ON), "was never seen in the registry"),
        (lambda state: approve(state, HELD.id, by=" ", on=ON), "an approval has a name"),
        (lambda state: approve(state, HELD.id, by="A", on=ON), "nothing of NCT99000001 waits"),
        (lambda state: refuse(state, HELD.id, by="A", on=ON, why="x"), "nothing of NCT99000001 waits"),
    ],
)
def test_an_approval_needs_a_study_a_name_and_a_question(call: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        call(confirmed())


def test_a_refusal_says_why() -> None:
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE}))
    with pytest.raises(UsageError, match="say why"):
        refuse(waiting, HELD.id, by="A", on=ON, why=" ")


# --- over the portfolio ---------------------------------------------------------------------------------


def overlaid(state: RegistryState, knowledge: Knowledge) -> Any:
    return with_registry(PORTFOLIO, state, knowledge=knowledge)


def test_what_waits_is_not_in_the_portfolio_and_what_is_approved_asks_a_person(knowledge: Knowledge) -> None:
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE, "maximumAge": "21 Years"}))
    assert overlaid(waiting, knowledge).trials[HELD.id].arms == HELD.arms
    after = overlaid(approve(waiting, HELD.id, by="A", on=ON, version=HELD.version), knowledge)
    added = [each for each in after.trials[HELD.id].arms[0].criteria if each not in HELD.arms[0].criteria]
    assert [each.line() for each in added][1] == "REG2 require age >= 1 year and <= 21 years [registry, age field]"
    assert added[0].text.startswith("require judgement \"The registry's text of 2026-05-01 is newer")
    assert after.digest != PORTFOLIO.digest


def test_a_newer_trial_file_stands_by_itself(knowledge: Knowledge) -> None:
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE}))
    state = approve(waiting, HELD.id, by="A", on=ON, version=HELD.version)
    newer = evolve(PORTFOLIO, trials={HELD.id: evolve(HELD, version="2026-06-02")})
    assert with_registry(newer, state, knowledge=knowledge).trials[HELD.id].arms == HELD.arms


def test_the_status_of_the_registry_stands_in_the_portfolio(knowledge: Knowledge) -> None:
    state = looked(confirmed(), study(statusModule={"overallStatus": "TERMINATED"}))
    found = overlaid(state, knowledge).trials[HELD.id].registry
    assert (found.status, found.as_of) == ("TERMINATED", date(2026, 5, 1))


def test_a_text_of_the_registry_cannot_write_criteria(knowledge: Knowledge) -> None:
    sly = {"lastUpdatePostDateStruct": {"date": '"] \nX9 require age >= 1 day [x'}}
    waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": MORE}, statusModule=sly))
    state = approve(waiting, HELD.id, by="A", on=ON, version=HELD.version)
    ids = [each.id for each in overlaid(state, knowledge).trials[HELD.id].arms[0].items]
    assert ids == ["A1", "H1", "REG1"]


def test_an_answer_about_one_text_is_none_about_the_next(knowledge: Knowledge) -> None:
    def question(text: str) -> Any:
        waiting = looked(confirmed(), study(eligibilityModule={"eligibilityCriteria": text}))
        state = approve(waiting, HELD.id, by="A", on=ON, version=HELD.version)
        return overlaid(state, knowledge).trials[HELD.id].arms[0].criteria[-1].node

    assert question(MORE).key != question(MORE + " therapy").key


# --- the children ---------------------------------------------------------------------------------------


def young(platelets: int = 150_000, *, birth: str = "2004-03-10", name: str = "young") -> ChildRecord:
    return evolve(child(lab("platelets", f"{platelets} /uL", on="2026-05-30"), birth=birth), id=name)


def touched(
    state: RegistryState, *sources: dict[str, Any], children: list[ChildRecord], knowledge: Knowledge
) -> list[str]:
    found = synced(state, sources, portfolio=PORTFOLIO, on=ON)
    held = found.state.studies[HELD.id]
    rows = affected_by(found.studies[0], HELD, held, children, on=ON, knowledge=knowledge)
    return [each.sentence() for each in rows if "/a" in each.place]


def test_a_study_that_closes_touches_the_children_who_are_not_ruled_out(knowledge: Knowledge) -> None:
    closed = study(statusModule={"overallStatus": "SUSPENDED"})
    children = [young(), young(20_000, name="few")]
    assert touched(confirmed(), closed, children=children, knowledge=knowledge) == [
        f"young: {HELD.id}/a closes at the registry; the verdict is eligible"
    ]


def test_a_word_that_is_not_known_says_neither_open_nor_closed(knowledge: Knowledge) -> None:
    odd = study(statusModule={"overallStatus": "PONDERING"})
    assert touched(confirmed(), odd, children=[young()], knowledge=knowledge) == [
        f"young: the registry does not say any more whether {HELD.id}/a takes children"
    ]


def test_a_lower_age_limit_turns_the_verdict_of_those_above_it(knowledge: Knowledge) -> None:
    lower = study(eligibilityModule={"maximumAge": "18 Years"})
    assert touched(confirmed(), lower, children=[young()], knowledge=knowledge) == [
        f"young: {HELD.id}/a was eligible, becomes not_eligible once approved (REG1, REG2)"
    ]


def test_a_changed_inclusion_text_may_let_in_whom_only_inclusion_keeps_out(knowledge: Knowledge) -> None:
    fewer = study(eligibilityModule={"eligibilityCriteria": TEXT.replace("75,000", "50,000")})
    assert touched(confirmed(), fewer, children=[young(60_000)], knowledge=knowledge) == [
        f"young: {HELD.id}/a is not_eligible only by criteria whose source changed (H1)"
    ]
    exclusion = study(eligibilityModule={"eligibilityCriteria": MORE})
    assert touched(confirmed(), exclusion, children=[young(60_000)], knowledge=knowledge) == []


# --- the file -------------------------------------------------------------------------------------------


def test_the_state_is_written_whole_and_reads_back_the_same(tmp_path: Path) -> None:
    state = looked(confirmed(), *every_study(), on=LATER)
    write_state(tmp_path / "new", state)
    assert read_state(tmp_path / "new") == state
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["registry.json"]
    assert read_state(tmp_path / "nothing") == RegistryState()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "studies": {"a": {}}, "log": []}'])
def test_a_file_that_is_no_state_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "registry.json").write_text(text, encoding="utf-8")
    with pytest.raises(PortfolioError, match="not a state file"):
        read_state(tmp_path)
    assert (tmp_path / "registry.json").read_text(encoding="utf-8") == text


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(UsageError, match="nothing was changed"):
        write_state(tmp_path / "folder", confirmed())

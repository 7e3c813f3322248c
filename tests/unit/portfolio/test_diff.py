"""What an amendment changed, and for which children."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import ON, child, lab
from tests.unit.portfolio.samples import TRIAL, changed, sound

from rosette.knowledge import Knowledge
from rosette.portfolio import Change, ChangedVerdict, changed_verdicts, diff_trials, load_portfolio
from rosette.records import ChildRecord, Fact

BEFORE = sound()


def told(*changes: tuple[str, str]) -> list[str]:
    return [change.sentence() for change in diff_trials(BEFORE, sound(changed(TRIAL, *changes)))]


def test_a_trial_does_not_differ_from_itself() -> None:
    assert diff_trials(BEFORE, BEFORE) == []


@pytest.mark.parametrize("name", sorted(load_portfolio().trials)[:8])
def test_no_trial_of_the_portfolio_differs_from_itself(name: str) -> None:
    trial = load_portfolio().trials[name]
    assert diff_trials(trial, trial) == []


# --- criteria -----------------------------------------------------------------------------------------


def test_a_criterion_that_every_arm_has_is_told_once() -> None:
    assert told(("age >= 1 year and < 30 years", "age >= 1 year and < 22 years")) == [
        "A1 changed: require age >= 1 year and < 30 years -> require age >= 1 year and < 22 years"
    ]


def test_a_criterion_of_one_arm_is_told_with_its_place() -> None:
    assert told(("platelets >= 75000", "platelets >= 50000")) == [
        "T1/a H1 changed: require platelets >= 75000 /uL within 7 days -> require platelets >= 50000 /uL within 7 days"
    ]


def test_a_criterion_of_some_arms_is_told_for_each() -> None:
    found = told(("platelets >= 100000", "platelets >= 90000"))
    assert [line.partition(" changed")[0] for line in found] == ["T1/b/1 H1", "T1/b/2 H1"]


def test_a_criterion_that_is_new_is_added() -> None:
    new = "X1 exclude prior lorlatinib [excl 1]\n"
    assert told(("H1 require platelets >= 75000", f"{new}H1 require platelets >= 75000")) == [
        "X1 added: exclude prior lorlatinib"
    ]


def test_a_criterion_that_is_gone_is_removed() -> None:
    assert told(("A1 require age >= 1 year and < 30 years [incl 1]\n", "")) == [
        "A1 removed: require age >= 1 year and < 30 years"
    ]


def test_an_exclusion_that_becomes_a_requirement_is_a_change() -> None:
    old = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "A1 exclude prior lorlatinib"))
    new = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "A1 require prior lorlatinib"))
    assert [change.sentence() for change in diff_trials(sound(old), sound(new))] == [
        "A1 changed: exclude prior lorlatinib -> require prior lorlatinib"
    ]


def test_other_blanks_and_comments_are_no_change() -> None:
    assert (
        told(("age >= 1 year and < 30 years [incl 1]", "age   >= 1 year\n     and < 30 years   [incl 1] # as before"))
        == []
    )


def test_a_note_is_told_as_its_line() -> None:
    assert told(("H1 require platelets >= 75000", 'N1 note "Later." [p 2]\nH1 require platelets >= 75000')) == [
        'N1 added: N1 note "Later." [p 2]'
    ]


# --- arms, doses, head --------------------------------------------------------------------------------


def test_an_arm_that_is_new_is_added_by_its_title() -> None:
    arm = '[[arm]]\nid = "c"\ntitle = "Arm C"\nkind = "targeted"\n\n[[dose_level]]\narm = "b"\nlevel = 1\n'
    assert told(('[[dose_level]]\narm = "b"\nlevel = 1\n', arm)) == ["T1/c arm added: Arm C"]


def test_an_arm_that_is_gone_is_removed_by_its_title() -> None:
    first = TRIAL[TRIAL.index('[[arm]]\nid = "a"') : TRIAL.index('[[arm]]\nid = "b"')]
    example = TRIAL[TRIAL.index('[[example]]\nname = "fits"') : TRIAL.index('[[example]]\nname = "too few')]
    assert told((first, ""), (example, "")) == ["T1/a arm removed: Arm A"]


def test_a_dose_level_that_is_new_is_added() -> None:
    third = '[[dose_level]]\narm = "b"\nlevel = 3\ndose = "21 mCi/kg"\n\n[[example]]\nname = "fits"'
    assert told(('[[example]]\nname = "fits"', third)) == ["T1/b/3 arm added: Arm B"]


def test_as_many_new_dose_levels_as_there_were_places_are_told_one_by_one() -> None:
    levels = [f'[[dose_level]]\narm = "b"\nlevel = {level}\ndose = "{level} mCi/kg"\n\n' for level in (3, 4, 5)]
    example = '[[example]]\nname = "fits"'
    assert told((example, "".join(levels) + example)) == [f"T1/b/{level} arm added: Arm B" for level in (3, 4, 5)]


def test_another_dose_is_a_change() -> None:
    assert told(('dose = "12 mCi/kg"', 'dose = "10 mCi/kg"')) == ["T1/b/1 dose changed: 12 mCi/kg -> 10 mCi/kg"]


def test_other_agents_and_doses_of_an_arm_are_a_change() -> None:
    assert told(
        ('agents = ["lorlatinib"]', 'agents = ["lorlatinib", "topotecan"]'), ('doses = ["95 mg/m2/day oral"]', "")
    ) == [
        "T1/a agents changed: lorlatinib -> lorlatinib, topotecan",
        "T1/a doses changed: 95 mg/m2/day oral -> none",
    ]


def test_another_title_and_kind_of_an_arm_are_a_change() -> None:
    assert told(('title = "Arm A"\nkind = "trial-arm"', 'title = "Arm One"\nkind = "targeted"')) == [
        "T1/a title changed: Arm A -> Arm One",
        "T1/a kind changed: trial-arm -> targeted",
    ]


def test_another_status_in_the_registry_is_a_change() -> None:
    assert told(('status = "RECRUITING"', 'status = "COMPLETED"')) == ["registry changed: RECRUITING -> COMPLETED"]


def test_another_head_is_a_change() -> None:
    found = told(('phase = "1"', 'phase = "2"'), ('sponsor = "nobody"', 'sponsor = "somebody"'))
    assert found == ["phase changed: 1 -> 2", "sponsor changed: nobody -> somebody"]


def test_a_change_is_plain_data() -> None:
    change = Change(what="changed", place="T1/a", name="H1", before="x", after="y")
    assert change.as_dict() == {"what": "changed", "place": "T1/a", "name": "H1", "before": "x", "after": "y"}


def test_a_diff_turned_round_has_what_was_added_removed() -> None:
    after = sound(changed(TRIAL, ("A1 require age >= 1 year and < 30 years [incl 1]\n", "")))
    assert [change.what for change in diff_trials(BEFORE, after)] == ["removed"]
    assert [change.what for change in diff_trials(after, BEFORE)] == ["added"]


# --- whose verdict turns ------------------------------------------------------------------------------


def young(*facts: Fact, **more: Any) -> ChildRecord:
    return child(lab("platelets", "80000 /uL"), *facts, **more)


def turned(records: list[ChildRecord], knowledge: Knowledge, *changes: tuple[str, str]) -> list[str]:
    after = sound(changed(TRIAL, *changes))
    found = changed_verdicts(BEFORE, after, records, on=ON, knowledge=knowledge)
    return [each.sentence() for each in found]


def test_a_child_whom_nothing_changes_for_is_not_listed(knowledge: Knowledge) -> None:
    assert turned([young()], knowledge, ("platelets >= 75000", "platelets >= 70000")) == []


def test_a_child_who_falls_out_is_listed_with_the_criterion_that_turned(knowledge: Knowledge) -> None:
    assert turned([young()], knowledge, ("platelets >= 75000", "platelets >= 85000")) == [
        "test-child: T1/a was eligible, is not_eligible (H1)"
    ]


def test_a_child_who_comes_in_is_listed(knowledge: Knowledge) -> None:
    found = turned([young()], knowledge, ("platelets >= 100000", "platelets >= 80000"))
    assert found == [
        "test-child: T1/b/1 was not_eligible, is needs_judgement (H1)",
        "test-child: T1/b/2 was not_eligible, is unknown (H1)",
    ]


def test_criteria_that_came_and_went_are_among_those_that_turned(knowledge: Knowledge) -> None:
    found = turned(
        [young()], knowledge, ("A1 require age >= 1 year and < 30 years", "A2 require age >= 1 year and < 3 years")
    )
    assert found[0] == "test-child: T1/a was eligible, is not_eligible (A1, A2)"


def test_a_verdict_that_stays_is_not_listed_though_its_reasons_turn(knowledge: Knowledge) -> None:
    old = child(lab("platelets", "80000 /uL"), birth="1980-01-01")
    assert turned([old], knowledge, ("platelets >= 75000", "platelets >= 85000")) == []


def test_an_arm_that_came_or_went_is_listed_for_every_child(knowledge: Knowledge) -> None:
    third = '[[dose_level]]\narm = "b"\nlevel = 3\ndose = "21 mCi/kg"\n\n[[example]]\nname = "fits"'
    change = ('[[example]]\nname = "fits"', third)
    assert turned([young()], knowledge, change) == ["test-child: T1/b/3 was not there, is not_eligible (A1, H1, J1)"]
    after = sound(changed(TRIAL, change))
    back = changed_verdicts(after, BEFORE, [young()], on=ON, knowledge=knowledge)
    assert [each.sentence() for each in back] == ["test-child: T1/b/3 was not_eligible, is not there (A1, H1, J1)"]


def test_the_children_stand_in_the_order_given_and_the_work_is_told(knowledge: Knowledge) -> None:
    after = sound(changed(TRIAL, ("platelets >= 75000", "platelets >= 85000")))
    steps: list[tuple[int, int]] = []
    found = changed_verdicts(
        BEFORE,
        after,
        [young(), child(lab("platelets", "90000 /uL")), young()],
        on=ON,
        knowledge=knowledge,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert len(found) == 2
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_changed_verdict_is_plain_data() -> None:
    one = ChangedVerdict(record="r", place="T1/a", before=None, after="unknown", because=("A1",))
    assert one.as_dict() == {"record": "r", "place": "T1/a", "before": None, "after": "unknown", "because": ["A1"]}

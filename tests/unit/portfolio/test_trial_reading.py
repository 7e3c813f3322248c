"""A trial file becomes arms with all the criteria that hold for each."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.portfolio.samples import TRIAL, changed, sound

from rosette.eligibility import parse_macros
from rosette.kernel import Citation
from rosette.portfolio import Arm
from rosette.portfolio.blocks import place_of


def lines(arm: Arm) -> list[str]:
    return [item.line() for item in arm.items]


def arm(place: str, text: str = TRIAL) -> Arm:
    found = sound(text).arm(place)
    assert found is not None
    return found


def test_the_head_of_a_trial_is_read_as_written() -> None:
    trial = sound()
    assert (trial.id, trial.short, trial.phase, trial.completeness) == ("T1", "first", "1", "full")
    assert trial.sources == (Citation("NCT00000000", "nowhere"),)
    assert trial.review.due == date(2027, 1, 1)
    assert (trial.registry.status, trial.registry.as_of) == ("RECRUITING", date(2026, 1, 1))


def test_a_trial_without_a_registry_entry_says_so() -> None:
    trial = sound(changed(TRIAL, ('[registry]\nstatus = "RECRUITING"\nas_of = 2026-01-01\n', "")))
    assert trial.registry.status == "not in a registry"
    assert trial.registry.as_of is None


def test_an_arm_has_the_criteria_of_the_trial() -> None:
    assert lines(arm("a")) == [
        "A1 require age >= 1 year and < 30 years [incl 1]",
        "H1 require platelets >= 75000 /uL within 7 days [incl 2]",
    ]


def test_an_arm_replaces_a_criterion_in_its_place_and_adds_its_own_at_the_end() -> None:
    assert lines(arm("b/1")) == [
        "A1 require age >= 1 year and < 30 years [incl 1]",
        "H1 require platelets >= 100000 /uL within 7 days [arm b]",
        'J1 require judgement "Can the child stay in the room?" [arm b]',
    ]


def test_a_dose_level_is_laid_over_its_arm_and_may_drop_a_criterion() -> None:
    assert lines(arm("b/2")) == [
        "A1 require age >= 1 year and < 30 years [incl 1]",
        "H1 require platelets >= 100000 /uL within 7 days [arm b]",
        "S1 require stem cells >= 2000000 CD34/kg [dose level 2]",
    ]


def test_an_arm_with_dose_levels_is_one_place_a_level() -> None:
    assert [place for place, _ in sound().places()] == ["T1/a", "T1/b/1", "T1/b/2"]


def test_a_dose_level_keeps_what_its_arm_says() -> None:
    second = arm("b/2")
    assert (second.id, second.title, second.kind, second.level, second.dose) == ("b", "Arm B", "mibg", 2, "18 mCi/kg")


def test_an_arm_without_levels_has_none() -> None:
    first = arm("a")
    assert (first.level, first.dose, first.agents, first.doses) == (None, None, ("lorlatinib",), ("95 mg/m2/day oral",))


def test_there_is_no_arm_of_another_name() -> None:
    trial = sound()
    assert trial.arm("b") is None
    assert trial.arm("c") is None


def test_questions_are_keyed_by_the_place_that_asks_them() -> None:
    (question,) = [item.node for item in arm("b/1").criteria if item.id == "J1"]
    assert getattr(question, "key", "") == "T1/b/J1"


def test_a_note_is_kept_and_not_judged() -> None:
    text = changed(
        TRIAL,
        ("\nH1 require platelets >= 75000", '\nN1 note "Seen at week 3." [page 2]\nH1 require platelets >= 75000'),
    )
    first = arm("a", text)
    assert [note.text for note in first.notes] == ["Seen at week 3."]
    assert [item.id for item in first.criteria] == ["A1", "H1"]


def test_a_macro_stands_for_its_criteria() -> None:
    macros = parse_macros(
        "macro counts(least = 75000)\nH1 require platelets >= $least /uL [macro]\nend\n", name="m.crit"
    )
    text = changed(
        TRIAL, ("H1 require platelets >= 75000 /uL within 7 days [incl 2]", "use counts(least = 50000) [incl 9]")
    )
    trial = sound(text, macros=macros)
    assert lines(trial.arms[0])[1] == "H1 require platelets >= 50000 /uL [incl 9]"


def test_the_examples_of_a_file_are_kept() -> None:
    first, second = sound().examples
    assert (first.name, first.arm, first.level, first.attest, first.because) == ("fits", "a", None, True, ())
    assert (second.level, second.verdict, second.because) == (1, "not_eligible", ("H1",))


@pytest.mark.parametrize(
    ("text", "part", "number", "place"),
    [
        ("a = 1\ncriteria = '''\nA1", "", 0, (3, 1)),
        ("a = 1\ncriteria = '''A1", "", 0, (2, 15)),
        ('criteria = """\nA1', "", 0, (2, 1)),
        ('criteria = "A1"', "", 0, (1, 13)),
        ("[[arm]]\ncriteria = '''\nA1\n'''\n[[arm]]\nid = 'b'\ncriteria = '''\nA1", "arm", 0, (3, 1)),
        ("[[arm]]\ncriteria = '''\nA1\n'''\n[[arm]]\nid = 'b'\ncriteria = '''\nA1", "arm", 1, (8, 1)),
        ("[[arm]]\ncriteria = 'x'\n[[dose_level]]\n  criteria = 'A1'", "dose_level", 0, (4, 15)),
    ],
    ids=["lines", "same line", "other quotes", "one line", "first arm", "second arm", "dose level"],
)
def test_a_block_of_criteria_is_found_in_its_file(text: str, part: str, number: int, place: tuple[int, int]) -> None:
    assert place_of(text, "A1", part=part, number=number) == place

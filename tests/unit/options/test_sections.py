"""Where an option stands on the board, and why."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.records import ON, child, lab, make
from tests.unit.options.samples import (
    ASKED,
    COUNT,
    GROWN,
    HELD_BACK,
    MET,
    REAL,
    TOO_OLD,
    WASHOUT,
    board,
    offer,
    option,
    real_children,
    slot,
)

from rosette.kernel import Truth, UsageError
from rosette.knowledge import Knowledge
from rosette.options import Board, No, Option, Section, make_board, section_of
from rosette.portfolio import Slot, load_portfolio, load_programme
from rosette.records import ChildRecord, Closure, Fact, Laboratory, Therapy

LOW = lab("platelets", "20000 /uL")
HERE = slot()


def washing(end: str = "2026-05-20") -> tuple[Fact, ...]:
    return (
        make(Therapy, agent="lorlatinib", start="2026-01-10", end=end),
        make(Closure, on="2026-05-30", covers=("therapies",)),
    )


SECTIONS: list[tuple[Section, ChildRecord, list[str], Slot | None]] = [
    (Section.OPEN, child(), [MET], HERE),
    (Section.OPEN, child(lab("platelets", "80000 /uL")), [MET, COUNT], HERE),
    (Section.NO_PLACE, child(), [MET], slot(total=1, taken=1)),
    (Section.NO_PLACE, child(), [MET], slot(status="suspended")),
    (Section.NO_PLACE, child(), [MET], slot(status="closed")),
    (Section.NO_PLACE, child(), [MET], slot(closes=ON)),
    (Section.NO_PLACE, child(), [ASKED], slot(status="waiting")),
    (Section.NO_PLACE, child(), [COUNT], slot(status="suspended")),
    (Section.NO_PLACE, child(*washing()), [WASHOUT], slot(status="suspended")),
    (Section.OPENS, child(), [MET], slot(opened=date(2026, 6, 2))),
    (Section.OPENS, child(), [MET], slot(total=1, taken=1, next_slot=date(2026, 9, 1))),
    (Section.OPENS, child(), [MET], slot(status="waiting", opened=date(2026, 9, 1))),
    (Section.JUDGEMENT, child(), [MET, ASKED], HERE),
    (Section.JUDGEMENT, child(), [ASKED], slot(opened=date(2026, 6, 2))),
    (Section.OPENS, child(*washing()), [WASHOUT], HERE),
    (Section.OPENS, child(birth="2008-09-01"), [GROWN], HERE),
    (Section.OPENS, child(*washing()), [WASHOUT, ASKED], HERE),
    (Section.TEXT, child(), [MET, HELD_BACK], HERE),
    (Section.TEXT, child(), [MET, HELD_BACK, ASKED], HERE),
    (Section.ONE_TEST, child(), [COUNT], HERE),
    (Section.ONE_TEST, child(), [COUNT, ASKED, HELD_BACK], HERE),
    (Section.ONE_TEST, child(*washing()), [COUNT, WASHOUT], HERE),
    (Section.MORE, child(), [COUNT, "creatinine <= 1 mg/dL"], HERE),
    (Section.CLOSED_FOR_NOW, child(LOW), [COUNT], HERE),
    (Section.CLOSED_FOR_NOW, child(LOW), [COUNT, "creatinine <= 1 mg/dL"], HERE),
    (Section.CLOSED, child(), [TOO_OLD], HERE),
    (Section.CLOSED, child(), [TOO_OLD, ASKED, COUNT, HELD_BACK], HERE),
    (Section.CLOSED, child(birth="2012-09-01"), [GROWN], HERE),
    (Section.CLOSED, child(), [TOO_OLD], slot(status="suspended")),
]


@pytest.mark.parametrize(
    ("section", "record", "criteria", "here"),
    SECTIONS,
    ids=[f"{row[0].value}: {' + '.join(row[2])}" for row in SECTIONS],
)
def test_an_option_stands_in_its_section(
    section: Section, record: ChildRecord, criteria: list[str], here: Slot | None
) -> None:
    assert section_of(option(record, *criteria, slot=here)) is section


def test_every_section_is_reached_by_the_table_above() -> None:
    assert {row[0] for row in SECTIONS} | {Section.COMFORT} == set(Section)


def test_sections_stand_in_the_order_of_reading() -> None:
    names = [section.name for section in Section]
    assert names[0] == "OPEN"
    assert names.index("JUDGEMENT") < names.index("ONE_TEST") < names.index("CLOSED") < names.index("COMFORT")


# --- what a criterion says ----------------------------------------------------------------------------


def only(record: ChildRecord, criterion: str) -> Option:
    return option(record, criterion, slot=HERE)


@pytest.mark.parametrize(
    ("record", "criterion", "kind"),
    [
        (child(), TOO_OLD, No.FIXED),
        (child(birth="2008-09-01"), GROWN, No.PASSES),
        (child(birth="2012-09-01"), GROWN, No.FIXED),
        (child(LOW), COUNT, No.MAY_CHANGE),
        (child(*washing()), WASHOUT, No.PASSES),
        (child(*washing()), "X1 exclude prior lorlatinib [x]", No.FIXED),
        (child(), MET, None),
        (child(), COUNT, None),
        (child(), ASKED, None),
    ],
    ids=["too old", "a birthday", "a far birthday", "low", "washing out", "given", "met", "not measured", "asked"],
)
def test_a_no_is_of_one_of_three_kinds(record: ChildRecord, criterion: str, kind: No | None) -> None:
    assert only(record, criterion).criteria[0].no is kind


def test_a_criterion_that_is_met_flips_when_it_no_longer_is() -> None:
    assert only(child(lab("platelets", "80000 /uL")), COUNT).criteria[0].flips_on == date(2026, 6, 6)
    assert only(child(), MET).criteria[0].flips_on is None


def test_a_criterion_that_is_not_met_flips_when_it_will_be() -> None:
    assert only(child(*washing()), WASHOUT).criteria[0].flips_on == date(2026, 6, 10)
    assert only(child(LOW), COUNT).criteria[0].flips_on is None
    assert only(child(), COUNT).criteria[0].flips_on is None


def test_what_decides_is_what_is_not_met_or_else_what_is_not_known() -> None:
    shut = option(child(LOW), MET, COUNT, ASKED, slot=HERE)
    assert [report.criterion.id for report in shut.not_met] == ["X2"]
    unknown = option(child(), MET, COUNT, ASKED, slot=HERE)
    assert [report.criterion.id for report in unknown.not_met] == ["X2", "X3"]
    assert option(child(), MET, slot=HERE).not_met == ()


def test_blockers_are_what_nothing_can_open() -> None:
    shut = option(child(LOW, *washing()), TOO_OLD, COUNT, WASHOUT, ASKED, slot=HERE)
    assert [report.criterion.id for report in shut.blockers] == ["X1"]
    assert shut.ways == ()
    assert shut.tests_away is None


@pytest.mark.parametrize(
    ("record", "criteria", "away"),
    [
        (child(), [MET], 0),
        (child(), [ASKED, HELD_BACK], 0),
        (child(), [COUNT], 1),
        (child(), [COUNT, "platelets >= 50000 /uL within 14 days"], 1),
        (child(), [COUNT, "creatinine <= 1 mg/dL"], 2),
        (child(), [COUNT, f"any of (creatinine <= 1 mg/dL; {MET})"], 1),
        (child(), ["any of (all of (platelets >= 75000 /uL; creatinine <= 1 mg/dL); anc >= 750 /uL)"], 1),
        (child(LOW), [COUNT], None),
        (child(), [TOO_OLD], None),
        (child(), [COUNT, TOO_OLD], None),
    ],
)
def test_tests_are_counted_along_the_shortest_way(record: ChildRecord, criteria: list[str], away: int | None) -> None:
    assert option(record, *criteria, slot=HERE).tests_away == away


def test_two_counts_of_one_blood_count_are_one_test() -> None:
    assert option(child(), COUNT, "haemoglobin >= 8 g/dL", "wbc >= 1000 /uL", slot=HERE).tests_away == 1
    assert option(child(), COUNT, "creatinine <= 1 mg/dL", slot=HERE).tests_away == 2


# --- the board ----------------------------------------------------------------------------------------


def small() -> Board:
    trials = [
        offer("T1", MET),
        offer("T2", MET),
        offer("T3", ASKED),
        offer("T4", TOO_OLD),
        offer("T5", MET, arms="ab"),
        offer("home", kind="supportive"),
    ]
    slots = [slot("T2/a"), slot("T1/a", total=1, taken=1), slot("T3/a"), slot("T5/a"), slot("T4/a")]
    return board(child(), *trials, slots=slots)


def test_every_place_of_the_portfolio_is_an_option() -> None:
    assert [each.id for each in small().options] == ["T1/a", "T2/a", "T3/a", "T4/a", "T5/a", "T5/b", "home/a"]


def test_what_the_programme_has_is_here_and_the_rest_elsewhere() -> None:
    assert [each.id for each in small().here()] == ["T1/a", "T2/a", "T3/a", "T4/a", "T5/a", "home/a"]
    assert [each.id for each in small().elsewhere()] == ["T5/b"]


def test_every_option_that_is_here_stands_in_one_section() -> None:
    found = [each.id for section in Section for each in small().section(section)]
    assert sorted(found) == sorted(each.id for each in small().here())


def test_within_a_section_what_has_a_place_stands_first() -> None:
    trials = [offer("T1", ASKED), offer("T2", ASKED)]
    found = board(child(), *trials, slots=[slot("T1/a", opened=date(2026, 9, 1)), slot("T2/a")])
    assert [each.id for each in found.section(Section.JUDGEMENT)] == ["T2/a", "T1/a"]


def test_within_a_section_what_opens_sooner_stands_first() -> None:
    trials = [offer("T1", "42 days since last lorlatinib"), offer("T2", WASHOUT)]
    found = board(child(*washing()), *trials, slots=[slot("T1/a"), slot("T2/a")])
    assert [each.id for each in found.section(Section.OPENS)] == ["T2/a", "T1/a"]


def test_a_section_without_options_is_empty() -> None:
    assert small().section(Section.OPENS) == ()


def test_only_the_trials_asked_for_are_judged() -> None:
    trials = [offer("T1", MET), offer("T2", MET)]
    assert [each.id for each in board(child(), *trials, trials=("made up T2",)).options] == ["T2/a"]
    with pytest.raises(UsageError, match="did you mean"):
        board(child(), *trials, trials=("made up T3",))


def test_the_work_is_told_place_by_place() -> None:
    steps: list[tuple[int, int]] = []
    board(child(), offer("T1", MET, arms="abc"), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_the_title_of_an_option_has_trial_arm_and_dose() -> None:
    assert option(child(), MET).title == "made up T1: Arm a"


# --- care for comfort ---------------------------------------------------------------------------------


def test_care_for_comfort_is_here_without_a_place_of_the_programme() -> None:
    found = board(child(), offer("home", kind="supportive"))
    assert [each.id for each in found.section(Section.COMFORT)] == ["home/a"]


def test_care_for_comfort_stays_when_everything_else_is_shut() -> None:
    old = child(birth="1950-01-01", sex=None)
    found = board(old, offer("T1", TOO_OLD), offer("home", kind="supportive"), slots=[slot("T1/a", status="closed")])
    assert [each.id for each in found.section(Section.CLOSED)] == ["T1/a"]
    assert [each.id for each in found.section(Section.COMFORT)] == ["home/a"]


def test_care_for_comfort_is_not_moved_by_its_criteria_or_its_place() -> None:
    shut = option(child(), TOO_OLD, slot=slot(status="closed"), kind="supportive")
    assert section_of(shut) is Section.COMFORT


@pytest.mark.parametrize("number", range(len(REAL)), ids=[path.stem for path in REAL])
def test_every_child_has_care_for_comfort_on_the_board(number: int, knowledge: Knowledge) -> None:
    found = make_board(
        real_children()[number],
        on=ON,
        portfolio=load_portfolio(),
        programme=load_programme(),
        knowledge=knowledge,
        trials=("comfort-care",),
    )
    assert [each.verdict for each in found.section(Section.COMFORT)] == ["eligible"]


def test_a_result_that_disagrees_with_another_of_the_day_is_not_decided() -> None:
    two = [
        make(Laboratory, id=f"p{n}", code="platelets", quantity=value, on="2026-05-29")
        for n, value in enumerate(("20000 /uL", "80000 /uL"))
    ]
    found = option(child(*two), COUNT, slot=HERE)
    assert found.criteria[0].truth is Truth.UNKNOWN
    assert found.verdict == "unknown"

"""What results ask for: spec tables of each grading scale."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.survivorship.samples import agent, course, event, history

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge
from rosette.survivorship import Ear, Item, Result, RuleBook, audiometry, ear_grade, hearing_grades, plan_of

ON = date(2026, 11, 30)
DAY = date(2026, 5, 1)
EVERYTHING = history(
    agent("cisplatin", 400),
    agent("doxorubicin", 300),
    event("transplant", "allogeneic_transplant", date(2019, 5, 1)),
    course("total_body_irradiation", date(2019, 5, 1), 12),
)
LEVELS = ("1", "2", "3", "4", "6", "8")


def row(book: RuleBook, code: str, *results: Result) -> Item:
    found = plan_of(EVERYTHING, book, on=ON, results=results).item(code)
    assert found is not None
    return found


SIOP = """
 1   2   3   4   6   8  grade
20  20  20  20  20  20  0
20  20  20  20  20  21  1
20  20  20  20  25  20  1
20  20  20  21  20  20  2
20  20  21  21  40  40  3
20  21  21  60  60  60  3
20  40  40  60  60  60  3
20  41  41  60  60  60  4
"""
BROCK = """
 1   2   3   4   6   8  grade
39  39  39  39  39  39  0
10  10  10  10  40  40  1
10  10  10  40  40  40  2
10  40  40  40  40  40  3
40  40  40  40  40  40  4
"""
CHANG = """
 1   2   3   4   6   8  grade
20  20  20  20  20  20  0
20  20  20  20  40  40  1a
20  20  20  21  40  40  1b
20  20  20  39  40  40  1b
20  20  20  40  40  40  2a
20  21  21  40  40  40  2b
20  20  40  40  40  40  3
40  40  40  40  40  40  4
"""


def rows_of(scale: str, drawn: str) -> list[tuple[str, dict[str, float], str]]:
    lines = [line.split() for line in drawn.strip().splitlines()[1:]]
    return [(scale, dict(zip(LEVELS, map(float, line), strict=False)), line[-1]) for line in lines]


TABLES = [*rows_of("SIOP", SIOP), *rows_of("Brock", BROCK), *rows_of("Chang", CHANG)]


@pytest.mark.parametrize(("scale", "air", "grade"), TABLES)
def test_hearing_is_graded_by_each_scale(scale: str, air: dict[str, float], grade: str, knowledge: Knowledge) -> None:
    assert ear_grade(Ear(air=air), scale, knowledge).grade == grade


def test_the_better_ear_is_reported_and_the_worse_one_decides(knowledge: Knowledge, book: RuleBook) -> None:
    good, bad = Ear(air=dict.fromkeys(LEVELS, 10.0)), Ear(air=dict.fromkeys(LEVELS, 50.0))
    grades = hearing_grades(good, bad, knowledge, scale="SIOP")
    assert (grades.better.grade, grades.worse.grade) == ("0", "4")
    item = row(book, "EAR-1", audiometry(good, bad, knowledge, on=DAY))
    assert item.grades == ("SIOP 4",)
    assert item.referrals == ("audiologist: hearing aids are usually needed; support at school",)


def test_an_abnormal_tympanogram_asks_for_bone_conduction(knowledge: Knowledge) -> None:
    air = dict.fromkeys(LEVELS, 50.0)
    through_bone = Ear(air=air, bone=dict.fromkeys(LEVELS, 10.0), tympanogram_normal=False)
    assert ear_grade(through_bone, "SIOP", knowledge).grade == "0"
    with pytest.raises(NotComputable, match="bone conduction"):
        ear_grade(Ear(air=air, tympanogram_normal=False), "SIOP", knowledge)


def test_a_frequency_that_was_not_measured_leaves_only_a_lower_bound(knowledge: Knowledge) -> None:
    low_only = ear_grade(Ear(air={"1": 10.0, "2": 10.0}), "SIOP", knowledge)
    assert (low_only.grade, low_only.at_least) == ("0", True)
    assert not ear_grade(Ear(air=dict.fromkeys(LEVELS, 10.0)), "SIOP", knowledge).at_least


def test_a_scale_that_was_read_second_hand_is_marked(knowledge: Knowledge) -> None:
    ear = Ear(air=dict.fromkeys(LEVELS, 50.0))
    marks = {scale: ear_grade(ear, scale, knowledge).unverified for scale in ("SIOP", "Brock", "Chang")}
    assert (marks["SIOP"], marks["Brock"]) == (None, None)
    assert marks["Chang"]


@pytest.mark.parametrize(
    ("gfr", "grade", "refers"),
    [
        (120, "G1", False),
        (90, "G1", False),
        (89.9, "G2", False),
        (60, "G2", False),
        (59.9, "G3a", True),
        (45, "G3a", True),
        (44.9, "G3b", True),
        (30, "G3b", True),
        (29.9, "G4", True),
        (15, "G4", True),
        (14.9, "G5", True),
    ],
)
def test_gfr_has_a_category_and_nephrology_sees_less_than_60(
    gfr: float, grade: str, refers: bool, book: RuleBook
) -> None:
    item = row(book, "REN-1", Result(test="kidney_function", on=DAY, code="gfr", value=gfr))
    assert item.grades == (grade,)
    assert (item.referrals == ("nephrology",)) == refers


@pytest.mark.parametrize(
    ("alt", "due"),
    [(40, None), (41, date(2027, 5, 1)), (80, date(2027, 5, 1)), (80.1, date(2026, 7, 1)), (400, date(2026, 7, 1))],
)
def test_liver_enzymes_climb_a_ladder(alt: float, due: date | None, book: RuleBook) -> None:
    result = Result(test="liver_enzymes", on=DAY, code="alt", value=alt, uln=40)
    assert row(book, "LIV-1", result).due == due


def test_without_a_limit_a_multiple_of_it_is_not_known(book: RuleBook) -> None:
    assert row(book, "LIV-1", Result(test="liver_enzymes", on=DAY, code="alt", value=400)).due is None


@pytest.mark.parametrize(("ferritin", "due"), [(500, None), (501, date(2026, 11, 1))])
def test_ferritin_above_500_is_repeated_within_six_months(ferritin: float, due: date | None, book: RuleBook) -> None:
    assert row(book, "LIV-2", Result(test="ferritin", on=DAY, code="ferritin", value=ferritin)).due == due


@pytest.mark.parametrize(
    ("tsh", "referrals"),
    [(4.0, ()), (4.1, ("endocrinology: TSH raised",)), (0.3, ("endocrinology: TSH low",)), (0.4, ())],
)
def test_tsh_is_held_against_the_limits_of_its_report(tsh: float, referrals: tuple[str, ...], book: RuleBook) -> None:
    result = Result(test="thyroid_bloods", on=DAY, code="tsh", value=tsh, uln=4.0, lln=0.4)
    assert row(book, "THY-1", result).referrals == referrals


def test_an_ejection_fraction_below_its_limit_refers_and_an_unverified_cut_only_tells(book: RuleBook) -> None:
    low = row(book, "CARD-1", Result(test="echocardiogram", on=DAY, code="lvef", value=48, lln=55))
    assert "cardiology: ejection fraction below the limit of the report" in low.referrals
    assert "lvef-50: the cut is from general knowledge" in low.unverified
    fine = row(book, "CARD-1", Result(test="echocardiogram", on=DAY, code="lvef", value=60, lln=55))
    assert (fine.referrals, fine.unverified) == ((), ())


@pytest.mark.parametrize(("z", "refers"), [(-1.9, False), (-2.0, True), (-2.5, True)])
def test_bone_density_of_minus_two_goes_to_a_specialist(z: float, refers: bool, book: RuleBook) -> None:
    assert bool(row(book, "BON-1", Result(test="dxa", on=DAY, value=z)).referrals) == refers


def test_an_abnormal_result_without_a_row_asks_what_its_rule_says(book: RuleBook) -> None:
    item = row(book, "PUL-1", Result(test="lung_function", on=DAY, abnormal=True))
    assert item.referrals == (item.rules[0].if_abnormal,)


def test_only_the_last_day_speaks(book: RuleBook) -> None:
    old = Result(test="ferritin", on=date(2025, 5, 1), code="ferritin", value=900)
    new = Result(test="ferritin", on=DAY, code="ferritin", value=90)
    assert row(book, "LIV-2", old, new).due is None

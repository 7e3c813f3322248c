"""Results in a history file: graded, held against their limits, and moving the next day as those of a record do."""

from __future__ import annotations

from datetime import date

import pytest

from rosette.knowledge import Knowledge
from rosette.survivorship import HistoryError, Item, Result, RuleBook, plan_of, told_history

ON = date(2026, 11, 30)
HEAD = """
format = "rosette-history/1"
id = "a"
sex = "female"
birth = 2010-01-01
end_of_therapy = 2016-01-01
agent = [{ name = "cisplatin", dose = "400 mg/m2" }, { name = "doxorubicin", dose = "300 mg/m2", last = 2015-06-01 }]
radiation = [{ field = "total_body_irradiation", on = 2015-03-01, dose = "12 Gy" }]
transplant = [{ type = "autologous_transplant", on = 2015-03-08 }]
"""


def results(text: str, knowledge: Knowledge) -> tuple[Result, ...]:
    return told_history(HEAD + text, knowledge).results


def row(text: str, code: str, knowledge: Knowledge, book: RuleBook) -> Item:
    told = told_history(HEAD + text, knowledge)
    found = plan_of(told.exposures, book, on=ON, results=told.results).item(code)
    assert found is not None
    return found


AUDIOGRAM = """
[[audiogram]]
on = 2026-05-01
left = { "1" = "10 dB", "2" = "15 dB", "3" = "15 dB", "4" = "15 dB", "6" = "20 dB", "8" = "20 dB" }
right = { "1" = "10 dB", "2" = "15 dB", "3" = "20 dB", "4" = "45 dB", "6" = "60 dB", "8" = "60 dB" }
"""


@pytest.mark.parametrize(
    ("text", "code", "grades", "referrals", "due"),
    [
        (AUDIOGRAM, "EAR-1", ("SIOP 2",), ("audiologist: loss that matters for conversation",), date(2031, 5, 1)),
        (
            'result = [{ code = "gfr", on = 2026-05-01, value = "52 mL/min/{1.73_m2}" }]',
            "REN-1",
            ("G3a",),
            ("nephrology",),
            date(2031, 5, 1),
        ),
        (
            'result = [{ code = "tsh", on = 2026-05-01, value = "6 m[IU]/L", uln = "4.2 m[IU]/L" }]',
            "THY-1",
            (),
            ("endocrinology: TSH raised",),
            date(2027, 5, 1),
        ),
        (
            'result = [{ code = "lvef", on = 2026-05-01, value = "51 %", lln = "55 %" }]',
            "CARD-1",
            (),
            ("cardiology: ejection fraction below the limit of the report",),
            date(2028, 5, 1),
        ),
        (
            'result = [{ code = "ferritin", on = 2026-05-01, value = "900 ng/mL" }]',
            "LIV-2",
            (),
            ("when it stays high: liver iron by MRI, haematology",),
            date(2026, 11, 1),
        ),
        (
            'result = [{ test = "dxa", on = 2026-05-01, value = "-2.3" }]',
            "BON-1",
            (),
            ("bone specialist: Z of -2 or less",),
            date(2035, 1, 1),
        ),
        (
            'result = [{ test = "growth_velocity", on = 2026-05-01, value = "1.4", abnormal = true }]',
            "HP-2",
            (),
            ("endocrinology; an IGF-1 in range does not exclude lack of GH",),
            date(2026, 11, 1),
        ),
        ('result = [{ test = "ecg", on = 2026-05-01, abnormal = false }]', "CARD-2", (), (), date(2028, 1, 1)),
        (
            'result = [{ test = "audiometry", on = "2026", grade = "SIOP 3" }]',
            "EAR-1",
            ("SIOP 3",),
            ("audiologist: hearing aids are usually needed; support at school",),
            date(2031, 1, 1),
        ),
    ],
)
def test_a_result_of_a_history_is_graded_and_moves_the_next_day(
    text: str,
    code: str,
    grades: tuple[str, ...],
    referrals: tuple[str, ...],
    due: date,
    knowledge: Knowledge,
    book: RuleBook,
) -> None:
    item = row(text, code, knowledge, book)
    assert (item.grades, item.referrals, item.due) == (grades, referrals, due)


def test_a_value_comes_in_the_unit_of_knowledge(knowledge: Knowledge) -> None:
    (found,) = results('result = [{ code = "height", test = "weight", on = 2026-05-01, value = "1.41 m" }]', knowledge)
    assert (found.value, found.abnormal) == (pytest.approx(141.0), None)


def test_results_stand_in_the_order_of_their_days(knowledge: Knowledge) -> None:
    text = 'result = [{ test = "ecg", on = 2026-05-01 }, { test = "eye", on = 2025-05-01 }]'
    assert [each.test for each in results(text, knowledge)] == ["eye", "ecg"]


def test_an_abnormal_tympanogram_asks_for_levels_by_bone(knowledge: Knowledge) -> None:
    blocked = AUDIOGRAM + 'right_tympanogram = "abnormal"\n'
    with pytest.raises(HistoryError, match="bone conduction"):
        results(blocked, knowledge)
    bone = blocked + 'right_bone = { "1" = "0 dB", "2" = "0 dB", "4" = "10 dB", "8" = "10 dB" }\n'
    assert [each.grade for each in results(bone, knowledge)] == ["SIOP 0"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('result = [{ test = "ekg", on = 2026-05-01 }]', '"ekg" is not a test'),
        ('result = [{ code = "tsh", value = "6 m[IU]/L" }]', '"on" is missing'),
        ("result = [{ on = 2026-05-01 }]", "no test is named"),
        ('result = [{ code = "height", on = 2026-05-01, value = "141 cm" }]', "no test is named"),
        ('result = [{ code = "tshh", on = 2026-05-01 }]', '"tshh" reports no test'),
        ('result = [{ code = "tsh", on = 2026-05-01, value = "6 mg" }]', "is not in a unit of tsh"),
        ('result = [{ code = "tsh", on = 2026-05-01, value = 6 }]', "bare number"),
        ('result = [{ test = "dxa", on = 2026-05-01, value = "low" }]', "is not a plain number"),
        ('result = [{ test = "dxa", on = 2026-05-01, value = true }]', "is not a number"),
        ('result = [{ test = "ecg", on = "soon" }]', "is not a date"),
        ('result = [{ test = "ecg", on = 2026-05-01, colour = "red" }]', 'unknown key "colour"'),
        ("audiogram = [{ on = 2026-05-01 }]", "no levels of the left ear"),
        (
            'audiogram = [{ on = 2026-05-01, left = { "4" = "25" }, right = { "4" = "9 dB" } }]',
            "is not a hearing level",
        ),
        ('audiogram = [{ left = { "4" = "25 dB" }, right = { "4" = "25 dB" } }]', '"on" is missing'),
    ],
)
def test_a_faulty_result_is_refused_with_its_place(text: str, told: str, knowledge: Knowledge) -> None:
    with pytest.raises(HistoryError) as caught:
        results(text, knowledge)
    assert any(told in problem.sentence() for problem in caught.value.problems), caught.value.problems


def test_a_fault_names_the_key_that_bears_it(knowledge: Knowledge) -> None:
    with pytest.raises(HistoryError) as caught:
        results('result = [{ code = "tshh", on = 2026-05-01 }, { test = "ekg", on = "soon" }]', knowledge)
    told = [problem.sentence().partition(":")[0] for problem in caught.value.problems]
    assert sorted(told) == [".result[0].code", ".result[1].on", ".result[1].test"]

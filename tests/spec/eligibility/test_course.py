"""The course as counts: relapses, lines, frontline cycles, cumulative doses, blood-pressure medicines."""

from __future__ import annotations

import pytest
from tests.support.children import UNKNOWN, YES, Fact, closed, fact, medicine, rows, therapy, truth, word


def relapse(on: str) -> Fact:
    return fact("disease_event", event="relapse", on=on)


RELAPSES = """
    on                     | >= 1 | >= 2 | <= 1 | < 2
                           | no   | no   | yes  | yes
    2025-01-10             | yes  | no   | yes  | yes
    2025-01-10, 2026-01-10 | yes  | yes  | no   | no
    2025-01-10, 2025-01    | yes  | ?    | ?    | ?
    2025-01-10, 2026-06    | yes  | ?    | ?    | ?
    2026-06-02             | no   | no   | yes  | yes
"""


@pytest.mark.parametrize("row", rows(RELAPSES))
def test_relapses(row: list[str]) -> None:
    on, *expected = row
    facts = [relapse(day) for day in on.split(", ") if day]
    asked = ("relapses >= 1", "relapses >= 2", "relapses <= 1", "relapses < 2")
    assert [word(truth(each, *facts, closed())) for each in asked] == expected


LINES = """
    lines given          | lines >= 2 | lines <= 2 | relapse_lines >= 1 | relapse_lines <= 1
    1 frontline          | no         | yes        | no                 | yes
    1 frontline, 2 relapse | yes      | yes        | yes                | yes
    2 relapse            | yes        | yes        | yes                | yes
    2 relapse, 3 relapse | yes        | no         | yes                | no
    - relapse            | no         | yes        | yes                | yes
    -                    | no         | yes        | ?                  | yes
"""


@pytest.mark.parametrize("row", rows(LINES))
def test_lines(row: list[str]) -> None:
    given, *expected = row
    facts = []
    for place, line in enumerate(given.split(", ")):
        number, intent = (*line.split(), "")[:2]
        more = {**({} if number == "-" else {"line": int(number)}), **({"intent": intent} if intent else {})}
        facts.append(therapy("topotecan", f"202{place}-01-01", f"202{place}-03-01", **more))
    asked = ("lines >= 2", "lines <= 2", "relapse_lines >= 1", "relapse_lines <= 1")
    assert [word(truth(each, *facts, closed())) for each in asked] == expected


FRONTLINE = """
    cycles | intent    | >= 4 | <= 4
    6      | frontline | yes  | no
    4      | frontline | yes  | yes
    3      | frontline | no   | yes
    -      | frontline | ?    | ?
    6      | relapse   | no   | yes
"""


@pytest.mark.parametrize("row", rows(FRONTLINE))
def test_frontline_cycles(row: list[str]) -> None:
    cycles, intent, *expected = row
    said = {} if cycles == "-" else {"cycles": int(cycles)}
    given = therapy("topotecan", "2022-04-01", "2022-10-01", intent=intent, **said)
    found = [truth(f"frontline_cycles {op} 4", given, closed()) for op in (">=", "<=")]
    assert [word(each) for each in found] == expected


PRESSURE = """
    taken                | <= 1 | >= 2
                         | yes  | no
    enalapril            | yes  | no
    enalapril, amlodipine | no  | yes
    enalapril, enalapril | yes  | no
"""


@pytest.mark.parametrize("row", rows(PRESSURE))
def test_medicines_against_high_blood_pressure(row: list[str]) -> None:
    taken, *expected = row
    facts = [medicine(agent, "2026-05-01") for agent in taken.split(", ") if agent]
    found = [truth(f"antihypertensives {op}", *facts, closed()) for op in ("<= 1", ">= 2")]
    assert [word(each) for each in found] == expected


CUMULATIVE = """
    doxorubicin mg/m2 | < 450 | <= 450 | >= 450 | > 450
    300               | yes   | yes    | no     | no
    450               | no    | yes    | yes    | no
    300, 200          | no    | no     | yes    | yes
    300, -            | ?     | ?      | ?      | ?
    500, -            | no    | no     | yes    | yes
"""


@pytest.mark.parametrize("row", rows(CUMULATIVE))
def test_cumulative_anthracyclines(row: list[str]) -> None:
    doses, *expected = row
    facts = []
    for place, dose in enumerate(doses.split(", ")):
        said = {} if dose == "-" else {"cumulative": {"value": float(dose), "unit": "mg/m2"}}
        facts.append(therapy("doxorubicin", f"202{place}-01-01", f"202{place}-03-01", **said))
    asked = "cumulative anthracycline_doxorubicin_equivalent {op} 450 mg/m2"
    found = [truth(asked.format(op=op), *facts, closed()) for op in ("<", "<=", ">=", ">")]
    assert [word(each) for each in found] == expected


def test_the_activity_of_mibg_adds_up_per_body_mass() -> None:
    given = [
        fact("radiopharmaceutical", agent="mibg_131i", on=on, activity={"value": 18, "unit": "mCi/kg"})
        for on in ("2024-01-10", "2024-03-10")
    ]
    assert truth("cumulative mibg_activity <= 36 mCi/kg", *given, closed()) is YES
    assert truth("cumulative mibg_activity < 36 mCi/kg", *given, closed()) is not YES


def test_a_progression_is_no_relapse() -> None:
    assert truth("relapses >= 1", fact("disease_event", event="progression", on="2026-01-10")) is UNKNOWN

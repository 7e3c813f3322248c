"""Counts up to a day: at least so many, and at most so many as far as what is recorded goes."""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make, table

from rosette.knowledge import Knowledge
from rosette.records import DiseaseEvent, Fact, Medication, Radiation, Radiopharmaceutical, Therapy
from rosette.records.views import COUNTS, UNBOUNDED, RecordIndex, count

ON = day("2026-06-01")


def counted(name: str, facts: list[Fact], knowledge: Knowledge) -> str:
    found = count(RecordIndex(child(*facts), knowledge), name, ON)
    high = "many" if found.high >= UNBOUNDED else str(found.high)
    return str(found.low) if high == str(found.low) else f"{found.low} to {high}"


RELAPSES = """
events                                                     | relapses
-----------------------------------------------------------+---------
-                                                          | 0
2026-01-15=relapse                                         | 1
2024-01-15=relapse 2026-01-15=relapse                      | 2
2026-01-15=relapse 2026-01-15=relapse                      | 1
2026-01-15=progression                                     | 0
2026-01-15=refractory                                      | 0
2026-06-02=relapse                                         | 0
2026-06-01=relapse                                         | 1
2026-06=relapse                                            | 0 to 1
2025=relapse                                               | 1
2025=relapse 2025-05-01=relapse                            | 1 to 2
2024=relapse 2025-05-01=relapse                            | 2
2024=relapse 2024-03=relapse 2025-05-01=relapse            | 2 to 3
"""


@pytest.mark.parametrize(("events", "relapses"), table(RELAPSES))
def test_relapses(events: str, relapses: str, knowledge: Knowledge) -> None:
    words = [] if events == "-" else [word.split("=") for word in events.split()]
    facts: list[Fact] = [make(DiseaseEvent, id=f"{n}", on=on, event=kind) for n, (on, kind) in enumerate(words)]
    assert counted("relapses", facts, knowledge) == relapses


# agent/line/intent/start, "-" for what is not recorded
LINES = """
therapies                                                                    | lines  | relapse lines
-----------------------------------------------------------------------------+--------+--------------
-                                                                            | 0      | 0
irinotecan/1/frontline/2022-04-05                                            | 1      | 0
irinotecan/1/frontline/2022-04-05 temozolomide/1/frontline/2022-04-05        | 1      | 0
irinotecan/1/frontline/2022-04-05 topotecan/2/relapse/2026-01-25             | 2      | 1
irinotecan/1/frontline/2022-04-05 topotecan/3/relapse/2026-01-25             | 3      | 1 to 2
topotecan/2/relapse/2024-01-25 irinotecan/3/relapse/2026-01-25               | 3      | 2
irinotecan/2/relapse/2026-06-02                                              | 0      | 0
irinotecan/2/relapse/2026-06                                                 | 0 to 2 | 0 to 1
irinotecan/2/-/2026-01-25                                                    | 2      | 0 to 1
irinotecan/2/other/2026-01-25                                                | 2      | 0
irinotecan/-/relapse/2026-01-25                                              | 0 to 1 | 1
irinotecan/1/frontline/2022-04-05 topotecan/-/relapse/2026-01-25             | 1 to 2 | 1
irinotecan/-/-/2026-01-25                                                    | 0 to 1 | 0 to 1
irinotecan/-/-/2026-01-25 topotecan/-/-/2026-01-25                           | 0 to 2 | 0 to 2
omeprazole/2/relapse/2026-01-25                                              | 0      | 0
irinotecan/2/relapse/-                                                       | 2      | 1
"""


def therapy(text: str) -> Therapy:
    agent, line, intent, start = (None if part == "-" else part for part in text.split("/"))
    end = "2026-05-01" if start is None else None
    return make(
        Therapy, id=text, agent=agent, line=None if line is None else int(line), intent=intent, start=start, end=end
    )


@pytest.mark.parametrize(("therapies", "lines", "relapse_lines"), table(LINES))
def test_lines_of_therapy(therapies: str, lines: str, relapse_lines: str, knowledge: Knowledge) -> None:
    facts: list[Fact] = [] if therapies == "-" else [therapy(word) for word in therapies.split()]
    assert counted("lines", facts, knowledge) == lines
    assert counted("relapse_lines", facts, knowledge) == relapse_lines


def test_agents_of_one_regimen_without_a_line_are_one_line(knowledge: Knowledge) -> None:
    facts: list[Fact] = [
        make(Therapy, id=agent, agent=agent, regimen="A", start="2026-01-25") for agent in ("irinotecan", "topotecan")
    ]
    assert counted("lines", facts, knowledge) == "0 to 1"


def test_radiation_is_no_line(knowledge: Knowledge) -> None:
    given: list[Fact] = [make(Radiation, field="lung_radiation", start="2023-02-06", end="2023-02-20")]
    assert counted("lines", given, knowledge) == "0"


def test_a_radiopharmaceutical_is_part_of_a_line(knowledge: Knowledge) -> None:
    given: list[Fact] = [make(Radiopharmaceutical, agent="mibg_131i", on="2025-02-03", line=2, intent="relapse")]
    assert counted("lines", given, knowledge) == "2"
    assert counted("relapse_lines", given, knowledge) == "1"


# agent/regimen/start..end/cycles
CYCLES = """
frontline therapies                                                                      | cycles
-----------------------------------------------------------------------------------------+-----------
-                                                                                        | 0
topotecan/A/2022-04..2022-10/6                                                           | 6
topotecan/A/2022-04..2022-10/6 cisplatin/A/2022-04..2022-10/6                            | 6
topotecan/A/2022-04..2022-10/2 cisplatin/A/2022-04..2022-10/4                            | 4 to 6
topotecan/A/2022-04..2022-06/2 cisplatin/A/2022-07..2022-10/4                            | 6
topotecan/A/2022-04..2022-06/2 cisplatin/B/2022-04..2022-06/4                            | 6
topotecan/A/2022-04..2022-10/- cisplatin/A/2022-04..2022-10/4                            | 4 to many
topotecan/A/2022-04..2022-10/-                                                           | 0 to many
topotecan/A/2022-04../3                                                                  | 3 to many
topotecan/A/2022-04..2026-07/6                                                           | 0 to 6
topotecan/A/2026-07..2026-09/6                                                           | 0
"""


@pytest.mark.parametrize(("therapies", "cycles"), table(CYCLES))
def test_cycles_of_frontline_therapy(therapies: str, cycles: str, knowledge: Knowledge) -> None:
    facts: list[Fact] = []
    for word in therapies.split() if therapies != "-" else ():
        agent, regimen, days, number = word.split("/")
        start, _, end = days.partition("..")
        given = None if number == "-" else int(number)
        facts.append(
            make(
                Therapy,
                id=word,
                agent=agent,
                regimen=regimen,
                start=start,
                end=end or None,
                cycles=given,
                intent="frontline",
            )
        )
    assert counted("frontline_cycles", facts, knowledge) == cycles


def test_cycles_of_another_intent_do_not_count(knowledge: Knowledge) -> None:
    given: list[Fact] = [
        make(Therapy, agent="topotecan", start="2022-04", end="2022-10", cycles=6, intent="maintenance")
    ]
    assert counted("frontline_cycles", given, knowledge) == "0"


MEDICINES = """
medicines                                                   | against high blood pressure
------------------------------------------------------------+----------------------------
-                                                           | 0
enalapril:2026-01-01..                                      | 1
enalapril:2026-01-01.. amlodipine:2026-02-01..              | 2
enalapril:2026-01-01..2026-02-01 enalapril:2026-03-01..     | 1
enalapril:2026-01-01..2026-05-31                            | 0
enalapril:2026-01-01..2026-06                               | 1
enalapril:2026-06..                                         | 0 to 1
omeprazole:2026-01-01..                                     | 0
"""


@pytest.mark.parametrize(("medicines", "number"), table(MEDICINES))
def test_medicines_against_high_blood_pressure(medicines: str, number: str, knowledge: Knowledge) -> None:
    facts: list[Fact] = []
    for word in medicines.split() if medicines != "-" else ():
        agent, _, days = word.partition(":")
        start, _, end = days.partition("..")
        facts.append(make(Medication, id=word, agent=agent, start=start, end=end or None))
    assert counted("antihypertensives", facts, knowledge) == number


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("relapses", ("disease_events",)),
        ("lines", ("therapies",)),
        ("relapse_lines", ("therapies",)),
        ("frontline_cycles", ("therapies",)),
        ("antihypertensives", ("medications",)),
    ],
)
def test_a_count_names_the_lists_that_must_be_complete(name: str, lists: tuple[str, ...], knowledge: Knowledge) -> None:
    assert count(RecordIndex(child(), knowledge), name, ON).lists == lists


def test_every_count_can_be_asked_of_an_empty_record(knowledge: Knowledge) -> None:
    for name in COUNTS:
        assert counted(name, [], knowledge) == "0"


def test_a_count_names_its_facts(knowledge: Knowledge) -> None:
    fact = therapy("irinotecan/1/frontline/2022-04-05")
    assert count(RecordIndex(child(fact), knowledge), "lines", ON).facts == (fact,)

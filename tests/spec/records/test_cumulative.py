"""Cumulative doses: what was given in all up to a day, and whether any of it is missing."""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make, table

from rosette.knowledge import Knowledge
from rosette.records import Fact, Measurement, Radiation, Radiopharmaceutical, Therapy
from rosette.records.views import CumulativeDose, RecordIndex, cumulative

ON = day("2026-06-01")
ANTHRACYCLINES = "anthracycline_doxorubicin_equivalent"


def total(group: str, facts: list[Fact], knowledge: Knowledge) -> CumulativeDose:
    return cumulative(RecordIndex(child(*facts), knowledge), group, ON)


def text(found: CumulativeDose) -> str:
    return f"{found.low:.6g} {found.unit}" if found.complete else f">={found.low:.6g} {found.unit}"


# agent/cumulative dose/start..end
DOSES = """
therapies                                                                      | anthracyclines | cisplatin
-------------------------------------------------------------------------------+----------------+-------------
-                                                                              | 0 mg/m2        | 0 mg/m2
doxorubicin/150/2022-04..2022-10                                               | 150 mg/m2      | 0 mg/m2
doxorubicin/150/2022-04..2022-10 doxorubicin/75/2024-01..2024-02               | 225 mg/m2      | 0 mg/m2
doxorubicin/150/2022-04..2022-10 cisplatin/400/2022-04..2022-10                | 150 mg/m2      | 400 mg/m2
daunorubicin/100/2022-04..2022-10                                              | 60 mg/m2       | 0 mg/m2
doxorubicin/-/2022-04..2022-10                                                 | >=0 mg/m2      | 0 mg/m2
doxorubicin/150/2022-04..2022-10 daunorubicin/-/2024-01..2024-02               | >=150 mg/m2    | 0 mg/m2
doxorubicin/150/2022-04..                                                      | >=150 mg/m2    | 0 mg/m2
doxorubicin/150/2022-04..2026-07                                               | >=0 mg/m2      | 0 mg/m2
doxorubicin/150/2026-07..2026-08                                               | 0 mg/m2        | 0 mg/m2
doxorubicin/150/..2022-10                                                      | 150 mg/m2      | 0 mg/m2
liposomal_doxorubicin/100/2024-01..2024-02                                     | >=0 mg/m2      | 0 mg/m2
irinotecan/1000/2024-01..2024-02                                               | 0 mg/m2        | 0 mg/m2
"""


def therapies(cell: str) -> list[Fact]:
    found: list[Fact] = []
    for word in cell.split() if cell != "-" else ():
        agent, dose, days = word.split("/")
        start, _, end = days.partition("..")
        given = None if dose == "-" else f"{dose} mg/m2"
        found.append(make(Therapy, id=word, agent=agent, start=start or None, end=end or None, cumulative=given))
    return found


@pytest.mark.parametrize(("cell", "anthracyclines", "cisplatin"), table(DOSES))
def test_doses_of_medicines(cell: str, anthracyclines: str, cisplatin: str, knowledge: Knowledge) -> None:
    assert text(total(ANTHRACYCLINES, therapies(cell), knowledge)) == anthracyclines
    assert text(total("cisplatin", therapies(cell), knowledge)) == cisplatin


def test_a_dose_per_body_mass_does_not_add_to_one_per_surface(knowledge: Knowledge) -> None:
    given: list[Fact] = [make(Therapy, agent="cisplatin", start="2022", end="2022", cumulative="12 mg/kg")]
    assert text(total("cisplatin", given, knowledge)) == ">=0 mg/m2"


def test_the_dose_of_a_day_is_no_cumulative_dose(knowledge: Knowledge) -> None:
    given: list[Fact] = [make(Therapy, agent="cisplatin", start="2022", end="2022", dose="40 mg/m2")]
    assert text(total("cisplatin", given, knowledge)) == ">=0 mg/m2"


def test_what_was_added_and_what_is_missing_is_named(knowledge: Knowledge) -> None:
    found = total("cisplatin", therapies("cisplatin/400/2022-04..2022-10 cisplatin/-/2024-01..2024-02"), knowledge)
    assert [fact.id for fact in found.facts] == ["cisplatin/400/2022-04..2022-10"]
    assert [fact.id for fact in found.missing] == ["cisplatin/-/2024-01..2024-02"]


def radiation(field: str, gy: float | None, on: str = "2023-02-06") -> Radiation:
    return make(Radiation, id=f"{field}{gy}", field=field, start=on, end=on, dose_gy=gy)


@pytest.mark.parametrize(
    ("group", "answer"),
    [
        ("radiation_lung_radiation", "12 Gy"),
        ("radiation_craniospinal_radiation", "36 Gy"),
        ("radiation_substantial_marrow_radiation", "36 Gy"),
        ("radiation_brain_radiation", ">=0 Gy"),
        ("radiation_abdominal_radiation", "0 Gy"),
        ("radiation_total_body_irradiation", "0 Gy"),
    ],
)
def test_doses_of_radiation_by_field(group: str, answer: str, knowledge: Knowledge) -> None:
    given: list[Fact] = [
        radiation("lung_radiation", 12.0),
        radiation("craniospinal_radiation", 36.0),
        radiation("brain_radiation", None),
    ]
    assert text(total(group, given, knowledge)) == answer


def mibg(activity: str | None, on: str = "2025-02-03") -> Radiopharmaceutical:
    return make(Radiopharmaceutical, id=f"{activity}{on}", agent="mibg_131i", on=on, activity=activity)


def weight(kg: str, on: str) -> Measurement:
    return make(Measurement, id=f"{kg}{on}", on=on, code="weight", quantity=kg)


ACTIVITIES = """
given                             | weighed                      | activity
----------------------------------+------------------------------+--------------
12 mCi/kg                         | -                            | 12 mCi/kg
444 MBq/kg                        | -                            | 12 mCi/kg
8880 MBq                          | 20 kg on 2025-02-03          | 12 mCi/kg
8.88 GBq                          | 20 kg on 2025-02-03          | 12 mCi/kg
240 mCi                           | 20 kg on 2025-02-03          | 12 mCi/kg
240 mCi                           | 20 kg on 2024-11-05          | 12 mCi/kg
240 mCi                           | 20 kg on 2024-11-04          | >=0 mCi/kg
240 mCi                           | -                            | >=0 mCi/kg
-                                 | 20 kg on 2025-02-03          | >=0 mCi/kg
12 mCi/kg, 18 mCi/kg              | -                            | 30 mCi/kg
12 mCi/kg, 240 mCi                | -                            | >=12 mCi/kg
240 mCi                           | 20 kg on 2025-02-01, 24 kg on 2025-03-01 | 12 mCi/kg
"""


@pytest.mark.parametrize(("given", "weighed", "activity"), table(ACTIVITIES))
def test_activities_per_body_mass(given: str, weighed: str, activity: str, knowledge: Knowledge) -> None:
    facts: list[Fact] = [
        mibg(None if part == "-" else part, on=f"2025-02-{3 + number:02d}")
        for number, part in enumerate(given.split(", "))
    ]
    for part in weighed.split(", ") if weighed != "-" else ():
        kg, _, on = part.partition(" on ")
        facts.append(weight(kg, on))
    assert text(total("mibg_activity", facts, knowledge)) == activity


def test_what_is_given_later_does_not_count(knowledge: Knowledge) -> None:
    assert text(total("mibg_activity", [mibg("12 mCi/kg", on="2026-06-02")], knowledge)) == "0 mCi/kg"


def test_every_group_of_knowledge_can_be_asked_of_an_empty_record(knowledge: Knowledge) -> None:
    for group in knowledge.cumulative_groups:
        found = total(group, [], knowledge)
        assert (found.low, found.complete, found.facts, found.missing) == (0.0, True, (), ())

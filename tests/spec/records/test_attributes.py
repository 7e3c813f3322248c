"""Single-valued attributes: the latest day wins, one day may disagree, a partial day settles nothing alone.

A cell lists the facts of one attribute as "day=value"; the answer is for 1 June 2026: "-" when the record
does not say, several values when it contradicts itself.
"""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make, table

from rosette.knowledge import Knowledge
from rosette.records import (
    ChildRecord,
    Diagnosis,
    DiseaseEvent,
    Home,
    Molecular,
    MolecularFinding,
)
from rosette.records.views import RecordIndex, attribute, attribute_days

STAGES = """
diagnosis facts                               | stage
----------------------------------------------+----------
2022-04-01=M                                  | M
2022-04-01=L2 2026-01-15=M                    | M
2026-01-15=M 2022-04-01=L2                    | M
2022-04-01=M 2022-04-01=M                     | M
2022-04-01=L2 2022-04-01=M                    | L2,M
2022-04-01=L2 2026-06-02=M                    | L2
2026-06-02=M                                  | -
2026-06-01=M                                  | M
2022=M                                        | M
2022=M 2022-04-01=L2                          | L2,M
2021=M 2022-04-01=L2                          | L2
2026=M                                        | -
2026-06=M                                     | -
2026=M 2022-04-01=M                           | M
2026=M 2022-04-01=L2                          | L2,M
2026-05=M 2022-04-01=L2                       | M
2022-04=M 2022-04-20=L2                       | L2,M
2022-04=M 2022-05-01=L2                       | L2
2020-01-01=L1 2021-01-01=L2 2022-01-01=M      | M
-                                             | -
"""


def staged(text: str) -> ChildRecord:
    words = [] if text == "-" else [word.split("=") for word in text.split()]
    return child(*(make(Diagnosis, id=f"{on}{value}", on=on, inrgss=value) for on, value in words))


def said(name: str, record: ChildRecord, knowledge: Knowledge, on: str = "2026-06-01") -> str:
    return ",".join(value for value, _ in attribute(RecordIndex(record, knowledge), name, day(on))) or "-"


@pytest.mark.parametrize(("facts", "stage"), table(STAGES))
def test_the_latest_statement_wins(facts: str, stage: str, knowledge: Knowledge) -> None:
    assert said("inrgss", staged(facts), knowledge) == stage


@pytest.mark.parametrize("facts", [row[0] for row in table(STAGES)])
def test_the_answer_changes_only_on_the_days_that_are_named(facts: str, knowledge: Knowledge) -> None:
    index = RecordIndex(staged(facts), knowledge)
    turns = attribute_days(index, "inrgss")
    for ordinal in range(day("2026-01-01"), day("2027-02-01")):
        if ordinal not in turns:
            assert attribute(index, "inrgss", ordinal) == attribute(index, "inrgss", ordinal - 1)


def test_a_later_diagnosis_that_is_silent_takes_nothing_back(knowledge: Knowledge) -> None:
    record = child(
        make(Diagnosis, id="a", on="2022-04-01", inrgss="M", mycn="amplified"),
        make(Diagnosis, id="b", on="2026-01-15", inrgss="M"),
    )
    assert said("mycn", record, knowledge) == "amplified"


def test_a_replaced_diagnosis_says_nothing(knowledge: Knowledge) -> None:
    record = child(
        make(Diagnosis, id="a", on="2022-04-01", inrgss="M"),
        make(Diagnosis, id="b", on="2022-04-01", inrgss="L2", supersedes="a"),
    )
    assert said("inrgss", record, knowledge) == "L2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("diagnosis", "neuroblastoma"),
        ("basis", "histology"),
        ("inss", "4"),
        ("inrgss", "M"),
        ("inrg_risk", "high"),
        ("cog_risk", "high"),
        ("inpc", "unfavourable"),
        ("mycn", "not_amplified"),
        ("ploidy", "diploid"),
        ("primary_site", "left adrenal"),
    ],
)
def test_every_field_of_a_diagnosis_is_an_attribute(name: str, value: str, knowledge: Knowledge) -> None:
    record = child(make(Diagnosis, on="2022-04-01", **{name: value}))
    assert said(name, record, knowledge) == value


@pytest.mark.parametrize(("sex", "answer"), [("female", "female"), ("male", "male"), (None, "-")])
def test_the_sex_is_that_of_the_record(sex: str | None, answer: str, knowledge: Knowledge) -> None:
    assert said("sex", child(sex=sex), knowledge) == answer


def test_an_attribute_that_does_not_exist_is_not_said(knowledge: Knowledge) -> None:
    assert said("shoe_size", child(), knowledge) == "-"


LAST_EVENTS = """
events                                          | last event
------------------------------------------------+----------------------
2026-01-15=relapse                              | relapse
2026-01-15=relapse 2026-03-01=response          | response
2026-03-01=response 2026-01-15=relapse          | response
2026-01-15=relapse 2026-01-15=refractory        | refractory,relapse
2026-06-02=relapse                              | -
2024-01-15=remission 2026-06-02=relapse         | remission
2024-01-15=remission 2026-06=relapse            | relapse,remission
"""


@pytest.mark.parametrize(("facts", "last"), table(LAST_EVENTS))
def test_the_last_event(facts: str, last: str, knowledge: Knowledge) -> None:
    words = [word.split("=") for word in facts.split()]
    record = child(*(make(DiseaseEvent, id=f"{on}{kind}", on=on, event=kind) for on, kind in words))
    assert said("last_event", record, knowledge) == last


MYCN = """
diagnosis        | report on the day of the report                | MYCN
-----------------+------------------------------------------------+--------------------------
-                | amplification found                            | amplified
-                | gain found                                     | gain
-                | looked for amplification                       | not_amplified
-                | looked for mutation                            | -
not_amplified    | looked for amplification                       | not_amplified
not_amplified    | amplification found                            | amplified,not_amplified
amplified        | looked for amplification                       | amplified,not_amplified
amplified        | -                                              | amplified
-                | amplification found, looked for amplification  | amplified
-                | gain found, looked for amplification           | gain
"""


@pytest.mark.parametrize(("diagnosis", "report", "mycn"), table(MYCN))
def test_mycn_is_read_from_the_diagnosis_and_from_reports(
    diagnosis: str, report: str, mycn: str, knowledge: Knowledge
) -> None:
    facts = [] if diagnosis == "-" else [make(Diagnosis, on="2022-04-01", mycn=diagnosis)]
    record = child(*facts, *([] if report == "-" else [_report(report)]))
    assert said("mycn", record, knowledge) == mycn


def _report(text: str, on: str = "2022-04-01") -> Molecular:
    found = [part.split()[0] for part in text.split(", ") if part.endswith("found")]
    looked = [part.split()[-1] for part in text.split(", ") if part.startswith("looked")]
    findings = tuple(MolecularFinding(gene="MYCN", alteration=kind) for kind in found)
    covers = (("MYCN", tuple(looked)),) if looked else ()
    return make(Molecular, id=f"{text}{on}", on=on, assay="panel", findings=findings, covers=covers)


def test_a_later_report_wins_over_the_diagnosis(knowledge: Knowledge) -> None:
    record = child(
        make(Diagnosis, on="2022-04-01", mycn="not_amplified"),
        _report("amplification found", on="2026-01-20"),
    )
    assert said("mycn", record, knowledge) == "amplified"


HOMES = """
homes                                     | country
------------------------------------------+--------
2019-03-10..=US                           | US
2019-03-10..2024-01-01=IL 2024-01-02..=US | US
2019-03-10..=IL 2024-01-02..=US           | US
2019-03-10..2024-01-01=IL                 | -
2019-03-10..2026-06-01=IL                 | IL
2019-03-10..2026-05-31=IL                 | -
2019-03-10..2026-06=IL                    | IL
2019-03-10..2026-05=IL                    | -
2026-06-02..=US                           | -
2026-06-01..=US                           | US
2019..=US                                 | US
2019-03-10..=IL 2019-03-10..=US           | IL,US
"""


@pytest.mark.parametrize(("homes", "country"), table(HOMES))
def test_the_home_of_the_day(homes: str, country: str, knowledge: Knowledge) -> None:
    facts = []
    for word in homes.split():
        days, _, value = word.partition("=")
        start, _, end = days.partition("..")
        facts.append(make(Home, id=word, start=start, end=end or None, country=value))
    assert said("country", child(*facts), knowledge) == country


@pytest.mark.parametrize(("name", "value"), [("country", "US"), ("state", "OH"), ("language", "en")])
def test_a_home_says_where_and_in_which_language(name: str, value: str, knowledge: Knowledge) -> None:
    assert said(name, child(make(Home, start="2019-03-10", **{name: value})), knowledge) == value


def test_the_facts_behind_an_answer_are_named(knowledge: Knowledge) -> None:
    record = staged("2022-04-01=L2 2022-04-01=M")
    found = attribute(RecordIndex(record, knowledge), "inrgss", day("2026-06-01"))
    assert {value: [fact.id for fact in facts] for value, facts in found} == {
        "L2": ["2022-04-01L2"],
        "M": ["2022-04-01M"],
    }

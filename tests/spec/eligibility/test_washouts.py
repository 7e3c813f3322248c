"""Washouts by class of what was given: from its end, each class in its own wait."""

from __future__ import annotations

import pytest
from tests.support.children import (
    NO,
    ON,
    UNKNOWN,
    YES,
    Fact,
    closed,
    day,
    fact,
    judged,
    medicine,
    rows,
    therapy,
    truth,
    truths,
    word,
)

GIVEN: dict[str, Fact] = {
    "topotecan": therapy("topotecan", "2026-03-01", "2026-05-11"),
    "carmustine": therapy("carmustine", "2026-05-11", "2026-05-11"),
    "vincristine": therapy("vincristine", "2026-05-11", "2026-05-11"),
    "lorlatinib": therapy("lorlatinib", "2026-03-01", "2026-05-11"),
    "dinutuximab": therapy("dinutuximab", "2026-05-01", "2026-05-11"),
    "isotretinoin": therapy("isotretinoin", "2026-05-01", "2026-05-11"),
    "new compound": therapy("compound_x", "2026-05-01", "2026-05-11", classes=["biologic"], investigational=True),
    "CAR T cells": therapy("gd2_car_t", "2026-05-11", "2026-05-11"),
    "131I-MIBG": fact("radiopharmaceutical", agent="mibg_131i", on="2026-05-11"),
    "tumour bed": fact(
        "radiation", field="tumour_bed_radiation", fields=["small_port_radiation"], start="2026-04-20", end="2026-05-11"
    ),
    "craniospinal": fact("radiation", field="craniospinal_radiation", start="2026-04-20", end="2026-05-11"),
    "autologous": fact(
        "transplant", type="autologous_transplant", conditioning=["busulfan", "melphalan"], on="2026-05-11"
    ),
    "allogeneic": fact("transplant", type="allogeneic_transplant", tbi=True, on="2026-05-11"),
    "cord blood": fact("transplant", type="cord_blood_transplant", on="2026-05-11"),
    "rescue": fact("transplant", type="stem_cell_infusion", on="2026-05-11"),
    "major operation": fact("surgery", extent="major_surgery", on="2026-05-11"),
    "biopsy": fact("surgery", extent="biopsy", on="2026-05-11"),
    "pegfilgrastim": fact("growth_factor", agent="pegfilgrastim", on="2026-05-11"),
    "phenytoin": medicine("phenytoin", "2026-05-01", "2026-05-11"),
}

# Everything ended on 11 May, 21 days before the day. "free": the class was never given.
BY_CLASS = """
    since last                       | given           | 21 days | more than 21 days | 42 days
    myelosuppressive_chemotherapy    | topotecan       | yes     | no                | no
    myelosuppressive_chemotherapy    | vincristine     | free    | free              | free
    chemotherapy                     | vincristine     | yes     | no                | no
    nitrosourea                      | carmustine      | yes     | no                | no
    nitrosourea                      | topotecan       | free    | free              | free
    small_molecule_inhibitor         | lorlatinib      | yes     | no                | no
    biologic                         | lorlatinib      | yes     | no                | no
    biologic                         | isotretinoin    | yes     | no                | no
    biologic                         | dinutuximab     | free    | free              | free
    monoclonal_antibody              | dinutuximab     | yes     | no                | no
    investigational_agent            | new compound    | yes     | no                | no
    biologic                         | new compound    | yes     | no                | no
    cellular_therapy                 | CAR T cells     | yes     | no                | no
    radiopharmaceutical              | 131I-MIBG       | yes     | no                | no
    radiation                        | 131I-MIBG       | free    | free              | free
    radiation                        | tumour bed      | yes     | no                | no
    small_port_radiation             | tumour bed      | yes     | no                | no
    substantial_marrow_radiation     | tumour bed      | free    | free              | free
    substantial_marrow_radiation     | craniospinal    | yes     | no                | no
    small_port_radiation             | craniospinal    | free    | free              | free
    substantial_marrow_radiation     | allogeneic      | yes     | no                | no
    total_body_irradiation           | allogeneic      | yes     | no                | no
    transplant                       | autologous      | yes     | no                | no
    autologous_transplant            | autologous      | yes     | no                | no
    allogeneic_transplant            | autologous      | free    | free              | free
    myeloablative_therapy            | autologous      | yes     | no                | no
    alkylator                        | autologous      | yes     | no                | no
    allogeneic_transplant            | cord blood      | yes     | no                | no
    transplant                       | rescue          | free    | free              | free
    stem_cell_infusion               | rescue          | yes     | no                | no
    stem_cell_infusion               | autologous      | yes     | no                | no
    major_surgery                    | major operation | yes     | no                | no
    major_surgery                    | biopsy          | free    | free              | free
    surgery                          | biopsy          | yes     | no                | no
    growth_factor                    | pegfilgrastim   | yes     | no                | no
    short_acting_growth_factor       | pegfilgrastim   | free    | free              | free
    strong_cyp3a4_inducer            | phenytoin       | yes     | no                | no
    anticancer_therapy               | phenytoin       | free    | free              | free
"""


@pytest.mark.parametrize("row", rows(BY_CLASS), ids=lambda row: " ".join(row[:2]))
def test_washouts_by_class(row: list[str]) -> None:
    of, given, *expected = row
    found = [
        judged(f"{wait} since last {of}", GIVEN[given], closed())
        for wait in ("21 days", "more than 21 days", "42 days")
    ]
    assert ["free" if not each.evidence and each.truth is YES else word(each.truth) for each in found] == expected


WAITS = """
    wait                                        | given       | ended      | last day no | first day yes
    21 days                                     | topotecan   | 2026-05-11 | 2026-05-31  | 2026-06-01
    more than 2 weeks                           | topotecan   | 2026-05-17 | 2026-05-31  | 2026-06-01
    3 months                                    | topotecan   | 2026-03-01 | 2026-05-31  | 2026-06-01
    6 months                                    | topotecan   | 2025-12-01 | 2026-05-31  | 2026-06-01
    1 year                                      | topotecan   | 2025-06-01 | 2026-05-31  | 2026-06-01
    3 half-lives                                | bevacizumab | 2026-04-02 | 2026-05-31  | 2026-06-01
    5 half-lives                                | crizotinib  | 2026-05-23 | 2026-05-31  | 2026-06-01
    later of (14 days, 5 half-lives)            | crizotinib  | 2026-05-18 | 2026-05-31  | 2026-06-01
    later of (7 days, 5 half-lives)             | crizotinib  | 2026-05-23 | 2026-05-31  | 2026-06-01
    earlier of (6 weeks, 3 half-lives)          | bevacizumab | 2026-04-20 | 2026-05-31  | 2026-06-01
    earlier of (6 weeks, 3 half-lives)          | crizotinib  | 2026-05-26 | 2026-05-31  | 2026-06-01
    later of (more than 14 days, 2 weeks)       | topotecan   | 2026-05-17 | 2026-05-31  | 2026-06-01
"""


@pytest.mark.parametrize("row", rows(WAITS))
def test_waits(row: list[str]) -> None:
    """Half-lives: bevacizumab 20 days, crizotinib 42 hours; so many of them are rounded up to whole days."""
    wait, agent, ended, last_no, first_yes = row
    facts = [therapy(agent, "2025-01-01", ended), closed()]
    assert truths(f"{wait} since last {agent}", facts, [last_no, first_yes]) == [NO, YES]


def test_an_excepted_class_does_not_close_a_washout() -> None:
    asked = "21 days since last chemotherapy except vincristine"
    vincristine = therapy("vincristine", "2026-05-25", "2026-05-25")
    assert truth(asked, vincristine, closed()) is YES
    assert truth(asked, vincristine, therapy("topotecan", "2026-05-01", "2026-05-25"), closed()) is NO


def test_the_latest_of_several_exposures_decides() -> None:
    facts = [therapy("topotecan", "2025-01-01", "2025-03-01"), therapy("irinotecan", "2026-05-01", "2026-05-25")]
    assert truth("21 days since last chemotherapy", *facts, closed()) is NO


def test_before_a_therapy_begins_its_washout_is_open() -> None:
    facts = [therapy("topotecan", "2026-06-03", "2026-06-08"), closed()]
    assert truths("21 days since last chemotherapy", facts, ["2026-06-02", "2026-06-03"]) == [YES, NO]


def test_a_washout_of_several_classes_is_the_latest_of_their_days() -> None:
    facts = [
        therapy("topotecan", "2026-05-01", "2026-05-20"),
        therapy("carmustine", "2026-05-05", "2026-05-05"),
        closed(),
    ]
    asked = "all of (21 days since last myelosuppressive_chemotherapy; 42 days since last nitrosourea)"
    found = judged(asked, *facts)
    assert [leaf.flips_on.isoformat() for leaf in found.leaves() if leaf.flips_on] == ["2026-06-10", "2026-06-16"]
    assert found.carried_timeline.first(YES, since=ON) == day("2026-06-16")


def test_without_an_agent_there_is_no_half_life() -> None:
    operation = fact("surgery", extent="major_surgery", on="2020-01-01")
    assert truth("5 half-lives since last major_surgery", operation, closed()) is UNKNOWN

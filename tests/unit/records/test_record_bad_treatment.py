"""Facts about treatment that cannot be right."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import build_record


def therapy(**fields: Any) -> dict[str, Any]:
    """A therapy that can be read, with some fields changed."""
    return raw_fact("therapy", **{"agent": "irinotecan", "start": "2026-01-01", "end": "2026-02-01", **fields})


def cells(**fields: Any) -> dict[str, Any]:
    """A stored product."""
    return raw_fact("stem_cells", on="2022-06-20", **fields)


CASES = [
    (
        "agent near",
        therapy(agent="lorlatinb"),
        [
            (
                'facts[0].agent: "lorlatinb" is not a known agent (did you mean "lorlatinib"?). '
                'Correct the name, or state its "classes".'
            ),
        ],
    ),
    (
        "agent near a synonym",
        therapy(agent="Temodl"),
        [
            (
                'facts[0].agent: "Temodl" is not a known agent (did you mean "Temodal"?). Correct '
                'the name, or state its "classes".'
            ),
        ],
    ),
    (
        "agent like nothing",
        therapy(agent="xqz"),
        [
            'facts[0].agent: "xqz" is not a known agent. Correct the name, or state its "classes".',
        ],
    ),
    (
        "agent is a number",
        therapy(agent=3),
        [
            "facts[0].agent: 3 is not text; expected text in quotes",
        ],
    ),
    (
        "no agent",
        therapy(agent=None),
        [
            'facts[0].agent: "agent" is missing. Every fact of kind therapy needs it.',
        ],
    ),
    (
        "class of an unknown agent near",
        therapy(agent="newdrug", classes=["alk_inhibitr"]),
        [
            ('facts[0].classes[0]: "alk_inhibitr" is not a known therapy class (did you mean "alk_inhibitor"?)'),
        ],
    ),
    (
        "classes not a list",
        therapy(agent="newdrug", classes="alk_inhibitor"),
        [
            'facts[0].classes: "alk_inhibitor" is not a list; expected a list in square brackets',
        ],
    ),
    (
        "dose without a unit",
        therapy(dose=50),
        [
            'facts[0].dose: 50 has no unit; expected an object such as {"value": 1, "unit": "mg"}',
        ],
    ),
    (
        "dose without unit inside",
        therapy(dose={"value": 50}),
        [
            "facts[0].dose: the quantity has no unit; expected both value and unit",
        ],
    ),
    (
        "dose without value inside",
        therapy(dose={"unit": "mg/m2"}),
        [
            "facts[0].dose: the quantity has no value; expected both value and unit",
        ],
    ),
    (
        "dose with nothing inside",
        therapy(dose={}),
        [
            "facts[0].dose: the quantity has no value and no unit; expected both value and unit",
        ],
    ),
    (
        "dose with more inside",
        therapy(dose={"value": 50, "unit": "mg/m2", "per": "day"}),
        [
            'facts[0].dose.per: "per" is not a field of a quantity; expected value and unit',
        ],
    ),
    (
        "dose below zero",
        therapy(dose={"value": -50, "unit": "mg/m2"}),
        [
            "facts[0].dose.value: -50 is out of range; expected 0 or more",
        ],
    ),
    (
        "dose of another kind",
        therapy(dose={"value": 50, "unit": "/uL"}),
        [
            (
                'facts[0].dose.unit: "/uL" is not a unit of this quantity; expected one of mg, '
                "mg/m2, mg/kg, [IU], [IU]/m2, [IU]/kg, U, U/m2, U/kg, 10*6, 10*6/m2, 10*6/kg, …"
            ),
        ],
    ),
    (
        "dose in an unknown unit",
        therapy(dose={"value": 50, "unit": "spoons"}),
        [
            'facts[0].dose.unit: "spoons" in "spoons" is not a UCUM unit',
        ],
    ),
    (
        "cumulative per day",
        therapy(cumulative={"value": 50, "unit": "mg/m2/d"}),
        [
            (
                'facts[0].cumulative.unit: "mg/m2/d" is not a unit of this quantity; expected one '
                "of mg, mg/m2, mg/kg, [IU], [IU]/m2, [IU]/kg, U, U/m2, U/kg, 10*6, 10*6/m2, 10*6/kg"
            ),
        ],
    ),
    (
        "intent near",
        therapy(intent="front"),
        [
            (
                'facts[0].intent: "front" is unknown (did you mean "frontline"?); expected one of '
                "frontline, relapse, consolidation, maintenance, other"
            ),
        ],
    ),
    (
        "line zero",
        therapy(line=0),
        [
            "facts[0].line: 0 is out of range; expected 1 to 40",
        ],
    ),
    (
        "line as text",
        therapy(line="second"),
        [
            'facts[0].line: "second" is not a number; expected a number, without quotes',
        ],
    ),
    (
        "half a cycle",
        therapy(cycles=2.5),
        [
            "facts[0].cycles: 2.5 is not a whole number; expected a whole number",
        ],
    ),
    (
        "best response unknown",
        therapy(best_response="good"),
        [
            'facts[0].best_response: "good" is unknown; expected one of CR, VGPR, PR, MR, SD, PD',
        ],
    ),
    (
        "investigational in words",
        therapy(investigational="yes"),
        [
            ('facts[0].investigational: "yes" is neither true nor false; expected true or false, without quotes'),
        ],
    ),
    (
        "radiation field unknown",
        raw_fact("radiation", start="2026-01-01", end="2026-01-02", field="chest"),
        [
            (
                'facts[0].field: "chest" is not a known radiation class; expected one of radiation, '
                "small_port_radiation, substantial_marrow_radiation, craniospinal_radiation, "
                "total_body_irradiation, half_pelvis_radiation, pelvic_radiation, "
                "abdominal_radiation, lung_radiation, brain_radiation, radiosurgery, "
                "tumour_bed_radiation, …"
            ),
        ],
    ),
    (
        "radiation field is a therapy class",
        raw_fact("radiation", start="2026-01-01", end="2026-01-02", field="alk_inhibitor"),
        [
            (
                'facts[0].field: "alk_inhibitor" is not a known radiation class; expected one of '
                "radiation, small_port_radiation, substantial_marrow_radiation, "
                "craniospinal_radiation, total_body_irradiation, half_pelvis_radiation, "
                "pelvic_radiation, abdominal_radiation, lung_radiation, brain_radiation, "
                "radiosurgery, tumour_bed_radiation, …"
            ),
        ],
    ),
    (
        "radiation without a field",
        raw_fact("radiation", start="2026-01-01", end="2026-01-02", dose_gy=20),
        [
            'facts[0].field: "field" is missing. Every fact of kind radiation needs it.',
        ],
    ),
    (
        "radiation dose in cGy",
        raw_fact("radiation", start="2026-01-01", end="2026-01-02", field="lung_radiation", dose_gy=1200),
        [
            "facts[0].dose_gy: 1200 is out of range; expected 0 to 200",
        ],
    ),
    (
        "organ dose as text",
        raw_fact(
            "radiation",
            start="2026-01-01",
            end="2026-01-02",
            field="lung_radiation",
            organ_doses={"heart": "2 Gy"},
        ),
        [
            'facts[0].organ_doses.heart: "2 Gy" is not a number; expected a number, without quotes',
        ],
    ),
    (
        "radiopharmaceutical near",
        raw_fact("radiopharmaceutical", on="2026-01-01", agent="mibg"),
        [
            (
                'facts[0].agent: "mibg" is not a known agent (did you mean "mibg_131i"?). Correct '
                "the name, or add the agent to knowledge."
            ),
        ],
    ),
    (
        "activity as a dose",
        raw_fact("radiopharmaceutical", on="2026-01-01", agent="mibg_131i", activity={"value": 12, "unit": "Gy"}),
        [
            'facts[0].activity.unit: "Gy" is not a unit of this quantity; expected one of MBq, MBq/kg',
        ],
    ),
    (
        "whole-body dose as activity",
        raw_fact(
            "radiopharmaceutical",
            on="2026-01-01",
            agent="mibg_131i",
            whole_body_dose={"value": 2, "unit": "MBq"},
        ),
        [
            'facts[0].whole_body_dose.unit: "MBq" is not a unit of this quantity; expected one of Gy',
        ],
    ),
    (
        "transplant type near",
        raw_fact("transplant", on="2022-12-10", type="autologus_transplant"),
        [
            (
                'facts[0].type: "autologus_transplant" is not a known transplant class (did you '
                'mean "autologous_transplant"?)'
            ),
        ],
    ),
    (
        "transplant type of another sort",
        raw_fact("transplant", on="2022-12-10", type="major_surgery"),
        [
            (
                'facts[0].type: "major_surgery" is not a known transplant class; expected one of '
                "donor_lymphocytes, stem_cell_infusion, transplant, autologous_transplant, "
                "tandem_transplant, allogeneic_transplant, cord_blood_transplant, "
                "haploidentical_transplant"
            ),
        ],
    ),
    (
        "conditioning unknown",
        raw_fact("transplant", on="2022-12-10", type="autologous_transplant", conditioning=["busulfan", "melfalan"]),
        [
            (
                'facts[0].conditioning[1]: "melfalan" is not a known agent (did you mean '
                '"melphalan"?). Correct the name, or add the agent to knowledge.'
            ),
        ],
    ),
    (
        "surgery extent unknown",
        raw_fact("surgery", on="2022-09-20", extent="huge"),
        [
            (
                'facts[0].extent: "huge" is not a known surgery class; expected one of surgery, '
                "major_surgery, minor_surgery, biopsy, central_line, organ_transplant, nephrectomy, splenectomy, "
                "thyroidectomy, laparotomy, liver_surgery, pelvic_surgery, …"
            ),
        ],
    ),
    (
        "cells without body mass",
        cells(cd34={"value": 6, "unit": "10*6"}),
        [
            'facts[0].cd34.unit: "10*6" is not a unit of this quantity; expected one of 10*6/kg',
        ],
    ),
    (
        "cells as a number",
        cells(cd34=6),
        [
            'facts[0].cd34: 6 has no unit; expected an object such as {"value": 1, "unit": "10*6/kg"}',
        ],
    ),
    (
        "purged in words",
        cells(purged="no"),
        [
            'facts[0].purged: "no" is neither true nor false; expected true or false, without quotes',
        ],
    ),
    (
        "product of a transfusion unknown",
        raw_fact("transfusion", on="2026-05-20", product="plasma"),
        [
            'facts[0].product: "plasma" is unknown; expected one of platelets, red_cells',
        ],
    ),
    (
        "growth factor near",
        raw_fact("growth_factor", on="2026-05-20", agent="filgrastm"),
        [
            (
                'facts[0].agent: "filgrastm" is not a known agent (did you mean "filgrastim"?). '
                "Correct the name, or add the agent to knowledge."
            ),
        ],
    ),
    (
        "medication unknown without a class",
        raw_fact("medication", start="2026-05-20", agent="herbal tea"),
        [
            'facts[0].agent: "herbal tea" is not a known agent. Correct the name, or state its "classes".',
        ],
    ),
    (
        "condition near",
        raw_fact("condition", on="2026-05-20", code="infektion"),
        [
            'facts[0].code: "infektion" is not a known condition (did you mean "infection"?)',
        ],
    ),
    (
        "condition state unknown",
        raw_fact("condition", on="2026-05-20", code="infection", state="resolved"),
        [
            'facts[0].state: "resolved" is unknown; expected one of present, absent',
        ],
    ),
    (
        "grade 6",
        raw_fact("condition", on="2026-05-20", code="infection", grade=6),
        [
            "facts[0].grade: 6 is out of range; expected 1 to 5",
        ],
    ),
    (
        "grade 0",
        raw_fact("condition", on="2026-05-20", code="infection", grade=0),
        [
            "facts[0].grade: 0 is out of range; expected 1 to 5",
        ],
    ),
    (
        "controlled from no day",
        raw_fact("condition", on="2026-05-20", code="infection", controlled_from="May"),
        [
            'facts[0].controlled_from: "May" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD',
        ],
    ),
]


@pytest.mark.parametrize(("fact", "sentences"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_treatment_is_refused_with_a_sentence(fact: Any, sentences: list[str], knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == sentences


@pytest.mark.parametrize("fact", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_treatment_ends_with_exit_code_3(fact: Any, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert caught.value.exit_code == 3

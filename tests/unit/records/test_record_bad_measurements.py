"""Measured values that cannot be right: code, number, unit, range, coded result."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import build_record


def lab(**fields: Any) -> dict[str, Any]:
    """A platelet count that can be read, with some fields changed."""
    return raw_fact("laboratory", **{"on": "2026-05-29", "code": "platelets", "value": 75000, "unit": "/uL", **fields})


def measured(code: str, value: object, unit: str, **fields: Any) -> dict[str, Any]:
    """A laboratory result."""
    return raw_fact("laboratory", on="2026-05-29", code=code, value=value, unit=unit, **fields)


def coded(code: str, result: object, **fields: Any) -> dict[str, Any]:
    """A coded laboratory result."""
    return raw_fact("laboratory", on="2026-05-29", code=code, result=result, **fields)


CASES = [
    (
        "unknown code",
        lab(code="platlets"),
        [
            ('facts[0].code: "platlets" is not a known observation code or coded test (did you mean "platelets"?)'),
        ],
    ),
    (
        "code is a number",
        lab(code=5),
        [
            (
                "facts[0].code: 5 is not text; expected the observation code or coded test: one of "
                "anc, platelets, haemoglobin, wbc, lymphocytes, eosinophils, peripheral_blasts, "
                "creatinine, urea_nitrogen, bilirubin_total, bilirubin_direct, alt, …"
            ),
        ],
    ),
    (
        "no code",
        lab(code=None),
        [
            'facts[0].code: "code" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "number as text",
        lab(value="75000"),
        [
            'facts[0].value: "75000" is not a number; expected a number, without quotes',
        ],
    ),
    (
        "number as a flag",
        lab(value=True),
        [
            "facts[0].value: true is not a number; expected a number, without quotes",
        ],
    ),
    (
        "number as a list",
        lab(value=[75000]),
        [
            "facts[0].value: a list is not a number; expected a number, without quotes",
        ],
    ),
    (
        "number below zero",
        lab(value=-5),
        [
            "facts[0].value: -5 is out of range; expected 0 or more",
        ],
    ),
    (
        "no value",
        lab(value=None),
        [
            "facts[0].value: the unit stands without its value; expected both value and unit",
        ],
    ),
    (
        "no unit",
        lab(unit=None),
        [
            "facts[0].unit: the value stands without its unit; expected both value and unit",
        ],
    ),
    (
        "unit is empty",
        lab(unit=""),
        [
            "facts[0].unit: the text is empty. Leave the field out when there is nothing to say.",
        ],
    ),
    (
        "unit is a number",
        lab(unit=3),
        [
            "facts[0].unit: 3 is not text; expected text in quotes",
        ],
    ),
    (
        "unit of another dimension",
        lab(unit="mg/dL"),
        [
            (
                "facts[0].unit: platelets in mg/dL: mg/dL does not convert to /uL: they measure "
                "different things (mass/length3 against 1/length3); expected one of /uL, 10*3/uL, "
                "10*9/L, /mm3, 10*3/mm3"
            ),
        ],
    ),
    (
        "no unit of UCUM",
        lab(unit="parsecs"),
        [
            'facts[0].unit: "parsecs" in "parsecs" is not a UCUM unit',
        ],
    ),
    (
        "unit with a misspelt part",
        lab(unit="/mmm3"),
        [
            'facts[0].unit: "mmm" in "/mmm3" is not a UCUM unit',
        ],
    ),
    (
        "left-to-right division",
        measured("hva_creatinine", 5, "mg/24.h"),
        [
            ('facts[0].unit: "mg/24.h" is read left to right. Write the divisor in brackets, such as "g/(24.h)".'),
        ],
    ),
    (
        "months in a unit",
        lab(unit="/mo"),
        [
            'facts[0].unit: "/mo" has months or years. Use calendar dates; a month has no fixed length.',
        ],
    ),
    (
        "clearance without body surface",
        measured("gfr", 90, "mL/min"),
        [
            (
                "facts[0].unit: gfr in mL/min: mL/min does not convert to mL/min/{1.73_m2}: they "
                "are of different kinds (length3/time against length3/time/{1.73_m2}); expected one "
                "of mL/min/{1.73_m2}, mL/s/{1.73_m2}"
            ),
        ],
    ),
    (
        "clearance per body mass",
        measured("gfr", 90, "mL/min/kg"),
        [
            (
                "facts[0].unit: gfr in mL/min/kg: mL/min/kg does not convert to mL/min/{1.73_m2}: "
                "they measure different things (length3/mass·time against length3/time/{1.73_m2}); "
                "expected one of mL/min/{1.73_m2}, mL/s/{1.73_m2}"
            ),
        ],
    ),
    (
        "ratio without its kind",
        measured("hva_creatinine", 5, "mg/g"),
        [
            (
                "facts[0].unit: hva_creatinine in mg/g: mg/g does not convert to mg/g{creat}: they "
                "are of different kinds (mass/mass against mass/mass/{creat}); expected one of "
                "mg/g{creat}, umol/mmol{creat}, mmol/mol{creat}, mg/mmol{creat}, ug/mg{creat}"
            ),
        ],
    ),
    (
        "protein ratio of another kind",
        measured("urine_protein_creatinine", 0.1, "mg/mg"),
        [
            (
                "facts[0].unit: urine_protein_creatinine in mg/mg: mg/mg does not convert to "
                "mg/mg{creat}: they are of different kinds (mass/mass against mass/mass/{creat}); "
                "expected one of mg/mg{creat}, mg/g{creat}, g/g{creat}, mg/mmol{creat}"
            ),
        ],
    ),
    (
        "international units for enzyme units",
        measured("alt", 22, "[IU]/L"),
        [
            (
                "facts[0].unit: alt in [IU]/L: [IU]/L does not convert to U/L: they measure "
                "different things (international units/length3 against enzyme activity/length3); "
                "expected one of U/L"
            ),
        ],
    ),
    (
        "enzyme units for international units",
        measured("tsh", 2, "mU/L"),
        [
            (
                "facts[0].unit: tsh in mU/L: mU/L does not convert to m[IU]/L: they measure "
                "different things (enzyme activity/length3 against international units/length3); "
                "expected one of m[IU]/L, u[IU]/mL"
            ),
        ],
    ),
    (
        "mass without molar mass",
        measured("sodium", 139, "mg/dL"),
        [
            (
                "facts[0].unit: sodium in mg/dL: mg/dL does not convert to mmol/L: the molar mass "
                "of the analyte is needed (mass/length3 against amount/length3); expected one of "
                "mmol/L"
            ),
        ],
    ),
    (
        "label for another",
        measured("inr", 1, "{score}"),
        [
            (
                "facts[0].unit: inr in {score}: {score} does not convert to {INR}: they are of "
                "different kinds (1/1{score} against 1/1{INR}); expected one of {INR}"
            ),
        ],
    ),
    (
        "grams per litre read as per decilitre",
        measured("haemoglobin", 115, "g/dL"),
        [
            (
                "facts[0].value: 115 g/dL is outside the plausible range of haemoglobin; expected 1 "
                "to 27 g/dL. Did the laboratory print g/L?"
            ),
        ],
    ),
    (
        "micromoles read as milligrams",
        measured("creatinine", 44, "mg/dL"),
        [
            (
                "facts[0].value: 44 mg/dL is outside the plausible range of creatinine; expected "
                "0.05 to 30 mg/dL. Did the laboratory print umol/L or mg/L?"
            ),
        ],
    ),
    (
        "count too large",
        lab(value=90000000),
        [
            (
                "facts[0].value: 9e+07 /uL is outside the plausible range of platelets; expected 0 "
                "to 3000000 /uL. Check the number and its unit."
            ),
        ],
    ),
    (
        "count in thousands too large",
        lab(value=75000, unit="10*3/uL"),
        [
            (
                "facts[0].value: 75000 10*3/uL is outside the plausible range of platelets; "
                "expected 0 to 3000000 /uL. Did the laboratory print /uL or /mm3?"
            ),
        ],
    ),
    (
        "weight in grams",
        raw_fact("measurement", on="2026-05-29", code="weight", value=20000, unit="kg"),
        [
            (
                "facts[0].value: 20000 kg is outside the plausible range of weight; expected 0.3 to "
                "250 kg. Did the laboratory print g?"
            ),
        ],
    ),
    (
        "height in metres",
        raw_fact("measurement", on="2026-05-29", code="height", value=1.15, unit="cm"),
        [
            (
                "facts[0].value: 1.15 cm is outside the plausible range of height; expected 25 to "
                "230 cm. Did the laboratory print m?"
            ),
        ],
    ),
    (
        "temperature in Fahrenheit",
        raw_fact("measurement", on="2026-05-29", code="temperature", value=98.6, unit="Cel"),
        [
            (
                "facts[0].value: 98.6 Cel is outside the plausible range of temperature; expected "
                "25 to 44 Cel. Did the laboratory print [degF]?"
            ),
        ],
    ),
    (
        "ejection fraction above 100",
        raw_fact("organ_test", on="2026-05-29", code="lvef", value=620, unit="%"),
        [
            (
                "facts[0].value: 620 % is outside the plausible range of lvef; expected 5 to 90 %. "
                "Check the number and its unit."
            ),
        ],
    ),
    (
        "ejection fraction as milliseconds",
        raw_fact("organ_test", on="2026-05-29", code="lvef", value=62, unit="ms"),
        [
            (
                "facts[0].unit: lvef in ms: ms does not convert to %: they measure different things "
                "(time/1 against 1/1); expected one of %"
            ),
        ],
    ),
    (
        "measurement without a value",
        raw_fact("measurement", on="2026-05-29", code="weight"),
        [
            'facts[0].value: "value" is missing. Every fact of kind measurement needs it.',
        ],
    ),
    (
        "measurement of a coded test",
        raw_fact("measurement", on="2026-05-29", code="hiv", value=1, unit="1"),
        [
            (
                'facts[0].code: "hiv" is not a known observation code; expected one of anc, '
                "platelets, haemoglobin, wbc, lymphocytes, eosinophils, peripheral_blasts, "
                "creatinine, urea_nitrogen, bilirubin_total, bilirubin_direct, alt, …"
            ),
        ],
    ),
    (
        "body surface entered",
        raw_fact("measurement", on="2026-05-29", code="bsa", value=0.8, unit="m2"),
        [
            ("facts[0].code: bsa is worked out, not entered. Enter what it follows from: measuring weight and height."),
        ],
    ),
    (
        "Curie score entered",
        raw_fact("organ_test", on="2026-05-29", code="curie_score", value=8, unit="{score}"),
        [
            (
                "facts[0].code: curie_score is worked out, not entered. Enter what it follows from: "
                "an MIBG scan with a Curie score."
            ),
        ],
    ),
    (
        "comparison in words",
        lab(comparator="below"),
        [
            'facts[0].comparator: "below" is unknown; expected one of <, <=, >=, >',
        ],
    ),
    (
        "both a value and a result",
        lab(result="low"),
        [
            ('facts[0]: platelets has both a value and a result; expected one of "value" with "unit", or "result"'),
        ],
    ),
    (
        "neither a value nor a result",
        raw_fact("laboratory", on="2026-05-29", code="platelets"),
        [
            ('facts[0]: platelets has neither a value nor a result; expected one of "value" with "unit", or "result"'),
        ],
    ),
    (
        "result of a measured code",
        coded("platelets", "low"),
        [
            'facts[0].result: platelets is measured, not coded; expected "value" with "unit", such as /uL',
        ],
    ),
    (
        "value of a coded test",
        measured("hiv", 1, "1"),
        [
            ('facts[0].code: hiv has a coded result, not a value; expected "result": one of negative, positive'),
        ],
    ),
    (
        "result near a known one",
        coded("hiv", "negativ"),
        [
            (
                'facts[0].result: "negativ" is not a result of hiv (did you mean "negative"?); '
                "expected one of negative, positive"
            ),
        ],
    ),
    (
        "result unknown",
        coded("hiv", "xyz"),
        [
            'facts[0].result: "xyz" is not a result of hiv; expected one of negative, positive',
        ],
    ),
    (
        "result is a flag",
        coded("hiv", False),
        [
            "facts[0].result: false is not text; expected text in quotes",
        ],
    ),
    (
        "coded result with a limit",
        coded("hiv", "negative", uln=3),
        [
            "facts[0].uln: a coded result has no uln; expected a value with a unit",
        ],
    ),
    (
        "coded result with a comparison",
        coded("hiv", "negative", comparator="<"),
        [
            "facts[0].comparator: a coded result has no comparator; expected a value with a unit",
        ],
    ),
    (
        "limits the wrong way round",
        lab(uln=150000, lln=450000),
        [
            "facts[0].lln: the lower limit 450000 is above the upper one, 150000",
        ],
    ),
    (
        "limit below zero",
        lab(uln=-1),
        [
            "facts[0].uln: -1 is out of range; expected 0 or more",
        ],
    ),
    (
        "limit as text",
        lab(uln="450000"),
        [
            'facts[0].uln: "450000" is not a number; expected a number, without quotes',
        ],
    ),
    (
        "assessment result unknown",
        raw_fact("assessment", on="2026-05-29", code="swallows_tablets", result="sometimes"),
        [
            'facts[0].result: "sometimes" is not a result of swallows_tablets; expected one of yes, no',
        ],
    ),
    (
        "assessment without a result",
        raw_fact("assessment", on="2026-05-29", code="swallows_tablets"),
        [
            'facts[0].result: "result" is missing. Every fact of kind assessment needs it.',
        ],
    ),
    (
        "assessment of a measured code",
        raw_fact("assessment", on="2026-05-29", code="platelets", result="low"),
        [
            (
                'facts[0].code: "platelets" is not a known coded test; expected one of '
                "pregnancy_test, hiv, hbsag, hepatitis_c, hepatitis_a, hama, anti_hu14_18, "
                "anti_drug_antibody, sickle_cell, g6pd_deficiency, blood_culture, "
                "catecholamines_raised, …"
            ),
        ],
    ),
    (
        "performance scale unknown",
        raw_fact("performance", on="2026-05-29", scale="lanski", score=90),
        [
            ('facts[0].scale: "lanski" is unknown (did you mean "lansky"?); expected one of lansky, karnofsky, ecog'),
        ],
    ),
    (
        "performance above 100",
        raw_fact("performance", on="2026-05-29", scale="lansky", score=190),
        [
            "facts[0].score: 190 is out of range; expected 0 to 100",
        ],
    ),
    (
        "performance not whole",
        raw_fact("performance", on="2026-05-29", scale="lansky", score=87.5),
        [
            "facts[0].score: 87.5 is not a whole number; expected a whole number",
        ],
    ),
    (
        "ECOG like Lansky",
        raw_fact("performance", on="2026-05-29", scale="ecog", score=90),
        [
            "facts[0].score: 90 is not an ECOG score; expected 0 to 5",
        ],
    ),
    (
        "wheelchair in words",
        raw_fact("performance", on="2026-05-29", scale="lansky", score=50, wheelchair="yes"),
        [
            'facts[0].wheelchair: "yes" is neither true nor false; expected true or false, without quotes',
        ],
    ),
    (
        "score of a questionnaire below zero",
        raw_fact("reported_outcome", on="2026-05-29", instrument="PedsQL", domain="pain", reporter="self", score=-1),
        [
            "facts[0].score: -1 is out of range; expected 0 or more",
        ],
    ),
    (
        "questionnaire answered by nobody known",
        raw_fact(
            "reported_outcome",
            on="2026-05-29",
            instrument="PedsQL",
            domain="pain",
            reporter="mother",
            score=1,
        ),
        [
            'facts[0].reporter: "mother" is unknown; expected one of self, proxy',
        ],
    ),
]


@pytest.mark.parametrize(("fact", "sentences"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_measurement_is_refused_with_a_sentence(fact: Any, sentences: list[str], knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == sentences


@pytest.mark.parametrize("fact", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_measurement_ends_with_exit_code_3(fact: Any, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert caught.value.exit_code == 3

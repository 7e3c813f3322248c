"""Facts about the disease that cannot be right."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import build_record


def imaging(**fields: Any) -> dict[str, Any]:
    """A CT that can be read, with some fields changed."""
    return raw_fact("imaging", **{"on": "2026-05-20", "modality": "ct", **fields})


def lesion(**fields: Any) -> dict[str, Any]:
    """A CT with one lesion."""
    return imaging(lesions=[{"site": "liver", **fields}])


def report(**fields: Any) -> dict[str, Any]:
    """A molecular report that can be read, with some fields changed."""
    return raw_fact("molecular", **{"on": "2026-01-20", "assay": "panel", **fields})


def finding(**fields: Any) -> dict[str, Any]:
    """A report with one finding."""
    return report(findings=[{"gene": "ALK", "alteration": "mutation", **fields}])


CASES = [
    (
        "diagnosis unknown",
        raw_fact("diagnosis", on="2022-04-01", diagnosis="neuroblastom"),
        [
            ('facts[0].diagnosis: "neuroblastom" is not a known value of diagnosis (did you mean "neuroblastoma"?)'),
        ],
    ),
    (
        "stage unknown",
        raw_fact("diagnosis", on="2022-04-01", inss="5"),
        [
            'facts[0].inss: "5" is not a known value of inss; expected one of 1, 2A, 2B, 3, 4, 4S',
        ],
    ),
    (
        "stage as a number",
        raw_fact("diagnosis", on="2022-04-01", inss=4),
        [
            "facts[0].inss: 4 is not text; expected the value of inss: one of 1, 2A, 2B, 3, 4, 4S",
        ],
    ),
    (
        "MYCN near",
        raw_fact("diagnosis", on="2022-04-01", mycn="amplifed"),
        [
            'facts[0].mycn: "amplifed" is not a known value of mycn (did you mean "amplified"?)',
        ],
    ),
    (
        "event unknown",
        raw_fact("disease_event", on="2022-04-01", event="recurrence"),
        [
            (
                'facts[0].event: "recurrence" is unknown; expected one of relapse, progression, '
                "refractory, response, remission"
            ),
        ],
    ),
    (
        "event response near",
        raw_fact("disease_event", on="2022-04-01", event="respons"),
        [
            (
                'facts[0].event: "respons" is unknown (did you mean "response"?); expected one of '
                "relapse, progression, refractory, response, remission"
            ),
        ],
    ),
    (
        "response unknown",
        raw_fact("disease_event", on="2022-04-01", event="response", response="CRu"),
        [
            ('facts[0].response: "CRu" is unknown (did you mean "CR"?); expected one of CR, VGPR, PR, MR, SD, PD'),
        ],
    ),
    (
        "event without a kind",
        raw_fact("disease_event", on="2022-04-01"),
        [
            'facts[0].event: "event" is missing. Every fact of kind disease_event needs it.',
        ],
    ),
    (
        "sites not a list",
        raw_fact("disease_event", on="2022-04-01", event="relapse", sites="bone"),
        [
            'facts[0].sites: "bone" is not a list; expected a list in square brackets',
        ],
    ),
    (
        "site is a number",
        raw_fact("disease_event", on="2022-04-01", event="relapse", sites=["bone", 3]),
        [
            "facts[0].sites[1]: 3 is not text; expected text in quotes",
        ],
    ),
    (
        "modality unknown",
        imaging(modality="xray"),
        [
            ('facts[0].modality: "xray" is unknown; expected one of ct, mri, mibg, fdg_pet, bone_scan, ultrasound'),
        ],
    ),
    (
        "not avid with sites",
        imaging(modality="mibg", avid=False, sites=["skull"]),
        [
            "facts[0].avid: the study is not avid, yet it has avid sites or a score. Correct one of them.",
        ],
    ),
    (
        "not avid with a score",
        imaging(modality="mibg", avid=False, curie=3),
        [
            "facts[0].avid: the study is not avid, yet it has avid sites or a score. Correct one of them.",
        ],
    ),
    (
        "Curie of a CT",
        imaging(curie=3),
        [
            "facts[0].curie: a study of modality ct has no curie; expected modality mibg",
        ],
    ),
    (
        "SIOPEN of a PET",
        imaging(modality="fdg_pet", siopen=3),
        [
            "facts[0].siopen: a study of modality fdg_pet has no siopen; expected modality mibg",
        ],
    ),
    (
        "segments of an MRI",
        imaging(modality="mri", segments={"skull": 1}),
        [
            "facts[0].segments: a study of modality mri has no segments; expected modality mibg",
        ],
    ),
    (
        "Curie above 30",
        imaging(modality="mibg", curie=31),
        [
            "facts[0].curie: 31 is out of range; expected 0 to 30",
        ],
    ),
    (
        "segments as a list",
        imaging(modality="mibg", segments=[1, 2]),
        [
            "facts[0].segments: a list is not an object; expected an object in curly brackets",
        ],
    ),
    (
        "segment score too high",
        imaging(modality="mibg", segments={"skull": 9}),
        [
            "facts[0].segments.skull: 9 is out of range; expected 0 to 6",
        ],
    ),
    (
        "lesions not a list",
        imaging(lesions={"site": "liver"}),
        [
            "facts[0].lesions: an object is not a list; expected a list in square brackets",
        ],
    ),
    (
        "lesion without a site",
        imaging(lesions=[{"longest_mm": 8}]),
        [
            'facts[0].lesions[0].site: "site" is missing. Every such entry needs it.',
        ],
    ),
    (
        "lesion with an unknown field",
        lesion(size=8),
        [
            (
                'facts[0].lesions[0].size: "size" is not a field here (did you mean "site"?); '
                "expected one of site, longest_mm, short_axis_mm, node, bone, avid, irradiated, "
                "progressed_since_irradiation, target, primary, new, biopsy"
            ),
        ],
    ),
    (
        "lesion far too long",
        lesion(longest_mm=2400),
        [
            "facts[0].lesions[0].longest_mm: 2400 is out of range; expected 0 to 500",
        ],
    ),
    (
        "short axis longer than the longest",
        lesion(longest_mm=8, short_axis_mm=10),
        [
            (
                "facts[0].lesions[0].short_axis_mm: the short axis 10 mm is longer than the "
                "longest, 8 mm. Check both sizes."
            ),
        ],
    ),
    (
        "grown since a treatment it never had",
        lesion(irradiated=False, progressed_since_irradiation=True),
        [
            (
                "facts[0].lesions[0].irradiated: progressed since irradiation, yet never "
                "irradiated. Correct one of them."
            ),
        ],
    ),
    (
        "lesion flag in words",
        lesion(node="yes"),
        [
            ('facts[0].lesions[0].node: "yes" is neither true nor false; expected true or false, without quotes'),
        ],
    ),
    (
        "two lesions, two faults",
        imaging(lesions=[{"site": "liver", "longest_mm": -1}, {"longest_mm": 8}]),
        [
            "facts[0].lesions[0].longest_mm: -1 is out of range; expected 0 to 500",
            'facts[0].lesions[1].site: "site" is missing. Every such entry needs it.',
        ],
    ),
    (
        "marrow side unknown",
        raw_fact("marrow", on="2026-05-21", site="both"),
        [
            'facts[0].site: "both" is unknown; expected one of left, right, bilateral',
        ],
    ),
    (
        "marrow free with tumour",
        raw_fact("marrow", on="2026-05-21", site="left", percent=5, involved=False),
        [
            "facts[0].involved: not involved, yet 5 % tumour cells. Correct one of them.",
        ],
    ),
    (
        "marrow above 100 per cent",
        raw_fact("marrow", on="2026-05-21", site="left", percent=500),
        [
            "facts[0].percent: 500 is out of range; expected 0 to 100",
        ],
    ),
    (
        "assay missing",
        report(assay=None),
        [
            'facts[0].assay: "assay" is missing. Every fact of kind molecular needs it.',
        ],
    ),
    (
        "gene missing",
        report(findings=[{"alteration": "mutation"}]),
        [
            'facts[0].findings[0].gene: "gene" is missing. Every such entry needs it.',
        ],
    ),
    (
        "alteration near",
        report(findings=[{"gene": "ALK", "alteration": "mutations"}]),
        [
            (
                'facts[0].findings[0].alteration: "mutations" is unknown (did you mean '
                '"mutation"?); expected one of mutation, amplification, gain, loss, fusion, '
                "expression"
            ),
        ],
    ),
    (
        "allele fraction as per cent",
        finding(vaf=31),
        [
            "facts[0].findings[0].vaf: 31 is out of range; expected 0 to 1. Write 31 % as 0.31.",
        ],
    ),
    (
        "copies below zero",
        finding(copies=-2),
        [
            "facts[0].findings[0].copies: -2 is out of range; expected 0 to 10000",
        ],
    ),
    (
        "origin unknown",
        finding(origin="tumour"),
        [
            'facts[0].findings[0].origin: "tumour" is unknown; expected one of somatic, germline',
        ],
    ),
    (
        "covers as a list",
        report(covers=["ALK"]),
        [
            "facts[0].covers: a list is not an object; expected an object in curly brackets",
        ],
    ),
    (
        "covers one word",
        report(covers={"ALK": "mutation"}),
        [
            'facts[0].covers.ALK: "mutation" is not a list; expected a list in square brackets',
        ],
    ),
    (
        "covers an unknown alteration",
        report(covers={"ALK": ["mutation", "fusions"]}),
        [
            (
                'facts[0].covers.ALK[1]: "fusions" is unknown (did you mean "fusion"?); expected '
                "one of mutation, amplification, gain, loss, fusion, expression"
            ),
        ],
    ),
    (
        "certified in words",
        report(certified="CLIA"),
        [
            'facts[0].certified: "CLIA" is neither true nor false; expected true or false, without quotes',
        ],
    ),
]


@pytest.mark.parametrize(("fact", "sentences"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_disease_fact_is_refused_with_a_sentence(fact: Any, sentences: list[str], knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == sentences


@pytest.mark.parametrize("fact", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_disease_fact_ends_with_exit_code_3(fact: Any, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert caught.value.exit_code == 3

"""Found, looked for and not found, not tested; lesions; inhibitors by allele; acquired resistance; genetics."""

from datetime import date
from typing import Any

import pytest

from rosette.knowledge import Knowledge
from rosette.molecular import Standing, Status, annotate, findings_of
from rosette.records import build_record

ON = date(2026, 6, 1)
ENVELOPE = {
    "source": {"type": "laboratory", "name": "invented"},
    "recorded_at": "2026-05-01T10:00:00",
    "recorded_by": "test",
}


def child(*facts: dict[str, Any]) -> Any:
    rows = [{"id": f"fact-{n}", **ENVELOPE, **fact} for n, fact in enumerate(facts)]
    return build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": "2020-01-01", "sex": "female", "facts": rows}
    )


def report(day: str, *findings: dict[str, Any], covers: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"kind": "molecular", "on": day, "assay": "panel", "findings": list(findings), "covers": covers or {}}


def alk(change: str, **more: Any) -> dict[str, Any]:
    return {"gene": "ALK", "alteration": "mutation", "hgvs_p": change, **more}


LORLATINIB = {"kind": "therapy", "from": "2026-02-01", "ongoing": True, "agent": "lorlatinib"}


def test_three_answers(knowledge: Knowledge) -> None:
    found = findings_of(
        child(report("2026-03-01", alk("F1174L"), covers={"MYCN": ["amplification"]})), knowledge, on=ON
    )
    assert found.status("ALK", "mutation") is Status.FOUND
    assert found.status("MYCN", "amplification") is Status.NOT_FOUND
    assert found.status("ALK", "amplification") is Status.NOT_TESTED


def test_a_specimen_of_a_later_day_is_not_known_yet(knowledge: Knowledge) -> None:
    assert findings_of(child(report("2026-06-02", alk("F1174L"))), knowledge, on=ON).found == ()


def test_a_synonym_is_the_gene(knowledge: Knowledge) -> None:
    found = findings_of(child(report("2026-03-01", {"gene": "SHP-2", "alteration": "mutation"})), knowledge, on=ON)
    assert found.of("PTPN11")
    assert not found.problems


def test_what_cannot_be_read_is_told_and_kept(knowledge: Knowledge) -> None:
    record = child(report("2026-03-01", {"gene": "ALKK", "alteration": "mutation", "hgvs_p": "exon 23"}))
    found = findings_of(record, knowledge, on=ON)
    assert len(found.found) == 1
    assert {"ALKK" in each.found or "exon 23" in each.found for each in found.problems} == {True}
    assert "ALK" in found.problems[0].found


def test_a_lesion_is_not_tested_until_every_kind_was_looked_for(knowledge: Knowledge) -> None:
    record = child(report("2026-03-01", covers={"ATRX": ["mutation"]}))
    (atrx,) = [each for each in annotate(record, knowledge, on=ON).lesions if each.lesion.id == "atrx_loss"]
    assert atrx.status is Status.NOT_TESTED
    assert atrx.untested == ("ATRX loss",)
    assert "multi-exon" in atrx.remedy


def test_a_residue_of_a_lesion_is_asked_for(knowledge: Knowledge) -> None:
    record = child(report("2026-03-01", {"gene": "BRAF", "alteration": "mutation", "hgvs_p": "p.G469A"}))
    (braf,) = [each for each in annotate(record, knowledge, on=ON).lesions if each.lesion.id == "braf_v600e"]
    assert braf.status is not Status.FOUND


STANDINGS = [
    ("R1275Q", "crizotinib", Standing.CLINICAL),
    ("R1275Q", "lorlatinib", Standing.CLINICAL),
    ("F1174L", "crizotinib", Standing.NO_RESPONSE),
    ("F1174L", "lorlatinib", Standing.CLINICAL),
    ("F1174L", "entrectinib", Standing.CLINICAL),
    ("F1174V", "crizotinib", Standing.NO_RESPONSE),
    ("F1245C", "lorlatinib", Standing.LABORATORY),
    ("F1245C", "ceritinib", Standing.LABORATORY),
    ("F1245C", "crizotinib", Standing.NO_RESPONSE),
    ("F1245V", "entrectinib", Standing.CLINICAL),
    ("F1245V", "lorlatinib", Standing.NONE),
    ("Y1278S", "lorlatinib", Standing.NONE),
]


@pytest.mark.parametrize(("change", "agent", "standing"), STANDINGS)
def test_evidence_is_by_allele_and_agent(knowledge: Knowledge, change: str, agent: str, standing: Standing) -> None:
    found = annotate(child(report("2026-01-01", alk(change))), knowledge, on=ON).inhibitors
    assert {each.agent: each.standing for each in found}[agent] is standing


def test_amplification_is_an_allele(knowledge: Knowledge) -> None:
    record = child(report("2026-01-01", {"gene": "ALK", "alteration": "amplification", "copies": 12}))
    found = {each.agent: each.standing for each in annotate(record, knowledge, on=ON).inhibitors}
    assert found["crizotinib"] is Standing.NO_RESPONSE


def test_a_second_change_under_treatment_sinks_the_agent_that_was_given(knowledge: Knowledge) -> None:
    record = child(report("2026-01-01", alk("F1174L")), LORLATINIB, report("2026-05-01", alk("F1174L"), alk("G1202R")))
    found = {(e.allele, e.agent): e for e in annotate(record, knowledge, on=ON).inhibitors}
    assert found["F1174L", "lorlatinib"].standing is Standing.ACQUIRED
    assert "G1202R" in found["F1174L", "lorlatinib"].acquired[0]
    assert found["F1174L", "entrectinib"].standing is Standing.CLINICAL


def test_a_change_that_goes_round_the_target_sinks_the_class(knowledge: Knowledge) -> None:
    early = report("2026-01-01", alk("F1174L"), covers={"NRAS": ["mutation"]})
    late = report("2026-05-01", {"gene": "NRAS", "alteration": "mutation", "hgvs_p": "Q61K"})
    found = annotate(child(early, LORLATINIB, late), knowledge, on=ON).inhibitors
    assert {each.standing for each in found} == {Standing.ACQUIRED}


def test_without_exposure_nothing_is_acquired(knowledge: Knowledge) -> None:
    early = report("2026-01-01", alk("F1174L"), covers={"NRAS": ["mutation"]})
    late = report("2026-05-01", {"gene": "NRAS", "alteration": "mutation", "hgvs_p": "Q61K"})
    found = annotate(child(early, late), knowledge, on=ON).inhibitors
    assert Standing.ACQUIRED not in {each.standing for each in found}


def test_what_nobody_had_looked_for_is_not_called_new(knowledge: Knowledge) -> None:
    late = report("2026-05-01", {"gene": "NRAS", "alteration": "mutation", "hgvs_p": "Q61K"})
    found = annotate(child(report("2026-01-01", alk("F1174L")), LORLATINIB, late), knowledge, on=ON).inhibitors
    assert Standing.ACQUIRED not in {each.standing for each in found}


@pytest.mark.parametrize(
    ("scans", "words"),
    [
        ([], "not tested. Order an MIBG scan"),
        ([("2026-03-01", True)], "avid by an MIBG scan of 2026-03-01"),
        ([("2026-03-01", True), ("2026-05-01", False)], "not avid by an MIBG scan of 2026-05-01"),
        ([("2026-03-01", True), ("2026-03-01", False)], "contradict each other"),
        ([("2026-07-01", True)], "not tested"),
    ],
)
def test_targets_by_imaging(knowledge: Knowledge, scans: list[tuple[str, bool]], words: str) -> None:
    facts = [{"kind": "imaging", "on": day, "modality": "mibg", "avid": avid} for day, avid in scans]
    net, receptor = annotate(child(*facts), knowledge, on=ON).imaging
    assert words in net.sentence
    assert receptor.status is Status.NOT_TESTED


@pytest.mark.parametrize(
    ("origin", "words"), [("germline", "Refer to clinical genetics"), (None, "germline test"), ("somatic", "")]
)
def test_genetics(knowledge: Knowledge, origin: str | None, words: str) -> None:
    more = {"origin": origin} if origin else {}
    flags = annotate(child(report("2026-01-01", alk("R1275Q", **more))), knowledge, on=ON).germline
    told = " ".join(flag.remedy for flag in flags if flag.gene.id == "ALK")
    assert words in told
    assert bool(told) is bool(words)


def test_a_gene_that_nobody_looked_at_is_asked_about(knowledge: Knowledge) -> None:
    flags = annotate(child(), knowledge, on=ON).germline
    assert {flag.gene.id for flag in flags} == {"ALK", "PHOX2B"}

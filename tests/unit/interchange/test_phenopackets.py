"""Phenopackets: ages become days only by an exact birth, absence only by an exact code, and nothing is dropped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.interchange.genomic import KNOWLEDGE, asked, content, merged

from rosette.interchange import Found, InterchangeError
from rosette.interchange.fhir.elements import parts
from rosette.interchange.phenopackets import PHENOPACKETS
from rosette.interchange.phenopackets.times import aged, when
from rosette.kernel import PartialDate

NEUROBLASTOMA = {"id": "HP:0003006", "label": "Neuroblastoma"}
STAMP = {"timestamp": "2026-05-01T08:00:00Z"}
META = {"created": "2026-05-02T00:00:00Z", "createdBy": "Invented", "phenopacketSchemaVersion": "2.0"}
VARIANT = {
    "id": "v1",
    "geneContext": {"valueId": "HGNC:427", "symbol": "ALK"},
    "expressions": [
        {"syntax": "hgvs.c", "value": "NM_004304.5:c.3522C>A"},
        {"syntax": "hgvs.p", "value": "NP_004295.2:p.(Phe1174Leu)"},
    ],
    "vcfRecord": {"genomeAssembly": "hg38", "chrom": "chr2", "pos": 29220829, "ref": "G", "alt": "T"},
    "allelicState": {"id": "GENO:0000135", "label": "heterozygous"},
}


def interpretation(variant: dict[str, Any] = VARIANT, *, of: str = "S1", status: str = "CAUSATIVE") -> dict[str, Any]:
    read = {"variationDescriptor": variant, "acmgPathogenicityClassification": "PATHOGENIC"}
    found = {"subjectOrBiosampleId": of, "interpretationStatus": status, "variantInterpretation": read}
    return {"id": "i1", "diagnosis": {"disease": NEUROBLASTOMA, "genomicInterpretations": [found]}}


def packet(**parts: Any) -> dict[str, Any]:
    return {"id": "K17", "subject": {"id": "child-17", "sex": "FEMALE"}, "metaData": META, **parts}


def read(raw: Any, **more: Any) -> Found:
    return PHENOPACKETS.read(content(json.dumps(raw)), asked(**more))


def feature(code: str, **more: Any) -> dict[str, Any]:
    return packet(phenotypicFeatures=[{"type": {"id": code}, **more}])


@pytest.mark.parametrize(
    ("age", "start", "end", "common"),
    [
        ("P7M3D", "2019-10-13", "2019-10-13", "2019-10-13"),
        ("P7M", "2019-10-10", "2019-11-09", "2019"),
        ("P2Y", "2021-03-10", "2022-03-09", None),
        ("P10D", "2019-03-20", "2019-03-20", "2019-03-20"),
        ("P3W", "2019-03-31", "2019-04-06", "2019"),
        ("P1Y2M", "2020-05-10", "2020-06-09", "2020"),
    ],
)
def test_an_age_is_as_exact_as_it_is_told(age, start, end, common):
    found = aged(age, PartialDate.parse("2019-03-10"))
    assert (found.start, found.end, found.day) == (start, end, common)


def test_an_age_without_an_exact_day_of_birth_is_no_day():
    for birth in (None, PartialDate.parse("2019"), PartialDate.parse("2019-03")):
        assert aged("P7M3D", birth).day is None
        assert "exact day of birth" in aged("P7M3D", birth).why


@pytest.mark.parametrize("age", ["P", "", None, "7M", "P-1Y", "P999Y999999D", "P7H"])
def test_what_is_no_age_is_no_day(age):
    assert aged(age, PartialDate.parse("2019-03-10")).day is None


def test_an_interval_gives_what_its_ends_have_in_common():
    told = {"interval": {"start": "2026-05-01T00:00:00Z", "end": "2026-05-31T00:00:00Z"}}
    assert when(told, None).day == "2026-05"


def test_a_neuroblastoma_by_its_feature_is_a_diagnosis_when_its_beginning_is_told():
    (fact,) = merged(read(feature("HP:0003006", onset={"age": {"iso8601duration": "P3Y1M2D"}}))).added
    assert (fact.kind, fact.diagnosis, str(fact.on)) == ("diagnosis", "neuroblastoma", "2022-04-12")
    told = merged(read(feature("HP:0003006"), birth=None))
    assert not told.added
    assert told.losses[-1].grade == "refused"


def test_a_diagnosis_is_not_dated_by_the_last_visit():
    raw = feature("HP:0003006")
    raw["subject"]["timeAtLastEncounter"] = STAMP
    found = merged(read(raw))
    assert not found.added
    assert any("when the disease began is not told" in loss.why for loss in found.losses)


def test_an_excluded_feature_is_absent_on_the_day_of_the_last_visit():
    raw = feature("HP:0001250", excluded=True)
    raw["subject"]["timeAtLastEncounter"] = STAMP
    (fact,) = merged(read(raw)).added
    assert (fact.code, fact.state, str(fact.on)) == ("seizure", "absent", "2026-05-01")


def test_a_narrower_feature_that_is_excluded_excludes_nothing():
    raw = feature("HP:0001639", excluded=True, onset=STAMP)
    found = merged(read(raw))
    assert not found.added
    assert any("does not exclude cardiomyopathy, which is wider" in loss.why for loss in found.losses)
    (present,) = merged(read(feature("HP:0001639", onset=STAMP))).added
    assert (present.code, present.state) == ("cardiomyopathy", "present")


def test_stages_stand_in_the_diagnosis_and_one_that_is_not_known_is_told():
    stages = [{"id": "NCIT:C133430", "label": "INRG Stage M"}, {"id": "NCIT:C0", "label": "Stage X"}]
    found = merged(read(packet(diseases=[{"term": NEUROBLASTOMA, "onset": STAMP, "diseaseStage": stages}])))
    (fact,) = found.added
    assert (fact.inrgss, fact.inss) == ("M", None)
    assert any(loss.place == "diseases[0].diseaseStage[1]" for loss in found.losses)


def test_a_measurement_comes_in_with_unit_and_limits_and_an_unknown_unit_is_refused():
    unit = {"id": "UCUM:10*9/L", "label": "10*9/L"}
    value = {"unit": unit, "value": 75, "referenceRange": {"unit": unit, "low": 150, "high": 350}}
    row = {"assay": {"id": "LOINC:777-3", "label": "Platelets"}, "value": {"quantity": value}, "timeObserved": STAMP}
    (fact,) = merged(read(packet(measurements=[row]))).added
    assert (fact.code, fact.quantity.value, fact.lln, fact.uln) == ("platelets", 75, 150, 350)
    row["value"] = {"quantity": {"unit": {"id": "NCIT:C67245", "label": "thousand cells"}, "value": 75}}
    found = merged(read(packet(measurements=[row])))
    assert [loss.grade for loss in found.losses] == ["refused"]


def test_a_variant_is_dated_by_its_specimen_and_keeps_transcript_build_and_zygosity():
    sample = {"id": "S1", "timeOfCollection": STAMP, "description": "exome, relapse"}
    (fact,) = merged(read(packet(biosamples=[sample], interpretations=[interpretation()]), specimen=None)).added
    (finding,) = fact.findings
    assert (str(fact.on), fact.assay) == ("2026-05-01", "exome, relapse")
    assert (finding.gene, finding.hgvs_p, finding.hgvs_c, finding.transcript, finding.origin) == (
        "ALK",
        "p.(Phe1174Leu)",
        "c.3522C>A",
        "NM_004304.5",
        None,
    )
    assert "hg38" in finding.text
    assert "heterozygous" in finding.text


def test_a_variant_without_the_day_of_its_specimen_is_told_and_not_dated_by_the_file():
    found = merged(read(packet(interpretations=[interpretation()]), specimen=None))
    assert not found.added
    assert any("the day of the specimen is not told" in loss.why for loss in found.losses)


def test_a_reference_sample_is_germline_and_a_rejected_variant_is_no_finding():
    sample = {"id": "S1", "timeOfCollection": STAMP, "materialSample": {"id": "EFO:0009654", "label": "reference"}}
    (fact,) = merged(read(packet(biosamples=[sample], interpretations=[interpretation()]))).added
    assert fact.findings[0].origin == "germline"
    assert not merged(read(packet(interpretations=[interpretation(status="REJECTED")]))).added


def test_medicines_and_operations_become_facts_and_radiotherapy_without_a_day_is_told():
    interval = {"start": "2026-01-02T00:00:00Z", "end": "2026-01-06T00:00:00Z"}
    treatment = {"agent": {"id": "DrugCentral:1494", "label": "irinotecan"}, "doseIntervals": [{"interval": interval}]}
    operation = {"code": {"id": "SNOMED:86273004", "label": "Biopsy"}, "performed": STAMP}
    radiation = {"modality": {"id": "NCIT:C0"}, "bodySite": {"id": "SNOMED:818983003"}, "dosage": 21, "fractions": 14}
    raw = packet(medicalActions=[{"treatment": treatment}, {"procedure": operation}, {"radiationTherapy": radiation}])
    found = merged(read(raw))
    assert [(fact.kind, str(fact.since)) for fact in found.added] == [
        ("therapy", "2026-01-02"),
        ("surgery", "2026-05-01"),
    ]
    assert any("no day for radiotherapy" in loss.why for loss in found.losses)


def test_what_the_standard_does_not_have_is_named():
    raw = packet(phenotypicFeatures=[{"type": {"id": "HP:0001250"}, "onset": STAMP, "colour": "red"}], invented=[1])
    said = {loss.place: loss.grade for loss in merged(read(raw)).losses}
    assert said["phenotypicFeatures[0].colour"] == "not_understood"
    assert said["invented"] == "not_understood"


def test_every_item_ends_as_a_candidate_or_a_loss():
    raw = packet(
        phenotypicFeatures=[{"type": {"id": code}, "onset": STAMP} for code in ("HP:0001250", "HP:0000316", "HP:1")],
        diseases=[{"term": NEUROBLASTOMA}, {"term": {"id": "OMIM:162200", "label": "Neurofibromatosis"}}],
        measurements=[{"assay": {"id": "LOINC:777-3"}}],
        medicalActions=[{"treatment": {"agent": {"id": "X:1", "label": "invented"}}}, {"therapeuticRegimen": {}}],
        interpretations=[interpretation(), {"id": "empty"}],
        biosamples=[{"id": "unused"}],
    )
    (child,) = read(raw, specimen=None).children
    told = [each.place for each in (*child.candidates, *child.losses)]
    for key in ("phenotypicFeatures", "diseases", "measurements", "medicalActions", "interpretations", "biosamples"):
        for number in range(len(parts(raw, key))):
            assert any(place.startswith(f"{key}[{number}]") for place in told), f"{key}[{number}]"


def test_the_same_packet_twice_changes_nothing():
    found = read(feature("HP:0001250", onset=STAMP))
    once = merged(found)
    again = merged(found, into=once.record)
    assert (len(once.added), again.facts, again.unchanged) == (1, (), 1)


def test_names_of_fields_may_be_written_as_protobuf_has_them():
    raw = {"id": "K", "subject": {"id": "c"}, "phenotypic_features": [{"type": {"id": "HP:0001250"}, "onset": STAMP}]}
    raw["meta_data"] = {"phenopacket_schema_version": "2.0"}
    assert len(merged(read(raw)).added) == 1


def test_a_family_is_its_proband_and_a_cohort_is_its_members():
    family = read({"id": "F", "proband": packet(), "relatives": [packet()], "pedigree": {}, "metaData": META})
    assert (len(family.children), [loss.grade for loss in family.losses]) == (1, ["about_nobody", "about_nobody"])
    assert len(read({"id": "C", "members": [packet(), packet()], "metaData": META}).children) == 2


@pytest.mark.parametrize("raw", [[], {}, {"metaData": {"phenopacketSchemaVersion": "1.0"}, "subject": {}}, 7])
def test_what_is_no_packet_of_version_2_is_refused(raw):
    with pytest.raises(InterchangeError):
        read(raw)


def test_every_code_of_the_lists_is_a_word_of_the_knowledge():
    from rosette.interchange.codes import code_book

    for (system, code), meaning in code_book(KNOWLEDGE).meanings.items():
        if system in ("hpo", "mondo", "oncotree"):
            words = KNOWLEDGE.conditions if meaning.kind == "condition" else KNOWLEDGE.attributes["diagnosis"].values
            assert next(iter(meaning.content.values())) in words, (system, code)


def test_names_for_two_transcripts_are_told_and_none_is_chosen():
    other = {"syntax": "hgvs.c", "value": "NM_001353765.2:c.318C>A"}
    variant = {**VARIANT, "expressions": [*VARIANT["expressions"], other]}
    sample = {"id": "S1", "timeOfCollection": {"timestamp": "2026-05-20T00:00:00Z"}}
    (fact,) = merged(read(packet(biosamples=[sample], interpretations=[interpretation(variant)]))).added
    (found,) = fact.findings
    assert (found.hgvs_c, found.hgvs_p, found.transcript) == (None, None, None)
    assert "c.3522C>A" in found.text
    assert "c.318C>A" in found.text


def test_a_synonymous_variant_is_no_mutation():
    silent = {**VARIANT, "expressions": [{"syntax": "hgvs.p", "value": "NP_004295.2:p.(Leu100=)"}]}
    found = merged(read(packet(interpretations=[interpretation(silent)])))
    assert not found.added
    assert any("leaves the protein as it is" in each.why for each in found.losses)

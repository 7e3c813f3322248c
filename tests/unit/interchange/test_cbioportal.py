"""Study folders: amplification and deep deletion are findings, a gain is none, and a pointer is no data."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from tests.unit.interchange.genomic import asked, content, merged

from rosette.interchange import Found, InterchangeError
from rosette.interchange.cbioportal import CBIOPORTAL
from rosette.interchange.cbioportal.copies import fusions_of
from rosette.interchange.cbioportal.folder import is_study

META = "genetic_alteration_type: {}\ndatatype: {}\nstable_id: {}\nprofile_name: {}\ndata_filename: {}\n"
STUDY = {
    "meta_study.txt": "type_of_cancer: nbl\ncancer_study_identifier: invented\n",
    "meta_clinical_patient.txt": META.format("CLINICAL", "PATIENT_ATTRIBUTES", "-", "-", "data_clinical_patient.txt"),
    "meta_clinical_sample.txt": META.format("CLINICAL", "SAMPLE_ATTRIBUTES", "-", "-", "data_clinical_sample.txt"),
    "meta_mutations.txt": META.format("MUTATION_EXTENDED", "MAF", "mutations", "exome", "data_mutations.txt"),
    "meta_cna.txt": META.format("COPY_NUMBER_ALTERATION", "DISCRETE", "gistic", "array", "data_cna.txt"),
    "data_clinical_patient.txt": (
        "#Patient\tSex\tStage\tAge\tMonths\nPATIENT_ID\tSEX\tINSS_STAGE\tAGE_IN_DAYS\tOS_MONTHS\n"
        "P1\tFemale\tStage 4\t600\t12\nP2\tMale\t4S\t\t13\n"
    ),
    "data_clinical_sample.txt": (
        "#a\nPATIENT_ID\tSAMPLE_ID\tONCOTREE_CODE\tMYCN\nP1\tS1\tNBL\tAmplified\nP2\tS2\tNBL\tNot Amplified\n"
    ),
    "data_mutations.txt": (
        "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\tHGVSp_Short\tt_ref_count\tt_alt_count\n"
        "ALK\tMissense_Mutation\tS1\tp.F1174L\t70\t30\nNF1\tSilent\tS1\tp.A3=\t1\t1\n"
    ),
    "data_cna.txt": (
        "Hugo_Symbol\tEntrez_Gene_Id\tS1\tS2\nMYCN\t4613\t2\t0\nALK\t238\t1\tNA\nCDKN2A\t1029\t-2\t-1\nFOO\t3\t2\t7\n"
    ),
    "case_lists/cases_all.txt": "stable_id: invented_all\ncase_list_ids: S1\tS2\tS3\n",
}


def read(changes: dict[str, str] | None = None, **more: Any) -> Found:
    files = {**STUDY, **(changes or {})}
    return CBIOPORTAL.read(content({k: v for k, v in files.items() if v}, name="study"), asked(**more))


def facts(child: int = 0, **more: Any) -> dict[str, Any]:
    return {getattr(fact, "assay", fact.kind): fact for fact in merged(read(**more), child=child).added}


def test_amplification_and_deep_deletion_are_findings_and_a_gain_is_none():
    array = facts()["array"]
    told = [(each.gene, each.alteration, each.copies) for each in array.findings]
    assert told == [("MYCN", "amplification", None), ("CDKN2A", "loss", 0.0), ("FOO", "amplification", None)]


def test_a_table_of_copies_looked_for_what_it_has_values_of():
    covers = dict(facts(child=1)["array"].covers)
    assert covers["MYCN"] == ("amplification", "loss")
    assert covers["CDKN2A"] == ("amplification",)
    assert "ALK" not in covers


def test_mutations_are_a_report_of_their_own_with_their_fraction():
    (finding,) = facts()["exome"].findings
    assert (finding.gene, finding.hgvs_p, finding.vaf) == ("ALK", "p.F1174L", 0.3)
    assert facts()["exome"].covers == ()


def test_the_gene_panel_of_a_sample_says_what_was_looked_for():
    panel = {
        "meta_gene_panel_matrix.txt": META.format(
            "GENE_PANEL_MATRIX", "GENE_PANEL_MATRIX", "-", "-", "data_matrix.txt"
        ),
        "data_matrix.txt": "SAMPLE_ID\tmutations\nS1\tP50\nS2\tP50\n",
        "data_gene_panel_p50.txt": "stable_id: P50\ngene_list: ALK\tTP53\n",
    }
    first, second = (facts(child=number, changes=panel)["exome"] for number in (0, 1))
    assert dict(first.covers) == {"ALK": ("mutation",), "TP53": ("mutation",)}
    assert (second.findings, dict(second.covers)) == ((), {"ALK": ("mutation",), "TP53": ("mutation",)})


def test_a_diagnosis_needs_an_age_in_days_and_an_exact_day_of_birth():
    diagnosis = facts()["diagnosis"]
    assert (diagnosis.diagnosis, diagnosis.inss, diagnosis.mycn, str(diagnosis.on)) == (
        "neuroblastoma",
        "4",
        "amplified",
        "2020-10-30",
    )
    refused = [loss for loss in read().children[1].losses if loss.grade == "refused"]
    assert "AGE_IN_DAYS" in refused[0].why
    assert all(fact != "diagnosis" for fact in facts(child=1))


def test_a_pointer_is_no_data_and_says_how_to_get_it():
    found = read({"data_cna.txt": "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n"})
    (loss,) = (each for each in found.losses if each.place == "data_cna.txt")
    assert (loss.grade, loss.why) == ("refused", "it is a Git LFS pointer, not the data")
    assert "git lfs pull" in loss.remedy


def test_a_file_that_is_named_and_missing_and_one_that_nobody_names_are_told():
    found = read({"data_cna.txt": "", "notes.txt": "x", "LICENSE": "x"})
    told = {loss.place: loss.grade for loss in found.losses}
    assert told["meta_cna.txt"] == "refused"
    assert (told["notes.txt"], told["LICENSE"]) == ("not_understood", "about_nobody")


def test_samples_of_the_case_lists_alone_are_told():
    (loss,) = (each for each in read().losses if each.place == "case_lists")
    assert (loss.said, loss.grade) == ("S3", "about_nobody")


def test_two_joined_genes_are_a_fusion_only_by_the_word_of_the_file():
    told = "Sample_Id\tSite1_Hugo_Symbol\tSite2_Hugo_Symbol\tClass\tSV_Status\n{}\n"
    meta = {"meta_sv.txt": META.format("STRUCTURAL_VARIANT", "SV", "sv", "rna", "data_sv.txt")}
    fused = {**meta, "data_sv.txt": told.format("S1\tALK\tEML4\tFUSION\tSOMATIC")}
    found = facts(changes=fused)["rna"].findings
    assert [(each.gene, each.fusion_partner, each.origin) for each in found] == [
        ("ALK", "EML4", "somatic"),
        ("EML4", "ALK", "somatic"),
    ]
    broken = {**meta, "data_sv.txt": told.format("S1\tTERT\tEML4\tTRANSLOCATION\t")}
    assert "rna" not in facts(changes=broken)


def test_the_same_folder_twice_changes_nothing_and_its_zip_says_the_same():
    found = read()
    once = merged(found)
    assert merged(found, into=once.record).facts == ()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in STUDY.items():
            archive.writestr(f"invented/{name}", text)
    again = content(packed.getvalue(), name="invented.zip")
    assert is_study(again)
    assert merged(CBIOPORTAL.read(again, asked()), into=once.record).facts == ()


def test_a_table_without_its_columns_is_told_and_the_rest_is_read():
    found = read({"data_cna.txt": "Gene\tS1\nMYCN\t2\n"})
    assert any("it has no column Hugo_Symbol" in loss.why for loss in found.losses)
    assert any(fact.kind == "molecular" for fact in merged(found).added)


def test_a_folder_without_a_study_is_refused():
    with pytest.raises(InterchangeError):
        CBIOPORTAL.read(content({"data_cna.txt": "x"}), asked())
    with pytest.raises(InterchangeError, match="2 studies"):
        CBIOPORTAL.read(content({"a/meta_study.txt": "x: y", "b/meta_study.txt": "x: y"}), asked())


@pytest.mark.parametrize(
    ("told", "fused"), [("In-frame fusion", True), ("no fusion", False), ("possible fusion", False)]
)
def test_a_fusion_that_is_denied_or_doubted_is_none(told, fused):
    text = f"Sample_Id\tSite1_Hugo_Symbol\tSite2_Hugo_Symbol\tEvent_Info\nS1\tALK\tSTRN\t{told}\n"
    rows = fusions_of(content(text), asked().knowledge).rows["S1"]
    assert [bool(row.findings) for row in rows] == [fused]


def test_a_sample_of_two_patients_is_of_neither():
    text = STUDY["data_clinical_sample.txt"] + "P2\tS1\tNBL\tAmplified\n"
    found = read({"data_clinical_sample.txt": text})
    assert {each.reference for each in found.children if any(one.item == "S1" for one in each.candidates)} == {"S1"}
    assert any("listed for several patients" in each.why for each in found.every_loss)


def test_rows_of_one_patient_that_differ_say_neither():
    found = read({"data_clinical_patient.txt": STUDY["data_clinical_patient.txt"] + "P1\tMale\tStage 4\t600\t12\n"})
    assert found.children[0].sex is None
    assert any("SEX Female / Male" in each.said for each in found.every_loss)

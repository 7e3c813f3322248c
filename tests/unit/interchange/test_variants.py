"""VCF and MAF: found, looked for and not found, and not tested stay three answers; every row is accounted for."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from tests.unit.interchange.genomic import asked, content, merged

from rosette.interchange import Found, InterchangeError
from rosette.interchange.variants import MAF, VCF
from rosette.kernel import UsageError

ANN = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation |"
    " Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c |"
    " HGVS.p'\">"
)
CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP.'
    ' Format: Allele|Consequence|IMPACT|SYMBOL|Feature|HGVSc|HGVSp|PICK|CLIN_SIG">'
)
HEAD = "##fileformat=VCFv4.2\n##reference=GRCh38\n" + ANN + "\n" + CSQ + "\n"
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
ALK = "ANN=T|missense_variant|MODERATE|ALK|g|transcript|NM_004304.5|protein_coding|23/29|c.3522C>A|p.Phe1174Leu"
PANEL = "ALK\nTP53\nNF1\nMYCN mutation,amplification\nPHOX2B\n"


def vcf(*rows: str, samples: str = "K17", head: str = HEAD) -> str:
    columns = f"{COLUMNS}\tFORMAT\t{samples}" if samples else COLUMNS
    return "\n".join((f"{head}{columns}", *(row.replace(" ", "\t") for row in rows), ""))


def row(info: str = ALK, *, alt: str = "T", ref: str = "G", status: str = "PASS", call: str = "GT:AD 0/1:70,30") -> str:
    return f"2 29220829 . {ref} {alt} . {status} {info} {call}".strip()


def read(text: str | bytes, **more: Any) -> Found:
    return VCF.read(content(text, name="panel.vcf"), asked(**more))


def report(*rows: str, samples: str = "K17", **more: Any):
    return merged(read(vcf(*rows, samples=samples), **more))


def test_a_variant_comes_in_with_its_names_fraction_place_and_build():
    (fact,) = report(row(), assay="panel of 50 genes").added
    (finding,) = fact.findings
    assert (str(fact.on), fact.assay, finding.gene, finding.alteration) == (
        "2026-05-01",
        "panel of 50 genes",
        "ALK",
        "mutation",
    )
    assert (finding.hgvs_p, finding.hgvs_c, finding.transcript, finding.vaf, finding.origin) == (
        "p.Phe1174Leu",
        "c.3522C>A",
        "NM_004304.5",
        0.3,
        None,
    )
    assert finding.text == "2:29220829 G>T; GRCh38; GT 0/1; PASS"


def test_without_a_panel_nothing_was_looked_for():
    (fact,) = report(row()).added
    assert fact.covers == ()


def test_a_panel_without_a_finding_says_looked_for_and_not_found():
    (fact,) = report(row("ANN=T|synonymous_variant|LOW|NF1|g|transcript|NM_1.1|x|1|c.3G>A|p.Arg1="), panel=PANEL).added
    assert fact.findings == ()
    assert dict(fact.covers)["MYCN"] == ("amplification", "mutation")
    assert dict(fact.covers)["NF1"] == ("mutation",)


@pytest.mark.parametrize(
    ("line", "why", "doubted"),
    [
        (row(status="lowq"), "filter refused it: lowq", {"ALK"}),
        (row(call="GT ./."), "there is no call", {"ALK"}),
        (row(call="GT 0/0"), "does not carry it", set()),
        (row("."), "no gene is named", {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"}),
        (row(ref=""), "empty REF", {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"}),
        (row(ref="."), "REF is no sequence of bases", {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"}),
        (row("GENE=TP53"), "what it does to the protein is not told", {"TP53"}),
        (row("GENE=TP53;SVTYPE=BND", alt="G[3:400["), "a break is no fusion", {"TP53"}),
        (row("GENE=MYCN", alt="<CNV>", call="GT:CN 0/1:5"), "a change of copies is no gain", {"MYCN"}),
        (row(alt="*"), "stands for no allele of its own", set()),
        (row(alt="."), "the reference stands there", set()),
        (row("ANN=T|intron_variant|MODIFIER|NF1|g|transcript|NM_1.1|x|1|c.3+9G>A|"), "changes no protein", set()),
        (row("CSQ=T|missense_variant|MODERATE|TP53|NM_1|||1|benign"), "calls it benign", set()),
    ],
)
def test_a_row_without_a_finding_is_told_and_leaves_only_its_genes_in_doubt(line, why, doubted):
    found = read(vcf(line), panel=PANEL)
    told = merged(found)
    assert any(why in loss.why for loss in (*found.losses, *told.losses))
    covered = {gene for fact in told.added for gene, _ in fact.covers}
    assert {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"} - covered == doubted


def test_a_refused_row_does_not_stop_the_others():
    found = read(vcf("2 x . G T . PASS . GT 0/1", "2 1 . G", row()))
    assert sorted(loss.place for loss in found.losses) == ["line 6", "line 7"]
    assert len(merged(found).added) == 1


def test_an_amplification_a_deletion_and_a_fusion_are_what_the_file_calls_them():
    (fact,) = report(
        row("GENE=MYCN", alt="<AMP>", ref="N", call="GT:CN 0/1:40"),
        row("GENE=CDKN2A", alt="<DEL>", ref="N", call="GT:CN 1/1:0"),
        row("GENE=ALK", alt="<DUP>", ref="N", call="GT 0/1"),
        row("ANN=G[2:9[|gene_fusion|HIGH|ALK&EML4|g|gene_variant|x|x|1||", alt="G[2:9[", call="GT 0/1"),
    ).added
    told = [(each.gene, each.alteration, each.copies, each.fusion_partner) for each in fact.findings]
    assert told == [
        ("MYCN", "amplification", 40.0, None),
        ("CDKN2A", "loss", 0.0, None),
        ("ALK", "gain", None, None),
        ("ALK", "fusion", None, "EML4"),
        ("EML4", "fusion", None, "ALK"),
    ]


@pytest.mark.parametrize(
    ("tumour", "normal", "origin"),
    [("0/1", "0/0", "somatic"), ("0/1", "0/1", "germline"), ("0/1", "./.", None), ("0/0", "0/1", "germline")],
)
def test_the_germline_beside_a_tumour_tells_the_origin(tumour, normal, origin):
    line = row(call=f"GT {tumour} {normal}")
    (fact,) = report(line, samples="T\tN", tumours=("T",), germline=("N",)).added
    assert fact.findings[0].origin == origin


def test_samples_called_tumor_and_normal_are_one_child_and_others_are_one_each():
    line = row(call="GT 0/1 0/0")
    assert [each.reference for each in read(vcf(line, samples="TUMOR\tNORMAL")).children] == ["TUMOR"]
    assert [each.reference for each in read(vcf(line, samples="A\tB")).children] == ["A", "B"]
    with pytest.raises(UsageError, match="has no sample C"):
        read(vcf(line, samples="A\tB"), tumours=("C",))


def test_a_file_without_samples_lists_what_was_found():
    (fact,) = report("2 29220829 . G T . PASS GENE=ALK;HGVSp=p.F1174L;VAF=31%", samples="").added
    assert (fact.findings[0].hgvs_p, fact.findings[0].vaf) == ("p.F1174L", 0.31)


def test_the_allele_frequency_of_a_population_is_no_fraction_of_a_tumour():
    (fact,) = report("2 29220829 . G T . PASS GENE=ALK;HGVSp=p.F1174L;AF=0.31", samples="").added
    assert fact.findings[0].vaf is None


def test_each_allele_has_its_own_annotation_and_the_picked_transcript_counts():
    csq = (
        "CSQ=T|missense_variant|MODERATE|ALK|NM_2|NM_2:c.1C>T|NP_2:p.Pro1Leu||,"
        "T|missense_variant|MODERATE|ALK|NM_004304.5|NM_004304.5:c.3522C>A|NP_1:p.Phe1174Leu|1|,"
        "A|synonymous_variant|LOW|ALK|NM_004304.5|NM_004304.5:c.3522C>T|NP_1:p.Phe1174%3D|1|"
    )
    (fact,) = report(row(csq, alt="A,T", call="GT:AD 1/2:10,45,45")).added
    (finding,) = fact.findings
    assert (finding.hgvs_p, finding.transcript, finding.vaf) == ("p.Phe1174Leu", "NM_004304.5", 0.45)


def test_no_day_of_the_specimen_is_no_report():
    found = report(row(), specimen=None)
    assert not found.added
    assert any("when the specimen was taken" in loss.why and loss.grade == "refused" for loss in found.losses)


def test_the_same_calls_twice_change_nothing_and_better_calls_supersede():
    once = report(row())
    assert merged(read(vcf(row())), into=once.record).facts == ()
    later = merged(read(vcf(row(call="GT:AD 0/1:60,40"))), into=once.record)
    assert (later.added, [fact.findings[0].vaf for fact in later.superseding]) == ((), [0.4])


def test_a_packed_file_and_a_head_without_contigs_are_read():
    found = VCF.read(content(gzip.compress(vcf(row()).encode()), name="panel.vcf.gz"), asked())
    assert len(merged(found).added) == 1


def test_every_row_of_a_vcf_is_in_a_finding_or_in_a_loss():
    rows = [row(), row("."), row(status="q"), row(ref=""), row(call="GT 0/0"), "2 9", row(alt="<X>"), row(alt="A,T")]
    found = read(vcf(*rows))
    (child,) = found.children
    lines = {line for each in (*child.candidates, *child.losses, *found.losses) for line in numbers(each.place)}
    first = HEAD.count("\n") + 2
    assert lines == set(range(first, first + len(rows)))
    assert found.seen["row"] == len(rows)


def numbers(place: str) -> set[int]:
    """The lines that a place names."""
    told = place.partition("line")[2]
    spans = [(int(a), int(b or a)) for a, b in re.findall(r"(\d+)(?:-(\d+))?", told)]
    return {line for first, last in spans for line in range(first, last + 1)}


def test_a_panel_may_be_regions_and_what_names_no_gene_is_told():
    found = read(vcf(row(call="GT 0/0")), panel="2\t29220000\t29230000\tALK_ex23\n2\t1\t9\n# a comment\n")
    assert [loss.place for loss in found.losses] == ["panel, line 2"]
    assert dict(merged(found).added[0].covers) == {"ALK": ("mutation",)}


def test_every_fault_of_a_panel_is_named():
    with pytest.raises(InterchangeError) as fault:
        read(vcf(row()), panel="ALK bending\n7up\n")
    assert [each.path for each in fault.value.problems] == ["line 1", "line 2"]


MAF_HEAD = "Hugo_Symbol NCBI_Build Variant_Classification Tumor_Sample_Barcode HGVSp_Short HGVSc t_depth t_alt_count"
MAF_HEAD += " Mutation_Status FILTER"


def maf(*rows: str) -> Found:
    text = "\n".join(("#version 2.4", MAF_HEAD, *rows)).replace(" ", "\t")
    return MAF.read(content(text, name="calls.maf"), asked(panel=PANEL))


def test_a_maf_gives_each_barcode_its_report():
    found = maf(
        "ALK GRCh38 Missense_Mutation S1 p.F1174L NM_004304.5:c.3522C>A 100 31 Somatic PASS",
        "NF1 GRCh38 Frame_Shift_Del S2 p.K1fs . 50 25 Germline .",
    )
    assert [each.reference for each in found.children] == ["S1", "S2"]
    (fact,) = merged(found).added
    (finding,) = fact.findings
    assert (finding.vaf, finding.origin, finding.transcript, finding.hgvs_c) == (
        0.31,
        "somatic",
        "NM_004304.5",
        "c.3522C>A",
    )
    assert merged(found, child=1).added[0].findings[0].origin == "germline"
    assert found.origin.version == "2.4"


@pytest.mark.parametrize(
    ("cells", "why", "doubted"),
    [
        ("TP53 GRCh38 Silent S1 p.A1= . 9 3 . PASS", "by its class", set()),
        ("TP53 GRCh38 Missense_Mutation S1 p.A1T . 9 3 . lowq", "filter refused it", {"TP53"}),
        ("TP53 GRCh38 Curious S1 . . 9 3 . PASS", 'its class "Curious" is not known', {"TP53"}),
        ("TP53 GRCh38 Missense_Mutation S1 p.A1T . 9 3 Wildtype PASS", "no mutation is there", set()),
        (
            "Unknown GRCh38 Missense_Mutation S1 p.A1T . 9 3 . PASS",
            "names no gene",
            {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"},
        ),
    ],
)
def test_a_row_of_a_maf_without_a_finding_is_told(cells, why, doubted):
    told = merged(maf(cells))
    assert any(why in loss.why for loss in told.losses)
    covered = {gene for fact in told.added for gene, _ in fact.covers}
    assert {"ALK", "MYCN", "NF1", "PHOX2B", "TP53"} - covered == doubted


def test_a_maf_without_its_columns_is_refused_with_all_of_them():
    with pytest.raises(InterchangeError, match="Variant_Classification, Tumor_Sample_Barcode"):
        MAF.read(content("Hugo_Symbol\tX\nALK\t1\n"), asked())


def test_a_broken_row_of_a_maf_leaves_every_gene_in_doubt():
    good = "ALK GRCh38 Missense_Mutation S1 p.F1174L . 100 31 Somatic PASS"
    found = maf(good, "x " * 12)
    assert [loss.grade for loss in found.losses] == ["refused"]
    assert merged(found).added[0].covers == ()


@pytest.mark.parametrize("turned", [False, True])
def test_where_no_transcript_was_chosen_a_change_in_any_counts(turned):
    both = ["T|intron_variant|MODIFIER|ALK|NM_1||||", "T|missense_variant|MODERATE|ALK|NM_2||NP_2:p.Phe1174Leu||"]
    added = report(row(f"CSQ={','.join(reversed(both) if turned else both)}"), panel=PANEL).added
    assert [each.hgvs_p for each in added[0].findings] == ["p.Phe1174Leu"]


def test_a_maf_with_a_column_twice_is_refused():
    head = "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\tt_vaf\tt_vaf"
    text = f"{head}\nALK\tMissense_Mutation\tS1\t0.1\t0.4\n"
    with pytest.raises(InterchangeError, match="two columns t_vaf"):
        MAF.read(content(text, name="x.maf"), asked())

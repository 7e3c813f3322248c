"""A record written as a phenopacket or as a study and read back is equal, but for what is listed as lost."""

from __future__ import annotations

from google.protobuf.json_format import ParseDict
from hypothesis import HealthCheck, example, given, settings, strategies as st
from phenopackets.schema.v2 import Phenopacket
from tests.support.records import child, make, records
from tests.unit.interchange.genomic import KNOWLEDGE, contents, read_again

from rosette.interchange.cbioportal import CBIOPORTAL, study_of
from rosette.interchange.phenopackets import PHENOPACKETS, phenopacket_of
from rosette.records import ChildRecord
from rosette.records.facts import Condition, Finding, Molecular

SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
TEXT = (
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).map(str.strip).filter(bool)
)
NAMES = st.sampled_from(("p.Phe1174Leu", "p.Arg5*", "p.Gly7fs", "p.Glu3_Lys5del", "p.Ala3=", "unreadable"))
CODING = st.sampled_from(("c.3522C>A", "c.19del", "c.20dup", "c.-12C>T", "NM_1.1:c.3C>A"))
FINDINGS = st.builds(
    Finding,
    gene=st.sampled_from(("ALK", "MYCN", "TTN", "ATRX", "a gene", "NA")),
    alteration=st.sampled_from(("mutation", "amplification", "gain", "loss", "fusion", "expression")),
    hgvs_p=st.none() | NAMES,
    hgvs_c=st.none() | CODING,
    transcript=st.none() | st.just("NM_004304.5") | TEXT,
    copies=st.none() | st.sampled_from((0.0, 1.0, 40.5)),
    vaf=st.none() | st.floats(0, 1),
    fusion_partner=st.none() | st.sampled_from(("EML4", "ALK")) | TEXT,
    origin=st.none() | st.sampled_from(("somatic", "germline")),
    text=st.none() | TEXT,
)
COVERS = st.dictionaries(
    st.sampled_from(("ALK", "MYCN", "gene;1")), st.sampled_from((("mutation",), ("amplification", "loss"))), max_size=2
)
REPORTS = st.builds(
    lambda on, assay, found, covers, certified: make(
        Molecular, on=on, assay=assay, findings=tuple(found), covers=tuple(covers.items()), certified=certified
    ),
    st.sampled_from(("2026-05-01", "2026-05", "2025")),
    TEXT,
    st.lists(FINDINGS, max_size=4),
    COVERS,
    st.sampled_from((None, True, False)),
)


def packed(record: ChildRecord) -> None:
    packet = phenopacket_of(record, KNOWLEDGE)
    ParseDict(dict(packet.raw), Phenopacket())
    back = read_again(PHENOPACKETS, packet.text, record)
    assert [loss for loss in back.losses if loss.grade in ("refused", "not_understood")] == []
    assert contents(back.record.facts) == contents(record.active, packet.lost)


def studied(record: ChildRecord) -> None:
    study = study_of(record, KNOWLEDGE)
    back = read_again(CBIOPORTAL, dict(study.files), record)
    assert [loss for loss in back.losses if loss.grade in ("refused", "not_understood")] == []
    assert contents(back.record.facts) == contents(record.active, study.lost)


@SLOW
@given(records(KNOWLEDGE))
def test_a_record_comes_back_from_a_phenopacket_but_for_what_is_lost(record):
    packed(record)


@SLOW
@given(records(KNOWLEDGE))
def test_a_record_comes_back_from_a_study_but_for_what_is_lost(record):
    studied(record)


@SLOW
@given(REPORTS)
def test_a_molecular_report_comes_back_from_both(report):
    record = child(report)
    packed(record)
    studied(record)


@example(state="present", on="2026-05")
@given(state=st.sampled_from(("present", "absent")), on=st.sampled_from(("2026", "2026-02", "2026-05-01")))
def test_a_condition_of_one_day_comes_back_as_seen_on_that_day(state, on):
    packed(child(make(Condition, code="seizure", state=state, on=on)))


def test_what_a_study_loses_is_named_by_fact_and_field():
    report = make(Molecular, on="2026-05-01", assay="FISH", findings=(Finding(gene="MYCN", alteration="gain"),))
    lost = [str(each) for each in study_of(child(report), KNOWLEDGE).lost]
    assert any("findings[0]: a table of discrete copy numbers" in each for each in lost)
    assert any(each.startswith("birth_date") for each in lost)


def test_facts_that_do_not_count_and_their_sources_are_told_as_lost():
    seen = make(Condition, code="seizure", on="2026-05-01", id="a")
    record = child(seen, make(Condition, code="fever", on="2026-05-01", id="b", supersedes="a"))
    for lost in (phenopacket_of(record, KNOWLEDGE).lost, study_of(record, KNOWLEDGE).lost):
        told = {each.what: each.why for each in lost if not each.fact}
        assert told["history"].startswith("1 facts")
        assert "source" in told


def test_a_study_holds_no_date():
    report = make(
        Molecular, on="2026-05-01", assay="FISH", findings=(Finding(gene="MYCN", alteration="amplification"),)
    )
    study = study_of(child(report), KNOWLEDGE)
    assert not [name for name, text in study.files.items() if "2026" in text or "2019" in text]
    assert "MYCN\t2\n" in study.files["data_cna.txt"]


def test_the_genes_in_which_mutations_were_looked_for_are_a_panel_of_the_study():
    covers = (("ALK", ("mutation",)), ("MYCN", ("amplification",)))
    files = study_of(child(make(Molecular, on="2026-05-01", assay="panel", covers=covers)), KNOWLEDGE).files
    assert "gene_list: ALK\n" in files["data_gene_panel_1.txt"]
    assert files["data_gene_panel_matrix.txt"] == "SAMPLE_ID\tmutations\ntest-child-01\trosette_test-child_panel_1\n"

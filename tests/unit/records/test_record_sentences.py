"""One sentence for each fact, and the units beside each other."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.records import child, lab, make, records

from rosette.kernel import Quantity
from rosette.knowledge import Knowledge, load_knowledge
from rosette.records import (
    KINDS,
    Assessment,
    Attestation,
    ChildRecord,
    Closure,
    Condition,
    Consent,
    Diagnosis,
    DiseaseEvent,
    Fact,
    GrowthFactor,
    Home,
    Imaging,
    Laboratory,
    Lesion,
    Marrow,
    Measurement,
    Medication,
    Molecular,
    MolecularFinding,
    OrganTest,
    Performance,
    Preference,
    Radiation,
    Radiopharmaceutical,
    ReportedOutcome,
    StemCells,
    Surgery,
    Therapy,
    Transfusion,
    Transplant,
    describe,
    evidence,
    evidence_lines,
    timeline_text,
    when,
)
from rosette.records.presenting import activity_text, both_units, quantity_text
from rosette.records.presenting.describe import SAYERS

KNOWLEDGE = load_knowledge()

SENTENCES: list[tuple[Fact, str]] = [
    (
        make(
            Diagnosis,
            on="2022-04-01",
            diagnosis="neuroblastoma",
            basis="histology",
            inss="4",
            inrgss="M",
            inrg_risk="high",
            cog_risk="high",
            inpc="unfavourable",
            mycn="not_amplified",
            ploidy="diploid",
            primary_site="left adrenal",
        ),
        "neuroblastoma, by histology, INSS stage 4, INRGSS stage M, INRG high risk, COG high risk, "
        "unfavourable histology, MYCN not amplified, diploid, primary: left adrenal",
    ),
    (make(Diagnosis, on="2022-04-01", inrg_risk="very_low"), "diagnosis, INRG very low risk"),
    (
        make(DiseaseEvent, on="2026-01-15", event="relapse", sites=("bone", "marrow", "soft_tissue")),
        "relapse, in bone, marrow and soft tissue",
    ),
    (
        make(DiseaseEvent, on="2022-10-20", event="response", response="PR", confirmed_by="CT and MIBG scan"),
        "response, PR, confirmed by CT and MIBG scan",
    ),
    (make(DiseaseEvent, on="2023-01-01", event="refractory"), "refractory disease"),
    (
        make(
            Therapy,
            agent="irinotecan",
            start="2026-01-25",
            dose="50 mg/m2",
            cumulative="1000 mg/m2",
            route="intravenous",
            intent="relapse",
            line=2,
            regimen="irinotecan+temozolomide",
            cycles=4,
            best_response="SD",
            reason_stopped="completed",
        ),
        "irinotecan, 50 mg/m2, 1000 mg/m2 in all, intravenous, relapse, line 2, "
        "regimen irinotecan+temozolomide, 4 cycles, best response SD, stopped: completed",
    ),
    (make(Therapy, agent="lorlatinib", start="2026", investigational=True), "lorlatinib, investigational"),
    (make(Therapy, agent="topotecan", start="2026", cycles=1), "topotecan, 1 cycle"),
    (make(Therapy, agent="RX-9", start="2026", classes=("alk_inhibitor",)), "RX-9, class: ALK inhibitor"),
    (
        make(
            Radiation,
            field="lung_radiation",
            start="2023",
            dose_gy=12.0,
            fractions=8,
            organ_doses=(("heart", 3.5),),
            site="both lungs",
        ),
        "lung radiation, 12 Gy in 8 fractions, organ doses: heart 3.5 Gy, site: both lungs",
    ),
    (make(Radiation, field="lung_radiation", start="2023", dose_gy=12.0), "lung radiation, 12 Gy"),
    (make(Radiation, field="lung_radiation", start="2023", fractions=8), "lung radiation, in 8 fractions"),
    (
        make(
            Radiopharmaceutical,
            on="2025",
            agent="mibg_131i",
            activity="8880 MBq",
            whole_body_dose="2.1 Gy",
            intent="relapse",
            line=2,
        ),
        "131I-MIBG, 8880 MBq (240 mCi), whole-body dose 2.1 Gy, relapse, line 2",
    ),
    (
        make(Transplant, on="2022", type="autologous_transplant", conditioning=("busulfan", "melphalan"), tbi=False),
        "autologous stem-cell transplant, after busulfan and melphalan, without total-body irradiation",
    ),
    (make(Surgery, on="2022", extent="major_surgery", site="left adrenal"), "major surgery, site: left adrenal"),
    (
        make(
            StemCells, on="2022", cd34="6 10*6/kg", mnc="2 10*8/kg", purged=False, viable=True, released=False, site="A"
        ),
        "stored stem cells, CD34 6 10*6/kg, mononuclear cells 2 10*8/kg, not purged, viable, still stored, at A",
    ),
    (
        make(StemCells, on="2022", released=True, purged=True, viable=False),
        "stored stem cells, purged, not viable, already given back",
    ),
    (lab("platelets", "75000 /uL"), "platelets 75000 /uL (75 10*9/L)"),
    (lab("platelets", "75 10*9/L"), "platelets 75 10*9/L (75000 /uL)"),
    (
        lab("creatinine", "0.4 mg/dL", uln=0.7, lln=0.2),
        "creatinine 0.4 mg/dL (35.4 umol/L), upper limit 0.7 mg/dL, lower limit 0.2 mg/dL",
    ),
    (lab("creatinine", "0.2 mg/dL", comparator="<"), "creatinine < 0.2 mg/dL (< 17.7 umol/L)"),
    (make(Laboratory, on="2026", code="hiv", result="negative"), "HIV test negative"),
    (make(Transfusion, on="2026", product="red_cells"), "transfusion of red cells"),
    (make(GrowthFactor, on="2026", agent="pegfilgrastim"), "pegfilgrastim"),
    (make(Measurement, on="2026", code="temperature", quantity="36.7 Cel"), "body temperature 36.7 °C"),
    (make(Measurement, on="2026", code="systolic_bp", quantity="96 mm[Hg]"), "blood pressure, upper 96 mmHg"),
    (make(Performance, on="2026", scale="lansky", score=90), "Lansky 90"),
    (
        make(Performance, on="2026", scale="karnofsky", score=50, wheelchair=True),
        "Karnofsky 50, up and about in a wheelchair",
    ),
    (make(Performance, on="2026", scale="ecog", score=1), "ECOG 1"),
    (
        make(OrganTest, on="2026", code="gfr", quantity="110 mL/min/{1.73_m2}", method="DTPA clearance"),
        "GFR, measured 110 mL/min/1.73 m2, DTPA clearance",
    ),
    (
        make(Imaging, on="2026", modality="mibg", avid=True, sites=("skull", "left_femur"), curie=8, siopen=12),
        "MIBG scan, avid, avid sites: skull and left femur, Curie score 8, SIOPEN score 12",
    ),
    (
        make(
            Imaging,
            on="2026",
            modality="ct",
            complete=True,
            lesions=(
                Lesion(site="liver", longest_mm=24.0, short_axis_mm=16.5),
                Lesion(site="left_axilla", short_axis_mm=15.0, node=True),
                Lesion(site="femur", longest_mm=12.0, bone=True, irradiated=True),
                Lesion(site="lung", irradiated=True, progressed_since_irradiation=True),
            ),
        ),
        "CT, lesion of liver 24 mm (short axis 16.5 mm), node of left axilla (short axis 15 mm), "
        "bone lesion of femur 12 mm irradiated, lesion of lung irradiated with progression since, "
        "all known disease was imaged",
    ),
    (
        make(Imaging, on="2026", modality="bone_scan", avid=False, complete=False),
        "bone scan, not avid, part of the known disease was imaged",
    ),
    (
        make(Marrow, on="2026", site="left", involved=True, percent=30.0, method="aspirate"),
        "marrow left, involved, 30 % tumour, aspirate",
    ),
    (make(Marrow, on="2026", involved=False), "marrow, not involved"),
    (
        make(
            Molecular,
            on="2026",
            assay="panel",
            covers=(("ALK", ("mutation", "gain")),),
            findings=(
                MolecularFinding(gene="ALK", alteration="mutation", hgvs_p="p.Phe1174Leu", vaf=0.31, origin="somatic"),
                MolecularFinding(gene="MYCN", alteration="amplification", copies=40.0),
                MolecularFinding(gene="NTRK1", alteration="fusion", fusion_partner="TPM3"),
                MolecularFinding(gene="ATRX", alteration="loss", hgvs_c="c.1A>G"),
            ),
        ),
        "ALK mutation p.Phe1174Leu (VAF 31 %, somatic), MYCN amplification (40 copies), "
        "NTRK1 fusion with TPM3, ATRX loss c.1A>G, looked for ALK (mutation/gain), panel",
    ),
    (
        make(Molecular, on="2026", assay="FISH", covers=(("MYCN", ("gain",)),)),
        "no finding, looked for MYCN (gain), FISH",
    ),
    (
        make(Condition, on="2026", code="neuropathy_sensory", grade=2, cause="vincristine"),
        "sensory neuropathy, grade 2, cause: vincristine",
    ),
    (make(Condition, on="2026", code="infection", state="absent"), "no infection"),
    (
        make(Condition, on="2026", code="seizure", controlled=True, controlled_from="2026-01"),
        "seizures, controlled, controlled from 2026-01",
    ),
    (make(Condition, on="2026", code="seizure", controlled=False), "seizures, not controlled"),
    (make(Condition, on="2026", code="allergy", agent="carboplatin"), "allergy, to carboplatin"),
    (
        make(Medication, start="2026", agent="omeprazole", dose="20 mg/d", dosing="once daily"),
        "omeprazole, 20 mg/d, once daily",
    ),
    (
        make(Medication, start="2026", agent="herb X", classes=("herbal",)),
        "herb X, class: herbal product or food that alters the handling of medicines",
    ),
    (
        make(Assessment, on="2026", code="archival_tissue", result="not_available"),
        "stored tumour tissue: not available",
    ),
    (
        make(ReportedOutcome, on="2026", instrument="PedsQL", domain="school_life", reporter="self", score=70.0),
        "PedsQL school life 70, answered by the child",
    ),
    (
        make(ReportedOutcome, on="2026", instrument="PedsQL", domain="pain", reporter="proxy", score=70.0),
        "PedsQL pain 70, answered by somebody for the child",
    ),
    (
        make(
            Attestation, on="2026", question="NCT01154816/J1", answer="yes", reason="known well", valid_until="2026-07"
        ),
        "NCT01154816/J1 answered yes by tester, known well, valid until 2026-07",
    ),
    (
        make(Closure, on="2026-05-29", covers=("therapies", "growth_factors", "stem_cells")),
        "reviewed and complete: therapies, growth factors and stem cells",
    ),
    (
        make(Consent, on="2026", type="informed_consent", answer="yes", by="parents"),
        "informed consent given, by parents",
    ),
    (make(Consent, on="2026", type="assent", answer="no"), "assent refused"),
    (
        make(
            Preference,
            text="time at home",
            weights=(("home", 0.7), ("length_of_life", 0.3)),
            travel_limit_km=300.0,
            max_days_in_hospital_per_cycle=5,
        ),
        "time at home, weights: home 0.7 and length of life 0.3, travels at most 300 km, "
        "at most 5 days in hospital a cycle",
    ),
    (make(Preference, travel_limit_km=300.0), "preference, travels at most 300 km"),
    (
        make(Home, start="2019", country="US", state="OH", language="en", distance_km=180.0),
        "lives in OH and US, language en, 180 km away",
    ),
]


@pytest.mark.parametrize(
    ("fact", "sentence"), SENTENCES, ids=[f"{n}-{case[0].kind}" for n, case in enumerate(SENTENCES)]
)
def test_a_fact_in_one_sentence(fact: Fact, sentence: str, knowledge: Knowledge) -> None:
    assert describe(fact, knowledge) == sentence


def test_every_kind_has_a_sentence() -> None:
    assert set(SAYERS) == set(KINDS.values())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(record=records(KNOWLEDGE))
def test_every_fact_can_be_said(record: ChildRecord) -> None:
    for fact in record.facts:
        sentence = describe(fact, KNOWLEDGE)
        assert sentence == sentence.strip()
        assert sentence
        assert "None" not in sentence
        assert "_" not in sentence


# --- when ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (lab("anc", "1 10*9/L"), "2026-05-29"),
        (lab("anc", "1 10*9/L", on="2026-05"), "2026-05"),
        (make(Therapy, agent="irinotecan", start="2026-01", end="2026-04-20"), "2026-01 to 2026-04-20"),
        (make(Therapy, agent="irinotecan", start="2026-01-25", ongoing=True), "since 2026-01-25"),
        (make(Therapy, agent="irinotecan", start="2026-01-25"), "from 2026-01-25, end not recorded"),
        (make(Therapy, agent="irinotecan", end="2026-04-20"), "until 2026-04-20"),
        (make(Therapy, agent="irinotecan"), "day not known"),
        (make(Therapy, agent="irinotecan", ongoing=True), "goes on, start not known"),
        (make(Home, start="2019-03-10"), "since 2019-03-10"),
        (make(Condition, start="2026-05-01", code="infection"), "since 2026-05-01"),
        (make(Preference, text="home"), "day not known"),
    ],
    ids=lambda value: value.id if isinstance(value, Fact) else None,
)
def test_when_a_fact_holds(fact: Fact, text: str) -> None:
    assert when(fact) == text


def test_evidence_is_the_sentence_with_its_day(knowledge: Knowledge) -> None:
    facts = [lab("platelets", "75000 /uL"), make(Performance, on="2026-05-20", scale="lansky", score=90)]
    assert evidence(facts[0], knowledge) == "platelets 75000 /uL (75 10*9/L) (2026-05-29)"
    assert evidence_lines(facts, knowledge) == (
        "platelets 75000 /uL (75 10*9/L) (2026-05-29)",
        "Lansky 90 (2026-05-20)",
    )


# --- units -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "printed", "text"),
    [
        ("anc", "1500 /uL", "1500 /uL (1.5 10*9/L)"),
        ("anc", "1.5 10*3/uL", "1.5 10*3/uL (1500 /uL)"),
        ("haemoglobin", "8 g/dL", "8 g/dL (80 g/L)"),
        ("haemoglobin", "80 g/L", "80 g/L (8 g/dL)"),
        ("bilirubin_total", "1.5 mg/dL", "1.5 mg/dL (25.7 umol/L)"),
        ("glucose", "100 mg/dL", "100 mg/dL (5.55 mmol/L)"),
        ("calcium", "9.4 mg/dL", "9.4 mg/dL (2.35 mmol/L)"),
        ("magnesium", "0.85 mmol/L", "0.85 mmol/L (2.07 mg/dL)"),
        ("sodium", "139 mmol/L", "139 mmol/L"),
        ("alt", "22 U/L", "22 U/L"),
        ("inr", "1.1 {INR}", "1.1"),
        ("vma_creatinine", "6 mg/g{creat}", "6 mg/g creatinine (3.42 mmol/mol creatinine)"),
        ("gfr", "110 mL/min/{1.73_m2}", "110 mL/min/1.73 m2"),
        ("no_such_code", "5 mg/dL", "5 mg/dL"),
    ],
)
def test_both_units_of_a_value(code: str, printed: str, text: str, knowledge: Knowledge) -> None:
    assert both_units(Quantity.parse(printed), code, knowledge) == text


def test_a_unit_that_does_not_convert_is_shown_alone(knowledge: Knowledge) -> None:
    assert both_units(Quantity.parse("75 mg/dL"), "platelets", knowledge) == "75 mg/dL"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("8880 MBq", "8880 MBq (240 mCi)"),
        ("240 mCi", "240 mCi (8880 MBq)"),
        ("444 MBq/kg", "444 MBq/kg (12 mCi/kg)"),
        ("12 mCi/kg", "12 mCi/kg (444 MBq/kg)"),
        ("8.88 GBq", "8.88 GBq (240 mCi)"),
        ("5 Bq", "5 Bq"),
    ],
)
def test_both_units_of_an_activity(printed: str, text: str) -> None:
    assert activity_text(Quantity.parse(printed)) == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("5 {count}", "5"),
        ("8 {score}", "8"),
        ("37 Cel", "37 °C"),
        ("2 m[IU]/L", "2 mIU/L"),
        ("0.1 mg/mg{creat}", "0.1 mg/mg creatinine"),
        ("50 mg/m2/d", "50 mg/m2/d"),
    ],
)
def test_a_quantity_without_the_labels_of_machines(printed: str, text: str) -> None:
    assert quantity_text(Quantity.parse(printed)) == text


# --- the timeline ------------------------------------------------------------------------------------------


def test_the_timeline_has_a_row_for_each_fact_that_counts(knowledge: Knowledge) -> None:
    record = child(
        make(Surgery, id="b", on="2022-09-20", extent="major_surgery"),
        lab("anc", "1 10*9/L", id="c"),
        make(Diagnosis, id="a", on="2022-04-01", diagnosis="neuroblastoma"),
        lab("anc", "9 10*9/L", id="d", status="entered_in_error"),
    )
    rows = timeline_text(record, knowledge)
    assert [(row.fact_id, row.when, row.kind, row.sentence, row.source) for row in rows] == [
        ("a", "2022-04-01", "diagnosis", "neuroblastoma", "test chart"),
        ("b", "2022-09-20", "surgery", "major surgery", "test chart"),
        ("c", "2026-05-29", "laboratory", "neutrophils (ANC) 1 10*9/L (1000 /uL)", "test chart"),
    ]


def test_sentences_are_cut_into_lines_of_the_width(knowledge: Knowledge) -> None:
    record = child(make(Preference, text="time at home with the grandparents and the dog"))
    (row,) = timeline_text(record, knowledge, 24)
    assert row.lines == ("time at home with the", "grandparents and the dog")
    assert " ".join(row.lines) == row.sentence


@pytest.mark.parametrize("width", [1, 20, 40, 80, 300])
def test_no_line_is_wider_than_asked_for(width: int, knowledge: Knowledge) -> None:
    record = child(make(Preference, text="time at home with the grandparents and the dog " * 5))
    (row,) = timeline_text(record, knowledge, width)
    assert all(len(line) <= max(width, 20) for line in row.lines)


def test_an_empty_record_has_no_row(knowledge: Knowledge) -> None:
    assert timeline_text(child(), knowledge) == ()

"""Every kind of eligibility criterion that relapsed-neuroblastoma trials use, written in the language and judged.

`python -m tests.spec.eligibility.coverage` writes docs/reference/criteria-coverage.md; a test compares it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen
from tests.support.children import (
    NO,
    UNKNOWN,
    YES,
    Fact,
    alk,
    closed,
    coded,
    criteria,
    fact,
    judged,
    lab,
    marrow,
    measured,
    medicine,
    therapy,
    word,
)

from rosette.eligibility import Criterion, overlaid
from rosette.kernel import Truth
from rosette.kernel.truth import all_of

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "criteria-coverage.md"


@frozen(kw_only=True)
class Row:
    """A kind of criterion: how it is written, a child in words and in facts, and the truth that must come out."""

    kind: str
    asks: str
    child: str
    facts: Sequence[Fact] = field(factory=list)
    truth: Truth
    overlay: str = ""
    born: dict[str, Any] = field(factory=dict)

    def judged(self) -> Truth:
        """Whether every criterion is met."""
        items = overlaid(criteria(self.asks), criteria(self.overlay))
        found = [judged(item.met, *self.facts, **self.born).truth for item in items if isinstance(item, Criterion)]
        masks = [(int(each is YES), int(each is NO)) for each in found]
        return {(1, 0): YES, (0, 1): NO, (0, 0): UNKNOWN}[all_of(masks, full=1)]


def given(agent: str, ended: str, **more: Any) -> Fact:
    return therapy(agent, "2025-01-01", ended, **more)


def organ(code: str, value: str) -> Fact:
    return measured("organ_test", code, value, "2026-05-29")


def body(code: str, value: str) -> Fact:
    return measured("measurement", code, value, "2026-05-29")


def has(code: str, **more: Any) -> Fact:
    when = {} if {"start", "end", "on"} & set(more) else {"start": "2026-05-01", "ongoing": True}
    return fact("condition", code=code, **when, **more)


def atorgan(key: str, answer: str = "yes") -> Fact:
    return fact("attestation", question=f"T1/{key}", answer=answer, on="2026-05-30")


def radiation(field_: str, ended: str, **more: Any) -> Fact:
    return fact("radiation", field=field_, start="2025-01-01", end=ended, **more)


def transplant(type_: str, on: str, **more: Any) -> Fact:
    return fact("transplant", type=type_, on=on, **more)


def scan(modality: str, on: str = "2026-05-20", **more: Any) -> Fact:
    return fact("imaging", modality=modality, on=on, **more)


def cells(millions: float, **more: Any) -> Fact:
    return fact("stem_cells", on="2022-08-01", cd34={"value": millions, "unit": "10*6/kg"}, **more)


def relapse(on: str = "2026-01-15") -> Fact:
    return fact("disease_event", event="relapse", on=on)


def diagnosed(on: str = "2022-04-01", **more: Any) -> Fact:
    return fact("diagnosis", on=on, diagnosis="neuroblastoma", **more)


ALL = closed()
TODDLER, TEENAGER, GROWN = {"birth": "2025-02-01"}, {"birth": "2012-01-01"}, {"birth": "2003-12-01"}

KINDS: list[Row] = [
    # --- who the child is -----------------------------------------------------------------------------------
    Row(
        kind="Age range",
        asks="A1 require age >= 2 years and < 18 years",
        child="7 years old",
        truth=YES,
    ),
    Row(
        kind="Age range, upper end by a birthday",
        asks="A1 require age <= 21 years",
        child="22 years old",
        truth=NO,
        born=GROWN,
    ),
    Row(
        kind="Age at diagnosis, beside the age now",
        asks="A1 require age > 12 months\nA2 require age at diagnosis < 21 years",
        child="7 years old, diagnosed at 3",
        facts=[diagnosed()],
        truth=YES,
    ),
    Row(
        kind="Age at diagnosis in days",
        asks="A1 require age at diagnosis >= 547 days",
        child="diagnosed some day of 2020, born in March 2019",
        facts=[diagnosed("2020")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Histology, or marrow with raised catecholamines",
        asks="D1 require any of (basis is histology; all of (basis is marrow_and_catecholamines; "
        "hva_creatinine > 2 x ULN))",
        child="tumour clumps in marrow, HVA at three times the upper limit",
        facts=[diagnosed(basis="marrow_and_catecholamines"), lab("hva_creatinine", "45 mg/g{creat}", uln=15)],
        truth=YES,
    ),
    Row(
        kind="Relapsed or refractory, by definition",
        asks="R1 require any of (relapses >= 1; disease_status is relapsed; all of (frontline_cycles >= 4; "
        "best_response is MR, SD, PD; prior alkylator as frontline; prior platinum as frontline))",
        child="four frontline cycles with an alkylator and platinum, stable disease at best",
        facts=[
            *(given(agent, "2025-06-01", intent="frontline", cycles=4, regimen="F") for agent in ("cisplatin",)),
            given("cyclophosphamide", "2025-06-01", intent="frontline", cycles=4, regimen="F"),
            fact("disease_event", event="response", response="SD", on="2025-06-10"),
            ALL,
        ],
        truth=YES,
    ),
    Row(
        kind="No known curative option",
        asks='C1 require judgement "Is there no known option that can cure?"',
        child="a physician attests it",
        facts=[atorgan("C1")],
        truth=YES,
    ),
    Row(
        kind="Counts of prior lines",
        asks='L1 require any of (relapse_lines >= 2; judgement "Is there no known option that can cure?")\n'
        "L2 require cycles of (irinotecan, temozolomide) <= 1",
        child="two lines for relapse, the second with two cycles of irinotecan and temozolomide",
        facts=[
            given("topotecan", "2025-03-01", intent="relapse", line=2, cycles=2),
            *(
                given(agent, "2025-09-01", intent="relapse", line=3, cycles=2, regimen="IT")
                for agent in ("irinotecan", "temozolomide")
            ),
            ALL,
        ],
        truth=NO,
    ),
    # --- disease --------------------------------------------------------------------------------------------
    Row(
        kind="Measurable or evaluable disease",
        asks="E1 require any of (measurable_lesion >= 20 mm within 4 weeks; mibg_avid is yes within 4 weeks; "
        "marrow is involved within 4 weeks)",
        child="a lesion of 15 mm on CT, free marrow, no MIBG scan",
        facts=[
            scan("ct", complete=True, lesions=[{"site": "pelvis", "longest_mm": 15, "irradiated": False}]),
            marrow("free"),
        ],
        truth=UNKNOWN,
    ),
    Row(
        kind="Irradiated lesions count only if grown",
        asks="E1 require measurable_lesion >= 10 mm",
        child="an irradiated lesion of 30 mm that has not grown",
        facts=[
            scan(
                "ct",
                complete=True,
                lesions=[
                    {"site": "pelvis", "longest_mm": 30, "irradiated": True, "progressed_since_irradiation": False}
                ],
            ),
        ],
        truth=NO,
    ),
    Row(
        kind="MIBG-avid sites after any therapy in between",
        asks="E1 require mibg_avid_sites >= 1 {count} within 28 days after last anticancer_therapy",
        child="three avid sites, but topotecan given after the scan",
        facts=[scan("mibg", avid=True, sites=["skull", "pelvis", "femur"]), given("topotecan", "2026-05-25"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Curie score",
        asks="E1 require curie_score > 2 {score}",
        child="Curie score 8",
        facts=[scan("mibg", avid=True, curie=8)],
        truth=YES,
    ),
    Row(
        kind="Performance status",
        asks="P1 require any of (performance > 50 (lansky or karnofsky); performance <= 3 (ecog))",
        child="Lansky 50, no ECOG",
        facts=[fact("performance", scale="lansky", score=50, on="2026-05-29")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Performance with an age split",
        asks="P1 require performance >= 50 (lansky through 16 years, karnofsky over 16 years)",
        child="14 years old, Lansky 60",
        facts=[fact("performance", scale="lansky", score=60, on="2026-05-29")],
        truth=YES,
        born=TEENAGER,
    ),
    Row(
        kind="Performance with an age split that leaves a gap",
        asks="P1 require performance >= 50 (lansky under 7 years, karnofsky over 7 years)",
        child="exactly 7 years old, Lansky 60",
        facts=[fact("performance", scale="lansky", score=60, on="2026-05-29")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Wheelchair counts as walking",
        asks="P1 require performance >= 50 (lansky or karnofsky) wheelchair counts",
        child="Lansky 40, up and about in a wheelchair",
        facts=[fact("performance", scale="lansky", score=40, wheelchair=True, on="2026-05-29")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Life expectancy",
        asks='P1 require judgement "Is life expectancy at least 8 weeks?"',
        child="nobody has attested it",
        truth=UNKNOWN,
    ),
    # --- blood ----------------------------------------------------------------------------------------------
    Row(
        kind="Neutrophils",
        asks="H1 require if marrow is involved then anc >= 750 /uL else anc >= 1000 /uL",
        child="800/µL, marrow never looked at",
        facts=[lab("anc", "800 /uL")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Neutrophils without growth factor",
        asks="H1 require anc >= 1000 /uL without short_acting_growth_factor 7 days "
        "without long_acting_growth_factor 14 days",
        child="2000/µL nine days after pegfilgrastim",
        facts=[lab("anc", "2000 /uL"), fact("growth_factor", agent="pegfilgrastim", on="2026-05-20"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Platelets",
        asks="H2 require platelets >= 75000 /uL within 7 days",
        child="75 × 10⁹/L",
        facts=[lab("platelets", "75 10*9/L")],
        truth=YES,
    ),
    Row(
        kind="Platelets without transfusion",
        asks="H2 require platelets >= 100000 /uL untransfused 7 days",
        child="120,000/µL two days after a transfusion",
        facts=[lab("platelets", "120000 /uL"), fact("transfusion", product="platelets", on="2026-05-27"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Haemoglobin, transfusion allowed",
        asks="H3 require haemoglobin >= 8 g/dL",
        child="82 g/L after a transfusion",
        facts=[lab("haemoglobin", "82 g/L"), fact("transfusion", product="red_cells", on="2026-05-28")],
        truth=YES,
    ),
    Row(
        kind="Marrow disease: lower thresholds, not refractory to transfusion",
        asks="H2 require if marrow is involved then all of (platelets >= 50000 /uL; platelet_refractory is no) "
        "else platelets >= 75000 /uL untransfused 7 days",
        child="marrow involved, 60,000/µL, transfusions still help",
        facts=[marrow("involved"), lab("platelets", "60000 /uL"), coded("platelet_refractory", "no")],
        truth=YES,
    ),
    Row(
        kind="Marrow disease: excluded",
        asks="X1 exclude marrow is involved within 4 weeks",
        child="both sides free twelve days ago",
        facts=[marrow("free")],
        truth=YES,
    ),
    # --- kidney, liver, chemistry ---------------------------------------------------------------------------
    Row(
        kind="Creatinine by age and sex",
        asks="K1 require creatinine <= table creatinine_cog",
        child="boy of 14, 1.5 mg/dL",
        facts=[lab("creatinine", "1.5 mg/dL")],
        truth=YES,
        born={**TEENAGER, "sex": "male"},
    ),
    Row(
        kind="Creatinine by age, older table",
        asks="K1 require creatinine <= table creatinine_old",
        child="7 years old, 1.1 mg/dL",
        facts=[lab("creatinine", "1.1 mg/dL")],
        truth=NO,
    ),
    Row(
        kind="Clearance or table",
        asks="K1 require any of (creatinine <= table creatinine_cog; gfr >= 70 mL/min/{1.73_m2})",
        child="creatinine 1.2 mg/dL, measured GFR 85",
        facts=[lab("creatinine", "1.2 mg/dL"), organ("gfr", "85 mL/min/{1.73_m2}")],
        truth=YES,
    ),
    Row(
        kind="Clearance by the Schwartz formula, by part",
        asks="K1 require schwartz_clearance > 80 mL/min/{1.73_m2}",
        overlay="K1 require schwartz_clearance > 60 mL/min/{1.73_m2}",
        child="115 cm, creatinine 0.7 mg/dL: 68 mL/min/1.73 m²",
        facts=[lab("creatinine", "0.7 mg/dL"), body("height", "115 cm")],
        truth=YES,
    ),
    Row(
        kind="Clearance as a fallback",
        asks="K1 require if creatinine > 1.5 x ULN then gfr >= 60 mL/min/{1.73_m2}",
        child="creatinine at twice the upper limit, no GFR",
        facts=[lab("creatinine", "1.2 mg/dL", uln=0.6)],
        truth=UNKNOWN,
    ),
    Row(
        kind="Bilirubin, multiple of normal or absolute",
        asks="B1 require any of (bilirubin_total <= 1.5 x ULN; bilirubin_total <= 1.5 mg/dL)",
        child="25 µmol/L, no limit of normal printed",
        facts=[lab("bilirubin_total", "25 umol/L")],
        truth=YES,
    ),
    Row(
        kind="ALT and AST",
        asks="B2 require all of (alt <= 5 x ULN; ast <= 5 x ULN)",
        child="ALT 180 (limit 40), AST never measured",
        facts=[lab("alt", "180 U/L", uln=40)],
        truth=UNKNOWN,
    ),
    Row(
        kind="A fixed upper limit of normal",
        asks="B2 require alt <= 5 x ULN of 45 U/L",
        child="ALT 226",
        facts=[lab("alt", "226 U/L", uln=60)],
        truth=NO,
    ),
    Row(
        kind="Exception for liver metastasis or Gilbert syndrome",
        asks="B2 require if condition liver_metastasis then alt <= 5 x ULN else alt <= 2.5 x ULN\n"
        "B1 require if condition gilbert then bilirubin_direct <= 5 x ULN else bilirubin_total <= 1.5 x ULN",
        child="liver metastasis, ALT at four times the limit, bilirubin normal",
        facts=[has("liver_metastasis"), lab("alt", "160 U/L", uln=40), lab("bilirubin_total", "1 mg/dL", uln=1), ALL],
        truth=YES,
    ),
    Row(
        kind="Albumin",
        asks="B3 require albumin >= 2 g/dL",
        child="19 g/L",
        facts=[lab("albumin", "19 g/L")],
        truth=NO,
    ),
    Row(
        kind="Other chemistry, with a second try fasting",
        asks="B4 require triglycerides <= 300 mg/dL\n"
        "B5 require if glucose > 1 x ULN then glucose_fasting <= 1 x ULN\n"
        "B6 require all of (calcium >= 7 mg/dL; sodium >= 125 mmol/L; sodium <= 150 mmol/L)",
        child="random glucose high, fasting normal, the rest in range",
        facts=[
            lab("triglycerides", "200 mg/dL"),
            lab("glucose", "130 mg/dL", uln=110),
            lab("glucose_fasting", "90 mg/dL", uln=100),
            lab("calcium", "9 mg/dL"),
            lab("sodium", "140 mmol/L"),
        ],
        truth=YES,
    ),
    Row(
        kind="Coagulation, bleeding, thrombosis",
        asks="B7 require pt < 1.2 x ULN\n"
        "X1 exclude condition thrombosis within 3 months\n"
        "X2 exclude condition bleeding",
        child="a line thrombosis that ended ten weeks ago",
        facts=[lab("pt", "12 s", uln=14), has("line_thrombosis", start="2026-01-01", end="2026-03-25"), ALL],
        truth=NO,
    ),
    Row(
        kind="Adequate organ function without a number",
        asks='O1 require protocol "adequate organ function, numbers not in the public text"',
        child="a physician attested it all the same",
        facts=[atorgan("O1")],
        truth=UNKNOWN,
    ),
    # --- heart, lungs, nerves -------------------------------------------------------------------------------
    Row(
        kind="Shortening or ejection fraction",
        asks="F1 require any of (shortening_fraction >= 28 %; lvef >= 45 %)",
        child="shortening fraction 26 %, ejection fraction 50 %",
        facts=[organ("shortening_fraction", "26 %"), organ("lvef", "50 %")],
        truth=YES,
    ),
    Row(
        kind="QTc by a named formula, and medicines that prolong it",
        asks="F2 require qtcf <= 480 ms\nX1 exclude condition long_qt ever\nX2 exclude taking qt_prolonging",
        child="QTc by Bazett only",
        facts=[organ("qtcb", "420 ms"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Cardiac history",
        asks="X1 exclude condition myocardial_infarction within 6 months\nX2 exclude condition nyha_2_to_4\n"
        "X3 require antihypertensives <= 1",
        child="two medicines against high blood pressure",
        facts=[medicine("enalapril", "2026-01-01"), medicine("amlodipine", "2026-01-01"), ALL],
        truth=NO,
    ),
    Row(
        kind="Lungs: oxygen saturation where the child cannot cooperate",
        asks="U1 require any of (all of (fev1 > 60 %; fvc > 60 %); spo2 > 94 %)\nU2 require dyspnoea_at_rest is no",
        child="saturation 97 %, not short of breath",
        facts=[body("spo2", "97 %"), coded("dyspnoea_at_rest", "no")],
        truth=YES,
    ),
    Row(
        kind="Lung test only if clinically indicated",
        asks='U1 require if judgement "Is a lung test clinically indicated?" then dlco >= 50 %',
        child="attested that it is not",
        facts=[atorgan("U1", "no")],
        truth=YES,
    ),
    Row(
        kind="Nervous-system toxicity, with an exception",
        asks="N1 exclude all of (condition nervous_system_toxicity grade > 2; "
        'not (judgement "Is the deficit that of an operated limb?"))',
        child="motor neuropathy of grade 3, attested to be the operated limb",
        facts=[has("neuropathy_motor", grade=3), atorgan("N1"), ALL],
        truth=YES,
    ),
    Row(
        kind="Disease in the central nervous system: none, or treated and stable",
        asks="N2 exclude condition cns_disease not controlled for 4 weeks",
        child="a brain metastasis, controlled since February",
        facts=[has("cns_metastasis", start="2025-01-01", controlled_from="2026-02-10"), ALL],
        truth=YES,
    ),
    Row(
        kind="Disease in the central nervous system: required",
        asks="N2 require condition cns_disease ever",
        child="a leptomeningeal relapse that ended",
        facts=[has("leptomeningeal_disease", start="2025-01-01", end="2025-06-01")],
        truth=YES,
    ),
    Row(
        kind="Seizures and enzyme-inducing medicines",
        asks="N3 exclude condition seizure not controlled\nN4 exclude taking enzyme_inducing_anticonvulsant",
        child="seizures controlled on levetiracetam",
        facts=[has("seizure", controlled=True), medicine("levetiracetam", "2026-01-01"), ALL],
        truth=YES,
    ),
    Row(
        kind="Recovery from toxicity",
        asks="T1 exclude condition toxicity except alopecia grade > 1",
        child="hair loss of grade 2, mucositis of unknown grade",
        facts=[has("alopecia", grade=2), has("mucositis"), ALL],
        truth=UNKNOWN,
    ),
    # --- washouts -------------------------------------------------------------------------------------------
    Row(
        kind="Washout: myelosuppressive chemotherapy",
        asks="W1 require 21 days since last myelosuppressive_chemotherapy except nitrosourea",
        child="topotecan until 21 days ago",
        facts=[given("topotecan", "2026-05-11"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: more than so long",
        asks="W1 require more than 2 weeks since last myelosuppressive_chemotherapy",
        child="topotecan until 14 days ago",
        facts=[given("topotecan", "2026-05-18"), ALL],
        truth=NO,
    ),
    Row(
        kind="Washout: nitrosourea and like agents",
        asks="W2 require all of (42 days since last nitrosourea; 42 days since last mitomycin; "
        "42 days since last melphalan)",
        child="carmustine in the first half of the month before last, day unknown",
        facts=[given("carmustine", "2026-04"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Washout: biologic, longer where late effects are known",
        asks='W3 require 7 days since last biologic\nW4 require judgement "Is the agent past its known late effects?"',
        child="isotretinoin until eight days ago, attested",
        facts=[given("isotretinoin", "2026-05-24"), atorgan("W4"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: antibody",
        asks="W5 require earlier of (6 weeks, 3 half-lives) since last monoclonal_antibody",
        child="dinutuximab until five weeks ago",
        facts=[given("dinutuximab", "2026-04-27"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: half-lives",
        asks="W6 require later of (14 days, 5 half-lives) since last small_molecule_inhibitor",
        child="temsirolimus in 2025: no verified half-life is held",
        facts=[given("temsirolimus", "2025-06-01"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Washout: growth factors",
        asks="W7 require 7 days since last short_acting_growth_factor\n"
        "W8 require 14 days since last long_acting_growth_factor\n"
        "W9 require more than 2 weeks since last erythropoietin",
        child="pegfilgrastim twelve days ago",
        facts=[fact("growth_factor", agent="pegfilgrastim", on="2026-05-20"), ALL],
        truth=NO,
    ),
    Row(
        kind="Washout: radiotherapy by field",
        asks="W1 require 14 days since last small_port_radiation\n"
        "W2 require 42 days since last substantial_marrow_radiation\n"
        ""
        "W3 require all of (6 months since last craniospinal_radiation; 6 months since last total_body_irradiation; "
        "6 months since last half_pelvis_radiation)",
        child="craniospinal radiation that ended five months ago",
        facts=[radiation("craniospinal_radiation", "2026-01-05"), ALL],
        truth=NO,
    ),
    Row(
        kind="Washout: transplant, and no active graft-versus-host disease",
        asks="W1 require 3 months since last autologous_transplant\n"
        "W2 require 6 months since last allogeneic_transplant\n"
        ""
        "X1 exclude condition gvhd",
        child="autologous transplant in 2022",
        facts=[transplant("autologous_transplant", "2022-12-10"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: 131I-MIBG and other radiopharmaceuticals",
        asks="W1 require 6 weeks since last radiopharmaceutical",
        child="131I-MIBG six weeks ago to the day",
        facts=[fact("radiopharmaceutical", agent="mibg_131i", on="2026-04-20"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: cells, vaccines, cytokines",
        asks="W1 require 42 days since last cellular_therapy\nW2 require 42 days since last vaccine_therapy\n"
        "W3 require 21 days since last interleukin",
        child="CAR T cells 30 days ago",
        facts=[given("gd2_car_t", "2026-05-02"), ALL],
        truth=NO,
    ),
    Row(
        kind="Washout: surgery, small procedures free",
        asks="W1 require 6 weeks since last major_surgery",
        child="a central line last week",
        facts=[fact("surgery", extent="central_line", on="2026-05-26"), ALL],
        truth=YES,
    ),
    Row(
        kind="Washout: investigational agents",
        asks="W1 require later of (30 days, 5 half-lives) since last investigational_agent",
        child="an investigational antibody until 20 days ago",
        facts=[given("naxitamab", "2026-05-12", investigational=True), ALL],
        truth=NO,
    ),
    # --- history --------------------------------------------------------------------------------------------
    Row(
        kind="Prior same agent or class",
        asks="X1 exclude prior aurora_inhibitor",
        child="alisertib in 2025",
        facts=[given("alisertib", "2025-06-01")],
        truth=NO,
    ),
    Row(
        kind="All three together prohibited, any two allowed",
        asks="X1 exclude prior together (irinotecan, temozolomide, temsirolimus)",
        child="irinotecan with temozolomide",
        facts=[given("irinotecan", "2025-06-01"), given("temozolomide", "2025-06-01"), ALL],
        truth=YES,
    ),
    Row(
        kind="Allowed only if the disease progressed on it",
        asks="X1 exclude all of (prior liposomal_doxorubicin; not (progressed on liposomal_doxorubicin))",
        child="given in 2025, outcome not recorded",
        facts=[given("liposomal_doxorubicin", "2025-06-01"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Cumulative anthracycline",
        asks="X1 exclude cumulative anthracycline_doxorubicin_equivalent > 450 mg/m2",
        child="450 mg/m² of doxorubicin",
        facts=[given("doxorubicin", "2025-06-01", cumulative={"value": 450, "unit": "mg/m2"}), ALL],
        truth=YES,
    ),
    # --- conditions and medicines ---------------------------------------------------------------------------
    Row(
        kind="Infection",
        asks="X1 exclude condition infection not controlled\nX2 exclude condition infection grade >= 3\n"
        "X3 exclude taking antibiotic_therapeutic\nX4 exclude temperature > 38.5 Cel within 1 day",
        child="no infection, 37 °C, lists reviewed",
        facts=[measured("measurement", "temperature", "37 Cel", "2026-06-01"), ALL],
        truth=YES,
    ),
    Row(
        kind="HIV and hepatitis: seropositive",
        asks="X1 exclude any of (hiv is positive; hbsag is positive; hepatitis_c is positive)",
        child="HIV and hepatitis B negative, hepatitis C not tested",
        facts=[coded("hiv", "negative"), coded("hbsag", "negative")],
        truth=UNKNOWN,
    ),
    Row(
        kind="HIV and hepatitis: only with illness",
        asks="X1 exclude condition hiv_infection, hepatitis_b_infection, hepatitis_c_infection",
        child="a positive hepatitis B test without illness",
        facts=[coded("hbsag", "positive"), ALL],
        truth=YES,
    ),
    Row(
        kind="Pregnancy and breast-feeding",
        asks="G1 require if all of (sex is female; any of (menarche is yes; age > 10 years)) "
        "then pregnancy_test is negative within 7 days\nG2 exclude breast_feeding is yes",
        child="girl of 7 before menarche",
        facts=[coded("menarche", "no"), coded("breast_feeding", "no")],
        truth=YES,
    ),
    Row(
        kind="Contraception",
        asks='G3 require if age >= 12 years then judgement "Will contraception be used until 6 months after?"',
        child="14 years old, not yet asked",
        truth=UNKNOWN,
        born=TEENAGER,
    ),
    Row(
        kind="Steroids: stable or falling dose",
        asks="S1 require stable dose of corticosteroid for 7 days",
        child="dexamethasone lowered from 4 to 2 mg a day",
        facts=[
            medicine("dexamethasone", "2026-05-01", "2026-05-28", dose={"value": 4, "unit": "mg/d"}),
            medicine("dexamethasone", "2026-05-29", dose={"value": 2, "unit": "mg/d"}),
            ALL,
        ],
        truth=YES,
    ),
    Row(
        kind="Steroids: off, inhaled and replacement allowed",
        asks="S1 exclude taking corticosteroid except inhaled_corticosteroid, replacement_corticosteroid\n"
        "S2 require 7 days since last corticosteroid except inhaled_corticosteroid, replacement_corticosteroid",
        child="prednisolone as replacement",
        facts=[medicine("prednisolone", "2025-01-01", dosing="replacement"), ALL],
        truth=YES,
    ),
    Row(
        kind="Other named medicines, each with its wait",
        asks="M1 require more than 1 week since last cyp3a4_inhibitor\n"
        "M2 require more than 4 weeks since last cyp3a4_inducer\n"
        ""
        "M3 require more than 5 days since last proton_pump_inhibitor\n"
        "M4 require more than 2 days since last h2_blocker\n"
        ""
        "M5 exclude any of (taking digoxin; taking ciclosporin; taking anticoagulant; taking ace_inhibitor)",
        child="omeprazole until five days ago",
        facts=[medicine("omeprazole", "2026-01-01", "2026-05-27"), ALL],
        truth=NO,
    ),
    Row(
        kind="Body surface and weight",
        asks="Z1 require bsa >= 0.3 m2\nZ2 require weight > 10 kg",
        child="20 kg, height not measured",
        facts=[body("weight", "20 kg")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Molecular: named variants, gene level, expression as fallback",
        asks="M1 require any of (molecular ALK mutation in alk_activating vaf >= 5 %; "
        "molecular ALK amplification copies > 10; molecular ALK expression)",
        child="ALK F1174L at 31 %",
        facts=[alk("p.Phe1174Leu", vaf=0.31)],
        truth=YES,
    ),
    Row(
        kind="Molecular: loss, and MYCN",
        asks="M1 require any of (ini1_expression is lost; molecular SMARCB1 loss; mycn is amplified)",
        child="MYCN not amplified, INI1 never looked at",
        facts=[diagnosed(mycn="not_amplified")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Allergy and antibody against the medicine",
        asks="X1 exclude condition severe_allergy_antibody ever\n"
        "X2 require if prior anti_gd2 then anti_hu14_18 is negative\n"
        ""
        "X3 require if prior murine_antibody then hama is negative",
        child="dinutuximab in 2025, antibody not tested",
        facts=[given("dinutuximab", "2025-06-01"), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Swallowing, absorbing, feeding tube",
        asks="V1 require any of (swallows_tablets is yes; swallows_capsules is yes; feeding_tube is gastrostomy)\n"
        ""
        "V2 exclude condition malabsorption",
        child="swallows nothing whole, has a gastrostomy",
        facts=[
            coded("swallows_tablets", "no"),
            coded("swallows_capsules", "no"),
            coded("feeding_tube", "gastrostomy"),
            ALL,
        ],
        truth=YES,
    ),
    Row(
        kind="Autoimmune disease, immunosuppression",
        asks="X1 exclude condition autoimmune_disease ever\nX2 require 2 weeks since last immunosuppressant\n"
        "X3 require 2 weeks since last corticosteroid",
        child="medicines not reviewed",
        facts=[closed("conditions")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Stem cells in store",
        asks="C1 require stem cells >= 2.0e6 CD34/kg unpurged viable",
        child="3 million/kg, unpurged, viability not tested",
        facts=[cells(3, purged=False), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Tissue",
        asks="Y1 require any of (archival_tissue is available; biopsy_accessible is yes)",
        child="a block in the archive",
        facts=[coded("archival_tissue", "available")],
        truth=YES,
    ),
    Row(
        kind="Second malignancy, or free of it for so long",
        asks="X1 exclude condition second_malignancy within 5 years",
        child="one that ended in 2020",
        facts=[has("second_malignancy", start="2019-06-01", end="2020-06-01"), ALL],
        truth=YES,
    ),
    Row(
        kind="Consent and assent",
        asks="I1 require consent treatment\nI2 require if age >= 12 years then consent assent",
        child="14 years old, parents have consented, assent not recorded",
        facts=[fact("consent", type="treatment", answer="yes", on="2026-05-30")],
        truth=UNKNOWN,
        born=TEENAGER,
    ),
    Row(
        kind="Judgement of the investigator",
        asks='J1 exclude judgement "Would taking part be against the interest of the child?"',
        child="attested that it would",
        facts=[atorgan("J1")],
        truth=NO,
    ),
]

ASKS: list[Row] = [
    Row(
        kind="Combinations with exceptions to exceptions",
        asks="X1 exclude all of (prior allogeneic_transplant; not (all of (6 months since last allogeneic_transplant; "
        "not (condition gvhd); not (taking gvhd_prophylaxis))))",
        child="transplanted 2024, no graft-versus-host disease, off prophylaxis",
        facts=[transplant("allogeneic_transplant", "2024-01-01"), ALL],
        truth=YES,
    ),
    Row(
        kind="One or more of several",
        asks="F1 require at least 2 of (lvef >= 55 %; shortening_fraction >= 27 %; ecg is normal)",
        child="ejection fraction 60 %, normal ECG",
        facts=[organ("lvef", "60 %"), coded("ecg", "normal")],
        truth=YES,
    ),
    Row(
        kind="Scope: a criterion of a dose level",
        asks="A1 require age >= 1 year",
        overlay="C1 require stem cells >= 2.0e6 CD34/kg",
        child="no cells in store, at a dose level that needs them",
        facts=[ALL],
        truth=NO,
    ),
    Row(
        kind="Scope: a stratum drops or replaces a criterion",
        asks="A1 require age >= 2 years\nE1 require measurable_lesion >= 10 mm",
        overlay="drop E1\nA1 require age >= 1 year",
        child="16 months old, no CT",
        truth=NO,
        born={"birth": "2025-08-01"},
    ),
    Row(
        kind="Thresholds chosen by the child: age band, sex, marrow, liver, scale",
        asks="H2 require if marrow is involved then platelets >= 50000 /uL else platelets >= 75000 /uL\n"
        "K1 require creatinine <= table creatinine_cog",
        child="girl of 14, marrow involved, 60,000/µL, creatinine 1.4 mg/dL",
        facts=[marrow("involved"), lab("platelets", "60000 /uL"), lab("creatinine", "1.4 mg/dL")],
        truth=YES,
        born=TEENAGER,
    ),
    Row(
        kind="Alternatives between tests",
        asks="K1 require any of (gfr >= 60 mL/min/{1.73_m2}; creatinine_clearance >= 60 mL/min/{1.73_m2}; "
        "creatinine <= table creatinine_cog)",
        child="only a clearance, of 65",
        facts=[organ("creatinine_clearance", "65 mL/min/{1.73_m2}")],
        truth=YES,
    ),
    Row(
        kind="Three values and freshness: the result must be recent and after therapy",
        asks="E1 require mibg_avid is yes within 28 days after last anticancer_therapy",
        child="avid scan 29 days ago",
        facts=[scan("mibg", "2026-05-03", avid=True), ALL],
        truth=UNKNOWN,
    ),
    Row(
        kind="Washouts: shorter of, recovered and elapsed, none required",
        asks="W1 require earlier of (6 weeks, 3 half-lives) since last monoclonal_antibody\n"
        "T1 exclude condition toxicity grade > 1\n"
        "W2 require 14 days since last chemotherapy except vincristine",
        child="vincristine yesterday, nothing else, no toxicity",
        facts=[given("vincristine", "2026-05-31"), ALL],
        truth=YES,
    ),
    Row(
        kind="History: intervals between treatments",
        asks="R1 require interval from first chemotherapy to first autologous_transplant <= 12 months",
        child="eight months",
        facts=[
            therapy("topotecan", "2022-04-10", "2022-10-10"),
            transplant("autologous_transplant", "2022-12-10"),
            ALL,
        ],
        truth=YES,
    ),
    Row(
        kind="History: a dose above a limit, and activity per body mass in all",
        asks="X1 exclude prior craniospinal_radiation above 36 Gy\nX2 require cumulative mibg_activity <= 36 mCi/kg",
        child="36 Gy to the axis, 131I-MIBG 18 mCi/kg once",
        facts=[
            radiation("craniospinal_radiation", "2025-03-01", dose_gy=36),
            fact("radiopharmaceutical", agent="mibg_131i", on="2025-06-01", activity={"value": 18, "unit": "mCi/kg"}),
            ALL,
        ],
        truth=YES,
    ),
    Row(
        kind="Strict and non-strict, units converted, months against days",
        asks="H1 require haemoglobin > 80 g/L\nA1 require age at diagnosis < 18 months",
        child="8.0 g/dL",
        facts=[lab("haemoglobin", "8 g/dL"), diagnosed("2020-09-09")],
        truth=NO,
    ),
    Row(
        kind="Outside computation: judgement, protocol text, a defect of the text",
        asks='F1 require flagged "The sign before 50 is lost: is it at least 50?"\n'
        "P1 require performance >= 50 (lansky)",
        child="Lansky 60, nobody has read the protocol",
        facts=[fact("performance", scale="lansky", score=60, on="2026-05-29")],
        truth=UNKNOWN,
    ),
    Row(
        kind="Notes on evaluability are kept and never judged",
        asks="A1 require age >= 1 year\n"
        'N1 note "Children with marrow disease are not evaluable for toxicity of the blood."',
        child="7 years old, marrow involved",
        facts=[marrow("involved")],
        truth=YES,
    ),
]

HEAD = """# Kinds of criteria, and how each is written

Made by `python -m tests.spec.eligibility.coverage` from the rows that the tests judge; do not edit. Every kind of
criterion that was met in the registry records of relapsed and refractory neuroblastoma is here, in words of our own,
with an invented child and what comes out on 1 June 2026. "yes" means that all of it is met: for `exclude` that its
condition is false. "?" is UNKNOWN. Unless said otherwise the child is a girl born on 10 March 2019.
"""


def page() -> str:
    """The page as it must stand."""
    return "\n".join(
        [
            HEAD,
            f"## The kinds ({len(KINDS)} rows)\n",
            *_table(KINDS),
            "\n## What the language must be able to do\n",
            *_table(ASKS),
            "",
        ]
    )


def _table(rows: Sequence[Row]) -> list[str]:
    lines = ["| kind | written | child | met |", "|---|---|---|---|"]
    return lines + [f"| {row.kind} | {_written(row)} | {row.child} | {word(row.truth)} |" for row in rows]


def _written(row: Row) -> str:
    """The criteria of a row as code, one below the other; an overlay after a word."""
    base = [f"`{line}`" for line in row.asks.splitlines()]
    above = [f"`{line}`" for line in row.overlay.splitlines()]
    return "<br>".join(itertools.chain(base, [f"in the part: {above[0]}", *above[1:]] if above else []))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

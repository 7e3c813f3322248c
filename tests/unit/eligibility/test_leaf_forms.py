"""Every form of the language: the text, the node that it is, and how the node is printed.

Where no printed text is given, the node is printed exactly as it was written.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.eligibility.reading import node

from rosette.eligibility import write_expression
from rosette.eligibility.nodes import (
    Absolute,
    Age,
    AllOf,
    AnyOf,
    AtLeastOf,
    Attested,
    Bound,
    Compare,
    Condition,
    Consent,
    Count,
    Cumulative,
    Cycles,
    EarlierOf,
    Elapsed,
    HalfLives,
    IfThen,
    Interval,
    Is,
    LaterOf,
    Molecular,
    Multiple,
    Not,
    Performance,
    Prior,
    Progressed,
    ScaleRule,
    StableDose,
    StemCells,
    Support,
    TableLimit,
    Taking,
    Threshold,
    Together,
    Washout,
)
from rosette.kernel import Quantity, Span


def span(text: str) -> Span:
    return Span.parse(text)


def amount(text: str) -> Absolute:
    return Absolute(quantity=Quantity.parse(text))


def age(*bounds: tuple[Any, str], at_diagnosis: bool = False) -> Age:
    return Age(at_diagnosis=at_diagnosis, bounds=tuple(Bound(op=op, age=span(text)) for op, text in bounds))


def platelets(**options: Any) -> Compare:
    return Compare(code="platelets", op=">=", limit=amount("75000 /uL"), **options)


def alt(limit: Any) -> Compare:
    return Compare(code="alt", op="<=", limit=limit)


def washout(wait: Any, **options: Any) -> Washout:
    return Washout(wait=wait, of="chemotherapy", **options)


def score(*scales: ScaleRule, **options: Any) -> Performance:
    return Performance(op=">=", score=50.0, scales=scales, **options)


LANSKY, KARNOFSKY = ScaleRule(scale="lansky"), ScaleRule(scale="karnofsky")

AGES: list[tuple[str, Any]] = [
    ("age >= 1 year", age((">=", "1 year"))),
    ("age > 12 months", age((">", "12 months"))),
    ("age <= 21 years", age(("<=", "21 years"))),
    ("age < 547 days", age(("<", "547 days"))),
    ("age >= 6 weeks", age((">=", "6 weeks"))),
    ("age >= 1 year and < 30 years", age((">=", "1 year"), ("<", "30 years"))),
    ("age at diagnosis < 547 days", age(("<", "547 days"), at_diagnosis=True)),
    ("age at diagnosis >= 1 year and <= 21 years", age((">=", "1 year"), ("<=", "21 years"), at_diagnosis=True)),
]

CODED: list[tuple[str, Any]] = [
    ("sex is female", Is(code="sex", values=("female",))),
    ("inss is 4, 4S", Is(code="inss", values=("4", "4S"))),
    (
        "pregnancy_test is negative within 7 days",
        Is(code="pregnancy_test", values=("negative",), within=span("7 days")),
    ),
    ("marrow is involved after last chemotherapy", Is(code="marrow", values=("involved",), after="chemotherapy")),
    (
        "mibg_avid is yes within 28 days after last mibg_therapy",
        Is(code="mibg_avid", values=("yes",), within=span("28 days"), after="mibg_therapy"),
    ),
    ("urine_dipstick_protein is negative, 1+", Is(code="urine_dipstick_protein", values=("negative", "1+"))),
]

MEASURED: list[tuple[str, Any]] = [
    ("platelets >= 75000 /uL", platelets()),
    ("platelets >= 75000 /uL within 7 days", platelets(within=span("7 days"))),
    ("platelets >= 75000 /uL after last chemotherapy", platelets(after="chemotherapy")),
    (
        "platelets >= 75000 /uL untransfused 7 days",
        platelets(without=(Support(tag="transfusion", span=span("7 days")),)),
    ),
    (
        "platelets >= 75000 /uL without growth_factor 3 days",
        platelets(without=(Support(tag="growth_factor", span=span("3 days")),)),
    ),
    (
        "platelets >= 75000 /uL untransfused 7 days without filgrastim 3 days without pegfilgrastim 14 days",
        platelets(
            without=(
                Support(tag="transfusion", span=span("7 days")),
                Support(tag="filgrastim", span=span("3 days")),
                Support(tag="pegfilgrastim", span=span("14 days")),
            )
        ),
    ),
    ("platelets >= 75000 /uL worst of day", platelets(tie="worst")),
    ("platelets >= 75000 /uL best of day", platelets(tie="best")),
    ("platelets >= 75000 /uL mean of day", platelets(tie="mean")),
    (
        "platelets >= 75000 /uL within 7 days after last chemotherapy untransfused 7 days worst of day",
        platelets(
            within=span("7 days"),
            after="chemotherapy",
            without=(Support(tag="transfusion", span=span("7 days")),),
            tie="worst",
        ),
    ),
    ("bilirubin_total > 1.5 mg/dL", Compare(code="bilirubin_total", op=">", limit=amount("1.5 mg/dL"))),
    ("bilirubin_total < 0.1 mg/dL", Compare(code="bilirubin_total", op="<", limit=amount("0.1 mg/dL"))),
    ("gfr >= 60 mL/min/{1.73_m2}", Compare(code="gfr", op=">=", limit=amount("60 mL/min/{1.73_m2}"))),
    ("inr <= 1.5 {INR}", Compare(code="inr", op="<=", limit=amount("1.5 {INR}"))),
    ("systolic_bp < 140 mm[Hg]", Compare(code="systolic_bp", op="<", limit=amount("140 mm[Hg]"))),
    ("urine_protein_24h < 1 g/(24.h)", Compare(code="urine_protein_24h", op="<", limit=amount("1 g/(24.h)"))),
    ("alt <= 1.5 x ULN", alt(Multiple(factor=1.5, of="ULN"))),
    ("alt <= 5 x ULN of 45 U/L", alt(Multiple(factor=5.0, of="ULN", fixed=Quantity.parse("45 U/L")))),
    ("alt <= 1 x LLN", alt(Multiple(factor=1.0, of="LLN"))),
    ("alt <= 0.5 x LLN of 20 U/L", alt(Multiple(factor=0.5, of="LLN", fixed=Quantity.parse("20 U/L")))),
    (
        "creatinine <= table creatinine_cog within 7 days",
        Compare(code="creatinine", op="<=", limit=TableLimit(table="creatinine_cog"), within=span("7 days")),
    ),
]

SCORES: list[tuple[str, Any]] = [
    ("performance >= 50 (lansky)", score(LANSKY)),
    ("performance >= 50 (lansky or karnofsky)", score(LANSKY, KARNOFSKY)),
    (
        "performance >= 50 (lansky under 16 years, karnofsky from 16 years) within 14 days wheelchair counts",
        score(
            ScaleRule(scale="lansky", side="under", age=span("16 years")),
            ScaleRule(scale="karnofsky", side="from", age=span("16 years")),
            within=span("14 days"),
            wheelchair=True,
        ),
    ),
    (
        "performance >= 50 (lansky through 10 years, karnofsky over 10 years)",
        score(
            ScaleRule(scale="lansky", side="through", age=span("10 years")),
            ScaleRule(scale="karnofsky", side="over", age=span("10 years")),
        ),
    ),
    (
        "performance >= 50 (lansky under 16 years, karnofsky)",
        score(ScaleRule(scale="lansky", side="under", age=span("16 years")), KARNOFSKY),
    ),
    ("performance <= 2 (ecog)", Performance(op="<=", score=2.0, scales=(ScaleRule(scale="ecog"),))),
    ("performance >= 50 (lansky) wheelchair counts", score(LANSKY, wheelchair=True)),
]

WASHOUTS: list[tuple[str, Any]] = [
    ("21 days since last chemotherapy", washout(Elapsed(span=span("21 days")))),
    ("more than 2 weeks since last chemotherapy", washout(Elapsed(span=span("2 weeks"), strict=True))),
    ("3 half-lives since last chemotherapy", washout(HalfLives(count=3.0))),
    ("2.5 half-lives since last chemotherapy", washout(HalfLives(count=2.5))),
    (
        "later of (14 days, 5 half-lives) since last chemotherapy",
        washout(LaterOf(waits=(Elapsed(span=span("14 days")), HalfLives(count=5.0)))),
    ),
    (
        "earlier of (more than 6 weeks, 3 half-lives) since last chemotherapy",
        washout(EarlierOf(waits=(Elapsed(span=span("6 weeks"), strict=True), HalfLives(count=3.0)))),
    ),
    (
        "21 days since last chemotherapy except nitrosourea, vinca",
        washout(Elapsed(span=span("21 days")), excepting=("nitrosourea", "vinca")),
    ),
    ("0 days since last chemotherapy", washout(Elapsed(span=span("0 days")))),
]

TREATMENT: list[tuple[str, Any]] = [
    ("prior lorlatinib", Prior(of="lorlatinib")),
    ("prior chemotherapy except vinca", Prior(of="chemotherapy", excepting=("vinca",))),
    ("prior chemotherapy as frontline", Prior(of="chemotherapy", role="frontline")),
    ("prior chemotherapy as relapse", Prior(of="chemotherapy", role="relapse")),
    ("prior radiation within 6 months", Prior(of="radiation", within=span("6 months"))),
    ("prior radiation above 30 Gy", Prior(of="radiation", above=Quantity.parse("30 Gy"))),
    (
        "prior chemotherapy except vinca as relapse within 1 year above 100 mg/m2",
        Prior(
            of="chemotherapy",
            excepting=("vinca",),
            role="relapse",
            within=span("1 year"),
            above=Quantity.parse("100 mg/m2"),
        ),
    ),
    ("prior together (irinotecan)", Together(agents=("irinotecan",))),
    (
        "prior together (irinotecan, temozolomide, dinutuximab)",
        Together(agents=("irinotecan", "temozolomide", "dinutuximab")),
    ),
    ("progressed on anti_gd2", Progressed(of="anti_gd2")),
    ("cycles of (irinotecan, temozolomide) <= 1", Cycles(agents=("irinotecan", "temozolomide"), op="<=", count=1)),
    ("relapses >= 1", Count(code="relapses", op=">=", count=1)),
    ("lines > 2", Count(code="lines", op=">", count=2)),
    ("relapse_lines <= 2", Count(code="relapse_lines", op="<=", count=2)),
    ("frontline_cycles < 4", Count(code="frontline_cycles", op="<", count=4)),
    ("antihypertensives <= 1", Count(code="antihypertensives", op="<=", count=1)),
    ("taking corticosteroid", Taking(of="corticosteroid")),
    ("taking cyp3a4_inducer except dexamethasone", Taking(of="cyp3a4_inducer", excepting=("dexamethasone",))),
    ("stable dose of corticosteroid for 7 days", StableDose(of="corticosteroid", within=span("7 days"))),
    (
        "cumulative anthracycline_doxorubicin_equivalent <= 450 mg/m2",
        Cumulative(group="anthracycline_doxorubicin_equivalent", op="<=", quantity=Quantity.parse("450 mg/m2")),
    ),
    (
        "interval from first chemotherapy to first autologous_transplant <= 12 months",
        Interval(start="chemotherapy", end="autologous_transplant", op="<=", span=span("12 months")),
    ),
    ("stem cells >= 2000000 CD34/kg", StemCells(op=">=", cd34_per_kg=2e6)),
    ("stem cells >= 2000000 CD34/kg unpurged", StemCells(op=">=", cd34_per_kg=2e6, unpurged=True)),
    ("stem cells >= 2000000 CD34/kg viable", StemCells(op=">=", cd34_per_kg=2e6, viable=True)),
    (
        "stem cells > 1500000.5 CD34/kg unpurged viable",
        StemCells(op=">", cd34_per_kg=1500000.5, unpurged=True, viable=True),
    ),
]

CONDITIONS: list[tuple[str, Any]] = [
    ("condition infection", Condition(codes=("infection",))),
    ("condition infection, pregnancy", Condition(codes=("infection", "pregnancy"))),
    ("condition toxicity except alopecia", Condition(codes=("toxicity",), excepting=("alopecia",))),
    (
        "condition toxicity except alopecia, ototoxicity grade > 1",
        Condition(codes=("toxicity",), excepting=("alopecia", "ototoxicity"), grade=Threshold(op=">", value=1.0)),
    ),
    ("condition seizure ever", Condition(codes=("seizure",), ever=True)),
    ("condition thrombosis within 3 months", Condition(codes=("thrombosis",), within=span("3 months"))),
    ("condition infection not controlled", Condition(codes=("infection",), uncontrolled=True)),
    (
        "condition hypertension not controlled for 7 days",
        Condition(codes=("hypertension",), controlled_for=span("7 days")),
    ),
    (
        "condition infection except fever grade >= 2 ever within 1 year not controlled for 3 days not controlled",
        Condition(
            codes=("infection",),
            excepting=("fever",),
            grade=Threshold(op=">=", value=2.0),
            ever=True,
            within=span("1 year"),
            controlled_for=span("3 days"),
            uncontrolled=True,
        ),
    ),
]

MOLECULAR: list[tuple[str, Any]] = [
    *(
        (f"molecular MYCN {alteration}", Molecular(gene="MYCN", alteration=alteration))  # type: ignore[arg-type]
        for alteration in ("mutation", "amplification", "gain", "loss", "fusion", "expression")
    ),
    (
        "molecular ALK mutation in alk_activating",
        Molecular(gene="ALK", alteration="mutation", alleles="alk_activating"),
    ),
    (
        "molecular ALK mutation vaf >= 5 %",
        Molecular(gene="ALK", alteration="mutation", vaf=Threshold(op=">=", value=5.0)),
    ),
    (
        "molecular ALK amplification copies > 10",
        Molecular(gene="ALK", alteration="amplification", copies=Threshold(op=">", value=10.0)),
    ),
    ("molecular ALK mutation germline", Molecular(gene="ALK", alteration="mutation", origin="germline")),
    (
        "molecular ALK mutation in alk_activating vaf > 2.5 % copies >= 3 somatic",
        Molecular(
            gene="ALK",
            alteration="mutation",
            alleles="alk_activating",
            vaf=Threshold(op=">", value=2.5),
            copies=Threshold(op=">=", value=3.0),
            origin="somatic",
        ),
    ),
]

PEOPLE: list[tuple[str, Any]] = [
    ("consent treatment", Consent(type="treatment")),
    ('judgement "Can the family come?"', Attested(ask="judgement", question="Can the family come?")),
    ('protocol "Which sign."', Attested(ask="protocol", question="Which sign.")),
    (
        'flagged "Lost (>); see [3], #2."',
        Attested(ask="flagged", question="Lost (>); see [3], #2."),
    ),
]

A, B, C = Consent(type="a"), Consent(type="b"), Consent(type="c")
INNER = IfThen(condition=A, then=B)
COMBINATIONS: list[tuple[str, Any]] = [
    ("all of (consent a; consent b)", AllOf(parts=(A, B))),
    ("any of (consent a; consent b; consent c)", AnyOf(parts=(A, B, C))),
    ("at least 2 of (consent a; consent b; consent c)", AtLeastOf(count=2, parts=(A, B, C))),
    ("at least 1 of (consent a; consent b)", AtLeastOf(count=1, parts=(A, B))),
    ("at least 2 of (consent a; consent b)", AtLeastOf(count=2, parts=(A, B))),
    ("not (consent a)", Not(part=A)),
    ("not (not (consent a))", Not(part=Not(part=A))),
    ("if consent a then consent b", INNER),
    ("if consent a then consent b else consent c", IfThen(condition=A, then=B, otherwise=C)),
    (
        "if (if consent a then consent b) then (if consent a then consent b) else (if consent a then consent b)",
        IfThen(condition=INNER, then=INNER, otherwise=INNER),
    ),
    (
        "any of (all of (consent a; not (consent b)); if consent a then consent b else consent c)",
        AnyOf(parts=(AllOf(parts=(A, Not(part=B))), IfThen(condition=A, then=B, otherwise=C))),
    ),
    ("if all of (consent a; consent b) then consent c", IfThen(condition=AllOf(parts=(A, B)), then=C)),
]

PRINTED_AS_WRITTEN = [
    *AGES,
    *CODED,
    *MEASURED,
    *SCORES,
    *WASHOUTS,
    *TREATMENT,
    *CONDITIONS,
    *MOLECULAR,
    *PEOPLE,
    *COMBINATIONS,
]

OTHER_WAYS_TO_WRITE = [
    ("  age   >=   1   years  ", "age >= 1 year"),
    ("age>=1 year and<30 years", "age >= 1 year and < 30 years"),
    ("age\n  >= 12\n month", "age >= 12 months"),
    ("platelets >= 7.5e4 /uL", "platelets >= 75000 /uL"),
    ("platelets >= 75000/uL", "platelets >= 75000 /uL"),
    ("stem cells >= 2.0E+6 CD34/kg viable unpurged", "stem cells >= 2000000 CD34/kg unpurged viable"),
    ("creatinine <= 100 µmol/L", "creatinine <= 100 umol/L"),
    ("alt <= 5.0 x ULN", "alt <= 5 x ULN"),
    ("alt <= 5x ULN", "alt <= 5 x ULN"),
    (
        "platelets >= 75000 /uL worst of day untransfused 7 days within 7 days without filgrastim 3 days",
        "platelets >= 75000 /uL within 7 days untransfused 7 days without filgrastim 3 days worst of day",
    ),
    ("platelets >= 1 /uL without transfusion 7 days", "platelets >= 1 /uL untransfused 7 days"),
    ("performance >= 50 (lansky, karnofsky)", "performance >= 50 (lansky or karnofsky)"),
    (
        "performance >= 50 (lansky under 16 years or karnofsky from 16 years) wheelchair counts within 14 days",
        "performance >= 50 (lansky under 16 years, karnofsky from 16 years) within 14 days wheelchair counts",
    ),
    ("prior chemotherapy within 1 year except vinca", "prior chemotherapy except vinca within 1 year"),
    ("molecular ALK mutation somatic vaf >= 5%", "molecular ALK mutation vaf >= 5 % somatic"),
    ("condition seizure not controlled ever", "condition seizure ever not controlled"),
    ("cycles of(irinotecan)<=1", "cycles of (irinotecan) <= 1"),
    ("inss is 4,4S", "inss is 4, 4S"),
    ("(consent a)", "consent a"),
    ("((consent a))", "consent a"),
    ("not(consent a)", "not (consent a)"),
    ("if (consent a) then (consent b) else (consent c)", "if consent a then consent b else consent c"),
    ("all of(consent a;consent b)", "all of (consent a; consent b)"),
    (
        "later of(14 days,5 half-lives)since last chemotherapy",
        "later of (14 days, 5 half-lives) since last chemotherapy",
    ),
    ("earlier of (1 week) since last chemotherapy", "earlier of (1 week) since last chemotherapy"),
    ("1 weeks since last chemotherapy", "1 week since last chemotherapy"),
]


@pytest.mark.parametrize(("text", "tree"), PRINTED_AS_WRITTEN, ids=[text for text, _ in PRINTED_AS_WRITTEN])
def test_a_form_is_read_as_its_node(text: str, tree: Any) -> None:
    assert node(text) == tree


@pytest.mark.parametrize(("text", "tree"), PRINTED_AS_WRITTEN, ids=[text for text, _ in PRINTED_AS_WRITTEN])
def test_a_node_is_printed_as_its_form(text: str, tree: Any) -> None:
    assert write_expression(tree) == text


@pytest.mark.parametrize(("text", "printed"), OTHER_WAYS_TO_WRITE)
def test_other_ways_to_write_are_printed_in_one_way(text: str, printed: str) -> None:
    assert write_expression(node(text)) == printed
    assert node(printed) == node(text)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.1, "0.1"),
        (1e14, "100000000000000"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1.5e-7, "1.5e-07"),
    ],
)
def test_a_number_is_printed_so_that_it_reads_back(value: float, printed: str) -> None:
    tree = StemCells(op=">=", cd34_per_kg=value)
    assert write_expression(tree) == f"stem cells >= {printed} CD34/kg"
    assert node(write_expression(tree)) == tree

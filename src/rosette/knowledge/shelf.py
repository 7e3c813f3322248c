"""All rows of one release by kind, before and after the fifth gate."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from rosette.knowledge.agents import Agent, HalfLife
from rosette.knowledge.assessing import (
    BloodGrade,
    RiskFactor,
    RiskGroup,
    ScoreCut,
    ScoreLevel,
    ScoreSegment,
    StageDefinition,
)
from rosette.knowledge.classes import ConditionCode, TherapyClass
from rosette.knowledge.conventions import Allele, Closure, Constant
from rosette.knowledge.conversions import ConversionSet, CumulativeGroup
from rosette.knowledge.entries import Entry
from rosette.knowledge.graph import above
from rosette.knowledge.late_doses import (
    CedFactor,
    FieldReach,
    HearingGrade,
    Organ,
    RiskBand,
    RiskPoints,
)
from rosette.knowledge.lesions import AlleleEvidence, Gene, Hotspot, MolecularLesion, OncogenicityCode, Resistance
from rosette.knowledge.nuclear import ActivityLevel, CellRule, DoseSeries, ExposureLimit, IodideRegimen
from rosette.knowledge.observations import Attribute, CodedTest, ObservationCode, Procedure
from rosette.knowledge.regimens import RankingCriterion, Regimen, Result, Schedule, Toxicity
from rosette.knowledge.scales import PerformanceScale
from rosette.knowledge.surveillance import (
    SurveillanceProfile,
    SurveillanceResult,
    SurveillanceRule,
    SurveillanceTest,
)
from rosette.knowledge.tables import AgeSexTable


@define
class Shelf:
    """The rows in file order; the attribute of a kind is its plural."""

    classes: list[TherapyClass] = field(factory=list)
    agents: list[Agent] = field(factory=list)
    half_lives: list[HalfLife] = field(factory=list)
    conditions: list[ConditionCode] = field(factory=list)
    observations: list[ObservationCode] = field(factory=list)
    coded_tests: list[CodedTest] = field(factory=list)
    attributes: list[Attribute] = field(factory=list)
    procedures: list[Procedure] = field(factory=list)
    age_sex_tables: list[AgeSexTable] = field(factory=list)
    alleles: list[Allele] = field(factory=list)
    performance_scales: list[PerformanceScale] = field(factory=list)
    conversion_sets: list[ConversionSet] = field(factory=list)
    cumulative_groups: list[CumulativeGroup] = field(factory=list)
    closures: list[Closure] = field(factory=list)
    constants: list[Constant] = field(factory=list)
    genes: list[Gene] = field(factory=list)
    lesions: list[MolecularLesion] = field(factory=list)
    allele_evidence: list[AlleleEvidence] = field(factory=list)
    resistances: list[Resistance] = field(factory=list)
    hotspots: list[Hotspot] = field(factory=list)
    oncogenicity_codes: list[OncogenicityCode] = field(factory=list)
    regimens: list[Regimen] = field(factory=list)
    results: list[Result] = field(factory=list)
    toxicities: list[Toxicity] = field(factory=list)
    schedules: list[Schedule] = field(factory=list)
    ranking_criteria: list[RankingCriterion] = field(factory=list)
    score_segments: list[ScoreSegment] = field(factory=list)
    score_levels: list[ScoreLevel] = field(factory=list)
    score_cuts: list[ScoreCut] = field(factory=list)
    stages: list[StageDefinition] = field(factory=list)
    risk_factors: list[RiskFactor] = field(factory=list)
    risk_groups: list[RiskGroup] = field(factory=list)
    blood_grades: list[BloodGrade] = field(factory=list)
    activity_levels: list[ActivityLevel] = field(factory=list)
    cell_rules: list[CellRule] = field(factory=list)
    iodide_regimens: list[IodideRegimen] = field(factory=list)
    exposure_limits: list[ExposureLimit] = field(factory=list)
    dose_series: list[DoseSeries] = field(factory=list)
    surveillance_profiles: list[SurveillanceProfile] = field(factory=list)
    surveillance_tests: list[SurveillanceTest] = field(factory=list)
    surveillance_rules: list[SurveillanceRule] = field(factory=list)
    surveillance_results: list[SurveillanceResult] = field(factory=list)
    hearing_grades: list[HearingGrade] = field(factory=list)
    ced_factors: list[CedFactor] = field(factory=list)
    organs: list[Organ] = field(factory=list)
    field_reaches: list[FieldReach] = field(factory=list)
    risk_points: list[RiskPoints] = field(factory=list)
    risk_bands: list[RiskBand] = field(factory=list)

    def add(self, kind: str, entry: Entry) -> None:
        """Put a row on the list of its kind."""
        getattr(self, PLURALS[kind]).append(entry)

    def all(self) -> Iterator[tuple[str, Entry]]:
        """Every row with its kind."""
        for kind, plural in PLURALS.items():
            for entry in getattr(self, plural):
                yield kind, entry

    def fact_kinds(self) -> dict[str, tuple[str, ...]]:
        """The kinds of facts of each class: its own, or those of its parents."""
        own = {each.id: each.applies_to for each in self.classes}
        parents = {each.id: () if each.applies_to else each.parents for each in self.classes}
        found = {name: [kind for up in sorted(above(name, parents)) for kind in own.get(up, ())] for name in own}
        return {name: tuple(dict.fromkeys(kinds)) for name, kinds in found.items()}


PLURALS = {
    "class": "classes",
    "agent": "agents",
    "half_life": "half_lives",
    "condition": "conditions",
    "observation": "observations",
    "coded_test": "coded_tests",
    "attribute": "attributes",
    "procedure": "procedures",
    "age_sex_table": "age_sex_tables",
    "allele": "alleles",
    "performance_scale": "performance_scales",
    "conversion_set": "conversion_sets",
    "cumulative_group": "cumulative_groups",
    "closure": "closures",
    "constant": "constants",
    "gene": "genes",
    "lesion": "lesions",
    "allele_evidence": "allele_evidence",
    "resistance": "resistances",
    "hotspot": "hotspots",
    "oncogenicity_code": "oncogenicity_codes",
    "regimen": "regimens",
    "result": "results",
    "toxicity": "toxicities",
    "schedule": "schedules",
    "ranking_criterion": "ranking_criteria",
    "score_segment": "score_segments",
    "score_level": "score_levels",
    "score_cut": "score_cuts",
    "stage": "stages",
    "risk_factor": "risk_factors",
    "risk_group": "risk_groups",
    "blood_grade": "blood_grades",
    "activity_level": "activity_levels",
    "cell_rule": "cell_rules",
    "iodide_regimen": "iodide_regimens",
    "exposure_limit": "exposure_limits",
    "dose_series": "dose_series",
    "surveillance_profile": "surveillance_profiles",
    "surveillance_test": "surveillance_tests",
    "surveillance_rule": "surveillance_rules",
    "surveillance_result": "surveillance_results",
    "hearing_grade": "hearing_grades",
    "ced_factor": "ced_factors",
    "organ": "organs",
    "field_reach": "field_reaches",
    "risk_points": "risk_points",
    "risk_band": "risk_bands",
}

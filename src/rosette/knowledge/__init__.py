"""The cited data of the programme: classes, medicines, observations, tables, conventions, with their sources.

Promises: a number has a unit and a source that was opened; an unverified value is stored and shown, never
computed with; every fault of all files is told at once; one release is one frozen object with a number and a
digest.
"""

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
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.classes import ConditionCode, TherapyClass
from rosette.knowledge.conventions import Allele, Closure, Constant
from rosette.knowledge.conversions import ConversionSet, CumulativeGroup
from rosette.knowledge.entries import Entry, Review
from rosette.knowledge.knowledge import CitedRow, Knowledge
from rosette.knowledge.late_doses import (
    CedFactor,
    FieldReach,
    HearingGrade,
    Organ,
    RiskBand,
    RiskPoints,
)
from rosette.knowledge.lesions import (
    LEVEL_WORDS,
    AlleleEvidence,
    Gene,
    Hotspot,
    MolecularLesion,
    OncogenicityCode,
    Resistance,
)
from rosette.knowledge.loader import check_knowledge, load_knowledge
from rosette.knowledge.nuclear import (
    ActivityLevel,
    CellRule,
    DoseSeries,
    ExposureLimit,
    IodideDose,
    IodideRegimen,
)
from rosette.knowledge.observations import Attribute, CodedTest, ObservationCode, Procedure
from rosette.knowledge.regimens import RankingCriterion, Regimen, Result, Schedule, Toxicity
from rosette.knowledge.reporting import KnowledgeReport, knowledge_report
from rosette.knowledge.scales import PerformanceScale
from rosette.knowledge.surveillance import (
    SurveillanceProfile,
    SurveillanceResult,
    SurveillanceRule,
    SurveillanceTest,
)
from rosette.knowledge.tables import AgeSexRow, AgeSexTable

__all__ = [
    "LEVEL_WORDS",
    "ActivityLevel",
    "AgeSexRow",
    "AgeSexTable",
    "Agent",
    "Allele",
    "AlleleEvidence",
    "Attribute",
    "BloodGrade",
    "CedFactor",
    "CellRule",
    "CitedRow",
    "Closure",
    "CodedTest",
    "ConditionCode",
    "Constant",
    "ConversionSet",
    "CumulativeGroup",
    "DoseSeries",
    "Entry",
    "ExposureLimit",
    "FieldReach",
    "Gene",
    "HalfLife",
    "HearingGrade",
    "Hotspot",
    "IodideDose",
    "IodideRegimen",
    "Knowledge",
    "KnowledgeReport",
    "MolecularLesion",
    "ObservationCode",
    "OncogenicityCode",
    "Organ",
    "PerformanceScale",
    "Procedure",
    "RankingCriterion",
    "Reference",
    "Regimen",
    "Resistance",
    "Result",
    "Review",
    "RiskBand",
    "RiskFactor",
    "RiskGroup",
    "RiskPoints",
    "Schedule",
    "ScoreCut",
    "ScoreLevel",
    "ScoreSegment",
    "StageDefinition",
    "SurveillanceProfile",
    "SurveillanceResult",
    "SurveillanceRule",
    "SurveillanceTest",
    "TherapyClass",
    "Toxicity",
    "check_knowledge",
    "knowledge_report",
    "load_knowledge",
]

"""Molecular findings: names of variants, lesions, ALK inhibitors by allele, oncogenicity, tiers side by side.

Promises: found, looked for and not found, and not tested are three answers; evidence is by allele and agent;
what contradicts itself is shown on both sides; what cannot be read is told and kept.
"""

from rosette.molecular.alleles import InhibitorStanding, Standing, inhibitors_for, standing_of
from rosette.molecular.annotate import Annotation, annotate, annotation_json
from rosette.molecular.civic import CivicItem, disagreements, load_civic, profile_score, read_civic
from rosette.molecular.findings import Findings, NamedFinding, Status, findings_of
from rosette.molecular.genes import find_gene
from rosette.molecular.germline import GermlineFlag, germline_flags
from rosette.molecular.hgvs import parse_variant
from rosette.molecular.imaging import ImagingTarget, imaging_targets
from rosette.molecular.lesions import LesionReport, lesions_of
from rosette.molecular.oncogenicity import PCGR, STANDARD, Cuts, OncogenicityCall, call_oncogenicity
from rosette.molecular.tiers import Tier, amp_tier, disagree, load_oncokb, seven_step_aid, tier
from rosette.molecular.variants import Base, Residue, Variant

__all__ = [
    "PCGR",
    "STANDARD",
    "Annotation",
    "Base",
    "CivicItem",
    "Cuts",
    "Findings",
    "GermlineFlag",
    "ImagingTarget",
    "InhibitorStanding",
    "LesionReport",
    "NamedFinding",
    "OncogenicityCall",
    "Residue",
    "Standing",
    "Status",
    "Tier",
    "Variant",
    "amp_tier",
    "annotate",
    "annotation_json",
    "call_oncogenicity",
    "disagree",
    "disagreements",
    "find_gene",
    "findings_of",
    "germline_flags",
    "imaging_targets",
    "inhibitors_for",
    "lesions_of",
    "load_civic",
    "load_oncokb",
    "parse_variant",
    "profile_score",
    "read_civic",
    "seven_step_aid",
    "standing_of",
    "tier",
]

"""What to develop next: preclinical responses, dossiers by module, and the exact choice under slots and budget."""

from rosette.medicines.pipeline.choice import Candidate, Choice, Limits, Sensitivity, choose, sensitivity
from rosette.medicines.pipeline.dossier import (
    MODULES,
    Dossier,
    DossierFinding,
    PipelineFile,
    load_pipeline,
    read_pipeline,
)
from rosette.medicines.pipeline.preclinical import (
    Curve,
    MouseClass,
    efs_ratio,
    group_class,
    growth_delay,
    median_event,
    objective_response,
    volume_ratio,
)

__all__ = [
    "MODULES",
    "Candidate",
    "Choice",
    "Curve",
    "Dossier",
    "DossierFinding",
    "Limits",
    "MouseClass",
    "PipelineFile",
    "Sensitivity",
    "choose",
    "efs_ratio",
    "group_class",
    "growth_delay",
    "load_pipeline",
    "median_event",
    "objective_response",
    "read_pipeline",
    "sensitivity",
    "volume_ratio",
]

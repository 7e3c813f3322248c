"""Derived views: functions of (record, knowledge) and, where it matters, the day.

Make one `RecordIndex` a child and ask it anything; days are ordinals (`date.toordinal`). Views never settle a
contradiction: several results of one day stand side by side, and a partial date keeps both of its ends.
"""

from rosette.records.views.ages import AgeBounds, age_bounds, diagnosis_day
from rosette.records.views.attributes import attribute, attribute_days
from rosette.records.views.claims import Candidates
from rosette.records.views.closures import closures, lists_for
from rosette.records.views.coded import CodedReading, coded
from rosette.records.views.conditions import ConditionSpan, condition_tags, conditions
from rosette.records.views.counts import COUNTS, UNBOUNDED, CountBounds, count
from rosette.records.views.cumulative import CumulativeDose, cumulative
from rosette.records.views.derived import DERIVED
from rosette.records.views.exposures import Exposure, exposed_to, exposures
from rosette.records.views.index import RecordIndex, ordinals
from rosette.records.views.lesions import LesionReading, lesions
from rosette.records.views.molecular import Coverage, FindingReading, MolecularView, molecular, protein_change
from rosette.records.views.readings import Reading
from rosette.records.views.scores import PerformanceReading, StoredCells, performance, stem_cells
from rosette.records.views.spans import Bounds, bounds_of
from rosette.records.views.streams import readings

__all__ = [
    "COUNTS",
    "DERIVED",
    "UNBOUNDED",
    "AgeBounds",
    "Bounds",
    "Candidates",
    "CodedReading",
    "ConditionSpan",
    "CountBounds",
    "Coverage",
    "CumulativeDose",
    "Exposure",
    "FindingReading",
    "LesionReading",
    "MolecularView",
    "PerformanceReading",
    "Reading",
    "RecordIndex",
    "StoredCells",
    "age_bounds",
    "attribute",
    "attribute_days",
    "bounds_of",
    "closures",
    "coded",
    "condition_tags",
    "conditions",
    "count",
    "cumulative",
    "diagnosis_day",
    "exposed_to",
    "exposures",
    "lesions",
    "lists_for",
    "molecular",
    "ordinals",
    "performance",
    "protein_change",
    "readings",
    "stem_cells",
]

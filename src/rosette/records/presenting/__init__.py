"""Facts for people: one sentence each, used by every list, letter and line of evidence."""

from rosette.records.presenting.describe import describe, evidence, evidence_lines, when
from rosette.records.presenting.timeline import TimelineRow, timeline_text
from rosette.records.presenting.units import activity_text, both_units, quantity_text

__all__ = [
    "TimelineRow",
    "activity_text",
    "both_units",
    "describe",
    "evidence",
    "evidence_lines",
    "quantity_text",
    "timeline_text",
    "when",
]

"""Drawings as values: the data, the equivalent table, and an SVG that reads without colour.

Promises: text can never become markup; no style attribute and no script, so that a strict page may hold it.
"""

from rosette.documents.drawings.body import body_svg, body_table
from rosette.documents.drawings.calendar import CalendarRow, EligibilityCalendar, calendar_svg, eligibility_calendar
from rosette.documents.drawings.counts import counts_svg
from rosette.documents.drawings.funnel import Funnel, FunnelStage, funnel_svg
from rosette.documents.drawings.ranks import rank_table, ranks_svg
from rosette.documents.drawings.record import RecordTimeline, record_timeline, timeline_svg
from rosette.documents.drawings.retention import retention_svg, retention_table
from rosette.documents.drawings.scores import series_svg, series_table
from rosette.documents.drawings.sequences import sequence_table, sequences_svg
from rosette.documents.drawings.styled import styled

__all__ = [
    "CalendarRow",
    "EligibilityCalendar",
    "Funnel",
    "FunnelStage",
    "RecordTimeline",
    "body_svg",
    "body_table",
    "calendar_svg",
    "counts_svg",
    "eligibility_calendar",
    "funnel_svg",
    "rank_table",
    "ranks_svg",
    "record_timeline",
    "retention_svg",
    "retention_table",
    "sequence_table",
    "sequences_svg",
    "series_svg",
    "series_table",
    "styled",
    "timeline_svg",
]

"""Worksheets of 131I-MIBG therapy for the team: a plan and a dose, printed from the objects that pages show."""

from rosette.documents.worksheets.dose import dose_pdf, dose_text
from rosette.documents.worksheets.plan import plan_pdf, plan_text
from rosette.documents.worksheets.signing import SignedLine

__all__ = ["SignedLine", "dose_pdf", "dose_text", "plan_pdf", "plan_text"]

"""Worksheets of 131I-MIBG therapy for the team, and the letter to the home hospital, from the objects of the pages."""

from rosette.documents.worksheets.dose import dose_pdf, dose_text
from rosette.documents.worksheets.letter import Addressed, TherapyLetter, letter_pdf, therapy_letter
from rosette.documents.worksheets.plan import plan_pdf, plan_text
from rosette.documents.worksheets.signing import SignedLine

__all__ = [
    "Addressed",
    "SignedLine",
    "TherapyLetter",
    "dose_pdf",
    "dose_text",
    "letter_pdf",
    "plan_pdf",
    "plan_text",
    "therapy_letter",
]

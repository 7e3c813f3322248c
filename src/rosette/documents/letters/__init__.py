"""The recommendation letter: one value from the board that decided, printed as PDF, text or JSON.

Promises: text is data and never markup; the same letter gives the same bytes; without a signature it says DRAFT.
"""

from rosette.documents.letters.letter import (
    Considered,
    RecommendationLetter,
    Signed,
    letter_json,
    letter_options,
    read_letter,
)
from rosette.documents.letters.pdf import letter_pdf

__all__ = [
    "Considered",
    "RecommendationLetter",
    "Signed",
    "letter_json",
    "letter_options",
    "letter_pdf",
    "read_letter",
]

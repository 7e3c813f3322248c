"""The words of the public site in its languages, and days, numbers and plurals as each of them writes these.

Promises: a language that is declared complete has every text of English, with the same blanks; what a language lacks
is said in English and marked as English.
"""

from rosette.texts.catalogue import COMPLETE, LANGUAGES, PARTS_OF_ARABIC, Missing, Texts, missing_texts, texts_of
from rosette.texts.reading import Reading, long_sentences, reading_grade, reading_of, spanish_ease

__all__ = [
    "COMPLETE",
    "LANGUAGES",
    "PARTS_OF_ARABIC",
    "Missing",
    "Reading",
    "Texts",
    "long_sentences",
    "missing_texts",
    "reading_grade",
    "reading_of",
    "spanish_ease",
    "texts_of",
]

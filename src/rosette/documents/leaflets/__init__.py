"""Written instructions for a family that goes home after 131I-MIBG: plain words, English and Spanish.

Promises: the words are safety rules with this child's days, no advice on treatment; the team hands the page out.
"""

from rosette.documents.leaflets.going_home import LANGUAGES, Leaflet, leaflet_of, leaflet_pdf

__all__ = ["LANGUAGES", "Leaflet", "leaflet_of", "leaflet_pdf"]

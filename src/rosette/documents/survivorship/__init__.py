"""Ways out of a surveillance plan: pages for a clinician, a family doctor, a family and a teenager; FHIR.

Promises: every page says the day and the rules from which it was made; a row that nobody verified is never printed as
planned; the pages for a family tell what is planned and why, in plain words, and give no advice.
"""

from rosette.documents.survivorship.careplan import care_plan
from rosette.documents.survivorship.families import LANGUAGES, FamilyPage, family_page
from rosette.documents.survivorship.papers import READERS, paper
from rosette.documents.survivorship.plain import plain_name

__all__ = ["LANGUAGES", "READERS", "FamilyPage", "care_plan", "family_page", "paper", "plain_name"]

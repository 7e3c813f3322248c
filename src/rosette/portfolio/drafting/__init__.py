"""Draft criteria from the eligibility text of a registry: by rule, offline, the same every time.

Promises: every passage of the text ends as a node, as a judgement or as "not encoded - read it"; every drafted line
reads in the criteria language; a lost sign, an overlapping band or a lost unit is told and never guessed; nothing that
was drafted is used before a person accepted it.
"""

from rosette.portfolio.drafting.accept import Decision, accepted
from rosette.portfolio.drafting.as_json import draft_as_json, draft_of_json
from rosette.portfolio.drafting.draft import Doubt, Draft, DraftItem, TextSpan

__all__ = [
    "Decision",
    "Doubt",
    "Draft",
    "DraftItem",
    "TextSpan",
    "accepted",
    "draft_as_json",
    "draft_of_json",
]

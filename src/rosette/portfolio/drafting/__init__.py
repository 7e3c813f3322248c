"""Draft criteria from the eligibility text of a registry: by rule, offline, the same every time.

Promises: every passage of the text ends as a node, as a judgement or as "not encoded - read it"; every drafted line
reads in the criteria language; a lost sign, an overlapping band or a lost unit is told and never guessed; nothing that
was drafted is used before a person accepted it.
"""

from rosette.portfolio.drafting.accept import Decision, accepted
from rosette.portfolio.drafting.as_json import draft_as_json, draft_of_json
from rosette.portfolio.drafting.draft import Doubt, Draft, DraftItem, TextSpan
from rosette.portfolio.drafting.drafting import draft_criteria
from rosette.portfolio.drafting.registry import (
    RegistryText,
    draft_registry,
    read_registry,
    read_registry_file,
    registry_text,
)

__all__ = [
    "Decision",
    "Doubt",
    "Draft",
    "DraftItem",
    "RegistryText",
    "TextSpan",
    "accepted",
    "draft_as_json",
    "draft_criteria",
    "draft_of_json",
    "draft_registry",
    "read_registry",
    "read_registry_file",
    "registry_text",
]

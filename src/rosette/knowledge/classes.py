"""Classes of treatments and medicines, and conditions: names with parents."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge.entries import Entry

FACT_KINDS = (
    "therapy",
    "radiation",
    "radiopharmaceutical",
    "transplant",
    "surgery",
    "transfusion",
    "growth_factor",
    "medication",
    "condition",
    "disease_event",
    "stem_cells",
)


@frozen(kw_only=True)
class TherapyClass(Entry):
    """A class of treatments; `applies_to` names the kinds of facts that can belong to it."""

    name: str
    parents: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class ConditionCode(Entry):
    """A condition; it belongs to each of its parents."""

    name: str
    parents: tuple[str, ...] = ()

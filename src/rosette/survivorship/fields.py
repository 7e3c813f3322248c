"""What a course of radiation in a record reached: its organ doses, and the organs of its field with an unknown dose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rosette.knowledge import FieldReach, Knowledge, Organ
from rosette.records import Radiation, RecordIndex
from rosette.survivorship.doses import Dose
from rosette.survivorship.exposures import TOTAL_BODY, Exposed


def course_of(fact: Radiation, index: RecordIndex, *, days: Mapping[str, Any]) -> Exposed:
    """One course; an organ that is not among its doses but lies in its field is reached with an unknown dose."""
    tags = index.with_parents((fact.field, *fact.fields, *_told(fact, index.knowledge)))
    organs = {**_reached(tags, index.knowledge), **_stated(fact, index.knowledge)}
    return Exposed(
        kind="radiation",
        name=fact.field,
        tags=tags,
        dose=Dose.unknown("Gy") if fact.dose_gy is None else Dose(value=fact.dose_gy, unit="Gy"),
        organs=organs,
        reach_known=bool(organs) or TOTAL_BODY in tags,
        sources=(fact.source.name,),
        **days,
    )


def _told(fact: Radiation, knowledge: Knowledge) -> list[str]:
    """The fields that the text of the site tells, such as the abdomen of "left adrenal bed"."""
    words = re.findall(r"[\w-]+", (fact.site or "").lower())
    return [row.id for row in knowledge.table(FieldReach).values() if any(w.startswith(row.sites) for w in words)]


def _reached(tags: frozenset[str], knowledge: Knowledge) -> dict[str, Dose]:
    if TOTAL_BODY in tags:
        return {}
    rows = knowledge.table(FieldReach)
    return {organ: Dose.unknown("Gy") for tag in sorted(tags & set(rows)) for organ in rows[tag].organs}


def _stated(fact: Radiation, knowledge: Knowledge) -> dict[str, Dose]:
    """Organ doses under the names of knowledge; of two sides the higher."""
    names = {key: each.id for each in knowledge.table(Organ).values() for key in (each.id, *each.keys)}
    found: dict[str, float] = {}
    for key, value in fact.organ_doses:
        organ = names.get(key, key)
        found[organ] = max(value, found.get(organ, 0.0))
    return {organ: Dose(value=value, unit="Gy") for organ, value in found.items()}

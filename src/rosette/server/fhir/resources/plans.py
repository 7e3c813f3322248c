"""The calendar of surveillance as a CarePlan: the very object that the papers of survivors carry."""

from __future__ import annotations

import functools
from typing import Any

from rosette.documents.survivorship.careplan import care_plan
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord
from rosette.server.fhir.resources.held import Held, own_id, stamped
from rosette.server.policy import Kind
from rosette.server.services import clock
from rosette.server.store.models import Child
from rosette.server.store.records import record_of, record_version
from rosette.survivorship import FIRST_PROFILE, exposures_of, plan_of, results_of, rules_of

_CARRIED: dict[tuple[Any, ...], ChildRecord] = {}


def plans_of(child: Child) -> tuple[Held, ...]:
    """The plan as of today, kept while the record stays the same; none when no rule concerns the child."""
    key = (child.public_id, record_version(child), load_knowledge().digest, clock.today())
    _CARRIED[key] = record_of(child)
    try:
        return _plans(key)
    finally:
        _CARRIED.pop(key, None)


@functools.lru_cache(maxsize=64)
def _plans(key: tuple[Any, ...]) -> tuple[Held, ...]:
    child, day, knowledge, record = key[0], key[3], load_knowledge(), _CARRIED[key]
    exposures, results = exposures_of(record, knowledge, on=day), results_of(record, knowledge, on=day)
    made = care_plan(plan_of(exposures, rules_of(knowledge, FIRST_PROFILE), on=day, results=results))
    if not made["activity"]:
        return ()
    made |= {"id": own_id(child, "late-effects"), "subject": {"reference": f"Patient/{child}"}}
    return (Held(resource=stamped(made, clock.midnight(day)), kinds=(Kind.FACT,), child=child),)

"""The calendar of surveillance as a CarePlan: the very object that the papers of survivors carry."""

from __future__ import annotations

from rosette.documents.survivorship.careplan import care_plan
from rosette.knowledge import load_knowledge
from rosette.server.fhir.resources.held import Held, own_id, stamped
from rosette.server.policy import Kind
from rosette.server.services import clock
from rosette.server.store.models import Child
from rosette.server.store.records import record_of
from rosette.survivorship import FIRST_PROFILE, exposures_of, plan_of, results_of, rules_of


def plans_of(child: Child) -> tuple[Held, ...]:
    """The plan as of today; none when no row of the rules concerns the child."""
    day, knowledge, record = clock.today(), load_knowledge(), record_of(child)
    exposures, results = exposures_of(record, knowledge, on=day), results_of(record, knowledge, on=day)
    made = care_plan(plan_of(exposures, rules_of(knowledge, FIRST_PROFILE), on=day, results=results))
    if not made["activity"]:
        return ()
    made |= {"id": own_id(child.public_id, "late-effects"), "subject": {"reference": f"Patient/{child.public_id}"}}
    return (Held(resource=stamped(made, clock.midnight(day)), kinds=(Kind.FACT,), child=child.public_id),)

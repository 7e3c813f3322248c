"""The calendar of surveillance as a CarePlan: the very object that the survivors' pages and papers carry."""

from __future__ import annotations

from rosette.documents.survivorship.careplan import care_plan
from rosette.server.fhir.resources.held import Held, own_id, stamped
from rosette.server.policy import Kind
from rosette.server.services import clock
from rosette.server.services.survivors import followed
from rosette.server.store.models import Child


def plans_of(child: Child) -> tuple[Held, ...]:
    """The plan as of today by the practice of the child's site; none when no rule concerns the child."""
    made = care_plan(followed(child).plan)
    if not made["activity"]:
        return ()
    name, at = child.public_id, clock.midnight(clock.today())
    made |= {"id": own_id(name, "late-effects"), "subject": {"reference": f"Patient/{name}"}}
    return (Held(resource=stamped(made, at), kinds=(Kind.SURVEILLANCE,), child=name),)

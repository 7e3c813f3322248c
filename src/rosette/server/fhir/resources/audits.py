"""The audit chain as AuditEvent resources, for those who read it whole; asked of the database row by row."""

from __future__ import annotations

from rosette.server.fhir.resources.held import Held, Json, stamped
from rosette.server.policy import Kind
from rosette.server.store.models import AuditRow

TYPE = {
    "system": "http://terminology.hl7.org/CodeSystem/audit-event-type",
    "code": "rest",
    "display": "RESTful Operation",
}
WHOLE = "*"  # the id of no child: what is allowed of one child opens no row of the chain
ACTIONS = {"view": "R", "list": "R", "search": "R", "export": "R", "add": "C", "import": "C", "change": "U"}


def audit_event(row: AuditRow) -> Held:
    """One row: who, what, when, with what outcome; never what the thing says."""
    act = row.act.rpartition(".")[2]
    entity: Json = {"type": {"display": row.object_type}}
    entity |= {"what": {"reference": f"Patient/{row.child}"}} if row.child else {}
    entity |= {"name": row.object_id} if row.object_id else {}
    resource: Json = {
        "resourceType": "AuditEvent",
        "id": str(row.seq),
        "type": TYPE,
        "subtype": [{"system": "urn:rosette:act", "code": row.act}],
        "action": ACTIONS.get(act, "E"),
        "recorded": row.at.isoformat(timespec="milliseconds"),
        "outcome": "0" if row.outcome == "done" else "4",
        "purposeOfEvent": [{"text": row.purpose}],
        "agent": [{"who": {"identifier": {"value": row.actor}}, "requestor": True, "role": [{"text": row.role}]}],
        "source": {"observer": {"display": "Rosette"}},
        "entity": [entity],
    }
    return Held(resource=stamped(resource, row.at), kinds=(Kind.AUDIT,), child=WHOLE)

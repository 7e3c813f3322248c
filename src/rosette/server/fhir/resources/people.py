"""A child as a Patient without a name, the consents that were given, and where it stands with a study."""

from __future__ import annotations

from rosette.kernel import PartialDate
from rosette.server.fhir.resources.held import Held, Json, own_id, stamped
from rosette.server.policy import Kind
from rosette.server.services.clock import midnight
from rosette.server.store.models import Child, FunnelStep
from rosette.server.store.records import header_of

NUMBER = "urn:rosette:record"
SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
SCOPES = {"care": "treatment", "screening": "research", "research": "research"}
STANDING = {
    "found": "potential-candidate",
    "offered": "candidate",
    "chosen": "candidate",
    "consented": "pending-on-study",
    "enrolled": "on-study",
    "not": "not-registered",
}


def patient(child: Child) -> Held:
    """The child: number, sex and birth date; names are not given out."""
    header = header_of(child)
    row = child.listed_header
    resource: Json = {
        "resourceType": "Patient",
        "id": child.public_id,
        "identifier": [{"system": NUMBER, "value": child.number}],
        "birthDate": _birth(header.birth),
    }
    resource |= {"gender": header.sex} if header.sex else {}
    return Held(resource=stamped(resource, row.recorded_at), kinds=(Kind.CHILD,), child=child.public_id)


def _birth(birth: PartialDate) -> str:
    return str(birth)


def consents_of(child: Child) -> tuple[Held, ...]:
    """Consents as they were given or withdrawn, without who signed."""
    rows = child.consents.select_related("text").order_by("recorded_at", "pk")
    return tuple(
        Held(
            resource=stamped(
                {
                    "resourceType": "Consent",
                    "id": own_id(child.public_id, f"given-{row.pk.hex[:24]}"),
                    "status": "inactive" if row.withdrawn_at else "active",
                    "scope": {"coding": [{"system": SCOPE, "code": SCOPES.get(row.text.purpose, "patient-privacy")}]},
                    "category": [{"text": row.text.get_purpose_display()}],
                    "patient": {"reference": f"Patient/{child.public_id}"},
                    "dateTime": row.on.isoformat(),
                    "policyRule": {"text": f"{row.text.title}, version {row.text.version}, {row.text.language}"},
                    "provision": {"type": "deny" if row.withdrawn_at else "permit"},
                },
                row.withdrawn_at or row.recorded_at,
            ),
            kinds=(Kind.CONSENT,),
            child=child.public_id,
        )
        for row in rows
    )


def subjects_of(child: Child) -> tuple[Held, ...]:
    """Where the child stands with each study, by its last step."""
    last: dict[str, FunnelStep] = {}
    for row in child.steps.order_by("on", "at", "pk"):
        last[row.place] = row
    return tuple(_subject(child, row) for _, row in sorted(last.items()))


def _subject(child: Child, row: FunnelStep) -> Held:
    trial, _, arm = row.place.partition("/")
    resource: Json = {
        "resourceType": "ResearchSubject",
        "id": own_id(child.public_id, f"place-{row.place.replace('/', '.')}"),
        "status": STANDING[row.stage],
        "study": {"reference": f"ResearchStudy/{trial}"},
        "individual": {"reference": f"Patient/{child.public_id}"},
        "period": {"start": row.on.isoformat()},
    }
    resource |= {"assignedArm": arm} if arm else {}
    return Held(
        resource=stamped(resource, row.at or midnight(row.on)), kinds=(Kind.CHILD, Kind.FUNNEL), child=child.public_id
    )

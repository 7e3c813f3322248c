"""The portfolio as ResearchStudy resources."""

from __future__ import annotations

import functools

from rosette.portfolio import Trial, load_portfolio
from rosette.server.fhir.resources.held import Held, Json, stamped
from rosette.server.policy import Kind
from rosette.server.services.clock import midnight

STATUS = {
    "ACTIVE": "active",
    "RECRUITING": "active",
    "ENROLLING_BY_INVITATION": "active",
    "NOT_YET_RECRUITING": "approved",
    "ACTIVE_NOT_RECRUITING": "closed-to-accrual",
    "SUSPENDED": "temporarily-closed-to-accrual",
    "TERMINATED": "administratively-completed",
    "WITHDRAWN": "withdrawn",
    "COMPLETED": "completed",
}
REGISTRY = "https://clinicaltrials.gov"
ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}


def studies() -> tuple[Held, ...]:
    """Every trial and standing offer of the portfolio, closed ones too."""
    found = load_portfolio()
    return _studies(found.digest)


@functools.lru_cache(maxsize=4)
def _studies(digest: str) -> tuple[Held, ...]:
    return tuple(study(trial) for _, trial in sorted(load_portfolio().trials.items()))


def study(trial: Trial) -> Held:
    """One trial; what the registry does not say stays absent with its reason."""
    word = trial.registry.status.upper().replace(" ", "_")
    offer = trial.completeness == "programme"
    status = "active" if offer else STATUS.get(word)
    resource: Json = {
        "resourceType": "ResearchStudy",
        "id": trial.id,
        "identifier": [{"system": REGISTRY, "value": trial.id}] if trial.id.startswith("NCT") else [],
        "title": trial.title,
        **({"status": status} if status else {"_status": ABSENT}),
        "category": [{"text": "standing offer of the programme, not a study" if offer else "trial"}],
        "phase": {"text": trial.phase} if trial.phase else None,
        "note": [{"text": f"Registry: {trial.registry.status}. Version held: {trial.version}."}],
        "arm": [{"name": arm.title, "description": place} for place, arm in trial.places()],
    }
    as_of = trial.registry.as_of
    bare = {key: value for key, value in resource.items() if value not in ([], "", None)}
    return Held(resource=stamped(bare, midnight(as_of)) if as_of else stamped_bare(bare), kinds=(Kind.TRIAL,))


def stamped_bare(resource: Json) -> Json:
    """A resource with a version of which no day of change is known."""
    from datetime import UTC, datetime

    made = stamped(resource, datetime(2000, 1, 1, tzinfo=UTC))
    made["meta"].pop("lastUpdated")
    return made

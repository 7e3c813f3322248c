"""What an app asks, in sentences for the person who lets it in."""

from __future__ import annotations

from attrs import frozen

from rosette.server.services.smart import Asked
from rosette.server.smart import EVERYTHING, Scopes, scopes_of
from rosette.server.store.models import Child

NAMES = {
    "Patient": "number, sex and birth date",
    "Condition": "diagnosis and conditions",
    "Observation": "results and findings",
    "DiagnosticReport": "molecular reports",
    "Procedure": "operations, radiotherapy and transplants",
    "MedicationStatement": "medicines",
    "MedicationAdministration": "radiopharmaceuticals that were given",
    "Consent": "consents",
    "CarePlan": "the plan of surveillance",
    "ResearchStudy": "trials of the portfolio",
    "ResearchSubject": "steps towards trials",
    "Provenance": "where facts come from",
    "AuditEvent": "the audit chain",
}
OFFLINE = "Go on when you are not there, for 30 days at most"


@frozen
class Line:
    """One thing that is asked: its scope, and the sentence."""

    scope: str
    words: str


@frozen(kw_only=True)
class AllowPage:
    """The whole page."""

    title: str
    app: str
    lines: tuple[Line, ...]
    child: Child | None
    children: tuple[Child, ...]

    @classmethod
    def of(cls, asked: Asked, *, child: Child | None, children: tuple[Child, ...]) -> AllowPage:
        """Say what is asked, and for whom it may be allowed."""
        whose = child.number if child is not None else "the child that you choose"
        return cls(
            title=f"Let {asked.app.name} in?",
            app=asked.app.name,
            lines=tuple(_lines(asked.scopes, whose)),
            child=child,
            children=children,
        )


def _lines(scopes: Scopes, whose: str) -> list[Line]:
    told = [Line(each, _sentence(each, whose)) for each in str(Scopes(scopes.atoms)).split()]
    return told + ([Line("offline_access", OFFLINE)] if "offline_access" in scopes.words else [])


def _sentence(scope: str, whose: str) -> str:
    atom = next(iter(scopes_of(scope).atoms))
    what = "everything that you may see" if atom.type == EVERYTHING else NAMES.get(atom.type, atom.type)
    of = f"of {whose}" if atom.context == "patient" else "of every child that you may see"
    needs = " and ".join(f"{name} {value}" for name, value in sorted(atom.needs))
    return f"Read {what} {of}{f', only where {needs}' if needs else ''}"

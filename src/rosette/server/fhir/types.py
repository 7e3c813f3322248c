"""Every type that is served: whose it is, what the policy asks, what can be searched and included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from attrs import field, frozen

from rosette.server.fhir.resources.facts import facts_of
from rosette.server.fhir.resources.held import Held
from rosette.server.fhir.resources.people import consents_of, patient, subjects_of
from rosette.server.fhir.resources.plans import plans_of
from rosette.server.policy import Kind
from rosette.server.store.models import Child

Source = Callable[[Child], tuple[Held, ...]]


@frozen(kw_only=True)
class Param:
    """A parameter: how its values compare, and the elements that it looks at."""

    kind: Literal["token", "date", "reference"]
    paths: tuple[str, ...]


@frozen(kw_only=True)
class Served:
    """A type: its sources for one child, the kinds of things that they are, parameters, and what may be included."""

    type: str
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...] = ()
    of_child: bool = True
    params: Mapping[str, Param] = field(factory=dict)
    includes: Mapping[str, str] = field(factory=dict)

    def of(self, child: Child) -> tuple[Held, ...]:
        """The resources of this type of a child."""
        return tuple(
            each for source in self.sources for each in source(child) if each.resource["resourceType"] == self.type
        )


def _patients(child: Child) -> tuple[Held, ...]:
    return (patient(child),)


def token(*paths: str) -> Param:
    """A parameter of codes."""
    return Param(kind="token", paths=paths)


def date(*paths: str) -> Param:
    """A parameter of days."""
    return Param(kind="date", paths=paths)


CODE, CATEGORY, STATUS = {"code": token("code")}, {"category": token("category")}, {"status": token("status")}
EFFECTIVE = ("effectiveDateTime", "effectivePeriod")
SUBJECT = "subject"


def _fact(type_: str, params: Mapping[str, Param], **includes: str) -> Served:
    listed = {f"{type_}:{name}": path for name, path in ({"patient": SUBJECT} | includes).items() if path}
    return Served(type=type_, kinds=(Kind.FACT,), sources=(facts_of,), params=params, includes=listed)


_ALL = (
    Served(
        type="Patient",
        kinds=(Kind.CHILD,),
        sources=(_patients,),
        params={"identifier": token("identifier"), "birthdate": date("birthDate"), "gender": token("gender")},
    ),
    _fact(
        "Condition",
        {
            **CODE,
            "onset-date": date("onsetDateTime"),
            "recorded-date": date("recordedDate"),
            "clinical-status": token("clinicalStatus"),
            "verification-status": token("verificationStatus"),
        },
    ),
    _fact("Observation", {**CODE, **CATEGORY, **STATUS, "date": date(*EFFECTIVE)}),
    _fact("DiagnosticReport", {**CODE, **STATUS, "date": date(*EFFECTIVE)}, result="result"),
    _fact("Procedure", {**CODE, **STATUS, "date": date("performedDateTime", "performedPeriod")}),
    _fact("MedicationStatement", {"code": token("medicationCodeableConcept"), **STATUS, "effective": date(*EFFECTIVE)}),
    _fact(
        "MedicationAdministration",
        {"code": token("medicationCodeableConcept"), **STATUS, "effective-time": date(*EFFECTIVE)},
    ),
    _fact("Basic", {**CODE, "created": date("created")}),
    _fact(
        "Provenance",
        {"target": Param(kind="reference", paths=("target",)), "recorded": date("recorded")},
        patient="",
        target="target",
    ),
    Served(
        type="Consent",
        kinds=(Kind.FACT, Kind.CONSENT),
        sources=(facts_of, consents_of),
        params={**STATUS, "date": date("dateTime")},
        includes={"Consent:patient": "patient"},
    ),
    Served(
        type="ResearchSubject",
        kinds=(Kind.FUNNEL,),
        sources=(subjects_of,),
        params={**STATUS, "study": Param(kind="reference", paths=("study",)), "date": date("period")},
        includes={"ResearchSubject:patient": "individual", "ResearchSubject:study": "study"},
    ),
    Served(
        type="CarePlan",
        kinds=(Kind.SURVEILLANCE,),
        sources=(plans_of,),
        params={**STATUS, "date": date("period")},
        includes={"CarePlan:patient": SUBJECT},
    ),
    Served(
        type="ResearchStudy",
        kinds=(Kind.TRIAL,),
        of_child=False,
        params={**STATUS, "identifier": token("identifier")},
    ),
    Served(
        type="AuditEvent",
        kinds=(Kind.AUDIT,),
        of_child=False,
        params={
            "date": date("recorded"),
            "patient": Param(kind="reference", paths=("entity.what",)),
            "subtype": token("subtype"),
        },
    ),
)
TYPES: Final[Mapping[str, Served]] = {each.type: each for each in _ALL}

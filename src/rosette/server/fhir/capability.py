"""The CapabilityStatement, made from the routes: it lists what they serve and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from rosette.server.fhir.answering import answered, base_of, served
from rosette.server.fhir.resources.held import Json
from rosette.server.fhir.types import TYPES, Served
from rosette.server.services import clock
from rosette.version import __version__

WORDS = (
    "Read only: nothing is created, changed or deleted here; files come in by the importer of the programme. "
    "Every answer is what the pages of the same person show. Resources of a child are searched with patient=. "
    "What counts no more is found by its id alone. Types that are not listed are not served: that a type is absent "
    "says nothing about the child."
)
URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
COMMON = (("_id", "token"), ("_lastUpdated", "date"))


@served("GET")
def metadata(request: HttpRequest) -> HttpResponse:
    """What is served; for everybody."""
    from rosette.server.fhir.urls import urlpatterns

    return answered(statement(urlpatterns, base=base_of(request)))


def statement(routes: Sequence[URLPattern], *, base: str) -> Json:
    """The statement of these routes."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": clock.today().isoformat(),
        "kind": "instance",
        "software": {"name": "Rosette", "version": __version__},
        "implementation": {"description": "Rosette informs a team; it never decides.", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": WORDS,
                "security": _security(base),
                "resource": [_resource(type_, found) for type_, found in sorted(_by_type(routes).items())],
            }
        ],
    }


def _by_type(routes: Sequence[URLPattern]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for type_, interaction in interactions(routes):
        found.setdefault(type_, []).append(interaction)
    return found


def interactions(routes: Sequence[URLPattern]) -> Iterator[tuple[str, str]]:
    """The type and the interaction of every route that has one."""
    for route in routes:
        interaction = getattr(route.callback, "interaction", "")
        if interaction:
            yield str(route.pattern).partition("/")[0], interaction


def _resource(type_: str, found: list[str]) -> Json:
    made: Json = {"type": type_}
    plain = [each for each in found if not each.startswith("$")]
    made |= {"interaction": [{"code": each} for each in sorted(plain)]} if plain else {}
    if "search-type" in plain:
        made |= _searching(TYPES[type_])
    operations = [_operation(type_, each) for each in found if each.startswith("$")]
    return made | ({"operation": operations} if operations else {})


def _operation(type_: str, name: str) -> Json:
    return {"name": name[1:], "definition": f"OperationDefinition/{type_}-{name[1:]}"}


def _searching(type_: Served) -> Json:
    patient = [{"name": "patient", "type": "reference"}] if type_.of_child else []
    common: list[dict[str, Any]] = [{"name": name, "type": kind} for name, kind in COMMON]
    own = [{"name": name, "type": param.kind} for name, param in type_.params.items()]
    made: Json = {"versioning": "versioned", "searchParam": [*common, *patient, *own]}
    return made | ({"searchInclude": list(type_.includes)} if type_.includes else {})


def _security(base: str) -> Json:
    root = base.removesuffix("/fhir")
    uris = [
        {"url": name, "valueUri": f"{root}/smart/{name}"} for name in ("authorize", "token", "introspect", "revoke")
    ]
    coding = {"system": SECURITY, "code": "SMART-on-FHIR"}
    return {"extension": [{"url": URIS, "extension": uris}], "service": [{"coding": [coding]}]}

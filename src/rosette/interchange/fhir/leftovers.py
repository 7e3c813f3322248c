"""What of a resource no mapper reads: named in one loss, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.interchange.fhir.desk import Mapped, loss
from rosette.interchange.fhir.elements import parts, word
from rosette.interchange.fhir.names import fhir_names
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.statuses import WITHDRAWN
from rosette.interchange.finds import Grade, Loss

NAMES = fhir_names()
EXTENSIONS = ("condition-assertedDate", "ctcae-grade", "mcode-radiotherapy-dose-delivered-to-volume")


def leftovers(resource: Resource) -> Iterable[Mapped]:
    """The loss that names the elements and extensions of a resource that make no fact; none when there are none."""
    if resource.type not in NAMES.read or resource.type == "Patient":
        return
    read = NAMES.envelope | NAMES.read.get(resource.type, frozenset())
    names = sorted(key for key in resource.raw if key not in read and not _value(key, resource))
    urls = [word(each, "url") or "no address" for each in parts(resource.raw, "extension")]
    unknown = [f"extension {url}" for url in urls if url.rsplit("/", 1)[-1] not in EXTENSIONS and not _own(url)]
    if names or unknown:
        grade: Grade = "not_understood" if unknown else "kept_aside"
        yield loss(resource, "elements that make no fact", said=", ".join((*names, *unknown)), grade=grade)


def _value(key: str, resource: Resource) -> bool:
    return resource.type == "Observation" and (key.startswith("value") or key == "dataAbsentReason")


def _own(url: str) -> bool:
    return url.startswith("urn:rosette:")


def modifier(resource: Resource) -> Loss | None:
    """The refusal of a resource whose meaning an extension changes in a way that is not known."""
    found = [word(each, "url") or "no address" for each in parts(resource.raw, "modifierExtension")]
    urls = [url for url in found if url != WITHDRAWN]
    rules = word(resource.raw, "implicitRules")
    if not urls and rules is None:
        return None
    said = "; ".join((*urls, *([f"implicitRules {rules}"] if rules else [])))
    why = "an extension changes its meaning in a way that is not known here"
    return loss(resource, why, said=said, remedy="A person has to read it.", grade="refused")

"""The words of a record as terms of a phenopacket: a code of an ontology where one says the same, else our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from rosette.interchange.codes import CodeBook
from rosette.interchange.fhir.desk import Desk
from rosette.interchange.phenopackets.terms import PREFIX
from rosette.kernel import PartialDate, Quantity

ORDER = {
    "hpo": "HP",
    "mondo": "MONDO",
    "loinc": "LOINC",
    "ncit": "NCIT",
    "hgnc": "HGNC",
    "so": "SO",
    "snomed": "SNOMED",
}
WHOLE = ("hpo", "mondo", "hgnc", "so")


@frozen(kw_only=True)
class Made:
    """What one fact becomes: elements by the list that takes them, and the fields that are lost with the reason."""

    elements: Mapping[str, list[dict[str, Any]]]
    lost: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Words:
    """What writing the facts needs."""

    book: CodeBook = field(repr=False)
    desk: Desk = field(repr=False)
    subject: str

    def term(self, kind: str, content: Mapping[str, Any], *, own: str | None = None) -> dict[str, str]:
        """The term that says exactly this; own: how it is called in our own words, kind/word when left out."""
        known = {system: (code, name) for system, code, name in self.book.codes_for(kind, content)}
        for system, prefix in ORDER.items():
            if system in known and self._says(system, known[system][0], content):
                code, name = known[system]
                return {"id": code if system in WHOLE else f"{prefix}:{code}", "label": name}
        word = str(next(iter(content.values())))
        return {"id": f"{PREFIX}:{own or f'{kind}/{word}'}", "label": word.replace("_", " ")}

    def _says(self, system: str, code: str, content: Mapping[str, Any]) -> bool:
        meaning = self.book.meaning(system, code)
        return meaning is not None and meaning.content == content

    def text(self, what: str, text: str) -> dict[str, str]:
        """A free text where a term is wanted."""
        return {"id": f"{PREFIX}:{what}", "label": text}


def unit(quantity: Quantity) -> dict[str, Any]:
    """A quantity with its unit of UCUM."""
    code = quantity.unit.code
    return {"unit": {"id": f"UCUM:{code}", "label": code}, "value": quantity.value}


def exact(on: PartialDate) -> str:
    """The first instant of a day."""
    return f"{on.earliest.isoformat()}T00:00:00Z"


def time_of(on: PartialDate | None) -> dict[str, Any]:
    """A TimeElement: an instant for a day, an interval for a month or a year."""
    if on is None:
        return {}
    if on.exact:
        return {"timestamp": exact(on)}
    return {"interval": {"start": exact(on), "end": f"{on.latest.isoformat()}T00:00:00Z"}}

"""Coded answers: a result of a test, an attribute such as the stage, an alteration that was looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rosette.interchange.codes import Meaning
from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import Raw, on_of, part, told, word
from rosette.interchange.fhir.resources import Resource

_STAGE = re.compile(r"(?:[\w ()]*\W)?stage\s+(?P<word>\w+)(?:\s+\(finding\))?", re.IGNORECASE)
_TURNED = re.compile(r"\b(not|no|non|or|versus|vs|possibl[ey]|suspected|previously|stage.*stage)\b", re.IGNORECASE)
_YES, _NO = ("yes", "positive", "available", "involved"), ("no", "negative", "not_available", "not_involved")


def coded(
    resource: Resource, raw: Raw, kind: str, dated: Mapping[str, Any], desk: Desk, said: str, part_of: str
) -> Mapped:
    """The fact of a coded result; a loss when the result has no word here."""
    test = desk.knowledge.coded.get(str(dated.get("code")))
    if test is None:
        return loss(resource, "it wants a number with a unit", said=said, remedy="Ask for the quantity.")
    result = answer(raw, test.values, desk)
    if result is None:
        wanted = ", ".join(test.values)
        return loss(resource, f"the result is none of {wanted}", said=said, remedy="Enter it by hand.")
    return candidate(resource, kind, {**dated, "result": result}, said=said, part_of=part_of)


def answer(raw: Raw, values: Iterable[str], desk: Desk) -> str | None:
    """Which of the words a coded value, a yes or no, or a text says."""
    words = tuple(values)
    if isinstance(raw.get("valueBoolean"), bool):
        return _first(_YES if raw["valueBoolean"] else _NO, words)
    text = word(raw, "valueString")
    if text is not None:
        return text.lower() if text.lower() in words else None
    for each in desk.meanings(part(raw, "valueCodeableConcept")):
        if each.kind == "result" and each.content["code"] in words:
            return each.content["code"]
        if each.kind == "answer" and "is" in each.content:
            return _first(_YES if each.content["is"] == "yes" else _NO, words)
    return None


def _first(wanted: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    return next((each for each in wanted if each in words), None)


def attribute(resource: Resource, raw: Raw, known: Meaning, desk: Desk, said: str) -> Mapped:
    """The value of an attribute, such as the stage; the question says which."""
    kind, key = known.content["kind"], known.content.get("key", "")
    if kind == "molecular":
        return _looked_for(resource, raw, known, desk, said)
    value = attribute_value(raw, kind, key, desk)
    if value is None:
        return loss(resource, f"the value of {key} is not known here", said=said, remedy="Enter it by hand.")
    return candidate(resource, kind, {"on": on_of(raw), key: value}, said=said)


def attribute_value(raw: Raw, kind: str, key: str, desk: Desk) -> str | None:
    """The value of one attribute that a coded value says; of a stage also by the words that name it."""
    concept = part(raw, "valueCodeableConcept")
    found = {each.content[key] for each in desk.meanings(concept, kind, "answer") if key in each.content}
    if len(found) == 1:
        return found.pop()
    said = told(concept)
    stage = None if found or _TURNED.search(said) else _STAGE.fullmatch(said)
    words = desk.knowledge.attributes[key].values if key in desk.knowledge.attributes else ()
    return stage["word"].upper() if stage is not None and stage["word"].upper() in words else None


def _looked_for(resource: Resource, raw: Raw, known: Meaning, desk: Desk, said: str) -> Mapped:
    """A test for one alteration of one gene: found, or looked for and not found."""
    gene, alteration = known.content["gene"], known.content["alteration"]
    result = answer(raw, ("yes", "no"), desk)
    if result is None:
        return loss(resource, "whether it was found is not told by a code known here", said=said)
    findings = [{"gene": gene, "alteration": alteration}] if result == "yes" else []
    content = {"on": on_of(raw), "assay": known.content["assay"], "covers": {gene: [alteration]}, "findings": findings}
    return candidate(resource, "molecular", content, said=said)

"""Observations: a value with a unit, a coded result, a score, or an attribute of the disease."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rosette.interchange.codes import Meaning
from rosette.interchange.fhir.answering import attribute, coded
from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import Amount, Raw, amount, number, on_of, part, parts, told, word
from rosette.interchange.fhir.people import subject_of
from rosette.interchange.fhir.pool import named
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.statuses import withdrawn
from rosette.interchange.units import unit_of

MEASURED = ("laboratory", "measurement", "organ_test")
ASKED = (*MEASURED, "assessment", "performance", "question", "derived")
_SCORE = ("{score}", "1", "", "score", None)


def observations(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The facts of one Observation and of its components."""
    raw = resource.raw
    if other := about_another(resource, desk):
        yield loss(resource, "it is about somebody or something else than the child", said=other, grade="kept_aside")
    elif parts(raw, "component") and not _value(raw):
        yield from _components(resource, desk)
    else:
        yield from _answered(resource, raw, desk)
        if parts(raw, "component"):
            yield from _components(resource, desk)


def about_another(resource: Resource, desk: Desk) -> str | None:
    """Whom or what it is about instead of the child; a focus on the child's own disease is none."""
    for focus in parts(resource.raw, "focus"):
        found = desk.lookup(focus, resource)
        name = named(focus) or "unknown"
        kind = found.type if found is not None else word(focus, "type") or name.split("/")[-2:][0]
        if kind != "Condition":
            return name
    taken = [found for each in parts(resource.raw, "specimen") if (found := desk.lookup(each, resource)) is not None]
    others = [each for each in taken if of_whom(each, desk) not in (None, of_whom(resource, desk))]
    return f"a specimen of {named(subject_of(others[0]))}" if others else None


def of_whom(each: Resource, desk: Desk) -> int | str | None:
    """Whom a resource is about, as one thing to compare; None when it does not say."""
    reference = subject_of(each)
    found = desk.lookup(reference, each) if reference else None
    return id(found.raw) if found is not None else named(reference) if reference else None


def _components(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    raw = resource.raw
    for each in parts(raw, "component"):
        merged = {**each, "effectiveDateTime": on_of(raw)}
        yield from _answered(resource, merged, desk, part_of=_named(each))


def _named(component: Raw) -> str:
    codes = [word(each, "code") for each in parts(part(component, "code"), "coding")]
    return next((code for code in codes if code), told(part(component, "code")))


def _answered(resource: Resource, raw: Raw, desk: Desk, *, part_of: str = "") -> Iterable[Mapped]:
    """One question with its answer; `raw` holds `code`, the day and the value."""
    name, said = told(part(raw, "code")), _said(raw)
    known = desk.meanings(part(raw, "code"), *ASKED)
    if _missing(raw) and not withdrawn(resource):
        reason = told(part(raw, "dataAbsentReason")) or "no reason is given"
        yield loss(resource, f"there is no value ({reason})", said=name, grade="kept_aside")
    elif not known:
        yield loss(resource, "no code of it is known here", said=said)
    elif known[0].kind == "derived":
        yield loss(resource, "it is worked out here from what was measured", said=said, grade="kept_aside")
    elif len(known) > 1:
        yield loss(resource, "its codes mean different things", said=said, remedy="Ask which one holds.")
    else:
        yield from _mapped(resource, raw, known[0], desk, said, part_of)


def _missing(raw: Raw) -> bool:
    return _value(raw) is None or bool(part(raw, "dataAbsentReason"))


def _value(raw: Raw) -> str | None:
    return next((key for key in raw if key.startswith("value") and raw[key] not in (None, "", {}, [])), None)


def _said(raw: Raw) -> str:
    name, key = told(part(raw, "code")), _value(raw)
    value = "" if key is None else _shown(raw, key)
    return f"{name}: {value}" if value else name


def _shown(raw: Raw, key: str) -> str:
    if key == "valueQuantity":
        return str(amount(part(raw, key)))
    return told(part(raw, key)) or str(raw[key])[:200]


def _mapped(resource: Resource, raw: Raw, known: Meaning, desk: Desk, said: str, part_of: str) -> Iterable[Mapped]:
    dated = {**known.content, "on": on_of(raw)}
    if known.kind == "performance":
        found: Mapped | list[Mapped] = _scored(resource, raw, dated, said)
    elif known.kind == "question":
        found = attribute(resource, raw, known, desk, said)
    elif "valueQuantity" in raw:
        found = _measured(resource, raw, known.kind, dated, said, part_of)
    else:
        found = coded(resource, raw, known.kind, dated, desk, said, part_of)
    yield from found if isinstance(found, list) else [found]


def _scored(resource: Resource, raw: Raw, dated: Mapping[str, Any], said: str) -> Mapped:
    value = number(raw, "valueInteger")
    if value is None and (found := amount(part(raw, "valueQuantity"))).code in _SCORE and found.comparator is None:
        value = found.value
    if value is None:
        return loss(resource, "the score is not a number", said=said, remedy="Ask for the number.")
    return candidate(resource, "performance", {**dated, "score": value}, said=said)


def _measured(
    resource: Resource, raw: Raw, kind: str, dated: Mapping[str, Any], said: str, part_of: str
) -> list[Mapped]:
    found = amount(part(raw, "valueQuantity"))
    unit = unit_of(found.code, found.unit)
    if unit.code is None or found.value is None:
        why = "the quantity has no number" if found.value is None else unit.why
        remedy = "Ask for the unit as a UCUM code; a unit is not guessed."
        return [loss(resource, why, said=said, remedy=remedy, grade="refused")]
    content = {**dated, "value": found.value, "unit": unit.code, "comparator": found.comparator}
    limits, faults = _limits(resource, raw, found) if kind == "laboratory" else ({}, [])
    return [candidate(resource, kind, {**content, **limits}, said=said, part_of=part_of), *faults]


def _limits(resource: Resource, raw: Raw, value: Amount) -> tuple[dict[str, Any], list[Mapped]]:
    """The limits of normal, where there is one range, in the unit of the value."""
    ranges = parts(raw, "referenceRange")
    if len(ranges) > 1:
        return {}, [loss(resource, f"{len(ranges)} reference ranges; which one holds is not told", said="ranges")]
    found: dict[str, Any] = {}
    faults: list[Mapped] = []
    for each in ranges:
        for key, name in (("lln", "low"), ("uln", "high")):
            limit = amount(part(each, name))
            if limit.value is not None and _same_unit(limit, value):
                found[key] = limit.value
            elif limit.value is not None:
                faults.append(loss(resource, "a limit of normal is not in the unit of the value", said=str(limit)))
    return found, faults


def _same_unit(limit: Amount, value: Amount) -> bool:
    given = unit_of(limit.code, limit.unit).code
    return given is not None and given == unit_of(value.code, value.unit).code

"""Procedures: operations, courses of radiotherapy with their dose, transplants, transfusions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rosette.interchange.codes import Meaning
from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import Raw, amount, code_of, common_day, day, extensions, part, parts, told, word
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.units import unit_of
from rosette.kernel import Quantity

KINDS = ("surgery", "radiation", "transplant", "transfusion")
SURGICAL = "cancer-related-surgical-procedure"
RADIATION = ("cancer-related-radiation-procedure", "radiotherapy-course-summary")


def procedures(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The facts of one Procedure."""
    profile = _by_profile(resource.raw)
    known = desk.meanings(part(resource.raw, "code"), *KINDS) or profile
    if len(known) != 1:
        why = "its codes mean different things" if known else "no code of it is known here"
        yield loss(resource, why)
    elif profile and profile[0].kind != known[0].kind:
        why = f"its code says {known[0].kind} and its profile says {profile[0].kind}"
        yield loss(resource, why, remedy="Ask which one holds.", grade="refused")
    elif known[0].kind == "radiation":
        yield from _radiation(resource, known[0], desk)
    else:
        yield candidate(resource, known[0].kind, _once(resource.raw, known[0]))


def _by_profile(raw: Raw) -> list[Meaning]:
    """What the mCODE profile says, when no code does: an operation, or a radiotherapy."""
    profiles = part(raw, "meta").get("profile")
    names = [each.rsplit("/", 1)[-1].split("|")[0] for each in _texts(profiles)]
    if any(name.endswith(SURGICAL) for name in names):
        return [Meaning(kind="surgery", content={"extent": "surgery"})]
    if any(name.endswith(RADIATION) for name in names):
        return [Meaning(kind="radiation", content={"field": "radiation"})]
    return []


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _once(raw: Raw, known: Meaning) -> dict[str, Any]:
    period = part(raw, "performedPeriod")
    on = common_day(word(period, "start"), word(period, "end")) if period else day(word(raw, "performedDateTime"))
    site = {"site": _site(raw)} if known.kind == "surgery" else {}
    return {**known.content, "on": on, **site}


def _site(raw: Raw) -> str | None:
    return "; ".join(dict.fromkeys(told(each) for each in parts(raw, "bodySite") if told(each))) or None


def _radiation(resource: Resource, known: Meaning, desk: Desk) -> Iterable[Mapped]:
    raw = resource.raw
    fields = _fields(raw, desk)
    field = known.content["field"] if known.content["field"] != "radiation" or not fields else fields[0]
    found = {"field": field, "fields": fields[1:] or None, "site": _site(raw), **_course(raw)}
    dose, faults = _dose(resource)
    yield candidate(resource, "radiation", {**found, **dose})
    yield from faults


def _fields(raw: Raw, desk: Desk) -> list[str]:
    """The fields of the body sites; none when one of the sites has no word here."""
    sites = [desk.meanings(each, "body_site") for each in parts(raw, "bodySite")]
    return [each[0].content["field"] for each in sites] if sites and all(sites) else []


def _course(raw: Raw) -> dict[str, Any]:
    period = part(raw, "performedPeriod")
    going = code_of(raw, "status") == "in-progress"
    if period:
        end = day(word(period, "end"))
        return {"from": day(word(period, "start")), "to": end, "ongoing": True if going and end is None else None}
    one = day(word(raw, "performedDateTime"))
    return {"from": one, "to": None if going else one, "ongoing": True if going else None}


def _dose(resource: Resource) -> tuple[dict[str, Any], list[Mapped]]:
    """The dose and the fractions of the one volume; several volumes are told apart nowhere in a record."""
    volumes = extensions(resource.raw).get("radiotherapy-dose-delivered-to-volume", [])
    if len(volumes) > 1:
        said = "; ".join(_volume_said(each) for each in volumes)
        return {}, [loss(resource, f"{len(volumes)} volumes have doses of their own", said=said, grade="kept_aside")]
    found: dict[str, Any] = {}
    faults: list[Mapped] = []
    for volume in volumes:
        inner = extensions(volume)
        for each in inner.get("fractionsDelivered", []):
            found["fractions"] = each.get("valuePositiveInt", each.get("valueUnsignedInt"))
        for each in inner.get("totalDoseDelivered", []):
            _take_dose(resource, each, found, faults)
    return found, faults


def _take_dose(resource: Resource, raw: Raw, found: dict[str, Any], faults: list[Mapped]) -> None:
    dose = amount(part(raw, "valueQuantity"))
    unit = unit_of(dose.code, dose.unit)
    if dose.comparator is not None:
        faults.append(loss(resource, "the dose is a limit, not a dose", said=f"dose {dose}", grade="refused"))
    elif unit.code in ("Gy", "cGy", "mGy") and dose.value is not None:
        found["dose_gy"] = round(Quantity.of(float(dose.value), unit.code).to("Gy").value, 9)
    else:
        faults.append(loss(resource, unit.why or "it is no dose in Gy", said=f"dose {dose}", grade="refused"))


def _volume_said(volume: Raw) -> str:
    doses = extensions(volume).get("totalDoseDelivered", [])
    return ", ".join(str(amount(part(each, "valueQuantity"))) for each in doses)

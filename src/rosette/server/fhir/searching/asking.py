"""What a request asks: parameters that are known to the type, a page, what to include; and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import field, frozen
from django.http import HttpRequest

from rosette.server.fhir.outcomes import FhirFault, Issue, invalid
from rosette.server.fhir.searching.dates import DateAsked, date_asked
from rosette.server.fhir.types import Param, Served

MOST, USUAL = 200, 50
CONTROLS = ("_id", "_lastUpdated", "_count", "_include", "_format", "_after", "patient")
JSON_FORMATS = ("json", "application/json", "application/fhir+json")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


@frozen(kw_only=True)
class Condition:
    """One parameter as asked: any of its values must be met."""

    name: str
    param: Param
    values: tuple[str, ...] = ()
    dates: tuple[DateAsked, ...] = ()


@frozen(kw_only=True)
class Asking:
    """A whole search; `query` is what was understood, to be repeated in links."""

    served: Served
    ids: tuple[str, ...] | None
    patient: str | None
    conditions: tuple[Condition, ...]
    updated: tuple[DateAsked, ...]
    count: int
    after: str
    includes: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    strange: tuple[Issue, ...] = field(default=())


def read_asking(request: HttpRequest, served: Served, *, base: str) -> Asking:
    """Read a search; raises FhirFault for what cannot be read, and under `Prefer: handling=strict` for the unknown."""
    sent = [(key, value) for key, values in request.GET.lists() for value in values]
    known = [(key, value) for key, value in sent if _known(key, served)]
    strange = tuple(
        Issue("not-supported", f'"{key}" cannot be asked of {served.type}', key, severity="warning")
        for key in dict.fromkeys(key for key, _ in sent if not _known(key, served))
    )
    if strange and "handling=strict" in request.headers.get("Prefer", "").replace(" ", ""):
        raise FhirFault(400, *(Issue(each.code, each.words, each.where) for each in strange))
    told: dict[str, list[str]] = {}
    for key, value in known:
        told.setdefault(key, []).append(value)
    _formats(told)
    return Asking(
        served=served,
        ids=_ids(told.get("_id")),
        patient=_patient(told.get("patient"), base),
        conditions=tuple(_condition(key, value, served) for key, value in known if key in served.params),
        updated=tuple(date_asked(value, "_lastUpdated") for value in told.get("_lastUpdated", [])),
        count=_count(told.get("_count", [])),
        after=next(iter(told.get("_after", [])), ""),
        includes=_includes(told.get("_include", []), served),
        query=tuple((key, value) for key, value in known if key not in ("_after", "_format")),
        strange=strange,
    )


def _known(key: str, served: Served) -> bool:
    return key in served.params or (key in CONTROLS and (key != "patient" or served.of_child))


def _formats(told: Mapping[str, Sequence[str]]) -> None:
    for value in told.get("_format", []):
        if value.replace(" ", "+") not in JSON_FORMATS:
            raise FhirFault(406, Issue("not-supported", "only application/fhir+json is answered", "_format"))


def _condition(key: str, value: str, served: Served) -> Condition:
    param = served.params[key]
    values = tuple(each for each in value.split(",") if each)
    if not values:
        raise invalid("it has no value", key)
    if param.kind == "date":
        return Condition(name=key, param=param, dates=tuple(date_asked(each, key) for each in values))
    return Condition(name=key, param=param, values=values)


def _ids(values: Sequence[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    sets = [[each for each in value.split(",") if each] for value in values]
    wrong = [each for found in sets for each in found if not _ID.fullmatch(each)]
    if wrong:
        raise invalid(f'"{wrong[0]}" is no id', "_id")
    return tuple(each for each in dict.fromkeys(sets[0]) if all(each in other for other in sets[1:]))


def _patient(values: Sequence[str] | None, base: str) -> str | None:
    if not values:
        return None
    found = {each.removeprefix(f"{base}/").removeprefix("Patient/") for each in values}
    if len(found) > 1 or not all(_ID.fullmatch(each) for each in found):
        raise invalid("name one child: patient=<id> or patient=Patient/<id>", "patient")
    return found.pop()


def _count(values: Sequence[str]) -> int:
    if not values:
        return USUAL
    if len(values) > 1 or not re.fullmatch(r"\d{1,6}", values[0], re.ASCII):
        raise invalid("it is a number, 0 for the total alone", "_count")
    return min(int(values[0]), MOST)


def _includes(values: Sequence[str], served: Served) -> tuple[str, ...]:
    for value in values:
        if value not in served.includes:
            allowed = ", ".join(served.includes) or "nothing"
            raise FhirFault(400, Issue("not-supported", f'"{value}" is not included; {allowed} can be', "_include"))
    return tuple(dict.fromkeys(values))

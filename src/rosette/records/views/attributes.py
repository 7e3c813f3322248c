"""Single-valued attributes of the child on a day: diagnosis, stage, risk, biology, home, disease status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from rosette.records.facts import Diagnosis, DiseaseEvent, Fact, Home
from rosette.records.views.claims import Candidates, Claim, candidates
from rosette.records.views.index import RecordIndex
from rosette.records.views.molecular import molecular
from rosette.records.views.spans import bounds_of, point
from rosette.records.views.status import best_response, disease_status, status_days

_DIAGNOSIS = frozenset(field.name for field in attrs.fields(Diagnosis)) - frozenset(
    field.name for field in attrs.fields(Fact)
)
_EVENTFUL = {"disease_status": disease_status, "best_response": best_response}
_HOME = frozenset({"country", "state", "language"})


def attribute(index: RecordIndex, name: str, on: int) -> Candidates:
    """The values of an attribute on the ordinal day, each with its facts.

    None: the record does not say. More than one: the record contradicts itself.
    """
    if name == "sex":
        return ((index.record.sex, ()),) if index.record.sex is not None else ()
    if name in _EVENTFUL:
        return _EVENTFUL[name](index, on)
    return candidates(_claims(index, name), on)


def attribute_days(index: RecordIndex, name: str) -> tuple[int, ...]:
    """The ordinal days on which the answer of `attribute` can change, ascending; constant between them."""
    if name in _EVENTFUL:
        return status_days(index)
    return tuple(sorted({day for claim in _claims(index, name) for day in claim.days()}))


def _claims(index: RecordIndex, name: str) -> tuple[Claim, ...]:
    return index.kept(("claims", name), lambda: tuple(_gather(index, name)))


def _gather(index: RecordIndex, name: str) -> Iterable[Claim]:
    if name in _HOME:
        return _homes(index, name)
    if name == "last_event":
        return (Claim(*point(event), event.event, event) for event in index.record.of(DiseaseEvent))
    if name == "mycn":
        return (*_diagnoses(index, name), *_mycn(index))
    return _diagnoses(index, name) if name in _DIAGNOSIS else ()


def _diagnoses(index: RecordIndex, name: str) -> Iterator[Claim]:
    for fact in index.record.of(Diagnosis):
        value: str | None = getattr(fact, name)
        if value is not None:
            yield Claim(*point(fact), value, fact)


def _mycn(index: RecordIndex) -> Iterator[Claim]:
    """MYCN by the molecular reports: amplified or gain as found, not amplified when looked for in vain."""
    view = molecular(index)
    found = {(f.fact.id, f.alteration): f for f in view.findings if f.gene == "MYCN"}
    for coverage in view.looked_for("MYCN", "amplification"):
        if (coverage.fact.id, "amplification") not in found and (coverage.fact.id, "gain") not in found:
            yield Claim(coverage.first, coverage.last, "not_amplified", coverage.fact)
    for (_, alteration), finding in found.items():
        if alteration in ("amplification", "gain"):
            yield Claim(
                finding.first,
                finding.last,
                {"amplification": "amplified"}.get(alteration, "gain"),
                finding.fact,
            )


def _homes(index: RecordIndex, name: str) -> Iterator[Claim]:
    for fact in index.record.of(Home):
        value: str | None = getattr(fact, name)
        span = bounds_of(fact)
        if value is not None and span.first is not None and span.first_latest is not None:
            yield Claim(span.first, span.first_latest, value, fact, span.last_earliest, span.last_latest)

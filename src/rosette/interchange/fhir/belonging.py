"""Which results of a report of genetics count with it: those of the same child that stand as final."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.interchange.fhir.desk import Desk, Mapped, loss
from rosette.interchange.fhir.leftovers import modifier
from rosette.interchange.fhir.observing import about_another, of_whom
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.statuses import silent, withdrawn


def belonging(report: Resource, results: Iterable[Resource], desk: Desk) -> tuple[list[Resource], list[Mapped]]:
    """The results that count with their report, and a loss for each that does not."""
    kept: list[Resource] = []
    losses: list[Mapped] = []
    for each in results:
        why = None if each is report else _why_not(report, each, desk)
        if why is None:
            kept.append(each)
        else:
            losses.append(loss(each, why, grade="kept_aside"))
    return kept, losses


def _why_not(report: Resource, each: Resource, desk: Desk) -> str | None:
    if modifier(each) is not None:
        return "an extension changes its meaning in a way that is not known here"
    if withdrawn(each):
        return "its sender took it back"
    if of_whom(each, desk) not in (None, of_whom(report, desk)) or about_another(each, desk):
        return "it is about somebody or something else than the child of its report"
    return silent(each)

"""The same child found again: between inquiries, and between an inquiry and the children of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rosette.intake import twin_keys
from rosette.server.store.models import Child, Inquiry, TwinMark
from rosette.server.store.records import birth_of
from rosette.server.store.sealing import blind_index


def mark_inquiry(inquiry: Inquiry, *, name: str, birth: date | None) -> None:
    """Keep the keys of the child that an inquiry is about."""
    inquiry.twin_marks.all().delete()
    if birth is not None:
        TwinMark.objects.bulk_create(_marks(name, birth, inquiry=inquiry))


def mark_children() -> None:
    """Keep the keys of every child of the programme that has none yet."""
    for child in Child.objects.filter(twin_marks__isnull=True, wrapped_key__isnull=False).order_by("pk"):
        if child.name:
            TwinMark.objects.bulk_create(_marks(child.name, birth_of(child), child=child))


def inquiries_like(inquiry: Inquiry) -> tuple[tuple[Inquiry, str], ...]:
    """Other inquiries that are about the same child, or likely are: each with the stronger of both."""
    found: dict[Any, tuple[Inquiry, str]] = {}
    for mark in _alike(inquiry).filter(inquiry__isnull=False).exclude(inquiry=inquiry).select_related("inquiry"):
        if mark.inquiry.state != "draft" and (mark.inquiry.pk not in found or mark.strength == "same"):
            found[mark.inquiry.pk] = (mark.inquiry, mark.strength)
    return tuple(found.values())


def children_like(inquiry: Inquiry) -> tuple[tuple[Child, str], ...]:
    """Children of the programme that an inquiry is about, or likely is."""
    mark_children()
    found: dict[Any, tuple[Child, str]] = {}
    for mark in _alike(inquiry).filter(child__isnull=False).select_related("child"):
        if mark.child.pk not in found or mark.strength == "same":
            found[mark.child.pk] = (mark.child, mark.strength)
    return tuple(found.values())


def _alike(inquiry: Inquiry) -> Any:
    return TwinMark.objects.filter(index__in=[bytes(mark.index) for mark in inquiry.twin_marks.all()])


def _marks(name: str, birth: date, **owner: Any) -> Iterable[TwinMark]:
    return [
        TwinMark(index=blind_index().of(f"twin/{key.text}"), strength=key.strength, **owner)
        for key in twin_keys(name, birth)
    ]

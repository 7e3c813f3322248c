"""Searches the audit chain in the database: for who may read it whole, newest last."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from rosette.server.fhir.callers import Caller
from rosette.server.fhir.outcomes import forbidden, missing
from rosette.server.fhir.resources.audits import audit_event
from rosette.server.fhir.resources.held import Held
from rosette.server.fhir.searching.asking import Asking
from rosette.server.fhir.searching.dates import DateAsked
from rosette.server.fhir.types import TYPES
from rosette.server.policy import Kind
from rosette.server.smart import Scopes
from rosette.server.store.models import AuditRow

SERVED = TYPES["AuditEvent"]


def may_read(caller: Caller, act: str) -> None:
    """Stop unless a role reads the whole chain and a scope speaks of it; raises FhirFault."""
    caller.refuse_unless(SERVED.type, act, SERVED.kinds)
    whole = Scopes(frozenset(each for each in caller.scopes.atoms if each.context != "patient"))
    if not whole.mentions(SERVED.type, act):
        raise forbidden("the audit chain is of every child: a scope of one child does not open it")
    if not caller.may(Kind.AUDIT, None):
        raise missing()


def read_row(caller: Caller, name: str) -> Held:
    """One row by its number."""
    may_read(caller, "r")
    row = AuditRow.objects.filter(pk=int(name)).first() if name.isdecimal() and len(name) < 16 else None
    held = audit_event(row) if row is not None else None
    if held is None or not caller.sees(held, None, "r"):
        raise missing()
    return held


def search_rows(caller: Caller, asking: Asking) -> tuple[list[Held], int, str]:
    """One page of rows, how many there are in all, and the last number when more follow."""
    may_read(caller, "s")
    rows = AuditRow.objects.filter(_wanted(asking)).order_by("seq")
    total = rows.count()
    after = int(asking.after) if asking.after.isdecimal() and len(asking.after) < 16 else 0
    page = list(rows.filter(seq__gt=after)[: asking.count + 1]) if asking.count else []
    shown = [audit_event(row) for row in page[: asking.count]]
    return [each for each in shown if caller.sees(each, None, "s")], total, _more(page, asking)


def _more(page: list[AuditRow], asking: Asking) -> str:
    return str(page[asking.count - 1].seq) if len(page) > asking.count else ""


def _wanted(asking: Asking) -> Q:
    found = Q(child=asking.patient) if asking.patient else Q()
    if asking.ids is not None:
        found &= Q(seq__in=[int(each) for each in asking.ids if each.isdecimal() and len(each) < 16])
    for each in asking.updated:
        found &= _at(each)
    for condition in asking.conditions:
        found &= _any(condition)
    return found


def _any(condition: Any) -> Q:
    found = Q(pk__in=[])
    for each in condition.dates:
        found |= _at(each)
    for value in condition.values:
        word = value.rpartition("|")[2] if condition.name == "subtype" else value.rpartition("/")[2]
        found |= Q(act=word) if condition.name == "subtype" else Q(child=word)
    return found


def _at(asked: DateAsked) -> Q:
    """An instant against a stretch."""
    first, end = asked.asked.first, asked.asked.end
    inside = Q(at__gte=first, at__lt=end)
    before, after = Q(at__lt=first), Q(at__gte=end)
    table = {"eq": inside, "ne": ~inside, "lt": before, "gt": after, "le": before | inside, "ge": after | inside}
    return table[asked.prefix]

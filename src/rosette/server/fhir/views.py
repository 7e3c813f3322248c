"""Read and search of every type, the statement of what is served, and what is not."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rosette.server.fhir.answering import answered, base_of, one, searchset, served
from rosette.server.fhir.callers import caller_of
from rosette.server.fhir.finding import included, keep, read_one, search_all
from rosette.server.fhir.outcomes import missing
from rosette.server.fhir.searching.asking import read_asking
from rosette.server.fhir.searching.auditing import read_row, search_rows
from rosette.server.fhir.types import Served
from rosette.server.policy import Act, Kind
from rosette.server.services.guards import Guard

View = Callable[..., HttpResponse]


def read_view(type_: Served) -> View:
    """The view that reads one resource of a type."""

    @served("GET", interaction="read", guard=_guard(type_))
    def read(request: HttpRequest, name: str) -> HttpResponse:
        """One resource."""
        caller = caller_of(request)
        held = read_row(caller, name) if type_.type == "AuditEvent" else read_one(request, caller, type_, name)
        if type_.type == "AuditEvent":
            keep(caller, Kind.AUDIT, None, "fhir AuditEvent")
        return one(request, held)

    return read


def search_view(type_: Served) -> View:
    """The view that searches a type."""

    @served("GET", interaction="search-type", guard=_guard(type_))
    def search(request: HttpRequest) -> HttpResponse:
        """A page of what answers."""
        caller, base = caller_of(request), base_of(request)
        asking = read_asking(request, type_, base=base)
        if type_.type == "AuditEvent":
            rows, total, more = search_rows(caller, asking)
            keep(caller, Kind.AUDIT, None, "fhir search AuditEvent")
            return answered(searchset(base, asking, rows, (), total=total, more=more))
        found = search_all(caller, asking)
        rest = [each for each in found if each[0].resource["id"] > asking.after]
        page = rest[: asking.count]
        more = page[-1][0].resource["id"] if page and len(rest) > len(page) else ""
        shown = [held for held, _ in page]
        return answered(searchset(base, asking, shown, included(caller, asking, page), total=len(found), more=more))

    return search


def _guard(type_: Served) -> Guard:
    return Guard(kind=type_.kinds[0], act=Act.VIEW, of_child=False)


@served("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is not served: an outcome, for nobody signed in 401."""
    caller_of(request)
    raise missing()

"""The REST API: sessions of the web site or a token; the same guards, services and objects as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.responses import Status
from ninja.security import SessionAuth

from rosette.kernel import BadInput, Refused, RosetteError
from rosette.options import board_json
from rosette.records import record_document
from rosette.server.api.shapes import CaseOut, ChildOut, FactsIn, FactsOut, Fault, TrialOut
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import decide
from rosette.server.services.boards import board_of
from rosette.server.services.curated import held_portfolio
from rosette.server.services.facts import add_facts
from rosette.server.services.guards import find_child, may_somewhere
from rosette.server.services.limits import over_limit
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Case, Child
from rosette.server.store.records import record_of, record_version
from rosette.version import SOFTWARE, __version__

LIMIT = 100


class TooMany(RosetteError):
    """One person asked more than work needs."""


class Signed(SessionAuth):
    """A signed-in session; anybody else gets 401, never a redirect."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The person, or nothing."""
        return request.user if request.user.is_authenticated and request.user.is_active else None


api = NinjaAPI(
    title="Rosette",
    version=__version__,
    auth=Signed(),
    urls_namespace="api",
    docs_url=None,
    description="Records, boards, portfolio and cases of a neuroblastoma programme. It informs; it never decides.",
)
ERRORS = {400: Fault, 401: Fault, 403: Fault, 404: Fault, 422: Fault, 429: Fault}


class Paging(Schema):
    """Which page."""

    page: int = 1


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Any) -> HttpResponse:
    """What is not there, or may not be known."""
    return api.create_response(request, {"faults": ["there is no such thing, or you may not know of it"]}, status=404)


@api.exception_handler(RosetteError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """A refusal of the domain with every fault."""
    if isinstance(error, Refused):
        return missing(request, error)
    faults = [problem.sentence() for problem in error.problems] if isinstance(error, BadInput) else [str(error)]
    status = 429 if isinstance(error, TooMany) else 400
    return api.create_response(request, {"faults": faults}, status=status)


def _child(request: HttpRequest, child: str, kind: Kind, act: Act = Act.VIEW) -> Child:
    if over_limit(request.user.pk, child=child):
        raise TooMany("too many requests in one minute; wait a minute")
    found = find_child(request, child, kind=kind, act=act)
    if request.method == "GET":
        audit.write(by=request.user, act=f"{kind.value}.view", kind=kind.value, child=found, detail="api")
    return found


def _somewhere(request: HttpRequest, kind: Kind) -> None:
    if not may_somewhere(request.user, Act.VIEW, kind):
        raise Http404


@api.get("/children", response={200: list[ChildOut], **ERRORS}, operation_id="children")
def children(request: HttpRequest, paging: Query[Paging]) -> Any:
    """The children that the person may see, a hundred a page."""
    _somewhere(request, Kind.CHILD)
    rows = Child.objects.visible_to(request.user).filter(wrapped_key__isnull=False).order_by("number")
    shown = Paginator(rows.select_related("referring_site"), LIMIT).get_page(paging.page)
    audit.write(by=request.user, act="child.list", kind="child", detail="api")
    return [ChildOut(id=c.public_id, number=c.number, home_hospital=c.referring_site.name) for c in shown]


@api.get("/children/{child}/record", response={200: dict[str, Any], **ERRORS}, operation_id="record")
def record(request: HttpRequest, child: str) -> Any:
    """The record in the record format."""
    return record_document(record_of(_child(request, child, Kind.FACT)))


@api.post("/children/{child}/facts", response={201: FactsOut, **ERRORS}, operation_id="add_facts")
def facts(request: HttpRequest, child: str, body: FactsIn) -> Any:
    """Add facts without their envelopes; all or none; the server gives ids, instants and recorders."""
    found = _child(request, child, Kind.FACT, Act.ADD)
    ids = add_facts(child=found, facts=body.facts, by=request.user)
    return Status(201, FactsOut(ids=list(ids), version=record_version(found)))


@api.get("/children/{child}/options", response={200: dict[str, Any], **ERRORS}, operation_id="options")
def options(request: HttpRequest, child: str, on: date | None = None) -> Any:
    """The board: the object that `rosette options --json` prints."""
    if on is not None and not 1990 <= on.year <= 2199:
        raise Http404
    return board_json(board_of(_child(request, child, Kind.BOARD), on=on or clock.today()), software=SOFTWARE)


@api.get("/portfolio", response={200: list[TrialOut], **ERRORS}, operation_id="portfolio")
def portfolio(request: HttpRequest) -> Any:
    """Every trial and standing offer with its arms."""
    _somewhere(request, Kind.TRIAL)
    return [
        TrialOut(
            id=t.id,
            title=t.title,
            short=t.short,
            phase=t.phase,
            version=t.version,
            status=t.registry.status,
            places=[place for place, _ in t.places()],
        )
        for t in held_portfolio().trials.values()
    ]


@api.get("/cases", response={200: list[CaseOut], **ERRORS}, operation_id="cases")
def cases(request: HttpRequest, paging: Query[Paging]) -> Any:
    """The open cases of the children that the person may see."""
    _somewhere(request, Kind.CASE)
    visible = Child.objects.visible_to(request.user, "case")
    rows = Case.objects.filter(child__in=visible, closed_on__isnull=True).select_related(
        "child__referring_site", "child__programme_site", "owner"
    )
    shown = Paginator(rows.order_by("next_on", "pk"), LIMIT).get_page(paging.page)
    audit.write(by=request.user, act="case.list", kind="case", detail="api")
    return [_case(case) for case in shown if decide(request.user, Act.VIEW, thing_of(Kind.CASE, case.child)).allowed]


def _case(case: Case) -> CaseOut:
    return CaseOut(
        id=case.public_id,
        child=case.child.public_id,
        number=case.child.number,
        kind=case.kind,
        state=case.state,
        opened_on=case.opened_on,
        next_on=case.next_on,
        next_step=case.next_step,
        owner=case.owner.name,
    )

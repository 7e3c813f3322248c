"""Answers: JSON of FHIR with its version, Bundles with links that stay, and faults as outcomes around every view."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from rosette.kernel import BadInput, Refused, RosetteError
from rosette.server.fhir.outcomes import FhirFault, Issue, missing, outcome
from rosette.server.fhir.resources.held import Held, Json
from rosette.server.fhir.searching.asking import JSON_FORMATS, Asking
from rosette.server.services.guards import Guard

CONTENT = "application/fhir+json; charset=utf-8"
ACCEPTED = (*JSON_FORMATS, "*/*", "application/*")
View = Callable[..., HttpResponse]
_log = logging.getLogger("rosette.fhir")


def served(*methods: str, interaction: str = "", guard: Guard | None = None) -> Callable[[View], View]:
    """A route for programs: these methods, faults as outcomes, no page and no redirect for anybody."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                _refuse(request, methods)
                return view(request, *args, **kwargs)
            except FhirFault as error:
                return faulty(error)
            except (Http404, RosetteError) as error:
                return faulty(_fault(error))
            except Exception:
                number = getattr(request, "request_id", "")
                _log.exception("request %s failed", number)
                return faulty(FhirFault(500, Issue("exception", f"the server failed; its number is {number}")))

        plain: View = csrf_exempt(login_not_required(answered))
        plain.guard = guard  # type: ignore[attr-defined]
        plain.interaction = interaction  # type: ignore[attr-defined]
        return plain

    return wrap


def _refuse(request: HttpRequest, methods: Sequence[str]) -> None:
    """Stop for a method that is not served, or an answer that is not JSON."""
    allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]
    if request.method not in allowed:
        issue = Issue("not-supported", f"{request.method} is not served here")
        raise FhirFault(405, issue, headers={"Allow": ", ".join(allowed)})
    wanted = [each.partition(";")[0].strip() for each in request.headers.get("Accept", "*/*").split(",")]
    if "_format" not in request.GET and not any(each in ACCEPTED for each in wanted):
        raise FhirFault(406, Issue("not-supported", "only application/fhir+json is answered"))


def _fault(error: Exception) -> FhirFault:
    if isinstance(error, Http404 | Refused):
        return missing()
    if isinstance(error, BadInput):
        return FhirFault(400, *(Issue("invalid", each.sentence(), each.path) for each in error.problems))
    return FhirFault(422, Issue("processing", str(error)))


def faulty(error: FhirFault) -> HttpResponse:
    """A fault as an OperationOutcome."""
    answer = answered(outcome(error.issues), status=error.status)
    for name, value in error.headers.items():
        answer[name] = value
    return answer


def answered(document: Json, *, status: int = 200) -> HttpResponse:
    """A document of FHIR."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(text, status=status, content_type=CONTENT)


def one(request: HttpRequest, held: Held) -> HttpResponse:
    """One resource with its version; 304 when the program has it."""
    from django.utils.dateparse import parse_datetime
    from django.utils.http import http_date

    meta = held.resource["meta"]
    tag = f'W/"{meta["versionId"]}"'
    has = {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}
    answer = HttpResponse(status=304) if has & {tag, "*"} else answered(held.resource)
    answer["ETag"] = tag
    instant = parse_datetime(meta.get("lastUpdated", ""))
    if instant is not None:
        answer["Last-Modified"] = http_date(instant.timestamp())
    return answer


def base_of(request: HttpRequest) -> str:
    """The address of this server as programs know it."""
    return str(request.build_absolute_uri("/fhir"))


def searchset(
    base: str, asking: Asking, page: Sequence[Held], included: Sequence[Held], *, total: int, more: str
) -> Json:
    """The Bundle of a search; `more`: the last id of the page when others follow."""
    address = f"{base}/{asking.served.type}"
    links = [_link("self", address, asking, asking.after)]
    if more:
        links += [_link("first", address, asking, ""), _link("next", address, asking, more)]
    entries = [_entry(base, each, "match") for each in page] + [_entry(base, each, "include") for each in included]
    if asking.strange:
        entries.append({"resource": outcome(asking.strange), "search": {"mode": "outcome"}})
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links}
    return bundle | ({"entry": entries} if entries else {})


def _entry(base: str, held: Held, mode: str) -> Json:
    return {"fullUrl": f"{base}/{held.reference}", "resource": held.resource, "search": {"mode": mode}}


def _link(relation: str, address: str, asking: Asking, after: str) -> Json:
    query = [*asking.query, *([("_after", after)] if after else [])]
    return {"relation": relation, "url": f"{address}?{urlencode(query)}" if query else address}

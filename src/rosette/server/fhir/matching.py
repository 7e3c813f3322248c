"""ResearchStudy/$match: the board of a child as a searchset; every verdict, reason and day is the board's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from rosette.options import Board, Option, option_json
from rosette.options.wording import INFORMS, made_from, reason_lines
from rosette.server.fhir.answering import answered, base_of, one, served
from rosette.server.fhir.callers import caller_of, count
from rosette.server.fhir.finding import child_of, keep
from rosette.server.fhir.outcomes import FhirFault, Issue, invalid, missing
from rosette.server.fhir.resources.held import Held, Json
from rosette.server.fhir.resources.studies import stamped_bare, study
from rosette.server.policy import Act, Kind
from rosette.server.services.access import note_refusal
from rosette.server.services.boards import board_of
from rosette.server.services.guards import Guard
from rosette.version import SOFTWARE

MATCH, MADE = "urn:rosette:fhir:match", "urn:rosette:fhir:made-from"
LONGEST = 100_000
NAME = "ResearchStudy-match"
DAYS = ("since", "opens_on", "stale_on", "closes_on")


@served("GET", "POST", interaction="$match", guard=Guard(kind=Kind.BOARD, act=Act.VIEW, of_child=False))
def match(request: HttpRequest) -> HttpResponse:
    """Every study of the portfolio with how the child stands to each of its arms."""
    caller = caller_of(request)
    caller.refuse_unless("ResearchStudy", "s", (Kind.BOARD,))
    name = _patient(request, base_of(request))
    count(caller, name)
    child = child_of(name)
    alive = child is not None and child.wrapped_key is not None
    subject = Held(resource={"resourceType": "Patient", "id": name}, kinds=(Kind.BOARD,), child=name)
    if child is None or not alive or not caller.sees(subject, child, "r"):
        note_refusal(caller.user, Act.VIEW, Kind.BOARD, child or name[:40], because="fhir $match")
        raise missing()
    keep(caller, Kind.BOARD, child, "fhir ResearchStudy/$match")
    return answered(matched(board_of(child), base=base_of(request)))


def matched(board: Board, *, base: str) -> Json:
    """The searchset of a board: one entry a study, one extension an arm."""
    arms: dict[str, list[Option]] = {}
    for option in board.options:
        arms.setdefault(option.trial.id, []).append(option)
    entries = [_entry(base, options, board) for options in arms.values()]
    told = [{"url": MADE, "valueString": made_from(board, software=SOFTWARE)}]
    note = {"resourceType": "OperationOutcome", "issue": [_informs()]}
    last = {"resource": note, "search": {"mode": "outcome"}}
    return {
        "resourceType": "Bundle",
        "meta": {"extension": told},
        "type": "searchset",
        "total": len(entries),
        "entry": [*entries, last],
    }


def _informs() -> Json:
    return {"severity": "information", "code": "informational", "diagnostics": INFORMS}


def _entry(base: str, options: list[Option], board: Board) -> Json:
    held = study(options[0].trial)
    extensions = [{"url": MATCH, "extension": list(_told(each, board))} for each in options]
    search = {"extension": extensions, "mode": "match"}
    return {"fullUrl": f"{base}/{held.reference}", "resource": held.resource, "search": search}


def _told(option: Option, board: Board) -> Iterator[Json]:
    """What the board says about one arm, by the words of its JSON."""
    said = option_json(option, board.knowledge)
    yield {"url": "place", "valueString": said["id"]}
    yield {"url": "title", "valueString": said["title"]}
    yield {"url": "verdict", "valueCode": said["verdict"]}
    yield {"url": "section", "valueString": said["section"]}
    for line in reason_lines(option.not_met):
        yield {"url": "why", "valueString": f"{line.head}: {line.whole}"}
    for text in dict.fromkeys(each["what"] for report in said["criteria"] for each in report["missing"]):
        yield {"url": "missing", "valueString": text}
    for name in DAYS:
        if said[name] is not None:
            yield {"url": name, "valueDate": said[name]}


def _patient(request: HttpRequest, base: str) -> str:
    """The child that is named, in the address or in Parameters; raises FhirFault."""
    if request.method != "POST":
        return _named(request.GET.get("patient", ""), base)
    if len(request.body) > LONGEST:
        raise FhirFault(413, Issue("too-long", f"more than {LONGEST} bytes"))
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise invalid("it is no JSON") from None
    if not isinstance(sent, dict) or sent.get("resourceType") != "Parameters":
        raise invalid("Parameters are wanted", "Parameters")
    found = [each for each in _list(sent.get("parameter")) if each.get("name") == "patient"]
    if len(found) != 1:
        raise invalid("one parameter `patient` is wanted", "Parameters.parameter")
    reference = found[0].get("valueReference")
    said = reference.get("reference") if isinstance(reference, dict) else found[0].get("valueId")
    return _named(said if isinstance(said, str) else "", base)


def _list(value: Any) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _named(text: str, base: str) -> str:
    found = text.removeprefix(f"{base}/").removeprefix("Patient/")
    if not found or "/" in found or not found.isprintable():
        raise invalid("patient must be the id of a Patient here", "patient")
    return found


def definition() -> Held:
    """What the operation takes and gives."""
    parameters = [
        {"name": "patient", "use": "in", "min": 1, "max": "1", "type": "Reference", "documentation": "The child."},
        {
            "name": "return",
            "use": "out",
            "min": 1,
            "max": "1",
            "type": "Bundle",
            "documentation": f"One entry a study; search.extension {MATCH} holds for each arm its place, verdict "
            "(eligible, needs_judgement, unknown, not_eligible), why, missing tests and days. It informs.",
        },
    ]
    resource: Json = {
        "resourceType": "OperationDefinition",
        "id": NAME,
        "name": "Match",
        "status": "active",
        "kind": "operation",
        "affectsState": False,
        "code": "match",
        "resource": ["ResearchStudy"],
        "system": False,
        "type": True,
        "instance": False,
        "parameter": parameters,
    }
    return Held(resource=stamped_bare(resource), kinds=())


@served("GET", interaction="read")
def read_definition(request: HttpRequest, name: str) -> HttpResponse:
    """The definition of the operation; for everybody, like the statement that names it."""
    if name != NAME:
        raise missing()
    return one(request, definition())

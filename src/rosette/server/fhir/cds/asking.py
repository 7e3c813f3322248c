"""What a CDS client asks: who it is by its signature, which child by id or by number in its prefetch."""

from __future__ import annotations

import json
import uuid
from typing import Any

from attrs import field, frozen
from django.http import HttpRequest

from rosette.server.fhir.outcomes import FhirFault, Issue, invalid
from rosette.server.services.limits import over_limit
from rosette.server.services.smart.apps import once
from rosette.server.smart import SignedFault
from rosette.server.smart.signed import unread_issuer
from rosette.server.store.models import App, Child
from rosette.server.store.records import header_of
from rosette.server.store.sealing import blind_index

LONGEST, MOST_NUMBERS = 200_000, 20
HOOK = "patient-view"


@frozen(kw_only=True)
class Hook:
    """One call: the client on whose account it is answered, its number, and whom it is about."""

    app: App
    instance: str
    patient: str
    numbers: tuple[str, ...] = field(repr=False)
    birth: str = field(repr=False)


def client_of(request: HttpRequest) -> App:
    """The registered client that signed the call for this very address; raises FhirFault 401."""
    said = request.headers.get("Authorization", "")
    statement = said.partition(" ")[2].strip() if said.casefold().startswith("bearer ") else ""
    issuer = unread_issuer(statement)
    apps = App.objects.select_related("account").filter(issuer=issuer, ended_at__isnull=True, account__is_active=True)
    app: App | None = apps.first() if issuer.isprintable() and issuer else None
    if app is None or app.account is None:
        raise _unknown("no registered client signed this")
    here = frozenset({request.build_absolute_uri(request.path)})
    try:
        told = once(app, statement, audiences=here)
    except SignedFault as error:
        raise _unknown(str(error)) from error
    if told.issuer != app.issuer:
        raise _unknown("no registered client signed this")
    if over_limit(app.account.pk):
        issue = Issue("throttled", "too many requests in one minute; wait a minute")
        raise FhirFault(429, issue, headers={"Retry-After": "60"})
    return app


def _unknown(words: str) -> FhirFault:
    return FhirFault(401, Issue("login", words), headers={"WWW-Authenticate": 'Bearer realm="cds-services"'})


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; raises FhirFault."""
    if len(request.body) > LONGEST:
        raise FhirFault(413, Issue("too-long", f"more than {LONGEST} bytes"))
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise invalid("it is no JSON") from None
    if not isinstance(found, dict):
        raise invalid("an object is wanted")
    return found


def hook_of(request: HttpRequest) -> Hook:
    """The call; raises FhirFault."""
    app, sent = client_of(request), body_of(request)
    context = sent.get("context")
    patient = context.get("patientId") if isinstance(context, dict) else None
    if sent.get("hook") != HOOK:
        raise invalid(f"only {HOOK} is answered", "hook")
    if not is_uuid(sent.get("hookInstance")):
        raise invalid("it is no UUID", "hookInstance")
    if not isinstance(patient, str) or not 0 < len(patient) <= 64 or not patient.isprintable():
        raise invalid("there is none", "context.patientId")
    prefetch = sent.get("prefetch")
    resource = prefetch.get("patient") if isinstance(prefetch, dict) else None
    told = resource if isinstance(resource, dict) else {}
    if told and (told.get("resourceType") != "Patient" or told.get("id", patient) != patient):
        raise invalid("it is not the Patient of context.patientId", "prefetch.patient")
    birth = told.get("birthDate")
    return Hook(
        app=app,
        instance=str(sent["hookInstance"]),
        patient=patient,
        numbers=_numbers(told),
        birth=birth if isinstance(birth, str) else "",
    )


def is_uuid(value: object) -> bool:
    """Whether it is a text that names one thing and says nothing of it."""
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def _numbers(patient: dict[str, Any]) -> tuple[str, ...]:
    listed = patient.get("identifier")
    found = [each.get("value") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple(each for each in found if isinstance(each, str) and 0 < len(each) <= 60 and each.isprintable())[
        :MOST_NUMBERS
    ]


def meant(hook: Hook) -> Child | None:
    """The child that is meant: by its id here, its number here, or its number at the client's own hospital.

    A number counts only with the very birth date of the record; two children are none.
    """
    rows = Child.objects.select_related("referring_site", "programme_site").filter(wrapped_key__isnull=False)
    own: Child | None = rows.filter(public_id=hook.patient).first()
    if own is not None or not hook.numbers or not hook.birth:
        return own
    codes = [grant.site.code for grant in hook.app.account.current_grants() if grant.site]
    indexes = [blind_index().of(f"{code}/{number}") for code in codes for number in hook.numbers]
    found = {each.pk: each for each in [*rows.filter(number__in=hook.numbers), *rows.filter(mrn_index__in=indexes)]}
    same = [each for each in found.values() if str(header_of(each).birth) == hook.birth]
    return same[0] if len(same) == 1 else None

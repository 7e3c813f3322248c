"""Consent: given in words of a version, withdrawn in one step, effective at the next request."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from rosette.kernel import BadInput, Problems
from rosette.server.policy import Act, Kind, Purpose
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.signals import record_changed
from rosette.server.store.models import Child, ConsentGiven, ConsentText


class ConsentFault(BadInput):
    """The consent cannot be recorded like this."""


def newest_texts(language: str = "en") -> list[ConsentText]:
    """The newest wording of every purpose."""
    newest: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(language=language).order_by("version"):
        newest[text.purpose] = text
    return list(newest.values())


@transaction.atomic
def give_consent(
    *, child: Child, text: ConsentText, signed_by: str, relation: str, assent: str, on: date, by: Any
) -> ConsentGiven:
    """Record a consent; an earlier one for the purpose is kept and replaced; one to screening has the board judged."""
    refuse_unless(by, Act.ADD, Kind.CONSENT, child)
    problems = Problems()
    if on > clock.today():
        problems.add("on", found=f"{on} is in the future", remedy="Give the day of the signature.")
    if assent == "refused":
        problems.add("assent", found="the child refuses", remedy="Do not record consent; talk with the family first.")
    problems.raise_as(ConsentFault, what="consent")
    _end(child, text.purpose, by)
    made = ConsentGiven.objects.create(
        child=child,
        text=text,
        signed_by=signed_by,
        relation=relation,
        assent=assent,
        on=on,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    audit.write(by=by, act="consent.add", kind="consent", thing=str(made.pk), child=child, detail=text.purpose)
    if text.purpose == Purpose.SCREENING:
        record_changed(child)
    return made


@transaction.atomic
def withdraw_consent(*, child: Child, purpose: str, by: Any) -> int:
    """Withdraw every consent for a purpose; nothing else is asked."""
    refuse_unless(by, Act.CHANGE, Kind.CONSENT, child)
    count = _end(child, purpose, by)
    audit.write(by=by, act="consent.withdraw", kind="consent", child=child, detail=purpose)
    return count


def _end(child: Child, purpose: str, by: Any) -> int:
    child.__dict__.pop("_consents", None)
    rows = ConsentGiven.objects.filter(child=child, text__purpose=purpose, withdrawn_at__isnull=True)
    return rows.update(withdrawn_at=timezone.now(), withdrawn_by=by)

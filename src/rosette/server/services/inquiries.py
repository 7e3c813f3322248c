"""An inquiry from the sender's side: started, kept while it is written, found again, sent once, followed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from rosette.intake import arrangements_for, load_office
from rosette.intake.answers import day_of
from rosette.server.accounts.models import Site, with_roles
from rosette.server.services import audit, clock, flood
from rosette.server.services.twins import inquiries_like, mark_inquiry
from rosette.server.store.models import Arrangement, Inquiry, InquiryEvent
from rosette.server.store.sealing import masters

DRAFT_DAYS, KEPT_DAYS, STATUS_DAYS = 14, 30, 365
OPEN_STATES = ("received", "held", "reviewing", "asked", "appointment")


@transaction.atomic
def start(*, door: str, language: str, address: str, trials: list[str]) -> tuple[Inquiry, str]:
    """Start an inquiry; gives it with its secret link part, which is kept nowhere."""
    flood.check_start(address)
    token = secrets.token_urlsafe(24)
    now = clock.now()
    made = Inquiry(
        site=Site.objects.filter(is_programme=True).order_by("pk").get(),
        door=door,
        language=language,
        trials=trials,
        token=digest_of(token),
        token_until=now + timedelta(days=DRAFT_DAYS),
        address=flood.address_index(address),
        started_at=now,
        touched_at=now,
    )
    wrapped = masters().new_key(child=str(made.id))
    made.key_id, made.wrapped_key, made.answers = wrapped.key_id, wrapped.sealed, "{}"
    made.save(force_insert=True)
    return made, token


def digest_of(token: str) -> str:
    """What is kept of a secret link part."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str) -> Inquiry | None:
    """The inquiry of a link; also when its time has passed: see `expired`."""
    return Inquiry.objects.filter(token=digest_of(token), wrapped_key__isnull=False).first()


def expired(inquiry: Inquiry) -> bool:
    """Whether the link's time has passed."""
    return bool(clock.now() > inquiry.token_until)


def reopen(inquiry: Inquiry, birth: date | None) -> bool:
    """Open an expired link again for who knows the child's birth date; a draft without one opens for everybody."""
    known = day_of(answers_of(inquiry).get("birth"))
    if known is not None and known != birth:
        return False
    inquiry.token_until = clock.now() + timedelta(days=DRAFT_DAYS)
    inquiry.save(update_fields=["token_until"])
    return True


def answers_of(inquiry: Inquiry) -> dict[str, Any]:
    """The answers so far."""
    return dict(json.loads(inquiry.answers or "{}"))


@transaction.atomic
def keep(inquiry: Inquiry, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the answers of a page, right or wrong; a sent inquiry stays as it was sent."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if row.state != "draft":
        return answers_of(row)
    told = {**answers_of(row), **answers}
    row.answers = json.dumps(told, ensure_ascii=False)
    row.wish, row.known = str(told.get("wish") or ""), told.get("known") == "existing"
    row.touched_at = clock.now()
    row.version += 1
    row.save()
    return told


@transaction.atomic
def send(inquiry: Inquiry) -> Inquiry:
    """Send it: a number, an owner, a next date; sent twice it is the same. Raises TooMany and stays a draft."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if row.state != "draft":
        return row
    flood.check_send(row)
    held = flood.many_now()
    now = clock.now()
    row.number, row.state, row.sent_at, row.touched_at = _next_number(), "held" if held else "received", now, now
    row.next_on = load_office().after(clock.today(), load_office().answer_within)
    row.owner = with_roles("coordinator").filter(grants__site=row.site).order_by("pk").first()
    row.token_until = now + timedelta(days=STATUS_DAYS)
    row.save()
    told = answers_of(row)
    name = f"{told.get('child_given') or ''} {told.get('child_family') or ''}"
    mark_inquiry(row, name=name, birth=day_of(told.get("birth")))
    Arrangement.objects.bulk_create(Arrangement(inquiry=row, item=item) for item in arrangements_for(told))
    note(row, "sent")
    audit.write(by=None, act="inquiry.add", kind="inquiry", thing=row.public_id, detail=f"{row.door} {row.wish}")
    if not held:
        _join(row)
    return row


def _join(row: Inquiry) -> None:
    """The same child asked for by another sender: one row in the queue; each sender sees only their own."""
    same = [other for other, strength in inquiries_like(row) if strength == "same" and other.state in OPEN_STATES]
    mains = [other for other in same if other.merged_into_id is None and other.state != "held"]
    if not mains:
        return
    main = min(mains, key=lambda other: other.sent_at)
    row.state, row.merged_into = "merged", main
    row.save()
    note(main, "joined", words=f"{row.number} is about the same child: same name and birth date.")
    audit.write(by=None, act="inquiry.join", kind="inquiry", thing=row.public_id, detail=main.public_id)


def _next_number() -> str:
    last = Inquiry.objects.filter(number__isnull=False).order_by("-number").values_list("number", flat=True).first()
    return f"Q-{int(last.split('-')[1]) + 1 if last else 1:06d}"


def note(inquiry: Inquiry, what: str, *, by: Any = None, words: str = "") -> InquiryEvent:
    """Add an event."""
    return InquiryEvent.objects.create(inquiry=inquiry, at=clock.now(), by=by, what=what, words=words or None)


@transaction.atomic
def add_note(inquiry: Inquiry, words: str, *, what: str = "note") -> None:
    """The sender adds something; an inquiry that waited for the sender is back with the team."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    note(row, what, words=words)
    if row.state == "asked":
        row.state = "reviewing"
        row.next_on = load_office().after(clock.today(), load_office().answer_within)
        row.save()


@transaction.atomic
def withdraw(inquiry: Inquiry) -> None:
    """The sender takes an open inquiry back; what was sent is kept with that."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if row.state not in OPEN_STATES:
        return
    row.state, row.next_on = "withdrawn", None
    row.save()
    note(row, "withdrawn")
    audit.write(by=None, act="inquiry.withdraw", kind="inquiry", thing=row.public_id)


def prune_drafts(now: datetime | None = None) -> int:
    """Remove drafts that nobody came back to, with their files and keys."""
    from rosette.server.services.inquiry_files import remove_files

    limit = (now or clock.now()) - timedelta(days=DRAFT_DAYS + KEPT_DAYS)
    old = Inquiry.objects.filter(state="draft", touched_at__lt=limit)
    for inquiry in old:
        remove_files(inquiry)
        inquiry.delete()
    return len(old)

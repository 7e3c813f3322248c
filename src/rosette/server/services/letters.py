"""The recommendation letter and the plan: drafted from a signed decision, sent, read, answered."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction

from rosette.documents.letters import RecommendationLetter, Signed, letter_json, letter_options, letter_pdf, read_letter
from rosette.kernel import BadInput, Problem
from rosette.options.wording import day_text, made_from
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.boards import board_of
from rosette.server.services.cases import move_case
from rosette.server.services.meetings import signatures_of
from rosette.server.services.notices import tell
from rosette.server.store.models import AgendaItem, Letter, Signature
from rosette.server.store.records import record_of, record_version
from rosette.version import SOFTWARE


class LetterFault(BadInput):
    """The letter cannot be written or sent like this."""


@transaction.atomic
def draft_letter(*, item: AgendaItem, asked: str, by: Any) -> Letter:
    """Draft the letter of a signed decision, from the board of this moment."""
    child = item.case.child
    refuse_unless(by, Act.ADD, Kind.LETTER, child)
    if not signatures_of(item):
        raise LetterFault([Problem("", "the decision is not signed", remedy="Sign it first.")], what="letter")
    recipient = child.ties.current().filter(relation="referring").select_related("user").first()
    document = _document(item, recipient.user if recipient else None, asked)
    letter = Letter.objects.create(
        case=item.case,
        item=item,
        number=document.number,
        recipient=recipient.user if recipient else None,
        site=child.referring_site,
        document=json.dumps(letter_json(document), ensure_ascii=False),
        drafted_at=clock.now(),
        drafted_by=by,
    )
    audit.write(by=by, act="letter.add", kind="letter", thing=letter.public_id, child=child, detail=document.number)
    return letter


def _document(item: AgendaItem, recipient: Any, asked: str) -> RecommendationLetter:
    child, meeting = item.case.child, item.meeting
    board = board_of(child, on=clock.today())
    record = record_of(child)
    return RecommendationLetter(
        number=_next_number(),
        on=day_text(clock.today()),
        programme=meeting.site.name,
        programme_phone=meeting.site.phone,
        recipient=recipient.name if recipient else "To the treating physician",
        institution=child.referring_site.name,
        child=f"{child.initials}, born {record.birth}, {child.number}",
        question=item.case.question,
        meeting=f"{meeting.title}, {day_text(meeting.on)}",
        attendees=tuple(user.name for user in meeting.attendees.order_by("name")),
        decision=item.get_decision_display(),
        recommendation=item.recommendation or "",
        dissent=item.dissent or "",
        options=letter_options(board, recommended=item.options),
        asked=tuple(line.strip() for line in asked.splitlines() if line.strip()),
        review=day_text(item.review_on) if item.review_on else "",
        made=f"{made_from(board, software=SOFTWARE)} · record version {record_version(child)}",
    )


def _next_number() -> str:
    year = clock.today().year
    count = Letter.objects.filter(number__startswith=f"RL-{year}-").count()
    return f"RL-{year}-{count + 1:04d}"


def document_of(letter: Letter) -> RecommendationLetter:
    """The letter with its signatures."""
    bare = read_letter(json.loads(letter.document))
    signed = tuple(
        Signed(
            name=each.name, role=each.role, meaning=each.meaning, at=f"{each.at:%Y-%m-%d %H:%M} UTC", digest=each.digest
        )
        for each in letter_signatures(letter)
    )
    return read_letter({**letter_json(bare), "signatures": [_plain(each) for each in signed]})


def _plain(signed: Signed) -> dict[str, Any]:
    import attrs

    return attrs.asdict(signed)


def letter_signatures(letter: Letter) -> list[Signature]:
    """The signatures under a letter."""
    return list(Signature.objects.filter(kind="letter", thing=letter.public_id).order_by("at"))


def pdf_of(letter: Letter) -> bytes:
    """The letter as PDF."""
    return letter_pdf(document_of(letter))


@transaction.atomic
def sign_and_send(*, letter: Letter, by: Any) -> Letter:
    """Sign the letter and send it: the referring doctor is told and may read it from now on."""
    child = letter.case.child
    refuse_unless(by, Act.SIGN, Kind.LETTER, child, thing_id=letter.public_id)
    letter = _locked(letter)
    if letter.sent_at is not None:
        raise LetterFault([Problem("", "the letter was sent already", remedy="Draft a new one.")], what="letter")
    digest = read_letter(json.loads(letter.document)).digest
    Signature.objects.create(
        child=child,
        kind="letter",
        thing=letter.public_id,
        meaning="I send this letter for the team",
        digest=digest,
        by=by,
        name=by.name,
        role=", ".join(by.role_titles()),
        at=clock.now(),
    )
    letter.sent_at, letter.sent_by = clock.now(), by
    letter.save()
    move_case(
        case=letter.case,
        state="letter_sent",
        words=f"Letter {letter.number} sent",
        by=by,
        act=Act.SIGN,
        next_step="The home hospital answers the plan",
        next_on=_in_a_week(),
    )
    audit.write(by=by, act="letter.sign", kind="letter", thing=letter.public_id, child=child, detail=digest)
    if letter.recipient is not None:
        tell(
            users=[letter.recipient],
            child=child,
            key=f"letter {letter.number}",
            sentence=f"Recommendation letter {letter.number} is here",
            urgency="today",
            link=f"/letters/{letter.public_id}/",
        )
    return letter


@transaction.atomic
def note_reading(*, letter: Letter, by: Any) -> None:
    """The recipient opened the letter for the first time."""
    if letter.sent_at is not None and letter.read_at is None and letter.recipient_id == by.pk:
        letter.read_at = clock.now()
        letter.save(update_fields=["read_at"])
        audit.write(by=by, act="letter.read", kind="letter", thing=letter.public_id, child=letter.case.child)


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).select_related("case__child", "recipient").get(pk=letter.pk)


def _in_a_week() -> date:
    from datetime import timedelta

    return clock.today() + timedelta(days=7)

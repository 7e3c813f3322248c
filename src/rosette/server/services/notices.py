"""What changed on a board, and who is told: once a person and a key, never a name in the message."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from rosette.options.changes import Change, Marks, changes, mark_board, marks_json, read_marks
from rosette.server.policy import Kind, Purpose
from rosette.server.services import audit, clock
from rosette.server.services.boards import board_of
from rosette.server.store.actors import consents_of
from rosette.server.store.models import BoardMark, Child, Notice
from rosette.server.store.records import record_version


def tell(
    *, users: Iterable[Any], child: Child, key: str, sentence: str, urgency: str, why: str = "", link: str = ""
) -> int:
    """Tell persons one thing about a child; what was told under a key is not told again."""
    told = 0
    for user in {user.pk: user for user in users if user.is_active}.values():
        if not Notice.objects.filter(user=user, key=key[:200]).exists():
            Notice.objects.create(
                user=user,
                child=child,
                key=key[:200],
                urgency=urgency,
                sentence=sentence,
                why=why,
                link=link,
                made_at=clock.now(),
            )
            told += 1
    return told


def rejudge(child: Child) -> int:
    """Judge a child's board again; tell the right people what changed and what comes soon, and why.

    Without consent to looking for trials nothing is judged in the background.
    """
    if Purpose.SCREENING not in consents_of(child):
        return 0
    now = mark_board(board_of(child), record_version=record_version(child))
    with transaction.atomic():
        before = _last(child)
        if before is None or marks_json(before) != marks_json(now):
            BoardMark.objects.create(
                child=child,
                at=clock.now(),
                on=now.on,
                record_version=now.record_version,
                portfolio=now.portfolio,
                marks=json.dumps(marks_json(now)),
            )
            audit.write(
                by=None, act="board.judge", kind="board", child=child, role="background", detail=now.record_version
            )
        found = changes(before, now)
        return sum(_tell_change(child, change) for change in found)


def _last(child: Child) -> Marks | None:
    row = BoardMark.objects.filter(child=child).order_by("-at", "-pk").first()
    if row is None:
        return None
    row.child = child
    return read_marks(json.loads(row.marks))


def _tell_change(child: Child, change: Change) -> int:
    return tell(
        users=people_of(child),
        child=child,
        key=f"{child.number} {change.key}",
        sentence=change.sentence,
        urgency=change.urgency,
        why=change.why,
        link=f"/children/{child.public_id}/options/",
    )


def people_of(child: Child) -> list[Any]:
    """Whom a change of the board concerns: those tied to the child who may see it, and the owners of its cases."""
    from rosette.server.policy import Act
    from rosette.server.services.access import may

    ties = child.ties.current().select_related("user")
    found = [tie.user for tie in ties if may(tie.user, Act.VIEW, Kind.BOARD, child)]
    found += [case.owner for case in child.cases.filter(closed_on__isnull=True).select_related("owner")]
    return list({user.pk: user for user in found}.values())

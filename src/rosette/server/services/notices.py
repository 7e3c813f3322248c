"""What changed on a board, and who is told: once a person and a key, never a name in the message."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from rosette.options.changes import Change, Marks, changes, mark_board, marks_json, read_marks
from rosette.server.policy import Kind, Purpose
from rosette.server.services import audit, clock
from rosette.server.services.boards import board_at, board_of
from rosette.server.store.actors import consents_of
from rosette.server.store.models import BoardMark, Child, Notice
from rosette.server.store.records import is_older, record_version


def tell(
    *,
    users: Iterable[Any],
    child: Child | None,
    key: str,
    sentence: str,
    urgency: str,
    why: str = "",
    link: str = "",
    about: str = "",
) -> int:
    """Tell persons one thing about a child, or else `about` something; what was told under a key is not told again."""
    told = 0
    for user in {user.pk: user for user in users if user.is_active}.values():
        if not Notice.objects.filter(user=user, key=key[:200]).exists():
            Notice.objects.create(
                user=user,
                child=child,
                about=about[:200],
                key=key[:200],
                urgency=urgency,
                sentence=sentence,
                why=why,
                link=link,
                made_at=clock.now(),
            )
            told += 1
    return told


def rejudge(child: Child, *, since: str = "") -> int:
    """Judge a child's board again; tell the right people what changed and what comes soon, and why.

    since: the version of the record before the change that asks for it: a board that was never stored is made of it.
    Without consent to looking for trials nothing is judged in the background.
    """
    if Purpose.SCREENING not in consents_of(child):
        return 0
    now = mark_board(board_of(child), record_version=record_version(child))
    with transaction.atomic():
        last = _last(child)
        before = _before(child, last, since)
        if last is None or marks_json(last) != marks_json(now):
            _keep(child, now)
        return sum(_tell_change(child, change) for change in changes(before, now))


def _before(child: Child, last: Marks | None, since: str) -> Marks | None:
    """The board to compare with: the last one, or that of the version `since` when none is stored that is as old.

    A background look may have stored the very first board between the change of the record and this look at it.
    """
    first = last is None or not BoardMark.objects.filter(child=child)[1:].exists()
    if not (since and first and (last is None or is_older(since, last.record_version))):
        return last
    return mark_board(board_at(child, since), record_version=since)


def _keep(child: Child, now: Marks) -> None:
    BoardMark.objects.create(
        child=child,
        at=clock.now(),
        on=now.on,
        record_version=now.record_version,
        portfolio=now.portfolio,
        marks=json.dumps(marks_json(now)),
    )
    audit.write(by=None, act="board.judge", kind="board", child=child, role="background", detail=now.record_version)


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

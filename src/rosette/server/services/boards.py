"""A child's board in the server: the very object that `rosette options` prints, kept while nothing changes."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

from rosette.knowledge import load_knowledge
from rosette.options import Board, make_board
from rosette.records import ChildRecord
from rosette.server.services import clock
from rosette.server.services.programme import places_version, programme_of
from rosette.server.services.registry import portfolio_now, portfolio_version
from rosette.server.store.models import Child
from rosette.server.store.records import record_at, record_of, record_version

_CARRIED: dict[tuple[Any, ...], Child] = {}


def board_of(child: Child, *, on: date | None = None, trial: str = "") -> Board:
    """The board of a child on a day, today when none is named; of one trial alone when it is named."""
    versions = record_version(child), places_version(child.programme_site)
    key = (child.pk, *versions, on or clock.today(), trial, portfolio_version())
    _CARRIED[key] = child
    try:
        return _board(key)
    finally:
        _CARRIED.pop(key, None)


@functools.lru_cache(maxsize=64)
def _board(key: tuple[Any, ...]) -> Board:
    child = _CARRIED[key]
    return _made(child, record_of(child), on=key[3], trials=(key[4],) if key[4] else ())


def board_at(child: Child, version: str) -> Board:
    """The board of a child today from an earlier version of its record: only the record differs from that of today."""
    return _made(child, record_at(child, version), on=clock.today())


def _made(child: Child, record: ChildRecord, *, on: date, trials: tuple[str, ...] = ()) -> Board:
    return make_board(
        record,
        on=on,
        portfolio=portfolio_now(),
        programme=programme_of(child.programme_site),
        knowledge=load_knowledge(),
        trials=trials,
    )

"""The options of a child weighed and in sequence: the very objects that `rosette options --sequence` prints."""

from __future__ import annotations

import functools
from datetime import date

from rosette.medicines.ranking import FREE, Weights
from rosette.options import Board
from rosette.options.sequences import Sequences, make_sequences
from rosette.options.weighing import Weighed, weigh
from rosette.server.services.boards import board_of
from rosette.server.store.models import Child


def sequences_of(child: Child, *, on: date | None = None) -> Sequences:
    """The sequences of a child on a day; kept while its board is."""
    return _sequences(board_of(child, on=on))


def weighed_of(child: Child, *, weights: Weights = FREE, on: date | None = None) -> Weighed:
    """The options of a child weighed; the doors that each keeps come from its sequences."""
    board = board_of(child, on=on)
    if weights is FREE:
        return _weighed(board)
    return weigh(board, weights=weights, sequences=_sequences(board))


@functools.lru_cache(maxsize=32)
def _weighed(board: Board) -> Weighed:
    return weigh(board, sequences=_sequences(board))


@functools.lru_cache(maxsize=32)
def _sequences(board: Board) -> Sequences:
    return make_sequences(board)

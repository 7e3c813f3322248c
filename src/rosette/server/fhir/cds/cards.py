"""The card of a child's board: how many options stand where, and why; it informs and asks nobody to do anything."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from rosette.options import Board, Option, Section
from rosette.options.wording import INFORMS, board_counts, day_lines, day_text, made_from, reason_lines
from rosette.version import SOFTWARE

Json = dict[str, Any]
LONGEST_SUMMARY, MOST_OPTIONS = 140, 8
SHOWN = (Section.OPEN, Section.JUDGEMENT, Section.OPENS, Section.ONE_TEST)
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:rosette:cds")


def card(board: Board, *, address: str) -> Json:
    """One card; its identity stays while the board stays."""
    made = made_from(board, software=SOFTWARE)
    return {
        "uuid": str(uuid.uuid5(_NAMES, made)),
        "summary": _short(f"Trials on {day_text(board.on)}: {_counts(board)}"),
        "indicator": "info",
        "detail": "\n".join(_detail(board, made)),
        "source": {"label": "Rosette, options of the programme", "url": address},
        "links": [{"label": "Open the board", "url": address, "type": "absolute"}],
    }


def _counts(board: Board) -> str:
    counts = [(len(board.section(section)), section.value.lower()) for section in SHOWN]
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "none open or one test away"


def _short(text: str) -> str:
    return text if len(text) < LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 2]}…"


def _detail(board: Board, made: str) -> Iterator[str]:
    for section in SHOWN:
        options = board.section(section)
        if options:
            yield f"**{section.value}**\n"
            yield from (_line(option) for option in options[:MOST_OPTIONS])
            yield f"- and {len(options) - MOST_OPTIONS} more\n" if len(options) > MOST_OPTIONS else ""
    yield f"All: {board_counts(board)}.\n"
    yield f"{INFORMS} {made}"


def _line(option: Option) -> str:
    """An option with its days, and, while it is not open, its reasons; the ways in stand on the board alone."""
    days = [line.whole for line in day_lines(option)]
    reasons = (
        [] if option.verdict == "eligible" else [f"{line.head}: {line.whole}" for line in reason_lines(option.not_met)]
    )
    return f"- {_plain(option.title)}: {_plain('; '.join([*days, *reasons]))}"


def _plain(text: str) -> str:
    """Text that markdown shows as it is."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>#|!" else each for each in text)

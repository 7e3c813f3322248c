"""Marks and words for truths and verdicts; never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rich.console import Console
from rich.text import Text

from rosette.kernel import Truth
from rosette.portfolio import Verdict

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    "eligible": ("✓", "ELIGIBLE", "bold green"),
    "needs_judgement": ("◇", "NEEDS JUDGEMENT", "bold cyan"),
    "unknown": ("?", "UNKNOWN", "bold yellow"),
    "not_eligible": ("✗", "NOT ELIGIBLE", "bold red"),
}
TRUTHS: Mapping[Truth, tuple[str, str, str]] = {
    Truth.YES: ("✓", "met", "green"),
    Truth.UNKNOWN: ("?", "unknown", "yellow"),
    Truth.NO: ("✗", "not met", "red"),
}
NARROWEST, WIDEST = 60, 160


def console() -> Console:
    """A console as wide as the terminal, within what reads well; texts are printed as they are, brackets too."""
    found = Console(highlight=False, markup=False, emoji=False)
    found.width = min(max(found.width, NARROWEST), WIDEST)
    return found


def day(value: date | None) -> str:
    """A day as people read it in every language."""
    return "—" if value is None else f"{value.day} {value:%b %Y}"


def verdict_text(verdict: Verdict) -> Text:
    """Mark and word of a verdict."""
    mark, word, style = VERDICTS[verdict]
    return Text(f"{mark} {word}", style=style)


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

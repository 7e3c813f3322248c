"""Marks and words for truths and verdicts; never colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from rosette.kernel import Truth
from rosette.options.wording import TRUTH_WORDS, VERDICT_WORDS, day_text
from rosette.portfolio import Verdict

STYLES: Mapping[Verdict, str] = {
    "eligible": "bold green",
    "needs_judgement": "bold cyan",
    "unknown": "bold yellow",
    "not_eligible": "bold red",
}
VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    verdict: (mark, word, STYLES[verdict]) for verdict, (mark, word) in VERDICT_WORDS.items()
}
TRUTH_STYLES: Mapping[Truth, str] = {Truth.YES: "green", Truth.UNKNOWN: "yellow", Truth.NO: "red"}
TRUTHS: Mapping[Truth, tuple[str, str, str]] = {
    truth: (mark, word, TRUTH_STYLES[truth]) for truth, (mark, word) in TRUTH_WORDS.items()
}
NARROWEST, WIDEST = 60, 160


def console() -> Console:
    """A console as wide as the terminal, within what reads well; texts are printed as they are, brackets too."""
    found = Console(highlight=False, markup=False, emoji=False)
    found.width = min(max(found.width, NARROWEST), WIDEST)
    return found


day = day_text


def verdict_text(verdict: Verdict) -> Text:
    """Mark and word of a verdict."""
    mark, word, style = VERDICTS[verdict]
    return Text(f"{mark} {word}", style=style)


def shortened(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

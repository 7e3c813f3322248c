"""Prints a draft of criteria beside the passages that it was read from."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.words import console
from rosette.portfolio.drafting import Draft, DraftItem

MARKS = {"node": "=", "judgement": "?", "not encoded": "-"}
STYLES = {"node": "green", "judgement": "cyan", "not encoded": "yellow"}
INDENT = (0, 0, 0, 2)


def print_draft(draft: Draft) -> None:
    """Print every passage with what it was read as, its confidence and its doubts; then the counts."""
    out = console()
    out.print(
        Text(f"{draft.trial}: a draft, not criteria. Nothing in it counts before a person accepted it.", style="bold")
    )
    for item in draft.items:
        if item.kind == "heading":
            out.print()
            out.print(Text(" ".join(item.span.text.split()), style="bold"))
        else:
            _print_item(item)
    out.print()
    for note in draft.notes:
        out.print(Text(f"Note: {note}"))
    out.print(Text(_counts(draft), style="dim"))


def _print_item(item: DraftItem) -> None:
    out = console()
    of = f"{item.span.of}: " if item.span.of else ""
    out.print(Text(of + " ".join(item.span.text.split()), style="dim"))
    head = f"{MARKS[item.ends_as]} {item.ends_as}, {item.kind}, confidence {item.confidence}"
    unread = " - read it" if item.ends_as == "not encoded" else ""
    out.print(Padding(Text(f"{head}{unread}", style=STYLES[item.ends_as]), INDENT))
    for line in (item.text or "").splitlines():
        out.print(Padding(Text(line), INDENT))
    for doubt in item.doubts:
        out.print(Padding(Text(f"! {doubt.sentence}" if doubt.open else f"~ {doubt.sentence}", style="yellow"), INDENT))
    for reading in item.readings:
        out.print(Padding(Text(f"may mean: {reading}", style="dim"), INDENT))


def _counts(draft: Draft) -> str:
    items = [item for item in draft.items if item.kind != "heading"]
    ends = {name: sum(item.ends_as == name for item in items) for name in MARKS}
    left = sum(item.open for item in items)
    return (
        f"{len(items)} passages: {ends['node']} drafted, {ends['judgement']} for a person to judge, "
        f"{ends['not encoded']} not encoded; {left} left open by a doubt"
    )

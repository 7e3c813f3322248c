"""Prints a look into the registry, the review queue, and a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from rosette.cli.show.words import console, shortened
from rosette.portfolio.registry import (
    AffectedChild,
    Held,
    LogEntry,
    Piece,
    RegistryChange,
    Synced,
    SyncedStudy,
    side_by_side,
)

Touched = Mapping[str, Sequence[AffectedChild]]
STYLES = {"same": "", "removed": "red", "added": "green"}
MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
SHOWN = 6
HOWS = {
    "opens": "opens for",
    "closes": "closes for",
    "not known": "not known any more whether it takes",
    "verdict": "another verdict once approved for",
    "may open": "ruled out only by criteria whose source changed",
}


def print_synced(found: Synced, touched: Touched, report: Mapping[str, Any]) -> None:
    """Print a row a study that has anything to say, the children, and the sums."""
    out = console()
    for row in found.studies:
        if not row.quiet:
            _print_row(out, row, touched.get(row.id, ()))
    for each in found.refused:
        out.print(Text(f"Not a study: {each.sentence()}", style="yellow"))
    _print_sums(out, found, touched, report)


def _print_row(out: Console, row: SyncedStudy, children: Sequence[AffectedChild]) -> None:
    only_first = row.first and not (row.applied or row.waiting or row.gone)
    if only_first and not children:
        return
    out.print(
        Text.assemble((row.id, "bold"), f"  {shortened(row.title or 'no title', 80)}  ", (f"({row.standing})", "dim"))
    )
    if row.gone:
        out.print(Text("  not found in the registry any more: kept as it is; look why", style="bold yellow"))
    _print_changes(out, "by rule", row.applied)
    _print_changes(out, "needs a person", row.waiting)
    for place, how in dict.fromkeys((each.place, each.how) for each in children):
        named = [each.record for each in children if (each.place, each.how) == (place, how)]
        out.print(Text(f"  {HOWS[how]}  {place}: {', '.join(named)}", style="cyan"))


def _print_changes(out: Console, head: str, found: Sequence[RegistryChange]) -> None:
    for each in found[:SHOWN]:
        out.print(Text(f"  {head}  {each.sentence()}"))
    if len(found) > SHOWN:
        kinds = Counter(each.kind for each in found[SHOWN:])
        out.print(Text(f"  {head}  and {', '.join(f'{count} more of {kind}' for kind, count in kinds.items())}"))


def _print_sums(out: Console, found: Synced, touched: Touched, report: Mapping[str, Any]) -> None:
    rows = found.studies
    new = [row for row in rows if row.standing == "new: draft it"]
    out.print(
        Text(
            f"{report['studies_seen']} studies{_asked(report)} · "
            f"{sum(len(row.applied) for row in rows)} changes by rule · "
            f"{sum(bool(row.waiting) for row in rows)} studies wait for a person · "
            f"{sum(row.gone for row in rows)} not found any more · {len(new)} new: draft them",
            style="bold",
        )
    )
    first = sum(row.first for row in rows)
    if first:
        out.print(
            f"{first} trials of the portfolio were never confirmed against the registry: `rosette portfolio review`"
        )
    _print_surprises(out, rows)
    if not report["whole"]:
        out.print(Text("Fewer studies came than the registry counts: run it again.", style="yellow"))
    _print_children(out, touched, report["judged"])
    written = (
        "Nothing changed."
        if not report["changed"]
        else "Written."
        if report["applied"]
        else "Not written: give --apply."
    )
    out.print(written)


def _asked(report: Mapping[str, Any]) -> str:
    return f" in {report['pages']} pages and {report['requests']} requests" if report["requests"] else ""


def _print_surprises(out: Console, rows: Sequence[SyncedStudy]) -> None:
    missing = Counter(bool(each.found == "missing") for row in rows for each in row.surprises)
    studies = sum(bool(row.surprises) for row in rows)
    if studies:
        out.print(
            Text(
                f"{missing[False]} words or types that are not known and {missing[True]} parts that are missing, in "
                f"{studies} studies; --json lists them",
                style="dim",
            )
        )


def _print_children(out: Console, touched: Touched, judged: int) -> None:
    if not judged:
        out.print(Text("No children were judged: give --records FOLDER.", style="dim"))
        return
    children = {each.record for some in touched.values() for each in some}
    out.print(Text(f"{len(children)} of {judged} children are touched", style="bold"))


def print_queue(studies: Sequence[Held], touched: Touched, *, whole: bool) -> None:
    """Print what waits; the texts in full when one study was asked for."""
    out = console()
    for held in studies:
        out.print(Text.assemble((held.seen.id, "bold"), f"  {shortened(held.seen.title, 80)}"))
        if whole:
            _print_texts(out, held)
        elif held.approved_on is None:
            out.print(Text("  never confirmed: do the trial file's criteria stand for the registry's text?"))
        else:
            _print_changes(out, "needs a person", held.waiting)
        for each in touched[held.seen.id]:
            out.print(Text(f"  child {each.sentence()}", style="cyan"))
    out.print(Text(f"{len(studies)} wait for a person", style="bold"))


def print_decided(held: Held, entry: LogEntry, children: Sequence[AffectedChild]) -> None:
    """Print what was decided upon, and the decision."""
    out = console()
    _print_texts(out, held)
    for each in children:
        out.print(Text(f"child {each.sentence()}", style="cyan"))
    why = f": {entry.what}" if entry.what else ""
    out.print(Text(f"{entry.study} {entry.act} by {entry.by} on {entry.on}{why}", style="bold"))


def _print_texts(out: Console, held: Held) -> None:
    if held.approved_on is None:
        out.print(held.seen.eligibility or "The registry's copy has no eligibility text.")
        return
    for change in held.waiting:
        out.print(Text(f"{change.kind}: {change.name}", style="bold"))
        for row in side_by_side(change.before, change.after):
            for side in dict.fromkeys((row.left, row.right)):
                if side is not None:
                    out.print(_line(side))


def _line(side: Iterable[Piece]) -> Text:
    """One line with what goes and what comes marked by signs, too: colour never alone."""
    parts = []
    for piece in side:
        before, after = MARKS[piece.what] if piece.text.strip() else MARKS["same"]
        parts.append((f"{before}{piece.text}{after}", STYLES[piece.what]))
    return Text.assemble("  ", *parts)

"""rosette knowledge: check, report, stale."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, day_of, print_json
from rosette.knowledge import CitedRow, check_knowledge, knowledge_report, load_knowledge

app = typer.Typer(help="The cited data: check it, what it holds, what is overdue.", no_args_is_help=True)


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A folder of knowledge files; the shipped one when left out.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Check every gate of every file; exit 3 when anything is wrong."""
    problems = check_knowledge(path)
    if json:
        print_json({"problems": [{"path": each.path, "sentence": each.sentence()} for each in problems]})
    else:
        for each in problems:
            print(each.sentence())
        print(f"{len(problems)} problems")
    sys.exit(3 if problems else 0)


@app.command()
def report(on: OnDay = None, json: AsJson = False) -> None:
    """Count what the release holds and list what is unverified."""
    found = knowledge_report(load_knowledge(), on=day_of(on))
    if json:
        print_json(
            {
                "release": found.release,
                "digest": found.digest,
                "on": str(found.on),
                "counts": dict(found.counts),
                "unverified": [_row(row) for row in found.unverified],
                "overdue": [_row(row) for row in found.stale],
                "without_half_life": list(found.without_half_life),
            }
        )
        return
    print(f"knowledge {found.release} ({found.digest[:16]})")
    for kind, count in found.counts.items():
        print(f"  {kind}: {count}")
    print(f"unverified, shown and never computed with: {', '.join(row.entry.id for row in found.unverified) or 'none'}")
    print(f"agents without a sourced half-life: {len(found.without_half_life)}")
    print(f"reviews overdue on {found.on}: {len(found.stale)}")


@app.command()
def stale(on: OnDay = None, json: AsJson = False) -> None:
    """List the rows whose review is overdue, the longest first."""
    rows = load_knowledge().stale(day_of(on))
    if json:
        print_json({"on": str(day_of(on)), "overdue": [_row(row) for row in rows]})
        return
    for row in rows:
        print(f"{row.kind} {row.entry.id}: due {row.entry.review.due}")
    print(f"{len(rows)} reviews overdue on {day_of(on)}")


def _row(row: CitedRow) -> dict[str, Any]:
    return {"kind": row.kind, "id": row.entry.id, "due": str(row.entry.review.due)}

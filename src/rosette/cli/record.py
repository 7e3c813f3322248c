"""rosette record: check, show, schema, import, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, RecordFile, print_json, read
from rosette.cli.exporting import export_record
from rosette.cli.importing import import_files
from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.records import check_record, record_schema, timeline_text

app = typer.Typer(help="A child's record: check it, read it, its format.", no_args_is_help=True)
app.command("import")(import_files)
app.command("export")(export_record)


@app.command()
def check(
    records: Annotated[list[Path], typer.Argument(help="Record files, JSON.", show_default=False)],
    json: AsJson = False,
) -> None:
    """Report every problem of record files, with its place and what to do; exit 3 when there is an error."""

    rows = [row for path in records for row in _findings(path)]
    _print_findings(rows, json=json, files=len(records))
    sys.exit(3 if any(row["severity"] == "error" for row in rows) else 0)


def _findings(path: Path) -> list[dict[str, str]]:
    """Errors and warnings of one file; a file that cannot be read gives all its faults."""
    try:
        found = check_record(read(path), load_knowledge())
    except BadInput as fault:
        return [_row(path, "error", each.path, each.sentence()) for each in fault.problems]
    return [_row(path, each.severity, each.path, each.sentence) for each in found]


def _row(path: Path, severity: str, place: str, sentence: str) -> dict[str, str]:
    said = sentence if not place or sentence.startswith(place) else f"{place}: {sentence}"
    return {"file": path.name, "severity": severity, "path": place, "sentence": said}


def _print_findings(found: list[dict[str, str]], *, json: bool, files: int) -> None:
    if json:
        print_json({"files": files, "problems": found})
        return
    for row in found:
        print(f"{row['file']}: {row['severity']}: {row['sentence']}")
    print(f"{files} file{'s' if files != 1 else ''}, {len(found)} finding{'s' if len(found) != 1 else ''}")


@app.command()
def show(record: RecordFile, json: AsJson = False) -> None:
    """Print a record as a readable timeline."""
    child = read(record)
    rows = timeline_text(child, load_knowledge())
    if json:
        told = [
            {
                "fact": row.fact_id,
                "when": row.when,
                "kind": row.kind,
                "says": row.sentence,
                "source": row.source,
            }
            for row in rows
        ]
        print_json({"record": child.id, "label": child.label, "timeline": told})
        return
    from rosette.cli.show.timeline import print_timeline

    print_timeline(child, rows)


@app.command()
def schema(json: AsJson = True) -> None:
    """Print the JSON Schema of the record format."""
    print_json(record_schema())

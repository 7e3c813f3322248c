"""rosette molecular: what the findings of a child mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, day_of, print_json, read
from rosette.kernel import UsageError
from rosette.version import SOFTWARE

app = typer.Typer(help="Molecular findings: lesions, ALK inhibitors by allele, tiers.", no_args_is_help=True)


@app.callback()
def molecular() -> None:
    """Molecular findings."""


@app.command()
def annotate(
    record: RecordFile,
    on: OnDay = None,
    civic: Annotated[Path | None, typer.Option("--civic", help="A CIViC evidence export, tab-separated.")] = None,
    oncokb: Annotated[Path | None, typer.Option("--oncokb", help="Your own file from OncoKB's annotator.")] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option("--code", help='Oncogenicity codes that you judged, such as "ALK F1174L=OS2,OP1,OP4".'),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print findings, lesions and what nobody looked for, inhibitors by allele, and matters for genetics."""
    from rosette.knowledge import load_knowledge
    from rosette.molecular import annotate as annotate_record, annotation_json, load_civic, load_oncokb

    found = annotate_record(
        read(record),
        load_knowledge(),
        on=day_of(on),
        civic=load_civic(civic) if civic else (),
        oncokb=load_oncokb(oncokb) if oncokb else (),
        codes=dict(_codes(text) for text in codes or ()),
    )
    if json:
        print_json(annotation_json(found, software=SOFTWARE))
        return
    from rosette.cli.show.molecular import print_annotation

    print_annotation(found)


def _codes(text: str) -> tuple[str, tuple[str, ...]]:
    change, sign, codes = text.partition("=")
    if not sign or not codes:
        raise UsageError(f'"{text}" is not a change with codes; write "ALK F1174L=OS2,OP1"')
    return change.strip(), tuple(code.strip() for code in codes.split(","))

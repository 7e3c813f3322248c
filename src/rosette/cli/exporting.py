"""rosette record export: a record in a format that others read, with a list of what the format could not say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from rosette.cli.common import AsJson, OnDay, day_of, print_json, read
from rosette.cli.exporting_cut import export_cut
from rosette.cli.importing import write_whole
from rosette.interchange.exports import EXPORTS, Exported
from rosette.kernel import UsageError, did_you_mean, one_of
from rosette.knowledge import load_knowledge

Records = Annotated[list[Path], typer.Argument(help="Children's records, JSON; several for tidy.", show_default=False)]
Secret = Annotated[Path | None, typer.Option("--secret", help="For tidy: a file whose bytes make the pseudonyms.")]
As = Annotated[str, typer.Option("--as", help="The format.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Write it here, whole or not at all; else it is printed.")]

CUT: Final = "tidy"


def export_record(
    records: Records, named: As, out: Out = None, secret: Secret = None, on: OnDay = None, json: AsJson = False
) -> None:
    """Write a record as another format, or several as tidy tables, and list what it cannot say.

    fhir: a Bundle of FHIR R4 that reads back to an equal record. phenopacket: version 2. cbioportal: a study folder.
    tidy: tables of several records with a codebook.
    """
    formats = [*EXPORTS, CUT]
    if named not in formats:
        near, known = did_you_mean(named, formats), one_of(formats)
        raise UsageError(f'"{named}" is not a format that is written{near}: {known}')
    if named == CUT:
        export_cut(records, out=out, secret=secret, on=day_of(on), as_json=json)
        return
    if len(records) != 1:
        raise UsageError(f"{named} holds one child: give one record")
    child = read(records[0])
    made = EXPORTS[named](child, load_knowledge())
    written = [] if out is None else _written(made, out)
    if json:
        sizes = [{"name": name, "bytes": len(text.encode())} for name, text in made.files.items()]
        print_json({"record": child.id, "as": named, "files": sizes, "written": written, "lost": list(made.lost)})
        return
    _tell(made, written)


def _written(made: Exported, out: Path) -> list[str]:
    """Write one file to `out`, several into the folder `out`."""
    if len(made.files) == 1:
        write_whole(out, next(iter(made.files.values())))
        return [out.name]
    try:
        for name in made.files:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UsageError(f"{out} cannot be made: {fault.strerror}") from None
    for name, text in made.files.items():
        write_whole(out / name, text)
    return list(made.files)


def _tell(made: Exported, written: list[str]) -> None:
    if written:
        print(f"written: {', '.join(written)}")
    elif len(made.files) == 1:
        typer.echo(next(iter(made.files.values())), nl=False)
    else:
        print(f"{len(made.files)} files; say --out FOLDER: {', '.join(made.files)}")
    if made.lost and written:
        print("\n".join(["lost:", *(f"  {each}" for each in made.lost)]))

"""rosette record import: foreign files into a record, with a preview and a loss for everything that became no fact."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, print_json, read
from rosette.cli.importing_all import Everyone, everyone, refuse_bad, write_together
from rosette.interchange import (
    Asked,
    Batch,
    ChildFound,
    Content,
    Found,
    Merged,
    content_of,
    merge,
    read_content,
    record_for,
    text_of,
)
from rosette.interchange.as_json import imported_as_json
from rosette.interchange.formats import FORMATS
from rosette.interchange.tables import shipped
from rosette.kernel import BadInput, DateError, PartialDate, Problem, UsageError, one_of
from rosette.knowledge import Knowledge, load_knowledge
from rosette.records import ChildRecord, write_record

Files = Annotated[list[Path], typer.Argument(help="Foreign files, one format each.", show_default=False)]
Into = Annotated[Path | None, typer.Option("--into", help="The record that takes the facts; it is written anew.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the record here instead.")]
New = Annotated[str | None, typer.Option("--new", help="Begin a record with this id.")]
Born = Annotated[str | None, typer.Option("--birth", help="Day of birth, where the file does not say it.")]
Sex = Annotated[str | None, typer.Option("--sex", help="Sex, where the file does not say it.")]
Named = Annotated[str | None, typer.Option("--format", help="The format, where it cannot be told from the file.")]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", help="What the columns of a table mean: a file, or a shipped one by name.")
]
Panel = Annotated[Path | None, typer.Option("--panel", help="What an assay looked at: genes a line, or BED.")]
Taken = Annotated[
    str | None, typer.Option("--specimen", help="Day of the specimen, where a file of variants does not say.")
]
Assay = Annotated[str | None, typer.Option("--assay", help="How a file of variants was made, where it does not say.")]
Tumour = Annotated[list[str] | None, typer.Option("--tumour", help="A sample of the tumour, by its name in the VCF.")]
Germline = Annotated[list[str] | None, typer.Option("--germline", help="A sample of the germline, by its name.")]
Which = Annotated[str | None, typer.Option("--child", help="Which child of a file that holds several.")]
All = Annotated[Path | None, typer.Option("--all", help="Write every child of the files into this folder.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="With --all: leave out children that cannot be taken in.")]
By = Annotated[str, typer.Option("--by", help="Who imports.")]
At = Annotated[datetime | None, typer.Option("--at", help="The instant that the facts carry; now when left out.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show what would change and write nothing.")]


def import_files(
    files: Files,
    by: By = "command line",
    into: Into = None,
    out: Out = None,
    new: New = None,
    birth: Born = None,
    sex: Sex = None,
    named: Named = None,
    mapping: Mapping = None,
    panel: Panel = None,
    specimen: Taken = None,
    assay: Assay = None,
    tumour: Tumour = None,
    germline: Germline = None,
    child: Which = None,
    every: All = None,
    skip_bad: SkipBad = False,
    at: At = None,
    preview: Preview = False,
    json: AsJson = False,
) -> None:
    """Take foreign files into records; nothing is dropped unseen.

    FHIR, HL7 v2, C-CDA, phenopackets, VCF, MAF, study folders of cBioPortal, ODM and REDCap, tables.
    """
    if [into is None, new is None, every is None].count(False) != 1:
        raise UsageError("say one of --into RECORD, --new ID and --all FOLDER")
    knowledge = load_knowledge()
    base = read(into) if into is not None else None
    born = _day(birth, "--birth")
    asked = Asked(
        knowledge=knowledge,
        mapping=_mapping(mapping),
        panel=_text(panel),
        birth=born or (base.birth if base is not None else None),
        specimen=_day(specimen, "--specimen"),
        assay=assay,
        tumours=tuple(tumour or ()),
        germline=tuple(germline or ()),
    )
    contents = [_opened(path) for path in files]
    found = [read_content(each, asked=asked, formats=FORMATS, named=named) for each in contents]
    if every is not None:
        told_all = everyone(found, every, batch=_batch(contents, at, by), knowledge=knowledge)
        _write_everyone(told_all, every, skip_bad=skip_bad, preview=preview, json=json)
        return
    told = [_given(_chosen(each, child), born, sex) for each in found]
    record = base if base is not None else record_for(told[0], name=str(new))
    steps = _merged(record, found, told, _batch(contents, at, by), knowledge)
    target = None if preview else out or into
    if target is not None:
        write_whole(target, write_record(steps[-1].record))
    _show(found, steps, target, json=json)


def _write_everyone(told: Everyone, folder: Path, *, skip_bad: bool, preview: bool, json: bool) -> None:
    refuse_bad(told, skip=skip_bad)
    if not preview:
        write_together(told, folder)
    if json:
        print_json(told.as_json(written=not preview))
        return
    from rosette.cli.show.imported import print_everyone

    print_everyone(told, written=not preview)


def _mapping(path: Path | None) -> str | None:
    """The text of a mapping file, or of a shipped one that is named."""
    if path is not None and not path.exists() and str(path) in shipped():
        return shipped()[str(path)]
    return _text(path)


def _text(path: Path | None) -> str | None:
    return None if path is None else text_of(_opened(path))


def _opened(path: Path) -> Content:
    try:
        return content_of(path)
    except OSError as fault:
        problem = Problem(str(path), fault.strerror or "cannot be read", "a file")
        raise BadInput([problem], what=path.name) from None


def _chosen(found: Found, reference: str | None) -> ChildFound:
    """The child that is meant; a file with several asks which."""
    names = [each.reference for each in found.children]
    if not names:
        raise BadInput([Problem("", "it holds no child", remedy="Nothing was written.")], what=found.origin.file)
    if reference is None and len(names) == 1:
        return found.children[0]
    if reference not in names:
        raise UsageError(f"{found.origin.file} holds {len(names)} children; say --child: {one_of(names, most=40)}")
    return found.children[names.index(reference)]


def _given(child: ChildFound, born: PartialDate | None, sex: str | None) -> ChildFound:
    from attrs import evolve

    return evolve(child, birth=child.birth or born, sex=child.sex or sex)


def _day(text: str | None, option: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text is not None else None
    except DateError as fault:
        raise UsageError(f"{option}: {fault}") from None


def _batch(contents: list[Content], at: datetime | None, by: str) -> Batch:
    instant = at or datetime.now(UTC).replace(microsecond=0)
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    digest = hashlib.sha256("".join(each.sha256 for each in contents).encode()).hexdigest()
    return Batch(id=f"import-{instant:%Y%m%d%H%M%S}-{digest[:8]}", at=instant, by=by)


def _merged(
    record: ChildRecord, found: list[Found], told: list[ChildFound], batch: Batch, knowledge: Knowledge
) -> list[Merged]:
    steps: list[Merged] = []
    for file, child in zip(found, told, strict=True):
        base = steps[-1].record if steps else record
        steps.append(merge(child, into=base, origin=file.origin, batch=batch, knowledge=knowledge))
    return steps


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {fault.strerror}") from None


def _show(found: list[Found], steps: list[Merged], target: Path | None, *, json: bool) -> None:
    told = [imported_as_json(file, step) for file, step in zip(found, steps, strict=True)]
    if json:
        print_json({"record": steps[-1].record.id, "written": target.name if target else None, "files": told})
        return
    from rosette.cli.show.imported import print_imported

    print_imported(found, steps, target.name if target else None)

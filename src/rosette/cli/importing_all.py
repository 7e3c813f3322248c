"""Every child of some files into a folder of records: one record a child, all of them or none."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from rosette.cli.common import read
from rosette.interchange import Batch, ChildFound, Found, Loss, Merged, merge, record_for
from rosette.interchange.as_json import imported_as_json, loss_as_json
from rosette.kernel import BadInput, Problem, Problems, UsageError
from rosette.knowledge import Knowledge
from rosette.records import write_record

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@frozen(kw_only=True)
class OneChild:
    """What all files say of one child, merged into its record; path: where the record is written."""

    reference: str
    path: Path
    found: tuple[Found, ...]
    steps: tuple[Merged, ...]


@frozen(kw_only=True)
class Everyone:
    """The children that could be merged, the files, and the faults of the children that could not, by reference."""

    children: tuple[OneChild, ...]
    files: tuple[Found, ...]
    bad: Mapping[str, BadInput]

    def as_json(self, *, written: bool) -> dict[str, Any]:
        """All of it as plain data."""
        losses = [loss_as_json(loss) for loss in self.file_losses]
        children = [
            {
                "record": each.steps[-1].record.id,
                "written": each.path.name if written else None,
                "files": [
                    imported_as_json(evolve(file, losses=()), step)
                    for file, step in zip(each.found, each.steps, strict=True)
                ],
            }
            for each in self.children
        ]
        skipped = [{"child": name, "why": str(fault)} for name, fault in self.bad.items()]
        return {"children": children, "skipped": skipped, "losses": losses}

    @property
    def file_losses(self) -> tuple[Loss, ...]:
        """The losses that belong to no child, once for each file."""
        return tuple(loss for file in self.files for loss in file.losses)


def everyone(found: list[Found], folder: Path, *, batch: Batch, knowledge: Knowledge) -> Everyone:
    """Merge every child of the files into its record of the folder, or into a new one."""
    references = dict.fromkeys(child.reference for file in found for child in file.children)
    made: list[OneChild] = []
    bad: dict[str, BadInput] = {}
    for reference in references:
        try:
            made.append(_one(reference, found, folder, batch, knowledge))
        except BadInput as fault:
            bad[reference] = fault
    return Everyone(children=tuple(made), files=tuple(found), bad=bad)


def _one(reference: str, found: list[Found], folder: Path, batch: Batch, knowledge: Knowledge) -> OneChild:
    parts = [(file, child) for file in found for child in file.children if child.reference == reference]
    path = folder / f"{name_of(reference)}.json"
    record = read(path) if path.exists() else record_for(_whole([each for _, each in parts]), name=path.stem)
    steps: list[Merged] = []
    for file, child in parts:
        steps.append(merge(child, into=record, origin=file.origin, batch=batch, knowledge=knowledge))
        record = steps[-1].record
    return OneChild(reference=reference, path=path, found=tuple(file for file, _ in parts), steps=tuple(steps))


def _whole(parts: list[ChildFound]) -> ChildFound:
    """The child with birth and sex from whichever file says them; the merge refuses files that contradict."""
    births = [each.birth for each in parts if each.birth is not None]
    sexes = [each.sex for each in parts if each.sex is not None]
    return evolve(parts[0], birth=next(iter(births), None), sex=next(iter(sexes), None))


def name_of(reference: str) -> str:
    """A name of a record and its file for a sender's reference; one that is no plain name is replaced by its digest."""
    if _SAFE.fullmatch(reference):
        return reference
    return f"child-{hashlib.sha256(reference.encode()).hexdigest()[:12]}"


def refuse_bad(told: Everyone, *, skip: bool) -> None:
    """Raise every fault of the children that could not be merged, unless they may be left out."""
    problems = Problems()
    for name, fault in told.bad.items():
        problems.extend([Problem(f"child {name}", each.found, each.wanted, each.remedy) for each in fault.problems])
    if problems and not (skip and told.children):
        remedy = "Nothing was written: mend them, or leave these children out with --skip-bad."
        count = "one child" if len(told.bad) == 1 else f"{len(told.bad)} children"
        problems.add("", found=f"{count} cannot be taken in", remedy=remedy)
        problems.raise_as(BadInput, what="import")
    names = [each.path.name.casefold() for each in told.children]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"several children would be written to {', '.join(twice)}; import them one by one")


def write_together(told: Everyone, folder: Path) -> None:
    """Write all records beside their places first, then put them there; where writing fails, none is."""
    texts = {each.path: write_record(each.steps[-1].record) for each in told.children}
    parts = {path: path.with_name(f".{path.name}.part") for path in texts}
    try:
        folder.mkdir(exist_ok=True)
        for path, text in texts.items():
            parts[path].write_text(text, encoding="utf-8")
        for path, part in parts.items():
            os.replace(part, path)
    except OSError as fault:
        for part in parts.values():
            _removed(part)
        raise UsageError(f"{folder} cannot be written: {fault.strerror}") from None


def _removed(part: Path) -> None:
    if part.is_file():
        part.unlink()

"""The files of a study: meta files, the data files that they name, case lists, gene panels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Loss
from rosette.interchange.guarded import Content, entries_of, lines_of

POINTER = b"version https://git-lfs.github.com/spec/"
AS_IS = ("license", "readme", "readme.md", "license.txt", "readme.txt")
STUDY = "meta_study.txt"


@frozen(kw_only=True)
class Part:
    """One meta file with the data that it names; data is None when that is not there or no data."""

    name: str
    meta: Mapping[str, str] = field(eq=False)
    data: Content | None = field(default=None, repr=False)

    @property
    def sort(self) -> str:
        """What it holds, by the words of the standard: MUTATION_EXTENDED/MAF."""
        return f"{self.meta.get('genetic_alteration_type', '')}/{self.meta.get('datatype', '')}"


@frozen(kw_only=True)
class Folder:
    """A study as it was found. cases: the sample ids of the case lists."""

    study: Mapping[str, str] = field(eq=False)
    parts: tuple[Part, ...]
    panels: Mapping[str, tuple[str, ...]] = field(eq=False)
    cases: frozenset[str]
    losses: tuple[Loss, ...]
    files: int

    def parts_of(self, *sorts: str) -> tuple[Part, ...]:
        """The parts of some sorts whose data is there."""
        return tuple(each for each in self.parts if each.sort in sorts and each.data is not None)


def is_study(content: Content) -> bool:
    """Whether it is a folder with a meta file of a study, or such a folder as a zip."""
    if content.files:
        return any(name.rsplit("/", 1)[-1] == STUDY for name in content.files)
    return content.data.startswith(b"PK") and STUDY.encode() in content.data


def folder_of(content: Content) -> Folder:
    """Read the files of a study; raises InterchangeError without a readable meta file of the study."""
    files = _below(entries_of(content), content)
    metas, losses = _metas(files)
    if STUDY not in metas:
        raise content.refuse(f"{STUDY} cannot be read", wanted="a study folder of cBioPortal")
    parts = [_part(name, meta, files, losses) for name, meta in metas.items() if name != STUDY]
    named = {each.meta.get("data_filename") for each in parts}
    panels: dict[str, tuple[str, ...]] = {}
    cases: set[str] = set()
    for name, file in files.items():
        if name not in metas and name not in named:
            losses += _other(name, file, panels, cases)
    return Folder(
        study=metas[STUDY],
        parts=tuple(parts),
        panels=panels,
        cases=frozenset(cases),
        losses=tuple(losses),
        files=len(files),
    )


def _below(files: Mapping[str, Content], content: Content) -> dict[str, Content]:
    """The files by their names below the one folder that holds the meta file."""
    roots = [name.removesuffix(STUDY) for name in files if name.rsplit("/", 1)[-1] == STUDY]
    if len(roots) != 1:
        raise content.refuse(f"{len(roots)} studies are in it", wanted="one study", remedy="Import them one by one.")
    return {name.removeprefix(roots[0]): each for name, each in files.items() if name.startswith(roots[0])}


def _metas(files: Mapping[str, Content]) -> tuple[dict[str, dict[str, str]], list[Loss]]:
    found: dict[str, dict[str, str]] = {}
    losses: list[Loss] = []
    for name, file in files.items():
        if name.rsplit("/", 1)[-1].startswith("meta_") and not _is_pointer(file):
            try:
                found[name] = keys_of(file)
            except InterchangeError as fault:
                losses.append(_refused(name, str(fault.problems[0].found)))
    return found, losses


def keys_of(file: Content) -> dict[str, str]:
    """The lines "key: value" of a file."""
    pairs = (line.partition(":") for line in lines_of(file) if ":" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _part(name: str, meta: Mapping[str, str], files: Mapping[str, Content], losses: list[Loss]) -> Part:
    data = meta.get("data_filename", "")
    if data in files and not _is_pointer(files[data]):
        return Part(name=name, meta=meta, data=files[data])
    if data in files:
        losses.append(pointer(data))
    elif data:
        losses.append(_refused(name, f"it names {data}, which is not in the folder"))
    else:
        losses.append(_refused(name, "it names no data file"))
    return Part(name=name, meta=meta)


def _is_pointer(file: Content) -> bool:
    return file.data.startswith(POINTER)


def pointer(name: str) -> Loss:
    """The refusal of a file that only points to data."""
    why = "it is a Git LFS pointer, not the data"
    remedy = "Fetch the data of the repository (git lfs pull) and import the folder again."
    return Loss(place=name, said="version https://git-lfs.github.com/spec/v1", why=why, remedy=remedy, grade="refused")


def _refused(name: str, why: str) -> Loss:
    return Loss(place=name, said=name, why=why, remedy="Ask for the whole folder.", grade="refused")


def _other(name: str, file: Content, panels: dict[str, tuple[str, ...]], cases: set[str]) -> Iterator[Loss]:
    """Files that no meta file names: gene panels and case lists are read, all others are told."""
    if _is_pointer(file):
        yield pointer(name)
    elif name.lower() in AS_IS:
        yield Loss(place=name, said=name, why="a text beside the data", grade="about_nobody")
    elif name.startswith("case_lists/") or "gene_panel" in name:
        yield from _listed(name, file, panels, cases)
    else:
        why = "no meta file says what it holds"
        yield Loss(place=name, said=name, why=why, remedy="Add its meta file.", grade="not_understood")


def _listed(name: str, file: Content, panels: dict[str, tuple[str, ...]], cases: set[str]) -> Iterator[Loss]:
    try:
        keys = keys_of(file)
    except InterchangeError as fault:
        yield _refused(name, str(fault.problems[0].found))
        return
    if "gene_list" in keys:
        panels[keys.get("stable_id", name)] = tuple(keys["gene_list"].split())
    elif "case_list_ids" in keys:
        cases.update(keys["case_list_ids"].split())
    else:
        yield _refused(name, "it holds neither a list of cases nor one of genes")

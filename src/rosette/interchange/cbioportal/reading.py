"""Reads a study folder: each patient is a child, with a molecular report for each sample and assay."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, evolve, field

from rosette.interchange.cbioportal.clinical import (
    ASSAY,
    CERTIFIED,
    LOOKED_FOR,
    TAKEN,
    Person,
    day_at,
    people_of,
    told_of,
)
from rosette.interchange.cbioportal.copies import Called, copies_of, fusions_of
from rosette.interchange.cbioportal.folder import Folder, Part, folder_of, is_study
from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content
from rosette.interchange.reading import Asked, Format
from rosette.interchange.variants.gathering import Report, Row, gathered, grouped
from rosette.interchange.variants.maf import broken_rows, rows_by_sample
from rosette.interchange.variants.panel import read_panel
from rosette.interchange.variants.table import sheet_of
from rosette.interchange.variants.words import words
from rosette.knowledge import Knowledge

MUTATIONS, COPIES = "MUTATION_EXTENDED/MAF", "COPY_NUMBER_ALTERATION/DISCRETE"
STRUCTURAL, MATRIX = "STRUCTURAL_VARIANT/SV", "GENE_PANEL_MATRIX/GENE_PANEL_MATRIX"
CLINICAL = ("CLINICAL/PATIENT_ATTRIBUTES", "CLINICAL/SAMPLE_ATTRIBUTES")
SEXES = {"MALE": "male", "FEMALE": "female"}


@define(kw_only=True)
class _Tables:
    """What the tables of a study say, by profile."""

    called: list[tuple[Part, Called]] = field(factory=list)
    losses: list[Loss] = field(factory=list)
    panels: dict[str, dict[str, str]] = field(factory=dict)


def _read(content: Content, asked: Asked) -> Found:
    folder = folder_of(content)
    people, losses, rows = people_of(folder)
    tables = _tables(folder, asked.knowledge)
    panel = read_panel(asked.panel, asked.knowledge)
    owners = {sample: name for name, person in people.items() for sample in person.samples}
    for sample in {each: None for _, called in tables.called for each in called.rows if each not in owners}:
        people.setdefault(sample, Person()).samples.setdefault(sample, {})
    children = [_child(name, person, tables, folder, panel.covers, asked) for name, person in people.items()]
    samples = {each for person in people.values() for each in person.samples}
    others = [*folder.losses, *losses, *tables.losses, *panel.losses, *_silent(folder, samples)]
    seen = Counter({"file": folder.files, "clinical row": rows, "sample": len(samples | folder.cases)})
    seen.update({part.sort: called.count for part, called in tables.called})
    origin = Origin(file=content.name, sha256=content.sha256, format="cBioPortal")
    return Found(origin=origin, children=tuple(children), losses=tuple(others), seen=seen)


def _silent(folder: Folder, samples: set[str]) -> Iterator[Loss]:
    """Samples that stand in the lists of cases only."""
    named = sorted(folder.cases - samples)
    if named:
        said = f"{', '.join(named[:12])}{f' and {len(named) - 12} more' if len(named) > 12 else ''}"
        why = f"{len(named)} samples are listed, and nothing in the folder tells of them"
        yield Loss(place="case_lists", said=said, why=why, remedy="Ask for the data files.", grade="about_nobody")


def _tables(folder: Folder, knowledge: Knowledge) -> _Tables:
    found = _Tables()
    for part in folder.parts:
        if part.data is None or part.sort in CLINICAL:
            continue
        try:
            _table(part, part.data, found, knowledge)
        except InterchangeError as fault:
            why = "; ".join(each.found for each in fault.problems)
            found.losses.append(Loss(place=part.data.name, said=part.sort, why=why, grade="refused"))
    for part, called in found.called:
        place = f"{part.data.name}, " if part.data else ""
        found.losses += grouped(called.broken, place=place)
    return found


def _table(part: Part, data: Content, found: _Tables, knowledge: Knowledge) -> None:
    if part.sort == MUTATIONS:
        sheet = sheet_of(data, needed=words().maf_needed)
        rows = rows_by_sample(sheet, knowledge)
        called = Called(rows=rows, broken=broken_rows(sheet), count=len(sheet.rows) + len(sheet.broken))
        found.called.append((part, called))
    elif part.sort == COPIES:
        found.called.append((part, copies_of(data, knowledge)))
    elif part.sort == STRUCTURAL:
        found.called.append((part, fusions_of(data, knowledge)))
    elif part.sort == MATRIX:
        rows_of = sheet_of(data, needed=("SAMPLE_ID",)).rows
        found.panels |= {each.get("SAMPLE_ID"): dict(each.values) for each in rows_of}
    else:
        why = f"data of the sort {part.sort} is not read here"
        found.losses.append(Loss(place=part.name, said=data.name, why=why, grade="not_understood"))


def _child(
    name: str, person: Person, tables: _Tables, folder: Folder, looked: Mapping[str, frozenset[str]], asked: Asked
) -> ChildFound:
    reports = [
        each
        for sample, attributes in person.samples.items()
        for each in _reports(sample, attributes, tables, folder, looked, asked)
    ]
    told = list(told_of(name, person, asked))
    candidates = [each for each in told if isinstance(each, Candidate)] + [each for got, _ in reports for each in got]
    losses = [each for each in told if isinstance(each, Loss)] + [each for _, lost in reports for each in lost]
    sex = SEXES.get(person.attributes.get("SEX", "").upper())
    return ChildFound(reference=name, sex=sex, candidates=tuple(candidates), losses=tuple(losses))


def _reports(
    sample: str,
    attributes: Mapping[str, str],
    tables: _Tables,
    folder: Folder,
    looked: Mapping[str, frozenset[str]],
    asked: Asked,
) -> Iterator[tuple[tuple[Candidate, ...], tuple[Loss, ...]]]:
    """One report for each assay that the sample was looked at with."""
    assays: dict[str, list[tuple[Part, Called]]] = {attributes[ASSAY]: []} if attributes.get(ASSAY) else {}
    for part, called in tables.called:
        if sample in called.rows or (part.sort == MUTATIONS and sample in tables.panels):
            name = attributes.get(ASSAY) or asked.assay or part.meta.get("profile_name") or part.sort
            assays.setdefault(name, []).append((part, called))
    taken = day_at(attributes.get(TAKEN, ""), asked) or (str(asked.specimen) if asked.specimen else None)
    for assay, sources in assays.items():
        own = attributes.get(LOOKED_FOR)
        covers = _covers(sample, sources, tables, folder, looked) if own is None else _told(own)
        names = ", ".join(dict.fromkeys(part.data.name for part, _ in sources if part.data))
        place = f"{names}, " if names else ""
        report = Report(sample=sample, on=taken, assay=assay, covers=covers, place=place)
        found, lost = gathered(report, [row for part, called in sources for row in _rows(part, called, sample)])
        yield tuple(_certified(each, attributes) for each in found), (*lost, *_placed(sources, sample))


def _rows(part: Part, called: Called, sample: str) -> Iterator[Row]:
    """The rows of one sample; why a row makes no finding is told with its file."""
    for row in called.rows.get(sample, []):
        yield evolve(row, why="")
    for row in called.broken:
        yield Row(line=row.line, said=row.said, doubts=row.doubts)


def _placed(sources: Iterable[tuple[Part, Called]], sample: str) -> Iterator[Loss]:
    for part, called in sources:
        rows = [row for row in called.rows.get(sample, []) if row.why]
        yield from grouped(rows, place=f"{part.data.name if part.data else part.name}, {sample}, ")


def _certified(candidate: Candidate, attributes: Mapping[str, str]) -> Candidate:
    told = {"true": True, "false": False}.get(attributes.get(CERTIFIED, "").lower())
    return candidate if told is None else evolve(candidate, content={**candidate.content, "certified": told})


def _told(text: str) -> dict[str, frozenset[str]]:
    """What was looked for, as our own export writes it: {"ALK": ["mutation"]}; nothing when it is written otherwise."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    listed = raw.items() if isinstance(raw, dict) else ()
    return {gene: frozenset(map(str, each)) for gene, each in listed if isinstance(each, list)}


def _covers(
    sample: str,
    sources: Iterable[tuple[Part, Called]],
    tables: _Tables,
    folder: Folder,
    looked: Mapping[str, frozenset[str]],
) -> dict[str, frozenset[str]]:
    """What was looked for: by the tables of copies, by the gene panel of the sample, or by the panel that is given."""
    found: dict[str, set[str]] = {}
    for part, called in sources:
        for gene, each in called.covers.get(sample, {}).items():
            found.setdefault(gene, set()).update(each)
        if part.sort == MUTATIONS:
            profile = part.meta.get("stable_id", "mutations")
            panel = tables.panels.get(sample, {}).get(profile) or part.meta.get("gene_panel", "")
            for gene in folder.panels.get(panel, ()):
                found.setdefault(gene, set()).add("mutation")
            for gene, given in looked.items():
                found.setdefault(gene, set()).update(given & {"mutation"})
    return {gene: frozenset(each) for gene, each in found.items()}


CBIOPORTAL = Format(name="cbioportal", told="a study folder of cBioPortal, or a zip of one", looks=is_study, read=_read)

"""Reads a VCF: one molecular report for each sample, or for a tumour with its germline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content, lines_of, unpacked
from rosette.interchange.reading import Asked, Format
from rosette.interchange.variants.gathering import Report, Row, gathered, grouped
from rosette.interchange.variants.header import Head, head_of
from rosette.interchange.variants.panel import Panel, read_panel
from rosette.interchange.variants.rows import Line, Seat, parsed, rows_for

MAGIC, PACKED = b"##fileformat=VCF", b"\x1f\x8b"


@frozen(kw_only=True)
class _File:
    """One file as it is read."""

    content: Content = field(repr=False)
    asked: Asked = field(repr=False)
    head: Head
    panel: Panel
    lines: tuple[Line, ...] = field(repr=False)
    faults: tuple[Row, ...] = field(repr=False)


def _looks(content: Content) -> bool:
    if content.data.startswith(MAGIC):
        return True
    return content.data.startswith(PACKED) and ".vcf" in content.name


def _read(content: Content, asked: Asked) -> Found:
    plain = unpacked(content)
    lines = list(lines_of(plain))
    body = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if not lines or not lines[0].startswith("##fileformat=VCF"):
        raise content.refuse("it does not begin as a VCF", wanted='a first line "##fileformat=VCFv4.x"')
    head = head_of(lines[:body], content, asked)
    rows = [(body + number, line) for number, line in enumerate(lines[body:], 1) if line.strip()]
    if len(rows) > content.limits.most_items:
        remedy = "Send the annotated variants of a panel, not a whole genome."
        raise content.refuse(f"it has {len(rows)} rows", wanted=f"at most {content.limits.most_items}", remedy=remedy)
    read = [parsed(number, line, head) for number, line in rows]
    file = _File(
        content=content,
        asked=asked,
        head=head,
        panel=read_panel(asked.panel, asked.knowledge),
        lines=tuple(each for each in read if isinstance(each, Line)),
        faults=tuple(each for each in read if isinstance(each, Row)),
    )
    return Found(
        origin=Origin(file=content.name, sha256=content.sha256, format="VCF", version=head.version),
        children=tuple(_children(file)),
        losses=(*grouped(file.faults), *file.panel.losses, *_strangers(file)),
        seen={"row": len(rows), "sample": len(head.samples)},
    )


def _children(file: _File) -> Iterator[ChildFound]:
    """The child of the samples that have a role, or one child for each sample; without samples the file is one."""
    roles = file.head.roles
    tumours = [each for each in file.head.samples if roles.get(each) == "tumour"]
    normals = [each for each in file.head.samples if roles.get(each) == "germline"]
    if not file.head.samples:
        yield _child(file, file.content.name, [_report(file, None, None)])
    elif roles:
        beside = normals[0] if len(normals) == 1 else None
        reports = [_report(file, each, beside) for each in tumours] or [_report(file, each, None) for each in normals]
        yield _child(file, (tumours or normals)[0], reports)
    else:
        for each in file.head.samples:
            yield _child(file, each, [_report(file, each, None)])


def _child(file: _File, name: str, reports: Iterable[tuple[tuple[Candidate, ...], tuple[Loss, ...]]]) -> ChildFound:
    both = list(reports)
    candidates = tuple(each for found, _ in both for each in found)
    return ChildFound(reference=name, candidates=candidates, losses=tuple(each for _, lost in both for each in lost))


def _report(file: _File, sample: str | None, normal: str | None) -> tuple[tuple[Candidate, ...], tuple[Loss, ...]]:
    asked, head = file.asked, file.head
    seat = Seat(sample=sample, normal=normal, head=head, knowledge=asked.knowledge)
    listed = (rows_for(line, seat) for line in file.lines)
    rows = [row for each in listed for row in each]
    faults = [Row(line=each.line, said=each.said, doubts=each.doubts) for each in file.faults]
    report = Report(
        sample=sample or file.content.name,
        on=str(asked.specimen) if asked.specimen else None,
        assay=asked.assay or "sequencing, assay not told (VCF)",
        covers=file.panel.covers,
        about=head.about,
    )
    return gathered(report, [*rows, *faults])


def _strangers(file: _File) -> Iterator[Loss]:
    """Samples without a role beside samples that have one, and a germline beside no other."""
    for each in file.head.samples:
        if file.head.roles and each not in file.head.roles:
            why = "whose sample it is, is not told beside the samples that are"
            yield Loss(place=f"sample {each}", said=each, why=why, remedy="Import it by itself.", grade="about_nobody")


VCF = Format(name="vcf", told="variants in VCF, plain or packed with gzip", looks=_looks, read=_read)

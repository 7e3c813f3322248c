"""Rows of a file of variants, gathered into one molecular report: findings, what was looked for, and losses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from rosette.interchange.finds import Candidate, Grade, Loss

EVERY = "*"
NO_DAY = "the file does not say when the specimen was taken"
SHOWN = 12


@frozen(kw_only=True)
class Row:
    """What one row says of one sample: findings, or why there is none.

    line: where it stands. doubts: the genes that it may lie in though it makes no finding, EVERY for all.
    """

    line: int
    said: str
    findings: tuple[Mapping[str, Any], ...] = field(default=(), eq=False)
    why: str = ""
    remedy: str = ""
    grade: Grade = "kept_aside"
    doubts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Report:
    """What one report is: whose sample, when it was taken, how it was looked at and for what."""

    sample: str
    on: str | None
    assay: str
    covers: Mapping[str, frozenset[str]] = field(factory=dict, eq=False)
    about: str = ""
    place: str = ""


def gathered(report: Report, rows: Sequence[Row]) -> tuple[tuple[Candidate, ...], tuple[Loss, ...]]:
    """The candidate of one report and the losses of its rows, equal ones together."""
    losses = list(grouped((row for row in rows if row.why), place=report.place))
    covers, doubted = _covered(report, rows)
    if doubted:
        why = "rows that make no finding may lie in these genes: not found is not certain, and they count as not tested"
        losses.append(Loss(place=_at(report), said=", ".join(doubted)[:1000], why=why, grade="kept_aside"))
    findings = [dict(finding) for row in rows for finding in row.findings]
    if report.on is None and (findings or covers):
        remedy = "Give the day of the specimen; the day of the file is not that day."
        said = _said(report, findings)
        return (), (*losses, Loss(place=_at(report), said=said, why=NO_DAY, remedy=remedy, grade="refused"))
    if not findings and not covers:
        why, remedy = "it says of no gene that a change was found or looked for", "Give the panel of the assay."
        said = f"{report.sample}: {report.assay}"
        return (), (*losses, Loss(place=_at(report), said=said, why=why, remedy=remedy, grade="kept_aside"))
    return (_candidate(report, rows, findings, covers),), tuple(losses)


def _at(report: Report) -> str:
    return f"{report.place}sample {report.sample}"


def _candidate(
    report: Report, rows: Sequence[Row], findings: list[dict[str, Any]], covers: dict[str, list[str]]
) -> Candidate:
    content = {"on": report.on, "assay": report.assay, "covers": covers or None, "findings": findings or None}
    lines = [row.line for row in rows if row.findings]
    return Candidate(
        kind="molecular",
        content={key: value for key, value in content.items() if value is not None},
        place=f"{report.place}{ranges(lines)}" if lines else _at(report),
        said=_said(report, findings),
        key=f"variants/{report.sample}/{report.assay}",
        item=report.sample,
    )


def _said(report: Report, findings: list[dict[str, Any]]) -> str:
    told = [" ".join(str(each[key]) for key in ("gene", "hgvs_p", "vaf") if key in each) for each in findings]
    shown = "; ".join(told[:SHOWN]) or "no finding"
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"{report.sample}: {shown}{more}{f'; {report.about}' if report.about else ''}"


def _covered(report: Report, rows: Iterable[Row]) -> tuple[dict[str, list[str]], list[str]]:
    """What was looked for and can be said not to be there; and the genes of which that is not certain."""
    doubts = {gene for row in rows for gene in row.doubts}
    doubted = sorted(report.covers if EVERY in doubts else doubts & report.covers.keys())
    kept = {gene: sorted(each) for gene, each in sorted(report.covers.items()) if gene not in doubted}
    return kept, doubted


def grouped(rows: Iterable[Row], *, place: str = "") -> Iterable[Loss]:
    """One loss for all rows that make no finding for the same reason."""
    found: dict[tuple[str, str, Grade], list[Row]] = {}
    for row in rows:
        found.setdefault((row.why, row.remedy, row.grade), []).append(row)
    for (why, remedy, grade), listed in found.items():
        told = "; ".join(row.said for row in listed[:SHOWN])
        more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
        at = f"{place}{ranges([row.line for row in listed])}"
        yield Loss(place=at, said=f"{told[:1500]}{more}", why=why, remedy=remedy, grade=grade)


def ranges(lines: Iterable[int]) -> str:
    """Lines as people write them: lines 3, 5-9."""
    spans: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    told = ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in spans)
    return f"line {told}" if told.isdecimal() else f"lines {told}"

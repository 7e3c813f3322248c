"""Prints a judged response, scores of a scan, stages and grades."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.knowledge import load_knowledge
from rosette.response import Assessment, Grade, SeriesDay
from rosette.response.scored import ScoredScan
from rosette.response.staged import Staged
from rosette.version import SOFTWARE


def print_assessment(found: Assessment, days: Sequence[SeriesDay]) -> None:
    """Print a judgement, its gaps, and the days before it."""
    out = console()
    head(out, f"Response of {found.record.id} on {found.period.on} by {found.rules.name}")
    out.print(Text(found.overall.sentence, style="bold"))
    for part in found.components:
        out.print(Padding(Text(part.sentence), (0, 0, 0, 2), expand=False))
        lines(out, "", part.evidence, indent=6)
    lines(out, "GAPS OF THE RULES", (gap.sentence for gap in found.gaps))
    lines(out, "ORDER OR ENTER", found.asks)
    rows = [
        (
            str(day.on),
            _cell(day.curie),
            _cell(day.siopen),
            _cell(day.marrow),
            _cell(day.targets_mm),
            day.event,
            _code(day),
        )
        for day in days
    ]
    table(out, "OVER TIME", ("day", "Curie", "SIOPEN", "marrow %", "targets mm", "event", "response"), rows)
    lines(out, "NOTES", found.notes)
    _foot(out)


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _code(day: SeriesDay) -> str:
    return "" if day.response is None else str(day.response.overall.code or "no disease")


def print_scores(found: ScoredScan) -> None:
    """Print a scan by segment."""
    out = console()
    head(out, f"{found.scores.scale.capitalize()} of {found.on}: {found.scores.total} ({found.scores.bone} in bone)")
    if found.relative is not None and found.before is not None:
        out.print(Text(f"relative bone score {found.relative:.3f}, {found.before.bone} on {found.before_on}"))
    else:
        out.print(Text("no relative score: no scan before the treatment is scored by segment alike, or it was zero"))
    before = found.before.by_segment if found.before else {}
    rows = [
        (row.name, str(points), str(before.get(row.segment, "")), f"0 to {row.most}")
        for row, points in found.scores.points
    ]
    table(out, "SEGMENTS", ("segment", "points", "before", "range"), rows)
    cuts = [
        (each.cut.use, f"at most {each.cut.most}", "yes" if each.below else "no", each.says, each.cut.statement)
        for each in found.cuts
    ]
    table(out, "PUBLISHED CUTS (of groups, not of one child)", ("when", "cut", "below", "went with", "series"), cuts)
    _foot(out)


def print_stages(found: Staged) -> None:
    """Print stages and risk groups."""
    out = console()
    head(out, f"Stage and risk of {found.record.id} at diagnosis")
    lines(out, "", [*(each.sentence for each in found.stages), *(each.sentence for each in found.risks)])
    _foot(out)


def print_grade(found: Grade) -> None:
    """Print a grade."""
    out = console()
    head(out, found.sentence)
    lines(out, "", found.notes)
    _foot(out)


def _foot(out: object) -> None:
    from rich.console import Console

    assert isinstance(out, Console)
    out.print()
    told = f"knowledge {load_knowledge().release} · {SOFTWARE} · informs a team that decides"
    out.print(Text(told, style="dim"))

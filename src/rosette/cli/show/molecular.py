"""Prints an annotation: what was found, which agents, what nobody looked for."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import console
from rosette.molecular import Annotation, Status, disagreements
from rosette.version import SOFTWARE


def print_annotation(found: Annotation) -> None:
    """Print the whole annotation to the terminal."""
    out = console()
    out.print(Text(f"Molecular findings of {found.record.id} on {found.on}", style="bold"))
    _head(out, "FINDINGS")
    out.print(_findings(found) if found.findings.found else Text("  none recorded"))
    _lines(out, "CANNOT BE READ", (each.sentence() for each in found.problems))
    _inhibitors(out, found)
    for status in Status:
        _lesions(out, found, status)
    _lines(out, "TARGETS BY IMAGING", (each.sentence for each in found.imaging))
    _lines(out, "FOR GENETICS", (f"{each.sentence} {each.remedy}" for each in found.germline))
    _scales(out, found)
    out.print()
    out.print(Text(f"knowledge {found.knowledge.release} · {SOFTWARE} · informs a team that decides", style="dim"))


def _head(out: Console, text: str) -> None:
    out.print()
    out.print(Text(text, style="bold"))


def _lines(out: Console, head: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        _head(out, head)
        for line in told:
            out.print(Padding(Text(line), (0, 0, 0, 2), expand=False))


def _findings(found: Annotation) -> Table:
    table = Table("gene", "change", "origin", "VAF", "specimen", "transcript", box=None, padding=(0, 2))
    for each in found.findings.found:
        finding = each.reading.finding
        vaf = "" if finding.vaf is None else f"{finding.vaf:.0%}"
        table.add_row(each.gene, each.change, finding.origin or "not stated", vaf, each.specimen, each.transcript)
    return table


def _inhibitors(out: Console, found: Annotation) -> None:
    for allele in dict.fromkeys(each.allele for each in found.inhibitors):
        _head(out, f"ALK INHIBITORS AGAINST {allele}")
        for each in found.inhibitors:
            if each.allele == allele:
                out.print(Padding(Text(each.sentence), (0, 0, 0, 2), expand=False))


def _lesions(out: Console, found: Annotation, status: Status) -> None:
    lines = []
    for each in found.lesions:
        if each.status is not status:
            continue
        if status is Status.FOUND:
            classes = ", ".join(name.replace("_", " ") for name in each.lesion.classes) or "no class of agents"
            told = f"{each.lesion.name}: {classes}; {each.evidence}. {each.lesion.statement}"
            lines.append(told + (f" [unverified: {each.lesion.unverified}]" if each.lesion.unverified else ""))
        else:
            lines.append(f"{each.lesion.name}. {each.remedy}".strip())
    _lines(out, f"{status.value.upper()}  ({len(lines)})", lines)


def _scales(out: Console, found: Annotation) -> None:
    for finding, calls in found.oncogenicity:
        lines = [f"{c.verdict}, {c.points} points ({', '.join(c.codes)}), {c.collection}: {c.why}" for c in calls]
        _lines(out, f"ONCOGENICITY OF {finding.gene} {finding.change}", lines)
    for finding, items in found.civic:
        split = "; ".join("items " + ", ".join(str(i.id) for i in group) for group in disagreements(items))
        lines = [f"{i.id}: {', '.join(i.therapies)}: {i.direction}, {i.significance}, level {i.level}" for i in items]
        _lines(out, f"CIVIC ON {finding.gene} {finding.change}", [*lines, *([f"contradict: {split}"] if split else [])])
    for finding, tiers in found.tiers:
        _lines(out, f"TIERS OF {finding.gene} {finding.change}", (f"{t.system} {t.grade} by {t.by}" for t in tiers))

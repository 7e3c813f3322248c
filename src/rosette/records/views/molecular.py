"""What was found in the genes, and what was looked for: found, looked for and not found, not tested."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from rosette.records.facts import Finding, Molecular
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point

AMINO_ACIDS: Mapping[str, str] = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G",
    "His": "H", "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S",
    "Thr": "T", "Trp": "W", "Tyr": "Y", "Val": "V", "Sec": "U", "Ter": "*",
}  # fmt: skip
_LONG = re.compile("|".join(AMINO_ACIDS))


@frozen
class FindingReading:
    """One finding of a specimen of `first` to `last` (ordinals); `protein` in one-letter form, F1174L."""

    first: int
    last: int
    gene: str
    alteration: str
    protein: str | None
    finding: Finding
    fact: Molecular


@frozen
class Coverage:
    """What one report looked for in one gene."""

    first: int
    last: int
    gene: str
    alterations: frozenset[str]
    fact: Molecular


@frozen
class MolecularView:
    """Every finding and everything that was looked for, each in the order of the specimen days."""

    findings: tuple[FindingReading, ...]
    coverage: tuple[Coverage, ...]

    def found(self, gene: str, alteration: str) -> tuple[FindingReading, ...]:
        """The findings of this kind in this gene."""
        return tuple(f for f in self.findings if (f.gene, f.alteration) == (gene, alteration))

    def looked_for(self, gene: str, alteration: str) -> tuple[Coverage, ...]:
        """The reports that looked for this kind of change in this gene."""
        return tuple(c for c in self.coverage if c.gene == gene and alteration in c.alterations)


def molecular(index: RecordIndex) -> MolecularView:
    """The molecular findings of the record and what the reports cover."""
    return index.kept("molecular", lambda: _molecular(index))


def _molecular(index: RecordIndex) -> MolecularView:
    reports = index.record.of(Molecular)
    findings = (_finding(finding, report) for report in reports for finding in report.findings)
    coverage = (_coverage(gene, looked_for, report) for report in reports for gene, looked_for in report.covers)
    return MolecularView(tuple(findings), tuple(coverage))


def _finding(finding: Finding, report: Molecular) -> FindingReading:
    first, last = point(report)
    return FindingReading(
        first, last, finding.gene, finding.alteration, protein_change(finding.hgvs_p), finding, report
    )


def _coverage(gene: str, looked_for: tuple[str, ...], report: Molecular) -> Coverage:
    first, last = point(report)
    return Coverage(first, last, gene, frozenset(looked_for), report)


def protein_change(hgvs_p: str | None) -> str | None:
    """The change of the protein in one-letter form: "p.(Phe1174Leu)" and "F1174L" are both F1174L."""
    if hgvs_p is None:
        return None
    bare = hgvs_p.rpartition(":")[2].strip().removeprefix("p.").strip("()")
    return _LONG.sub(lambda match: AMINO_ACIDS[match[0]], bare)

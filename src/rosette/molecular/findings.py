"""What the reports say of a gene: found, looked for and not found, or not tested. Never one for another."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import frozen

from rosette.kernel import BadInput, Problem
from rosette.knowledge import Knowledge
from rosette.molecular.genes import find_gene, suggest_gene
from rosette.molecular.hgvs import parse_variant
from rosette.molecular.variants import Variant
from rosette.records import ChildRecord, RecordIndex, views
from rosette.records.views.molecular import Coverage, FindingReading


class Status(Enum):
    """Three answers; the third has a remedy."""

    FOUND = "found"
    NOT_FOUND = "looked for, not found"
    NOT_TESTED = "not tested"


@frozen(kw_only=True)
class NamedFinding:
    """One finding with its gene by symbol and its change read; `problems` says what could not be read."""

    gene: str
    alteration: str
    variant: Variant | None
    reading: FindingReading
    problems: tuple[Problem, ...] = ()

    @property
    def change(self) -> str:
        """The change as people name it: F1174L, amplification (12 copies)."""
        if self.variant is not None:
            return self.variant.short
        finding = self.reading.finding
        copies = f" ({finding.copies:g} copies)" if finding.copies is not None else ""
        partner = f" with {finding.fusion_partner}" if finding.fusion_partner else ""
        return finding.hgvs_p or finding.hgvs_c or f"{self.alteration}{partner}{copies}"

    @property
    def allele(self) -> str:
        """The name by which the evidence of alleles knows it."""
        return self.variant.short if self.variant is not None else self.alteration

    @property
    def specimen(self) -> str:
        """The day of the specimen, in words."""
        return str(self.reading.fact.on)

    @property
    def transcript(self) -> str:
        """The transcript that the report names; numbers of residues depend on it."""
        named = self.variant.sequence if self.variant is not None else None
        return self.reading.finding.transcript or named or "not stated"

    @property
    def germline(self) -> bool:
        """Whether the report calls it germline."""
        return self.reading.finding.origin == "germline"


@frozen(kw_only=True)
class Findings:
    """Every finding and every coverage of the record until a day, genes by symbol."""

    found: tuple[NamedFinding, ...]
    coverage: tuple[tuple[str, Coverage], ...]

    def of(self, gene: str, alteration: str | None = None) -> tuple[NamedFinding, ...]:
        """Findings of a gene, of one kind when it is given."""
        return tuple(f for f in self.found if f.gene == gene and alteration in (None, f.alteration))

    def looked_for(self, gene: str, alteration: str) -> tuple[Coverage, ...]:
        """The reports that looked for this kind of change in this gene."""
        return tuple(c for name, c in self.coverage if name == gene and alteration in c.alterations)

    def status(self, gene: str, alteration: str) -> Status:
        """Found, looked for and not found, or not tested."""
        if self.of(gene, alteration):
            return Status.FOUND
        return Status.NOT_FOUND if self.looked_for(gene, alteration) else Status.NOT_TESTED

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read in any finding."""
        return tuple(problem for each in self.found for problem in each.problems)


def findings_of(record: ChildRecord, knowledge: Knowledge, *, on: date) -> Findings:
    """Read the findings of a record, specimens of `on` and before."""
    view, day = views.molecular(RecordIndex(record, knowledge)), on.toordinal()
    found = tuple(_named(each, knowledge) for each in view.findings if each.first <= day)
    coverage = tuple((_symbol(c.gene, knowledge), c) for c in view.coverage if c.first <= day)
    return Findings(found=found, coverage=coverage)


def _symbol(name: str, knowledge: Knowledge) -> str:
    gene = find_gene(name, knowledge)
    return gene.id if gene is not None else name


def _named(reading: FindingReading, knowledge: Knowledge) -> NamedFinding:
    problems = []
    if find_gene(reading.gene, knowledge) is None:
        hint = suggest_gene(reading.gene, knowledge)
        remedy = "It is kept as written and matches no lesion."
        problems.append(Problem(reading.fact.id, f'gene "{reading.gene}" is not held{hint}', remedy=remedy))
    variant, faults = _variant(reading)
    return NamedFinding(
        gene=_symbol(reading.gene, knowledge),
        alteration=reading.alteration,
        variant=variant,
        reading=reading,
        problems=(*problems, *faults),
    )


def _variant(reading: FindingReading) -> tuple[Variant | None, tuple[Problem, ...]]:
    """The change of the protein, or else of the DNA; what cannot be read is told, not dropped."""
    faults: list[Problem] = []
    for key in ("hgvs_p", "hgvs_c"):
        text = getattr(reading.finding, key)
        if text is None:
            continue
        try:
            return parse_variant(text, path=f"{reading.fact.id}, {key}"), tuple(faults)
        except BadInput as fault:
            faults += fault.problems
    return None, tuple(faults)

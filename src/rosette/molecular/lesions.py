"""The lesions of the disease in one child: status by the reports, classes of agents, and what to order."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge import LEVEL_WORDS, Knowledge, MolecularLesion
from rosette.molecular.findings import Findings, NamedFinding, Status


@frozen(kw_only=True)
class LesionReport:
    """One lesion: whether it was found, and if not, whether anybody looked."""

    lesion: MolecularLesion
    status: Status
    findings: tuple[NamedFinding, ...]
    untested: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """The level in words."""
        return LEVEL_WORDS[self.lesion.level]

    @property
    def remedy(self) -> str:
        """What to order; empty when the question is answered."""
        if self.status is not Status.NOT_TESTED:
            return ""
        covers = f" ({self.lesion.covers})" if self.lesion.covers else ""
        return f"Order an assay that covers {', '.join(self.untested)}{covers}."


def lesions_of(findings: Findings, knowledge: Knowledge) -> tuple[LesionReport, ...]:
    """Every lesion that knowledge holds, found ones first, then those that nobody looked for."""
    order = list(Status)
    reports = [_report(lesion, findings) for lesion in knowledge.table(MolecularLesion).values()]
    return tuple(sorted(reports, key=lambda each: (order.index(each.status) != 0, -order.index(each.status))))


def _report(lesion: MolecularLesion, findings: Findings) -> LesionReport:
    pairs = [(gene, kind) for gene in lesion.genes for kind in lesion.alterations]
    hits = tuple(f for gene, kind in pairs for f in findings.of(gene, kind) if _fits(f, lesion))
    untested = tuple(f"{gene} {kind}" for gene, kind in pairs if findings.status(gene, kind) is Status.NOT_TESTED)
    answered = Status.NOT_TESTED if untested else Status.NOT_FOUND
    return LesionReport(lesion=lesion, status=Status.FOUND if hits else answered, findings=hits, untested=untested)


def _fits(finding: NamedFinding, lesion: MolecularLesion) -> bool:
    if not lesion.residues or finding.alteration != "mutation":
        return True
    return finding.variant is not None and finding.variant.residue in lesion.residues

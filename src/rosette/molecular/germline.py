"""When a finding is a matter for genetics: a germline change, or one whose origin is not known in such a gene."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge import Gene, Knowledge
from rosette.molecular.findings import Findings, NamedFinding

ALWAYS_ASKED = ("ALK", "PHOX2B")


@frozen(kw_only=True)
class GermlineFlag:
    """Why genetics should see the family, or what to order to know."""

    gene: Gene
    finding: NamedFinding | None
    sentence: str
    remedy: str


def germline_flags(findings: Findings, knowledge: Knowledge) -> tuple[GermlineFlag, ...]:
    """Referrals for germline findings, and questions where the origin is not known or nobody looked."""
    genes = knowledge.table(Gene)
    flags = [_flag(f, genes[f.gene]) for f in findings.found if f.gene in genes and genes[f.gene].germline]
    silent = [genes[name] for name in ALWAYS_ASKED if name in genes and not findings.of(name)]
    flags += [_unasked(gene) for gene in silent if not findings.looked_for(gene.id, "mutation")]
    return tuple(flag for flag in flags if flag is not None)


def _flag(finding: NamedFinding, gene: Gene) -> GermlineFlag | None:
    said, origin = f"{gene.id} {finding.change}", finding.reading.finding.origin
    if origin == "germline":
        sentence = f"{said} is germline: {gene.germline}."
        remedy = "Refer to clinical genetics; relatives may wish to be tested."
    elif origin is None and finding.alteration == "mutation":
        sentence = f"Whether {said} is germline is not known: {gene.germline} is possible."
        remedy = "Order a germline test (blood or saliva) after counselling."
    else:
        return None
    return GermlineFlag(gene=gene, finding=finding, sentence=sentence, remedy=remedy)


def _unasked(gene: Gene) -> GermlineFlag:
    sentence = f"Nobody has looked for changes of {gene.id}: {gene.germline} is not excluded."
    return GermlineFlag(gene=gene, finding=None, sentence=sentence, remedy=f"Order a test that covers {gene.id}.")

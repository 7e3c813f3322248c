"""Which ALK inhibitor for which allele: evidence by allele and agent, never by gene and agent."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from attrs import frozen

from rosette.knowledge import AlleleEvidence, Knowledge, Resistance
from rosette.molecular.findings import Findings, NamedFinding
from rosette.records import ChildRecord, RecordIndex, views

ALK_INHIBITOR = "alk_inhibitor"


class Standing(IntEnum):
    """How an agent stands against an allele; the order is the order of reading."""

    CLINICAL = 0
    LABORATORY = 1
    CONFLICTING = 2
    NONE = 3
    NO_RESPONSE = 4
    ACQUIRED = 5

    @property
    def words(self) -> str:
        """For people."""
        return WORDS[self]


WORDS = {
    Standing.CLINICAL: "responses in children with this allele",
    Standing.LABORATORY: "sensitive in models, no child reported",
    Standing.CONFLICTING: "evidence contradicts itself",
    Standing.NONE: "no evidence loaded",
    Standing.NO_RESPONSE: "no response, or resistant",
    Standing.ACQUIRED: "acquired resistance in this child",
}


@frozen(kw_only=True)
class InhibitorStanding:
    """One agent against one allele, with the evidence on both sides and what happened in this child."""

    agent: str
    name: str
    allele: str
    standing: Standing
    evidence: tuple[AlleleEvidence, ...]
    acquired: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """One line for people."""
        told = "; ".join(self.acquired) or " ".join(each.statement for each in self.evidence)
        return f"{self.name}: {self.standing.words}. {told}".strip()


def standing_of(evidence: tuple[AlleleEvidence, ...]) -> Standing:
    """The standing by evidence alone: what children showed stands before what cells showed."""
    used = [each for each in evidence if each.verified]
    clinical = {each.effect == "sensitive" for each in used if each.setting == "clinical"}
    if clinical:
        return _of_one(clinical, Standing.CLINICAL)
    laboratory = {each.effect == "sensitive" for each in used}
    return _of_one(laboratory, Standing.LABORATORY) if laboratory else Standing.NONE


def _of_one(sensitive: set[bool], good: Standing) -> Standing:
    if len(sensitive) == 2:
        return Standing.CONFLICTING
    return good if sensitive == {True} else Standing.NO_RESPONSE


def inhibitors_for(
    findings: Findings, record: ChildRecord, knowledge: Knowledge, *, on: date
) -> tuple[InhibitorStanding, ...]:
    """Every ALK inhibitor against every ALK allele that was found, the best standing first within an allele."""
    alleles = dict.fromkeys(f.allele for f in findings.of("ALK") if f.alteration in ("mutation", "amplification"))
    agents = sorted(knowledge.members(ALK_INHIBITOR) & set(knowledge.agents))
    acquired = {agent: acquired_resistance(agent, findings, record, knowledge, on=on) for agent in agents}
    rows = [_standing(agent, allele, acquired[agent], knowledge) for allele in alleles for agent in agents]
    order = list(alleles)
    return tuple(sorted(rows, key=lambda each: (order.index(each.allele), each.standing, each.name)))


def _standing(agent: str, allele: str, acquired: tuple[str, ...], knowledge: Knowledge) -> InhibitorStanding:
    rows = knowledge.table(AlleleEvidence).values()
    evidence = tuple(each for each in rows if (each.allele, each.agent) == (allele, agent))
    return InhibitorStanding(
        agent=agent,
        name=knowledge.agents[agent].name,
        allele=allele,
        standing=Standing.ACQUIRED if acquired else standing_of(evidence),
        evidence=evidence,
        acquired=acquired,
    )


def acquired_resistance(
    agent: str, findings: Findings, record: ChildRecord, knowledge: Knowledge, *, on: date
) -> tuple[str, ...]:
    """Why this child's disease is held to have escaped the agent: a change that is new since the exposure began.

    A second change of the target counts against the agents that the child had; a change that goes round the
    target counts against every agent of the class.
    """
    given = _first_days(record, knowledge, on=on)
    own, any_first = given.get(agent), min(given.values(), default=None)
    reasons = []
    for rule in knowledge.table(Resistance).values():
        since = own if rule.same_gene else any_first
        for finding in _new_since(findings, rule.genes, since):
            word = "second change" if rule.same_gene else "change that goes round the target"
            reasons.append(f"{finding.gene} {finding.change} ({finding.specimen}): {word}, new under treatment")
    return tuple(reasons)


def _first_days(record: ChildRecord, knowledge: Knowledge, *, on: date) -> dict[str, int]:
    """First day of exposure to each ALK inhibitor that was given until the day."""
    found: dict[str, int] = {}
    for each in views.exposed_to(RecordIndex(record, knowledge), ALK_INHIBITOR):
        if each.agent is not None and each.first is not None and each.first <= on.toordinal():
            found[each.agent] = min(each.first, found.get(each.agent, each.first))
    return found


def _new_since(findings: Findings, genes: tuple[str, ...], since: int | None) -> tuple[NamedFinding, ...]:
    """Findings of these genes in a specimen after `since` that no earlier specimen shows."""
    if since is None:
        return ()
    of_genes = [f for f in findings.found if f.gene in genes]
    before = {(f.gene, f.allele) for f in of_genes if f.reading.first <= since}
    later = {(f.gene, f.allele): f for f in of_genes if f.reading.first > since}
    earlier_genes = {gene for gene, _ in before}
    looked = {gene for gene, c in findings.coverage if c.last <= since} | earlier_genes
    return tuple(f for key, f in later.items() if key not in before and key[0] in looked)

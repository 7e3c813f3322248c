"""A trial as Clinical Trial Markup Language: age, sex, diagnosis and genes; everything else stands beside the match.

That language has two values only, and absence is "no" in it: a match there is a reason to look, never a verdict.
Source: [@ctml, trial schema].
"""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from rosette.eligibility import Criterion, write_expression
from rosette.eligibility.nodes import Age, AllOf, AnyOf, Is, Leaf, Molecular, Node, Not, children, leaves
from rosette.interchange.rules.unsaid import Unsaid, why_unsaid
from rosette.kernel import PortfolioError, Problem
from rosette.knowledge import Knowledge
from rosette.portfolio import Arm, Trial

CANCERS = {"neuroblastoma": "Neuroblastoma", "ganglioneuroblastoma": "Ganglioneuroblastoma"}
CATEGORIES = {"mutation": "Mutation", "amplification": "CNV", "gain": "CNV", "loss": "CNV", "fusion": "SV"}
CALLS = {"amplification": "High Amplification", "gain": "Gain", "loss": "Homozygous Deletion"}
NOTE = "A match here is a reason to look: the criteria below are not in it, and what is absent counts as no."


@frozen(kw_only=True)
class CtmlTrial:
    """A trial in that language, as plain data, with what its match leaves out."""

    document: dict[str, Any] = field(repr=False)
    unsaid: tuple[Unsaid, ...]


def ctml_of(trial: Trial, arms: tuple[Arm, ...], *, knowledge: Knowledge) -> CtmlTrial:
    """Write a trial's arms; raises PortfolioError without an arm."""
    if not arms:
        raise PortfolioError([Problem("", "it has no arm to write")], what=trial.id)
    unsaid: list[Unsaid] = []
    steps = [{"step_code": "1", "arm": [_arm(each, knowledge, unsaid) for each in arms]}]
    told = [{"criterion": each.criterion, "text": each.text, "why": each.why} for each in unsaid]
    document = {
        "trial_id": trial.id,
        "nct_id": trial.id if trial.id.startswith("NCT") else None,
        "long_title": trial.title,
        "phase": trial.phase,
        "treatment_list": {"step": steps},
        "_note": NOTE,
        "_not_in_the_match": told,
    }
    return CtmlTrial(document=document, unsaid=tuple(unsaid))


def _arm(arm: Arm, knowledge: Knowledge, unsaid: list[Unsaid]) -> dict[str, Any]:
    clauses = [clause for each in arm.criteria if (clause := _criterion(each, knowledge, unsaid)) is not None]
    match = [{"and": clauses}] if len(clauses) > 1 else clauses
    return {"arm_code": arm.place, "arm_description": arm.title, "match": match}


def _criterion(criterion: Criterion, knowledge: Knowledge, unsaid: list[Unsaid]) -> dict[str, Any] | None:
    """A criterion as a clause: whole, or not at all, since half of one would say something else."""
    desk = _Desk(knowledge=knowledge)
    clause = desk.node(criterion.met, positive=True)
    if desk.missing or clause is None:
        lost = desk.missing or list(leaves(criterion.node))
        unsaid += [Unsaid(criterion=criterion.id, text=write_expression(each), why=why_unsaid(each)) for each in lost]
        return None
    return clause


@define
class _Desk:
    """Where one criterion is written."""

    knowledge: Knowledge
    missing: list[Leaf] = field(factory=list)

    def node(self, node: Node, *, positive: bool) -> dict[str, Any] | None:
        """A node, negated by De Morgan where needed."""
        if isinstance(node, Not):
            return self.node(node.part, positive=not positive)
        if isinstance(node, AllOf | AnyOf):
            word = "and" if isinstance(node, AllOf) is positive else "or"
            parts = [self.node(each, positive=positive) for each in children(node)]
            return {word: [each for each in parts if each is not None]}
        if children(node):
            self.missing += list(leaves(node))
            return None
        return self._leaf(node, positive=positive)  # type: ignore[arg-type]

    def _leaf(self, leaf: Leaf, *, positive: bool) -> dict[str, Any] | None:
        said = self._said(leaf) if positive or not isinstance(leaf, Age) else None
        if said is None:
            self.missing.append(leaf)
            return None
        return said if positive else _negated(said)

    def _said(self, leaf: Leaf) -> dict[str, Any] | None:
        if isinstance(leaf, Age):
            return _age(leaf)
        if isinstance(leaf, Is):
            return _named(leaf)
        return self._gene(leaf) if isinstance(leaf, Molecular) else None

    def _gene(self, leaf: Molecular) -> dict[str, Any] | None:
        category = CATEGORIES.get(leaf.alteration)
        if category is None or leaf.vaf or leaf.copies or leaf.origin:
            return None
        base = {"hugo_symbol": leaf.gene, "variant_category": category}
        if leaf.alteration in CALLS:
            return {"genomic": {**base, "cnv_call": CALLS[leaf.alteration]}}
        if leaf.alleles is None:
            return {"genomic": base}
        changes = sorted(self.knowledge.allele_sets[leaf.alleles])
        return _either([{"genomic": {**base, "protein_change": change}} for change in changes])


def _age(leaf: Age) -> dict[str, Any] | None:
    if leaf.at_diagnosis or any(each.age.unit != "year" or each.op in (">", "<=") for each in leaf.bounds):
        return None
    parts = [{"clinical": {"age_numerical": f"{each.op}{each.age.count}"}} for each in leaf.bounds]
    return parts[0] if len(parts) == 1 else {"and": parts}


def _named(leaf: Is) -> dict[str, Any] | None:
    words = {"sex": {"male": "Male", "female": "Female"}, "diagnosis": CANCERS}.get(leaf.code, {})
    key = {"sex": "gender", "diagnosis": "oncotree_primary_diagnosis"}.get(leaf.code, "")
    if leaf.within or leaf.after or not set(leaf.values) <= set(words):
        return None
    return _either([{"clinical": {key: words[each]}} for each in leaf.values])


def _either(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"or": parts}


def _negated(said: dict[str, Any]) -> dict[str, Any]:
    """The clause with "!" before its deciding value; a choice becomes "and" of negations."""
    if "or" in said:
        return {"and": [_negated(each) for each in said["or"]]}
    (kind, values), *_ = said.items()
    last = list(values)[-1]
    return {kind: {**values, last: f"!{values[last]}"}}

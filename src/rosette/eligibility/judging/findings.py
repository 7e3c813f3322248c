"""Molecular findings: found, covered and not found, or not covered. Not tested is not negative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import compare, exact
from rosette.eligibility.judging.making import make, unknown
from rosette.eligibility.nodes import Molecular, Threshold
from rosette.eligibility.subject import Subject
from rosette.kernel import Truth
from rosette.records import views
from rosette.records.views import FindingReading


def judge_molecular(subject: Subject, node: Molecular) -> Judgement:
    """Judge an alteration of a gene from every assay so far; one finding that fits makes it YES from its day on."""
    found = views.molecular(subject.index).found(node.gene, node.alteration)
    covering = views.molecular(subject.index).looked_for(node.gene, node.alteration)
    fits = [(each, _fits(subject, node, each)) for each in found]
    yes = _days(subject, (each.last for each, fit in fits if fit is Truth.YES))
    doubt = _days(subject, (each.first for each, fit in fits if fit is not Truth.NO))
    no = _days(subject, (each.last for each in covering)) & ~doubt
    facts = tuple(dict.fromkeys([each.fact for each in found] + [each.fact for each in covering]))
    if not facts:
        return unknown(
            subject,
            node,
            f"{node.gene} {node.alteration} not tested",
            Why.NEVER_MEASURED,
            _order(subject, node),
        )
    today = subject.frame.bit(subject.day)
    reason = Why.INCOMPLETE if doubt & today else Why.NEVER_MEASURED
    return make(
        subject,
        node,
        (yes, no),
        _said(node, found, covered=bool(covering)),
        reason=reason,
        evidence=facts,
        remedies=(_settle(subject, node) if doubt & ~yes & today else _order(subject, node),),
        lasting=bool(yes & today),
    )


def _days(subject: Subject, firsts: Iterable[int]) -> int:
    days = list(firsts)
    return subject.frame.days(min(days), None) if days else 0


def _fits(subject: Subject, node: Molecular, each: FindingReading) -> Truth:
    fit = Truth.YES
    if node.alleles is not None:
        fit &= _activates(subject, node.alleles, each.protein)
    if node.origin is not None:
        fit &= Truth.of(None if each.finding.origin is None else each.finding.origin == node.origin)
    vaf = None if each.finding.vaf is None else exact(each.finding.vaf * 100)
    return fit & _reaches(node.vaf, vaf) & _reaches(node.copies, each.finding.copies)


def _activates(subject: Subject, name: str, protein: str | None) -> Truth:
    """Whether a protein change belongs to a set of alleles: one that no verified row names is not thereby outside."""
    rows = [each for each in subject.knowledge.alleles if (each.set, each.id) == (name, protein) and each.verified]
    effects = {each.effect for each in rows} - {"unclear"}
    return Truth.of("activating" in effects if len(effects) == 1 else None)


def _reaches(threshold: Threshold | None, value: float | None) -> Truth:
    if threshold is None:
        return Truth.YES
    return Truth.of(None if value is None else compare(value, threshold.op, threshold.value))


def _said(node: Molecular, found: Sequence[FindingReading], *, covered: bool) -> str:
    if found:
        names = dict.fromkeys(f"{each.gene} {each.protein or each.alteration} ({each.fact.since})" for each in found)
        return "; ".join(names)
    return f"{node.gene} {node.alteration} {'covered and not found' if covered else 'not covered by the assay'}"


def _settle(subject: Subject, node: Molecular) -> Remedy:
    what = f"details of {node.gene} {node.alteration}"
    sentence = (
        f"Obtain the whole report of the {node.gene} {node.alteration} (change, share, copies, origin), or its effect."
    )
    return subject.remedy(Act.COMPLETE, what, sentence, "records_request")


def _order(subject: Subject, node: Molecular) -> Remedy:
    what = f"{node.gene} {node.alteration}"
    test = {"mutation": "sequencing", "expression": "expression test"}.get(node.alteration, f"{node.alteration} test")
    sentence = f"Order {node.gene} {test} (stored tumour or a new sample) on an assay that covers it."
    return subject.remedy(Act.ORDER, what, sentence, "biopsy")

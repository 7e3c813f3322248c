"""Stem cells in store: as asked, and not yet given back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rosette.eligibility.judgement import Act, Judgement, Why
from rosette.eligibility.judging.bounds import Range, compare_range, exact
from rosette.eligibility.judging.making import ever, joined, make, only, repeated
from rosette.eligibility.nodes import StemCells
from rosette.eligibility.subject import Subject
from rosette.kernel import Masks, number_text
from rosette.records import views
from rosette.records.views import StoredCells

CD34_PER_CANONICAL = 1e6


def judge_stem_cells(subject: Subject, node: StemCells) -> Judgement:
    """Judge the CD34-positive cells in store, over products that are as asked and not yet given back.

    Where a record does not say whether a product was given back, a review of the store does.
    """
    products = [each for each in views.stem_cells(subject.index) if not each.released and each.first <= subject.day]
    known = subject.closed(frozenset({"stem_cells"}))
    strict, carried = (_stored(subject, node, products, days) for days in (known, repeated(subject, known)))
    low = sum(_cells(each) or 0.0 for each in products if _product_fits(node, each.purged, each.viable))
    said = f"{number_text(low / CD34_PER_CANONICAL)} x 10^6 CD34/kg"
    sentence = "Ask the cell bank what is in store, purged or not, and viable."
    return make(
        subject,
        node,
        strict,
        f"{said} in store" if products else "no cells in store recorded",
        carried=carried,
        reason=Why.INCOMPLETE if products else Why.LIST_NOT_CLOSED,
        evidence=tuple(each.fact for each in products),
        remedies=(subject.remedy(Act.REVIEW, "stem cells", sentence, "records_request"),),
    )


def _stored(subject: Subject, node: StemCells, products: Sequence[StoredCells], known: int) -> Masks:
    """Truth by day: on reviewed days what is recorded is in store, on others only what is said not to be given back."""
    fits = [(each, _product_fits(node, each.purged, each.viable)) for each in products]
    vague = any(fit is None or (fit and _cells(each) is None) or each.last > subject.day for each, fit in fits)
    sure = [each for each, fit in fits if fit and each.last <= subject.day]
    stored = sum(_cells(each) or 0.0 for each in sure)
    kept = sum(_cells(each) or 0.0 for each in sure if each.released is False)
    reviewed = ever(subject, compare_range(Range(stored, math.inf if vague else stored), node.op, node.cd34_per_kg))
    silent = ever(subject, compare_range(Range(kept, math.inf), node.op, node.cd34_per_kg))
    return joined(only(reviewed, known), only(silent, ~known & subject.full))


def _cells(each: StoredCells) -> float | None:
    return None if each.cd34_millions_per_kg is None else exact(each.cd34_millions_per_kg * CD34_PER_CANONICAL)


def _product_fits(node: StemCells, purged: bool | None, viable: bool | None) -> bool | None:
    asked = ([] if not node.unpurged else [None if purged is None else not purged]) + ([viable] if node.viable else [])
    return False if False in asked else None if None in asked else True

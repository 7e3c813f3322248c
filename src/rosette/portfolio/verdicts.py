"""From the judgements of an arm's criteria to its verdict."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.eligibility import Judgement, Why
from rosette.kernel import Truth
from rosette.portfolio.trial import Verdict


def verdict_of(judged: Iterable[Judgement]) -> Verdict:
    """Eligible, needs judgement (only persons' answers are missing), unknown, or not eligible."""
    found = list(judged)
    if any(each.truth is Truth.NO for each in found):
        return "not_eligible"
    reasons = {each.reason for each in found if each.truth is Truth.UNKNOWN}
    if not reasons:
        return "eligible"
    return "needs_judgement" if reasons == {Why.JUDGEMENT} else "unknown"

"""The marrow: the highest share of tumour cells of two aspirates and two biopsies of one time."""

from __future__ import annotations

from attrs import frozen

from rosette.response.codes import Code, Component, RuleGap
from rosette.response.rules import RuleSet

NAME = "marrow"


@frozen(kw_only=True)
class MarrowShares:
    """Shares of tumour cells in %: before the treatment, the lowest on study so far, now; None when not examined."""

    baseline: float | None
    now: float | None
    lowest: float | None = None

    @property
    def nadir(self) -> float | None:
        """The lowest on study, the baseline included."""
        known = [share for share in (self.baseline, self.lowest) if share is not None]
        return min(known, default=None)


def judge_marrow(found: MarrowShares, rules: RuleSet) -> Component:
    """The component of the marrow; there is no partial response here.

    Progression is measured from the lowest share on study, the rest from the baseline.
    Source: [@park-2017, abstract], [@pdq-neuroblastoma, response criteria, marrow].
    """
    base, now = found.baseline, found.now
    if now is None:
        ask = "Two aspirates and two biopsies at one time."
        return Component(name=NAME, code=Code.NE, why=(f"not examined now, {_said(base)} before",), asks=(ask,))
    if base is None or found.nadir is None:
        ask = "Find the marrow result from before this treatment."
        return Component(name=NAME, code=Code.NE, why=(f"{now:g} % now, no baseline",), asks=(ask,))
    words = f"{base:g} % to {now:g} %"
    if found.nadir < base:
        words += f", lowest {found.nadir:g} %"
    if now == 0:
        return Component(name=NAME, code=Code.NI if base == 0 else Code.CR, why=(words,))
    code = _changed(found.nadir, now, rules)
    return Component(name=NAME, code=code, why=(words,), gaps=_gaps(found, now, rules, code))


def _changed(reference: float, now: float, rules: RuleSet) -> Code:
    if reference == 0:
        return Code.MD if now <= rules.marrow_minimal else Code.PD
    if now > rules.marrow_fold * reference and now > rules.marrow_high:
        return Code.PD
    return Code.MD if now <= rules.marrow_minimal else Code.SD


def _gaps(found: MarrowShares, now: float, rules: RuleSet, code: Code) -> tuple[RuleGap, ...]:
    assert found.baseline is not None
    assert found.nadir is not None
    told = []
    if now == rules.marrow_minimal and found.nadir == 0:
        why = f"Free before, exactly {now:g} % now: one source begins progression at it, the other above it."
        told.append(RuleGap(id="marrow at the limit", taken="MD", alternative="PD", why=why))
    if code is Code.MD and rules.marrow_minimal < found.baseline <= rules.marrow_high:
        why = "The written bullets leave a fall from 5 to 20 % down to minimal disease out."
        told.append(RuleGap(id="marrow fall from the middle", taken="MD", alternative="SD", why=why))
    plain = _changed(found.baseline, now, rules)
    if plain is not code:
        why = "Measured from the lowest share on study; from the baseline it would be another code."
        told.append(RuleGap(id="marrow reference", taken=code.value, alternative=plain.value, why=why))
    return tuple(told)


def _said(share: float | None) -> str:
    return "not examined" if share is None else f"{share:g} %"

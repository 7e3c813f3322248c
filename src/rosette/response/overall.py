"""The whole response from its components, with every gap of the table named."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from attrs import frozen

from rosette.response.codes import RANKS, Code, RuleGap
from rosette.response.rules import RuleSet

FROM_NEGATIVE, FROM_MINIMAL, FROM_MORE = "free", "minimal", "more"
OF_MARROW = (Code.CR, Code.MD, Code.SD, Code.PD)
OF_OTHERS = (Code.CR, Code.PR, Code.SD, Code.PD)


@frozen(kw_only=True)
class Overall:
    """The whole response; code None when nothing was ever involved; best and worst when a component is missing."""

    code: Code | None
    why: str
    gaps: tuple[RuleGap, ...] = ()
    best: Code | None = None
    worst: Code | None = None

    @property
    def sentence(self) -> str:
        """In words."""
        if self.code is None:
            return "No evaluable disease"
        bound = f"; best possible {self.best}, worst {self.worst}" if self.best and self.worst else ""
        return f"{self.code} ({self.code.words}): {self.why}{bound}"


def marrow_before(baseline: float | None, rules: RuleSet) -> str:
    """What the marrow was at baseline: free, minimal, or more."""
    if baseline is None or baseline > rules.marrow_minimal:
        return FROM_MORE
    return FROM_NEGATIVE if baseline == 0 else FROM_MINIMAL


def overall(primary: Code, metastatic: Code, marrow: Code, *, before: str) -> Overall:
    """Put three codes together; `before` says what the marrow was at baseline (see marrow_before).

    Source: [@pdq-neuroblastoma, overall response]; where it is silent, the default and the other reading are told.
    """
    codes = (primary, metastatic, marrow)
    if Code.PD in codes:
        return Overall(code=Code.PD, why="a component progressed")
    if Code.NE in codes:
        return _bounded(codes, before)
    involved = [code for code in codes if code is not Code.NI]
    if not involved:
        return Overall(code=None, why="no component is involved")
    if set(involved) == {Code.CR}:
        return Overall(code=Code.CR, why="every involved component is in complete response")
    return _mixed(primary, metastatic, marrow, before)


def _mixed(primary: Code, metastatic: Code, marrow: Code, before: str) -> Overall:
    others: list[Code] = [code for code in (primary, metastatic) if code is not Code.NI]
    if marrow is Code.MD:
        return _with_minimal(others, before)
    present = [*others, *([marrow] if marrow is not Code.NI else [])]
    if Code.SD in present:
        some = any(code in (Code.CR, Code.PR) for code in present)
        return Overall(code=Code.MR, why="response in one component, another stable") if some else _stable()
    return Overall(code=Code.PR, why="partial response in one component, none stable or worse")


def _stable() -> Overall:
    return Overall(code=Code.SD, why="no component responded or progressed")


def _with_minimal(others: Sequence[Code], before: str) -> Overall:
    """Marrow with minimal disease: the cases that the table leaves to the reader."""
    improved = before == FROM_MORE
    if Code.SD in others:
        if any(code in (Code.CR, Code.PR) for code in others):
            return Overall(code=Code.MR, why="response in one component, another stable")
        code, other = (Code.MR, "SD") if improved else (Code.SD, "MR")
        why = "Minimal disease in marrow beside a stable component is not in the table."
        gap = RuleGap(id="G3", taken=code.value, alternative=other, why=why)
        return Overall(code=code, why="marrow minimal, another component stable", gaps=(gap,))
    if Code.PR in others:
        return Overall(code=Code.PR, why="partial response, marrow minimal", gaps=_new_marrow(before))
    if others:
        why = "Complete response elsewhere with minimal disease in marrow is not in the table."
        gap = RuleGap(id="G1", taken="PR", alternative="CR with minimal disease", why=why)
        gaps = (gap, *_new_marrow(before))
        return Overall(code=Code.PR, why="complete response elsewhere, marrow minimal", gaps=gaps)
    return _marrow_alone(before)


def _new_marrow(before: str) -> tuple[RuleGap, ...]:
    if before != FROM_NEGATIVE:
        return ()
    why = "The marrow was free and now shows minimal disease; the table still reads partial response."
    return (RuleGap(id="G2", taken="PR", alternative="SD", why=why),)


def _marrow_alone(before: str) -> Overall:
    code, other = (Code.PR, "SD") if before == FROM_MORE else (Code.SD, "PR")
    why = {
        FROM_MORE: "Only the marrow is involved, and it fell to minimal disease.",
        FROM_MINIMAL: "Only the marrow is involved, and it was minimal before.",
        FROM_NEGATIVE: "The marrow was free and now shows minimal disease: no response.",
    }[before]
    gap = RuleGap(id="G2", taken=code.value, alternative=other, why=why)
    return Overall(code=code, why="minimal disease in marrow", gaps=(gap,))


def _bounded(codes: tuple[Code, Code, Code], before: str) -> Overall:
    """Not evaluable; the best and the worst that the missing components could make of it."""
    choices = [
        (OF_MARROW if place == 2 else OF_OTHERS) if code is Code.NE else (code,) for place, code in enumerate(codes)
    ]
    found = {overall(*each, before=before).code for each in itertools.product(*choices)}
    ranked = [code for code in RANKS if code in found]
    names = [name for name, code in zip(("primary", "metastases", "marrow"), codes, strict=True) if code is Code.NE]
    return Overall(code=Code.NE, why=f"not evaluable: {', '.join(names)}", best=ranked[0], worst=ranked[-1])

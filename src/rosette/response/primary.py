"""The primary tumour: its longest diameter and the uptake in it."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from rosette.response.codes import Code, Component, RuleGap
from rosette.response.rules import RuleSet
from rosette.response.sizes import Diameters


class Uptake(StrEnum):
    """Uptake of MIBG, or of FDG where the disease is not MIBG-avid, against the baseline."""

    RESOLVED = "resolved"
    NEVER = "never avid"
    IMPROVED = "improved"
    STABLE = "stable"
    WORSE = "worse"

    @property
    def gone(self) -> bool:
        """Whether there is none now."""
        return self in (Uptake.RESOLVED, Uptake.NEVER)


@frozen(kw_only=True)
class Primary:
    """The primary by time: diameters, None when not measured now; uptake, None when not said. involved: at baseline."""

    involved: bool
    diameters: Diameters | None = None
    uptake: Uptake | None = None


NAME = "primary"


def judge_primary(found: Primary, rules: RuleSet) -> Component:
    """The component of the primary tumour.

    Source: [@pdq-neuroblastoma, response criteria, primary]; the clause on uptake in a partial response is from memory.
    """
    if not found.involved:
        return Component(name=NAME, code=Code.NI, why=("no primary tumour at baseline",))
    if found.diameters is None:
        ask = "Measure the primary on CT or MRI, with a scan of uptake."
        return Component(name=NAME, code=Code.NE, why=("not measured since the treatment began",), asks=(ask,))
    size, words = found.diameters, found.diameters.words
    if size.rose(rules):
        return Component(name=NAME, code=Code.PD, why=(words,))
    if size.now < rules.residual_mm:
        return _small(found, rules, words)
    if size.fell(rules):
        return _fallen(found, words)
    return Component(name=NAME, code=Code.SD, why=(words,), gaps=_mass_without_uptake(found))


def _small(found: Primary, rules: RuleSet, words: str) -> Component:
    assert found.diameters is not None
    fell = found.diameters.fell(rules)
    told = (f"{words}, below {rules.residual_mm:g} mm", _uptake(found.uptake))
    if found.diameters.baseline < rules.residual_mm and found.uptake is Uptake.NEVER:
        return Component(name=NAME, code=Code.NI, why=(*told, "nothing to measure and no uptake before"))
    if found.uptake is not None and found.uptake.gone:
        return Component(name=NAME, code=Code.CR, why=told)
    if found.uptake is None:
        gap = RuleGap(
            id="primary uptake not said",
            taken=_partial(found, fell).value,
            alternative="CR",
            why="Complete response asks that uptake is gone.",
        )
        ask = "Say from the scan whether the primary still takes up MIBG or FDG."
        return Component(name=NAME, code=_partial(found, fell), why=told, gaps=(gap,), asks=(ask,))
    return Component(name=NAME, code=_partial(found, fell), why=told, gaps=_worse(found))


def _partial(found: Primary, fell: bool = True) -> Code:
    return Code.PR if fell and found.uptake is not Uptake.WORSE else Code.SD


def _fallen(found: Primary, words: str) -> Component:
    told = (words, _uptake(found.uptake))
    if found.uptake is None:
        gap = RuleGap(
            id="primary uptake not said",
            taken="PR",
            alternative="SD",
            why="As remembered, a partial response asks that uptake is not worse; the table was not read.",
        )
        return Component(name=NAME, code=Code.PR, why=told, gaps=(gap,))
    return Component(name=NAME, code=_partial(found), why=told, gaps=_worse(found))


def _worse(found: Primary) -> tuple[RuleGap, ...]:
    if found.uptake is not Uptake.WORSE:
        return ()
    why = "The size fell while uptake grew; the clause on uptake is from memory."
    return (RuleGap(id="primary uptake worse", taken="SD", alternative="PR", why=why),)


def _mass_without_uptake(found: Primary) -> tuple[RuleGap, ...]:
    if found.uptake is None or not found.uptake.gone:
        return ()
    why = "A mass without uptake that keeps its size may be scar; only its size is judged."
    return (RuleGap(id="G4", taken="SD", alternative="CR", why=why),)


def _uptake(uptake: Uptake | None) -> str:
    return "uptake not said" if uptake is None else f"uptake {uptake.value}"

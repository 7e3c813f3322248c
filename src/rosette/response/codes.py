"""Codes of a response, of a component and overall, with the gaps of the rules that were met on the way."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Code(StrEnum):
    """A response; MD is for marrow alone, MR for the whole alone; NI is never involved, NE could not be judged."""

    CR = "CR"
    PR = "PR"
    MD = "MD"
    MR = "MR"
    SD = "SD"
    PD = "PD"
    NI = "NI"
    NE = "NE"

    @property
    def words(self) -> str:
        """The code in words."""
        return WORDS[self]


WORDS = {
    Code.CR: "complete response",
    Code.PR: "partial response",
    Code.MD: "minimal disease",
    Code.MR: "minor response",
    Code.SD: "stable disease",
    Code.PD: "progressive disease",
    Code.NI: "not involved",
    Code.NE: "not evaluable",
}
RANKS = (Code.CR, Code.PR, Code.MR, Code.SD, Code.PD)


def better(one: Code, other: Code) -> bool:
    """Whether one whole response ranks above another; both must be of RANKS."""
    return RANKS.index(one) < RANKS.index(other)


@frozen(kw_only=True)
class RuleGap:
    """A place where the written rules leave a gap or differ: what was taken, and what the other reading gives."""

    id: str
    taken: str
    alternative: str
    why: str

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.id}: taken {self.taken}; the other reading gives {self.alternative}. {self.why}"


@frozen(kw_only=True)
class Component:
    """One component: its code, why, gaps of the rules, what to order or do, and the facts that were used."""

    name: str
    code: Code
    why: tuple[str, ...]
    gaps: tuple[RuleGap, ...] = ()
    asks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.name}: {self.code} ({self.code.words}); {'; '.join(self.why)}"

"""Performance scales."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from rosette.knowledge.entries import Entry


@frozen(kw_only=True)
class PerformanceScale(Entry):
    """A scale with a short word for each level; `better` says which end is good."""

    name: str
    better: str
    levels: Mapping[int, str] = field(eq=False)

    def has(self, score: float) -> bool:
        """Whether the scale has this level."""
        return score in self.levels

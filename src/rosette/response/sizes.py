"""Diameters against a baseline and against the smallest on study: one place for falls and rises."""

from __future__ import annotations

from attrs import frozen

from rosette.response.rules import RuleSet

EXACT = 1e-9


@frozen(kw_only=True)
class Diameters:
    """One diameter or one sum by time, mm: before the treatment, the smallest on study so far, now."""

    baseline: float
    now: float
    smallest: float | None = None

    @property
    def nadir(self) -> float:
        """The smallest on study, the baseline included."""
        return min(self.baseline, self.baseline if self.smallest is None else self.smallest)

    def fell(self, rules: RuleSet) -> bool:
        """Whether it fell enough for a partial response."""
        return self.baseline > 0 and self.now <= (1 - rules.fall) * self.baseline + EXACT

    def rose(self, rules: RuleSet) -> bool:
        """Whether it rose enough over the smallest for progression: more than the share, and at least the mm."""
        rise = self.now - self.nadir
        return rise > rules.rise * self.nadir + EXACT and rise >= rules.rise_mm - EXACT

    @property
    def words(self) -> str:
        """In words: change since baseline and since the smallest."""
        since = f"{self.baseline:g} to {self.now:g} mm ({_change(self.baseline, self.now)})"
        if self.nadir < self.baseline:
            since += f", smallest {self.nadir:g} mm ({_change(self.nadir, self.now)} since)"
        return since


def _change(one: float, two: float) -> str:
    return "from nothing" if one == 0 else f"{two / one - 1:+.1%}"

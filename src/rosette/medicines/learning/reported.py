"""What children and families report: series by instrument and domain, self and proxy apart; no item text is held.

Source: [@promis-mid, abstract], [@pedsql-page, scoring].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.records import ReportedOutcome

PEDSQL_POINTS = (100, 75, 50, 25, 0)


@frozen(kw_only=True)
class Series:
    """Scores of one instrument and domain by one kind of reporter, in the order of their days."""

    instrument: str
    domain: str
    reporter: str
    points: tuple[tuple[str, float], ...]

    @property
    def change(self) -> float | None:
        """Last less first score; None with fewer than two."""
        return self.points[-1][1] - self.points[0][1] if len(self.points) > 1 else None


def reported_series(facts: Iterable[ReportedOutcome]) -> tuple[Series, ...]:
    """One series for each instrument, domain and reporter: self and proxy are never averaged."""
    groups: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for fact in facts:
        key = (fact.instrument, fact.domain, fact.reporter)
        groups.setdefault(key, []).append((str(fact.on), fact.score))
    return tuple(
        Series(instrument=i, domain=d, reporter=r, points=tuple(points)) for (i, d, r), points in groups.items()
    )


def pedsql_score(answers: Sequence[int | None]) -> float:
    """Mean of answers 0 to 4 turned into 100 to 0.

    Raises NotComputable for other answers, and when one is missing: the rule for missing answers was not verified.
    """
    if not answers or any(each is not None and each not in range(5) for each in answers):
        raise NotComputable("answers are 0 to 4")
    if None in answers:
        raise NotComputable("an answer is missing; the rule for missing answers is not verified, so no score is given")
    return sum(PEDSQL_POINTS[each] for each in answers if each is not None) / len(answers)

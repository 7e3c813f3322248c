"""What the readers of statements share: whether a clause bars or allows, and a reading from a match."""

from __future__ import annotations

import re

from rosette.eligibility.criteria import Polarity
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt


def asks_against(clause: Clause, at: int) -> bool:
    """Whether a state named at a place of the clause is a bar: by the section, or by a word that denies it."""
    words, text = clause.words, clause.text
    if clause.excluding:
        return True
    return words.says("negative", text[:at]) or words.says("barring", text)


def only_allows(clause: Clause) -> bool:
    """Whether the clause only allows what it names."""
    return clause.words.says("allowing", clause.text) and not clause.words.says("barring", clause.text)


def other_way(clause: Clause, kind: str, barred: bool) -> Doubt:
    """The doubt on a state that the clause asks for where it is usually a bar, or the other way round."""
    said = "bars it" if barred else "asks for it"
    where = "exclusion" if clause.excluding else "inclusion"
    return open_doubt(
        "against the usual", f"As it stands in the {where} part the text {said} ({kind}); the other way is usual."
    )


def reading_at(
    kind: str,
    polarity: Polarity,
    expr: str,
    hit: re.Match[str],
    faults: tuple[Doubt, ...] = (),
    *,
    judged: bool = False,
) -> Reading:
    """A reading of a match, left open by an open fault."""
    opened = any(fault.open for fault in faults)
    return Reading(
        kind=kind,
        polarity=polarity,
        expr=None if opened else expr,
        start=hit.start(),
        end=hit.end(),
        doubts=faults,
        others=(expr,) if opened else (),
        judged=judged,
        confidence="medium",
    )

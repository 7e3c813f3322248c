"""Reads values that are asked to be normal, without a number: one time the limit of normal, or between both limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt
from rosette.portfolio.drafting.words import Found, Word

LIMITS = {"at most": "{} <= 1 x ULN", "at least": "{} >= 1 x LLN"}
_JOINED = re.compile(r"[\s,/]*(?:and|&|,|/)?[\s(]*(?:serum )?", re.IGNORECASE)


def normal_value(clause: Clause, hit: re.Match[str], end: int, waiting: Sequence[Found], word: Word) -> Reading | None:
    """The reading of a name beside which "normal" stands, with the names joined before it; None where it does not."""
    after = clause.words.first("normal_after", clause.text[hit.end() : end])
    before = clause.words.first("normal_before", clause.text[: hit.start()])
    if after is None and before is None:
        return None
    joined = waiting and _JOINED.fullmatch(clause.text, waiting[-1][0].end(), hit.start())
    names = [*(waiting if joined else ()), (hit, word)]
    parts = [part for _, each in names for part in _limits(each)]
    expr = parts[0] if len(parts) == 1 else f"all of ({'; '.join(parts)})"
    against = clause.excluding or clause.words.says("negative", clause.text)
    found = after.pattern.match(clause.text[hit.end() : end]) if after else None
    faults = (open_doubt("against the usual", "A normal value stands where the text bars something."),)
    return Reading(
        kind=word["kind"],
        polarity=clause.polarity,
        expr=None if against else expr,
        start=names[0][0].start(),
        end=hit.end() + (found.end() if found else 0),
        doubts=faults if against else (),
        others=(expr,) if against else (),
        confidence="medium",
    )


def _limits(word: Word) -> Iterator[str]:
    for code in word["codes"]:
        for usual, form in LIMITS.items():
            if word.get("two_sided") or word["usual"] == usual:
                yield form.format(code)

"""Reads performance scores with the scale that counts at each age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rosette.portfolio.drafting.amounts import FLIPPED
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.scores import Score, scores_in, settled_scores
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt, spelled

_SCALES = re.compile(
    r"\b(?P<lansky>Lansky)|(?P<karnofsky>Karnofsky|KPS\b)|(?P<ecog>ECOG|Eastern Cooperative|Zubrod)", re.IGNORECASE
)


_AGES = re.compile(r"(\d{1,2})\s*(?:years|yrs|y\b)|\bage[ds]?\s*(?:of\s*)?[<>=]*\s*(\d{1,2})\b", re.IGNORECASE)


_CORRESPONDS = re.compile(r"(?:correspond\w*|equivalent|equal) to[^.;]{0,60}$", re.IGNORECASE)


def read_performance(clause: Clause) -> list[Reading]:
    """The performance scores of a clause as one reading."""
    hits = [hit for hit in _SCALES.finditer(clause.text) if not _corresponds(clause.text, hit)]
    if not hits or not re.search(r"\d", clause.text):
        return []
    scores = settled_scores(list(scores_in(clause, hits)))
    if not any(score.value is not None for score in scores):
        return []
    return [_reading(clause, scores, hits[0].start())]


def _corresponds(text: str, hit: re.Match[str]) -> bool:
    return _CORRESPONDS.search(text[: hit.start()]) is not None


def _reading(clause: Clause, scores: list[Score], start: int) -> Reading:
    """One reading for all scores of a clause, or of clauses that belong together."""
    doubts = [*_faults(scores, clause)]
    opened = any(each.open for each in doubts)
    expr = None if opened else _expression(clause, scores)
    others = tuple(_candidates(clause, scores)) if opened else ()
    return Reading(
        kind="performance",
        polarity=clause.polarity,
        expr=expr,
        start=start,
        end=len(clause.text),
        doubts=tuple(doubts),
        others=others,
        confidence="medium" if doubts else "high",
    )


def _faults(scores: list[Score], clause: Clause) -> Iterator[Doubt]:
    if any(score.op is None and score.value is not None for score in scores):
        yield open_doubt("lost sign", "No comparison sign stands before the performance score: it may be lost.")
    if any(score.side == "lost" for score in scores):
        yield open_doubt(
            "lost sign", "No comparison sign stands before the age that chooses the scale: it may be lost."
        )
    sided = [score for score in scores if score.side and score.side != "lost"]
    scales = {score.scale for score in scores if score.scale != "ecog"}
    named = len({hit[1] or hit[2] for hit in _AGES.finditer(clause.text)})
    if len({score.scale for score in sided}) not in (0, len(scales)) or (named and not sided):
        yield open_doubt(
            "age split", "An age is named for some of the scales only, or for a scale that it does not stand with."
        )
    if len({(score.op, score.value) for score in scores if score.value is not None and score.side}) > 1:
        yield open_doubt("two scores", "The two scales ask for different scores.")
    yield from _band_faults(sided)
    if any(_against(clause, score) for score in scores if score.op):
        yield open_doubt("against the usual", "The performance score points the other way than a requirement does.")


def _against(clause: Clause, score: Score) -> bool:
    asked = FLIPPED[score.op] if clause.excluding else score.op  # type: ignore[index]
    return (asked in ("<=", "<")) != (score.scale == "ecog")


def _band_faults(sided: list[Score]) -> Iterator[Doubt]:
    """Ages that two scales share, or that none covers."""
    low = [score for score in sided if score.side in ("under", "through")]
    high = [score for score in sided if score.side in ("from", "over")]
    if sided and (len(low) != 1 or len(high) != 1):
        yield open_doubt("age split", "The ages do not say which scale counts below and which above.")
    if len(low) != 1 or len(high) != 1:
        return
    ends, starts = low[0].age + (low[0].side == "through"), high[0].age + (high[0].side == "over")
    if low[0].age == high[0].age and low[0].side == "through" and high[0].side == "from":
        yield open_doubt("overlapping bands", f"At {low[0].age} years both scales are said to count.")
    elif ends < starts and not (low[0].side == "through" and high[0].side == "over" and low[0].age == high[0].age):
        yield doubt("age gap", f"For {low[0].age} years exactly no scale is named; it was read as it stands.")
    elif ends > starts and low[0].age != high[0].age:
        yield open_doubt(
            "overlapping bands", f"Between {high[0].age} and {low[0].age} years both scales are said to count."
        )


def _expression(clause: Clause, scores: list[Score]) -> str | None:
    groups: dict[tuple[str | None, float], list[Score]] = {}
    value = next(score.value for score in scores if score.value is not None)
    op = next(score.op for score in scores if score.value is not None)
    for score in scores:
        key = (score.op, score.value) if score.value is not None else (op, value)
        groups.setdefault(
            (key[0], float(key[1] or 0)) if score.scale != "ecog" else ("ecog" + str(key[0]), float(key[1] or 0)), []
        ).append(score)
    parts = [_written(str(key[0]).removeprefix("ecog"), key[1], group, clause) for key, group in groups.items()]
    if len(parts) == 1:
        return parts[0]
    sided = all(score.side for score in scores)
    return f"{'all' if sided else 'any'} of ({'; '.join(parts)})" if not sided else None


def _written(op: str, value: float, group: list[Score], clause: Clause) -> str:
    by = ", " if any(score.side for score in group) else " or "
    rules = by.join(dict.fromkeys(score.rule() for score in sorted(group, key=_young_first)))
    chair = " wheelchair counts" if re.search(r"wheel ?chair", clause.text, re.IGNORECASE) else ""
    return f"performance {op} {spelled(value)} ({rules}){chair}"


def _young_first(score: Score) -> tuple[bool, bool]:
    return score.scale == "ecog", score.scale != "lansky"


def _candidates(clause: Clause, scores: list[Score]) -> Iterator[str]:
    value = next((score.value for score in scores if score.value is not None and score.scale != "ecog"), None)
    if value is None:
        return
    scales = [score for score in scores if score.side != "lost" and score.scale != "ecog"]
    for op in (">=", ">"):
        if scales and any(score.op is None for score in scores):
            yield _written(op, value, scales, clause)

"""Reads performance scores with the scale that counts at each age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve, frozen

from rosette.portfolio.drafting.amounts import FLIPPED, amounts
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt, spelled

_SCALES = re.compile(
    r"\b(?P<lansky>Lansky)|(?P<karnofsky>Karnofsky|KPS\b)|(?P<ecog>ECOG|Eastern Cooperative|Zubrod)", re.IGNORECASE
)
_SIDE = re.compile(
    r"(?P<op>>=|<=|>|<|over|under|older than|younger than|at least|less than|greater than|older|younger)?\s*"
    r"(?:than )?(?:age |aged )?(?:of )?(?P<n>\d{1,2})(?:\s*(?:-|to)\s*(?:<\s*)?(?P<high>\d{1,2}))?\s*"
    r"(?:years?|yrs?|y\b)?(?: of age| old)?\s*"
    r"(?P<after>(?:of age )?(?:and|or) (?:under|younger|less|older|over|above|greater|up))?",
    re.IGNORECASE,
)
_AGED = re.compile(r"\bage|\byears|\byrs", re.IGNORECASE)
_AGES = re.compile(r"(\d{1,2})\s*(?:years|yrs|y\b)|\bage[ds]?\s*(?:of\s*)?[<>=]*\s*(\d{1,2})\b", re.IGNORECASE)
_SIDES = {
    **dict.fromkeys((">", "over", "older than", "older", "greater than"), "over"),
    **dict.fromkeys((">=", "at least"), "from"),
    **dict.fromkeys(("<", "under", "younger than", "younger", "less than"), "under"),
    "<=": "through",
}
_AFTER = {
    "under": "through",
    "younger": "through",
    "less": "through",
    "older": "from",
    "over": "from",
    "above": "from",
    "greater": "from",
    "up": "from",
}
_CORRESPONDS = re.compile(r"(?:correspond\w*|equivalent|equal) to[^.;]{0,60}$", re.IGNORECASE)
_ECOG = re.compile(
    r"(?:(?P<sign><=|<|of|is|score|status|categor\w+|:|-)\s*)*"
    r"(?P<list>[0-4](?:\s*(?:-|to|,|or|and|/))+\s*)*(?P<top>[0-4])\b(?!\d|%)"
)
STEPS = 10


@frozen(kw_only=True)
class Score:
    """A score that a scale must reach, and the side of an age on which that scale counts."""

    scale: str
    op: str | None
    value: float | None
    side: str = ""
    age: int = 0
    start: int = 0
    end: int = 0

    def rule(self) -> str:
        """Scale and side as the criteria language writes them."""
        return f"{self.scale} {self.side} {self.age} years" if self.side else self.scale


def read_performance(clause: Clause) -> list[Reading]:
    """The performance scores of a clause as one reading."""
    hits = [hit for hit in _SCALES.finditer(clause.text) if not _corresponds(clause.text, hit)]
    if not hits or not re.search(r"\d", clause.text):
        return []
    scores = _settled(list(_scores(clause, hits)))
    if not any(score.value is not None for score in scores):
        return []
    return [_reading(clause, scores, hits[0].start())]


def _settled(scores: list[Score]) -> list[Score]:
    """A scale that is named twice, once with the score and once with its age, is one."""
    valued = next((score for score in scores if score.value is not None and score.scale != "ecog"), None)
    sided = {score.scale for score in scores if score.side and score.value is None}
    if valued is None or not sided:
        return scores
    kept = [score for score in scores if score.value is None or score.side or score.scale not in sided]
    return [evolve(score, op=valued.op, value=valued.value) if score.value is None else score for score in kept]


def _corresponds(text: str, hit: re.Match[str]) -> bool:
    return _CORRESPONDS.search(text[: hit.start()]) is not None


def _scores(clause: Clause, hits: list[re.Match[str]]) -> Iterator[Score]:
    """One score a scale; scales that follow each other without a number share the next one's."""
    waiting: list[re.Match[str]] = []
    before, leading = 0, _side(clause.text[: hits[0].start()], 0) is not None
    for place, hit in enumerate(hits):
        end = hits[place + 1].start() if place + 1 < len(hits) else len(clause.text)
        scale = str(hit.lastgroup)
        rest = clause.text[hit.end() : end]
        found = _ecog(rest) if scale == "ecog" else _percent(clause, rest)
        if found is None:
            side = _side(rest, 0)
            waiting.append(hit) if not side else None
            if side:
                yield Score(scale=scale, op=None, value=None, side=side[0], age=side[1], start=hit.start(), end=end)
            continue
        op, value, used = found
        ahead = _side(clause.text[before : hit.start()], 0)
        side = (ahead if leading else _side(rest, used)) or ahead or ("", 0)
        before = hit.end() + used
        for one in (*waiting, hit):
            yield Score(
                scale=str(one.lastgroup),
                op=op,
                value=value,
                side=side[0] if one is hit else "",
                age=side[1],
                start=one.start(),
                end=end,
            )
        waiting = []


def _ecog(rest: str) -> tuple[str | None, float, int] | None:
    found = _ECOG.search(rest)
    if found is None or found.start() > 40:
        return None
    sign = re.search(r"(<=|<|=|>)\s*$", rest[: found.start("list") if found["list"] else found.start("top")])
    if found["list"] is not None:
        return "<=", float(found["top"]), found.end()
    after = re.match(r"\s*(?:or|and) (?:less|lower|better)", rest[found.end() :])
    return ("<=" if after else sign[1] if sign and sign[1] != "=" else None), float(found["top"]), found.end()


def _percent(clause: Clause, rest: str) -> tuple[str | None, float, int] | None:
    for amount in amounts(rest, clause.words):
        if amount.value % STEPS or not 10 <= amount.value <= 100 or re.match(r"\s*(?:years|yrs)", rest[amount.end :]):
            continue
        if _AGED.search(rest[max(amount.start - 8, 0) : amount.start]) or amount.start > 60:
            continue
        op = ">=" if amount.high == 100 else amount.op
        return op, amount.value, amount.end
    return None


def _side(rest: str, used: int) -> tuple[str, int] | None:
    """On which side of which age the scale counts, when the words after the score say so."""
    tail = rest[used:]
    for hit in _SIDE.finditer(tail):
        if not _AGED.search(tail[max(hit.start() - 16, 0) : hit.end() + 12]):
            continue
        after = (hit["after"] or "").lower().split()
        side = _AFTER.get(after[-1]) if after else _SIDES.get((hit["op"] or "").lower())
        if hit["high"]:
            return ("from", int(hit["n"])) if int(hit["n"]) > 5 else ("through", int(hit["high"]))
        return side or "lost", int(hit["n"])
    return None


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

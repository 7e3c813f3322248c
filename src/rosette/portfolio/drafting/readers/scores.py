"""Performance scores in the words of a clause: scale, comparison, score, and the ages for which the scale counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve, frozen

from rosette.portfolio.drafting.amounts import amounts
from rosette.portfolio.drafting.reading import Clause

_SIDE = re.compile(
    r"(?P<op>>=|<=|>|<|over|under|older than|younger than|at least|less than|greater than|older|younger)?\s*"
    r"(?:than )?(?:age |aged )?(?:of )?(?P<n>\d{1,2})(?:\s*(?:-|to)\s*(?:<\s*)?(?P<high>\d{1,2}))?\s*"
    r"(?:years?|yrs?|y\b)?(?: of age| old)?\s*"
    r"(?P<after>(?:of age )?(?:and|or) (?:under|younger|less|older|over|above|greater|up))?",
    re.IGNORECASE,
)


_AGED = re.compile(r"\bage|\byears|\byrs", re.IGNORECASE)


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


_ECOG = re.compile(
    r"(?:(?P<sign><=|<|of|is|score|status|categor\w+|:|-)\s*)*"
    r"(?P<list>[0-4](?:\s*(?:-|to|,|or|and|/))+\s*)*(?P<top>[0-4])\b(?!\d|%)"
)


_BRACKET = re.compile(r"[^(]{0,30}\([^()]*\)")
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


def settled_scores(scores: list[Score]) -> list[Score]:
    """A scale that is named twice, once with the score and once with its age, is one."""
    valued = next((score for score in scores if score.value is not None and score.scale != "ecog"), None)
    sided = {score.scale for score in scores if score.side and score.value is None}
    if valued is None or not sided:
        return scores
    kept = [score for score in scores if score.value is None or score.side or score.scale not in sided]
    return [evolve(score, op=valued.op, value=valued.value) if score.value is None else score for score in kept]


def scores_in(clause: Clause, hits: list[re.Match[str]]) -> Iterator[Score]:
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
        inside = _BRACKET.match(rest)
        own = _side(inside[0], 0) if inside else None
        side = own or (ahead if leading else _side(rest, used)) or ahead or ("", 0)
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
        before = rest[max(amount.start - 8, 0) : amount.start].rpartition(")")[2]
        if _AGED.search(before) or amount.start > 60:
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

"""Numbers with their comparison and unit, as they stand in a clause; a sign that is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve, frozen

from rosette.eligibility.nodes import Op
from rosette.portfolio.drafting.reading import spelled
from rosette.portfolio.drafting.words import Found, Words

NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)")
_POWER = re.compile(r"\s*(?:x|times|\*)\s*10\s*(?P<sign>\^|\*\*|e)?\s*(?P<power>\d{1,2})(?!\d)")
_GAP = re.compile(r"\s*(?:(?:or|and|a|an|of|is|be|to|about|the)\s+)*", re.IGNORECASE)
_RANGE = re.compile(r"\s*%?\s*(?:-|to)\s*(\d+(?:\.\d+)?)")
_BETWEEN = re.compile(r".*\bbetween\s+", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r"\s*%?\s*and\s+(\d+(?:\.\d+)?)", re.IGNORECASE)
_HOURS = re.compile(
    r"\s*-?(?:(?:to|or|-)\s*\d+\s*-?)?\s*(?:calendar |consecutive |full )?(?:half|hours?|hrs?|minutes?)\b",
    re.IGNORECASE,
)
_RANGED = re.compile(r"\s*-?\s*(?:(?:to|or|-)\s*\d+\s*-?\s*)?(?:calendar |consecutive |full )?")
FLIPPED: dict[Op, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
STRICT: dict[str, tuple[Op, Op]] = {"at least": (">=", ">"), "at most": ("<=", "<")}


@frozen(kw_only=True)
class Amount:
    """A number of a clause: `op` is None where no sign and no word of comparison stands with it.

    unit: as UCUM, "x ULN" or "x LLN" for a multiple of a limit of normal, "" where none stands. flattened: a power of
    ten whose exponent is not marked. high: the upper end, where the number begins a range.
    """

    start: int
    end: int
    op: Op | None
    value: float
    unit: str = ""
    flattened: bool = False
    high: float | None = None

    def limit(self) -> str:
        """The limit as the criteria language writes it."""
        return f"{spelled(self.value)} {self.unit}"


def number_of(word: str) -> float:
    """The number that a word spells."""
    return float(word.replace(",", ""))


def amounts(text: str, words: Words, *, start: int = 0) -> list[Amount]:
    """Every number of a text that is no length of time, with its comparison and unit."""
    found = []
    ops = words.found("op", text)
    at = 0
    for hit in NUMBER.finditer(text):
        if hit.start() < at:
            continue
        amount = _amount(hit, text, words, ops)
        if amount is not None:
            found.append(_moved(amount, start))
            at = amount.end
    return found


def _moved(amount: Amount, start: int) -> Amount:
    return evolve(amount, start=amount.start + start, end=amount.end + start)


def _amount(hit: re.Match[str], text: str, words: Words, ops: Sequence[Found]) -> Amount | None:
    if is_time(text, hit.end(), words):
        return None
    value, end, flattened = _power(number_of(hit[1]), text, hit.end())
    ranged = _RANGE.match(text, hit.end()) or (
        _BETWEEN.fullmatch(text[max(hit.start() - 12, 0) : hit.start()]) and _AND.match(text, hit.end())
    )
    high = float(ranged[1]) if ranged else None
    end = ranged.end() if ranged else end
    unit, factor, end = unit_at(text, end, words)
    begun, op = _op_before(text, hit.start(), ops)
    if op is None and high is None:
        after = words.found("op_after", text[end : end + 30])
        op, end = (after[0][1]["op"], end + after[0][0].end()) if after else (None, end)
    return Amount(
        start=begun, end=end, op=op, value=value * factor, unit=unit, flattened=flattened,
        high=None if high is None else high * factor,
    )  # fmt: skip


def _op_before(text: str, at: int, ops: Sequence[Found]) -> tuple[int, Op | None]:
    """The comparison that ends where the number begins, and where it begins."""
    for hit, word in reversed(ops):
        if hit.end() <= at and _GAP.fullmatch(text, hit.end(), at):
            return hit.start(), word["op"]
    return at, None


def _power(value: float, text: str, end: int) -> tuple[float, int, bool]:
    power = _POWER.match(text, end)
    if power is None:
        return value, end, False
    return value * 10 ** int(power["power"]), power.end(), power["sign"] is None


def is_time(text: str, end: int, words: Words) -> bool:
    """Whether a number is followed by a unit of time, maybe by way of a range."""
    rest = text[end : end + 24]
    if _HOURS.match(rest):
        return True
    return any(_RANGED.fullmatch(rest[: hit.start()]) for hit, _ in words.found("unit_of_time", rest))


def unit_at(text: str, at: int, words: Words) -> tuple[str, float, int]:
    """The unit that begins at a place, the factor to it and where it ends; an empty one where none stands."""
    rest = text[at : at + 60]
    for name in ("multiple", "unit"):
        for hit, word in words.found(name, rest):
            if not rest[: hit.start()].strip(" -"):
                return word["ucum"], float(word.get("factor", 1)), at + hit.end()
    return "", 1.0, at

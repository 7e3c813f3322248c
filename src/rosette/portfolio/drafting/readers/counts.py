"""Reads how many lines of treatment were given, and how many stem cells are in store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.said import asks_against, reading_at
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt, spelled

_SPELLED = {"one": 1, "two": 2, "three": 3, "four": 4}
_MOST = ("<=", "<")


def counts(clause: Clause) -> Iterator[Reading]:
    """The number of lines of treatment that the child may have had, or must have had."""
    for hit, word in clause.words.found("lines", clause.text):
        op = next((said["op"] for _, said in clause.words.found("op", hit["op"])), None)
        number = _SPELLED.get(hit["n"].lower()) or int(hit["n"])
        barred = asks_against(clause, hit.start())
        wrong = op is None or (barred and op in _MOST)
        faults = (open_doubt("count", "The text names a number of courses or lines."),) if wrong else ()
        expr = f"{word['code']} {op or '>='} {number}"
        yield reading_at("prior lines", "exclude" if barred else "require", expr, hit, faults)


def cells(clause: Clause) -> Iterator[Reading]:
    """How many cells must be in store for each kilogram."""
    for hit, _ in clause.words.found("cells", clause.text):
        ops = [word["op"] for found, word in clause.words.found("op", clause.text[: hit.start()]) if found]
        yield reading_at("stem cells", "require", f"stem cells >= {_cells(hit)} CD34/kg", hit, (*_faults(hit, ops),))


def _cells(hit: re.Match[str]) -> str:
    return spelled(float(hit["n"] or hit["n2"]) * 10 ** int(hit["power"] or hit["power2"]))


def _faults(hit: re.Match[str], ops: list[str]) -> Iterator[Doubt]:
    if not hit["mark"] and not hit["mark2"]:
        yield open_doubt("flattened power", "A power of ten is written without a mark for its exponent.")
    if ops[-1:] != [">="]:
        yield open_doubt("lost sign", "No comparison sign that asks for at least so many cells stands with the number.")

"""From readings to the lines of an item, parsed and checked."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from rosette.eligibility import Criterion, check_static, parse_criteria, vocabulary_of
from rosette.kernel import BadInput
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.draft import Confidence, EndsAs
from rosette.portfolio.drafting.reading import Reading

QUOTED = re.compile(r"[\"\n\r\[\]#]")


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lines_of(identity: str, readings: Sequence[Reading], cite: str) -> Iterator[str]:
    """A line for each reading, and one question for all that are left open."""
    said = list(dict.fromkeys(f"{each.polarity} {each.expr}" for each in readings if not each.open))
    opened = [each for each in readings if each.open]
    if opened:
        why = dict.fromkeys(one.sentence for each in opened for one in each.doubts if one.open)
        kinds = ", ".join(dict.fromkeys(each.kind for each in opened))
        asked = f"{kinds}: {' '.join(why) or 'The readings differ.'} Is it met as the protocol has it?"
        said.append(f'require flagged "{QUOTED.sub(chr(39), asked)}"')
    for place, line in enumerate(said):
        yield f"{identity}{_letter(place)} {line} [{cite}]"


def _letter(place: int) -> str:
    if place == 0:
        return ""
    return _LETTERS[place - 1] if place <= len(_LETTERS) else f"z{place}"


def confidence_of(readings: Sequence[Reading]) -> Confidence:
    """How sure the readings of an item are together."""
    if any(each.open for each in readings):
        return "low"
    mild = any(each.confidence != "high" or each.doubts for each in readings)
    return "medium" if mild else "high"


def ends_of(readings: Sequence[Reading]) -> EndsAs:
    """How an item with these readings ends."""
    return "judgement" if any(each.open for each in readings) or all(each.judged for each in readings) else "node"


@functools.lru_cache(maxsize=20_000)
def checked_lines(text: str, knowledge: Knowledge) -> tuple[tuple[Criterion, ...], str]:
    """The criteria that lines hold, or why the language refuses them."""
    try:
        items = parse_criteria(text, vocabulary=vocabulary_of(knowledge), name="draft")
    except BadInput as fault:
        return (), fault.problems[0].sentence()
    criteria = tuple(item for item in items if isinstance(item, Criterion))
    faults = check_static(criteria, knowledge=knowledge, name="draft")
    return criteria, faults[0].sentence() if faults else ""

"""Which letters a pattern cannot do without: rows whose letters a text lacks need not be tried."""

from __future__ import annotations

import re
import re._parser as sre  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

Needles = frozenset[str]
SHORTEST = 1


def needles(pattern: str) -> Needles | None:
    """Strings in lower case of which every match holds at least one; None where nothing can be said."""
    return _of(sre.parse(pattern, re.IGNORECASE))


def begins_text(pattern: str) -> bool:
    """Whether a pattern can only match where a text begins."""
    first = next(iter(sre.parse(pattern, re.IGNORECASE)), None)
    return first == (sre.AT, sre.AT_BEGINNING)


def _of(sequence: Iterable[tuple[Any, Any]]) -> Needles | None:
    """The best set of one sequence: a run of letters, or what each branch of a choice needs."""
    found: list[Needles] = []
    run = ""
    for op, argument in sequence:
        if op is sre.LITERAL:
            run += chr(argument).lower()
            continue
        found += [frozenset({run})] if len(run) >= SHORTEST else []
        run = ""
        inner = _inner(op, argument)
        found += [inner] if inner else []
    found += [frozenset({run})] if len(run) >= SHORTEST else []
    return max(found, key=lambda each: (min(map(len, each)), -len(each)), default=None)


def _inner(op: Any, argument: Any) -> Needles | None:
    if op is sre.SUBPATTERN:
        return _of(argument[-1])
    if op is sre.BRANCH:
        parts = [_of(branch) for branch in argument[1]]
        return None if any(part is None for part in parts) else frozenset().union(*(part for part in parts if part))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and argument[0] >= 1:
        return _of(argument[2])
    return None

"""Reads the blocks of criteria of a trial file, each fault at its line and column in that file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from rosette.eligibility import Drop, Item, Macro, Vocabulary, overlaid, parse_criteria
from rosette.kernel import LanguageError, Problems, did_you_mean

Items = tuple[Item, ...]
_CRITERIA = re.compile(r"^[ \t]*criteria[ \t]*=[ \t]*(?:(?:'''|\"\"\")\n?|['\"])", re.MULTILINE)


@frozen(kw_only=True)
class Blocks:
    """The text of one trial file and what is needed to read its criteria; faults are added to `problems`."""

    text: str
    name: str
    vocabulary: Vocabulary
    macros: Mapping[str, Macro]
    problems: Problems

    def base(self, table: Mapping[str, Any]) -> Items | None:
        """The criteria that hold for every arm; None when they have a fault."""
        items = self._items(table["criteria"], table["id"])
        self._check_drops((), items or (), table["id"])
        return items

    def overlaid(
        self, base: Items | None, row: Mapping[str, Any], *, prefix: str, part: str, number: int
    ) -> Items | None:
        """The criteria with those of an arm or a dose level laid over them; None when either has a fault."""
        own = self._items(row.get("criteria", ""), prefix, part=part, number=number)
        if base is None or own is None:
            return None
        self._check_drops(base, own, prefix)
        return overlaid(base, own)

    def _items(self, block: str, prefix: str, *, part: str = "", number: int = 0) -> Items | None:
        line, column = place_of(self.text, block, part=part, number=number)
        try:
            return parse_criteria(
                " " * (column - 1) + block,
                vocabulary=self.vocabulary,
                macros=self.macros,
                name=self.name,
                prefix=prefix,
                first_line=line,
            )
        except LanguageError as fault:
            self.problems.extend(fault.problems)
            return None

    def _check_drops(self, base: Items, own: Items, prefix: str) -> None:
        known = {item.id for item in base}
        for item in own:
            if isinstance(item, Drop) and item.id not in known:
                self.problems.add(
                    f"{self.name}, {prefix}",
                    found=f'"{item.line()}" drops nothing{did_you_mean(item.id, known)}',
                    wanted="the id of a criterion that stands above",
                )


def place_of(text: str, block: str, *, part: str, number: int) -> tuple[int, int]:
    """Line and column, from 1, at which a block of criteria begins: of the whole file, or of its n-th `[[part]]`."""
    heads = [head.start() for head in re.finditer(rf"^[ \t]*\[\[[ \t]*{part}[ \t]*\]\]", text, re.MULTILINE)]
    begin = heads[number] if number < len(heads) else 0
    key = _CRITERIA.search(text, begin)
    at = key.end() if key else max(text.find(block), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

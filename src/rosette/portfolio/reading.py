"""Builds a Trial from its TOML table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rosette.eligibility import Macro, Vocabulary
from rosette.kernel import Citation, Problems, did_you_mean
from rosette.portfolio.blocks import Blocks, Items
from rosette.portfolio.shape import (
    DAY,
    DAY_MAYBE,
    FLAG_MAYBE,
    TABLE,
    TABLE_MAYBE,
    TABLES,
    TABLES_MAYBE,
    TEXT,
    TEXT_MAYBE,
    TEXTS_MAYBE,
    WHOLE_MAYBE,
    Key,
    check_keys,
)
from rosette.portfolio.trial import COMPLETENESS, KINDS, VERDICTS, Arm, Example, Registry, Review, Trial

TRIAL_KEYS = {
    **dict.fromkeys(("id", "title", "short", "phase", "sponsor", "version", "completeness_note", "summary"), TEXT),
    "completeness": Key(str, choices=COMPLETENESS),
    "sources": TABLES,
    "review": TABLE,
    "registry": TABLE_MAYBE,
    "criteria": TEXT,
    "arm": TABLES,
    "dose_level": TABLES_MAYBE,
    "example": TABLES_MAYBE,
}
REVIEW_KEYS = {"on": DAY, "by": TEXT, "due": DAY}
SOURCE_KEYS = {"ref": TEXT, "at": TEXT}
REGISTRY_KEYS = {
    "status": TEXT,
    "as_of": DAY_MAYBE,
    "start": TEXT_MAYBE,
    "enrolled": WHOLE_MAYBE,
    "sites": TEXT_MAYBE,
}
ARM_KEYS = {
    "id": TEXT,
    "title": TEXT,
    "kind": Key(str, choices=KINDS),
    "agents": TEXTS_MAYBE,
    "doses": TEXTS_MAYBE,
    "criteria": TEXT_MAYBE,
}
LEVEL_KEYS = {"arm": TEXT, "level": Key(int), "dose": TEXT, "criteria": TEXT_MAYBE}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
EXAMPLE_KEYS = {
    "name": TEXT,
    "arm": TEXT,
    "level": WHOLE_MAYBE,
    "attest": FLAG_MAYBE,
    "verdict": Key(str, choices=VERDICTS),
    "because": TEXTS_MAYBE,
    "set": TABLE_MAYBE,
    "without": TEXTS_MAYBE,
    "add": TABLES_MAYBE,
}


def read_trial(
    table: dict[str, Any],
    *,
    text: str,
    name: str,
    vocabulary: Vocabulary,
    macros: Mapping[str, Macro],
    problems: Problems,
) -> Trial | None:
    """Build a Trial; every fault is added to `problems` and None returned when there is one."""
    if not _check_shape(table, name=name, problems=problems):
        return None
    before = len(problems.found)
    blocks = Blocks(text=text, name=name, vocabulary=vocabulary, macros=macros, problems=problems)
    base = blocks.base(table)
    arms = tuple(arm for number in range(len(table["arm"])) for arm in _arms(number, table, base, blocks))
    return None if len(problems.found) > before else _trial(table, arms)


def _check_shape(table: dict[str, Any], *, name: str, problems: Problems) -> bool:
    fine = check_keys(table, TRIAL_KEYS, path=f"{name}, ", problems=problems)
    if not fine:
        return False
    parts = [("review", [table["review"]], REVIEW_KEYS), ("sources", table["sources"], SOURCE_KEYS)]
    parts += [("registry", [table["registry"]] if "registry" in table else [], REGISTRY_KEYS)]
    parts += [("arm", table["arm"], ARM_KEYS), ("dose_level", table.get("dose_level", []), LEVEL_KEYS)]
    parts += [("example", table.get("example", []), EXAMPLE_KEYS)]
    checked = [
        check_keys(row, keys, path=f"{name}, {part}[{place}].", problems=problems)
        for part, rows, keys in parts
        for place, row in enumerate(rows)
    ]
    return all(checked) and _check_arms(table, name=name, problems=problems)


def _check_arms(table: dict[str, Any], *, name: str, problems: Problems) -> bool:
    ids = [arm["id"] for arm in table["arm"]]
    before = len(problems.found)
    if len(set(ids)) < len(ids) or not ids:
        problems.add(
            f"{name}, arm",
            found="ids stand twice, or there is no arm",
            wanted="one or more arms of unique id",
        )
    for part in ("dose_level", "example"):
        for place, row in enumerate(table.get(part, [])):
            if row["arm"] not in ids:
                found = f'"{row["arm"]}" is not an arm{did_you_mean(row["arm"], ids)}'
                problems.add(f"{name}, {part}[{place}].arm", found=found, wanted=f"one of {', '.join(ids)}")
    _check_words(table, ids, name=name, problems=problems)
    _check_levels(table, name=name, problems=problems)
    return len(problems.found) == before


def _check_words(table: dict[str, Any], ids: list[str], *, name: str, problems: Problems) -> None:
    """Ids are single words, as a place is written trial/arm/level."""
    for where, word in [("id", table["id"]), *((f"arm[{place}].id", word) for place, word in enumerate(ids))]:
        if not _ID.fullmatch(word):
            problems.add(f"{name}, {where}", found=f'"{word}"', wanted="letters, digits, points and hyphens")


def _check_levels(table: dict[str, Any], *, name: str, problems: Problems) -> None:
    """A dose level stands once an arm, and an example names a level that is there."""
    levels = [(level["arm"], level["level"]) for level in table.get("dose_level", [])]
    for place, level in enumerate(levels):
        if level in levels[:place]:
            problems.add(f"{name}, dose_level[{place}]", found=f'level {level[1]} of "{level[0]}" stands twice')
    for place, row in enumerate(table.get("example", [])):
        if "level" in row and (row["arm"], row["level"]) not in levels:
            found = f'"{row["arm"]}" has no dose level {row["level"]}'
            problems.add(f"{name}, example[{place}].level", found=found)


def _arms(number: int, table: dict[str, Any], base: Items | None, blocks: Blocks) -> list[Arm]:
    """The arm, or one arm a dose level when it has levels."""
    row = table["arm"][number]
    prefix = f"{table['id']}/{row['id']}"
    own = blocks.overlaid(base, row, prefix=prefix, part="arm", number=number)
    common: dict[str, Any] = {name: row[name] for name in ("id", "title", "kind")}
    common |= {name: tuple(row.get(name, ())) for name in ("agents", "doses")}
    levels = [(place, level) for place, level in enumerate(table.get("dose_level", [])) if level["arm"] == row["id"]]
    return [
        Arm(
            items=blocks.overlaid(own, level, prefix=f"{prefix}/{level['level']}", part="dose_level", number=place)
            or (),
            level=level["level"],
            dose=level["dose"],
            **common,
        )
        for place, level in levels
    ] or [Arm(items=own or (), **common)]


def _trial(table: dict[str, Any], arms: tuple[Arm, ...]) -> Trial:
    plain = (
        "id",
        "title",
        "short",
        "phase",
        "sponsor",
        "version",
        "completeness",
        "completeness_note",
        "summary",
    )
    return Trial(
        **{name: table[name] for name in plain},
        sources=tuple(Citation(source["ref"], source["at"]) for source in table["sources"]),
        review=Review(**table["review"]),
        registry=Registry(**table.get("registry", {"status": "not in a registry"})),
        arms=arms,
        examples=tuple(_example(row) for row in table.get("example", [])),
    )


def _example(row: dict[str, Any]) -> Example:
    listed: dict[str, Any] = {name: tuple(row[name]) for name in ("because", "without", "add") if name in row}
    return Example(**{**row, **listed})

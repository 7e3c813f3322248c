"""The shape of portfolio files: which keys, of which type; every fault is gathered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from rosette.kernel import Problems, did_you_mean, one_of


@frozen
class Key:
    """What one key may hold."""

    kind: type
    required: bool = True
    choices: tuple[str, ...] = ()
    of: type | None = None


TEXT, TEXT_MAYBE = Key(str), Key(str, required=False)
TEXTS_MAYBE = Key(list, required=False, of=str)
TABLES, TABLES_MAYBE = Key(list, of=dict), Key(list, required=False, of=dict)
FLAG_MAYBE = Key(bool, required=False)
WHOLE_MAYBE = Key(int, required=False)
DAY, DAY_MAYBE = Key(date), Key(date, required=False)
TABLE, TABLE_MAYBE = Key(dict), Key(dict, required=False)
_WORDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}


def check_keys(table: Mapping[str, Any], keys: Mapping[str, Key], *, path: str, problems: Problems) -> bool:
    """Check one table; returns whether it may be read on."""
    before = len(problems.found)
    for name in table:
        if name not in keys:
            problems.add(
                f"{path}{name}",
                found=f"unknown key{did_you_mean(name, keys)}",
                wanted=one_of([*keys], most=20),
            )
    for name, key in keys.items():
        if name in table:
            _check_value(table[name], key, path=f"{path}{name}", problems=problems)
        elif key.required:
            problems.add(f"{path}{name}", found="missing", remedy="Add it.")
    return len(problems.found) == before


def _check_value(value: Any, key: Key, *, path: str, problems: Problems) -> None:
    if not _is(value, key.kind):
        problems.add(path, found=_shown(value), wanted=_WORDS[key.kind])
    elif key.choices and value not in key.choices:
        problems.add(path, found=f'"{value}"{did_you_mean(str(value), key.choices)}', wanted=one_of(key.choices))
    elif key.of is not None:
        for place, each in enumerate(value):
            if not _is(each, key.of):
                problems.add(f"{path}[{place}]", found=_shown(each), wanted=_WORDS[key.of])


def _is(value: Any, kind: type) -> bool:
    """Whether a value is of a kind: true is no number, and a time of day is no date."""
    if isinstance(value, bool | datetime):
        return type(value) is kind
    return isinstance(value, kind)


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"

"""Reads a mapping file (TOML, rosette-mapping/1): what the columns of a table mean; every fault is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.errors import InterchangeError
from rosette.interchange.tables.layout import Layout, read_days, read_layout
from rosette.interchange.tables.rules import Aside, Coded, Column, Rule, TableMapping, When
from rosette.interchange.tables.targets import Target, targets
from rosette.kernel import UnitError, did_you_mean, one_of, parse_unit
from rosette.knowledge.rows import Row, shown
from rosette.knowledge.textfiles import read_declared
from rosette.records import KINDS

FORM = "rosette-mapping/1"
PLAIN = "a text in quotes, a number, true or false"


def read_mapping(text: str, *, name: str = "mapping") -> TableMapping:
    """Read the text of a mapping file; raises InterchangeError with every fault."""
    return read_declared(text, _mapping, error=InterchangeError, form=FORM, name=name)


def _mapping(row: Row, digest: str) -> TableMapping | None:
    before = len(row.problems.found)
    layout = read_layout(_inner(row, "table")) if row.get("table") is not None else Layout()
    child = _inner(row, "child")
    made = TableMapping(
        name=row.text("name"),
        system=row.text("system"),
        layout=layout,
        child=child.text("id"),
        birth=_about(child, "birth"),
        sex=_about(child, "sex"),
        facts=tuple(_rule(each) for each in _rows(row, "fact")),
        asides=tuple(_aside(each) for each in _rows(row, "aside")),
    )
    child.close()
    row.close()
    return made if len(row.problems.found) == before else None


def _inner(row: Row, key: str) -> Row:
    return Row(row.table(key), row.at(key).lstrip("."), row.problems)


def _rows(row: Row, key: str) -> list[Row]:
    return list(row.rows(key)) if row.get(key) is not None else []


def _about(row: Row, key: str) -> Column | None:
    """A column about the child: its name, or a table with its words or days."""
    raw = row.get(key)
    if raw is None:
        return None
    return Column(name=row.text(key)) if isinstance(raw, str) else _column(_inner(row, key), None)


def _aside(row: Row) -> Aside:
    made = Aside(why=row.text("why"), when=_when(row, "when"))
    row.close()
    return made


def _when(row: Row, key: str) -> When:
    raw = row.get(key)
    if raw is None:
        return When()
    texts = {name: tuple(each) if isinstance(each, list) else (each,) for name, each in row.table(key).items()}
    for name, each in texts.items():
        if not all(isinstance(text, str) for text in each):
            row.refuse(f"{key}.{name}", "it holds more than texts", "texts, as the cells are shown")
    return When(texts={name: tuple(str(text) for text in each) for name, each in texts.items()})


def _rule(row: Row) -> Rule:
    kind = row.choice("kind", tuple(KINDS))
    coded = _coded(_inner(row, "coded")) if row.get("coded") is not None else None
    raw = row.table("says") if row.get("says") is not None or coded is None else {}
    says = {key: _said(row, key, value, kind) for key, value in raw.items()} if kind in KINDS else {}
    made = Rule(
        name=row.text("name", default=" ".join(str(each) for each in (kind, raw.get("code")) if isinstance(each, str))),
        kind=kind,
        says=says,
        coded=coded,
        when=_when(row, "when"),
        withdrawn=_when(row, "withdrawn") if row.get("withdrawn") is not None else None,
        key=row.words("key"),
        by_class=row.flag("by_class"),
        if_filled=row.optional("if_filled"),
    )
    if kind in KINDS and coded is None and not made.columns:
        row.refuse("says", "no column makes this fact", 'a column such as { column = "PLT" }')
    row.close()
    return made


def _coded(row: Row) -> Coded:
    system = row.get("system")
    named = _column(_inner(row, "system"), None) if isinstance(system, Mapping) else row.text("system")
    made = Coded(code=row.text("code"), system=named)
    row.close()
    return made


def _said(row: Row, key: str, value: Any, kind: str) -> Any:
    """A constant, or a column."""
    target = targets(kind).get(key)
    if target is None:
        known = list(targets(kind))
        row.refuse(f"says.{key}", f'"{key}" is no key of {kind}{did_you_mean(key, known)}', one_of(known, most=40))
        return None
    if isinstance(value, Mapping) and target.sort != "nested":
        return _column(Row(value, row.at(f"says.{key}"), row.problems), target)
    if isinstance(value, Mapping) and "column" in value:
        return _column(Row(value, row.at(f"says.{key}"), row.problems), target)
    return _constant(row, key, value, target)


def _constant(row: Row, key: str, value: Any, target: Target) -> Any:
    if not _plain(value):
        row.refuse(f"says.{key}", f"{shown(value)} is no plain value", PLAIN)
    if target.sort == "unit":
        try:
            return parse_unit(str(value)).code
        except UnitError as fault:
            row.refuse(f"says.{key}", fault.problems[0].found, 'a unit of UCUM such as "10*9/L"')
    return value


def _column(row: Row, target: Target | None) -> Column:
    words = dict(row.table("words")) if row.get("words") is not None else {}
    if target is not None and target.sort == "flag" and not all(isinstance(each, bool) for each in words.values()):
        row.refuse("words", "yes and no are written true and false", "words = { Y = true, N = false }")
    if target is not None and target.sort == "flag" and not words:
        row.refuse("words", "no words for yes and no are stated", "words = { Y = true, N = false }")
    sort = target.sort if target is not None else "text"
    if row.flag("with_unit") and sort not in ("number", "whole"):
        row.refuse("with_unit", "only a number has its unit in its cell")
    made = Column(
        name=row.text("column"),
        words=_checked(row, words, target),
        days=read_days(row),
        missing=frozenset(row.words("missing")),
        split=row.optional("split"),
        with_unit=row.flag("with_unit"),
        json=row.flag("json"),
    )
    row.close()
    return made


def _checked(row: Row, words: dict[str, Any], target: Target | None) -> dict[str, Any]:
    """The words of a column; each must be one that the key may hold."""
    for text, word in words.items():
        if target is not None and target.words and word not in target.words:
            found = f"{shown(word)} is not one of its words"
            row.refuse(f'words."{text}"', found, one_of(target.words, most=40))
        if not _plain(word):
            row.refuse(
                f'words."{text}"', f"{shown(word)} is no plain value", "a text in quotes, a number, true or false"
            )
        if isinstance(word, Mapping | list) and (target is None or target.sort not in ("nested", "list")):
            row.refuse(f'words."{text}"', f"{shown(word)} does not fit", "one word")
    return words


def _plain(value: Any) -> bool:
    """Whether a value of TOML is one of JSON too: a day without quotes is not."""
    if isinstance(value, Mapping | list):
        return all(_plain(each) for each in (value.values() if isinstance(value, Mapping) else value))
    return isinstance(value, str | int | float)

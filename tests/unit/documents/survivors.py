"""Plans for tests of their papers: the invented survivors of the examples and of the worked cases."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf

from rosette.knowledge import load_knowledge
from rosette.survivorship import Plan, Practice, Result, load_history, plan_of, rules_of

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples" / "survivorship"
HISTORIES = [
    *(EXAMPLES / f"{name}.toml" for name in ("girl", "boy", "unknown")),
    *sorted((ROOT / "tests" / "published" / "survivors").glob("case-*.toml")),
]
KNOWLEDGE = load_knowledge()
BOOK = rules_of(KNOWLEDGE)
ON = date(2026, 6, 1)


def plan(
    path: Path = HISTORIES[0], *, on: date = ON, practice: Practice | None = None, results: tuple[Result, ...] = ()
) -> Plan:
    """The plan of a survivor on a day."""
    return plan_of(load_history(path, KNOWLEDGE), BOOK, on=on, practice=practice or Practice(), results=results)


def all_done(on: date) -> tuple[Result, ...]:
    """Every test of the rules done on one day, with nothing found."""
    return tuple(Result(test=test, on=on) for test in BOOK.tests)


def pages_of(raw: bytes) -> list[str]:
    """The text of each page, its white space made even."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(raw)).pages]


def text_of(raw: bytes) -> str:
    """The text of a paper."""
    return " ".join(pages_of(raw))

"""Words for codes: the names that the knowledge files give, or the code with spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from rosette.knowledge import Knowledge

Sayer: TypeAlias = Callable[[Any, Knowledge], Iterable[str]]


def spaced(code: str | None) -> str:
    """A code as words."""
    return (code or "").replace("_", " ")


def agent_name(agent: str, knowledge: Knowledge) -> str:
    """The name of an agent, or what was written for it."""
    known = knowledge.agents.get(agent)
    return agent if known is None else known.name


def class_name(name: str, knowledge: Knowledge) -> str:
    """The name of a therapy class."""
    known = knowledge.classes.get(name)
    return spaced(name) if known is None else known.name


def flag(value: bool | None, yes: str, no: str = "") -> str:
    """One phrase for true, another for false, nothing for what is not said."""
    return "" if value is None else yes if value else no


def listed(words: Iterable[str], *, before: str = "") -> str:
    """A list as people write it: a, b and c; nothing for an empty one."""
    found = list(words)
    text = " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
    return f"{before}{text}" if text else ""


def labelled(label: str, value: object) -> str:
    """A value with its label, or nothing."""
    return "" if value is None or value == () else f"{label} {value}"

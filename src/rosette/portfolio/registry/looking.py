"""Looks into data of another's making: what is not there or of another type is noted, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, frozen

from rosette.kernel import Problem, Problems

SHOWN = 60
NO_BREAK = 0xA0


@frozen(kw_only=True)
class Look:
    """One object inside a source, with its path; surprises are added to `problems`."""

    table: dict[str, Any]
    path: str
    problems: Problems

    def text(self, name: str, *, wanted: bool = False) -> str:
        """The text of that name, or an empty one."""
        value = self._value(name, wanted=wanted)
        if value is None or isinstance(value, str):
            return _clean(value or "")
        if isinstance(value, bool | int | float):
            return str(value).lower() if isinstance(value, bool) else str(value)
        self.surprise(name, value, "a text")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of texts of that name; a single text is read as a list of one, and noted."""
        value = self._value(name)
        if isinstance(value, str):
            self.surprise(name, value, "a list of texts")
            return (_clean(value),)
        return tuple(_clean(each) for each in self._listed(name, value, str, "a text"))

    def part(self, name: str, *, wanted: bool = False) -> Look:
        """The object of that name, or an empty one."""
        value = self._value(name, wanted=wanted)
        if value is not None and not isinstance(value, dict):
            self.surprise(name, value, "an object")
        return evolve(self, table=value if isinstance(value, dict) else {}, path=self._at(name))

    def parts(self, name: str) -> Iterator[Look]:
        """The objects of the list of that name."""
        for place, each in enumerate(self._listed(name, self._value(name), dict, "an object")):
            yield evolve(self, table=each, path=f"{self._at(name)}[{place}]")

    def flag(self, name: str) -> str:
        """Yes, no, or an empty text."""
        value = self._value(name)
        if value is not None and not isinstance(value, bool):
            self.surprise(name, value, "true or false")
        return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""

    def word(self, name: str, known: Iterable[str], *, wanted: bool = False) -> str:
        """A word of a known list; another one is kept as it stands, and noted."""
        return self.known(name, self.text(name, wanted=wanted), known)

    def known(self, name: str, value: str, known: Iterable[str]) -> str:
        """The word itself; noted when it is none of the known ones."""
        if value and value not in set(known):
            self.surprise(name, value, "a word that is known", remedy="Kept as it stands; read the registry's page.")
        return value

    def surprise(self, name: str, value: object, wanted: str, *, remedy: str = "") -> None:
        """Note what was not expected."""
        text = f'"{value}"' if isinstance(value, str) else str(value)
        shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        self.problems.add(_clean(self._at(name)), found=_clean(shown), wanted=wanted, remedy=remedy)

    def _value(self, name: str, *, wanted: bool = False) -> Any:
        if wanted and name not in self.table:
            self.problems.add(self._at(name), found="missing", remedy="The registry's copy does not say.")
        return self.table.get(name)

    def _listed(self, name: str, value: Any, kind: type, wanted: str) -> list[Any]:
        if value is not None and not isinstance(value, list):
            self.surprise(name, value, "a list")
        found = value if isinstance(value, list) else []
        for place, each in enumerate(found):
            if not isinstance(each, kind):
                self.surprise(f"{name}[{place}]", each, wanted)
        return [each for each in found if isinstance(each, kind)]

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def _clean(text: str) -> str:
    """Line ends as one kind, and no half characters or controls that a terminal or a page would obey."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return "".join(each for each in whole if each in "\n\t" or each.isprintable() or _is_space(each)).strip()


def _is_space(letter: str) -> bool:
    """A space beyond ASCII, which is not printable to Python though it stands in texts."""
    return letter.isspace() and ord(letter) >= NO_BREAK


def named(problem: Problem, study: str) -> Problem:
    """The problem with the study before its place."""
    return evolve(problem, path=f"{study}, {problem.path}")

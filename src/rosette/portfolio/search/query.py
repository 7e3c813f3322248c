"""A query as a link carries it: the same questions are always written the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from rosette.portfolio.search.entry import STATES
from rosette.portfolio.search.probes import OLDEST
from rosette.portfolio.search.terms import SearchTerms

FACETS = ("type", "target", "state", "place")
MOST_LETTERS = 120


@frozen(kw_only=True)
class Query:
    """What is looked for; an empty query finds everything. `faults` names what could not be read."""

    words: str = ""
    age: int | None = None
    type: frozenset[str] = frozenset()
    target: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    had: frozenset[str] = frozenset()
    page: int = 1
    faults: tuple[str, ...] = field(default=(), eq=False)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The query as the pairs of a link, in one order."""
        plain = [("q", self.words), ("age", "" if self.age is None else str(self.age))]
        many = [(name, value) for name in (*FACETS, "had") for value in sorted(getattr(self, name))]
        last = [("page", str(self.page))] if self.page > 1 else []
        return tuple((name, value) for name, value in [*plain, *many, *last] if value)

    def with_page(self, page: int) -> Query:
        """The same query at another page of its answer."""
        return evolve(self, page=page)

    def without(self, name: str, value: str) -> Query:
        """The query with one choice taken away, at its first page."""
        if name in ("q", "age"):
            return evolve(self, page=1, **({"words": ""} if name == "q" else {"age": None}))
        return evolve(self, page=1, **{name: getattr(self, name) - {value}})

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.with_page(1).pairs()


def read_query(given: Mapping[str, Sequence[str]], terms: SearchTerms) -> Query:
    """Read the pairs of a link; what is not known is left out and named in `faults`."""
    faults: list[str] = []
    known: dict[str, set[str]] = {"type": {*terms.types}, "target": {*terms.targets}, "state": {*STATES}}
    known["had"] = {*terms.had}
    chosen = {name: _chosen(name, given.get(name, ()), allowed, faults) for name, allowed in known.items()}
    places = frozenset(value[:40] for value in given.get("place", ()) if value)
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in _first(given, "q")).split())
    return Query(
        type=chosen["type"],
        target=chosen["target"],
        state=chosen["state"],
        had=chosen["had"],
        words=words[:MOST_LETTERS],
        age=_age(_first(given, "age").strip(), faults),
        place=places,
        page=_page(_first(given, "page")),
        faults=tuple(faults),
    )


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = given.get(name, ())
    return values[0] if values else ""


def _chosen(name: str, values: Sequence[str], allowed: set[str], faults: list[str]) -> frozenset[str]:
    if any(value and value not in allowed for value in values):
        faults.append(name)
    return frozenset(value for value in values if value in allowed)


def _age(text: str, faults: list[str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:4]) <= OLDEST:
        return int(text)
    faults.append("age")
    return None


def _page(text: str) -> int:
    return max(int(text[:4]), 1) if text.isascii() and text.isdigit() else 1

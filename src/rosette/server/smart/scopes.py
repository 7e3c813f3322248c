"""The algebra of SMART scopes: read by a closed grammar, kept in one normal form, closed under intersection.

A set of scopes is what lies below its atoms: one context, one type or "*", one act, and what a resource must have.
The normal form holds the highest atoms alone, so that equal sets are equal values.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable
from typing import Self

from attrs import field, frozen

ACTS = "cruds"
WORDS = frozenset({"launch", "launch/patient", "offline_access"})
OLD = {"read": "rs", "write": "cud", "*": ACTS}
NEEDS = frozenset({"category", "code"})
EVERYTHING = "*"
MOST_WORDS, MOST_CHOICES, LONGEST = 40, 8, 4000
_SCOPE = re.compile(
    r"(?P<context>patient|user|system)/(?P<type>\*|[A-Z][A-Za-z]{1,40})\."
    r"(?:(?P<old>read|write|\*)|(?P<acts>(?=[cruds])c?r?u?d?s?)(?:\?(?P<needs>[^\s?]+))?)"
)
_NEED = re.compile(r"(?P<name>[a-z]+)=(?P<values>[A-Za-z0-9:/._|#,-]+)")


@frozen
class Atom:
    """One act on one type in one context, for resources that have what is named."""

    context: str
    type: str
    act: str
    needs: frozenset[tuple[str, str]] = frozenset()

    def within(self, other: Atom) -> bool:
        """Whether the other allows all that this one allows."""
        same = self.context == other.context and self.act == other.act
        return same and other.type in (EVERYTHING, self.type) and other.needs <= self.needs

    def meet(self, other: Atom) -> Atom | None:
        """What both allow; None when that is nothing."""
        types = {self.type, other.type} - {EVERYTHING}
        if (self.context, self.act) != (other.context, other.act) or len(types) > 1:
            return None
        return Atom(self.context, next(iter(types), EVERYTHING), self.act, self.needs | other.needs)


def highest(atoms: Iterable[Atom]) -> frozenset[Atom]:
    """The atoms that lie below no other."""
    every = set(atoms)
    return frozenset(each for each in every if not any(each != other and each.within(other) for other in every))


@frozen
class Scopes:
    """A set of scopes in its normal form."""

    atoms: frozenset[Atom] = field(default=frozenset(), converter=highest)
    words: frozenset[str] = frozenset()

    def __and__(self, other: Self) -> Scopes:
        """What both allow."""
        met = (one.meet(two) for one in self.atoms for two in other.atoms)
        return Scopes(frozenset(each for each in met if each is not None), self.words & other.words)

    def __or__(self, other: Self) -> Scopes:
        """What either allows."""
        return Scopes(self.atoms | other.atoms, self.words | other.words)

    def __le__(self, other: Self) -> bool:
        """Whether the other allows all that this allows."""
        below = all(any(each.within(above) for above in other.atoms) for each in self.atoms)
        return below and self.words <= other.words

    def allows(self, atom: Atom) -> bool:
        """Whether an act on a type in a context is allowed to a resource that has these things."""
        return any(atom.within(each) for each in self.atoms)

    def mentions(self, type_: str, act: str) -> bool:
        """Whether some resource of a type may be allowed the act."""
        return any(each.type in (EVERYTHING, type_) and each.act == act for each in self.atoms)

    @property
    def contexts(self) -> frozenset[str]:
        """The contexts that are spoken of."""
        return frozenset(each.context for each in self.atoms)

    def __str__(self) -> str:
        grouped: dict[tuple[str, str, tuple[tuple[str, str], ...]], set[str]] = {}
        for each in self.atoms:
            grouped.setdefault((each.context, each.type, tuple(sorted(each.needs))), set()).add(each.act)
        return " ".join([*sorted(self.words), *(_written(*key, acts) for key, acts in sorted(grouped.items()))])


def _written(context: str, type_: str, needs: tuple[tuple[str, str], ...], acts: set[str]) -> str:
    asked = "&".join(f"{name}={value}" for name, value in needs)
    return f"{context}/{type_}.{''.join(each for each in ACTS if each in acts)}{'?' if asked else ''}{asked}"


def read_scopes(text: str, *, types: Collection[str] | None = None) -> tuple[Scopes, tuple[str, ...]]:
    """The scopes of a text, and the words of it that are none; types: those that are known, any when left out.

    A word that is not understood allows nothing. Of a text that is too long nothing is read.
    """
    said = list(dict.fromkeys(text.split()))
    if len(text) > LONGEST or len(said) > MOST_WORDS:
        return Scopes(), tuple(said)
    found, strange = Scopes(), []
    for word in said:
        atoms = _atoms(word, types)
        if word in WORDS:
            found |= Scopes(words=frozenset({word}))
        elif atoms:
            found |= Scopes(atoms)
        else:
            strange.append(word)
    return found, tuple(strange)


def scopes_of(text: str) -> Scopes:
    """The scopes of a text that was written here."""
    return read_scopes(text)[0]


def _atoms(word: str, types: Collection[str] | None) -> frozenset[Atom]:
    match = _SCOPE.fullmatch(word)
    if match is None or (types is not None and match["type"] not in {*types, EVERYTHING}):
        return frozenset()
    acts = OLD[match["old"]] if match["old"] else match["acts"]
    choices = _needs(match["needs"]) if match["needs"] else [frozenset[tuple[str, str]]()]
    return frozenset(Atom(match["context"], match["type"], act, needs) for act in acts for needs in choices)


def _needs(text: str) -> list[frozenset[tuple[str, str]]]:
    """What a resource must have: the parts all, of the values of a part one; nothing when a part is not understood."""
    parts = [_NEED.fullmatch(each) for each in text.split("&")]
    if any(each is None or each["name"] not in NEEDS for each in parts):
        return []
    values = [[(each["name"], value) for value in each["values"].split(",")] for each in parts if each is not None]
    empty = any(not value for each in values for _, value in each)
    count = 1
    for each in values:
        count *= len(each)
    return [] if empty or count > MOST_CHOICES else [frozenset(each) for each in itertools.product(*values)]

"""Names with parents: everything above a name, everything below it, and rings that must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Parents = Mapping[str, Sequence[str]]


def above(name: str, parents: Parents) -> frozenset[str]:
    """The name and everything above it; names without an entry end the way."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting.extend(parents.get(each, ()))
    return frozenset(seen)


def below(parents: Parents) -> Mapping[str, frozenset[str]]:
    """For each name, itself and everything below it."""
    found: dict[str, set[str]] = {name: {name} for name in parents}
    for name in parents:
        for upper in above(name, parents):
            found.setdefault(upper, {upper}).add(name)
    return {name: frozenset(names) for name, names in found.items()}


def rings(parents: Parents) -> Iterator[str]:
    """Names that are above themselves."""
    for name in parents:
        if any(name in above(parent, parents) for parent in parents[name]):
            yield name

"""Across options: the smallest sets of tests that settle the most of them, least burden first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from attrs import frozen

from rosette.eligibility import Act, Remedy
from rosette.options.option import ASIDE, Option

MOST_TESTS = 4
MOST_CANDIDATES = 18


@frozen(kw_only=True)
class TestSet:
    """Some tests and the options that would be settled by them, other things as they are."""

    tests: tuple[Remedy, ...]
    settles: tuple[str, ...]


@frozen(kw_only=True)
class Settling:
    """For one test, two tests and so on the best set; `unsettled`: options that no few tests settle."""

    sets: tuple[TestSet, ...]
    unsettled: tuple[str, ...]


def settle(options: Sequence[Option]) -> Settling:
    """Find for each number of tests the set that settles the most options; exact over the commonest tests.

    An option is settled by a set when one of its ways needs no other test, and no change. Answers of persons and
    protocol text are asked for beside.
    """
    needs = {option.id: _needs(option) for option in options}
    wanted = {name: sets for name, sets in needs.items() if sets}
    tests = _candidates(list(wanted.values()))
    found: list[TestSet] = []
    for size in range(1, min(MOST_TESTS, len(tests)) + 1):
        best = max((_score(frozenset(some), wanted) for some in combinations(tests, size)), key=lambda one: one[0])
        if len(best[1].settles) > (len(found[-1].settles) if found else 0):
            found.append(best[1])
    settled = set(found[-1].settles) if found else set()
    return Settling(sets=tuple(found), unsettled=tuple(name for name in needs if name not in settled))


def _needs(option: Option) -> list[frozenset[Remedy]]:
    """The tests of each way that needs nothing but tests; none for an option that is barred or needs no test."""
    sets = [frozenset(each for each in way.remedies if each.act not in ASIDE) for way in option.ways]
    tests = [need for need in sets if all(each.act is not Act.CHANGE for each in need)]
    return [] if frozenset() in sets else tests


def _candidates(needs: Sequence[list[frozenset[Remedy]]]) -> list[Remedy]:
    """The tests that stand in the most options, least burden first among equals."""
    counts: dict[Remedy, int] = {}
    for sets in needs:
        for test in frozenset().union(*sets):
            counts[test] = counts.get(test, 0) + 1
    return sorted(counts, key=lambda test: (-counts[test], test.order))[:MOST_CANDIDATES]


def _score(
    tests: frozenset[Remedy], wanted: dict[str, list[frozenset[Remedy]]]
) -> tuple[tuple[int, int, list[str]], TestSet]:
    settles = tuple(name for name, sets in wanted.items() if any(need <= tests for need in sets))
    ordered = tuple(sorted(tests, key=lambda test: test.order))
    burden = sum(test.burden for test in tests)
    return (len(settles), -burden, [test.what for test in ordered][::-1]), TestSet(tests=ordered, settles=settles)

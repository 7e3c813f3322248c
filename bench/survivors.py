"""Measured figures of late effects: one plan from a history, and a release of rules over ten thousand survivors."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import attrs
from bench.timing import best

from rosette.knowledge import Knowledge, load_knowledge
from rosette.survivorship import Exposures, RuleBook, load_history, merged, plan_of, rules_of, summary_of, touched

ON = date(2026, 11, 30)
CASES = Path(__file__).parents[1] / "tests/published/survivors"
SURVIVORS, CORES = 10_000, 2


def bench_survivorship() -> None:
    """A structured history to a plan that can be reviewed; every survivor planned by the old and the new rules."""
    knowledge = load_knowledge()
    book = rules_of(knowledge)
    longest = max(histories(knowledge), key=lambda each: len(plan_of(each, book, on=ON).items))

    def reviewable() -> None:
        exposures = load_history(CASES / f"{longest.id}.toml", knowledge)
        merged(plan_of(exposures, book, on=ON))
        summary_of(exposures, book)

    print(f"history to plan and summary, {longest.id} (goal <= 20 ms): {1e3 * best(reviewable):.1f} ms")
    started = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        found = sum(pool.map(changed, range(CORES)))
    took = time.perf_counter() - started
    print(
        f"{SURVIVORS} survivors by old and new rules, {CORES} cores (goal <= 30 s): {took:.1f} s, {found} plans change"
    )


def histories(knowledge: Knowledge) -> list[Exposures]:
    """The worked cases."""
    return [load_history(path, knowledge) for path in sorted(CASES.glob("*.toml"))]


def changed(core: int) -> int:
    """How many of its share of the survivors a core finds with a changed plan."""
    knowledge = load_knowledge()
    book = rules_of(knowledge)
    return sum(1 for _ in touched(_share(core, histories(knowledge)), book, next_release(book), on=ON))


def _share(core: int, cases: list[Exposures]) -> Iterator[Exposures]:
    for number in range(core, SURVIVORS, CORES):
        yield attrs.evolve(cases[number % len(cases)], id=f"survivor-{number}")


def next_release(book: RuleBook) -> RuleBook:
    """The rules with a shorter interval in the moderate group of the heart."""
    high = next(rule for rule in book.rules if rule.id == "CARD-1H")
    rules = (attrs.evolve(rule, interval=high.interval) if rule.id == "CARD-1M" else rule for rule in book.rules)
    return book.with_rules(*rules, release="next")


if __name__ == "__main__":
    bench_survivorship()

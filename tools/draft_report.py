"""Measures the drafting of criteria against the trial files of the portfolio, for a folder of registry records.

The registry texts are not kept here; give the folder: `python tools/draft_report.py FOLDER [--show dev]`. Records with
an even last digit were read while the words were written; the others were not, and are reported apart.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rosette.eligibility import Criterion, parse_criteria, vocabulary_of
from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.portfolio import Trial, load_portfolio
from rosette.portfolio.drafting import Draft, draft_registry, read_registry
from rosette.portfolio.drafting.facts import Fact, facts
from rosette.portfolio.drafting.gold import COMPARISONS, Score, score


def held_out(trial: str) -> bool:
    """Whether a record was kept apart: its number is odd."""
    return int(trial[-1]) % 2 == 1


def scores(folder: Path) -> Iterator[tuple[Trial, Draft, Score]]:
    """Every record of the folder that has a text and a trial file."""
    trials = load_portfolio().trials
    for path in sorted(folder.glob("NCT*.json")):
        if path.stem not in trials:
            continue
        try:
            record = read_registry(path.read_bytes(), name=path.name)
        except BadInput:
            continue
        draft, trial = draft_registry(record), trials[path.stem]
        gold = [each for arm in trial.arms for each in arm.criteria]
        yield trial, draft, score(draft, gold, readings=_readings(draft))


def _readings(draft: Draft) -> dict[str, frozenset[Fact]]:
    vocabulary = vocabulary_of(load_knowledge())
    shown: dict[str, frozenset[Fact]] = {}
    for item in draft.items:
        held: set[Fact] = set()
        for act in ("require", "exclude"):
            for text in item.readings:
                try:
                    read = parse_criteria(f"R1 {act} {text} [x]", vocabulary=vocabulary)
                except BadInput:
                    continue
                held |= facts(each for each in read if isinstance(each, Criterion))
        shown[item.id] = frozenset(held)
    return shown


def table(found: list[tuple[Trial, Draft, Score]]) -> list[str]:
    """Rows by kind of criterion: recall, precision, operator errors."""
    counts: dict[str, Counter[str]] = {}
    for _, _, each in found:
        for name in ("found", "left_open", "missed"):
            for fact in getattr(each, name):
                counts.setdefault(fact.kind, Counter())[name] += 1
        for fact, _ in each.wrong:
            counts.setdefault(fact.kind, Counter())["wrong" if fact.kind in COMPARISONS else "other"] += 1
        for fact, _ in each.extra:
            counts.setdefault(fact.kind, Counter())["extra"] += 1
    rows = [_row(kind, counts[kind]) for kind in sorted(counts)]
    return [HEAD, *rows, _row("all", sum(counts.values(), Counter()))]


HEAD = (
    "| kind | gold | found | left open | missed | recall % | recall or open % | not in gold | precision % |"
    " operator errors | other value |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


def _row(kind: str, count: Counter[str]) -> str:
    gold = count["found"] + count["left_open"] + count["missed"]
    drafted = sum(count[name] for name in ("found", "wrong", "other", "extra"))
    recall, open_too = _percent(count["found"], gold), _percent(count["found"] + count["left_open"], gold)
    cells = (kind, gold, count["found"], count["left_open"], count["missed"], recall, open_too, count["extra"])
    tail = (_percent(count["found"], drafted), count["wrong"], count["other"])
    return f"| {' | '.join(str(each) for each in (*cells, *tail))} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "-"


def _ends(found: list[tuple[Trial, Draft, Score]]) -> str:
    ends = Counter(item.ends_as for _, draft, _ in found for item in draft.items if item.kind != "heading")
    doubts = Counter(doubt.code for _, draft, _ in found for item in draft.items for doubt in item.doubts if doubt.open)
    return (
        f"{len(found)} records, {sum(ends.values())} items: "
        + ", ".join(f"{count} {name}" for name, count in sorted(ends.items()))
        + ". Left open for: "
        + ", ".join(f"{name} {count}" for name, count in doubts.most_common())
        + "."
    )


HALVES = (
    ("Read while the words were written (even numbers), whole texts", False, True),
    ("Held out (odd numbers), whole texts", True, True),
    ("Even numbers, texts that the copy cuts off", False, False),
    ("Odd numbers, texts that the copy cuts off", True, False),
)


def main() -> None:
    """Print both halves; with --show, the differences of the half that may be read."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--show", action="store_true", help="list what differs in the half that was developed on")
    asked = reader.parse_args()
    found = list(scores(asked.folder))
    for name, apart, whole in HALVES:
        half = [each for each in found if held_out(each[0].id) == apart and (each[0].completeness == "full") == whole]
        print(f"### {name}\n\n{_ends(half)}\n")
        print("\n".join(table(half)), "\n")
        for trial, _, each in half if asked.show and not apart else ():
            _print_differences(trial, each)


def _print_differences(trial: Trial, each: Score) -> None:
    for name in ("wrong", "extra"):
        for fact, item in getattr(each, name):
            print(f"{trial.id} {name} {fact.key} {fact.value} <- {' '.join(item.span.text.split())[:110]}")
    for fact in each.missed:
        print(f"{trial.id} missed {fact.kind}: {fact.key} {fact.value}")


if __name__ == "__main__":
    main()

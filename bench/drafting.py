"""Measured figures of drafting: registry texts a second, each text another."""

from __future__ import annotations

import re
from pathlib import Path

from bench.timing import best

from rosette.portfolio.drafting import draft_criteria, draft_registry, read_registry_file
from rosette.portfolio.drafting.words import load_words

EXAMPLES = Path(__file__).parents[1] / "examples" / "registry"
RECORDS = 100
LENGTH = 2500


def bench_drafting() -> None:
    """Drafts of a hundred texts of the usual length, made of invented lines with other numbers; no text twice."""
    texts = varied(RECORDS)
    draft_registry(read_registry_file(EXAMPLES / "invented.json"))

    def run() -> None:
        words = load_words()
        words.held.clear()
        words.nearby.clear()
        words.told.clear()
        for text in texts:
            draft_criteria(text)

    seconds = best(run, times=3)
    mean = sum(map(len, texts)) / len(texts)
    rate = RECORDS / seconds
    print(f"{RECORDS} registry texts of {mean:.0f} characters drafted (goal >= 100 a second): {rate:.0f} a second")


def varied(count: int) -> list[str]:
    """Texts of both shapes, every number of one text moved by the same step."""
    seeds = [read_registry_file(EXAMPLES / name).text for name in ("invented.json", "headed.txt")]
    seeds = [(seed * (LENGTH // len(seed) + 1))[:LENGTH] for seed in seeds]
    return [_moved(seeds[number % 2], number) for number in range(count)]


def _moved(text: str, step: int) -> str:
    return re.sub(r"(?<![\d.,^])[1-9]\d?(?![\d.,])", lambda number: str(int(number[0]) + step), text)

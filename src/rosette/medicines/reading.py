"""A ranking in words: what it says, what it does not settle, and what it stands on. Never a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rosette.medicines.effects import EffectsRow
from rosette.medicines.ranking.smaa import Ranking

SETTLED, SHOWN = 0.65, 3


def read_ranking(additive: Ranking, product: Ranking, rows: Sequence[EffectsRow]) -> tuple[str, ...]:
    """Sentences, the most important first."""
    titles = {row.option: row.title for row in rows}
    often = sorted(additive.order, key=lambda name: (-round(additive.first(name), 9), name))[:SHOWN]
    told = [_first(additive, name, titles) for name in often if additive.first(name) > 0]
    return (*told, *_doubts(additive, product, titles), _frame(additive))


def _first(ranking: Ranking, name: str, titles: dict[str, str]) -> str:
    share, central = ranking.first(name), ranking.central[ranking.options.index(name)]
    heavy = ranking.criteria[int(central.argmax())]
    if ranking.weights.form == "swing":
        return f"{titles[name]}: first in {share:.0%} of the readings of the data, under {ranking.weights.words}."
    said = f"{titles[name]}: first under {share:.0%} of {ranking.weights.words}"
    return f"{said}; typical when {heavy.replace('_', ' ')} holds about {central.max():.0%} of the weight."


def _doubts(additive: Ranking, product: Ranking, titles: dict[str, str]) -> tuple[str, ...]:
    told = []
    if additive.order[0] != product.order[0]:
        told.append(
            f"The two ways of adding up disagree: {titles[additive.order[0]]} by sums,"
            f" {titles[product.order[0]]} when one bad side cannot be bought off."
        )
    confidence = float(additive.confidence[additive.options.index(additive.order[0])])
    if not math.isnan(confidence) and confidence < SETTLED:
        told.append(
            f"The data do not settle it: even with the weights that favour {titles[additive.order[0]]},"
            f" it comes first in {confidence:.0%} of the readings of the data."
        )
    return tuple(told)


def read_gaps(rows: Sequence[EffectsRow]) -> tuple[str, ...]:
    """What is not loaded: options of which nothing is, in one sentence, the others with what they lack."""
    bare = [row for row in rows if row.bare]
    told = []
    if bare:
        names = "; ".join(row.title for row in bare)
        told.append(f"No evidence loaded at all, so not ranked, which says nothing against them: {names}.")
    for row in rows:
        if row.missing and row not in bare:
            missing = ", ".join(name.replace("_", " ") for name in row.missing)
            told.append(
                f"{row.title}: no evidence loaded for {missing}{_stored(row)}; something wide stands in its place."
            )
    return tuple(told)


def _stored(row: EffectsRow) -> str:
    """What is held of its response and waits for somebody to verify it."""
    waiting = (cell.text.partition("stored unverified, ")[2].partition(";")[0] for cell in row.cells)
    return "".join(f"; stored unverified, {text}" for text in waiting if text)


def _frame(ranking: Ranking) -> str:
    return (
        f"{ranking.draws:,} draws, seed {ranking.seed}. Rows of different trials were not randomised"
        " against each other; the team and the family decide."
    )

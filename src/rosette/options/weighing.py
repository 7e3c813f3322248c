"""The options of one child weighed: gates first, then the effects table, then ranks under many weightings.

Care for comfort and time at home has its own row in the table and is never ranked out of sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from rosette.medicines import regimen_of
from rosette.medicines.effects import MIBG, EffectsRow, effects_row
from rosette.medicines.ranking import FREE, Criterion, Ranking, Weights, criteria_of, rank_options
from rosette.medicines.reading import read_gaps, read_ranking
from rosette.options.alike import grouped, may_start
from rosette.options.board import Board, is_comfort
from rosette.options.option import Option
from rosette.options.sequences import Sequences
from rosette.records import ChildRecord, Home, Radiopharmaceutical

DRAWS, SEED = 100_000, 20260601


@frozen(kw_only=True)
class GatedOut:
    """An option that is not ranked, and which gate it does not pass."""

    option: Option
    why: str


@frozen(kw_only=True, eq=False)
class Weighed:
    """Rows of the effects table, both rankings, what is not ranked and why, and the reading in words."""

    board: Board = field(repr=False)
    criteria: tuple[Criterion, ...]
    rows: tuple[EffectsRow, ...]
    comfort: tuple[EffectsRow, ...]
    additive: Ranking | None
    product: Ranking | None
    gated: tuple[GatedOut, ...]

    @property
    def reading(self) -> tuple[str, ...]:
        """In words."""
        if self.additive is None or self.product is None:
            return ("Nothing is ranked: no option with evidence passes the gates today. Care for comfort is open.",)
        return read_ranking(self.additive, self.product, self.rows)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not loaded, in words."""
        return read_gaps(self.rows)

    @property
    def disagree(self) -> bool:
        """Whether the two value forms put another option first."""
        pair = (self.additive, self.product)
        return all(pair) and pair[0].order[0] != pair[1].order[0]  # type: ignore[union-attr]


def weigh(
    board: Board, *, weights: Weights = FREE, sequences: Sequences | None = None, draws: int = DRAWS, seed: int = SEED
) -> Weighed:
    """Weigh the options that the programme has. Raises WeightsVoid when a range was edited after the weights."""
    criteria = criteria_of(board.knowledge)
    here = board.here()
    gated = [GatedOut(option=o, why=why) for o in here if not is_comfort(o) and (why := gate(o))]
    ranked = grouped((o for o in here if not is_comfort(o)), board.knowledge, only=lambda o: not gate(o))
    rows = _rows(ranked, board, criteria, sequences)
    measures = {row.option: row.measures for row in rows if not row.bare}
    common: dict[str, Any] = {"weights": weights, "draws": draws, "seed": seed}
    return Weighed(
        board=board,
        criteria=criteria,
        rows=rows,
        comfort=_rows([(o,) for o in here if is_comfort(o)], board, criteria, None),
        additive=rank_options(measures, criteria, form="additive", **common) if measures else None,
        product=rank_options(measures, criteria, form="product", **common) if measures else None,
        gated=tuple(gated),
    )


def gate(option: Option) -> str:
    """Why an option is not ranked; empty when it passes. What is unknown passes: its question stands on the board."""
    if not option.arm.agents:
        return "gives no medicine by itself"
    if option.blockers:
        return "not eligible: " + "; ".join(each.criterion.text for each in option.blockers[:2])
    return "" if may_start(option) else "no place here"


def _rows(
    groups: Sequence[tuple[Option, ...]], board: Board, criteria: Sequence[Criterion], sequences: Sequences | None
) -> tuple[EffectsRow, ...]:
    return tuple(_row(group, board, criteria, sequences) for group in groups)


def _row(
    group: tuple[Option, ...],
    board: Board,
    criteria: Sequence[Criterion],
    sequences: Sequences | None,
) -> EffectsRow:
    """One row for places that give the same; the first of them gives the name unless a regimen does."""
    option = group[0]
    first = sequences.first_step(option.id) if sequences is not None else None
    regimen = regimen_of(option.arm.agents, board.knowledge, comfort=is_comfort(option))
    return effects_row(
        option=option.id,
        places=tuple(each.id for each in group),
        title=option.title if regimen is None else regimen.name,
        regimen=regimen,
        criteria=criteria,
        knowledge=board.knowledge,
        distance_km=distance_of(board.record),
        doors=None if first is None else first.kept,
        own_nights=own_nights_of(board.record),
    )


def own_nights_of(record: ChildRecord) -> int | None:
    """Nights of isolation after the last 131I-MIBG of which the record states them."""
    given = [each for each in record.of(Radiopharmaceutical) if each.agent == MIBG]
    told = [each.isolation_nights for each in given if each.isolation_nights is not None]
    return told[-1] if told else None


def distance_of(record: ChildRecord) -> float | None:
    """Kilometres from the child's home, by the last fact that says so."""
    told = [home.distance_km for home in record.of(Home) if home.distance_km is not None]
    return told[-1] if told else None


def weighed_json(found: Weighed) -> dict[str, Any]:
    """Plain data."""
    return {
        "criteria": [{"id": c.id, "name": c.name, "range": [c.worst, c.best], "unit": c.unit} for c in found.criteria],
        "effects": [_effects(row) for row in (*found.rows, *found.comfort)],
        "additive": ranking_json(found.additive) if found.additive else None,
        "product": ranking_json(found.product) if found.product else None,
        "forms_disagree": found.disagree,
        "not_ranked": [{"option": each.option.id, "why": each.why} for each in found.gated],
        "reading": list(found.reading),
        "gaps": list(found.gaps),
    }


def _effects(row: EffectsRow) -> dict[str, Any]:
    return {
        "option": row.option,
        "places": list(row.places),
        "title": row.title,
        "regimen": row.regimen.id if row.regimen else None,
        "cells": [
            {"criterion": cell.criterion, "loaded": cell.loaded, "text": cell.text, "strength": cell.strength}
            | {"sources": list(cell.sources)}
            for cell in row.cells
        ],
    }


def ranking_json(found: Ranking) -> dict[str, Any]:
    """A ranking with seed and draws."""
    rows = []
    for name in found.order:
        n = found.options.index(name)
        central = found.central[n]
        rows.append(
            {
                "option": name,
                "acceptability": [round(float(each), 5) for each in found.acceptability[n]],
                "central_weights": None
                if found.acceptability[n, 0] == 0
                else {c: round(float(w), 4) for c, w in zip(found.criteria, central, strict=True)},
                "confidence": None if found.acceptability[n, 0] == 0 else round(float(found.confidence[n]), 4),
                "beats": {o: round(float(found.pairwise[n, k]), 4) for k, o in enumerate(found.options) if k != n},
            }
        )
    return {
        "form": found.form,
        "weights": found.weights.words,
        "draws": found.draws,
        "seed": found.seed,
        "ranks": rows,
    }

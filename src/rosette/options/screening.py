"""Many children by the portfolio: verdicts by the columnar engine, equal to the board's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.eligibility import Why, judge_for
from rosette.eligibility.nodes import Node
from rosette.eligibility.screening import Screened, Table, screen as screen_nodes
from rosette.knowledge import Knowledge
from rosette.portfolio import VERDICTS, Arm, Portfolio, Programme, Verdict
from rosette.records import ChildRecord

ELIGIBLE, JUDGEMENT, UNKNOWN, NOT_ELIGIBLE = range(4)


@frozen(kw_only=True, eq=False)
class ScreenReport:
    """Verdicts of many children in many places; `codes` has shape (children, places), numbered as VERDICTS."""

    on: date
    records: tuple[str, ...]
    places: tuple[str, ...]
    titles: tuple[str, ...]
    codes: NDArray[np.int8] = field(repr=False)
    knowledge: str
    portfolio: str

    def verdict(self, child: int, place: int) -> Verdict:
        """The verdict of one cell."""
        return VERDICTS[int(self.codes[child, place])]

    def counts(self, place: int) -> dict[Verdict, int]:
        """Children by verdict in one place."""
        return {word: int(np.sum(self.codes[:, place] == code)) for code, word in enumerate(VERDICTS)}

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "on": self.on.isoformat(),
            "knowledge": self.knowledge,
            "portfolio": self.portfolio,
            "places": [
                {"id": place, "title": self.titles[number], "counts": self.counts(number)}
                for number, place in enumerate(self.places)
            ],
            "children": [
                {
                    "record": record,
                    "verdicts": {place: self.verdict(child, number) for number, place in enumerate(self.places)},
                }
                for child, record in enumerate(self.records)
            ],
        }


def screen_portfolio(
    records: Sequence[ChildRecord],
    *,
    on: date,
    portfolio: Portfolio,
    knowledge: Knowledge,
    programme: Programme | None = None,
    trials: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> ScreenReport:
    """Screen records against the places of a portfolio (of a programme, of some trials) on a day."""
    wanted = {portfolio.find(name).id for name in trials}
    places = [
        (place, trial, arm)
        for trial in portfolio.trials.values()
        if not wanted or trial.id in wanted
        for place, arm in trial.places()
        if programme is None or place in programme.slots
    ]
    table = Table(records, knowledge, on)
    columns = []
    for count, (_, _, arm) in enumerate(places, start=1):
        columns.append(verdict_codes(arm, table))
        if progress is not None:
            progress(count, len(places))
    return ScreenReport(
        on=on,
        records=tuple(record.id for record in records),
        places=tuple(place for place, _, _ in places),
        titles=tuple(f"{trial.short}: {arm.title}" for _, trial, arm in places),
        codes=np.stack(columns, axis=1) if columns else np.zeros((len(records), 0), np.int8),
        knowledge=knowledge.release,
        portfolio=portfolio.digest,
    )


def verdict_codes(arm: Arm, table: Table) -> NDArray[np.int8]:
    """Verdict of one arm a child, numbered as VERDICTS; shape (n,)."""
    met = [criterion.met for criterion in arm.criteria]
    screened = screen_nodes(met, table)
    codes = np.full(len(table), ELIGIBLE, np.int8)
    for node in met:
        truth = screened.codes(node)
        codes = np.maximum(codes, np.where(truth == 1, _unknown(node, table, screened), ELIGIBLE)).astype(np.int8)
    for node in met:
        codes[screened.codes(node) == 0] = NOT_ELIGIBLE
    return codes


def _unknown(node: Node, table: Table, screened: Screened) -> NDArray[np.int8]:
    """For each child whether an UNKNOWN is for persons to answer, or for something else."""
    truth = screened.codes(node)
    codes = np.full(len(table), UNKNOWN, np.int8)
    for place in np.flatnonzero(truth == 1):
        if judge_for(table.subjects[place], node).reason is Why.JUDGEMENT:
            codes[place] = JUDGEMENT
    return codes

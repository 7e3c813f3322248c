"""How a trial is conducted, as its design file says it: windows, who counts, what is given, the expansion."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.numbers import number, whole
from rosette.knowledge.rows import Row, shown

LONGEST = 3650  # days of a window; more is a slip of the pen


@frozen(kw_only=True)
class Window:
    """For so many days after the first treatment a child is watched for toxicity by this criterion."""

    criterion: str
    days: int


@frozen(kw_only=True)
class Expansion:
    """More children at the recommended level, and when that stops.

    It stops once P(p > rate), from a uniform prior and all children of the level, is above the certainty.
    """

    children: int
    rate: float
    certainty: float


@frozen(kw_only=True)
class ConductPlan:
    """The windows, who counts in words, how far a dose may differ without a reason, response, expansion.

    tolerance: a share of the assigned dose. response: what counts as efficacy; empty when the design does not look.
    """

    windows: tuple[Window, ...]
    evaluable: str
    tolerance: float = 0.0
    response: str = ""
    expansion: Expansion | None = None

    @property
    def longest(self) -> int:
        """Days of the longest window."""
        return max(window.days for window in self.windows)

    @property
    def criteria(self) -> tuple[str, ...]:
        """The names of the criteria."""
        return tuple(window.criterion for window in self.windows)


def read_plan(row: Row) -> ConductPlan | None:
    """The conduct of a design file; None with its faults noted in the row."""
    windows = tuple(_window(each) for each in row.rows("window"))
    names = [window.criterion for window in windows]
    if len(set(names)) < len(names):
        row.refuse("window", "a criterion has two windows", "one window for each criterion")
    evaluable, response = row.text("evaluable"), row.text("response", default="")
    tolerance = 0.0 if row.get("tolerance") is None else number(row, "tolerance")
    expansion = None if row.get("expansion") is None else _expansion(row)
    row.close()
    if not windows or tolerance is None:
        return None
    return ConductPlan(
        windows=windows, evaluable=evaluable, tolerance=tolerance, response=response, expansion=expansion
    )


def _window(row: Row) -> Window:
    found = Window(criterion=row.text("criterion"), days=whole(row, "days", largest=LONGEST))
    row.close()
    return found


def _expansion(row: Row) -> Expansion | None:
    found = row.get("expansion")
    if not isinstance(found, dict):
        row.refuse("expansion", f"{shown(found)} does not fit", "a table with children, rate and certainty")
        return None
    table = Row(found, row.at("expansion"), row.problems)
    children, rate, certainty = whole(table, "children"), number(table, "rate"), number(table, "certainty")
    table.close()
    if not children or rate is None or certainty is None:
        return None
    return Expansion(children=children, rate=rate, certainty=certainty)

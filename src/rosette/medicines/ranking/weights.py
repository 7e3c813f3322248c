"""What matters to whom: free, an order, bounds, or swings as a family stated them. A weight belongs to its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.kernel import BadInput, NotComputable, Problems, did_you_mean, one_of
from rosette.knowledge.textfiles import load_toml
from rosette.medicines.ranking.model import Criterion

FORMAT = "rosette-weights/1"
Form = Literal["free", "order", "bounds", "swing"]
FORMS: tuple[Form, ...] = ("free", "order", "bounds", "swing")
LEAST_SHARE, TRIES = 0.001, 400
Numbers = NDArray[np.float64]


class WeightsVoid(BadInput):
    """The range of a criterion was edited after the weights were stated: they must be asked for again."""


@frozen(kw_only=True)
class Weights:
    """Weights of one form. order: criteria from the weightiest. bounds: lowest and highest share. points: swings.

    ranges: worst and best of each criterion when the weights were stated; empty for free weights.
    """

    form: Form
    ranges: Mapping[str, tuple[float, float]] = field(factory=dict)
    order: tuple[str, ...] = ()
    bounds: Mapping[str, tuple[float, float]] = field(factory=dict)
    points: Mapping[str, float] = field(factory=dict)
    stated_by: str = ""
    stated_on: date | None = None

    @property
    def words(self) -> str:
        """What the weighting says, for people."""
        if self.form == "free":
            return "all weightings"
        if self.form == "order":
            return "weightings that put " + " before ".join(self.order)
        if self.form == "bounds":
            parts = (f"{name} {low:.0%} to {high:.0%}" for name, (low, high) in self.bounds.items())
            return "weightings with " + ", ".join(parts)
        return "the weights that " + (self.stated_by or "the family") + " stated"


FREE = Weights(form="free")


def check_weights(weights: Weights, criteria: Sequence[Criterion]) -> None:
    """Raises WeightsVoid when a range was edited, BadInput for names that are no criterion."""
    known, problems, void = {each.id: each for each in criteria}, Problems(), Problems()
    for name in dict.fromkeys((*weights.ranges, *weights.order, *weights.bounds, *weights.points)):
        if name not in known:
            problems.add(
                f"weights, {name}", found=f"not a criterion{did_you_mean(name, known)}", wanted=one_of([*known])
            )
    for name in (*weights.order, *weights.bounds, *weights.points):
        if name in known and name not in weights.ranges:
            problems.add(f"weights, {name}", found="no range", wanted="the range over which it was weighed")
    problems.raise_as(BadInput, what="weights")
    for name, (worst, best) in weights.ranges.items():
        if (worst, best) != (known[name].worst, known[name].best):
            found = f"stated over {worst:g} to {best:g}, the range is now {known[name].span}"
            void.add(f"weights, {name}", found=found, remedy="Ask the family again over the new range.")
    void.raise_as(WeightsVoid, what="weights are void")


def draw_weights(
    weights: Weights, criteria: Sequence[Criterion], *, draws: int, chance: np.random.Generator
) -> Numbers:
    """Draw weightings; shape (draws, criteria), rows sum to 1.

    Raises as `check_weights`, and NotComputable for bounds that almost no weighting meets.
    """
    check_weights(weights, criteria)
    names = [each.id for each in criteria]
    if weights.form == "swing":
        points = np.array([weights.points.get(name, 0.0) for name in names])
        return np.tile(points / points.sum(), (draws, 1))
    if weights.form == "bounds":
        return _bounded(weights, names, draws, chance)
    found = _free(len(names), draws, chance)
    if weights.form == "order":
        places = [names.index(name) for name in weights.order]
        found[:, places] = -np.sort(-found[:, places], axis=1)
    return found


def _free(size: int, draws: int, chance: np.random.Generator) -> Numbers:
    found = chance.standard_exponential((draws, size))
    found /= found.sum(axis=1, keepdims=True)
    return found


def _bounded(weights: Weights, names: list[str], draws: int, chance: np.random.Generator) -> Numbers:
    low = np.array([weights.bounds.get(name, (0.0, 1.0))[0] for name in names])
    high = np.array([weights.bounds.get(name, (0.0, 1.0))[1] for name in names])
    kept: list[Numbers] = []
    for tried in range(1, TRIES + 1):
        found = _free(len(names), draws, chance)
        kept.append(found[np.all((found >= low) & (found <= high), axis=1)])
        total = sum(map(len, kept))
        if total >= draws:
            return np.concatenate(kept)[:draws]
        if tried > 3 and total < LEAST_SHARE * draws * tried:
            break
    raise NotComputable("almost no weighting meets these bounds: widen them")


def load_weights(path: Path) -> Weights:
    """Read a weights file; raises BadInput with every fault. The format is in docs/reference/weights.md."""
    problems = Problems()
    table = load_toml(path, problems)
    problems.raise_as(BadInput, what=path.name)
    return read_weights(table or {}, name=path.name)


KEYS = ("format", "form", "stated_by", "stated_on", "ranges", "order", "bounds", "swing")


def read_weights(table: Mapping[str, Any], *, name: str = "weights") -> Weights:
    """Read the table of a weights file."""
    problems = Problems()
    for key in table:
        if key not in KEYS:
            problems.add(f"{name}, {key}", found=f"unknown key{did_you_mean(key, KEYS)}", wanted=one_of(KEYS, most=10))
    if table.get("format") != FORMAT:
        problems.add(f"{name}, format", found=f'"{table.get("format")}"', wanted=f'"{FORMAT}"')
    form = table.get("form")
    if form not in FORMS:
        problems.add(f"{name}, form", found=f'"{form}"', wanted=one_of(FORMS))
    weights = Weights(
        form=form if form in FORMS else "free",
        ranges=_pairs(table, "ranges", name, problems),
        order=_order(table, name, problems),
        bounds=_pairs(table, "bounds", name, problems),
        points=_points(table, name, problems),
        stated_by=str(table.get("stated_by", "")),
        stated_on=table.get("stated_on") if isinstance(table.get("stated_on"), date) else None,
    )
    _check_form(weights, name, problems)
    problems.raise_as(BadInput, what=name)
    return weights


def _pairs(table: Mapping[str, Any], key: str, name: str, problems: Problems) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for criterion, pair in _table(table, key, name, problems).items():
        if isinstance(pair, list) and len(pair) == 2 and all(_number(each) for each in pair):
            found[criterion] = (float(pair[0]), float(pair[1]))
        else:
            problems.add(f"{name}, {key}.{criterion}", found=f"{pair}", wanted="two numbers such as [0, 0.6]")
    return found


def _points(table: Mapping[str, Any], name: str, problems: Problems) -> dict[str, float]:
    found: dict[str, float] = {}
    for criterion, points in _table(table, "swing", name, problems).items():
        if _number(points) and 0 <= points <= 100:
            found[criterion] = float(points)
        else:
            problems.add(f"{name}, swing.{criterion}", found=f"{points}", wanted="0 to 100 points, 100 for the first")
    return found


def _order(table: Mapping[str, Any], name: str, problems: Problems) -> tuple[str, ...]:
    order = table.get("order", [])
    if isinstance(order, list) and all(isinstance(each, str) for each in order) and len(set(order)) == len(order):
        return tuple(order)
    problems.add(f"{name}, order", found=f"{order}", wanted="criteria, each once, the weightiest first")
    return ()


def _table(table: Mapping[str, Any], key: str, name: str, problems: Problems) -> Mapping[str, Any]:
    found = table.get(key, {})
    if isinstance(found, dict):
        return found
    problems.add(f"{name}, {key}", found=f"{found}", wanted="a table by criterion")
    return {}


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_form(weights: Weights, name: str, problems: Problems) -> None:
    if weights.form == "order" and len(weights.order) < 2:
        problems.add(f"{name}, order", found="fewer than two criteria", wanted="at least two")
    if weights.form == "swing" and max(weights.points.values(), default=0) != 100:
        problems.add(f"{name}, swing", found="no criterion has 100 points", wanted="100 for the swing chosen first")
    for criterion, (low, high) in weights.bounds.items():
        if not 0 <= low <= high <= 1:
            problems.add(f"{name}, bounds.{criterion}", found=f"{low:g} to {high:g}", wanted="shares from 0 to 1")

"""Xenograft rows of a dossier: one mouse a row, and what the mice of one model say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.kernel import NotComputable, Problems
from rosette.medicines.pipeline.preclinical import Curve, MouseClass, efs_ratio, group_class, objective_response


@frozen(kw_only=True)
class Mouse:
    """One mouse of a model: treated or control, its curve, and whether the exposure is one that a child can reach."""

    model: str
    treated: bool
    curve: Curve
    reachable: bool | None


@frozen(kw_only=True)
class ModelResult:
    """One model: the median class, the objective response, and the ratio of event-free times; None without controls."""

    model: str
    mice: int
    classes: tuple[MouseClass, MouseClass]
    objective: bool
    ratio: tuple[str, float] | None
    reachable: bool | None

    @property
    def sentence(self) -> str:
        """In words; a median between two classes says both, an exposure that was not matched is said."""
        low, high = self.classes
        word = low.name if low is high else f"between {low.name} and {high.name}"
        ratio = "" if self.ratio is None else f"; EFS T/C {self.ratio[0].replace('=', '')}{self.ratio[1]:.1f}"
        reach = {True: "reachable exposure", False: "exposure that a child cannot reach", None: "exposure not matched"}
        return f"{self.model}, {self.mice} mice: {word}{ratio}; {reach[self.reachable]}"


def model_results(mice: Sequence[Mouse]) -> tuple[ModelResult, ...]:
    """Each model with treated mice, in file order."""
    return tuple(_result(name, mice) for name in dict.fromkeys(m.model for m in mice if m.treated))


def _result(model: str, mice: Sequence[Mouse]) -> ModelResult:
    treated = [m for m in mice if m.model == model and m.treated]
    controls = [m for m in mice if m.model == model and not m.treated]
    classes = [m.curve.mouse_class() for m in treated]
    reach = {m.reachable for m in treated}
    return ModelResult(
        model=model,
        mice=len(treated),
        classes=group_class(classes),
        objective=objective_response(classes),
        ratio=_ratio(treated, controls),
        reachable=reach.pop() if len(reach) == 1 else None,
    )


def _ratio(treated: Sequence[Mouse], controls: Sequence[Mouse]) -> tuple[str, float] | None:
    """None when there are no controls, or when their median is not reached."""
    end = max(m.curve.days[-1] for m in treated)
    times = [[m.curve.time_to_event() for m in group] for group in (treated, controls)]
    try:
        return efs_ratio(times[0], times[1], end=end)
    except NotComputable:
        return None


def read_mouse(row: Mapping[str, Any], place: str, problems: Problems) -> Mouse | None:
    """Read one row; its faults are added."""
    days, volumes = row.get("days"), row.get("volumes")
    if not isinstance(row.get("model"), str):
        problems.add(f"{place}.model", found="missing", wanted="the name of the model")
    if not (_numbers(days) and _numbers(volumes)):
        problems.add(place, found="no curve", wanted="days and volumes (cm3), two numbers or more each")
        return None
    try:
        curve = Curve(days=tuple(map(float, days or ())), volumes=tuple(map(float, volumes or ())))
    except NotComputable as fault:
        problems.add(place, found=str(fault))
        return None
    reachable = row.get("reachable")
    return Mouse(
        model=str(row.get("model", "")),
        treated=bool(row.get("treated", True)),
        curve=curve,
        reachable=reachable if isinstance(reachable, bool) else None,
    )


def _numbers(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)

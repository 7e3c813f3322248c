"""Which candidates to develop: the set that would be an option for most children, exactly, under slots and budget.

Solved by HiGHS; equal sets are told apart by lower cost, then by name. What stays unmet is listed by child.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import evolve, field, frozen

from rosette.kernel import NotComputable


@frozen(kw_only=True)
class Candidate:
    """What is chosen among: its cost and the children for whom it would be an option."""

    id: str
    cost: float
    children: frozenset[str]


@frozen(kw_only=True)
class Limits:
    """Places for development, and the budget in the unit of the costs."""

    slots: int
    budget: float


@frozen(kw_only=True)
class Choice:
    """The chosen candidates, the weight of children met, and who stays unmet; proven: no better set exists."""

    chosen: tuple[str, ...]
    met: frozenset[str]
    unmet: tuple[str, ...]
    weight: float
    cost: float
    proven: bool


@frozen(kw_only=True)
class Sensitivity:
    """What one change of an input does to the choice."""

    change: str
    choice: Choice
    gained: tuple[str, ...] = field(default=())
    lost: tuple[str, ...] = field(default=())


def choose(candidates: Sequence[Candidate], limits: Limits, *, weights: Mapping[str, float]) -> Choice:
    """The set that meets most children.

    weights: of each child, all above zero; children that no candidate is for stay unmet.
    Raises NotComputable when the solver does not prove its answer.
    """
    children = sorted(weights)
    if not candidates or not children:
        return _choice((), candidates, weights, proven=True)
    solved = _solve(candidates, limits, weights, children)
    return _choice(solved, candidates, weights, proven=True)


def _solve(
    candidates: Sequence[Candidate], limits: Limits, weights: Mapping[str, float], children: list[str]
) -> tuple[str, ...]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, c = len(candidates), len(children)
    costs = np.array([each.cost for each in candidates])
    order = np.argsort(np.argsort([each.id for each in candidates]))
    tie = 1e-6 * (costs / max(costs.sum(), 1.0) + 1e-3 * (order + 1) / n)
    least = min(weights.values())
    objective = np.concatenate([least * tie, [-weights[child] for child in children]])
    covers = np.array([[float(child in each.children) for each in candidates] for child in children])
    rows = [
        LinearConstraint(np.hstack([covers, -np.eye(c)]), lb=0),
        LinearConstraint(np.concatenate([np.ones(n), np.zeros(c)])[None, :], ub=limits.slots),
        LinearConstraint(np.concatenate([costs, np.zeros(c)])[None, :], ub=limits.budget),
    ]
    found = milp(
        objective, integrality=np.ones(n + c), bounds=Bounds(0, 1), constraints=rows, options={"mip_rel_gap": 0.0}
    )
    if found.status != 0:
        raise NotComputable(f"the choice was not proven: {found.message}")
    return tuple(each.id for each, taken in zip(candidates, found.x, strict=False) if taken > 0.5)


def _choice(
    chosen: tuple[str, ...], candidates: Sequence[Candidate], weights: Mapping[str, float], *, proven: bool
) -> Choice:
    taken = [each for each in candidates if each.id in chosen]
    met = frozenset().union(*(each.children for each in taken)) & frozenset(weights)
    return Choice(
        chosen=tuple(sorted(chosen)),
        met=met,
        unmet=tuple(sorted(set(weights) - met)),
        weight=sum(weights[child] for child in met),
        cost=sum(each.cost for each in taken),
        proven=proven,
    )


def sensitivity(
    candidates: Sequence[Candidate], limits: Limits, *, weights: Mapping[str, float], step: float = 0.25
) -> tuple[Sensitivity, ...]:
    """The choice after each change of an input.

    A slot less or more, the budget and each cost up or down by `step`, each candidate gone.
    """
    base = choose(candidates, limits, weights=weights)
    changes: list[tuple[str, Sequence[Candidate], Limits]] = [
        ("one slot less", candidates, evolve(limits, slots=max(limits.slots - 1, 0))),
        ("one slot more", candidates, evolve(limits, slots=limits.slots + 1)),
        (f"budget {step:.0%} lower", candidates, evolve(limits, budget=limits.budget * (1 - step))),
        (f"budget {step:.0%} higher", candidates, evolve(limits, budget=limits.budget * (1 + step))),
    ]
    for each in candidates:
        others = [other for other in candidates if other.id != each.id]
        changes.append((f"without {each.id}", others, limits))
        for word, factor in (("dearer", 1 + step), ("cheaper", 1 - step)):
            changes.append((f"{each.id} {step:.0%} {word}", [*others, evolve(each, cost=each.cost * factor)], limits))
    return tuple(_changed(name, base, choose(c, at, weights=weights)) for name, c, at in changes)


def _changed(name: str, base: Choice, now: Choice) -> Sensitivity:
    gained = tuple(sorted(set(now.chosen) - set(base.chosen)))
    return Sensitivity(change=name, choice=now, gained=gained, lost=tuple(sorted(set(base.chosen) - set(now.chosen))))

"""What can be known of criteria without a child: units that cannot convert, limits out of range, contradictions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from rosette.eligibility.criteria import Criterion
from rosette.eligibility.expressions import write_expression
from rosette.eligibility.judging.ages import turning_day
from rosette.eligibility.nodes import (
    Absolute,
    Age,
    AllOf,
    AnyOf,
    Bound,
    Compare,
    Count,
    Cumulative,
    IfThen,
    Leaf,
    Multiple,
    Node,
    Not,
    Op,
    Performance,
    TableLimit,
    children,
    leaves,
)
from rosette.kernel import Problem, Quantity, UnitError
from rosette.knowledge import Knowledge, ObservationCode

PERCENT_STEPS = 10


def check_static(criteria: Sequence[Criterion], *, knowledge: Knowledge, name: str) -> list[Problem]:
    """Every fault of a list of criteria that holds together."""
    problems = [problem for each in criteria for problem in _check_criterion(each, knowledge, name)]
    return problems + _contradictions(criteria, name)


def _check_criterion(criterion: Criterion, knowledge: Knowledge, name: str) -> Iterator[Problem]:
    for leaf in leaves(criterion.node):
        for found, wanted in _leaf_faults(leaf, knowledge):
            yield Problem(f"{name}, {criterion.id}", f"{write_expression(leaf)}: {found}", wanted)
    for branch in _dead_branches(criterion.node):
        yield Problem(f"{name}, {criterion.id}", f"{branch} can never be reached", "a branch that some child can reach")


def _leaf_faults(leaf: Leaf, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    if isinstance(leaf, Compare):
        yield from _compare_faults(leaf, knowledge)
    elif isinstance(leaf, Age):
        yield from _age_faults(leaf)
    elif isinstance(leaf, Performance):
        yield from _performance_faults(leaf)
    elif isinstance(leaf, Cumulative):
        group = knowledge.cumulative_groups[leaf.group]
        yield from _unit_faults(leaf.quantity, group.unit)


def _compare_faults(leaf: Compare, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    code = knowledge.observations[leaf.code]
    if isinstance(leaf.limit, TableLimit):
        table = knowledge.age_sex_tables[leaf.limit.table]
        if table.code != leaf.code:
            yield f"table {leaf.limit.table} is for {table.code}", f"a table for {leaf.code}"
        return
    quantity = leaf.limit.quantity if isinstance(leaf.limit, Absolute) else leaf.limit.fixed
    if quantity is not None:
        yield from _value_faults(quantity, code)
    if isinstance(leaf.limit, Multiple) and not 0 < leaf.limit.factor <= 100:
        yield f"{leaf.limit.factor} times a limit of normal", "a factor above 0 and at most 100"


def _unit_faults(quantity: Quantity, unit: str) -> Iterator[tuple[str, str]]:
    try:
        quantity.to(unit)
    except UnitError as fault:
        yield fault.problems[0].found, f"a unit that converts to {unit}"


def _value_faults(quantity: Quantity, code: ObservationCode) -> Iterator[tuple[str, str]]:
    try:
        value = code.canonical(quantity).value
    except UnitError as fault:
        yield fault.problems[0].found, f"a unit that converts to {code.unit}"
        return
    if not code.is_plausible(value):
        low, high = code.plausible
        yield f"{quantity} is outside the plausible range", f"{low:g} to {high:g} {code.unit}"


def _age_faults(leaf: Age) -> Iterator[tuple[str, str]]:
    spans = [_age_stretch(bound) for bound in leaf.bounds]
    if not _meet(spans):
        yield "no age can meet both bounds", "a lower bound below the upper one"
    if len(spans) == 2 and (spans[0][0] == spans[1][0] == -math.inf or spans[0][1] == spans[1][1] == math.inf):
        yield "two bounds on one side", "one lower and one upper bound"


def _performance_faults(leaf: Performance) -> Iterator[tuple[str, str]]:
    ecog = any(rule.scale == "ecog" for rule in leaf.scales)
    if ecog and len({rule.scale for rule in leaf.scales}) > 1:
        yield "ECOG runs the other way than Lansky and Karnofsky", "ECOG in a criterion of its own"
    elif ecog and not 0 <= leaf.score <= 5:
        yield f"ECOG {leaf.score:g}", "0 to 5"
    elif not ecog and (not 0 <= leaf.score <= 100 or leaf.score % PERCENT_STEPS):
        yield f"a score of {leaf.score:g}", "0 to 100 in steps of 10"


Stretch = tuple[float, float]


def _numbers(op: Op, value: float, *, negated: bool) -> Stretch:
    """Half-open stretch of numbers that satisfy one comparison, or its opposite, on a fine grid of whole steps."""
    step = abs(value) * 1e-9 + 1e-9
    return {
        ">=": (value, math.inf),
        ">": (value + step, math.inf),
        "<=": (-math.inf, value + step),
        "<": (-math.inf, value),
    }[_NEGATED[op] if negated else op]


def _age_stretch(bound: Bound, *, negated: bool = False) -> Stretch:
    """Half-open stretch of days of age that satisfy a bound, or its opposite, for a child born on 1 January."""
    rising, turn = turning_day(date(2001, 1, 1), bound)
    return (float(turn), math.inf) if rising != negated else (-math.inf, float(turn))


def _common(stretches: Iterable[Stretch]) -> Stretch:
    lows, highs = zip(*stretches, strict=True)
    return max(lows), min(highs)


def _meet(stretches: Iterable[Stretch]) -> bool:
    low, high = _common(stretches)
    return low < high


def _required(criteria: Sequence[Criterion]) -> Iterator[tuple[str, Node]]:
    """Every node that must be YES, with the id of its criterion: conjunctions are taken apart."""
    for each in criteria:
        stack: list[Node] = [each.met]
        while stack:
            node = stack.pop()
            if isinstance(node, AllOf):
                stack += node.parts
            elif isinstance(node, Not) and isinstance(node.part, AnyOf):
                stack += [Not(part=part) for part in node.part.parts]
            elif isinstance(node, Not) and isinstance(node.part, Not):
                stack.append(node.part.part)
            else:
                yield each.id, node


def _contradictions(criteria: Sequence[Criterion], name: str) -> list[Problem]:
    required = list(_required(criteria))
    problems = []
    nodes = {node: identity for identity, node in required}
    for identity, node in required:
        if isinstance(node, Not) and node.part in nodes:
            found = f"{identity} and {nodes[node.part]} contradict each other: {write_expression(node.part)}"
            problems.append(Problem(name, found, "criteria that a child can meet together"))
    return problems + _empty_ranges(required, name)


def _empty_ranges(required: Sequence[tuple[str, Node]], name: str) -> list[Problem]:
    """Two comparisons of one thing that no value satisfies."""
    seen: dict[Any, list[tuple[str, Stretch]]] = {}
    for identity, node in required:
        for key, stretch in _comparisons(node):
            seen.setdefault(key, []).append((identity, stretch))
    return [
        Problem(
            name,
            f"{one[0]} and {other[0]} leave no possible value of {key[1]}",
            "limits that can be met together",
        )
        for key, found in seen.items()
        for one, other in itertools.combinations(found, 2)
        if not _meet([one[1], other[1]])
    ]


def _comparisons(node: Node) -> Iterator[tuple[tuple[str, str], Stretch]]:
    negated = isinstance(node, Not)
    if isinstance(node, Not):
        node = node.part
    if isinstance(node, Compare) and isinstance(node.limit, Absolute) and not node.without:
        unit = node.limit.quantity.unit
        yield ("compare", f"{node.code} in {unit}"), _numbers(node.op, node.limit.quantity.value, negated=negated)
    elif isinstance(node, Count):
        yield ("count", node.code), _numbers(node.op, float(node.count), negated=negated)
    elif isinstance(node, Age) and (len(node.bounds) == 1 or not negated):
        bounds = [_age_stretch(bound, negated=negated) for bound in node.bounds]
        if _meet(bounds):
            yield ("age", "age at diagnosis" if node.at_diagnosis else "age"), _common(bounds)


_NEGATED: dict[Op, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def _dead_branches(tree: Node) -> Iterator[str]:
    """Branches under a condition that the enclosing conditions have already decided."""
    yield from _walk(tree, frozenset(), frozenset())


def _walk(tree: Node, held: frozenset[Node], failed: frozenset[Node]) -> Iterator[str]:
    if not isinstance(tree, IfThen):
        for part in children(tree):
            yield from _walk(part, held, failed)
        return
    if tree.condition in failed:
        yield f'"{write_expression(tree.then)}"'
    if tree.condition in held and tree.otherwise is not None:
        yield f'"{write_expression(tree.otherwise)}"'
    yield from _walk(tree.then, held | {tree.condition}, failed)
    if tree.otherwise is not None:
        yield from _walk(tree.otherwise, held, failed | {tree.condition})

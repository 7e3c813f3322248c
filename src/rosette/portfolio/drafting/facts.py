"""Criteria taken apart into facts: of what something is asked, and the comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from rosette.eligibility import Criterion
from rosette.eligibility.nodes import (
    Absolute,
    Age,
    Attested,
    Compare,
    Condition,
    Consent,
    Count,
    Cumulative,
    Elapsed,
    HalfLives,
    IfThen,
    Is,
    Leaf,
    Multiple,
    Node,
    Not,
    Op,
    Performance,
    StableDose,
    TableLimit,
    Wait,
    Washout,
    children,
)
from rosette.kernel import Quantity, Span
from rosette.knowledge import load_knowledge
from rosette.portfolio.drafting.amounts import FLIPPED

DAYS = {"day": 1, "week": 7}


@frozen(kw_only=True)
class Fact:
    """One thing that criteria ask: of what, and the comparison (empty where there is none to get wrong)."""

    kind: str
    key: str
    value: str = ""


def facts(criteria: Iterable[Criterion]) -> frozenset[Fact]:
    """What criteria ask, questions for a person aside."""
    return frozenset(fact for each in criteria for fact in facts_of(each.node, denied=each.polarity == "exclude"))


def facts_of(node: Node, *, denied: bool = False, premise: bool = False) -> Iterator[Fact]:
    """The facts of a node; under a denial a comparison turns round, in a premise it stands as it is."""
    if isinstance(node, Not):
        yield from facts_of(node.part, denied=not denied, premise=premise)
    elif isinstance(node, IfThen):
        yield from facts_of(node.condition, premise=True)
        for branch in (node.then, node.otherwise):
            if branch is not None:
                yield from facts_of(branch, denied=denied, premise=premise)
    elif children(node):
        for part in children(node):
            yield from facts_of(part, denied=denied, premise=premise)
    elif isinstance(node, Is):
        yield from _states(node, denied and not premise, premise)
        yield from windows(node, node.code)
    elif isinstance(node, Age):
        yield from _ages(node, denied and not premise)
    elif not isinstance(node, Attested):
        yield _fact(node, denied and not premise)  # type: ignore[arg-type]
        yield from windows(node, getattr(node, "code", "performance"))


def windows(leaf: Node, code: str) -> Iterator[Fact]:
    """How fresh a result must be, and how long free of transfusion or growth factors: numbers that can be wrong."""
    within = getattr(leaf, "within", None)
    if isinstance(leaf, Compare | Performance | Is) and within is not None:
        yield Fact(kind="window", key=f"{code} within", value=_span(within))
    for support in leaf.without if isinstance(leaf, Compare) else ():
        yield Fact(kind="window", key=f"{code} without {support.tag}", value=_span(support.span))


def _fact(leaf: Leaf, denied: bool) -> Fact:
    if isinstance(leaf, Compare):
        return Fact(kind=_compare_kind(leaf.code), key=leaf.code, value=f"{_op(leaf.op, denied)} {_limit(leaf)}")
    if isinstance(leaf, Performance):
        return _performance(leaf, denied)
    if isinstance(leaf, Washout):
        return Fact(kind="washout", key=leaf.of, value=_wait(leaf.wait))
    return _named(leaf, denied)


def _compare_kind(code: str) -> str:
    return {"anc": "blood counts", "platelets": "blood counts", "haemoglobin": "blood counts"}.get(
        code, "measured value"
    )


def _op(op: Op, denied: bool) -> str:
    return FLIPPED[op] if denied else op


def _limit(leaf: Compare) -> str:
    limit = leaf.limit
    if isinstance(limit, TableLimit):
        return f"table {limit.table}"
    if isinstance(limit, Multiple) and limit.fixed is None:
        return f"{limit.factor:g} x {limit.of}"
    quantity = limit.quantity if isinstance(limit, Absolute) else _product(limit)
    return _plain(quantity)


def _product(limit: Multiple) -> Quantity:
    assert limit.fixed is not None
    return Quantity(limit.fixed.value * limit.factor, limit.fixed.unit)


def _plain(quantity: Quantity) -> str:
    """The quantity by its base unit, so that g/L and g/dL compare."""
    return f"{quantity.value * float(quantity.unit.factor):.6g} {quantity.unit.dimension}"


def _ages(leaf: Age, denied: bool) -> Iterator[Fact]:
    """Each bound by itself: a trial file may take one end from the text and one from the register."""
    name = "age at diagnosis" if leaf.at_diagnosis else "age"
    for bound in leaf.bounds:
        op = _op(bound.op, denied)
        yield Fact(
            kind="age", key=f"{name}, {'lowest' if op in ('>=', '>') else 'highest'}", value=f"{op} {_span(bound.age)}"
        )


def _span(span: Span) -> str:
    return f"{span.count * DAYS[span.unit]} days" if span.unit in DAYS else _months(span)


def _months(span: Span) -> str:
    return f"{span.count * (12 if span.unit == 'year' else 1)} months"


def _performance(leaf: Performance, denied: bool) -> Fact:
    """ "through 10 years" and "from 11 years" are edges of one kind."""
    rules = sorted(f"{rule.scale} {_edge(rule.side, rule.age)}".strip() for rule in leaf.scales)
    ecog = any(rule.scale == "ecog" for rule in leaf.scales)
    value = f"{_op(leaf.op, denied)} {leaf.score:g} ({', '.join(rules)})"
    return Fact(kind="performance", key="ecog" if ecog else "performance", value=value)


def _edge(side: str | None, age: Span | None) -> str:
    if side is None or age is None:
        return ""
    step = 1 if side in ("through", "over") else 0
    return f"{'below' if side in ('under', 'through') else 'from'} {age.count + step} {age.unit}"


def _wait(wait: Wait) -> str:
    if isinstance(wait, HalfLives):
        return f"{wait.count:g} half-lives"
    if isinstance(wait, Elapsed):
        return f"{'>' if wait.strict else '>='} {_span(wait.span)}"
    return f"{type(wait).__name__} {', '.join(sorted(_wait(each) for each in wait.waits))}"


def _named(leaf: Leaf, denied: bool) -> Fact:
    """Leaves that name a thing: where the name agrees there is no number to get wrong, but whether it is barred is."""
    name = type(leaf).__name__.lower()
    if isinstance(leaf, Cumulative):
        return Fact(kind="cumulative dose", key=leaf.group, value=f"{_op(leaf.op, denied)} {_plain(leaf.quantity)}")
    if isinstance(leaf, Count):
        return Fact(kind="count", key=leaf.code, value=f"{_op(leaf.op, denied)} {leaf.count}")
    if isinstance(leaf, StableDose):
        return Fact(kind="stable dose", key=leaf.of, value=_span(leaf.within))
    if isinstance(leaf, Consent):
        return Fact(kind="consent", key=leaf.type)
    if isinstance(leaf, Condition):
        return Fact(kind="condition", key=", ".join(sorted(leaf.codes)), value="absent" if denied else "present")
    key = getattr(leaf, "of", None) or getattr(leaf, "gene", None) or ", ".join(getattr(leaf, "agents", ()))
    kind = {"prior": "prior treatment", "taking": "being taken"}.get(name, name)
    return Fact(kind=kind, key=f"{name} {key}".strip(), value="absent" if denied else "present")


def _states(leaf: Is, denied: bool, premise: bool) -> Iterator[Fact]:
    """Each value of a state by itself; a denial of one of two values is the other; a premise only names the state."""
    known = load_knowledge().coded.get(leaf.code) or load_knowledge().attributes.get(leaf.code)
    values = tuple(known.values) if known else ()
    for value in leaf.values:
        if denied and len(values) == 2:
            said = next(each for each in values if each != value)
        else:
            said = f"not {value}" if denied else value
        yield Fact(kind="coded state", key=leaf.code, value="premise" if premise else said)

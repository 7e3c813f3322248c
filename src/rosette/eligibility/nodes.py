"""The nodes of the criteria language: frozen values that compare equal when they ask the same thing.

Equal nodes recur across trials; each is judged once per child, so every node keeps its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from attrs import evolve, field, fields, frozen, validators

from rosette.eligibility.terms import (
    ALTERATIONS as ALTERATIONS,
    OPS as OPS,
    SIDES as SIDES,
    TIES as TIES,
    Absolute as Absolute,
    Alteration as Alteration,
    Ask as Ask,
    Bound as Bound,
    EarlierOf as EarlierOf,
    Elapsed as Elapsed,
    HalfLives as HalfLives,
    LaterOf as LaterOf,
    Limit as Limit,
    Multiple as Multiple,
    Op as Op,
    ScaleRule as ScaleRule,
    Side as Side,
    Support as Support,
    TableLimit as TableLimit,
    Threshold as Threshold,
    Tie as Tie,
    Wait as Wait,
)
from rosette.kernel import Quantity, Span

# --- combinations -----------------------------------------------------------------------------------------


@frozen(kw_only=True, cache_hash=True)
class AllOf:
    """YES when every part is."""

    parts: tuple[Node, ...] = field(validator=validators.min_len(2))


@frozen(kw_only=True, cache_hash=True)
class AnyOf:
    """YES when any part is."""

    parts: tuple[Node, ...] = field(validator=validators.min_len(2))


@frozen(kw_only=True, cache_hash=True)
class AtLeastOf:
    """YES when at least `count` parts are."""

    count: int
    parts: tuple[Node, ...] = field(validator=validators.min_len(2))


@frozen(kw_only=True, cache_hash=True)
class Not:
    """YES when the part is NO."""

    part: Node


@frozen(kw_only=True, cache_hash=True)
class IfThen:
    """`then` where the condition holds, `otherwise` where it does not; without `otherwise` that is met."""

    condition: Node
    then: Node
    otherwise: Node | None = None


# --- leaves -----------------------------------------------------------------------------------------------------


@frozen(kw_only=True, cache_hash=True)
class Age:
    """Age by the calendar, on the day or at diagnosis."""

    at_diagnosis: bool = False
    bounds: tuple[Bound, ...]


@frozen(kw_only=True, cache_hash=True)
class Is:
    """A coded test or an attribute has one of the values."""

    code: str
    values: tuple[str, ...]
    within: Span | None = None
    after: str | None = None


@frozen(kw_only=True, cache_hash=True)
class Compare:
    """A measured value against a limit."""

    code: str
    op: Op
    limit: Limit
    within: Span | None = None
    after: str | None = None
    without: tuple[Support, ...] = ()
    tie: Tie | None = None


@frozen(kw_only=True, cache_hash=True)
class Performance:
    """A performance score on the scale that counts at the child's age."""

    op: Op
    score: float
    scales: tuple[ScaleRule, ...]
    within: Span | None = None
    wheelchair: bool = False


@frozen(kw_only=True, cache_hash=True)
class Washout:
    """So long since the end of the last exposure of a class; never exposed is met."""

    wait: Wait
    of: str
    excepting: tuple[str, ...] = ()


@frozen(kw_only=True, cache_hash=True)
class Prior:
    """An exposure of a class has been given."""

    of: str
    excepting: tuple[str, ...] = ()
    role: Literal["frontline", "relapse"] | None = None
    within: Span | None = None
    above: Quantity | None = None


@frozen(kw_only=True, cache_hash=True)
class Together:
    """All of the agents have been given in one regimen, or overlapping in time."""

    agents: tuple[str, ...]


@frozen(kw_only=True, cache_hash=True)
class Progressed:
    """The disease progressed during an exposure of the class."""

    of: str


@frozen(kw_only=True, cache_hash=True)
class Cycles:
    """Number of cycles in which all of the agents were given together."""

    agents: tuple[str, ...]
    op: Op
    count: int


@frozen(kw_only=True, cache_hash=True)
class Count:
    """A count of the record: relapses, lines of therapy."""

    code: str
    op: Op
    count: int


@frozen(kw_only=True, cache_hash=True)
class Taking:
    """A medicine of the class is being taken on the day."""

    of: str
    excepting: tuple[str, ...] = ()


@frozen(kw_only=True, cache_hash=True)
class StableDose:
    """No medicine of the class, or its dose has not risen in the window."""

    of: str
    within: Span


@frozen(kw_only=True, cache_hash=True)
class Cumulative:
    """A cumulative dose against a limit."""

    group: str
    op: Op
    quantity: Quantity


@frozen(kw_only=True, cache_hash=True)
class Interval:
    """Time from the first exposure of one class to the first of another."""

    start: str
    end: str
    op: Op
    span: Span


@frozen(kw_only=True, cache_hash=True)
class Condition:
    """A condition of the list is present on the day; see the options."""

    codes: tuple[str, ...]
    excepting: tuple[str, ...] = ()
    grade: Threshold | None = None
    ever: bool = False
    within: Span | None = None
    uncontrolled: bool = False
    controlled_for: Span | None = None


@frozen(kw_only=True, cache_hash=True)
class Molecular:
    """An alteration of a gene was found; covered and not found is NO, not covered is UNKNOWN."""

    gene: str
    alteration: Alteration
    alleles: str | None = None
    vaf: Threshold | None = None
    copies: Threshold | None = None
    origin: Literal["germline", "somatic"] | None = None


@frozen(kw_only=True, cache_hash=True)
class StemCells:
    """CD34-positive cells in store, per kg of body mass."""

    op: Op
    cd34_per_kg: float
    unpurged: bool = False
    viable: bool = False


@frozen(kw_only=True, cache_hash=True)
class Consent:
    """A recorded consent of that type."""

    type: str


@frozen(kw_only=True, cache_hash=True)
class Attested:
    """A question for a person; `key` names trial and criterion, under which the answer is attested."""

    ask: Ask
    question: str
    key: str = ""


Combination: TypeAlias = AllOf | AnyOf | AtLeastOf | Not | IfThen
Leaf: TypeAlias = (
    Age
    | Is
    | Compare
    | Performance
    | Washout
    | Prior
    | Together
    | Progressed
    | Cycles
    | Count
    | Taking
    | StableDose
    | Cumulative
    | Interval
    | Condition
    | Molecular
    | StemCells
    | Consent
    | Attested
)
Node: TypeAlias = Combination | Leaf


def children(tree: Node) -> tuple[Node, ...]:
    """Direct parts of a combination; none for a leaf."""
    if isinstance(tree, AllOf | AnyOf | AtLeastOf):
        return tree.parts
    if isinstance(tree, Not):
        return (tree.part,)
    if isinstance(tree, IfThen):
        return (tree.condition, tree.then) + ((tree.otherwise,) if tree.otherwise is not None else ())
    return ()


def leaves(tree: Node) -> Iterator[Leaf]:
    """Every leaf below a node, left to right."""
    parts = children(tree)
    if not parts:
        yield tree  # type: ignore[misc]
    for part in parts:
        yield from leaves(part)


def replace_leaves(tree: Node, change: Callable[[Leaf], Node]) -> Node:
    """Rebuild a tree with each leaf replaced by `change(leaf)`."""
    if isinstance(tree, AllOf | AnyOf | AtLeastOf):
        return evolve(tree, parts=tuple(replace_leaves(part, change) for part in tree.parts))
    if isinstance(tree, Not):
        return Not(part=replace_leaves(tree.part, change))
    if isinstance(tree, IfThen):
        otherwise = None if tree.otherwise is None else replace_leaves(tree.otherwise, change)
        return IfThen(
            condition=replace_leaves(tree.condition, change),
            then=replace_leaves(tree.then, change),
            otherwise=otherwise,
        )
    return change(tree)


def default_of(kind: type, name: str) -> object:
    """Default of a node's field; the printer leaves out what equals it."""
    return getattr(fields(kind), name).default

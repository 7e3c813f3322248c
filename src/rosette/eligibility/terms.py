"""The small parts that leaves are made of: limits, waits, bounds, thresholds."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from rosette.kernel import Quantity, Span

Op = Literal[">=", ">", "<=", "<"]
OPS: tuple[Op, ...] = (">=", ">", "<=", "<")
Tie = Literal["worst", "best", "mean"]
TIES: tuple[Tie, ...] = ("worst", "best", "mean")
Side = Literal["under", "through", "from", "over"]
SIDES: tuple[Side, ...] = ("under", "through", "from", "over")
Ask = Literal["judgement", "protocol", "flagged"]
Alteration = Literal["mutation", "amplification", "gain", "loss", "fusion", "expression"]
ALTERATIONS: tuple[Alteration, ...] = ("mutation", "amplification", "gain", "loss", "fusion", "expression")


@frozen(kw_only=True, cache_hash=True)
class Absolute:
    """A limit with its unit."""

    quantity: Quantity


@frozen(kw_only=True, cache_hash=True)
class Multiple:
    """A multiple of the upper (ULN) or lower (LLN) limit of normal: the result's own, or a fixed one."""

    factor: float
    of: Literal["ULN", "LLN"]
    fixed: Quantity | None = None


@frozen(kw_only=True, cache_hash=True)
class TableLimit:
    """The limit that an age-sex table of knowledge gives for this child on the day."""

    table: str


Limit: TypeAlias = Absolute | Multiple | TableLimit


@frozen(kw_only=True, cache_hash=True)
class Elapsed:
    """A wait of calendar time; `strict` for "more than"."""

    span: Span
    strict: bool = False


@frozen(kw_only=True, cache_hash=True)
class HalfLives:
    """A wait of so many half-lives of the agent that was given."""

    count: float


@frozen(kw_only=True, cache_hash=True)
class LaterOf:
    """The longest of the waits."""

    waits: tuple[Elapsed | HalfLives, ...]


@frozen(kw_only=True, cache_hash=True)
class EarlierOf:
    """The shortest of the waits."""

    waits: tuple[Elapsed | HalfLives, ...]


Wait: TypeAlias = Elapsed | HalfLives | LaterOf | EarlierOf


@frozen(kw_only=True, cache_hash=True)
class Bound:
    """One comparison with an age."""

    op: Op
    age: Span


@frozen(kw_only=True, cache_hash=True)
class Threshold:
    """One comparison with a plain number."""

    op: Op
    value: float


@frozen(kw_only=True, cache_hash=True)
class ScaleRule:
    """Which performance scale counts at which age; without `side` at any age."""

    scale: Literal["lansky", "karnofsky", "ecog"]
    side: Side | None = None
    age: Span | None = None


@frozen(kw_only=True, cache_hash=True)
class Support:
    """A support that the result must be free of, for so long before it."""

    tag: str
    span: Span

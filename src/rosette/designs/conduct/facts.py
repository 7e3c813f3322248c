"""Entries about one child: enrolled, treated, watched, counted or not."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from attrs import frozen

from rosette.designs.conduct.entry import Entry
from rosette.kernel import Quantity


@frozen(kw_only=True)
class Enrolled(Entry):
    """A child takes the slot, at the level of a decision; expansion: after the dose was found."""

    kind: ClassVar[str] = "enrolled"
    child: str
    slot: str
    dose: int
    decision: int
    expansion: bool = False


@frozen(kw_only=True)
class Delivered(Entry):
    """What the child was given on the first day of treatment; a second one corrects the first and needs a reason.

    given: in the kind of unit of the level; total: in all, where the level has a cap.
    """

    kind: ClassVar[str] = "delivered"
    child: str
    on: date
    given: Quantity
    total: Quantity | None = None
    reason: str = ""


@frozen(kw_only=True)
class Infeasible(Entry):
    """The assigned level could not be given: the child does not count at it."""

    kind: ClassVar[str] = "infeasible"
    child: str
    on: date
    reason: str


@frozen(kw_only=True)
class Followed(Entry):
    """Somebody looked: up to this day there is no toxicity beyond those in the ledger; criterion "": by every one."""

    kind: ClassVar[str] = "followed"
    child: str
    until: date
    criterion: str = ""


@frozen(kw_only=True)
class Observed(Entry):
    """An event by a criterion; toxicity: whether it limits the dose; grade from 1 to 5."""

    kind: ClassVar[str] = "observed"
    child: str
    criterion: str
    on: date
    toxicity: bool
    what: str
    grade: int | None = None


@frozen(kw_only=True)
class Responded(Entry):
    """Whether the treatment worked, where the design looks at it."""

    kind: ClassVar[str] = "responded"
    child: str
    on: date
    response: bool
    what: str = ""


@frozen(kw_only=True)
class NotEvaluable(Entry):
    """The child does not count for toxicity and is replaced."""

    kind: ClassVar[str] = "not evaluable"
    child: str
    reason: str


@frozen(kw_only=True)
class Regraded(Entry):
    """An event is judged anew; event: the number of its line; was: what it was before, as the author knew it."""

    kind: ClassVar[str] = "regraded"
    child: str
    criterion: str
    event: int
    was: bool
    toxicity: bool
    reason: str
    grade: int | None = None

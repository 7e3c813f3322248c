"""What judging gives: for a node the truth by day, why, the facts used, what is missing and what would help."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from rosette.eligibility.nodes import Node
from rosette.kernel import Frame, Masks, Timeline, Truth
from rosette.records import Fact


class Why(Enum):
    """Why a truth is UNKNOWN; each sort has its own way out."""

    NEVER_MEASURED = "never measured"
    STALE = "stale"
    CONFLICTING = "conflicting"
    INCOMPLETE = "incomplete"
    PARTIAL_DATE = "date known in part"
    LIST_NOT_CLOSED = "list not closed"
    NOT_SOURCED = "no sourced half-life"
    JUDGEMENT = "needs judgement"
    FLAGGED = "registry text defective"
    NOT_HELD = "protocol text not held"


class Act(Enum):
    """What a person can do about a truth."""

    ORDER = "order"
    REPEAT = "repeat"
    ADJUDICATE = "adjudicate"
    COMPLETE = "complete"
    REVIEW = "review"
    ATTEST = "attest"
    OBTAIN = "obtain"
    CHANGE = "change"


@frozen(cache_hash=True)
class Remedy:
    """One thing to do. `burden` ranks what it costs the child.

    Remedies are equal when doing one does the other (`same`): one blood count serves every criterion that asks for it.
    """

    burden: int
    act: Act
    same: str
    what: str = field(eq=False)
    sentence: str = field(eq=False)
    procedure: str = field(eq=False, default="question")
    valid_for: str = field(eq=False, default="")

    @cached_property
    def order(self) -> tuple[int, str, str]:
        """What remedies are sorted by: the least burden first."""
        return self.burden, self.act.value, self.same


@frozen(kw_only=True, eq=False)
class Judgement:
    """A node judged for one child: masks by day for the strict and the carried reading, and the reasons.

    lasting: the truth of the day can no longer change. parts: the judgements of a combination's parts.
    attainable: mask of the days on which the truth can be the wanted one if the remedy turns out well.
    """

    node: Node
    frame: Frame
    on: int
    strict: Masks
    carried: Masks
    why: str
    reason: Why | None = None
    evidence: tuple[Fact, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    lasting: bool = False
    attainable: int = -1
    parts: tuple[Judgement, ...] = ()

    @cached_property
    def truth(self) -> Truth:
        """Truth on the day."""
        bit = self.frame.bit(self.on)
        return Truth.YES if self.strict[0] & bit else Truth.NO if self.strict[1] & bit else Truth.UNKNOWN

    @cached_property
    def timeline(self) -> Timeline:
        """Strict reading: what the record will say if nothing new is entered."""
        return Timeline(self.frame, *self.strict)

    @cached_property
    def carried_timeline(self) -> Timeline:
        """Carried reading: repeatable results are assumed to repeat their last value after the day."""
        return Timeline(self.frame, *self.carried)

    @cached_property
    def flips_on(self) -> date | None:
        """First day after the day on which the strict truth is another one."""
        return self.timeline.first_other(since=date.fromordinal(self.on))

    @cached_property
    def since(self) -> date | None:
        """First day of the run of equal truth; None when it reaches back beyond the frame."""
        return self.timeline.held_since(date.fromordinal(self.on))

    @cached_property
    def asks(self) -> frozenset[Node]:
        """The leaf nodes below."""
        if not self.parts:
            return frozenset({self.node})
        return frozenset().union(*(part.asks for part in self.parts))

    def leaves(self) -> tuple[Judgement, ...]:
        """The judged leaves below, left to right."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves())

"""One child, on one day, ready to be judged: the record's index, the frame of days and what was judged before."""

from __future__ import annotations

from datetime import date

from attrs import define, field

from rosette.eligibility.judgement import Act, Judgement, Remedy
from rosette.eligibility.nodes import Node
from rosette.kernel import Frame, Span, Window
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, RecordIndex, views

LOOK_BACK_DAYS = 120
HORIZON_DAYS = 400


@define(eq=False)
class Subject:
    """A record seen on a day. `judged` keeps every node's judgement: equal nodes are judged once."""

    record: ChildRecord
    knowledge: Knowledge
    on: date
    horizon: int = HORIZON_DAYS
    index: RecordIndex = field(init=False)
    frame: Frame = field(init=False)
    day: int = field(init=False)
    full: int = field(init=False)
    future: int = field(init=False)
    judged: dict[Node, Judgement] = field(init=False, factory=dict)
    _known: dict[str, int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.index = RecordIndex(self.record, self.knowledge)
        self.day = self.on.toordinal()
        self.frame = Frame(self.day - LOOK_BACK_DAYS, LOOK_BACK_DAYS + 1 + self.horizon)
        self.full = self.frame.full
        self.future = self.frame.days(self.day + 1, None)

    def closed(self, lists: frozenset[str]) -> int:
        """Days on which absence from all of these lists is known, by their latest review and its validity."""
        days = self.full
        for name in lists:
            if name not in self._known:
                self._known[name] = self._closed_days(name)
            days &= self._known[name]
        return days

    def _closed_days(self, name: str) -> int:
        reviews = [day for day in views.closures(self.index).get(name, ()) if day <= self.day]
        if not reviews:
            return 0
        return self.frame.days(None, max(reviews) + self.knowledge.closure_validity[name])

    def procedure_rank(self, procedure: str) -> int:
        """Place of a procedure in the order of burden to the child."""
        return self.knowledge.procedures.index(procedure)

    def remedy(self, act: Act, what: str, sentence: str, procedure: str = "question", valid_for: str = "") -> Remedy:
        """Make a remedy with its burden."""
        same = sentence if act in (Act.ORDER, Act.REPEAT) else what
        return Remedy(self.procedure_rank(procedure), act, same, what, sentence, procedure, valid_for)


def last_valid(day: int, within: Span | None) -> int | None:
    """Last ordinal day on which a result of `day` is inside the window; None without a window."""
    if within is None:
        return None
    if within.unit in ("day", "week"):
        return day + within.count * (7 if within.unit == "week" else 1)
    return Window(within).valid_until(date.fromordinal(day)).toordinal()


def day_text(day: int) -> str:
    """An ordinal day as people read it."""
    return date.fromordinal(day).isoformat()

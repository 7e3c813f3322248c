"""The envelope that every fact has: when it holds, where it comes from, who entered it and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from rosette.kernel import PartialDate
from rosette.records.shapes import Choice, Day, Flag, Instant, Nested, Pattern, Text, said

ACTIVE, IN_ERROR = "active", "entered_in_error"


@frozen(kw_only=True)
class Source:
    """Where a fact comes from; of an imported one also the place in its file and what stood there.

    system, item: who sent it, and how it is called there. key: what makes it the same item when it is sent again.
    file: SHA-256 of the file. batch: the import. place, said: where it stood, with the original text and unit.
    """

    type: str = field(metadata=said(Choice(("document", "laboratory", "person", "import"))))
    name: str = field(metadata=said(Text()))
    system: str | None = field(default=None, metadata=said(Text()))
    item: str | None = field(default=None, metadata=said(Text()))
    key: str | None = field(default=None, metadata=said(Text()))
    file: str | None = field(default=None, metadata=said(Pattern("[0-9a-f]{64}", "a SHA-256 in hexadecimal")))
    batch: str | None = field(default=None, metadata=said(Text()))
    place: str | None = field(default=None, metadata=said(Text()))
    said: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Fact:
    """One thing that is known about a child; it is superseded, never changed."""

    kind: ClassVar[str] = ""
    selectors: ClassVar[tuple[str, ...]] = ()
    without_fields: ClassVar[frozenset[str]] = frozenset()
    required_fields: ClassVar[frozenset[str]] = frozenset()
    instead: ClassVar[Mapping[str, str]] = {}

    id: str = field(metadata=said(Text()))
    on: PartialDate | None = field(default=None, metadata=said(Day()))
    start: PartialDate | None = field(default=None, metadata=said(Day(), "from"))
    end: PartialDate | None = field(default=None, metadata=said(Day(), "to"))
    ongoing: bool = field(default=False, metadata=said(Flag()))
    source: Source = field(metadata=said(Nested(Source)))
    recorded_at: datetime = field(metadata=said(Instant()))
    recorded_by: str = field(metadata=said(Text()))
    supersedes: str | None = field(default=None, metadata=said(Text()))
    status: str = field(default=ACTIVE, metadata=said(Choice((ACTIVE, IN_ERROR))))

    @property
    def since(self) -> PartialDate | None:
        """The day on which it holds, or from which."""
        return self.start if self.on is None else self.on

    @property
    def until(self) -> PartialDate | None:
        """The day on which it holds, or the last one; None when that is not known or not yet."""
        return self.end if self.on is None else self.on

    def names(self) -> frozenset[str]:
        """The words by which this fact is picked among its kind: its code, agent, modality and so on."""
        found = (getattr(self, name) for name in self.selectors)
        return frozenset(word for value in found for word in ((value,) if isinstance(value, str) else value or ()))


@frozen(kw_only=True)
class PointFact(Fact):
    """A fact of one day."""

    without_fields = frozenset({"start", "end", "ongoing"})
    required_fields = frozenset({"on"})
    instead: ClassVar[Mapping[str, str]] = dict.fromkeys(("from", "to", "ongoing"), 'one day: "on"')


@frozen(kw_only=True)
class SpanFact(Fact):
    """A fact of a stretch of days; an end that is neither given nor denied stays open."""

    without_fields = frozenset({"on"})
    instead: ClassVar[Mapping[str, str]] = {"on": 'a stretch of days: "from" with "to" or "ongoing"'}


@frozen(kw_only=True)
class PointOrSpanFact(Fact):
    """A fact of one day or of a stretch of days."""


@frozen(kw_only=True)
class UndatedFact(Fact):
    """A fact that may have a day."""

    without_fields = frozenset({"start", "end", "ongoing"})

"""Truth as a function of the day: a window of days, each YES, NO or UNKNOWN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import frozen

from rosette.kernel import truth as kleene
from rosette.kernel.truth import Masks, Truth


@frozen
class Frame:
    """The days that a timeline speaks of: `length` days from ordinal day `start`."""

    start: int
    length: int

    @classmethod
    def between(cls, first: date, last: date) -> Frame:
        """Frame from `first` to `last`, both included."""
        return cls(first.toordinal(), last.toordinal() - first.toordinal() + 1)

    @property
    def full(self) -> int:
        """The mask with every day set."""
        return (1 << self.length) - 1

    @property
    def stop(self) -> int:
        """The ordinal day after the last one."""
        return self.start + self.length

    def days(self, first: int | None, last: int | None) -> int:
        """Mask of the ordinal days from `first` to `last`, both included, None for open; clipped to the frame."""
        low = 0 if first is None else max(first - self.start, 0)
        high = self.length if last is None else min(last + 1 - self.start, self.length)
        return (1 << high) - (1 << low) if high > low else 0

    def bit(self, day: int) -> int:
        """Mask of one ordinal day; zero outside the frame."""
        offset = day - self.start
        return 1 << offset if 0 <= offset < self.length else 0


@frozen
class Stretch:
    """A run of days with one truth; both ends included."""

    first: date
    last: date
    truth: Truth


@frozen
class Timeline:
    """Piecewise truth over the days of a frame, held as two bit masks (see `truth`)."""

    frame: Frame
    yes: int
    no: int

    @classmethod
    def constant(cls, frame: Frame, value: Truth) -> Timeline:
        """One truth on every day."""
        full = frame.full
        return cls(frame, full if value is Truth.YES else 0, full if value is Truth.NO else 0)

    @classmethod
    def of(cls, frame: Frame, stretches: Iterable[tuple[date, date, Truth]]) -> Timeline:
        """Build from (first, last, truth); days that no stretch names are UNKNOWN."""
        yes = no = 0
        for first, last, value in stretches:
            days = frame.days(first.toordinal(), last.toordinal())
            yes = yes & ~days | (days if value is Truth.YES else 0)
            no = no & ~days | (days if value is Truth.NO else 0)
        return cls(frame, yes, no)

    @property
    def masks(self) -> Masks:
        """The pair (yes, no)."""
        return self.yes, self.no

    def at(self, day: date) -> Truth:
        """Truth on one day; a day outside the frame is UNKNOWN."""
        bit = self.frame.bit(day.toordinal())
        if self.yes & bit:
            return Truth.YES
        return Truth.NO if self.no & bit else Truth.UNKNOWN

    def __and__(self, other: Timeline) -> Timeline:
        return merge_all([self, other])

    def __or__(self, other: Timeline) -> Timeline:
        return merge_any([self, other])

    def __invert__(self) -> Timeline:
        return Timeline(self.frame, self.no, self.yes)

    def first(self, value: Truth, *, since: date) -> date | None:
        """First day on or after `since` with this truth, or None inside the frame."""
        mask = self._mask(value) & self.frame.days(since.toordinal(), None)
        return date.fromordinal(self.frame.start + (mask & -mask).bit_length() - 1) if mask else None

    def first_other(self, *, since: date) -> date | None:
        """First day after `since` on which the truth differs from that of `since`."""
        mask = self._mask(self.at(since)) ^ self.frame.full
        mask &= self.frame.days(since.toordinal(), None)
        return date.fromordinal(self.frame.start + (mask & -mask).bit_length() - 1) if mask else None

    def held_since(self, day: date) -> date | None:
        """First day of the run that `day` belongs to; None when it reaches back to the frame's start."""
        others = (self._mask(self.at(day)) ^ self.frame.full) & self.frame.days(None, day.toordinal())
        return date.fromordinal(self.frame.start + others.bit_length()) if others else None

    def stretches(self) -> Iterator[Stretch]:
        """Yield the runs of equal truth, in day order."""
        day, last = self.frame.start, self.frame.stop
        while day < last:
            here = date.fromordinal(day)
            turn = self.first_other(since=here)
            stop = last if turn is None else turn.toordinal()
            yield Stretch(here, date.fromordinal(stop - 1), self.at(here))
            day = stop

    def _mask(self, value: Truth) -> int:
        if value is Truth.YES:
            return self.yes
        return self.no if value is Truth.NO else (self.yes | self.no) ^ self.frame.full


def merge_all(timelines: Sequence[Timeline]) -> Timeline:
    """Conjunction, day by day, of timelines of one frame."""
    frame = _one_frame(timelines)
    return Timeline(frame, *kleene.all_of((part.masks for part in timelines), full=frame.full))


def merge_any(timelines: Sequence[Timeline]) -> Timeline:
    """Disjunction, day by day, of timelines of one frame."""
    frame = _one_frame(timelines)
    return Timeline(frame, *kleene.any_of((part.masks for part in timelines), full=frame.full))


def merge_at_least(count: int, timelines: Sequence[Timeline]) -> Timeline:
    """At least `count` of the timelines, day by day."""
    frame = _one_frame(timelines)
    return Timeline(frame, *kleene.at_least(count, [part.masks for part in timelines], full=frame.full))


def _one_frame(timelines: Sequence[Timeline]) -> Frame:
    frames = {part.frame for part in timelines}
    if len(frames) != 1:
        raise ValueError("timelines of different frames, or none, cannot be merged")
    return frames.pop()

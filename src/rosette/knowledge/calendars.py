"""When a surveillance test is due, how often, and until when; and how rows write it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from rosette.kernel import Span
from rosette.knowledge.rows import Row, shown

ANCHORS = ("entry", "end_of_therapy", "exposure", "last_exposure", "birth", "diagnosis", "puberty", "event")
INTERVALS = ("span", "once", "visit", "symptoms", "pregnancy", "specialist", "none")
AT_ONCE = Span(0, "day")
EVENTS = ("growth", "puberty", "normal")
_UNTIL = r"(?: until age (?P<age>\d+)| until (?P<after>\d+ (?:months?|years?)) after)?"
_STEP = re.compile(rf"(?P<least>\d+)(?: to (?P<most>\d+))? (?P<unit>month|year)s?{_UNTIL}")
_PLAIN = {
    "once": "once",
    "each visit": "visit",
    "on symptoms": "symptoms",
    "each pregnancy": "pregnancy",
    "as the specialist says": "specialist",
    "none": "none",
}
_EXAMPLES = '"2 years", "2 to 5 years", "each visit, at least 2 years", or ["1 year until age 6", "2 years"]'


@frozen(kw_only=True)
class Point:
    """So long after an anchor, or an age."""

    anchor: str
    offset: Span = AT_ONCE

    def __str__(self) -> str:
        if self.anchor == "birth":
            return f"age {self.offset.whole_years or self.offset}"
        name = self.anchor.replace("_", " ")
        return f"{self.offset} after {name}" if self.offset.count else name


@frozen(kw_only=True)
class Start:
    """The later, or the earlier, of some points; one point alone is both."""

    points: tuple[Point, ...]
    later: bool = True

    def __str__(self) -> str:
        words = " and ".join(map(str, self.points))
        return words if len(self.points) == 1 else f"the {'later' if self.later else 'earlier'} of {words}"


@frozen(kw_only=True)
class Step:
    """Every so often, within a range where the source gives one, until an age or so long after the anchor."""

    least: Span
    most: Span
    until_age: int | None = None
    until_after: Span | None = None

    def __str__(self) -> str:
        count = str(self.least.count) if self.least == self.most else f"{self.least.count} to {self.most.count}"
        every = f"every {count} {self.most.unit}s" if count != "1" else f"every {self.most.unit}"
        if self.until_age is not None:
            return f"{every} to age {self.until_age}"
        return every if self.until_after is None else f"{every} until {self.until_after} after"


@frozen(kw_only=True)
class Interval:
    """How often: once, by steps, at each visit (and at least so often), or on an event."""

    kind: str
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return interval_words(self.kind, self.steps)


def interval_words(kind: str, steps: tuple[Step, ...]) -> str:
    """An interval for people."""
    told = ", then ".join(map(str, steps))
    if kind == "span":
        return told
    words = next(word for word, name in _PLAIN.items() if name == kind)
    return f"{words}, at least {told}" if told else words


@frozen(kw_only=True)
class Stop:
    """When a test is no longer due: at an age by sex, so long after the anchor, or with an event."""

    ages: Mapping[str, int] = field(factory=dict, eq=False)
    after: Span | None = None
    event: str = ""


def read_start(row: Row, key: str) -> Start:
    """A start: { after = "entry" }, { after = "exposure", by = "1 year" }, { age = 25 }, or later_of, earlier_of."""
    inner = Row(row.table(key), row.at(key), row.problems)
    names = [name for name in ("later_of", "earlier_of") if name in inner.data]
    if names:
        points = tuple(_point(each) for each in inner.rows(names[0]))
        inner.close()
        return Start(points=points, later=names[0] == "later_of")
    return Start(points=(_point(inner),))


def _point(row: Row) -> Point:
    if row.get("age") is not None:
        years = row.get("age")
        row.close()
        if isinstance(years, int) and not isinstance(years, bool) and 0 <= years <= 120:
            return Point(anchor="birth", offset=Span(years, "year"))
        row.refuse("age", f"{shown(years)} is not an age in whole years")
        return Point(anchor="event")
    anchor, offset = row.choice("after", ANCHORS), row.span("by")
    row.close()
    return Point(anchor=anchor, offset=offset or AT_ONCE)


def read_interval(row: Row, key: str) -> Interval:
    """An interval as text, or as a list of steps."""
    value = row.get(key)
    texts = list(value) if isinstance(value, list) else [value]
    if len(texts) == 1 and isinstance(texts[0], str):
        plain, _, least = texts[0].partition(", at least ")
        if plain in _PLAIN:
            return Interval(kind=_PLAIN[plain], steps=_steps(row, key, [least] if least else []))
    return Interval(kind="span", steps=_steps(row, key, texts))


def _steps(row: Row, key: str, texts: list[object]) -> tuple[Step, ...]:
    steps = []
    for text in texts:
        match = _STEP.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            row.refuse(key, f"{shown(text)} is not an interval", _EXAMPLES)
        else:
            steps.append(_step(match))
    for step in steps[:-1]:
        if step.until_age is None and step.until_after is None:
            row.refuse(key, f'"{step}" never ends', "an end for every step but the last")
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    unit = "month" if match["unit"] == "month" else "year"
    least, most = int(match["least"]), int(match["most"] or match["least"])
    return Step(
        least=Span(min(least, most), unit),  # type: ignore[arg-type]
        most=Span(max(least, most), unit),  # type: ignore[arg-type]
        until_age=int(match["age"]) if match["age"] else None,
        until_after=Span.parse(match["after"]) if match["after"] else None,
    )


def read_stop(row: Row, key: str) -> Stop | None:
    """A stop: { age = 9 }, { female = 8, male = 9 }, { after = "15 years" } or { event = "growth" }; or none."""
    if row.get(key) is None:
        return None
    inner = Row(row.table(key), row.at(key), row.problems)
    ages = {sex: _age(inner, name) for sex in ("female", "male") for name in ("age", sex) if name in inner.data}
    after, event = inner.span("after"), inner.choice("event", ("", *EVENTS), default="")
    inner.used |= {"age", "female", "male"}
    inner.close()
    if not ages and after is None and not event:
        row.refuse(key, "nothing that ends it", "an age, a time after the anchor, or an event")
    return Stop(ages=ages, after=after, event=event)


def _age(row: Row, key: str) -> int:
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    row.refuse(key, f"{shown(value)} is not an age in whole years")
    return 0

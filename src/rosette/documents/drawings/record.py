"""The record timeline: treatment, response, imaging, marrow, samples, laboratory and conditions on one time axis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from attrs import frozen

from rosette.documents.drawings.axis import Axis, draw_months
from rosette.documents.drawings.svg import Sheet
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Fact, describe, when

TRACKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Treatment", ("therapy", "radiation", "radiopharmaceutical", "transplant", "surgery")),
    ("Response", ("diagnosis", "disease_event")),
    ("MIBG and imaging", ("imaging",)),
    ("Marrow", ("marrow",)),
    ("Samples", ("molecular", "stem_cells")),
    ("Laboratory", ("laboratory",)),
    ("Organ tests", ("organ_test", "performance", "measurement", "assessment")),
    ("Conditions", ("condition",)),
    ("Medicines and support", ("medication", "transfusion", "growth_factor")),
    ("Said and asked", ("reported_outcome", "attestation", "consent", "preference", "home", "closure")),
)
HEAD = ("Track", "When", "What", "Source")
LANE, GAP, TOP, LEFT, WIDTH = 19.0, 10.0, 30.0, 170.0, 980.0
MOST_LANES, LETTER, SMALLEST = 14, 5.6, 5.0
MARKED = frozenset({"laboratory", "organ_test", "performance", "measurement", "assessment", "attestation", "closure"})
UNNAMED = MARKED | {"home"}


@frozen(kw_only=True)
class Entry:
    """One fact on its track."""

    track: str
    first: date | None
    last: date | None
    soft: bool
    open_ended: bool
    when: str
    short: str
    text: str
    source: str
    fact_id: str
    kind: str


@frozen(kw_only=True)
class RecordTimeline:
    """The facts that count, on tracks, until a day."""

    on: date
    entries: tuple[Entry, ...]

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The same as rows of text, under HEAD."""
        return tuple((each.track, each.when, each.text, each.source) for each in self.entries)


def record_timeline(record: ChildRecord, knowledge: Knowledge, *, on: date) -> RecordTimeline:
    """The timeline of a record; partial days are drawn over all days that they may be, with a soft edge."""
    tracks = {kind: track for track, kinds in TRACKS for kind in kinds}
    order = [track for track, _ in TRACKS]
    entries = sorted(
        (_entry(fact, tracks[fact.kind], knowledge, on) for fact in record.active),
        key=lambda each: (order.index(each.track), each.first or date.min, each.text),
    )
    return RecordTimeline(on=on, entries=tuple(entries))


def _entry(fact: Fact, track: str, knowledge: Knowledge, on: date) -> Entry:
    since, until = fact.since, fact.until
    open_ended = until is None and since is not None
    first = since.earliest if since else until.earliest if until else None
    last = until.latest if until else on if open_ended else None
    text = describe(fact, knowledge)
    return Entry(
        track=track,
        first=first,
        last=last,
        soft=any(part is not None and not part.exact for part in (since, until)),
        open_ended=open_ended,
        when=when(fact),
        short=text.split(",")[0],
        text=text,
        source=fact.source.name,
        fact_id=fact.id,
        kind=fact.kind,
    )


def timeline_svg(timeline: RecordTimeline, *, prefix: str = "tl", mirrored: bool = False) -> str:
    """The timeline as SVG."""
    dated = [each for each in timeline.entries if each.first is not None]
    began = (each.first for each in dated if each.first and each.kind != "home")
    first = min(began, default=timeline.on) - timedelta(days=30)
    axis = Axis(first=first, last=timeline.on + timedelta(days=20), left=LEFT, right=WIDTH - 8)
    tracks = [(track, list(_lanes([e for e in dated if e.track == track], axis))) for track, _ in TRACKS]
    tracks = [(track, lanes) for track, lanes in tracks if lanes]
    height = TOP + sum(LANE * len(lanes) + GAP for _, lanes in tracks) + 12
    sheet = Sheet(
        width=WIDTH,
        height=height,
        prefix=prefix,
        mirrored=mirrored,
        title="The record on one time axis",
        description="Tracks from diagnosis to today. The table below says the same in words.",
    )
    root = sheet.start("rz-timeline")
    draw_months(sheet, root, axis, top=TOP - 6, bottom=height - 6)
    y = TOP
    for track, lanes in tracks:
        y = _draw_track(sheet, root, axis, track, lanes, y)
    sheet.line(root, axis.at(timeline.on), TOP - 6, axis.at(timeline.on), height - 6, "rz-now")
    return sheet.done(root)


def _lanes(entries: list[Entry], axis: Axis) -> Iterator[list[Entry]]:
    """Put entries that would cover each other on lanes of their own; marks of one track share one."""
    lanes: list[tuple[float, list[Entry]]] = []
    for entry in sorted(entries, key=lambda each: each.first or date.min):
        start, end = _ends(entry, axis)
        place = next((count for count, (until, _) in enumerate(lanes) if start >= until), None)
        if entry.kind in MARKED:
            place, end = (0 if lanes else None), 0.0
        if place is None and len(lanes) >= MOST_LANES:
            place = len(lanes) - 1
        if place is None:
            lanes.append((end, [entry]))
        else:
            lanes[place] = (max(end, lanes[place][0]), [*lanes[place][1], entry])
    return iter([each for _, each in lanes])


def _ends(entry: Entry, axis: Axis) -> tuple[float, float]:
    """From where to where an entry and its name reach; the name stands after it, or before it at the edge."""
    start, end = _drawn(entry, axis)
    wide = 6.0 + LETTER * len(_name(entry))
    return (start, end + wide) if end + wide <= WIDTH else (start - wide, end)


def _drawn(entry: Entry, axis: Axis) -> tuple[float, float]:
    """From where to where the mark or the bar itself reaches."""
    assert entry.first is not None
    start, end = axis.at(entry.first), axis.at((entry.last or entry.first) + timedelta(days=1))
    return (start - 6, start + 6) if end - start < SMALLEST else (start, end)


def _name(entry: Entry) -> str:
    return entry.short if len(entry.short) <= 26 else entry.short[:25].rstrip() + "…"


def _draw_track(sheet: Sheet, root: Xml.Element, axis: Axis, track: str, lanes: list[list[Entry]], y: float) -> float:
    sheet.label(root, 6, y + 14, track, "rz-track")
    sheet.line(root, 0, y - GAP / 2, WIDTH, y - GAP / 2, "rz-rule")
    for lane in lanes:
        for entry in lane:
            _draw_entry(sheet, root, axis, entry, y)
        y += LANE
    return y + GAP


def _draw_entry(sheet: Sheet, root: Xml.Element, axis: Axis, entry: Entry, y: float) -> None:
    assert entry.first is not None
    start, end = axis.at(entry.first), axis.at((entry.last or entry.first) + timedelta(days=1))
    tip = f"{entry.when}: {entry.text}"
    if end - start < SMALLEST:
        sheet.mark(root, start, y + 10, f"rz-fact rz-fact--{entry.kind}", tip, shape=_shape(entry.kind))
    else:
        soft = " rz-soft" if entry.soft else ""
        openly = " rz-openended" if entry.open_ended else ""
        sheet.box(root, start, y + 5, end - start, 10, f"rz-fact rz-fact--{entry.kind}{soft}{openly}", tip)
    if entry.kind not in UNNAMED:
        left, right = _drawn(entry, axis)
        fits = right + 6 + LETTER * len(_name(entry)) <= WIDTH
        sheet.label(root, right + 3 if fits else left - 3, y + 14, _name(entry), "rz-what", "start" if fits else "end")


def _shape(kind: str) -> str:
    return {"disease_event": "diamond", "diagnosis": "diamond", "imaging": "triangle", "marrow": "triangle"}.get(
        kind, "dot"
    )

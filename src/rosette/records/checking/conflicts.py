"""Facts that contradict each other: they stay in the record, and what rests on them is unknown."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from rosette.knowledge import Knowledge, ScoreSegment
from rosette.records.checking.finding import Finding
from rosette.records.checking.places import warning
from rosette.records.facts import Fact, Imaging, Performance
from rosette.records.presenting import describe
from rosette.records.record import ChildRecord
from rosette.records.views.attributes import attribute
from rosette.records.views.coded import coded
from rosette.records.views.conditions import ConditionSpan, conditions
from rosette.records.views.index import RecordIndex
from rosette.records.views.readings import measured

LAST_DAY = date.max.toordinal() - 1


def conflicts(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    """Contradictions between values of one day, attributes, and conditions present and absent at once."""
    index = RecordIndex(record, knowledge)
    for sentence, facts in (
        *_values(index),
        *_results(index),
        *_scores(index),
        *_attributes(index),
        *_states(index),
        *_segments(index),
    ):
        yield warning(record, "conflict", facts, sentence)


Contradiction = tuple[str, tuple[Fact, ...]]


def _values(index: RecordIndex) -> Iterator[Contradiction]:
    for code, readings in measured(index).items():
        yield from _differing(index, code, ((r.last, round(r.value, 9), r.fact) for r in readings if r.first == r.last))


def _results(index: RecordIndex) -> Iterator[Contradiction]:
    for code in index.knowledge.coded:
        yield from _differing(index, code, ((r.last, r.value, r.fact) for r in coded(index, code) if r.first == r.last))


def _scores(index: RecordIndex) -> Iterator[Contradiction]:
    scores = [fact for fact in index.record.of(Performance) if fact.on is not None and fact.on.exact]
    for scale in sorted({fact.scale for fact in scores}):
        of_scale = (fact for fact in scores if fact.scale == scale)
        yield from _differing(
            index, scale, ((fact.on.earliest.toordinal(), fact.score, fact) for fact in of_scale if fact.on)
        )


def _differing(index: RecordIndex, code: str, said: Iterable[tuple[int, Hashable, Fact]]) -> Iterator[Contradiction]:
    """Days of one code that have more than one value."""
    days: dict[int, dict[Hashable, Fact]] = {}
    for day, value, fact in said:
        days.setdefault(day, {}).setdefault(value, fact)
    for day, values in days.items():
        if len(values) > 1:
            told = " and ".join(f'"{describe(fact, index.knowledge)}"' for fact in values.values())
            yield f"{code} differs on {date.fromordinal(day)}: {told}", tuple(dict.fromkeys(values.values()))


def _attributes(index: RecordIndex) -> Iterator[Contradiction]:
    for name in index.knowledge.attributes:
        found = attribute(index, name, LAST_DAY)
        if len(found) > 1:
            facts = tuple(dict.fromkeys(fact for _, facts in found for fact in facts))
            yield f"{name} is both {' and '.join(value for value, _ in found)}", facts


def _segments(index: RecordIndex) -> Iterator[Contradiction]:
    """A scan scored by segment whose sum is not the total that it states, or that leaves segments out."""
    scales: dict[str, dict[str, int]] = {}
    for row in index.knowledge.table(ScoreSegment).values():
        scales.setdefault(row.scale, {})[row.segment] = row.most
    for study in index.record.of(Imaging):
        points = dict(study.segments)
        for scale, most in scales.items():
            if points and points.keys() <= most.keys() and len(points) > 1:
                yield from _of_scale(study, scale, points, most)


def _of_scale(study: Imaging, scale: str, points: dict[str, int], most: dict[str, int]) -> Iterator[Contradiction]:
    stated: int | None = getattr(study, scale)
    left = [name for name in most if name not in points]
    high = [name for name, value in points.items() if value > most[name]]
    if left:
        yield f"the {scale} segments of {study.on} leave out {', '.join(left)}: they make no score", (study,)
    if high:
        yield f"the {scale} segments of {study.on} are above their range: {', '.join(high)}", (study,)
    if not left and stated is not None and stated != sum(points.values()):
        yield f"the {scale} score of {study.on} is {stated}, its segments sum to {sum(points.values())}", (study,)


def _states(index: RecordIndex) -> Iterator[Contradiction]:
    """A condition that is surely present and surely absent on one day."""
    spans = conditions(index)
    present, absent = ([span for span in spans if span.state == state] for state in ("present", "absent"))
    for one in present:
        for other in absent:
            day = _shared_day(one, other) if other.code in one.tags else None
            if day is not None:
                yield (
                    f"{one.code} is both present and absent on {date.fromordinal(day)}",
                    (one.fact, other.fact),
                )


def _shared_day(one: ConditionSpan, other: ConditionSpan) -> int | None:
    days = (span.first_latest for span in (one, other) if span.first_latest is not None)
    return next((day for day in days if one.surely_on(day) and other.surely_on(day)), None)

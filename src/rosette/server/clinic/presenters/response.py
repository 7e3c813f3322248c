"""Response said for templates: components, gaps, the drawn body, and everything over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import field, frozen

from rosette.documents.drawings import body_svg, body_table, series_svg, series_table
from rosette.documents.drawings.body import HEAD as BODY_HEAD
from rosette.documents.drawings.scores import HEAD as SERIES_HEAD
from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord
from rosette.response import Assessment, assess, series_of
from rosette.response.scored import ScoredScan, scored_scan
from rosette.response.staged import staged


@frozen(kw_only=True)
class BodyFigure:
    """One scan on the drawn body with its table and the published cuts."""

    title: str
    scale: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    relative: str
    cuts: Sequence[Sequence[str]]


@frozen(kw_only=True)
class ResponsePage:
    """The judgement or why there is none, scans, the series, stage and risk."""

    title: str
    overall: str
    why_not: str
    components: Sequence[Sequence[str]]
    gaps: Sequence[str]
    asks: Sequence[str]
    notes: Sequence[str]
    bodies: Sequence[BodyFigure]
    series_svg: str
    series_head: Sequence[str]
    series: Sequence[Sequence[str]]
    risks: Sequence[str]
    since: str = field(default="")

    @classmethod
    def of(cls, record: ChildRecord, knowledge: Knowledge, *, on: date, since: date | None = None) -> ResponsePage:
        """Judge and say it."""
        found, why_not = _judged(record, knowledge, on, since)
        days = series_of(record, on=on, since=since, knowledge=knowledge)
        return cls(
            title="Response",
            overall=found.overall.sentence if found else "",
            why_not=why_not,
            components=tuple(_component(part) for part in found.components) if found else (),
            gaps=tuple(gap.sentence for gap in found.gaps) if found else (),
            asks=found.asks if found else (),
            notes=found.notes if found else (),
            bodies=tuple(_bodies(record, knowledge, on, since)),
            series_svg=series_svg(days, since=found.period.since if found else None) if days else "",
            series_head=SERIES_HEAD,
            series=series_table(days),
            risks=tuple(each.sentence for each in staged(record, knowledge=knowledge).risks),
            since=str(found.period.since) if found else "",
        )


def _judged(record: ChildRecord, knowledge: Knowledge, on: date, since: date | None) -> tuple[Assessment | None, str]:
    try:
        return assess(record, on=on, since=since, knowledge=knowledge), ""
    except NotComputable as fault:
        return None, str(fault)


def _component(part: object) -> tuple[str, ...]:
    from rosette.response import Component

    assert isinstance(part, Component)
    return part.name, f"{part.code}: {part.code.words}", "; ".join(part.why), "; ".join(part.evidence) or "—"


def _bodies(record: ChildRecord, knowledge: Knowledge, on: date, since: date | None) -> list[BodyFigure]:
    found = []
    for scale in ("curie", "siopen"):
        try:
            scan = scored_scan(record, scale, on=on, since=since, knowledge=knowledge)
        except NotComputable:
            continue
        found.append(_body(scan, knowledge))
    return found


def _body(scan: ScoredScan, knowledge: Knowledge) -> BodyFigure:
    scores = scan.scores
    relative = (
        "No relative score: no scan before the treatment is scored by segment alike."
        if scan.relative is None or scan.before is None
        else f"Relative bone score {scan.relative:.3f}: {scores.bone} now, {scan.before.bone} on {scan.before_on}."
    )
    return BodyFigure(
        title=f"{scores.scale.capitalize()} of {scan.on}: {scores.total}, {scores.bone} of it in bone",
        scale=scores.scale,
        svg=body_svg(scores.by_segment, scores.scale, knowledge, prefix=scores.scale, link=f"#{scores.scale}-"),
        head=BODY_HEAD,
        rows=[(row.segment, *cells) for (row, _), cells in zip(scores.points, _cells(scan, knowledge), strict=True)],
        relative=relative,
        cuts=[
            (c.cut.use, f"at most {c.cut.most}", "yes" if c.below else "no", c.says, c.cut.statement) for c in scan.cuts
        ],
    )


def _cells(scan: ScoredScan, knowledge: Knowledge) -> tuple[tuple[str, str, str], ...]:
    return body_table(scan.scores.by_segment, scan.scores.scale, knowledge)

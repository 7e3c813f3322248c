"""The pages of options weighed, options in sequence and molecular findings, said for templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.documents.drawings import rank_table, ranks_svg, sequence_table, sequences_svg
from rosette.documents.drawings.ranks import HEAD as RANK_HEAD
from rosette.documents.drawings.sequences import HEAD as SEQUENCE_HEAD, step_name
from rosette.kernel import BadInput, Problems
from rosette.medicines.effects import EffectsRow
from rosette.medicines.learning import Series, reported_series
from rosette.medicines.ranking import FREE, Criterion, Weights, check_weights
from rosette.molecular import Annotation, Status
from rosette.options.sequences import Sequences
from rosette.options.weighing import Weighed
from rosette.records import ReportedOutcome

DEFAULT_POINTS = 50


@frozen(kw_only=True)
class Slider:
    """One criterion that may be weighed: its range and the points that it has."""

    id: str
    name: str
    range: str
    ends: str
    points: int


@frozen(kw_only=True)
class EffectCells:
    """One option with its cells, in the order of the criteria."""

    title: str
    places: str
    cells: Sequence[Any]


@frozen(kw_only=True)
class WeighedPage:
    """The sliders, the reading, the ranks drawn and in a table, the effects table, what is not ranked."""

    title: str
    sliders: Sequence[Slider]
    own: bool
    errors: Sequence[dict[str, str]]
    reading: Sequence[str]
    gaps: Sequence[str]
    svg: str
    columns: Sequence[str]
    ranks: Sequence[Sequence[str]]
    criteria: Sequence[Criterion]
    effects: Sequence[EffectCells]
    gated: Sequence[str]
    reported: Sequence[Sequence[str]]

    @classmethod
    def of(cls, found: Weighed, asked: Asked, *, mirrored: bool = False) -> WeighedPage:
        """Say what was weighed, and with which weights."""
        ranking = found.additive
        return cls(
            title="Options weighed",
            sliders=tuple(_slider(each, asked) for each in found.criteria),
            own=asked.weights.form == "swing",
            errors=tuple({"text": text, "href": "#weights"} for text in asked.faults),
            reading=found.reading,
            gaps=found.gaps,
            svg=ranks_svg(ranking, found.rows, mirrored=mirrored) if ranking else "",
            columns=RANK_HEAD,
            ranks=rank_table(ranking, found.rows) if ranking else (),
            criteria=found.criteria,
            effects=tuple(_effects(row) for row in (*found.rows, *found.comfort)),
            reported=tuple(_series(each) for each in reported_series(found.board.record.of(ReportedOutcome))),
            gated=tuple(f"{each.option.title}: {each.why}" for each in found.gated),
        )


def _series(each: Series) -> tuple[str, ...]:
    told = "; ".join(f"{score:g} on {day}" for day, score in each.points)
    change = "—" if each.change is None else f"{each.change:+g}"
    return each.instrument, each.domain, each.reporter, told, change


def _slider(each: Criterion, asked: Asked) -> Slider:
    points = asked.weights.points.get(each.id, DEFAULT_POINTS)
    return Slider(id=each.id, name=each.name, range=each.span, ends=f"{each.worst:g} {each.best:g}", points=int(points))


def _effects(row: EffectsRow) -> EffectCells:
    return EffectCells(title=row.title, places=", ".join(row.places), cells=row.cells)


@frozen(kw_only=True)
class Asked:
    """The weights that the address asks for, and what was wrong with them."""

    weights: Weights
    faults: Sequence[str] = ()

    @classmethod
    def of(cls, query: Mapping[str, str], criteria: Sequence[Criterion]) -> Asked:
        """Read the address: `weights=own` with points and the range of each; all weightings otherwise.

        A range that is not the one that stands now voids the weights: nothing is weighed by them.
        """
        if query.get("weights") != "own":
            return cls(weights=FREE)
        problems = Problems()
        points = {each.id: _points(query, each, problems) for each in criteria if each.id in query}
        ranges = {each.id: _ends(query, each, problems) for each in criteria if each.id in query}
        if max(points.values(), default=0) <= 0:
            problems.add("weights", found="no criterion has points", wanted="points for one at least")
        if problems.found:
            return cls(weights=FREE, faults=tuple(each.sentence() for each in problems.found))
        top = max(points.values())
        scaled = {name: 100 * each / top for name, each in points.items()}
        weights = Weights(form="swing", ranges=ranges, points=scaled, stated_by="this page")
        try:
            check_weights(weights, criteria)
        except BadInput as fault:
            return cls(weights=FREE, faults=tuple(each.sentence() for each in fault.problems))
        return cls(weights=weights)


def _points(query: Mapping[str, str], each: Criterion, problems: Problems) -> float:
    text = query.get(each.id, "")
    if text.isascii() and text.isdigit() and int(text[:4]) <= 100:
        return float(text)
    problems.add(each.name, found=f'"{text[:20]}"', wanted="whole points from 0 to 100")
    return 0.0


def _ends(query: Mapping[str, str], each: Criterion, problems: Problems) -> tuple[float, float]:
    try:
        worst, best = map(float, query.get(f"range-{each.id}", "").split())
    except ValueError:
        problems.add(each.name, found="no range", wanted="the range over which the points were given")
        return each.worst, each.best
    return worst, best


@frozen(kw_only=True)
class DoorsRow:
    """What one first step does to the doors of the others."""

    title: str
    stays: int
    shuts: Sequence[str]
    shut_for_now: Sequence[str]
    opens: Sequence[str]


@frozen(kw_only=True)
class SequencesPage:
    """The lanes, the table beside them, what is assumed, and the doors."""

    title: str
    svg: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    assumed: Sequence[str]
    looked_at: int
    doors: Sequence[DoorsRow]

    @classmethod
    def of(cls, found: Sequences, *, mirrored: bool = False) -> SequencesPage:
        """Say the sequences of a child."""
        titles = {each.id: each.title for each in found.board.options}
        return cls(
            title="Options in sequence",
            svg=sequences_svg(found, mirrored=mirrored) if found.sequences else "",
            columns=SEQUENCE_HEAD,
            rows=sequence_table(found),
            assumed=found.assumed,
            looked_at=found.looked_at,
            doors=tuple(
                DoorsRow(
                    title=step_name(each.step),
                    stays=len(each.stays),
                    shuts=tuple(titles[name] for name in each.shuts_for_ever),
                    shut_for_now=tuple(titles[name] for name in each.shut_for_now),
                    opens=tuple(titles[name] for name in each.opens),
                )
                for each in found.first
            ),
        )


@frozen(kw_only=True)
class LesionRow:
    """One molecular lesion in words."""

    name: str
    status: str
    classes: str
    evidence: str
    says: str
    do: str


@frozen(kw_only=True)
class MolecularPage:
    """Findings, inhibitors by allele, lesions by status, matters for genetics, what could not be read."""

    title: str
    findings: Sequence[Sequence[str]]
    inhibitors: Sequence[Sequence[str]]
    lesions: Sequence[LesionRow]
    imaging: Sequence[str]
    genetics: Sequence[str]
    problems: Sequence[str]

    @classmethod
    def of(cls, found: Annotation) -> MolecularPage:
        """Say an annotation."""
        return cls(
            title="Molecular findings",
            findings=tuple(_finding(each) for each in found.findings.found),
            inhibitors=tuple(
                (each.allele, each.name, each.standing.words, each.sentence.partition(". ")[2])
                for each in found.inhibitors
            ),
            lesions=tuple(_lesion(each) for each in found.lesions),
            imaging=tuple(each.sentence for each in found.imaging),
            genetics=tuple(f"{each.sentence} {each.remedy}" for each in found.germline),
            problems=tuple(each.sentence() for each in found.problems),
        )


def _finding(each: Any) -> tuple[str, ...]:
    finding = each.reading.finding
    vaf = "—" if finding.vaf is None else f"{finding.vaf:.0%}"
    return (
        each.gene,
        each.change,
        finding.origin or "not stated",
        vaf,
        each.specimen,
        each.reading.fact.assay,
        each.transcript,
    )


def _lesion(each: Any) -> LesionRow:
    unverified = f" (unverified: {each.lesion.unverified})" if each.lesion.unverified else ""
    return LesionRow(
        name=each.lesion.name,
        status=each.status.value,
        classes=", ".join(name.replace("_", " ") for name in each.lesion.classes) or "—",
        evidence=each.evidence + unverified,
        says=each.lesion.statement if each.status is Status.FOUND else "",
        do=each.remedy,
    )

"""The board as a page: the sections, the options with their lines, and the places where a person answers."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.eligibility import Act
from rosette.kernel import Truth
from rosette.options import Board, CriterionReport, Option, Section
from rosette.options.wording import (
    INFORMS,
    Line,
    board_counts,
    board_title,
    made_from,
    option_lines,
    place_line,
    settling_lines,
    way_sentence,
    why_sentence,
)
from rosette.options.worth import worth_of
from rosette.records import describe
from rosette.server.clinic.presenters.tags import Tag, truth_tag, verdict_tag
from rosette.version import SOFTWARE


@frozen(kw_only=True)
class OptionRow:
    """One option on the board."""

    id: str
    title: str
    tag: Tag
    place: str
    lines: Sequence[Line]
    worth: str = ""


@frozen(kw_only=True)
class SectionPart:
    """One section with its options."""

    title: str
    anchor: str
    rows: Sequence[OptionRow]


@frozen(kw_only=True)
class BoardPage:
    """The whole board."""

    title: str
    label: str
    counts: str
    informs: str
    sections: Sequence[SectionPart]
    settling: Sequence[Line]
    elsewhere: Sequence[OptionRow]
    made: str

    @classmethod
    def of(cls, board: Board) -> BoardPage:
        """Say the board."""
        return cls(
            title=board_title(board),
            label=board.record.label or "",
            counts=board_counts(board),
            informs=INFORMS,
            sections=tuple(section_part(board, each) for each in Section if board.section(each)),
            settling=tuple(settling_lines(board)),
            elsewhere=tuple(_row(option, None, board) for option in board.elsewhere()),
            made=made_from(board, software=SOFTWARE),
        )


def section_part(board: Board, section: Section) -> SectionPart:
    """One section of the board."""
    rows = tuple(_row(option, section, board) for option in board.section(section))
    return SectionPart(title=section.value, anchor=section.name.lower(), rows=rows)


def _row(option: Option, section: Section | None, board: Board) -> OptionRow:
    worth = worth_of(option, board.knowledge)
    return OptionRow(
        id=option.id,
        title=option.title,
        tag=verdict_tag(option),
        place=place_line(option, section),
        lines=tuple(option_lines(option, section)),
        worth=f"{worth.benefit}; {worth.burden}" if worth is not None else "",
    )


@frozen(kw_only=True)
class Question:
    """What a person is asked, and the name under which the answer is recorded."""

    key: str
    text: str


@frozen(kw_only=True)
class CriterionRow:
    """One criterion, judged: truth, why, facts, and whether a person may answer it here."""

    id: str
    text: str
    tag: Tag
    why: str
    evidence: Sequence[str]
    cite: str
    questions: Sequence[Question]


@frozen(kw_only=True)
class OptionPage:
    """One option, criterion by criterion, with the ways in."""

    id: str
    title: str
    tag: Tag
    place: str
    version: str
    lines: Sequence[Line]
    not_met: Sequence[CriterionRow]
    met: Sequence[CriterionRow]
    ways: Sequence[str]
    notes: Sequence[str]
    sources: Sequence[str]
    made: str

    @classmethod
    def of(cls, board: Board, option: Option) -> OptionPage:
        """Say one option."""
        rows = [(each, _criterion(board, option, each)) for each in option.criteria]
        trial = option.trial
        part = f"; text held in part: {trial.completeness_note}" if trial.completeness == "partial" else ""
        return cls(
            id=option.id,
            title=option.title,
            tag=verdict_tag(option),
            place=place_line(option),
            version=f"version {trial.version}, {trial.completeness} text{part}",
            lines=tuple(option_lines(option)),
            not_met=tuple(row for each, row in rows if each.truth.name != "YES"),
            met=tuple(row for each, row in rows if each.truth.name == "YES"),
            ways=tuple(dict.fromkeys(way_sentence(way) for way in option.ways[:5] if way.remedies)),
            notes=tuple(f"{note.id}: {note.text} [{note.cite}]" for note in option.arm.notes),
            sources=tuple(str(source) for source in trial.sources),
            made=made_from(board, software=SOFTWARE),
        )


def _criterion(board: Board, option: Option, report: CriterionReport) -> CriterionRow:
    return CriterionRow(
        id=report.criterion.id,
        text=report.criterion.text,
        tag=truth_tag(report.truth),
        why=why_sentence(report),
        evidence=tuple(f"{describe(fact, board.knowledge)} ({fact.source.name})" for fact in report.judgement.evidence),
        cite=str(report.criterion.cite),
        questions=questions_of(report),
    )


def questions_of(report: CriterionReport) -> tuple[Question, ...]:
    """The questions of a criterion that wait for a person's answer, by the names under which answers are recorded."""
    if report.truth is Truth.YES:
        return ()
    asked = {
        remedy.what: Question(key=remedy.what, text=remedy.sentence)
        for way in report.ways
        for remedy in way.remedies
        if remedy.act is Act.ATTEST
    }
    return tuple(asked.values())

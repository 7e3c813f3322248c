"""Options side by side: the same questions asked of each."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.options import Board, Option
from rosette.options.wording import day_lines, day_text, place_line, reason_lines, way_lines
from rosette.options.worth import worth_of
from rosette.server.clinic.presenters.tags import Tag, verdict_tag

MOST = 4


@frozen(kw_only=True)
class Choice:
    """An option that may be compared."""

    id: str
    title: str
    chosen: bool


@frozen(kw_only=True)
class Column:
    """A compared option."""

    id: str
    title: str
    tag: Tag


@frozen(kw_only=True)
class Row:
    """One question with each option's answer."""

    name: str
    cells: Sequence[Sequence[str]]


@frozen(kw_only=True)
class ComparePage:
    """The table of the compared options."""

    title: str
    choices: Sequence[Choice]
    columns: Sequence[Column]
    rows: Sequence[Row]

    @classmethod
    def of(cls, board: Board, wanted: Sequence[str]) -> ComparePage:
        """Compare the wanted options, at most four."""
        chosen = [option for option in board.options if option.id in wanted][:MOST]
        names = {option.id for option in chosen}
        return cls(
            title="Compare options",
            choices=tuple(Choice(id=each.id, title=each.title, chosen=each.id in names) for each in board.here()),
            columns=tuple(Column(id=each.id, title=each.title, tag=verdict_tag(each)) for each in chosen),
            rows=tuple(_rows(chosen, board)) if chosen else (),
        )


def _rows(options: Sequence[Option], board: Board) -> list[Row]:
    worths = [worth_of(each, board.knowledge) for each in options]
    return [
        Row(name="Place", cells=tuple((place_line(each),) for each in options)),
        Row(name="Days", cells=tuple(tuple(line.whole for line in day_lines(each)) or ("—",) for each in options)),
        Row(name="Earliest day", cells=tuple((day_text(each.first_day),) for each in options)),
        Row(name="Medicines", cells=tuple((", ".join(each.arm.agents) or "—",) for each in options)),
        Row(name="Dose", cells=tuple(each.arm.doses or ((each.arm.dose or "—"),) for each in options)),
        Row(name="Phase", cells=tuple((each.trial.phase or "—",) for each in options)),
        Row(name="What it may bring", cells=tuple((worth.benefit if worth else "—",) for worth in worths)),
        Row(name="What it asks for", cells=tuple((worth.burden if worth else "—",) for worth in worths)),
        Row(name="What decides", cells=tuple(_reasons(each) for each in options)),
        Row(name="What would open it", cells=tuple(_ways(each) for each in options)),
        Row(name="Summary", cells=tuple((each.trial.summary,) for each in options)),
        Row(
            name="Sources", cells=tuple((", ".join(str(source) for source in each.trial.sources),) for each in options)
        ),
    ]


def _reasons(option: Option) -> tuple[str, ...]:
    if option.verdict == "eligible":
        return ("every criterion is met",)
    return tuple(f"{line.head} {line.whole}" for line in reason_lines(option.not_met))


def _ways(option: Option) -> tuple[str, ...]:
    return tuple(line.whole for line in way_lines(option)) or ("—",)

"""Prints one trial's arms criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.words import TRUTHS, console, day, verdict_text
from rosette.knowledge import Knowledge
from rosette.options import Board, CriterionReport, Option
from rosette.options.wording import way_sentence, why_sentence
from rosette.records import describe
from rosette.version import SOFTWARE


def print_criteria_of(board: Board, options: Sequence[Option]) -> None:
    """Print each arm: its verdict and days, every criterion, the notes, the ways in."""
    out = console()
    for option in options:
        _print_arm(out, option, board.knowledge)
    out.print(Text(f"knowledge {board.knowledge.release} · {SOFTWARE} · judged {board.on}", style="dim"))


def _print_arm(out: Console, option: Option, knowledge: Knowledge) -> None:
    out.print(Text.assemble(verdict_text(option.verdict), "  ", (option.title, "bold")))
    source = ", ".join(str(each) for each in option.trial.sources)
    out.print(
        Text(
            f"{option.id} · version {option.trial.version} · {option.trial.completeness} text · {source}",
            style="dim",
        )
    )
    if option.trial.completeness == "partial":
        out.print(Text(f"Text held in part: {option.trial.completeness_note}", style="dim"))
    for report in option.criteria:
        _print_criterion(out, report, knowledge)
    for note in option.arm.notes:
        out.print(Padding(Text(f"{note.id}  note: {note.text} [{note.cite}]", style="dim"), (0, 0, 0, 2), expand=False))
    _print_days(out, option)
    out.print()


def _print_criterion(out: Console, report: CriterionReport, knowledge: Knowledge) -> None:
    mark, word, style = TRUTHS[report.truth]
    head = Text.assemble(
        (f"{mark} {word:<8}", style),
        (report.criterion.id, "bold"),
        f"  {report.criterion.text}",
        (f"  [{report.criterion.cite}]", "dim"),
    )
    out.print(Padding(head, (0, 0, 0, 2), expand=False))
    out.print(Padding(Text(why_sentence(report)), (0, 0, 0, 13), expand=False))
    for fact in report.judgement.evidence[:3]:
        out.print(
            Padding(
                Text(f"{describe(fact, knowledge)} — {fact.source.name}", style="dim"),
                (0, 0, 0, 13),
                expand=False,
            )
        )


def _print_days(out: Console, option: Option) -> None:
    facts = {"opens": option.opens_on, "stale": option.stale_on, "closes": option.closes_on}
    said = " · ".join(f"{word} {day(value)}" for word, value in facts.items() if value)
    if said:
        out.print(Padding(Text(said), (0, 0, 0, 2), expand=False))
    for way in option.ways[:5]:
        if way.remedies:
            out.print(Padding(Text.assemble(("way in: ", "bold"), way_sentence(way)), (0, 0, 0, 2), expand=False))
    if option.blockers:
        ids = ", ".join(each.criterion.id for each in option.blockers)
        out.print(Padding(Text(f"blocked by {ids}", style="red"), (0, 0, 0, 2), expand=False))

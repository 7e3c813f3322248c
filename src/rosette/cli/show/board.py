"""Prints the board: first what matters, then why, then the rest."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.words import VERDICTS, console, shortened, verdict_text
from rosette.options import Board, Option, Section
from rosette.options.wording import (
    INFORMS,
    Line,
    board_counts,
    board_title,
    made_from,
    option_lines,
    place_line,
    settling_lines,
)
from rosette.options.worth import worth_of
from rosette.version import SOFTWARE


def print_board(board: Board, *, everything: bool) -> None:
    """Print the whole board to the terminal."""
    out = console()
    _print_head(out, board)
    for section in Section:
        found = board.section(section)
        if found:
            out.print()
            out.print(Text(f"{section.value.upper()}  ({len(found)})", style="bold"))
            for option in found:
                _print_option(out, board, option, section)
    _print_settling(out, board)
    _print_elsewhere(out, board, everything=everything)
    _print_foot(out, board)


def _print_head(out: Console, board: Board) -> None:
    out.print(Text(board_title(board), style="bold"))
    if board.record.label:
        out.print(Text(board.record.label, style="dim"))
    out.print(Text(board_counts(board)))
    out.print(Text(INFORMS, style="dim"))


def _print_option(out: Console, board: Board, option: Option, section: Section) -> None:
    out.print(Text.assemble("  ", verdict_text(option.verdict), "  ", (option.title, "bold")))
    width = out.width - 6
    for line in _lines(option, section, width=width):
        out.print(Padding(line, (0, 0, 0, 6), expand=False))
    worth = worth_of(option, board.knowledge)
    if worth is not None and section is not Section.CLOSED:
        out.print(Padding(Text(f"{worth.benefit}; {worth.burden}", style="dim"), (0, 0, 0, 6), expand=False))


def _lines(option: Option, section: Section, *, width: int) -> Iterator[Text]:
    yield Text(place_line(option, section), style="dim")
    for line in option_lines(option, section):
        most = max(2 * width - 20, 120) if line.head and line.head != "way in:" else len(line.text)
        yield _text(line, most=most)


def _text(line: Line, *, most: int) -> Text:
    """A line for the terminal: what is said may be cut, the kind and the day after it never."""
    head = f"{line.head} " if line.head == "way in:" else f"{line.head}  " if line.head else ""
    return Text.assemble((head, "bold"), (shortened(line.text, most), "green" if line.good else ""), line.tail)


def _print_settling(out: Console, board: Board) -> None:
    lines = list(settling_lines(board))
    if not lines:
        return
    out.print()
    out.print(
        Text("WHAT WOULD SETTLE MOST", style="bold"),
        Text("(persons' answers and protocol text apart)", style="dim"),
    )
    for line in lines:
        out.print(Padding(Text.assemble((line.head, "bold"), line.text), (0, 0, 0, 2), expand=False))


def _print_elsewhere(out: Console, board: Board, *, everything: bool) -> None:
    others = board.elsewhere()
    if not others:
        return
    counts = {word: sum(option.verdict == word for option in others) for word in VERDICTS}
    told = ", ".join(f"{count} {VERDICTS[word][1].lower()}" for word, count in counts.items() if count)
    out.print()
    out.print(Text(f"IN THE PORTFOLIO, NOT OPEN HERE  ({len(others)}: {told})", style="bold"))
    if not everything:
        out.print(Padding(Text("shown with --all", style="dim"), (0, 0, 0, 2), expand=False))
        return
    for option in others:
        out.print(_elsewhere_line(option))


def _elsewhere_line(option: Option) -> Text:
    mark, word, style = VERDICTS[option.verdict]
    ids = ", ".join(each.criterion.id for each in option.not_met)
    status = option.trial.registry.status.lower()
    return Text.assemble(
        "  ", (f"{mark} {word.lower()}", style), f"  {option.title} ({option.id}; registry: {status})  {ids}"
    )


def _print_foot(out: Console, board: Board) -> None:
    out.print()
    out.print(Text(made_from(board, software=SOFTWARE), style="dim"))
    out.print(Text("Criterion by criterion: rosette eligibility RECORD TRIAL", style="dim"))

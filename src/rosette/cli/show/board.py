"""Prints the board: first what matters, then why, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.words import VERDICTS, console, day, shortened, verdict_text
from rosette.eligibility import Act, Remedy, Way, Why
from rosette.kernel import age_text
from rosette.options import Board, CriterionReport, Option, Section
from rosette.version import SOFTWARE

MOST_WAYS = 2
ASKED = {
    Why.JUDGEMENT: "for persons to answer",
    Why.FLAGGED: "registry text defective, read the protocol",
    Why.NOT_HELD: "protocol text not held",
}


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
                _print_option(out, option, section)
    _print_settling(out, board)
    _print_elsewhere(out, board, everything=everything)
    _print_foot(out, board)


def _print_head(out: Console, board: Board) -> None:
    child = board.record
    out.print(Text(f"Options for {child.id}, {age_text(child.birth, board.on)} old, on {day(board.on)}", style="bold"))
    if child.label:
        out.print(Text(child.label, style="dim"))
    counts = [f"{len(board.section(section))} {section.value.lower()}" for section in Section]
    out.print(Text(" · ".join(count for count in counts if not count.startswith("0 "))))
    out.print(Text("This informs a team that decides; it decides nothing.", style="dim"))


def _print_option(out: Console, option: Option, section: Section) -> None:
    out.print(Text.assemble("  ", verdict_text(option.verdict), "  ", (option.title, "bold")))
    width = out.width - 6
    for line in _lines(option, section, width=width):
        out.print(Padding(line, (0, 0, 0, 6), expand=False))


def _lines(option: Option, section: Section, *, width: int) -> Iterator[Text]:
    place = option.slot.sentence() if option.slot else ("always" if section is Section.COMFORT else "not counted")
    registry = option.trial.registry
    as_of = f" ({registry.as_of})" if registry.as_of else ""
    told = "" if option.trial.completeness == "programme" else f" · registry: {registry.status.lower()}{as_of}"
    yield Text(f"here: {place}{told} · {option.id}", style="dim")
    yield from _day_lines(option)
    if section is not Section.OPEN:
        yield from _reason_lines(option.not_met, width=width)
        yield from _way_lines(option)


def _day_lines(option: Option) -> Iterator[Text]:
    closes = f"; closes {day(option.closes_on)}" if option.closes_on else ""
    if option.verdict == "eligible":
        since = f" since {day(option.since)}" if option.since else ""
        stale = f"; as recorded it holds until {day(option.stale_on)}" if option.stale_on else ""
        yield Text(f"all criteria met{since}{stale}{closes}")
    elif option.verdict == "not_eligible" and option.opens_on:
        repeats = ", ".join(each.criterion.id for each in option.repeats_due)
        due = f", if repeated by then: {repeats}" if repeats else ""
        yield Text(f"opens {day(option.opens_on)}{due}{closes}", style="green")
    elif option.verdict == "not_eligible" and option.first_day and option.tests_away == 0:
        yield Text(f"earliest {day(option.first_day)}, if persons and protocol agree{closes}", style="green")
    elif closes:
        yield Text(closes.removeprefix("; "))


def _reason_lines(reports: Sequence[CriterionReport], *, width: int) -> Iterator[Text]:
    """A line a criterion that the record or time decides; what persons or protocols answer in one line each."""
    for report in reports:
        if report.judgement.reason not in ASKED:
            yield _reason(report, most=max(2 * width - 20, 120))
    for why, words in ASKED.items():
        ids = [each.criterion.id for each in reports if each.judgement.reason is why]
        if ids:
            yield Text.assemble((", ".join(ids), "bold"), f"  {words}")


def _reason(report: CriterionReport, *, most: int) -> Text:
    reason = report.judgement.reason
    kind = f" ({report.no.value})" if report.no else f" ({reason.value})" if reason else ""
    told = "free from" in report.judgement.why
    flips = f"; met from {day(report.flips_on)}" if report.flips_on and report.no and not told else ""
    return Text.assemble((report.criterion.id, "bold"), f"  {shortened(report.judgement.why, most)}{kind}{flips}")


def _way_lines(option: Option) -> Iterator[Text]:
    told = list(dict.fromkeys(sentence for way in option.ways if (sentence := _doing(way))))
    for sentence in told[:MOST_WAYS]:
        yield Text.assemble(("way in: ", "bold"), sentence)
    if not option.ways and option.blockers:
        ids = ", ".join(each.criterion.id for each in option.blockers)
        yield Text(f"nothing opens this within the horizon: {ids}")


def _doing(way: Way) -> str:
    """What a way asks for beside persons' answers and protocol text; empty when nothing."""
    steps = _sentences(each for each in way.remedies if each.act not in (Act.ATTEST, Act.OBTAIN))
    return f"{steps} Earliest {day(way.opens_on)}." if steps else ""


def _sentences(remedies: Iterator[Remedy]) -> str:
    return " ".join(dict.fromkeys(each.sentence for each in remedies))


def way_sentence(way: Way) -> str:
    """One whole way in, for people."""
    return f"{_sentences(iter(way.remedies))} Earliest {day(way.opens_on)}."


def _print_settling(out: Console, board: Board) -> None:
    sets = board.settling.sets
    if not sets:
        return
    out.print()
    out.print(
        Text("WHAT WOULD SETTLE MOST", style="bold"),
        Text("(persons' answers and protocol text apart)", style="dim"),
    )
    for each in sets:
        tests = " + ".join(test.sentence.rstrip(".") for test in each.tests)
        places = ", ".join(each.settles[:6]) + (" …" if len(each.settles) > 6 else "")
        count = f"{len(each.settles)} option{'s' if len(each.settles) != 1 else ''}"
        out.print(Padding(Text.assemble((f"{tests}", "bold"), f" → {count}: {places}"), (0, 0, 0, 2), expand=False))


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
    made = f"record {board.record.id} · knowledge {board.knowledge.release} ({board.knowledge.digest[:8]})"
    site = f"portfolio {board.portfolio.digest[:8]} · {board.programme.label} ({board.programme.as_of})"
    out.print(Text(f"{made} · {site} · {SOFTWARE} · judged for {board.on}", style="dim"))
    out.print(Text("Criterion by criterion: rosette eligibility RECORD TRIAL", style="dim"))

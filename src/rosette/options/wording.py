"""The sentences of a board, made once: terminal, page and letter print these very lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from rosette.eligibility import Act, Remedy, Way, Why
from rosette.kernel import Truth, age_text
from rosette.options.board import Board, Section
from rosette.options.option import CriterionReport, Option
from rosette.portfolio import Verdict

VERDICT_WORDS: Mapping[Verdict, tuple[str, str]] = {
    "eligible": ("✓", "ELIGIBLE"),
    "needs_judgement": ("◇", "NEEDS JUDGEMENT"),
    "unknown": ("?", "UNKNOWN"),
    "not_eligible": ("✗", "NOT ELIGIBLE"),
}
TRUTH_WORDS: Mapping[Truth, tuple[str, str]] = {
    Truth.YES: ("✓", "met"),
    Truth.UNKNOWN: ("?", "unknown"),
    Truth.NO: ("✗", "not met"),
}
ASKED: Mapping[Why, str] = {
    Why.JUDGEMENT: "for persons to answer",
    Why.FLAGGED: "registry text defective, read the protocol",
    Why.NOT_HELD: "protocol text not held",
}
INFORMS = "This informs a team that decides; it decides nothing."


@frozen
class Line:
    """One sentence about an option, with the ids that it speaks of before it."""

    text: str
    head: str = ""
    tail: str = ""
    good: bool = False

    @property
    def whole(self) -> str:
        """Text and what follows it."""
        return f"{self.text}{self.tail}"


def day_text(value: date | None) -> str:
    """A day as people read it in every language."""
    return "—" if value is None else f"{value.day} {value:%b %Y}"


def board_title(board: Board) -> str:
    """Whose board it is, and of which day."""
    return f"Options for {board.record.id}, {age_text(board.record.birth, board.on)} old, on {day_text(board.on)}"


def board_counts(board: Board) -> str:
    """How many options stand where."""
    counts = [(len(board.section(section)), section.value.lower()) for section in Section]
    return " · ".join(f"{count} {word}" for count, word in counts if count)


def made_from(board: Board, *, software: str) -> str:
    """What the board was made from, so that it can be made again."""
    made = f"record {board.record.id} · knowledge {board.knowledge.release} ({board.knowledge.digest[:8]})"
    site = f"portfolio {board.portfolio.digest[:8]} · {board.programme.label} ({board.programme.as_of})"
    return f"{made} · {site} · {software} · judged for {board.on}"


def place_line(option: Option, section: Section | None = None) -> str:
    """Where it is open here, and what the registry says, with its date."""
    place = option.slot.sentence() if option.slot else ("always" if section is Section.COMFORT else "not counted")
    registry = option.trial.registry
    as_of = f" ({registry.as_of})" if registry.as_of else ""
    told = "" if option.trial.completeness == "programme" else f" · registry: {registry.status.lower()}{as_of}"
    return f"here: {place}{told} · {option.id}"


def option_lines(option: Option, section: Section | None = None) -> Iterator[Line]:
    """Everything that is said about an option on the board: its days, its reasons, the ways in."""
    yield from day_lines(option)
    if section is not Section.OPEN:
        yield from reason_lines(option.not_met)
        yield from way_lines(option)


def day_lines(option: Option) -> Iterator[Line]:
    """Since when, until when, from when."""
    closes = f"; closes {day_text(option.closes_on)}" if option.closes_on else ""
    if option.verdict == "eligible":
        since = f" since {day_text(option.since)}" if option.since else ""
        stale = f"; as recorded it holds until {day_text(option.stale_on)}" if option.stale_on else ""
        yield Line(f"all criteria met{since}{stale}{closes}")
    elif option.verdict == "not_eligible" and option.opens_on:
        repeats = ", ".join(each.criterion.id for each in option.repeats_due)
        due = f", if repeated by then: {repeats}" if repeats else ""
        yield Line(f"opens {day_text(option.opens_on)}{due}{closes}", good=True)
    elif option.verdict == "not_eligible" and option.first_day and option.tests_away == 0:
        yield Line(f"earliest {day_text(option.first_day)}, if persons and protocol agree{closes}", good=True)
    elif closes:
        yield Line(closes.removeprefix("; "))


def reason_lines(reports: Sequence[CriterionReport]) -> Iterator[Line]:
    """A line a criterion that the record or time decides; what persons or protocols answer in one line each."""
    for report in reports:
        if report.judgement.reason not in ASKED:
            yield _reason(report)
    for why, words in ASKED.items():
        ids = [each.criterion.id for each in reports if each.judgement.reason is why]
        if ids:
            yield Line(words, head=", ".join(ids))


def _reason(report: CriterionReport) -> Line:
    told = "free from" in report.judgement.why
    flips = f"; met from {day_text(report.flips_on)}" if report.flips_on and report.no and not told else ""
    return Line(report.judgement.why, head=report.criterion.id, tail=f"{kind_of(report)}{flips}")


def kind_of(report: CriterionReport) -> str:
    """Which kind of NO or UNKNOWN it is, in brackets."""
    if report.no:
        return f" ({report.no.value})"
    return f" ({report.judgement.reason.value})" if report.judgement.reason else ""


def why_sentence(report: CriterionReport) -> str:
    """The reason for a criterion's truth and until or from when; a question is not said again below itself."""
    reason = report.judgement.reason
    if reason is not None and reason in ASKED and not report.judgement.evidence:
        return ASKED[reason]
    return f"{report.judgement.why}{kind_of(report)}{_flips(report)}"


def _flips(report: CriterionReport) -> str:
    if report.flips_on is None:
        return ""
    word = "until" if report.truth is Truth.YES else "met from"
    return f"; {word} {day_text(report.flips_on)}"


def way_lines(option: Option, *, most: int = 2) -> Iterator[Line]:
    """The cheapest ways in, persons' answers and protocol text apart; or that nothing opens it."""
    told = list(dict.fromkeys(sentence for way in option.ways if (sentence := _doing(way))))
    for sentence in told[:most]:
        yield Line(sentence, head="way in:")
    if not option.ways and option.blockers:
        ids = ", ".join(each.criterion.id for each in option.blockers)
        yield Line(f"nothing opens this within the horizon: {ids}")


def _doing(way: Way) -> str:
    steps = _sentences(each for each in way.remedies if each.act not in (Act.ATTEST, Act.OBTAIN))
    return f"{steps} Earliest {day_text(way.opens_on)}." if steps else ""


def _sentences(remedies: Iterable[Remedy]) -> str:
    return " ".join(dict.fromkeys(each.sentence for each in remedies))


def way_sentence(way: Way) -> str:
    """One whole way in, for people."""
    return f"{_sentences(way.remedies)} Earliest {day_text(way.opens_on)}."


def settling_lines(board: Board) -> Iterator[Line]:
    """Which tests would settle the most options."""
    for each in board.settling.sets:
        tests = " + ".join(test.sentence.rstrip(".") for test in each.tests)
        places = ", ".join(each.settles[:6]) + (" …" if len(each.settles) > 6 else "")
        count = f"{len(each.settles)} option{'s' if len(each.settles) != 1 else ''}"
        yield Line(f" → {count}: {places}", head=tests)

"""What the letter says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs import field, frozen

from rosette.options import Board, Option, Section, section_of
from rosette.options.wording import VERDICT_WORDS, option_lines, place_line

DECIDES = "This letter informs. The family and the treating physicians decide; the programme's team is there to answer."
EMERGENCY = "Not for emergencies. In an emergency call the local emergency number or the hospital's on-call physician."


@frozen(kw_only=True)
class Considered:
    """One option as the meeting saw it."""

    id: str
    title: str
    verdict: str
    recommended: bool
    place: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


@frozen(kw_only=True)
class Signed:
    """A signature under the letter: who, in which role, what it means, when, and the digest of what was signed."""

    name: str
    role: str
    meaning: str
    at: str
    digest: str


@frozen(kw_only=True)
class RecommendationLetter:
    """A recommendation letter from the programme to the referring institution."""

    number: str
    on: str
    programme: str
    programme_phone: str
    recipient: str
    institution: str
    child: str
    question: str
    meeting: str
    attendees: tuple[str, ...]
    decision: str
    recommendation: str
    dissent: str
    options: tuple[Considered, ...]
    asked: tuple[str, ...]
    review: str
    made: str
    signatures: tuple[Signed, ...] = field(default=())

    @property
    def digest(self) -> str:
        """The digest of everything but the signatures: what a signature is bound to."""
        body = {**letter_json(self), "signatures": []}
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def letter_json(letter: RecommendationLetter) -> dict[str, Any]:
    """The letter as plain data."""
    return attrs.asdict(letter)


def read_letter(raw: Mapping[str, Any]) -> RecommendationLetter:
    """The letter from its plain data."""
    options = tuple(
        Considered(**{**each, "lines": tuple(each["lines"]), "sources": tuple(each["sources"])})
        for each in raw["options"]
    )
    lists = {key: tuple(raw[key]) for key in ("attendees", "asked")}
    signatures = tuple(Signed(**each) for each in raw["signatures"])
    return RecommendationLetter(**{**raw, **lists, "options": options, "signatures": signatures})


def letter_options(board: Board, *, recommended: Sequence[str]) -> tuple[Considered, ...]:
    """The options that the letter names: those recommended, those that are or may come open, and comfort care."""
    return tuple(_considered(option, option.id in recommended) for option in _named(board, recommended))


def _named(board: Board, recommended: Sequence[str]) -> Iterator[Option]:
    told = (Section.OPEN, Section.JUDGEMENT, Section.OPENS, Section.ONE_TEST, Section.COMFORT)
    yield from (option for option in board.options if option.id in recommended)
    for section in told:
        yield from (option for option in board.section(section) if option.id not in recommended)


def _considered(option: Option, recommended: bool) -> Considered:
    mark, word = VERDICT_WORDS[option.verdict]
    section = section_of(option)
    return Considered(
        id=option.id,
        title=option.title,
        verdict=f"{mark} {word.capitalize()}",
        recommended=recommended,
        place=place_line(option, section),
        lines=tuple(f"{line.head} {line.whole}".strip() for line in option_lines(option, section)),
        sources=tuple(str(source) for source in option.trial.sources),
    )

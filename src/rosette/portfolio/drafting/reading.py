"""What a reader makes of a clause: an expression with its polarity, or the readings that it leaves open."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from rosette.eligibility.criteria import Polarity
from rosette.portfolio.drafting.draft import Confidence, Doubt
from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.words import Words


@frozen(kw_only=True)
class Reading:
    """One statement that was read in a clause: characters `start` to `end` of its words.

    expr: an expression of the criteria language, None where nothing can be said. others: what it may mean, where open.
    settled: words of exception in these characters were read.
    """

    kind: str
    polarity: Polarity
    expr: str | None
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()
    others: tuple[str, ...] = ()
    confidence: Confidence = "high"
    judged: bool = False
    state: bool = False

    def doubted(self, *doubts: Doubt) -> Reading:
        """The same with more doubts."""
        return evolve(self, doubts=(*self.doubts, *doubts)) if doubts else self

    @property
    def open(self) -> bool:
        """Whether it is left open."""
        return self.expr is None or any(doubt.open for doubt in self.doubts)


@frozen(kw_only=True, eq=False)
class Clause:
    """A piece as the readers see it: its words, the tables of words, and what the registry says beside the text."""

    piece: Piece
    words: Words
    fields: Mapping[str, str] = field(factory=dict)

    @property
    def text(self) -> str:
        """The words of the piece."""
        return self.piece.text

    @property
    def excluding(self) -> bool:
        """Whether the piece stands below an exclusion heading."""
        return self.piece.section == "exclusion"

    @property
    def polarity(self) -> Polarity:
        """What the section makes of a plain statement."""
        return "exclude" if self.excluding else "require"


def open_doubt(code: str, sentence: str) -> Doubt:
    """A doubt that leaves the reading open."""
    return Doubt(code=code, sentence=sentence, open=True)


def doubt(code: str, sentence: str) -> Doubt:
    """A doubt that a person should look at; the words were read as they stand."""
    return Doubt(code=code, sentence=sentence)


def spelled(number: float) -> str:
    """A number as the criteria language writes it."""
    return str(int(number)) if number == int(number) else repr(round(number, 9))

"""What a draft is made of: passages of the registry text, what each was read as, and what is doubted.

A draft is never used as it stands: `accepted` writes criteria from the items that a person accepted or edited.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen, validators

from rosette.eligibility import Criterion

EndsAs = Literal["node", "judgement", "not encoded"]
ENDS: tuple[EndsAs, ...] = ("node", "judgement", "not encoded")
Section = Literal["inclusion", "exclusion", "headed", "unmarked", "register"]
SECTIONS: tuple[Section, ...] = ("inclusion", "exclusion", "headed", "unmarked", "register")
Confidence = Literal["high", "medium", "low"]
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


@frozen(kw_only=True)
class TextSpan:
    """Characters `start` (counted) to `end` (not counted) of the eligibility text, and those characters.

    of: the field of the register whose characters they are; empty for the eligibility text.
    """

    start: int = field(validator=validators.ge(0))
    end: int
    text: str
    of: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a span whose text is not as long as it says."""
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.start} to {self.end} are not {len(self.text)} characters")


@frozen(kw_only=True)
class Doubt:
    """Why a person must look; an `open` doubt leaves the reading open and nothing is drafted as settled.

    code: one of the kinds of doubt in `docs/reference/drafting.md`. sentence: the reason, for a person.
    """

    code: str
    sentence: str
    open: bool = False


@frozen(kw_only=True)
class DraftItem:
    """One passage and what it was read as.

    text: lines of the criteria language, or None where nothing was encoded. criteria: the same lines, parsed.
    readings: expressions that the passage may mean, where it was left open; shown, never used by themselves.
    headings: what the passage stands under, outermost first. cite: its place in the text by count.
    """

    id: str
    span: TextSpan
    section: Section
    kind: str
    confidence: Confidence
    ends_as: EndsAs
    text: str | None = None
    criteria: tuple[Criterion, ...] = field(default=(), repr=False)
    doubts: tuple[Doubt, ...] = ()
    readings: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    cite: str = ""

    @property
    def open(self) -> bool:
        """Whether a doubt leaves the reading open."""
        return any(doubt.open for doubt in self.doubts)


@frozen(kw_only=True)
class Draft:
    """Everything that was read in one registry text: its items cover every character that is not blank."""

    trial: str
    items: tuple[DraftItem, ...]
    notes: tuple[str, ...] = ()
    source: str = field(default="", repr=False)

    def item(self, identity: str) -> DraftItem | None:
        """The item of that id."""
        return next((item for item in self.items if item.id == identity), None)

    def uncovered(self) -> tuple[TextSpan, ...]:
        """Pieces of the text, blanks aside, that no item covers: none, as the tests show."""
        spans = [item.span for item in self.items if not item.span.of]
        ends = [0, *(span.end for span in spans)]
        starts = [*(span.start for span in spans), len(self.source)]
        gaps = ((end, start) for end, start in zip(ends, starts, strict=True) if self.source[end:start].strip())
        return tuple(TextSpan(start=end, end=start, text=self.source[end:start]) for end, start in gaps)

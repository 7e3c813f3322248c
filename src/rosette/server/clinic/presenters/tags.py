"""Verdicts and truths as tags: a mark, a word and a class; the words are those of the board."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from rosette.kernel import Truth
from rosette.options import Option, Section, section_of
from rosette.options.wording import TRUTH_WORDS, VERDICT_WORDS
from rosette.portfolio import Verdict

VERDICT_CLASSES: Mapping[Verdict, str] = {
    "eligible": "open",
    "needs_judgement": "judgement",
    "unknown": "unknown",
    "not_eligible": "closed",
}
TRUTH_CLASSES: Mapping[Truth, str] = {Truth.YES: "open", Truth.UNKNOWN: "unknown", Truth.NO: "closed"}


@frozen
class Tag:
    """A mark, a word, and the class that colours them; readable without the colour."""

    mark: str
    word: str
    css: str


def verdict_tag(option: Option) -> Tag:
    """The tag of an option's verdict; an option that opens on a day is told apart from a closed one."""
    mark, word = VERDICT_WORDS[option.verdict]
    later = option.verdict == "not_eligible" and section_of(option) is Section.OPENS
    return Tag(mark, word.capitalize(), "later" if later else VERDICT_CLASSES[option.verdict])


def truth_tag(truth: Truth) -> Tag:
    """The tag of a criterion's truth."""
    mark, word = TRUTH_WORDS[truth]
    return Tag(mark, word.capitalize(), TRUTH_CLASSES[truth])

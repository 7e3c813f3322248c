"""A piece of the eligibility text: one sentence, clause or bullet with what it stands under."""

from __future__ import annotations

import functools
import re

from attrs import field, frozen

from rosette.portfolio.drafting.draft import Section

_MARK = re.compile(r"^\s*(?:[-*•+–◦▪·]|\\?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\\?[.)])\s+(?=\S)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?=[^\sA-Za-z0-9])")
_SPACE = re.compile(r"\s+")
# Ways to write one thing, in the order in which they are made one.
_SAME = (
    ("≥⩾>", re.compile(r"[≥⩾]\s*/?\s*=?|>\s*/?\s*or\s*(?:=|equal to)|>\s*/\s*=|=>|>\s+="), ">="),
    ("≤⩽<", re.compile(r"[≤⩽]\s*/?\s*=?|<\s*/?\s*or\s*(?:=|equal to)|<\s*/\s*=|=<|<\s+="), "<="),
    ("–—‒−", re.compile(r"[–—‒−]"), "-"),
    ("μµ", re.compile(r"[μµ]"), "u"),
    ("×", re.compile(r"×"), "x"),
    ("²", re.compile(r"²"), "^2"),
    ("³", re.compile(r"³"), "^3"),
    ("⁹", re.compile(r"⁹"), "^9"),
    ("⁶", re.compile(r"⁶"), "^6"),
    ('‘’“”"', re.compile(r"[‘’“”\"]"), "'"),
    ("R", re.compile(r"(?<=[a-z):])OR(?=\W|$)"), " OR"),
)
_ENTITIES = (("&ge;", ">="), ("&le;", "<="), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"))


@functools.lru_cache(maxsize=20_000)
def cleaned(raw: str) -> str:
    """The words of a piece of text: without its bullet and escapes, with one spelling for signs and one blank."""
    text = _ESCAPE.sub("", _MARK.sub("", raw, count=1))
    for entity, spelling in _ENTITIES if "&" in text else ():
        text = text.replace(entity, spelling)
    for signs, pattern, spelling in _SAME:
        if any(sign in text for sign in signs):
            text = pattern.sub(spelling, text)
    return _SPACE.sub(" ", text).strip()


@frozen(kw_only=True, eq=False, slots=False)
class Piece:
    """One passage: where it stands in the text, how deep in the list, below what.

    cite: its place by count, such as "incl 7.2". label: the words before a colon that the whole bullet stands under.
    heads: what it stands under, outermost first. heading: whether it only opens a part of the text.
    """

    raw: str
    start: int
    depth: int
    section: Section
    cite: str
    label: str = ""
    heads: tuple[str, ...] = ()
    heading: bool = False
    unit: int = 0
    parent: int | None = field(default=None)

    @functools.cached_property
    def text(self) -> str:
        """The words of the piece."""
        return cleaned(self.raw)

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.raw)

    @functools.cached_property
    def above(self) -> str:
        """Everything that it stands under, as one text."""
        return " / ".join((*self.heads, self.label))

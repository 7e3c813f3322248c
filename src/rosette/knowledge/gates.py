"""What every row must have: a statement, a source that was opened, a review that comes due after it was made.

Gate 3: at least one source, in the bibliography, with a locator. Gate 4: the review.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from rosette.kernel import Citation, did_you_mean
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.entries import Review
from rosette.knowledge.rows import Row

NO_REVIEW = Review(date.min, "", date.max)


class Common(TypedDict):
    """The fields of an Entry."""

    id: str
    statement: str
    sources: tuple[Citation, ...]
    review: Review
    place: str
    unverified: str | None


def read_common(row: Row, references: Mapping[str, Reference]) -> Common:
    """Read what every row has, through the third and the fourth gate."""
    unverified = row.optional("unverified")
    return Common(
        id=row.text("id"),
        statement=row.text("statement"),
        sources=row.once("sources", lambda: read_sources(row, references, verified=unverified is None)),
        review=row.once("review", lambda: read_review(row)),
        place=row.path,
        unverified=unverified,
    )


def read_sources(row: Row, references: Mapping[str, Reference], *, verified: bool) -> tuple[Citation, ...]:
    """Read the citations; a verified row needs at least one source of which something was opened."""
    if row.get("sources") in (None, []):
        row.problems.add(row.path, found="no source", wanted='sources = [{ ref = "…", at = "…" }]')
        return ()
    citations = tuple(_citation(source, references) for source in row.rows("sources"))
    known = [references[each.ref] for each in citations if each.ref in references]
    if verified and len(known) == len(citations) and not any(each.read for each in known):
        remedy = 'Open a source and say so there, or mark the row unverified = "why".'
        row.refuse("sources", "none of the sources was opened", remedy=remedy)
    return citations


def _citation(source: Row, references: Mapping[str, Reference]) -> Citation:
    ref = source.text("ref")
    if ref and ref not in references:
        found = f'"{ref}" is not in references.toml{did_you_mean(ref, references)}'
        source.refuse("ref", found, remedy="Add the source there, once.")
    citation = Citation(ref, source.text("at"))
    source.close()
    return citation


def read_review(row: Row) -> Review:
    """Read who reviewed the row, when, and when it is due again."""
    value = row.get("review")
    if not isinstance(value, dict):
        row.problems.add(row.path, found="no review", wanted='review = { on = 2026-11-25, by = "…", due = 2027-11-25 }')
        return NO_REVIEW
    inner = Row(value, row.at("review"), row.problems)
    on, by, due = inner.day("on"), inner.text("by"), inner.day("due")
    inner.close()
    if on and due and due <= on:
        inner.refuse("due", f"{due} is not after {on}", "a later day than that of the review")
    return Review(on or date.min, by, due or date.max)

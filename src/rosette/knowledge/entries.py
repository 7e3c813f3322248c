"""What every cited row has: an id, a statement, sources, a review, and a reason when it is not verified."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import Citation


@frozen
class Review:
    """Who looked at a row, when, and when it is due again."""

    on: date
    by: str
    due: date


@frozen(kw_only=True)
class Entry:
    """A row of the cited data; `unverified` says why its value must not enter a computation."""

    id: str
    statement: str
    sources: tuple[Citation, ...]
    review: Review
    place: str
    unverified: str | None = None

    @property
    def verified(self) -> bool:
        """Whether the value may be used."""
        return self.unverified is None

    def overdue(self, on: date) -> bool:
        """Whether the review was due before `on`."""
        return self.review.due < on

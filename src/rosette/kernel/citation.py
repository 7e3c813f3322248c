"""Where a statement comes from."""

from __future__ import annotations

from attrs import frozen


@frozen(order=True)
class Citation:
    """A source and the place in it: a bibliography key or registry id, and a page, table, section or item."""

    ref: str
    at: str

    def __str__(self) -> str:
        return f"{self.ref}, {self.at}" if self.at else self.ref

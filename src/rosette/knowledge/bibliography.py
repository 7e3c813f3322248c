"""The sources that rows name, each once."""

from __future__ import annotations

from attrs import frozen

REFERENCE_KINDS = (
    "convention",
    "database",
    "guideline",
    "label",
    "package",
    "page",
    "paper",
    "registry",
    "standard",
)


@frozen(kw_only=True)
class Reference:
    """A source: what it is, where it is found, and what of it was opened (empty: nothing)."""

    key: str
    title: str
    kind: str
    year: int | None = None
    doi: str = ""
    url: str = ""
    registry: str = ""
    opened: str = ""
    licence: str = ""

    @property
    def read(self) -> bool:
        """Whether anything of it was opened; a number on nothing else is unverified."""
        return bool(self.opened)

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

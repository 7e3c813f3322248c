"""What pages say when something went wrong."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class ProblemPage:
    """A heading, what was found, and the way out."""

    title: str
    faults: tuple[str, ...] = ()
    remedy: str = ""

    @classmethod
    def missing(cls) -> ProblemPage:
        """There is no such page, or the person may not know of it."""
        remedy = "Go back, or open the page from the menu. If you should have access, ask the programme's coordinator."
        return cls(title="This page is not here", remedy=remedy)

    @classmethod
    def bad(cls, faults: tuple[str, ...]) -> ProblemPage:
        """What was sent cannot be used."""
        remedy = "Nothing was saved. Go back: what you typed is still in the form."
        return cls(title="This could not be saved", faults=faults, remedy=remedy)

    @classmethod
    def stale_form(cls) -> ProblemPage:
        """The form was opened before the last sign-in."""
        remedy = "Nothing was saved. Go back, reload the page and send it again."
        return cls(title="The form was opened before you signed in", remedy=remedy)

    @classmethod
    def broken(cls, number: str) -> ProblemPage:
        """The server failed."""
        remedy = f"Nothing was half saved. Try again; if it stays, tell the help desk the number {number}."
        return cls(title="Something broke here", remedy=remedy)

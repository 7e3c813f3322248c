"""The error of a foreign file that cannot be read."""

from __future__ import annotations

from rosette.kernel import BadInput, Problem


class InterchangeError(BadInput):
    """A foreign file that cannot be read, or that may not be merged."""

    @classmethod
    def of(cls, found: str, *, what: str, at: str = "", wanted: str = "", remedy: str = "") -> InterchangeError:
        """Make the error from one sentence."""
        return cls([Problem(at, found, wanted, remedy)], what=what)

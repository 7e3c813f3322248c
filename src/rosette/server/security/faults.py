"""What goes wrong with keys and sealed texts."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.kernel import BadInput, Problem


class VaultError(BadInput):
    """A key or a sealed text cannot be used; the message never holds key material."""

    @classmethod
    def of(cls, found: str, *, wanted: str = "", remedy: str = "") -> VaultError:
        """Make the error from one sentence."""
        return cls([Problem("", found, wanted, remedy)], what="keys")

    @classmethod
    def all_of(cls, problems: Iterable[Problem]) -> VaultError:
        """Make the error from every fault."""
        return cls(problems, what="keys")

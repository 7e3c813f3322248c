"""What a check of a record finds."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Severity = Literal["error", "warning"]


@frozen
class Finding:
    """One thing to look at: how bad, of what sort, where, in a sentence, and which facts it is about.

    sort: "rule" for errors; for warnings "conflict", "overlap", "late", "open_end", "history", "place" or
    "unknown_agent". A conflict does not block reading: what rests on it is unknown until a person settles it.
    """

    severity: Severity
    sort: str
    path: str
    sentence: str
    facts: tuple[str, ...] = ()

"""Foreign files to facts and back: pure mapping, with a loss for everything that became no fact.

Promises: nothing is dropped in silence; the same file twice changes nothing; a record is changed whole or not at all;
a unit, a date or a code is never guessed; what is hostile is refused inside limits.
"""

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import (
    LIMITS,
    Content,
    Limits,
    content_of,
    entries_of,
    json_of,
    lines_of,
    text_of,
    unpacked,
    xml_of,
)
from rosette.interchange.merging import Batch, Merged, merge, record_for
from rosette.interchange.reading import Asked, Format, format_of, read_content, read_foreign
from rosette.interchange.units import UnitRead, unit_of

__all__ = [
    "LIMITS",
    "Asked",
    "Batch",
    "Candidate",
    "ChildFound",
    "Content",
    "Format",
    "Found",
    "InterchangeError",
    "Limits",
    "Loss",
    "Merged",
    "Origin",
    "UnitRead",
    "content_of",
    "entries_of",
    "format_of",
    "json_of",
    "lines_of",
    "merge",
    "read_content",
    "read_foreign",
    "record_for",
    "text_of",
    "unit_of",
    "unpacked",
    "xml_of",
]

"""Names as parts of an address: what is not a letter, a digit or a plain sign stands as the numbers of its bytes."""

from __future__ import annotations

import re

_SIGN = re.compile(rb"[^A-Za-z0-9_.-]")
_NUMBER = re.compile(rb"%([0-9A-F]{2})")


def quoted(name: str) -> str:
    """A name that may stand in an address or a code."""
    return _SIGN.sub(lambda found: b"%%%02X" % found.group()[0], name.encode()).decode()


def unquoted(name: str) -> str:
    """The name again; bytes that are no text are marked."""
    text = name.encode(errors="replace")
    return _NUMBER.sub(lambda found: bytes([int(found.group(1), 16)]), text).decode(errors="replace")

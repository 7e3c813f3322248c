"""Reading what a user brings: text in UTF-8, not too large, never a pickle."""

from __future__ import annotations

from pathlib import Path

from rosette.kernel import BadInput, Problem

MOST_BYTES = 200_000_000


def text_of(path: Path, *, what: str) -> str:
    """The text of a file; raises BadInput that names it when it cannot be used."""
    if path.suffix in (".pkl", ".pickle"):
        raise _fault(path, what, "a pickle runs code when it is read")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _fault(path, what, f"more than {MOST_BYTES} bytes")
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise _fault(path, what, fault.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise _fault(path, what, "not UTF-8 text") from None


def _fault(path: Path, what: str, found: str) -> BadInput:
    return BadInput([Problem(path.name, found, "tab-separated text")], what=what)

"""Reading what a user brings: text in UTF-8, not too large, never a pickle."""

from __future__ import annotations

from pathlib import Path

from rosette.kernel import BadInput, Problem, Problems
from rosette.knowledge.textfiles import read_text

MOST_BYTES, WANTED = 200_000_000, "tab-separated text"


def text_of(path: Path, *, what: str) -> str:
    """The text of a file; raises BadInput that names it when it cannot be used."""
    if path.suffix in (".pkl", ".pickle"):
        raise BadInput([Problem(path.name, "a pickle runs code when it is read", WANTED)], what=what)
    problems = Problems()
    text = read_text(path, problems, most=MOST_BYTES, wanted=WANTED)
    problems.raise_as(BadInput, what=what)
    return text or ""

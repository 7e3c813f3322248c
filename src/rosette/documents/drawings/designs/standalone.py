"""A drawing that stands alone, in a file: with its colours inside."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def sheet_text() -> str:
    """The style rules of the drawings of designs, as text."""
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("base.css", "designs.css"))


def standalone(svg: str) -> str:
    """The same drawing with its style rules inside, on white."""
    head, mark, rest = svg.partition(">")
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{mark}<style>{sheet_text()}</style>{ground}{rest}\n'

"""Prints a Typst template with plain data: no text that goes in can become markup, and equal data give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rosette.documents.letters.pdf import clean_text


def printed(template: Path, told: Mapping[str, Any], *, drawings: Mapping[str, str] | None = None) -> bytes:
    """The data in a template as PDF, A4, tagged; drawings are SVG by name, their text already escaped."""
    import typst

    inputs = {"page": json.dumps(clean_text(dict(told)), ensure_ascii=False), **(drawings or {})}
    made = typst.compile(str(template), sys_inputs=inputs, ignore_system_fonts=True, timestamp=0)
    assert isinstance(made, bytes)
    return made

"""Registry records that a person brought as files, for a site that asks no other host."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rosette.kernel import PortfolioError, Problems
from rosette.knowledge.textfiles import read_text

MOST_BYTES = 64 * 1024 * 1024


def read_folder(folder: Path) -> list[Any]:
    """Every study of the JSON files of a folder: one a file, a list of them, or a page as the registry gives it.

    Raises PortfolioError with every file that cannot be read; then none is handed on.
    """
    problems, found = Problems(), list[Any]()
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        problems.add(str(folder), found="no registry records here", wanted="a folder with *.json")
    for path in files:
        text = read_text(path, problems, most=MOST_BYTES)
        if text is not None:
            found += _studies(text, path.name, problems)
    problems.raise_as(PortfolioError, what="registry records")
    return found


def _studies(text: str, name: str, problems: Problems) -> list[Any]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        problems.add(name, found="not JSON, or nested too deeply", wanted="registry records")
        return []
    if isinstance(table, dict) and isinstance(table.get("studies"), list):
        return list(table["studies"])
    return list(table) if isinstance(table, list) else [table]

"""Reading the bibliography and the release number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rosette.kernel import Problems
from rosette.knowledge.bibliography import REFERENCE_KINDS, Reference
from rosette.knowledge.files import REFERENCES_FILE, RELEASE_FILE, DataFile
from rosette.knowledge.rows import Row

YEARS = range(1900, 2101)
_TEXTS = ("doi", "url", "registry", "opened", "licence")


def read_references(files: Sequence[DataFile], problems: Problems) -> Mapping[str, Reference]:
    """Read the sources by key."""
    content = _content(files, REFERENCES_FILE, problems)
    found = {}
    for key, value in content.items():
        if isinstance(value, dict):
            found[key] = _reference(key, Row(value, f"{REFERENCES_FILE}, {key}", problems))
        else:
            problems.add(f"{REFERENCES_FILE}, {key}", found="not a table", wanted="[key] with title and kind")
    return found


def _reference(key: str, row: Row) -> Reference:
    year = row.get("year")
    if year is not None and (year not in YEARS):
        row.refuse("year", f"{year} is not a year", "a year such as 2024")
    reference = Reference(
        key=key,
        title=row.text("title"),
        kind=row.choice("kind", REFERENCE_KINDS),
        year=year if isinstance(year, int) else None,
        **{name: row.text(name, default="") for name in _TEXTS},
    )
    row.close()
    return reference


def read_release(files: Sequence[DataFile], problems: Problems) -> str:
    """Read the release number."""
    row = Row(_content(files, RELEASE_FILE, problems), RELEASE_FILE, problems)
    release = row.text("release")
    row.close()
    return release


def _content(files: Sequence[DataFile], name: str, problems: Problems) -> Mapping[str, object]:
    content = next((file.content for file in files if file.name == name), None)
    if content is None:
        problems.add(name, found="missing or not readable")
    return content or {}

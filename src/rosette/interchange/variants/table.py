"""Tables of tabs with comments above: a head of columns, and rows by their names with their line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from rosette.interchange.guarded import Content, lines_of
from rosette.kernel import did_you_mean


@frozen(kw_only=True)
class Cells:
    """One row: its line in the file, and its cells by the names of the columns; empty ones are left out."""

    line: int
    values: Mapping[str, str] = field(eq=False)

    def get(self, *names: str) -> str:
        """The first of these columns that is not empty."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


@frozen(kw_only=True)
class Sheet:
    """A table that was read: its columns, its rows, and the rows of another width with their line."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    broken: tuple[tuple[int, str], ...]
    comments: tuple[str, ...] = ()


def sheet_of(content: Content, *, needed: Sequence[str] = ()) -> Sheet:
    """Read a table; raises InterchangeError when it has no head, or lacks a column that is needed."""
    lines = [(number, line) for number, line in enumerate(lines_of(content), 1) if line.strip()]
    comments = [line for _, line in lines if line.startswith("#")]
    body = [(number, line) for number, line in lines if not line.startswith("#")]
    columns = tuple(each.strip() for each in body[0][1].split("\t")) if body else ()
    lacking = [each for each in needed if each not in columns]
    if not body or lacking:
        near = "".join(did_you_mean(each, list(columns)) for each in lacking)
        found = f"it has no column {', '.join(lacking)}{near}" if body else "it has no head of columns"
        raise content.refuse(found, wanted=f"a table of tabs with {', '.join(needed)}" if needed else "a table of tabs")
    twice = [each for each in dict.fromkeys(columns) if each and columns.count(each) > 1]
    if twice:
        raise content.refuse(f"it has two columns {', '.join(twice)}", remedy="Give each column its own name.")
    if len(body) > content.limits.most_items:
        raise content.refuse(f"it has {len(body)} rows", wanted=f"at most {content.limits.most_items}")
    read = list(_rows(body[1:], columns))
    return Sheet(
        columns=columns,
        rows=tuple(each for each in read if isinstance(each, Cells)),
        broken=tuple(each for each in read if not isinstance(each, Cells)),
        comments=tuple(comments),
    )


def _rows(body: Sequence[tuple[int, str]], columns: Sequence[str]) -> Iterator[Cells | tuple[int, str]]:
    """Rows of the width of the head; empty cells at the end may be missing."""
    for number, line in body:
        cells = [each.strip() for each in line.split("\t")]
        if len(cells) > len(columns):
            yield number, line
            continue
        yield Cells(line=number, values={key: each for key, each in zip(columns, cells, strict=False) if each})

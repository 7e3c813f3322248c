"""Tidy tables as bytes: CSV that no spreadsheet runs, and Parquet; equal rows give equal bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rosette.interchange.tables.delimited import GUARDED
from rosette.interchange.tidy.columns import TidyColumn

Rows = Sequence[Mapping[str, Any]]


def csv_bytes(columns: Sequence[TidyColumn], rows: Rows) -> bytes:
    """The table as CSV in UTF-8; a text that a spreadsheet could run has an apostrophe before it, a number has not."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([each.name for each in columns])
    writer.writerows([[_shown(row.get(each.name), each) for each in columns] for row in rows])
    return out.getvalue().encode("utf-8")


def _shown(value: Any, column: TidyColumn) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if column.type in ("number", "integer"):
        return _number(value)
    text = packed(value) if column.type == "json" else str(value)
    return f"'{text}" if text.startswith(GUARDED) else text


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def packed(value: Any) -> str:
    """A list or an object as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parquet_bytes(columns: Sequence[TidyColumn], rows: Rows) -> bytes:
    """The table as Parquet, each column of its own type; days are text, for they may be partial."""
    import polars

    types: Mapping[str, Any] = {"number": polars.Float64, "integer": polars.Int64, "boolean": polars.Boolean}
    series = [
        polars.Series(
            each.name, [_typed(row.get(each.name), each) for row in rows], dtype=types.get(each.type, polars.String)
        )
        for each in columns
    ]
    out = io.BytesIO()
    polars.DataFrame(series).write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()


def _typed(value: Any, column: TidyColumn) -> Any:
    if value is None:
        return None
    if column.type == "json":
        return packed(value)
    return float(value) if column.type == "number" else value

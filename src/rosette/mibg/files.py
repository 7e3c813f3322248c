"""Readings as CSV: probe counts and rates at 1 m, read with every fault at once and written back."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from rosette.kernel import BadInput, Problems
from rosette.knowledge.textfiles import read_text
from rosette.mibg.counts import ProbeReading
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.mibg.release import ExposureReading

COUNT_COLUMNS = ("hours", "anterior", "posterior", "background_anterior", "background_posterior")
RATE_COLUMNS = ("hours", "mr_per_h")
OPTIONAL = ("voided",)
MOST_BYTES, MOST_ROWS = 200_000, 500
VOIDED = {"yes": True, "no": False, "": None}


class ReadingsError(BadInput):
    """A file of readings cannot be read."""


def read_counts(path: Path) -> tuple[ProbeReading, ...]:
    """Read probe counts; raises ReadingsError with every fault."""
    return counts_of(_text(path), name=path.name)


def counts_of(text: str, *, name: str = "counts") -> tuple[ProbeReading, ...]:
    """Read probe counts from text with the columns of COUNT_COLUMNS, and `voided` if it is known."""
    problems = Problems()
    rows = list(_rows(text, COUNT_COLUMNS, OPTIONAL, problems))
    found = [_count(row, line, problems) for line, row in rows]
    problems.raise_as(ReadingsError, what=name)
    return tuple(found)


def read_rates(path: Path) -> tuple[ExposureReading, ...]:
    """Read rates at 1 m, mR/h; raises ReadingsError with every fault."""
    return rates_of(_text(path), name=path.name)


def rates_of(text: str, *, name: str = "rates") -> tuple[ExposureReading, ...]:
    """Read rates at 1 m from text with the columns of RATE_COLUMNS."""
    problems = Problems()
    rows = list(_rows(text, RATE_COLUMNS, (), problems))
    found = [
        ExposureReading(hours=_number(row, "hours", line, problems), mr_per_h=_number(row, "mr_per_h", line, problems))
        for line, row in rows
    ]
    problems.raise_as(ReadingsError, what=name)
    return tuple(found)


def _text(path: Path) -> str:
    problems = Problems()
    text = read_text(path, problems, most=MOST_BYTES, wanted="a CSV file")
    problems.raise_as(ReadingsError, what=path.name)
    return text or ""


def _rows(
    text: str, wanted: tuple[str, ...], optional: tuple[str, ...], problems: Problems
) -> Iterable[tuple[int, Mapping[str, str]]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    try:
        reader = csv.DictReader(lines, strict=True)
        head = [name.strip() for name in reader.fieldnames or ()]
        raw = list(reader)
        rows = [dict(zip(head, row.values(), strict=False)) for row in raw]
    except csv.Error as fault:
        problems.add("", found=f"not CSV: {fault}")
        return []
    for line, row in enumerate(raw):
        if None in row:
            remedy = "A comma separates fields: write 6.5 with a point."
            problems.add(f"line {line + 2}", found="more fields than the header has", remedy=remedy)
    missing = [name for name in wanted if name not in head]
    unknown = [name for name in head if name not in (*wanted, *optional)]
    if missing or unknown:
        problems.add("header", found=f"columns {', '.join(head) or 'none'}", wanted=", ".join(wanted))
        return []
    if len(rows) > MOST_ROWS or not rows:
        problems.add("", found=f"{len(rows)} readings", wanted=f"1 to {MOST_ROWS}")
        return []
    return [(n + 2, {key: (value or "").strip() for key, value in row.items()}) for n, row in enumerate(rows)]


def _count(row: Mapping[str, str], line: int, problems: Problems) -> ProbeReading:
    numbers = {name: _number(row, name, line, problems) for name in COUNT_COLUMNS}
    voided = row.get("voided", "").lower()
    if voided not in VOIDED:
        problems.add(f"line {line}, voided", found=f'"{voided}"', wanted="yes, no, or nothing")
    return ProbeReading(**numbers, voided=VOIDED.get(voided))


def _number(row: Mapping[str, str], name: str, line: int, problems: Problems) -> float:
    text = row.get(name, "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        problems.add(f"line {line}, {name}", found=f'"{text[:30]}" is not a number', wanted='a number such as "20500"')
        return 0.0
    return value


def counts_csv(readings: Iterable[ProbeReading]) -> str:
    """Probe counts as CSV, as `counts_of` reads them."""
    words = {value: word for word, value in VOIDED.items()}
    rows = [[*(f"{getattr(each, name):.10g}" for name in COUNT_COLUMNS), words[each.voided]] for each in readings]
    return _csv([*COUNT_COLUMNS, "voided"], rows)


def curve_csv(found: WholeBodyDose) -> str:
    """Readings, their share of the first, and the curve at the same times."""
    rows = [
        [f"{hour:.10g}", f"{mean:.8g}", f"{share:.8g}", f"{found.curve.at(float(hour)):.8g}"]
        for hour, mean, share in zip(found.retention.hours, found.retention.mean, found.retention.share, strict=True)
    ]
    return _csv(["hours", "geometric_mean", "share_of_first", "curve"], rows)


def _csv(head: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()

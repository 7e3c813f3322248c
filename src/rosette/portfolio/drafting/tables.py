"""Reads a table of serum creatinine by age and sex and finds the table of the knowledge that is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from rosette.kernel import Span
from rosette.knowledge import Knowledge
from rosette.knowledge.tables import AgeSexTable
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Reading, doubt, open_doubt

LEAD = re.compile(
    r"\bcreatinine\b[^.;]{0,80}(?:based on|according to|by|for) (?:the )?(?:following )?(?:patient )?(?:age|gender)|"
    r"\bcreatinine\b[^;]{0,60}(?:as follows|following)\b",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^(?:maximum|age)\b(?=[^.;]{0,60}(?:male|creatinine|mg/dl))(?!.*\d\s*(?:to|-)\s*<?\s*\d)", re.IGNORECASE
)
_DASHES = re.compile(r"-{2,}|\|+")
_UNIT = r"(years?|yrs?|months?|mos?)?"
_RANGE = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)\s*{_UNIT}\s*(?:to|-)\s*(<=?)?\s*(\d+(?:\.\d+)?)\s*{_UNIT}(?![\d.]*\s*mg)",
    re.IGNORECASE,
)
_FROM = re.compile(rf"(>=?)\s*(\d+)\s*{_UNIT}(?!\s*mg)", re.IGNORECASE)
_UNDER = re.compile(rf"(\d+)\s*{_UNIT}\s*(?:of age )?(?:and|or) (?:under|younger|less)", re.IGNORECASE)
_VALUE = re.compile(r"(?<![\d.])(\d(?:\.\d+)?)(?![\d.])\s*(?:mg/dL)?\s*\(?(?P<sex>male|female|m\b|f\b)?", re.IGNORECASE)
_SIGNED = re.compile(r"<=|less than or equal|maximum|no (?:more|greater) than|at most|upper limit", re.IGNORECASE)
HIGHEST = 3.0
Row = tuple[int, int | None, float, float]


@frozen(kw_only=True)
class Band:
    """A row as the text prints it, in months: from, to (not counted), limits for boys and girls; what is odd in it."""

    row: Row
    strict: bool = False


def band_of(text: str) -> Band | None:
    """The row that a piece prints, None when it is no row of such a table."""
    words = _DASHES.sub(" ; ", text)
    found = _age(words)
    if found is None:
        return None
    low, high, strict, used = found
    rest = words[: used[0]] + " ; " + words[used[1] :]
    values = [(float(hit[1]), (hit["sex"] or "").lower()[:1]) for hit in _VALUE.finditer(rest)]
    values = [each for each in values if 0 < each[0] <= HIGHEST]
    if not values or len(rest.split()) > 24:
        return None
    male = next((value for value, sex in values if sex == "m"), values[0][0])
    female = next((value for value, sex in values if sex == "f"), values[-1][0])
    return Band(row=(low, high, male, female), strict=strict)


def _age(text: str) -> tuple[int, int | None, bool, tuple[int, int]] | None:
    ranged, under, above = _RANGE.search(text), _UNDER.search(text), _FROM.search(text)
    if ranged:
        unit = ranged[5] or ranged[2]
        high = float(ranged[4])
        to = _months(high, unit) if ranged[3] == "<" or high != int(high) else _months(high + 1, unit)
        return _months(float(ranged[1]), ranged[2] or unit), to, False, ranged.span()
    if under:
        return 0, _months(float(under[1]) + 1, under[2]), False, under.span()
    if above:
        return _months(float(above[2]), above[3]), None, above[1] == ">", above.span()
    return None


def _months(count: float, unit: str | None) -> int:
    """Months; 5.99 years are up to 6."""
    whole = int(count) if count == int(count) else int(count) + 1
    return whole * (1 if (unit or "y").lower().startswith("m") else 12)


def read_table(lead: str, rows: Sequence[str], *, knowledge: Knowledge) -> Reading:
    """The reading of a table: its lead and its rows, each as the words of a piece."""
    bands = [band for text in rows if (band := band_of(text)) is not None]
    doubts = [*_band_doubts(bands)]
    known = [table for table in knowledge.age_sex_tables.values() if table.code == "creatinine"]
    same = next((table.id for table in known if _rows(table) == [band.row for band in bands]), None)
    if not _SIGNED.search(lead) and not all("<" in text[:6] for text in rows):
        doubts.append(
            doubt("lost sign", "No sign stands at the table; a table of creatinine gives the highest allowed.")
        )
    if same is None and not any(each.open for each in doubts):
        doubts.append(
            open_doubt("unknown table", "The table is none of those that the knowledge holds: compare it row by row.")
        )
    opened = any(each.open for each in doubts)
    near = [same] if same else [_nearest(bands, known)]
    expr = f"creatinine <= table {same}"
    return Reading(
        kind="creatinine",
        polarity="require",
        expr=None if opened else expr,
        start=0,
        end=len(lead),
        doubts=tuple(doubts),
        others=tuple(f"creatinine <= table {name}" for name in near if name) if opened else (),
        confidence="medium" if doubts else "high",
    )


def _rows(table: AgeSexTable) -> list[Row]:
    return [(_span(row.from_age) or 0, _span(row.to_age), row.male.value, row.female.value) for row in table.rows]


def _span(span: Span | None) -> int | None:
    return None if span is None else span.count * {"year": 12, "month": 1}.get(span.unit, 0)


def _nearest(bands: Iterable[Band], known: Sequence[AgeSexTable]) -> str | None:
    printed = {band.row for band in bands}
    scored = [(len(printed & set(_rows(table))), table.id) for table in known]
    best = max(scored, default=(0, ""))
    return best[1] if best[0] >= 2 else None


def _band_doubts(bands: Sequence[Band]) -> Iterator[Doubt]:
    """Ages that two rows share, that no row covers, or whose edge is lost."""
    for one, other in pairwise(bands):
        if one.row[1] is None or one.row[1] > other.row[0]:
            yield open_doubt("overlapping bands", f"Two rows of the table share the age of {other.row[0] // 12} years.")
        elif one.row[1] < other.row[0]:
            yield open_doubt("age gap", f"No row of the table covers the age of {one.row[1] // 12} years.")
    if any(band.strict for band in bands):
        yield doubt("age gap", 'The last row says ">": the exact age is in no row as it is printed.')

"""How a table is written down: delimiter, sheet, header, days, decimal sign, and the codes for "not stated"."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from rosette.interchange.tables.days import DayForm, day_form
from rosette.knowledge.rows import Row, shown

DELIMITERS = (",", ";", "\t")


@frozen(kw_only=True)
class Layout:
    """How one sort of table is written.

    header: number of the row with the column names. days: the forms of its days; none is assumed. decimal: "." or ",",
    none is assumed. exact: cells as they stand, an apostrophe before a guarded text taken off.
    """

    header: int = 1
    delimiter: str | None = None
    sheet: str | None = None
    days: tuple[DayForm, ...] = ()
    decimal: str | None = None
    missing: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    aside: Mapping[str, str] = field(factory=dict, eq=False)
    exact: bool = False


def read_layout(row: Row) -> Layout:
    """Read the table `table` of a mapping file."""
    made = Layout(
        header=_whole(row, "header", 1),
        delimiter=row.choice("delimiter", DELIMITERS) if row.get("delimiter") is not None else None,
        sheet=row.optional("sheet"),
        days=read_days(row),
        decimal=row.choice("decimal", (".", ",")) if row.get("decimal") is not None else None,
        missing=frozenset(row.words("missing")),
        private=frozenset(row.words("private")),
        aside=_texts(row, "aside"),
        exact=row.flag("exact"),
    )
    row.close()
    return made


def read_days(row: Row) -> tuple[DayForm, ...]:
    """The forms of days, one text or a list of them."""
    raw = row.get("days")
    texts = [raw] if isinstance(raw, str) else raw if isinstance(raw, list) else [] if raw is None else [None]
    forms = []
    for text in texts:
        form = day_form(text) if isinstance(text, str) else f"{shown(text)} is no form of days"
        if isinstance(form, DayForm):
            forms.append(form)
        else:
            row.refuse("days", form, 'such as "DD.MM.YYYY"', "Months as MM, days as DD, years as YYYY.")
    return tuple(forms)


def _whole(row: Row, key: str, default: int) -> int:
    value = row.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        row.refuse(key, f"{shown(value)} does not fit", "a whole number from 1 to 1000")
        return default
    return value


def _texts(row: Row, key: str) -> Mapping[str, str]:
    """A table of texts; empty when it is missing."""
    if row.get(key) is None:
        return {}
    found = row.table(key)
    for name, text in found.items():
        if not isinstance(text, str):
            row.refuse(f"{key}.{name}", f"{shown(text)} does not fit", "a text")
    return {name: str(text) for name, text in found.items()}

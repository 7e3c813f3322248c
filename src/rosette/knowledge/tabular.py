"""One reader for each kind of row that holds numbers or a table."""

from __future__ import annotations

from rosette.knowledge.classes import FACT_KINDS
from rosette.knowledge.conventions import ALLELE_EFFECTS, Allele, Closure, Constant
from rosette.knowledge.conversions import ConversionSet, CumulativeGroup
from rosette.knowledge.gates import read_common
from rosette.knowledge.readers import References
from rosette.knowledge.rows import Row
from rosette.knowledge.scales import PerformanceScale
from rosette.knowledge.tables import AgeSexRow, AgeSexTable


def read_age_sex_table(row: Row, references: References) -> AgeSexTable:
    """Limits by age and sex, all in one unit, rising in age without overlap."""
    common, unit = read_common(row, references), row.unit("unit")
    rows = [_age_sex_row(each, unit) for each in row.rows("rows")]
    table = AgeSexTable(
        **common,
        name=row.text("name"),
        code=row.text("observation"),
        unit=unit,
        rows=tuple(each for each in rows if each is not None),
    )
    for fault in table.gaps():
        row.refuse("rows", fault)
    return table


def _age_sex_row(row: Row, unit: str) -> AgeSexRow | None:
    low, high = row.span("from"), row.span("to")
    male, female = row.quantity("male", like=unit), row.quantity("female", like=unit)
    for key in ("from", "male", "female"):
        if row.get(key) is None:
            row.problems.add(row.path, found=f'"{key}" is missing')
    row.close()
    if low is None or male is None or female is None or not unit:
        return None
    return AgeSexRow(from_age=low, to_age=high, male=male.to(unit), female=female.to(unit))


def read_allele(row: Row, references: References) -> Allele:
    """A protein change."""
    return Allele(
        **read_common(row, references),
        gene=row.text("gene"),
        set=row.text("set"),
        effect=row.choice("effect", ALLELE_EFFECTS),
    )


def read_scale(row: Row, references: References) -> PerformanceScale:
    """A performance scale; its levels are codes, not measurements."""
    levels = {}
    for level, word in row.table("levels").items():
        if not level.isdecimal() or not isinstance(word, str):
            row.refuse("levels", f"{level} does not fit", 'a whole number and a word, such as 90 = "…"')
            continue
        levels[int(level)] = word
    return PerformanceScale(
        **read_common(row, references),
        name=row.text("name"),
        better=row.choice("better", ("higher", "lower")),
        levels=levels,
    )


def read_conversion_set(row: Row, references: References) -> ConversionSet:
    """Factors from agents into one of them, as mass of the one for mass of the other."""
    into = row.text("into")
    like = f"mg{{{into}}}/mg" if into.isidentifier() else "mg/mg"
    inner = Row(row.table("factors"), row.at("factors"), row.problems)
    read = {agent: inner.quantity(agent, like=like) for agent in inner.data}
    return ConversionSet(
        **read_common(row, references),
        name=row.text("name"),
        into=into,
        factors={agent: factor.to(like).value for agent, factor in read.items() if factor is not None},
    )


def read_cumulative_group(row: Row, references: References) -> CumulativeGroup:
    """A cumulative dose that criteria limit."""
    return CumulativeGroup(
        **read_common(row, references),
        name=row.text("name"),
        unit=row.unit("unit"),
        fact_kind=row.choice("fact_kind", FACT_KINDS),
        members=row.words("members", needed=True),
        conversion=row.optional("conversion"),
    )


def read_closure(row: Row, references: References) -> Closure:
    """How long a reviewed list counts as complete, in whole days."""
    valid = row.quantity("valid", like="d")
    days = 0.0 if valid is None else valid.to("d").value
    if days < 1 or days != int(days):
        row.refuse(
            "valid",
            f"{'no time' if valid is None else valid} as the validity of a closure",
            'whole days such as "7 d"',
        )
    return Closure(
        **read_common(row, references),
        valid_days=int(days),
        fact_kinds=row.words("fact_kinds", choices=FACT_KINDS, needed=True),
    )


def read_constant(row: Row, references: References) -> Constant | None:
    """A number in a formula, in any unit."""
    common, value = read_common(row, references), row.quantity("value")
    if row.get("value") is None:
        row.problems.add(row.path, found='"value" is missing')
    return None if value is None else Constant(**common, value=value)

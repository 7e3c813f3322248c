"""The highest serum creatinine by age and sex, drawn: a page of the manual.

An age belongs to the row that it has reached; "-" means no limit, so the truth is unknown.
Sources: the registry records named in the table.
"""

from datetime import date

import pytest

from rosette.kernel import Span, age_reached
from rosette.knowledge import load_knowledge

BIRTH = date(2004, 3, 10)

CREATININE_COG = """
    age reached | male | female
      11 months |    - |      -
         1 year |  0.6 |    0.6
      23 months |  0.6 |    0.6
        2 years |  0.8 |    0.8
        5 years |  0.8 |    0.8
        6 years |  1.0 |    1.0
        9 years |  1.0 |    1.0
       10 years |  1.2 |    1.2
       12 years |  1.2 |    1.2
       13 years |  1.5 |    1.4
       15 years |  1.5 |    1.4
       16 years |  1.7 |    1.4
       21 years |  1.7 |    1.4
"""
CREATININE_COG_INFANT = """
    age reached | male | female
        27 days |    - |      -
        1 month |  0.4 |    0.4
       5 months |  0.4 |    0.4
       6 months |  0.5 |    0.5
      11 months |  0.5 |    0.5
         1 year |  0.6 |    0.6
        2 years |  0.8 |    0.8
        6 years |  1.0 |    1.0
       10 years |  1.2 |    1.2
       13 years |  1.5 |    1.4
       16 years |  1.7 |    1.4
"""
CREATININE_OLD = """
    age reached | male | female
         0 days |  0.8 |    0.8
        5 years |  0.8 |    0.8
      71 months |  0.8 |    0.8
        6 years |  1.0 |    1.0
       10 years |  1.0 |    1.0
       11 years |  1.2 |    1.2
       15 years |  1.2 |    1.2
       16 years |  1.5 |    1.5
       21 years |  1.5 |    1.5
       22 years |    - |      -
"""


def rows(drawn: str) -> list[tuple[str, str, str]]:
    lines = [line.split("|") for line in drawn.strip().splitlines()[1:]]
    return [(age.strip(), male.strip(), female.strip()) for age, male, female in lines]


def said(table: str, age: str, sex: str) -> str:
    limit = load_knowledge().age_sex_tables[table].limit(BIRTH, sex, age_reached(BIRTH, Span.parse(age)))
    return "-" if limit is None else f"{limit:.1f}"


@pytest.mark.parametrize(("age", "male", "female"), rows(CREATININE_COG))
def test_creatinine_cog(age: str, male: str, female: str) -> None:
    assert (said("creatinine_cog", age, "male"), said("creatinine_cog", age, "female")) == (male, female)


@pytest.mark.parametrize(("age", "male", "female"), rows(CREATININE_COG_INFANT))
def test_creatinine_cog_infant(age: str, male: str, female: str) -> None:
    table = "creatinine_cog_infant"
    assert (said(table, age, "male"), said(table, age, "female")) == (male, female)


@pytest.mark.parametrize(("age", "male", "female"), rows(CREATININE_OLD))
def test_creatinine_old(age: str, male: str, female: str) -> None:
    assert (said("creatinine_old", age, "male"), said("creatinine_old", age, "female")) == (male, female)


@pytest.mark.parametrize(
    ("table", "refs"),
    [
        ("creatinine_cog", {"NCT01154816", "NCT01141244", "NCT02557854"}),
        ("creatinine_cog_infant", {"NCT00567567"}),
        ("creatinine_old", {"NCT00075634"}),
    ],
)
def test_each_table_names_the_records_it_was_read_in(table: str, refs: set[str]) -> None:
    assert {source.ref for source in load_knowledge().age_sex_tables[table].sources} == refs

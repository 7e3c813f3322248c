"""Gate 2: every number carries a unit of the right kind."""

from collections.abc import Callable

import pytest

Faults = Callable[..., list[str]]
OBSERVATION = (
    'observation = [{{ id = "o", name = "o", kind = "laboratory", procedure = "blood", test = "a test", {rest} }}]'
)


def half_life(value: str) -> str:
    return f'half_life = [{{ id = "onetinib", population = "adults", value = {value} }}]'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"12"', '"12" has no unit; expected a time such as "12 h"'),
        ("12", '12 is a bare number; expected a time such as "12 h". Write it as text with its unit.'),
        ("1.5", '1.5 is a bare number; expected a time such as "12 h". Write it as text with its unit.'),
        ('"12 mg"', '"12 mg" is of kind mass/1; expected a time such as "12 h"'),
        ('"12 hh"', '"hh" in "12 hh" is not a UCUM unit'),
        ('"long"', '"long" is not a quantity; expected a time such as "12 h"'),
        ('"0 h"', '"0 h" is not a half-life; expected a time such as "12 h"'),
        ('"-1 h"', '"-1 h" is not a half-life; expected a time such as "12 h"'),
        ("true", 'true does not fit; expected a time such as "12 h"'),
        ("[]", 'a list does not fit; expected a time such as "12 h"'),
    ],
)
def test_a_half_life_is_a_time_with_its_unit(faults: Faults, value: str, said: str) -> None:
    if "hh" in value:
        assert len(faults(half_life(value))) == 1
    else:
        assert faults(half_life(value)) == [f"extra/new.toml, half_life[0].value: {said}"]


def test_a_half_life_needs_a_value(faults: Faults) -> None:
    text = 'half_life = [{ id = "onetinib", population = "adults" }]'
    assert faults(text) == ['extra/new.toml, half_life[0]: "value" is missing; expected a time such as "12 h"']


def test_a_half_life_in_days_is_held_in_hours(loaded: Callable) -> None:  # type: ignore[type-arg]
    assert loaded(half_life('"10 d"')).agents["onetinib"].half_life == 240.0


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            'unit = "mgg/dL", plausible = ["0 mg/dL", "1 mg/dL"]',
            '.unit: "mgg" in "mgg/dL" is not a UCUM unit',
        ),
        (
            'unit = "mg/dL", plausible = ["0 mg/dL"]',
            '.plausible: 1 values; expected two, such as ["0 mg/dL", "10 mg/dL"]',
        ),
        (
            'unit = "mg/dL", plausible = ["0", "1 mg/dL"]',
            '.plausible: "0" has no unit; expected a quantity such as "1 mg/dL"',
        ),
        (
            'unit = "mg/dL", plausible = ["0 mg/dL", "1 mmol/L"]',
            '.plausible: "1 mmol/L" is of kind amount/length3; expected a quantity such as "1 mg/dL"',
        ),
        ('unit = "mg/dL", plausible = ["2 mg/dL", "1 mg/dL"]', ".plausible: 2 mg/dL is not below 1 mg/dL"),
        (
            'unit = "mg/dL", units = ["mmol/L"], plausible = ["0 mg/dL", "1 mg/dL"]',
            '.units: "mmol/L" does not convert to "mg/dL". Drop it, or give the molar mass.',
        ),
        (
            'unit = "mL/min/{1.73_m2}", units = ["mL/min"], plausible = ["0 mL/min/{1.73_m2}", "1 mL/min/{1.73_m2}"]',
            '.units: "mL/min" does not convert to "mL/min/{1.73_m2}". Drop it, or give the molar mass.',
        ),
        (
            'unit = "mg/dL", plausible = ["0 mg/dL", "1 mg/dL"], molar_mass = "113 g"',
            '.molar_mass: "113 g" is of kind mass/1; expected a molar mass such as "113.12 g/mol"',
        ),
    ],
)
def test_an_observation_has_units_that_fit(faults: Faults, rest: str, said: str) -> None:
    found = faults(OBSERVATION.format(rest=rest))
    assert len(found) == 1
    assert found[0].startswith(f"extra/new.toml, observation[0]{said}")


def test_a_molar_mass_lets_amounts_in(faults: Faults) -> None:
    rest = 'unit = "mg/dL", units = ["mmol/L"], plausible = ["0 mg/dL", "1 mg/dL"], molar_mass = "113.12 g/mol"'
    assert faults(OBSERVATION.format(rest=rest)) == []


TABLE = 'age_sex_table = [{{ id = "t", name = "t", observation = "o", unit = "mg/dL", rows = [{rows}] }}]\n'
LAB = OBSERVATION.format(rest='unit = "mg/dL", plausible = ["0 mg/dL", "9 mg/dL"]')


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('{ from = "1 year", male = "1 mg/dL" }', '.rows[0]: "female" is missing'),
        (
            '{ from = "1 yr", male = "1 mg/dL", female = "1 mg/dL" }',
            '.rows[0].from: "1 yr" is not a span of time',
        ),
        ('{ from = 1, male = "1 mg/dL", female = "1 mg/dL" }', '.rows[0].from: "1" is not a span of time'),
        ('{ from = "1 year", male = "1 g", female = "1 mg/dL" }', '.rows[0].male: "1 g" is of kind mass/1'),
        (
            '{ from = "2 years", to = "1 year", male = "1 mg/dL", female = "1 mg/dL" }',
            ".rows: the row from 2 years ends before",
        ),
        (
            '{ from = "1 year", to = "3 years", male = "1 mg/dL", female = "1 mg/dL" }, '
            '{ from = "2 years", male = "1 mg/dL", female = "1 mg/dL" }',
            ".rows: the rows from 1 year and from 2 years overlap",
        ),
        (
            '{ from = "1 year", male = "1 mg/dL", female = "1 mg/dL", both = "1 mg/dL" }',
            '.rows[0]: unknown key "both"',
        ),
    ],
)
def test_a_table_has_spans_and_amounts(faults: Faults, rows: str, said: str) -> None:
    found = faults(TABLE.format(rows=rows) + LAB)
    assert len(found) == 1
    assert found[0].startswith(f"extra/new.toml, age_sex_table[0]{said}")


def test_a_table_without_rows_is_refused(faults: Faults) -> None:
    found = faults(TABLE.format(rows="") + LAB)
    assert found == ["extra/new.toml, age_sex_table[0].rows: a list does not fit; expected a list of tables"]


@pytest.mark.parametrize("valid", ['"36 h"', '"0 d"'])
def test_a_closure_is_valid_for_whole_days(faults: Faults, valid: str) -> None:
    text = f'closure = [{{ id = "c", valid = {valid}, fact_kinds = ["therapy"] }}]'
    amount = valid.strip('"')
    assert faults(text) == [
        f'extra/new.toml, closure[0].valid: {amount} as the validity of a closure; expected whole days such as "7 d"'
    ]


def test_a_factor_is_mass_of_the_one_for_mass_of_the_other(faults: Faults) -> None:
    text = 'conversion_set = [{ id = "s", name = "s", into = "onetinib", factors = { twotinib = "0.5 mg/mg" } }]'
    assert faults(text) == [
        'extra/new.toml, conversion_set[0].factors.twotinib: "0.5 mg/mg" is of kind mass/mass; '
        'expected a quantity such as "1 mg{onetinib}/mg"'
    ]


def test_a_constant_has_any_unit_but_has_one(faults: Faults) -> None:
    assert faults('constant = [{ id = "c", value = "0.413 mL/min" }]') == []
    assert faults('constant = [{ id = "c", value = "0.413" }]') == [
        'extra/new.toml, constant[0].value: "0.413" has no unit; expected a quantity such as "1 mg"'
    ]
    assert faults('constant = [{ id = "c" }]') == ['extra/new.toml, constant[0]: "value" is missing']


def test_a_cumulative_group_has_a_unit(faults: Faults) -> None:
    row = 'id = "g", name = "g", unit = "grey", fact_kind = "therapy", members = ["alk"]'
    assert faults(f"cumulative_group = [{{ {row} }}]")[0].startswith("extra/new.toml, cumulative_group[0].unit: ")

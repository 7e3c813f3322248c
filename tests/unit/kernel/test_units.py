"""Units: what makes two of them equal, and how kinds and molar masses decide a conversion."""

from __future__ import annotations

import pytest

from rosette.kernel import UnitError, parse_unit
from rosette.kernel.units import factor_between


def factor(unit: str, target: str, **molar: float) -> float:
    return factor_between(parse_unit(unit), parse_unit(target), **molar)


def test_a_unit_is_known_by_its_code() -> None:
    assert parse_unit("mg/dL") == parse_unit("mg/dL")
    assert parse_unit("/uL") != parse_unit("/mm3")
    assert str(parse_unit("µg/m²")) == "ug/m2"


@pytest.mark.parametrize(
    ("code", "dimension"),
    [
        ("mg/dL", (("length", -3), ("mass", 1))),
        ("mg/kg", ()),
        ("m/s2", (("length", 1), ("time", -2))),
        ("m.m", (("length", 2),)),
        ("m/m2", (("length", -1),)),
        ("m-2", (("length", -2),)),
        ("/m-2", (("length", 2),)),
        ("%", ()),
        ("mCi/kg", (("activity", 1), ("mass", -1))),
    ],
)
def test_the_dimension_nets_what_stands_above_and_below(code: str, dimension: tuple[tuple[str, int], ...]) -> None:
    assert parse_unit(code).dimension == dimension


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("m.m", "length2/1"),
        ("m2.m", "length3/1"),
        ("g/g", "mass/mass"),
        ("/m-2", "length2/1"),
        ("m.s-1", "length/time"),
        ("g{a}/g{b}", "mass/mass/{b}{a}"),
        ("g{b}.m{a}", "length·mass/1{a}{b}"),
        ("{a}", "1/1{a}"),
        ("/{a}", "1/1/{a}"),
        ("g/{x.y/z}", "mass/1/{x.y/z}"),
    ],
)
def test_the_kind_keeps_both_sides_and_every_label(code: str, kind: str) -> None:
    assert parse_unit(code).kind == kind


def test_a_power_is_of_the_unit_with_its_prefix() -> None:
    assert factor("cm2", "m2") == pytest.approx(1e-4)
    assert factor("mm3", "uL") == pytest.approx(1)
    assert factor("/cm2", "/m2") == pytest.approx(1e4)


@pytest.mark.parametrize(
    ("unit", "target", "molar", "expected"),
    [
        ("g", "mol", {"molar_mass": 4.0}, 0.25),
        ("mol", "g", {"molar_mass": 4.0}, 4.0),
        ("mg/dL", "mmol/L", {"molar_mass": 5.0}, 2.0),
        ("mmol/L", "mg/dL", {"molar_mass": 5.0}, 0.5),
        ("g/g", "g/mol", {"divisor_molar_mass": 4.0}, 4.0),
        ("g/mol", "g/g", {"divisor_molar_mass": 4.0}, 0.25),
        ("g/g", "mol/mol", {"molar_mass": 8.0, "divisor_molar_mass": 2.0}, 0.25),
        ("mol/mol", "g/g", {"molar_mass": 8.0, "divisor_molar_mass": 2.0}, 4.0),
        ("mg/mg{creat}", "mg/mmol{creat}", {"divisor_molar_mass": 113.12}, 113.12),
        ("g/g", "g/mol", {"molar_mass": 7.0, "divisor_molar_mass": 4.0}, 4.0),
        ("g/g", "mol/g", {"molar_mass": 4.0, "divisor_molar_mass": 7.0}, 0.25),
        ("g", "kg", {"molar_mass": 4.0, "divisor_molar_mass": 7.0}, 0.001),
    ],
)
def test_a_molar_mass_passes_between_mass_and_amount(
    unit: str, target: str, molar: dict[str, float], expected: float
) -> None:
    assert factor(unit, target, **molar) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "target", "molar"),
    [
        ("g", "mol", {}),
        ("mol", "g", {"divisor_molar_mass": 4.0}),
        ("g/g", "g/mol", {"molar_mass": 4.0}),
        ("g/g", "mol/mol", {"molar_mass": 4.0}),
        ("g/g", "mol/mol", {"divisor_molar_mass": 4.0}),
        ("mol/mol", "g/g", {}),
    ],
)
def test_without_the_molar_mass_that_it_needs_nothing_converts(unit: str, target: str, molar: dict[str, float]) -> None:
    with pytest.raises(UnitError) as caught:
        factor(unit, target, **molar)
    assert f"{unit} does not convert to {target}: the molar mass of the analyte is needed (" in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "target", "why"),
    [
        ("g", "m", "they measure different things (mass/1 against length/1)"),
        ("g/mol", "mol/g", "they measure different things (mass/amount against amount/mass)"),
        ("g/g", "m/m", "they are of different kinds (mass/mass against length/length)"),
        ("g/g", "1", "they are of different kinds (mass/mass against 1/1)"),
        ("%", "g/g", "they are of different kinds (1/1 against mass/mass)"),
        ("g{a}", "mol{b}", "they measure different things (mass/1{a} against amount/1{b})"),
        ("mm[Hg]", "kPa", "they measure different things (pressure/1 against pressure in pascal/1)"),
    ],
)
def test_what_no_molar_mass_bridges_is_refused_with_both_kinds(unit: str, target: str, why: str) -> None:
    with pytest.raises(UnitError) as caught:
        factor(unit, target, molar_mass=2.0, divisor_molar_mass=3.0)
    assert caught.value.problems[0].found == f"{unit} does not convert to {target}: {why}"
    assert caught.value.problems[0].remedy == "Enter the value in the unit that the laboratory printed."

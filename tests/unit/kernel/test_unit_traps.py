"""Traps of unit conversion that other libraries fall into: each is refused or right, never a silent factor of one."""

from __future__ import annotations

import pytest

from rosette.kernel import Quantity, UnitError, parse_unit
from rosette.kernel.units import factor_between

HVA, CREATININE = 182.17, 113.12


def refusal(quantity: str, unit: str) -> str:
    with pytest.raises(UnitError) as caught:
        Quantity.parse(quantity).to(unit)
    (problem,) = caught.value.problems
    return problem.sentence()


def test_mass_per_mass_to_amount_per_amount_is_not_a_factor_of_one() -> None:
    assert refusal("1 mg/g{creat}", "umol/mmol{creat}") == (
        "unit: mg/g{creat} does not convert to umol/mmol{creat}: the molar mass of the analyte is needed "
        "(mass/mass/{creat} against amount/amount/{creat}). Enter the value in the unit that the laboratory printed."
    )


def test_mass_per_mass_converts_to_amount_per_amount_with_both_molar_masses() -> None:
    converted = Quantity.parse("10 mg/g{creat}").to("umol/mmol{creat}", molar_mass=HVA, divisor_molar_mass=CREATININE)
    assert converted.value == pytest.approx(10 * CREATININE / HVA, rel=1e-12)


def test_one_molar_mass_of_the_two_is_not_enough() -> None:
    for known in ({"molar_mass": HVA}, {"divisor_molar_mass": CREATININE}):
        with pytest.raises(UnitError, match="the molar mass of the analyte is needed"):
            Quantity.parse("10 mg/g{creat}").to("umol/mmol{creat}", **known)


def test_a_clearance_for_body_surface_is_not_a_clearance() -> None:
    assert refusal("60 mL/min/{1.73_m2}", "mL/min") == (
        "unit: mL/min/{1.73_m2} does not convert to mL/min: they are of different kinds "
        "(length3/time/{1.73_m2} against length3/time). Enter the value in the unit that the laboratory printed."
    )
    assert "they are of different kinds" in refusal("60 mL/min", "mL/min/{1.73_m2}")


def test_a_clearance_for_body_surface_converts_to_its_like() -> None:
    assert Quantity.parse("1 mL/s/{1.73_m2}").to("mL/min/{1.73_m2}").value == pytest.approx(60)


@pytest.mark.parametrize("code", ["{score}", "{INR}", "{count}"])
def test_a_label_alone_is_a_plain_number_with_that_label(code: str) -> None:
    unit = parse_unit(code)
    assert (unit.factor, unit.dimension, unit.kind) == (1, (), f"1/1{code}")
    assert Quantity.parse(f"3 {code}").to(code).value == 3


def test_two_labels_are_not_the_same_thing() -> None:
    assert "they are of different kinds (1/1{INR} against 1/1{score})" in refusal("2 {INR}", "{score}")
    assert "they are of different kinds (1/1{INR} against 1/1)" in refusal("2 {INR}", "1")


@pytest.mark.parametrize("code", ["mo", "a", "mg/mo", "mg/a"])
def test_months_and_years_are_not_units(code: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(code)
    assert caught.value.problems[0].sentence() == (
        f'unit: "{code}" has months or years. Use calendar dates; a month has no fixed length.'
    )


@pytest.mark.parametrize("code", ["g/24.h", "mg/24.h", "mL/12.h/kg"])
def test_a_divisor_with_a_number_needs_brackets(code: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(code)
    assert caught.value.problems[0].sentence() == (
        f'unit: "{code}" is read left to right. Write the divisor in brackets, such as "g/(24.h)".'
    )


def test_a_divisor_in_brackets_is_divided_by_as_a_whole() -> None:
    assert factor_between(parse_unit("g/(24.h)"), parse_unit("g/d")) == 1
    assert factor_between(parse_unit("g/(12.h)"), parse_unit("g/d")) == 2


def test_a_temperature_has_an_offset() -> None:
    assert Quantity.parse("38.5 Cel").to("[degF]").value == pytest.approx(101.3)
    assert Quantity.parse("101.3 [degF]").to("Cel").value == pytest.approx(38.5)
    assert Quantity.parse("32 [degF]").to("Cel").value == pytest.approx(0, abs=1e-12)
    assert Quantity.parse("-40 Cel").to("[degF]").value == pytest.approx(-40)
    assert Quantity.parse("37 Cel").to("Cel").value == 37
    assert Quantity.parse("37 Cel").to("[degF]").unit == parse_unit("[degF]")


@pytest.mark.parametrize(("unit", "target"), [("Cel", "[degF]"), ("[degF]", "Cel")])
def test_a_temperature_has_no_factor(unit: str, target: str) -> None:
    with pytest.raises(UnitError) as caught:
        factor_between(parse_unit(unit), parse_unit(target))
    assert caught.value.problems[0].sentence() == (
        f"unit: {unit} to {target} has an offset, not a factor. Convert the quantity, not the unit."
    )


def test_a_temperature_does_not_convert_to_something_else() -> None:
    assert refusal("38 Cel", "mg") == (
        "unit: Cel to mg has an offset, not a factor. Convert the quantity, not the unit."
    )
    assert refusal("38 mg", "Cel") == (
        "unit: mg to Cel has an offset, not a factor. Convert the quantity, not the unit."
    )


def test_mass_to_amount_needs_the_molar_mass() -> None:
    assert refusal("1 mg/dL", "umol/L") == (
        "unit: mg/dL does not convert to umol/L: the molar mass of the analyte is needed "
        "(mass/length3 against amount/length3). Enter the value in the unit that the laboratory printed."
    )
    assert Quantity.parse("1 mg/dL").to("umol/L", molar_mass=CREATININE).value == pytest.approx(88.4, abs=0.01)
    assert Quantity.parse("88.4 umol/L").to("mg/dL", molar_mass=CREATININE).value == pytest.approx(1, abs=1e-4)


def test_international_units_are_not_enzyme_units() -> None:
    assert refusal("5 [IU]/L", "U/L") == (
        "unit: [IU]/L does not convert to U/L: they measure different things "
        "(international units/length3 against enzyme activity/length3). "
        "Enter the value in the unit that the laboratory printed."
    )


def test_gray_is_not_sievert_and_becquerel_is_not_per_second() -> None:
    assert "they measure different things" in refusal("1 Gy", "Sv")
    assert "they measure different things" in refusal("1 Bq", "/s")


def test_equivalents_are_not_moles() -> None:
    assert "they measure different things" in refusal("1 meq/L", "mmol/L")

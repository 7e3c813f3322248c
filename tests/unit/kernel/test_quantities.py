"""Quantities that a mistake cannot mix: their constructors, their arithmetic, how they are printed."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from rosette.kernel import (
    AbsorbedDose,
    Activity,
    ActivityPerMass,
    BodyMass,
    BodySurface,
    DosePerArea,
    DosePerMass,
    DrugMass,
    Quantity,
    UnitError,
    number_text,
    parse_unit,
)

HELD: list[tuple[Callable[..., Any], str]] = [
    (BodyMass, "kg"),
    (BodySurface, "m2"),
    (Activity, "mbq"),
    (ActivityPerMass, "mbq_per_kg"),
    (AbsorbedDose, "gy"),
    (DrugMass, "mg"),
    (DosePerArea, "mg_per_m2"),
    (DosePerMass, "mg_per_kg"),
]
KINDS = pytest.mark.parametrize(("kind", "name"), HELD, ids=[name for _, name in HELD])


@KINDS
def test_a_quantity_holds_one_unit_and_compares_with_its_like(kind: Callable[..., Any], name: str) -> None:
    assert getattr(kind(2.5), name) == 2.5
    assert kind(0.0) == kind(0)
    assert kind(1.0) < kind(2.0)
    with pytest.raises(TypeError):
        _ = kind(1.0) < 2.0


@KINDS
@pytest.mark.parametrize("value", [-0.001, -1.0, math.nan, math.inf, -math.inf])
def test_a_negative_or_endless_amount_is_refused(kind: Callable[..., Any], name: str, value: float) -> None:
    with pytest.raises(UnitError) as caught:
        kind(value)
    assert caught.value.problems[0].sentence() == (f"unit: {name} = {value}; expected a finite number, zero or more")


@KINDS
def test_a_quantity_is_frozen(kind: Callable[..., Any], name: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(kind(1.0), name, 2.0)


def test_a_millicurie_is_exactly_37_megabecquerel() -> None:
    assert Activity.from_mci(240).mbq == 8880
    assert Activity(8880).mci == 240
    assert ActivityPerMass.from_mci_per_kg(12).mbq_per_kg == 444
    assert ActivityPerMass(444).mci_per_kg == 12


def test_a_centigray_is_a_hundredth_of_a_gray() -> None:
    assert AbsorbedDose.from_cgy(2160) == AbsorbedDose(21.6)


def test_what_belongs_together_multiplies_divides_and_adds() -> None:
    assert ActivityPerMass(444) * BodyMass(20) == Activity(8880)
    assert Activity(8880) / BodyMass(20) == ActivityPerMass(444)
    assert Activity(100) + Activity(50) == Activity(150)
    assert AbsorbedDose(12) + AbsorbedDose(9.6) == AbsorbedDose(21.6)
    assert DosePerArea(75) * BodySurface(0.8) == DrugMass(60)
    assert DosePerArea(75) + DosePerArea(375) == DosePerArea(450)
    assert DosePerMass(2) * BodyMass(20) == DrugMass(40)
    assert DosePerMass(2) + DosePerMass(3) == DosePerMass(5)


@pytest.mark.parametrize(
    ("combine", "one", "other"),
    [
        (operator.add, Activity(1), 2),
        (operator.add, Activity(1), ActivityPerMass(1)),
        (operator.add, AbsorbedDose(1), 1.0),
        (operator.add, AbsorbedDose(1), Activity(1)),
        (operator.add, DosePerArea(1), DosePerMass(1)),
        (operator.add, DosePerMass(1), DosePerArea(1)),
        (operator.add, DosePerMass(1), 1),
        (operator.add, DosePerArea(1), 1),
        (operator.add, BodyMass(1), BodyMass(1)),
        (operator.truediv, Activity(1), 2),
        (operator.truediv, Activity(1), BodySurface(1)),
        (operator.mul, ActivityPerMass(1), 20),
        (operator.mul, ActivityPerMass(1), BodySurface(1)),
        (operator.mul, DosePerArea(1), BodyMass(1)),
        (operator.mul, DosePerArea(1), 2),
        (operator.mul, DosePerMass(1), BodySurface(1)),
        (operator.mul, DosePerMass(1), 2),
        (operator.mul, Activity(1), BodyMass(1)),
    ],
)
def test_what_does_not_belong_together_is_a_type_error(
    combine: Callable[[Any, Any], Any], one: Any, other: Any
) -> None:
    with pytest.raises(TypeError):
        combine(one, other)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Activity(8880), "8880 MBq (240 mCi)"),
        (Activity(37), "37 MBq (1 mCi)"),
        (Activity(12345.6), "12350 MBq (334 mCi)"),
        (Activity(0), "0 MBq (0 mCi)"),
        (Activity(100), "100 MBq (2.7 mCi)"),
        (ActivityPerMass(444), "444 MBq/kg (12 mCi/kg)"),
        (ActivityPerMass(500), "500 MBq/kg (13.5 mCi/kg)"),
        (ActivityPerMass(123.456), "123.5 MBq/kg (3.34 mCi/kg)"),
        (AbsorbedDose(21.6), "21.6 Gy"),
    ],
)
def test_people_see_both_units(quantity: object, text: str) -> None:
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (1.5, "1.5"),
        (-2.50, "-2.5"),
        (75000.0, "75000"),
        (0.0001, "0.0001"),
        (0.00012345678, "0.000123457"),
        (0.00009, "9e-05"),
        (-0.00009, "-9e-05"),
        (123456.7, "123457"),
        (999999.4, "999999"),
        (999999.7, "1000000"),
        (1000000, "1000000"),
        (-1000000, "-1000000"),
        (1234567.8, "1234568"),
        (9999999.0, "9999999"),
        (1e7, "1e+07"),
        (-1e7, "-1e+07"),
        (2.5e9, "2.5e+09"),
        (1 / 3, "0.333333"),
    ],
)
def test_a_number_is_printed_for_people(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (12345.6, 3, "12300"),
        (12345.6, 4, "12350"),
        (0.123456, 2, "0.12"),
        (8880, 3, "8880"),
        (1.23456e8, 3, "1.23e+08"),
    ],
)
def test_a_number_is_rounded_only_when_printed(value: float, digits: int, text: str) -> None:
    assert number_text(value, digits=digits) == text


# --- numbers with a UCUM unit ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("75000 /uL", 75000.0, "/uL"),
        ("75000/uL", 75000.0, "/uL"),
        ("  1.2   mg/dL ", 1.2, "mg/dL"),
        ("-5 Cel", -5.0, "Cel"),
        ("+5 Cel", 5.0, "Cel"),
        ("2.0e6 /kg", 2e6, "/kg"),
        ("2E-3 g", 0.002, "g"),
        ("5 %", 5.0, "%"),
        ("3 {score}", 3.0, "{score}"),
        ("100 µg/L", 100.0, "ug/L"),
    ],
)
def test_a_quantity_is_read(text: str, value: float, code: str) -> None:
    quantity = Quantity.parse(text)
    assert (quantity.value, quantity.unit.code) == (value, code)


@pytest.mark.parametrize("text", ["75000", " 1.5 ", "-2"])
def test_a_number_without_a_unit_is_refused(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        Quantity.parse(text)
    assert caught.value.problems[0].sentence() == (
        f'unit: "{text}" has no unit; expected a number and a unit such as "75000 /uL"'
    )


@pytest.mark.parametrize("text", ["", "mg", "a 5 mg", ".5 mg", "NaN mg", "--5 mg"])
def test_what_has_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        Quantity.parse(text)
    assert caught.value.problems[0].sentence() == (
        f'unit: "{text}" is not a quantity; expected a number and a unit such as "75000 /uL"'
    )


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(UnitError) as caught:
        Quantity.of(value, "mg")
    assert caught.value.problems[0].sentence() == f"unit: {value} is not a number; expected a finite number"
    with pytest.raises(UnitError, match="inf is not a number"):
        Quantity.parse("1e999 mg")


def test_a_whole_number_is_held_as_a_number_with_a_point() -> None:
    assert isinstance(Quantity.of(5, "mg").value, float)


def test_a_quantity_converts_to_a_code_or_to_a_unit() -> None:
    assert Quantity.parse("80 g/L").to("g/dL") == Quantity.parse("8 g/dL")
    assert Quantity.parse("80 g/L").to(parse_unit("g/dL")) == Quantity.parse("8 g/dL")
    assert Quantity.parse("80 g/L").to("g/dL").unit.code == "g/dL"


def test_a_quantity_compares_only_in_its_unit() -> None:
    assert Quantity.parse("80 g/L") != Quantity.parse("8 g/dL")
    assert Quantity.parse("80 g/L") == Quantity.parse("80.0 g/L")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("75000 /uL", "75000 /uL"), ("1.50 mg/dL", "1.5 mg/dL"), ("60 mL/min/{1.73_m2}", "60 mL/min/{1.73_m2}")],
)
def test_a_quantity_is_printed_with_its_unit(text: str, shown: str) -> None:
    assert str(Quantity.parse(text)) == shown

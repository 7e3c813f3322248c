"""Laws of units: a conversion there and back is nothing, and no text makes the reader fall over."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import Quantity, UnitError, parse_unit
from rosette.kernel.units import factor_between

FAMILIES = (
    ("/uL", "/mm3", "10*3/uL", "10*9/L", "10*3/mm3"),
    ("mg/dL", "g/L", "ug/mL", "ng/mL", "g/dL"),
    ("mCi", "MBq", "GBq", "kBq"),
    ("mL/min", "L/h", "mL/s"),
    ("mg/g{creat}", "g/g{creat}", "ug/mg{creat}"),
    ("s", "ms", "min", "h", "d", "wk"),
)
pairs = st.sampled_from(FAMILIES).flatmap(lambda family: st.tuples(*[st.sampled_from(family)] * 3))
prefixes = st.sampled_from("kMGdcmunpf")


@given(units=pairs, value=st.floats(1e-6, 1e9))
def test_there_and_back_is_the_same(units: tuple[str, str, str], value: float) -> None:
    one, other, _ = units
    quantity = Quantity.of(value, one)
    assert quantity.to(other).to(one).value == pytest.approx(value, rel=1e-12)


@given(units=pairs)
def test_a_conversion_in_two_steps_is_the_conversion(units: tuple[str, str, str]) -> None:
    first, second, third = map(parse_unit, units)
    steps = factor_between(first, second) * factor_between(second, third)
    assert steps == pytest.approx(factor_between(first, third), rel=1e-12)


@given(molar=st.floats(1, 1000), divisor=st.floats(1, 1000))
def test_molar_masses_undo_each_other(molar: float, divisor: float) -> None:
    there = Quantity.parse("7 mg/g{creat}").to("umol/mmol{creat}", molar_mass=molar, divisor_molar_mass=divisor)
    back = there.to("mg/g{creat}", molar_mass=molar, divisor_molar_mass=divisor)
    assert back.value == pytest.approx(7, rel=1e-12)


@given(prefix=prefixes, atom=st.sampled_from(("g", "m", "s", "mol", "L", "Bq", "U", "Gy")))
def test_a_prefix_is_an_exact_power_of_ten(prefix: str, atom: str) -> None:
    powers = {"k": 3, "M": 6, "G": 9, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
    assert parse_unit(prefix + atom).factor / parse_unit(atom).factor == Fraction(10) ** powers[prefix]


def read(make: Callable[[str], Any], text: str) -> Any:
    """What is read, or None for a refusal."""
    try:
        return make(text)
    except UnitError:
        return None


@given(text=st.text(st.sampled_from("mgdLuk/.()*{}10%^-[]IUolC²µ 9"), max_size=12))
def test_any_text_is_a_unit_or_is_refused(text: str) -> None:
    unit = read(parse_unit, text)
    assert unit is None or (parse_unit(unit.code) == unit and unit.factor > 0)


@given(text=st.text(max_size=30) | st.from_regex(r"[0-9.e+-]{1,9} [a-z/]{1,4}", fullmatch=True))
def test_any_text_is_a_finite_quantity_or_is_refused(text: str) -> None:
    quantity = read(Quantity.parse, text)
    assert quantity is None or math.isfinite(quantity.value)

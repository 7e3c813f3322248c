"""Values convert to one unit, and impossible ones are known."""

import pytest

from rosette.kernel import Quantity, UnitError
from rosette.knowledge import Knowledge


@pytest.mark.parametrize(
    ("code", "written", "value"),
    [
        ("platelets", "75 10*9/L", 75_000),
        ("anc", "0.75 10*3/uL", 750),
        ("anc", "750 /mm3", 750),
        ("haemoglobin", "80 g/L", 8),
        ("creatinine", "88.402 umol/L", 1.0),
        ("bilirubin_total", "17.104 umol/L", 1.0),
        ("glucose", "10 mmol/L", 180.16),
        ("cholesterol", "1 mmol/L", 38.665),
        ("triglycerides", "1 mmol/L", 88.54),
        ("calcium", "1.75 mmol/L", 7.01365),
        ("magnesium", "1.70135 mg/dL", 0.7),
        ("phosphate", "1 mmol/L", 3.0974),
        ("tsh", "2 u[IU]/mL", 2),
        ("temperature", "101.3 [degF]", 38.5),
        ("hva_creatinine", "1 umol/mmol{creat}", 1.61041),
        ("measurable_lesion", "2 cm", 20),
    ],
)
def test_a_value_converts_to_the_canonical_unit(shipped: Knowledge, code: str, written: str, value: float) -> None:
    assert shipped.observations[code].canonical(Quantity.parse(written)).value == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("gfr", "70 mL/min"),
        ("hva_creatinine", "1 umol/mmol"),
        ("tsh", "2 U/L"),
        ("platelets", "75 mg/dL"),
        ("haemoglobin", "5 mmol/L"),
    ],
)
def test_a_unit_that_does_not_convert_is_refused(shipped: Knowledge, code: str, written: str) -> None:
    with pytest.raises(UnitError):
        shipped.observations[code].canonical(Quantity.parse(written))


def test_every_accepted_unit_converts_and_the_canonical_one_is_first(shipped: Knowledge) -> None:
    for code in shipped.observations.values():
        assert code.units[0] == code.unit
        assert all(code.converts(unit) for unit in code.units)


def test_the_plausible_range_includes_its_ends(shipped: Knowledge) -> None:
    lvef = shipped.observations["lvef"]
    assert lvef.is_plausible(5)
    assert lvef.is_plausible(90)
    assert not lvef.is_plausible(4.999)
    assert not lvef.is_plausible(0.55)
    assert not lvef.is_plausible(91)


def test_creatinine_in_the_wrong_unit_is_implausible(shipped: Knowledge) -> None:
    assert not shipped.observations["creatinine"].is_plausible(44)


def test_every_procedure_has_a_place_in_the_order_of_burden(shipped: Knowledge) -> None:
    needed = [each.procedure for each in (*shipped.observations.values(), *shipped.coded.values())]
    assert {shipped.procedures.index(name) for name in needed} <= set(range(len(shipped.procedures)))
    assert [row.burden for row in shipped.procedure_rows.values()] == list(range(len(shipped.procedures)))

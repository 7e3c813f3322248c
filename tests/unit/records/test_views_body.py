"""What is worked out from weight, height and creatinine."""

from __future__ import annotations

import math

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.support.records import child, day, lab, make

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge, load_knowledge
from rosette.records import ChildRecord, Fact, Measurement, StemCells
from rosette.records.views import Reading, RecordIndex, readings

KNOWLEDGE = load_knowledge()


def weight(value: str, on: str = "2026-05-29", **more: str) -> Measurement:
    return make(Measurement, id=f"w{value}{on}", on=on, code="weight", quantity=value, **more)


def height(value: str, on: str = "2026-05-29", **more: str) -> Measurement:
    return make(Measurement, id=f"h{value}{on}", on=on, code="height", quantity=value, **more)


def bsa(*facts: Fact) -> tuple[Reading, ...]:
    return readings(RecordIndex(child(*facts), KNOWLEDGE), "bsa")


@pytest.mark.parametrize(
    ("kg", "cm", "m2"),
    [
        (20, 115, 0.799),
        (3.5, 50, 0.220),
        (12, 88, 0.542),
        (45, 150, 1.369),
        (70, 175, 1.845),
        (100, 196, 2.333),
    ],
)
def test_body_surface_area_is_that_of_mosteller(kg: float, cm: float, m2: float) -> None:
    (reading,) = bsa(weight(f"{kg} kg"), height(f"{cm} cm"))
    assert reading.value == pytest.approx(m2, abs=5e-4)


def test_units_of_weight_and_height_do_not_matter() -> None:
    (reading,) = bsa(weight("20000 g"), height("1.15 m"))
    assert reading.value == pytest.approx(math.sqrt(115 * 20 / 3600))


def test_it_is_dated_by_the_weight() -> None:
    (reading,) = bsa(weight("20 kg", "2026-05-29"), height("115 cm", "2026-05-01"))
    assert (reading.first, reading.last) == (day("2026-05-29"), day("2026-05-29"))


def test_it_rests_on_both_facts() -> None:
    heavy, tall = weight("20 kg"), height("115 cm")
    (reading,) = bsa(heavy, tall)
    assert (reading.fact, reading.also) == (heavy, (tall,))


def test_without_a_height_there_is_none() -> None:
    assert bsa(weight("20 kg")) == ()


def test_without_a_weight_there_is_none() -> None:
    assert bsa(height("115 cm")) == ()


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2026-05-29", True),
        ("2026-02-28", True),  # 90 days before
        ("2026-02-27", False),  # 91 days before
        ("2026-08-27", True),  # 90 days after
        ("2026-08-28", False),
        ("2026-03", True),  # 89 days at the farthest
        ("2026-02", False),  # at the farthest 117 days
        ("2026", False),
    ],
)
def test_a_height_counts_for_90_days_either_way(on: str, found: bool) -> None:
    assert bool(bsa(weight("20 kg", "2026-05-29"), height("115 cm", on))) is found


def test_the_height_of_the_same_day_comes_first() -> None:
    (reading,) = bsa(weight("20 kg"), height("100 cm", "2026-05-28"), height("115 cm"), height("130 cm", "2026-05-30"))
    assert reading.value == pytest.approx(math.sqrt(115 * 20 / 3600))


def test_the_nearest_height_counts() -> None:
    (reading,) = bsa(weight("20 kg"), height("100 cm", "2026-05-01"), height("115 cm", "2026-05-20"))
    assert reading.value == pytest.approx(math.sqrt(115 * 20 / 3600))


def test_of_two_equally_near_heights_the_later_counts() -> None:
    (reading,) = bsa(weight("20 kg"), height("100 cm", "2026-05-28"), height("115 cm", "2026-05-30"))
    assert reading.value == pytest.approx(math.sqrt(115 * 20 / 3600))


def test_two_heights_of_one_day_make_two_readings() -> None:
    assert len(bsa(weight("20 kg"), height("115 cm"), height("151 cm"))) == 2


def test_two_weights_of_one_day_make_two_readings() -> None:
    assert len(bsa(weight("20 kg"), weight("22 kg"), height("115 cm"))) == 2


def test_a_height_with_a_comparison_is_not_computed_with() -> None:
    assert bsa(weight("20 kg"), height("115 cm", comparator=">")) == ()


def test_a_weight_with_a_comparison_hands_it_on() -> None:
    (reading,) = bsa(weight("20 kg", comparator=">"), height("115 cm"))
    assert reading.comparator == ">"


@given(kg=st.floats(1, 150), cm=st.floats(40, 200), more=st.floats(1.001, 1.5))
def test_a_heavier_child_has_a_larger_surface(kg: float, cm: float, more: float) -> None:
    (light,) = bsa(weight(f"{kg:.6f} kg"), height(f"{cm:.6f} cm"))
    (heavy,) = bsa(weight(f"{kg * more:.6f} kg"), height(f"{cm:.6f} cm"))
    assert heavy.value > light.value


def test_body_mass_index() -> None:
    (reading,) = readings(RecordIndex(child(weight("20 kg"), height("115 cm")), KNOWLEDGE), "bmi")
    assert reading.value == pytest.approx(15.12, abs=5e-3)


# --- creatinine clearance ------------------------------------------------------------------


def schwartz(*facts: Fact) -> tuple[Reading, ...]:
    return readings(RecordIndex(child(*facts), KNOWLEDGE), "schwartz_clearance")


@pytest.mark.parametrize(
    ("cm", "creatinine", "clearance"),
    [
        (115, "0.4 mg/dL", 118.7),
        (115, "35.36 umol/L", 118.7),
        (140, "0.5 mg/dL", 115.6),
        (80, "0.3 mg/dL", 110.1),
        (150, "1.5 mg/dL", 41.3),
    ],
)
def test_clearance_is_that_of_the_bedside_formula(cm: float, creatinine: str, clearance: float) -> None:
    (reading,) = schwartz(lab("creatinine", creatinine), height(f"{cm} cm"))
    assert reading.value == pytest.approx(clearance, abs=0.06)


def test_clearance_is_dated_by_the_creatinine() -> None:
    (reading,) = schwartz(lab("creatinine", "0.4 mg/dL", on="2026-05-25"), height("115 cm", "2026-05-01"))
    assert (reading.first, reading.last) == (day("2026-05-25"), day("2026-05-25"))


@pytest.mark.parametrize(("printed", "worked_out"), [("<", ">"), ("<=", ">="), (">", "<"), (">=", "<=")])
def test_a_comparison_of_creatinine_is_turned_round(printed: str, worked_out: str) -> None:
    (reading,) = schwartz(lab("creatinine", "0.2 mg/dL", comparator=printed), height("115 cm"))
    assert reading.comparator == worked_out


def test_an_exact_creatinine_gives_an_exact_clearance() -> None:
    (reading,) = schwartz(lab("creatinine", "0.2 mg/dL"), height("115 cm"))
    assert reading.comparator is None


def test_without_a_height_there_is_no_clearance() -> None:
    assert schwartz(lab("creatinine", "0.2 mg/dL")) == ()


def test_a_creatinine_of_zero_gives_no_clearance() -> None:
    assert schwartz(lab("creatinine", "0 mg/dL"), height("115 cm")) == ()


# --- stored cells --------------------------------------------------------------------------------


def stored(**fields: object) -> tuple[Reading, ...]:
    fact = make(StemCells, **{"on": "2022-06-20", "cd34": "6 10*6/kg", **fields})
    return readings(RecordIndex(child(fact), KNOWLEDGE), "stem_cells_cd34")


def test_stored_cells_are_counted_per_product() -> None:
    (reading,) = stored()
    assert (reading.value, reading.first) == (6.0, day("2022-06-20"))


@pytest.mark.parametrize(("released", "found"), [(None, 1), (False, 1), (True, 0)])
def test_cells_that_were_given_back_are_no_longer_stored(released: bool | None, found: int) -> None:
    assert len(stored(released=released)) == found


def test_a_product_that_was_not_counted_gives_no_reading() -> None:
    assert stored(cd34=None) == ()


# --- constants -------------------------------------------------------------------------------


def test_a_constant_that_is_not_verified_is_not_computed_with(monkeypatch: pytest.MonkeyPatch) -> None:
    row = attrs.evolve(KNOWLEDGE.constants["bsa.mosteller_divisor"], unverified="not read")
    doubtful: Knowledge = attrs.evolve(KNOWLEDGE, constants={"bsa.mosteller_divisor": row})
    with pytest.raises(NotComputable, match="not verified: not read"):
        RecordIndex(_empty(), doubtful).constant("bsa.mosteller_divisor")


def _empty() -> ChildRecord:
    return child()

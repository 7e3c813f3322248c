"""Probe counts: what is refused, what is flagged, and laws of the curve and the dose."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.support.mibg import EXAMPLES, SITE, W5

from rosette.kernel import Activity, BodyMass, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.counts import CountsFault, ProbeReading, retention
from rosette.mibg.curves import Curve, Origin, Phase, Tail, fit_phases, joined_curve
from rosette.mibg.dosimetry import Way, whole_body_dose
from rosette.mibg.files import COUNT_COLUMNS, ReadingsError, counts_csv, counts_of, curve_csv, rates_of, read_counts
from rosette.mibg.fitting import corrected_criterion, few_runs
from rosette.mibg.uncertainty import Given

KNOWLEDGE = load_knowledge()
PHYSICAL_H = 8.0252 * 24
CHILD = Given(activity=Activity(8880), mass=BodyMass(20))


def changed(n: int, **fields: float) -> tuple[ProbeReading, ...]:
    return tuple(attrs.evolve(each, **fields) if place == n else each for place, each in enumerate(W5))


def dose(readings=W5, given_to=CHILD, **more):
    return whole_body_dose(
        retention(readings), given=given_to, site=SITE, knowledge=KNOWLEDGE, **{"draws": 200, **more}
    )


# --- refused -----------------------------------------------------------------------------------------------


def test_counts_at_or_below_background_are_refused_with_their_time_and_the_way_out():
    with pytest.raises(
        CountsFault, match=r"72 h: anterior 480 is not above its background 500\. Measure again"
    ) as told:
        retention(changed(4, anterior=480))
    assert told.value.exit_code == 4


def test_two_readings_at_one_time_are_refused():
    with pytest.raises(CountsFault, match="24 h: two readings at one time"):
        retention(changed(3, hours=24))


def test_every_fault_is_listed_at_once():
    bad = (*changed(4, anterior=480)[:5], attrs.evolve(W5[5], hours=24.0, posterior=100))
    with pytest.raises(CountsFault) as told:
        retention(bad)
    assert len(told.value.problems) == 3


@pytest.mark.parametrize("kg", [4.9, 100.1, 0.02, 20_000])
def test_a_mass_outside_5_to_100_kg_gives_no_dose(kg):
    with pytest.raises(NotComputable, match="outside 5 to 100 kg"):
        dose(given_to=Given(activity=Activity(8880), mass=BodyMass(kg)))


def test_one_reading_is_too_few_and_two_hold_no_phase():
    with pytest.raises(CountsFault, match="1 readings"):
        retention(W5[:1])
    with pytest.raises(NotComputable, match="2 readings hold no phase"):
        dose(W5[:2])
    assert dose(W5[:2], way=Way.JOINED).dose.gy > 0


def test_a_reading_can_be_left_out_and_that_is_said():
    found = retention(changed(4, anterior=480), without=[72])
    assert len(found.hours) == 5
    assert "72 h was left out by hand" in found.warnings[0]
    with pytest.raises(CountsFault, match="no reading to leave out"):
        retention(W5, without=[13])


# --- flagged -----------------------------------------------------------------------------------------------


def test_counts_that_rise_after_the_last_void_are_flagged_and_the_tail_is_not_taken_from_them():
    rising = changed(5, anterior=2200, posterior=2000)
    assert "Counts rise from 72 h to 96 h" in retention(rising).warnings[0]
    with pytest.raises(NotComputable, match="do not fall"):
        joined_curve(retention(rising), tail=Tail.EFFECTIVE, physical_half_life_h=PHYSICAL_H)
    found = dose(rising)
    assert any("Counts rise" in each for each in found.warnings)
    assert any("The fit is bad" in each for each in found.warnings)


def test_exchanged_projections_are_flagged_with_their_time_and_hardly_change_the_dose():
    one = W5[2]
    swapped = changed(2, anterior=one.posterior, posterior=one.anterior)
    found = retention(swapped)
    assert [each for each in found.warnings if "At 24 h front and back look exchanged" in each]
    assert dose(swapped).dose.gy == pytest.approx(dose().dose.gy, rel=0.005)


def test_without_late_readings_the_share_beyond_the_last_one_is_a_warning():
    found = dose(W5[:3])
    assert found.extrapolated > 0.2
    assert any("lies after the last reading (more than 20%)" in each for each in found.warnings)
    assert any("as the last phase went on" in each for each in found.warnings)


def test_a_first_reading_after_a_void_or_hours_late_is_flagged():
    assert "after a void" in retention(changed(0, voided=True)).warnings[0]
    assert "2 h after the infusion" in retention(changed(0, hours=2.0)).warnings[0]


def test_a_bad_fit_is_never_silent():
    """One phase forced on readings of two misses the slow one: named in the warnings and in the table of ways."""
    found = dose(W5[:5])
    assert found.fits[0].phases == 1
    assert any("The fit is bad: it misses the reading at 72 h" in each for each in found.warnings)
    assert any(each.faults for each in found.others)


def test_cells_given_while_too_much_is_left_are_flagged():
    site = attrs.evolve(SITE, cells=attrs.evolve(SITE.cells, after_days=2, residual_gy=0.01))
    found = whole_body_dose(retention(W5), given=CHILD, site=site, knowledge=KNOWLEDGE, draws=100)
    assert any("Cells on day 2 would still receive" in each for each in found.warnings)
    assert found.at_cells.gy == pytest.approx(found.residual(48).gy)


# --- laws --------------------------------------------------------------------------------------------------

phases = st.tuples(st.floats(0.05, 0.95), st.floats(3, 20), st.floats(1.8, 8))


def curve_of(parts) -> Curve:
    share, fast, ratio = parts
    return Curve(
        phases=(Phase(share=share, half_life_h=fast), Phase(share=1 - share, half_life_h=min(fast * ratio, 180)))
    )


@given(scale=st.floats(0.01, 100))
def test_dose_is_linear_in_activity(scale):
    more = dose(given_to=Given(activity=Activity(8880 * scale), mass=BodyMass(20)), draws=100)
    assert more.dose.gy == pytest.approx(scale * ONE.dose.gy, rel=1e-12)


ONE = dose()


@given(scale=st.floats(0.5, 50))
def test_counts_and_backgrounds_in_another_unit_of_time_change_no_share(scale):
    names = ("anterior", "posterior", "background_anterior", "background_posterior")
    other = [attrs.evolve(each, **{name: getattr(each, name) * scale for name in names}) for each in W5]
    assert retention(other).share == pytest.approx(retention(W5).share, rel=1e-9)


@given(order=st.permutations(range(len(W5))))
def test_the_order_of_readings_is_irrelevant(order):
    assert np.array_equal(retention([W5[n] for n in order]).share, retention(W5).share)


@given(parts=phases, hours=st.floats(0, 300))
def test_areas_before_and_after_a_time_make_the_whole(parts, hours):
    curve = curve_of(parts)
    assert curve.area_until(hours) + curve.area_after(hours) == pytest.approx(curve.area_h, rel=1e-12)


@given(parts=phases, share=st.floats(1e-4, 0.99))
def test_a_curve_is_at_a_share_when_it_reaches_it(parts, share):
    curve = curve_of(parts)
    assert curve.at(curve.reaches(share)) == pytest.approx(share, rel=1e-9)


@given(parts=phases)
@settings(max_examples=30)
def test_the_fit_finds_the_curve_that_made_the_readings(parts):
    curve = curve_of(parts)
    hours = (0.0, 2.0, 5.0, 9.0, 14.0, 20.0, 30.0, 45.0, 70.0, 100.0, 140.0)
    readings = [
        ProbeReading(
            hours=hour,
            anterior=1e6 * curve.at(hour),
            posterior=1e6 * curve.at(hour),
            background_anterior=0,
            background_posterior=0,
        )
        for hour in hours
    ]
    found = fit_phases(retention(readings), phases=2, physical_half_life_h=PHYSICAL_H, origin=Origin.FIRST)
    assert found.area_h == pytest.approx(curve.area_h, rel=2e-3)


@given(parts=phases)
def test_a_physical_tail_never_gives_less_than_the_phases(parts):
    curve = attrs.evolve(curve_of(parts), last_h=48.0)
    longer = attrs.evolve(curve, tail_half_life_h=PHYSICAL_H)
    assert longer.area_h >= curve.area_h - 1e-9
    assert longer.at(48) == curve.at(48)


def test_one_seed_is_one_answer_and_another_is_not():
    one, two, other = dose(seed=1), dose(seed=1), dose(seed=2)
    assert one.spread == two.spread
    assert one.spread.sd != other.spread.sd


def test_the_spread_of_independent_parts_adds_as_squares():
    """Activity alone 10 %: the spread of the dose is 10 %."""
    precision = attrs.evolve(SITE.precision, reading=0.0, activity=0.1, mass=0.0)
    site = attrs.evolve(SITE, precision=precision, whole_body=attrs.evolve(SITE.whole_body, uncertainty=0.0))
    found = whole_body_dose(
        retention(W5), given=CHILD, site=site, knowledge=KNOWLEDGE, way=Way.JOINED, draws=40_000, counting=False
    )
    assert found.spread.sd / found.dose.gy == pytest.approx(0.1, rel=0.02)
    assert "not included: one reading, mass" in found.spread.included


# --- small parts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "up", "down", "probability"),
    [(2, 3, 3, 0.1), (2, 5, 5, 2 / 252), (3, 4, 4, 8 / 70), (10, 5, 5, 1.0), (4, 2, 3, 0.9)],
)
def test_probability_of_few_runs(runs, up, down, probability):
    """Counted by hand over all orders of the signs."""
    assert few_runs(runs, up, down) == pytest.approx(probability)


def test_the_corrected_criterion_counts_the_variance_and_is_silent_with_too_few():
    assert corrected_criterion(6, 4, 1.0) == pytest.approx(6 * np.log(1 / 6) + 8 + 40)
    assert corrected_criterion(5, 4, 1.0) is None


# --- files -------------------------------------------------------------------------------------------------


def test_counts_are_read_back_as_written():
    found = read_counts(EXAMPLES / "counts.csv")
    assert counts_of(counts_csv(found)) == found
    assert [each.hours for each in found] == [each.hours for each in W5]


def test_the_curve_is_written_beside_the_readings():
    lines = curve_csv(ONE).splitlines()
    assert lines[0] == "hours,geometric_mean,share_of_first,curve"
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hours,anterior\n1,2\n", "columns hours, anterior"),
        ("", "columns none"),
        (",".join(COUNT_COLUMNS) + "\n", "0 readings"),
        (",".join(COUNT_COLUMNS) + "\n1,2,x,4,5\n1,nan,3,4,inf\n", "line 2, posterior"),
        (",".join((*COUNT_COLUMNS, "voided")) + "\n1,2,3,4,5,maybe\n", 'line 2, voided: "maybe"'),
        (",".join((*COUNT_COLUMNS, "colour")) + "\n1,2,3,4,5,red\n", "columns"),
        (",".join(COUNT_COLUMNS) + "\n1_0,2,3,4,5\n", '"1_0" is not a number'),
        (",".join(COUNT_COLUMNS) + "\n1,2,3\n", "background_anterior"),
    ],
)
def test_a_file_of_counts_that_cannot_be_read(text, said):
    with pytest.raises(ReadingsError, match=said) as told:
        counts_of(text)
    assert told.value.exit_code == 3


def test_a_decimal_comma_is_refused_and_not_read_as_another_number():
    with pytest.raises(ReadingsError, match="line 2: more fields than the header"):
        rates_of("hours,mr_per_h\n6,5,28\n24,10\n")


def test_a_lesion_s_half_life_cannot_be_longer_than_decay():
    from rosette.mibg.dosimetry import lesion_dose

    with pytest.raises(NotComputable, match="longer than decay alone"):
        lesion_dose(mass_g=20, activity_mbq=10, half_life_h=600, knowledge=KNOWLEDGE)


def test_rates_are_read_and_refused_alike():
    assert len(rates_of("hours,mr_per_h\n0,40\n24,10\n")) == 2
    with pytest.raises(ReadingsError, match="line 3, mr_per_h"):
        rates_of("hours,mr_per_h\n0,40\n24,ten\n")


# --- readings one by one -----------------------------------------------------------------------------------


def reading(hours, front, back, *, background=0.0, voided=None):
    return ProbeReading(
        hours=hours,
        anterior=front,
        posterior=back,
        background_anterior=background,
        background_posterior=background,
        voided=voided,
    )


def test_the_mean_is_geometric_and_without_background():
    found = retention([reading(0, 500, 900, background=100), reading(24, 200, 500, background=100)])
    assert found.mean == pytest.approx([(400 * 800) ** 0.5, (100 * 400) ** 0.5])
    assert found.share == pytest.approx([1, (1 / 8) ** 0.5])
    assert (found.readings[0].front, found.readings[0].back) == (400, 800)
    assert [each.hours for each in found.readings] == list(found.hours) == [0, 24]


@pytest.mark.parametrize("name", ["hours", "anterior", "posterior", "background_anterior", "background_posterior"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_that_is_no_number_is_refused_wherever_it_stands(name, value):
    with pytest.raises(CountsFault, match="not a time and counts"):
        retention(changed(2, **{name: value}))


def test_a_time_before_the_end_of_the_infusion_is_refused_and_its_very_end_is_not():
    with pytest.raises(CountsFault, match="-1 h: not a time and counts"):
        retention(changed(0, hours=-1.0))
    assert retention(changed(0, hours=0.0)).hours[0] == 0


@pytest.mark.parametrize("side", ["anterior", "posterior"])
def test_counts_or_backgrounds_below_zero_and_equal_ones_are_refused_by_side(side):
    below = f"24 h: {side} counts below zero"
    for fields in ({side: -1.0}, {f"background_{side}": -1.0}):
        with pytest.raises(CountsFault, match=below):
            retention(changed(2, **fields))
    with pytest.raises(CountsFault, match=f"24 h: {side} 700 is not above its background 700"):
        retention(changed(2, **{side: 700.0, f"background_{side}": 700.0}))
    assert retention(changed(2, **{f"background_{side}": 0.0})).share[2] > retention(W5).share[2]


def test_no_counts_at_all_are_no_reading_but_nothing_below_zero():
    with pytest.raises(CountsFault, match="24 h: anterior 0 is not above its background 0"):
        retention(changed(2, anterior=0.0, background_anterior=0.0))


def test_a_reading_of_small_counts_is_taken():
    found = retention([reading(0, 4, 4), reading(24, 0.5, 0.5)])
    assert found.share == pytest.approx([1, 0.125])
    assert retention([reading(0, 4, 4, background=0.5), reading(24, 1, 1, background=0.5)]).share[1] > 0


def test_faults_say_what_is_wanted_and_how_to_go_on():
    with pytest.raises(CountsFault) as told:
        retention(W5[:1])
    assert str(told.value) == "readings:\n  1 readings; expected two at least, three for each phase"
    with pytest.raises(CountsFault, match=r"two readings at one time\. Keep the one that was meant\."):
        retention(changed(3, hours=24))
    with pytest.raises(CountsFault, match="13 h: there is no reading to leave out"):
        retention(W5, without=[13])
    with pytest.raises(CountsFault, match=r"leave the reading out and say so\."):
        retention(changed(4, anterior=480))


def test_what_was_left_out_is_said_for_each_and_two_are_left():
    found = retention(W5, without=[6, 48, 72, 96])
    assert list(found.hours) == [0.25, 24]
    assert found.warnings == tuple(f"The reading at {hour} h was left out by hand." for hour in (6, 48, 72, 96))
    with pytest.raises(CountsFault, match="1 readings"):
        retention(W5, without=[6, 24, 48, 72, 96])


@pytest.mark.parametrize(("hours", "late"), [(0.0, False), (1.0, False), (1.1, True)])
def test_a_first_reading_within_an_hour_is_in_time(hours, late):
    found = retention(changed(0, hours=hours))
    assert any("what left before is not seen" in each for each in found.warnings) is late


def test_only_a_void_before_the_first_reading_takes_from_the_whole():
    assert "does not stand for the whole activity given" in retention(changed(0, voided=True)).warnings[0]
    for voided in (False, None):
        assert retention(changed(0, voided=voided)).warnings == ()
    assert retention(changed(3, voided=True)).warnings == ()


def test_equal_counts_do_not_rise_and_a_void_between_rising_ones_is_told():
    level = changed(3, anterior=W5[2].anterior, posterior=W5[2].posterior)
    assert retention(level).warnings == ()
    rising = [reading(0, 900, 900), reading(6, 400, 400), reading(12, 500, 500), reading(24, 100, 100)]
    (told,) = retention(rising).warnings
    assert told.startswith("Counts rise from 6 h to 12 h: activity cannot come back.")
    rising[2] = attrs.evolve(rising[2], voided=True)
    (told,) = retention(rising).warnings
    assert told.startswith("Counts rise from 6 h to 12 h although the child voided between them: activity")


def test_a_second_reading_above_the_first_rises_too():
    (told,) = retention([reading(0, 900, 900), reading(6, 1000, 1000), reading(24, 400, 400)]).warnings
    assert told.startswith("Counts rise from 0 h to 6 h")


# --- front and back ----------------------------------------------------------------------------------------


def ratios(*pairs):
    rows = [reading(6.0 * n, 1000 * front / 2**n, 1000 * back / 2**n) for n, (front, back) in enumerate(pairs)]
    return [each for each in retention(rows).warnings if "look exchanged" in each]


def test_one_reading_against_the_others_looks_exchanged_with_both_ratios():
    (told,) = ratios((1.2, 1), (1.2, 1), (1, 1.2), (1.2, 1))
    assert told.startswith("At 12 h front and back look exchanged (ratio 0.83, usual 1.20).")
    (last,) = ratios((1, 1.5), (1, 1.5), (1.5, 1))
    assert last.startswith("At 12 h front and back look exchanged (ratio 1.50, usual 0.67).")


def test_the_first_reading_can_be_the_exchanged_one():
    (told,) = ratios((1, 1.2), (1.2, 1), (1.2, 1), (1.2, 1))
    assert told.startswith("At 0 h")


def test_two_readings_cannot_say_which_of_them_is_exchanged():
    assert ratios((1.2, 1), (1, 1.2)) == []


def test_sides_that_are_nearly_equal_or_merely_drift_are_not_exchanged():
    assert ratios((1.015, 1), (1.015, 1), (1, 1.015), (1.015, 1)) == []
    assert len(ratios((1.025, 1), (1.025, 1), (1, 1.025), (1.025, 1))) == 1
    assert ratios((1.4, 1), (1.3, 1), (1.05, 1), (1.2, 1)) == []

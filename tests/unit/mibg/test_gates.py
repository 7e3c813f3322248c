"""Gates at their limits: what opens, what shuts, what they say they read and what is to be done."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from tests.support.mibg import SITE

from rosette.kernel import ActivityPerMass, BodyMass
from rosette.knowledge import load_knowledge
from rosette.mibg import Standing, mibg_plan
from rosette.mibg.gates import needs_cells, worst
from rosette.records import build_record

KNOWLEDGE = load_knowledge()
ON, INFUSION = date(2026, 6, 1), date(2026, 6, 15)
ENVELOPE = {
    "source": {"type": "laboratory", "name": "invented"},
    "recorded_at": "2026-05-01T10:00:00",
    "recorded_by": "test",
}
WEIGHT = {"kind": "measurement", "on": "2026-06-01", "code": "weight", "value": 18.3, "unit": "kg"}
THEN = {**WEIGHT, "on": "2024-05-21"}
HEIGHT = {**WEIGHT, "code": "height", "value": 110, "unit": "cm"}
GFR = {"kind": "organ_test", "on": "2026-05-20", "code": "gfr", "value": 110, "unit": "mL/min/{1.73_m2}"}
CREATININE = {"kind": "laboratory", "on": "2026-05-20", "code": "creatinine", "value": 1.5, "unit": "mg/dL"}
CELLS = {
    "kind": "stem_cells",
    "on": "2024-05-20",
    "cd34": {"value": 4, "unit": "10*6/kg"},
    "viable": True,
    "released": False,
}
ANC = {"kind": "laboratory", "on": "2026-05-28", "code": "anc", "value": 2000, "unit": "/uL"}
PLATELETS = {"kind": "laboratory", "on": "2026-05-28", "code": "platelets", "value": 120000, "unit": "/uL"}
TEST = {"kind": "laboratory", "code": "pregnancy_test"}


def gates(*facts, mci=18.0, site=SITE, infusion=INFUSION, birth="2019-03-02", sex="male", mass=None):
    rows = [{"id": f"fact-{n}", **ENVELOPE, **fact} for n, fact in enumerate(facts)]
    record = build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": birth, "sex": sex, "facts": rows}
    )
    plan = mibg_plan(
        record,
        level=ActivityPerMass.from_mci_per_kg(mci),
        infusion=infusion,
        on=ON,
        site=site,
        knowledge=KNOWLEDGE,
        mass=mass,
    )
    return {each.name: each for each in plan.gates}


def cells(*facts, **more):
    return gates(WEIGHT, *facts, **more)["stored cells"]


def kidneys(*facts, **more):
    return gates(WEIGHT, *facts, **more)["kidneys"]


def counts(*facts):
    return gates(WEIGHT, *facts)["blood counts"]


def mass_and_level(*facts, **more):
    return gates(*facts, **more)["body mass and level"]


def girl(*facts, infusion=date(2026, 6, 3)):
    return gates(WEIGHT, *facts, birth="2010-01-01", sex="female", infusion=infusion)["pregnancy"]


def test_the_most_severe_gate_stands_for_all_and_none_is_open():
    assert worst([]) is Standing.OPEN
    assert worst([Standing.ASK, Standing.NOTE]) is Standing.ASK
    assert worst(Standing) is Standing.SHUT
    assert worst([Standing.REVIEW, Standing.ASK]) is Standing.REVIEW


# --- cells ---------------------------------------------------------------------------------------------------


def test_at_the_very_level_the_site_s_operator_asks_for_cells():
    assert cells(mci=12).standing is Standing.ASK
    above = attrs.evolve(SITE, cells=attrs.evolve(SITE.cells, operator="above"))
    assert cells(mci=12, site=above).standing is Standing.NOTE


@pytest.mark.parametrize(
    ("mbq", "operator", "needed"),
    [
        (444.0004, "above", False),
        (444.0005, "above", True),
        (443.9996, "at_least", True),
        (443.9995, "at_least", False),
        (443.9996, "above", False),
    ],
)
def test_a_millionth_of_the_level_is_arithmetic_and_no_difference(mbq, operator, needed):
    assert needs_cells(ActivityPerMass(mbq), operator=operator, level=ActivityPerMass(444.0)) is needed


@pytest.mark.parametrize("mci", [8, 11.9])
def test_below_the_level_no_cells_are_needed_and_no_source_disagrees(mci):
    found = cells(mci=mci)
    assert (found.standing, found.sources) == (Standing.OPEN, (SITE.cells.source,))
    assert found.why.endswith("needs no stored cells by the site's rule")


def test_a_product_of_today_counts():
    assert cells({**CELLS, "on": "2026-06-01"}).standing is Standing.OPEN


def test_the_gate_says_which_products_it_read_and_whose_rule_it_is():
    found = cells(THEN, CELLS)
    assert found.why == "1 product in store with 2 million viable CD34/kg or more, by the weight of now"
    assert found.evidence == ("2024-05-20: 4 million CD34/kg at collection, 4 by the weight of now, place not stated",)
    assert found.sources == (SITE.cells.source,)
    assert cells(THEN, CELLS, CELLS).why.startswith("2 products in store")


def test_what_is_to_be_done_about_cells():
    assert cells().why == "no product in store is recorded, and silence is no proof of absence"
    assert cells().remedy == "Ask the cell laboratory for a product of 2 million viable CD34/kg or more."
    silent = cells({key: value for key, value in CELLS.items() if key != "viable"})
    assert "without its count, its viability, or whether it is still in store" in silent.why
    assert silent.remedy == "Ask the cell laboratory."
    few = cells(THEN, {**CELLS, "cd34": {"value": 1.9, "unit": "10*6/kg"}}, mci=12)
    assert few.why == "no viable product in store holds 2 million viable CD34/kg or more"
    assert "plan below the level that needs them" in few.remedy


def test_disagreement_of_sources_is_told_where_it_matters_only():
    assert "Sources disagree" in cells(THEN, CELLS, mci=12).why
    assert "Sources disagree" not in cells(THEN, CELLS, mci=18).why


def test_a_product_without_any_cells_is_not_enough_for_any_rule():
    low = attrs.evolve(SITE, cells=attrs.evolve(SITE.cells, cd34=0.5))
    assert cells({**CELLS, "cd34": {"value": 0, "unit": "10*6/kg"}}, site=low).standing is Standing.SHUT


def weighed(on, kg):
    return {**WEIGHT, "on": on, "value": kg}


def test_cells_are_scaled_from_the_weight_nearest_to_their_collection():
    """4 million at 9 kg are fewer than 2 million at 18.3 kg, whatever the child weighed weeks later."""
    nearest = weighed("2024-05-19", 9.0)
    for other in (weighed("2024-07-10", 10.5), weighed("2024-03-30", 10.5)):
        assert cells(nearest, other, CELLS).standing is Standing.SHUT
    assert cells(weighed("2024-07-10", 10.5), CELLS).standing is Standing.OPEN


def test_of_two_weights_as_near_to_the_collection_the_lower_counts():
    for rows in ((9.0, 9.5), (9.5, 9.0)):
        before, after = weighed("2024-05-19", rows[0]), weighed("2024-05-21", rows[1])
        assert cells(before, after, CELLS).standing is Standing.SHUT


@pytest.mark.parametrize(
    ("on", "scaled"), [("2024-03-20", False), ("2024-03-21", True), ("2024-07-19", True), ("2024-07-20", False)]
)
def test_a_weight_within_sixty_days_counts_as_that_of_the_collection(on, scaled):
    found = cells(weighed(on, 12.0), CELLS)
    assert found.standing is (Standing.OPEN if scaled else Standing.NOTE)


def test_a_weight_long_before_a_collection_of_today_is_not_that_of_the_collection():
    late = {**CELLS, "on": "2026-05-31"}
    found = gates(weighed("2026-03-01", 17.0), late, mass=BodyMass(17.0))["stored cells"]
    assert (found.standing, "at collection" in found.why) == (Standing.NOTE, True)


def test_cells_are_counted_by_the_mass_that_is_planned_for():
    """4 million at 9.2 kg are 2.04 million at the last recorded weight of 18 kg, and fewer than 2 million at 19 kg."""
    rows = (weighed("2024-05-20", 9.2), weighed("2026-05-25", 18.0), CELLS)
    assert gates(*rows)["stored cells"].standing is Standing.OPEN
    assert gates(*rows, mass=BodyMass(19.0))["stored cells"].standing is Standing.SHUT


# --- kidneys -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "standing"), [(90, Standing.OPEN), (91, Standing.ASK)])
def test_a_clearance_counts_for_the_site_s_days(days, standing):
    assert kidneys({**GFR, "on": str(ON - timedelta(days=days))}).standing is standing


def test_a_measured_clearance_goes_before_one_that_is_worked_out_on_the_same_day():
    height = {**HEIGHT, "on": "2026-05-20"}
    assert kidneys(CREATININE, height).standing is Standing.NOTE
    assert kidneys(GFR, CREATININE, height).standing is Standing.OPEN
    assert kidneys({**GFR, "on": "2026-05-19"}, CREATININE, height).standing is Standing.NOTE


def test_one_result_recorded_twice_is_one_result():
    assert kidneys(GFR, GFR).standing is Standing.OPEN


@pytest.mark.parametrize(
    ("gfr", "why"),
    [
        (59, "the clearance is below 60, the lowest for which a level by clearance is published"),
        (60, "8 mCi/kg"),
        (99, "8 mCi/kg"),
        (100, "12 mCi/kg"),
        (130, "12 mCi/kg"),
    ],
)
def test_the_published_level_by_clearance(gfr, why):
    told = kidneys({**GFR, "value": gfr}).why
    assert why in told
    assert [level for level in ("8 mCi/kg", "12 mCi/kg") if level in told] == ([why] if "mCi" in why else [])


def test_a_low_clearance_is_shown_and_two_people_review_it():
    found = kidneys({**GFR, "value": 29})
    assert "below 30 mL/min" in found.why
    assert found.remedy == "Review together."
    assert found.evidence[0].startswith("29 mL/min")
    assert found.evidence[0].endswith("on 2026-05-20")
    assert kidneys(GFR).evidence[0].startswith("110 mL/min")


def test_dialysis_needs_an_override_and_no_clearance_is_ordered():
    dialysis = {"kind": "condition", "code": "dialysis", "from": "2026-01-01", "ongoing": True}
    shut = kidneys(GFR, dialysis)
    assert "would not leave the body" in shut.why
    assert "documented override of physician and physicist" in shut.remedy
    asked = kidneys()
    assert "no clearance of the last 90 days" in asked.why
    assert asked.remedy == "Order a GFR, or a creatinine with a height."


# --- counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anc", "platelets", "short"),
    [
        ({"value": 1200}, {"value": 80000}, ""),
        ({"value": 1199}, {}, "anc below 1200/uL"),
        ({}, {"value": 79999}, "platelets below 80000/uL"),
        ({"value": 1200, "comparator": "<"}, {}, "anc below 1200/uL"),
        ({"value": 1100}, {"value": 70000}, "anc below 1200/uL, platelets below 80000/uL"),
    ],
)
def test_the_lowest_counts_of_a_label(anc, platelets, short):
    found = counts({**ANC, **anc}, {**PLATELETS, **platelets})
    assert found.standing is (Standing.NOTE if short else Standing.OPEN)
    wanted = f"{short}, where a label for adults gives none" if short else "above the lowest of a label for adults"
    assert found.why == wanted


def test_counts_are_shown_with_their_day_and_missing_ones_are_ordered():
    assert counts(ANC, PLATELETS).evidence == ("anc 2000/uL on 2026-05-28", "platelets 120000/uL on 2026-05-28")
    assert counts({**ANC, "comparator": ">"}, PLATELETS).evidence[0] == "anc >2000/uL on 2026-05-28"
    asked = counts(ANC)
    assert (asked.why, asked.remedy) == ("no platelets of the last 14 days is recorded", "Order a blood count.")


# --- mass and level ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kg", "standing"), [(18, Standing.OPEN), (17.9, Standing.REVIEW), (21.9, Standing.OPEN), (22.1, Standing.REVIEW)]
)
def test_a_mass_apart_from_the_last_weight_by_more_than_a_tenth(kg, standing):
    found = mass_and_level({**WEIGHT, "value": 20}, mass=BodyMass(kg))
    assert found.standing is standing


def test_a_mass_that_is_doubted_names_the_weight_its_day_and_the_way_out():
    found = mass_and_level({**WEIGHT, "value": 20}, mass=BodyMass(30))
    assert found.why == "30 kg against 20 kg on 2026-06-01"
    assert found.remedy == "Check units and scale together."


@pytest.mark.parametrize(("mci", "standing"), [(21, Standing.OPEN), (21.1, Standing.REVIEW), (36, Standing.REVIEW)])
def test_the_highest_published_level_is_allowed_and_nothing_above(mci, standing):
    assert mass_and_level(WEIGHT, mci=mci).standing is standing


def test_a_weight_counts_for_the_site_s_days_before_the_infusion():
    fresh, old = (mass_and_level(WEIGHT, infusion=date(2026, 6, day)) for day in (15, 16))
    assert (fresh.standing, fresh.name) == (Standing.OPEN, "body mass and level")
    assert fresh.why == "mass and level are within what is published"
    assert (old.standing, old.why) == (Standing.NOTE, "weighed on 2026-06-01, long before the infusion")


# --- pregnancy -----------------------------------------------------------------------------------------------


def test_a_pregnancy_test_of_today_and_of_the_earliest_day_count():
    today = {**TEST, "on": "2026-06-01", "result": "negative"}
    assert girl(today).standing is Standing.OPEN
    assert girl(today).why == "negative on 2026-06-01"
    assert girl({**today, "on": "2026-05-27"}).standing is Standing.OPEN
    asked = girl({**today, "on": "2026-05-26"})
    assert (asked.standing, asked.why) == (Standing.ASK, "no test in time is recorded")
    assert asked.remedy.startswith("Test within 7 days before the infusion")
    assert gates(WEIGHT)["pregnancy"].why == "not applicable"


@pytest.mark.parametrize(("days", "standing"), [(299, Standing.SHUT), (300, Standing.ASK)])
def test_a_positive_test_is_remembered_for_three_hundred_days(days, standing):
    found = girl({**TEST, "on": str(ON - timedelta(days=days)), "result": "positive"})
    assert found.standing is standing


def test_a_negative_test_before_or_on_the_day_of_a_positive_one_undoes_nothing():
    positive = {**TEST, "on": "2026-05-29", "result": "positive"}
    shut = girl(positive)
    assert (shut.why, shut.remedy) == ("a test was positive on 2026-05-29", "Talk with the young person.")
    for day in ("2026-05-28", "2026-05-29"):
        assert girl(positive, {**positive, "on": day, "result": "negative"}).standing is Standing.SHUT
    later = girl(positive, {**positive, "on": "2026-05-30", "result": "negative"})
    assert later.why == "a test was positive on 2026-05-29, a later one negative"


# --- days ----------------------------------------------------------------------------------------------------


def test_the_site_file_holds_on_its_last_day():
    last, after = (gates(WEIGHT, infusion=SITE.valid_until + timedelta(days=n))["days"] for n in (0, 1))
    assert (last.standing, last.why) == (Standing.OPEN, "iodide can begin in time")
    assert (after.standing, after.why) == (Standing.REVIEW, f"the site file is valid until {SITE.valid_until} only")
    assert after.remedy == "Sign the site file anew, and plan again."

"""The plan: site file, activity, gates, iodide, medicines."""

from __future__ import annotations

import re
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.support.mibg import EXAMPLES, SITE

from rosette.kernel import (
    Activity,
    ActivityPerMass,
    BodyMass,
    NotComputable,
    PartialDate,
    UsageError,
)
from rosette.knowledge import load_knowledge
from rosette.mibg import SiteFileError, Standing, load_site, mibg_plan, prescribe, read_site
from rosette.mibg.gates import needs_cells
from rosette.mibg.holds import HoldState
from rosette.mibg.protection import thyroid_plan
from rosette.records import build_record

KNOWLEDGE = load_knowledge()
ON, INFUSION = date(2026, 6, 1), date(2026, 6, 15)
TWELVE, EIGHTEEN = (ActivityPerMass.from_mci_per_kg(level) for level in (12, 18))
ENVELOPE = {
    "source": {"type": "laboratory", "name": "invented"},
    "recorded_at": "2026-05-01T10:00:00",
    "recorded_by": "test",
}
WEIGHT = {"kind": "measurement", "on": "2026-06-01", "code": "weight", "value": 18.3, "unit": "kg"}
GFR = {"kind": "organ_test", "on": "2026-05-20", "code": "gfr", "value": 110, "unit": "mL/min/{1.73_m2}"}
CELLS = {
    "kind": "stem_cells",
    "on": "2024-05-20",
    "cd34": {"value": 4, "unit": "10*6/kg"},
    "viable": True,
    "released": False,
}
COUNTS = (
    {"kind": "laboratory", "on": "2026-05-28", "code": "anc", "value": 2000, "unit": "/uL"},
    {"kind": "laboratory", "on": "2026-05-28", "code": "platelets", "value": 120000, "unit": "/uL"},
)
THEN = {**WEIGHT, "on": "2024-05-21"}
DIALYSIS = {"kind": "condition", "code": "dialysis", "from": "2026-01-01", "ongoing": True}
REVIEWED = {"kind": "closure", "on": "2026-05-29", "covers": ["medications"]}
READY = (WEIGHT, THEN, GFR, CELLS, *COUNTS, REVIEWED)


def child(*facts, birth="2019-03-02", sex="male"):
    rows = [{"id": f"fact-{n}", **ENVELOPE, **fact} for n, fact in enumerate(facts)]
    return build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": birth, "sex": sex, "facts": rows}
    )


def planned(*facts, level=EIGHTEEN, site=SITE, infusion=INFUSION, **more):
    who = {key: more.pop(key) for key in ("birth", "sex") if key in more}
    return mibg_plan(
        child(*facts, **who), level=level, infusion=infusion, on=ON, site=site, knowledge=KNOWLEDGE, **more
    )


def gate(plan, name):
    return next(each for each in plan.gates if each.name == name)


# --- the site file -----------------------------------------------------------------------------------------

TEXT = (EXAMPLES / "site.toml").read_text(encoding="utf-8")


def without(pattern: str, by: str = "") -> str:
    changed, count = re.subn(pattern, by, TEXT, count=1, flags=re.M | re.S)
    assert count == 1
    return changed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (without(r"^maximum = .*?$"), '"maximum" is missing'),
        (without(r'role = "physicist"', 'role = "physician"'), "no physicist signed"),
        (without(r'"44400 MBq"', "44400"), "bare number"),
        (without(r'"44400 MBq"', '"44400 MBq/kg"'), "expected"),
        (without(r"^power = .*?$"), "a power of mass below zero"),
        (without(r'"-0.921"', '"0.921"'), "a power of mass below zero"),
        (without(r"^format = .*?$"), "no format is given"),
        (without(r"^\[whole_body\].*?(?=^\[precision)"), "a table"),
        (without(r"^jurisdiction = .*?$"), '"jurisdiction" is missing'),
        (without(r"^jurisdiction", 'occupancy = "10 %"\njurisdiction'), "smaller occupancy than 25 % has no record"),
        (without(r"^version", 'colour = "red"\nversion'), 'unknown key "colour"'),
        (without(r'from = "0 h", to = "7 h"', 'from = "7 h", to = "0 h"'), "hours of one day"),
        ("format = [", "not TOML"),
    ],
)
def test_a_site_file_that_lacks_a_figure_or_a_signature_is_refused(text, said):
    with pytest.raises(SiteFileError, match=re.escape(said)):
        read_site(text)


def test_every_fault_of_a_site_file_is_told_at_once():
    text = (
        without(r"^maximum = .*?$").replace('power = "-0.921"', "").replace('role = "physician"', 'role = "physicist"')
    )
    with pytest.raises(SiteFileError) as told:
        read_site(text)
    assert len(told.value.problems) == 3


def test_a_site_file_that_is_no_longer_valid_or_not_yet_signed_plans_nothing():
    with pytest.raises(UsageError, match="valid until 2026-05-31"):
        planned(*READY, site=attrs.evolve(SITE, valid_until=date(2026, 5, 31)))
    late = tuple(attrs.evolve(each, on=date(2026, 6, 2)) for each in SITE.signers)
    with pytest.raises(UsageError, match="signed on 2026-06-02"):
        planned(*READY, site=attrs.evolve(SITE, signers=late))


def test_the_plan_names_who_signed_and_which_file():
    assert "Invented physicist, physicist, 2026-05-04" in SITE.signed
    assert load_site(EXAMPLES / "site.toml").digest == SITE.digest


# --- activity ----------------------------------------------------------------------------------------------


@given(level=st.floats(1, 1000), kg=st.floats(5, 100), maximum=st.floats(100, 50_000))
def test_the_activity_is_level_times_mass_and_never_above_the_site(level, kg, maximum):
    found = prescribe(level=ActivityPerMass(level), mass=BodyMass(kg), maximum=Activity(maximum))
    assert found.planned.mbq == min(level * kg, maximum)
    assert found.capped is (level * kg > maximum)


@given(mci=st.floats(0.01, 2000))
def test_both_units_turn_into_each_other(mci):
    activity = Activity.from_mci(mci)
    assert activity.mbq == mci * 37
    assert activity.mci == pytest.approx(mci, rel=1e-12)


def test_a_ready_child_passes_every_gate():
    plan = planned(*READY)
    assert plan.standing is Standing.OPEN
    assert plan.prescription.planned.mbq == pytest.approx(12187.8)
    assert plan.cells_on == date(2026, 6, 29)


def test_no_fresh_weight_no_plan():
    old = {**WEIGHT, "on": "2026-05-17"}
    with pytest.raises(NotComputable, match="no weight within 14 days"):
        planned(old, GFR)
    assert planned(old, GFR, mass=BodyMass(18.0)).prescription.mass.kg == 18.0


def test_an_infusion_before_the_day_of_planning_is_refused():
    with pytest.raises(UsageError, match="lies before"):
        planned(*READY, infusion=date(2026, 5, 31))


# --- cells -------------------------------------------------------------------------------------------------


def test_at_exactly_twelve_the_sources_disagree_and_the_site_decides():
    cautious = gate(planned(*READY, level=TWELVE), "stored cells")
    assert "NCT01838187" in cautious.why
    assert "not by NCT02378428" in cautious.why
    above = attrs.evolve(SITE, cells=attrs.evolve(SITE.cells, operator="above"))
    bold = gate(planned(WEIGHT, GFR, *COUNTS, REVIEWED, level=TWELVE, site=above), "stored cells")
    assert bold.standing is Standing.NOTE
    assert "needs no stored cells by the site's rule" in bold.why
    assert "Sources disagree" in bold.why


@pytest.mark.parametrize(
    ("level", "operator", "needed"),
    [(443.9, "at_least", False), (444.0, "at_least", True), (444.0, "above", False), (444.1, "above", True)],
)
def test_the_operator_at_the_limit(level, operator, needed):
    assert needs_cells(ActivityPerMass(level), operator=operator, level=ActivityPerMass(444.0)) is needed


def test_twelve_per_kg_stays_at_the_limit_after_the_arithmetic_of_any_mass():
    for kg in (7.3, 11.1, 18.3, 19.7, 33.3):
        found = prescribe(level=TWELVE, mass=BodyMass(kg), maximum=Activity(1e6))
        assert needs_cells(found.per_mass, operator="at_least", level=ActivityPerMass(444.0))
        assert not needs_cells(found.per_mass, operator="above", level=ActivityPerMass(444.0))


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"cd34": {"value": 1.9, "unit": "10*6/kg"}}, Standing.SHUT),
        ({"cd34": {"value": 2.0, "unit": "10*6/kg"}}, Standing.OPEN),
        ({"viable": False}, Standing.SHUT),
        ({"viable": None}, Standing.ASK),
        ({"cd34": None}, Standing.ASK),
        ({"released": None}, Standing.ASK),
        ({"released": True}, Standing.ASK),
        ({"on": "2026-06-02"}, Standing.ASK),
    ],
)
def test_a_product_counts_only_when_it_is_known_to_be_enough_viable_and_in_store(change, standing):
    product = {key: value for key, value in {**CELLS, **change}.items() if value is not None}
    assert gate(planned(WEIGHT, THEN, GFR, *COUNTS, product), "stored cells").standing is standing


def test_silence_on_cells_is_no_proof_of_absence():
    assert gate(planned(WEIGHT), "stored cells").standing is Standing.ASK


# --- other gates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ((), Standing.ASK),
        (({**GFR, "value": 29},), Standing.REVIEW),
        (({**GFR, "value": 30},), Standing.NOTE),
        (({**GFR, "value": 59.9},), Standing.NOTE),
        (({**GFR, "value": 60},), Standing.OPEN),
        (({**GFR, "on": "2026-03-01"},), Standing.ASK),
        ((GFR, DIALYSIS), Standing.SHUT),
        ((GFR, {"kind": "condition", "code": "dialysis", "from": "2023-01-01", "to": "2023-02-01"}), Standing.OPEN),
        ((GFR, {**DIALYSIS, "state": "absent"}), Standing.OPEN),
    ],
)  # fmt: skip
def test_kidneys(facts, standing):
    assert gate(planned(WEIGHT, *facts), "kidneys").standing is standing


def test_low_counts_are_weighed_and_missing_ones_ordered():
    low = ({**COUNTS[0], "value": 1199}, COUNTS[1])
    assert gate(planned(WEIGHT, *low), "blood counts").standing is Standing.NOTE
    assert gate(planned(WEIGHT, COUNTS[0]), "blood counts").standing is Standing.ASK


TEST = {"kind": "laboratory", "code": "pregnancy_test"}


@pytest.mark.parametrize(
    ("facts", "birth", "sex", "standing"),
    [
        ((), "2014-06-16", "female", Standing.ASK),
        ((), "2016-06-16", "female", Standing.OPEN),
        ((), "2016-06-15", "female", Standing.ASK),
        ((), "2010-01-01", "male", Standing.OPEN),
    ],
)
def test_pregnancy(facts, birth, sex, standing):
    assert gate(planned(WEIGHT, *facts, birth=birth, sex=sex), "pregnancy").standing is standing


@pytest.mark.parametrize(
    ("day", "result", "standing"),
    [
        ("2026-05-30", "negative", Standing.OPEN),
        ("2026-05-30", "positive", Standing.SHUT),
        ("2026-05-20", "negative", Standing.ASK),
    ],
)
def test_a_pregnancy_test_counts_within_the_site_s_days(day, result, standing):
    made = {**TEST, "on": day, "result": result}
    plan = planned(WEIGHT, made, birth="2010-01-01", sex="female", infusion=date(2026, 6, 3))
    assert gate(plan, "pregnancy").standing is standing


# --- medicines ---------------------------------------------------------------------------------------------


def medicine(agent, **days):
    return {"kind": "medication", "agent": agent, "from": "2026-01-01", **days}


def test_an_antihypertensive_is_never_stopped_on_its_own():
    plan = planned(*READY, medicine("labetalol", ongoing=True))
    (hold,) = plan.holds
    assert (hold.state, hold.discuss) == (HoldState.END, True)
    assert "do not stop it on its own" in hold.sentence
    assert plan.standing is Standing.ASK


def test_the_longest_of_site_and_label_counts():
    """The site says 72 h for labetalol; no half-life is on file, so about a week as labels say."""
    (hold,) = planned(*READY, medicine("labetalol", to="2026-06-07")).holds
    assert hold.hours == 7 * 24
    assert hold.end_by == date(2026, 6, 7)
    assert hold.state is HoldState.FREE


def test_a_medicine_that_ended_too_late_moves_the_day():
    (hold,) = planned(*READY, medicine("pseudoephedrine", to="2026-06-10")).holds
    assert hold.state is HoldState.TOO_SOON
    assert hold.free_from == date(2026, 6, 18)


def test_a_medicine_without_an_end_is_asked_about():
    (hold,) = planned(*READY, medicine("salbutamol")).holds
    assert hold.state is HoldState.UNKNOWN
    assert "Its end is not recorded: ask" in hold.sentence


def test_medicines_that_nobody_reviewed_leave_the_plan_open_to_questions():
    plan = planned(WEIGHT, THEN, GFR, CELLS, *COUNTS)
    assert not plan.medicines_reviewed
    assert plan.standing is Standing.ASK
    assert any("nose" in each for each in plan.questions)


# --- iodide ------------------------------------------------------------------------------------------------


def iodide(birth, kg=20.0, site=SITE, infusion=INFUSION):
    return thyroid_plan(birth=PartialDate.parse(birth), mass_kg=kg, infusion=infusion, site=site, knowledge=KNOWLEDGE)


@pytest.mark.parametrize(
    ("birth", "kg", "mg"),
    [
        ("2026-06-10", 3.5, 16),
        ("2026-05-12", 4, 32),
        ("2022-06-16", 15, 32),
        ("2022-06-10", 15, 65),
        ("2014-06-01", 70, 65),
        ("2014-06-01", 70.1, 130),
        ("2008-06-01", 60, 130),
    ],
)
def test_dose_by_age_on_the_day_and_by_mass(birth, kg, mg):
    days = {day.on: day.mg for day in iodide(birth, kg).days}
    assert days[INFUSION] == mg


def test_a_birthday_inside_the_calendar_changes_the_dose_from_that_day():
    days = {day.on: day.mg for day in iodide("2022-06-20").days}
    assert (days[date(2026, 6, 19)], days[date(2026, 6, 20)]) == (32, 65)


def test_the_calendar_runs_from_the_site_s_lead_to_its_end():
    days = iodide("2019-01-01").days
    assert (days[0].on, days[-1].on, len(days)) == (date(2026, 6, 13), date(2026, 7, 13), 31)
    assert len({day.on for day in days}) == len(days)


@pytest.mark.parametrize(
    ("change", "said"), [({"lead_h": 12.0}, "less than the 24 h"), ({"after_days": 9}, "less than the 10 days")]
)
def test_less_than_a_label_is_flagged(change, said):
    site = attrs.evolve(SITE, iodide=attrs.evolve(SITE.iodide, **change))
    assert any(said in each for each in iodide("2019-01-01", site=site).warnings)


def test_below_one_month_is_flagged_and_missed_days_are_found():
    plan = iodide("2026-06-01")
    assert any("one dose only" in each for each in plan.warnings)
    taken = [day.on for day in plan.days if day.on != INFUSION + timedelta(days=3)]
    assert [day.on for day in plan.missed(taken)] == [INFUSION + timedelta(days=3)]


def test_a_partial_birth_date_that_decides_the_dose_is_refused():
    with pytest.raises(NotComputable, match="leaves the dose of iodide"):
        iodide("2022")
    assert iodide("2019").days[0].mg == 65


def test_an_unknown_regimen_is_refused_with_those_that_are_held():
    site = attrs.evolve(SITE, iodide=attrs.evolve(SITE.iodide, regimen="other"))
    with pytest.raises(NotComputable, match="fda-by-age"):
        iodide("2019-01-01", site=site)


# --- what a hostile reading found ---------------------------------------------------------------------------


def test_a_mass_or_a_level_that_cannot_be_is_refused_or_looked_at_by_two_people():
    with pytest.raises(NotComputable, match="outside 5 to 100 kg"):
        planned(*READY, mass=BodyMass(183))
    heavy = planned(*READY, mass=BodyMass(40))
    assert gate(heavy, "body mass and level").standing is Standing.REVIEW
    assert "40 kg against 18.3 kg" in gate(heavy, "body mass and level").why
    slip = planned(*READY, level=ActivityPerMass.from_mci_per_kg(666))
    assert slip.standing is Standing.REVIEW
    assert "above the highest published level" in gate(slip, "body mass and level").why


def test_a_weight_long_before_the_infusion_asks_to_weigh_again():
    plan = planned(*READY, infusion=date(2026, 12, 15))
    assert "Weigh again within 14 days" in gate(plan, "body mass and level").remedy


def test_iodide_that_would_have_begun_yesterday_shuts_the_day():
    plan = planned(*READY, infusion=ON)
    shut = gate(plan, "days")
    assert (shut.standing, plan.standing) == (Standing.SHUT, Standing.SHUT)
    assert "2026-05-30" in shut.why
    assert "2026-06-03" in shut.remedy
    assert gate(planned(*READY, infusion=date(2026, 6, 3)), "days").standing is Standing.OPEN
    late = planned(*READY, infusion=date(2027, 5, 2))
    assert gate(late, "days").standing is Standing.REVIEW


def test_a_medicine_that_would_have_had_to_end_before_today_moves_the_infusion():
    (hold,) = planned(*READY, medicine("labetalol", ongoing=True), infusion=date(2026, 6, 5)).holds
    assert hold.state is HoldState.TOO_SOON
    assert hold.free_from == date(2026, 6, 9)
    assert "do not stop it on its own" in hold.sentence


def test_what_the_site_withholds_counts_though_no_label_lists_it():
    from rosette.mibg.site import Hold

    site = attrs.evolve(SITE, holds=(Hold(names=("tramadol",), hours=24.0, source="site"),))
    (hold,) = planned(*READY, medicine("tramadol", ongoing=True), site=site).holds
    assert (hold.state, hold.end_by) == (HoldState.END, date(2026, 6, 7))
    with pytest.raises(UsageError, match='withholds "labetolol"'):
        planned(*READY, site=attrs.evolve(SITE, holds=(Hold(names=("labetolol",), hours=24.0, source="site"),)))


@pytest.mark.parametrize("agent", ["amlodipine", "isradipine"])
def test_calcium_antagonists_are_on_a_label(agent):
    (hold,) = planned(*READY, medicine(agent, ongoing=True)).holds
    assert (hold.state, hold.discuss) == (HoldState.END, True)


@pytest.mark.parametrize("agent", ["tramadol", "morphine", "methylphenidate"])
def test_an_expected_effect_is_named_and_nobody_is_told_to_stop(agent):
    plan = planned(*READY, medicine(agent, ongoing=True))
    (hold,) = plan.holds
    assert hold.state is HoldState.EXPECTED
    assert "nobody stops it on its own" in hold.sentence
    assert plan.standing is Standing.NOTE
    assert not planned(*READY, medicine(agent, to="2026-03-01")).holds


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"on": "2023-05-28"}, Standing.ASK),
        ({"value": 1500, "comparator": "<"}, Standing.ASK),
        ({"value": 1000, "comparator": "<"}, Standing.NOTE),
        ({"value": 1200, "comparator": ">"}, Standing.OPEN),
    ],
)
def test_a_count_that_is_old_or_open_ended_opens_nothing(change, standing):
    assert gate(planned(WEIGHT, {**COUNTS[0], **change}, COUNTS[1]), "blood counts").standing is standing


def test_of_two_counts_of_a_day_the_lower_counts():
    low = {**COUNTS[0], "value": 100}
    for facts in ((COUNTS[0], low), (low, COUNTS[0])):
        assert gate(planned(WEIGHT, *facts, COUNTS[1]), "blood counts").standing is Standing.NOTE


def test_cells_are_counted_by_the_weight_of_now():
    """4 million at 9.15 kg are 2 million at 18.3 kg."""
    then = {**THEN, "value": 9.15}
    assert gate(planned(WEIGHT, then, CELLS), "stored cells").standing is Standing.OPEN
    assert gate(planned(WEIGHT, {**then, "value": 9.1}, CELLS), "stored cells").standing is Standing.SHUT
    unknown = gate(planned(WEIGHT, CELLS), "stored cells")
    assert (unknown.standing, "may weigh more now" in unknown.remedy) == (Standing.NOTE, True)


@pytest.mark.parametrize(
    ("tests", "standing"),
    [
        ([("2026-05-20", "positive")], Standing.SHUT),
        ([("2026-05-29", "positive"), ("2026-05-30", "negative")], Standing.REVIEW),
        ([("2025-06-01", "positive"), ("2026-05-30", "negative")], Standing.OPEN),
    ],
)
def test_a_positive_pregnancy_test_is_not_forgotten(tests, standing):
    facts = [{**TEST, "on": day, "result": result} for day, result in tests]
    plan = planned(WEIGHT, *facts, birth="2010-01-01", sex="female", infusion=date(2026, 6, 5))
    assert gate(plan, "pregnancy").standing is standing


@pytest.mark.parametrize(
    ("pattern", "by", "said"),
    [
        (r"times_a_day = 1", "times_a_day = 0", "1 to 6"),
        (r'after = "28 d"', 'after = "20 h"', "whole days"),
        (r"^\[stay\]", '[[limit]]\nwho = "carer"\ndose = "0 mSv"\nsource = "x"\n[stay]', "a limit above zero"),
    ],
)
def test_a_site_file_with_a_figure_that_cannot_be_is_refused(pattern, by, said):
    with pytest.raises(SiteFileError, match=said):
        read_site(without(pattern, by))

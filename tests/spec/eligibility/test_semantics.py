"""What judging means, sentence by sentence: silence, days, doubt, the kinds of NO, the ways in."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.children import (
    NO,
    ON,
    UNKNOWN,
    YES,
    Fact,
    ago,
    alk,
    closed,
    coded,
    criterion,
    day,
    fact,
    judged,
    lab,
    marrow,
    medicine,
    therapy,
    truth,
    truths,
    ways,
)

from rosette.eligibility import Act, Why

# --- silence is not absence --------------------------------------------------------------------------------


def test_a_child_without_an_alk_test_is_unknown_to_a_trial_that_requires_an_alk_mutation() -> None:
    found = judged(criterion("M1 require molecular ALK mutation").met)
    assert found.truth is UNKNOWN
    assert found.reason is Why.NEVER_MEASURED


def test_a_child_without_an_alk_test_is_unknown_to_a_trial_that_excludes_an_alk_mutation() -> None:
    assert judged(criterion("M1 exclude molecular ALK mutation").met).truth is UNKNOWN


def test_the_way_out_of_an_untested_gene_is_to_order_its_sequencing() -> None:
    (remedy,) = judged("molecular ALK mutation").remedies
    assert remedy.act is Act.ORDER
    assert remedy.sentence.startswith("Order ALK sequencing")


def test_a_panel_that_did_not_cover_the_gene_is_not_a_negative() -> None:
    other = fact("molecular", on="2026-02-01", assay="panel", covers={"MYCN": ["amplification"]})
    assert truth("molecular ALK mutation", other) is UNKNOWN


def test_a_panel_that_covered_the_gene_for_another_alteration_is_not_a_negative() -> None:
    assert truth("molecular ALK mutation", alk(covers=("amplification",))) is UNKNOWN


def test_a_panel_that_covered_the_gene_and_found_nothing_is_a_negative() -> None:
    assert truth("molecular ALK mutation", alk()) is NO


def test_without_a_reviewed_medication_list_taking_no_inhibitor_is_unknown() -> None:
    found = judged(criterion("X1 exclude taking strong_cyp3a4_inhibitor").met)
    assert found.truth is UNKNOWN
    assert found.reason is Why.LIST_NOT_CLOSED
    (remedy,) = found.leaves()[0].remedies
    assert remedy.sentence == "Review the list of medications and therapies and record it as complete."


def test_with_a_reviewed_medication_list_taking_no_inhibitor_is_known() -> None:
    """Of treatments too: some inhibitors of the enzyme are given against the tumour."""
    assert truth("taking strong_cyp3a4_inhibitor", closed("medications", "therapies")) is NO
    assert truth("taking strong_cyp3a4_inhibitor", closed("medications")) is UNKNOWN


def test_a_list_that_names_the_inhibitor_needs_no_review() -> None:
    assert truth("taking strong_cyp3a4_inhibitor", medicine("itraconazole", "2026-05-01")) is YES


def test_the_review_of_another_list_does_not_speak_for_medications() -> None:
    assert truth("taking proton_pump_inhibitor", closed("therapies", "conditions")) is UNKNOWN
    assert truth("taking proton_pump_inhibitor", closed("medications")) is NO


@pytest.mark.parametrize(("reviewed", "expected"), [(0, NO), (7, NO), (8, UNKNOWN)])
def test_a_reviewed_medication_list_counts_for_seven_days(reviewed: int, expected: object) -> None:
    assert truth("taking proton_pump_inhibitor", closed("medications", on=ago(reviewed))) is expected


def test_a_review_after_the_day_says_nothing_of_the_day() -> None:
    assert truth("taking proton_pump_inhibitor", closed("medications", on="2026-06-02")) is UNKNOWN


@pytest.mark.parametrize(
    "asked",
    [
        "prior lorlatinib",
        "taking corticosteroid",
        "condition infection",
        "condition seizure ever",
        "prior together (irinotecan, temozolomide)",
        "progressed on topotecan",
    ],
)
def test_absence_is_known_only_from_a_review(asked: str) -> None:
    assert truth(asked) is UNKNOWN
    assert truth(asked, closed()) is NO


@pytest.mark.parametrize(
    "asked",
    [
        "21 days since last chemotherapy",
        "stable dose of corticosteroid for 7 days",
        "relapses <= 2",
        "relapse_lines <= 2",
        "cycles of (irinotecan, temozolomide) <= 1",
        "cumulative anthracycline_doxorubicin_equivalent <= 450 mg/m2",
    ],
)
def test_a_limit_on_what_was_given_is_known_to_hold_only_from_a_review(asked: str) -> None:
    assert truth(asked) is UNKNOWN
    assert truth(asked, closed()) is YES


# --- the days: washouts, staleness, windows together -------------------------------------------------------

LORLATINIB = therapy("lorlatinib", "2026-01-10", "2026-05-22")
LATER_OF = "later of (14 days, 5 half-lives) since last small_molecule_inhibitor"


def test_a_washout_of_the_later_of_days_and_half_lives_gives_the_day_it_ends() -> None:
    """Five half-lives of lorlatinib are 5 days; 14 days after 22 May is 5 June."""
    found = judged(LATER_OF, LORLATINIB, closed())
    assert found.truth is NO
    assert found.flips_on == date(2026, 6, 5)
    assert "free from 2026-06-05" in found.why


def test_half_lives_decide_the_later_of_when_they_are_longer() -> None:
    """Five half-lives of crizotinib (42 h) are 8.75 days, so 9; 7 days are shorter."""
    crizotinib = therapy("crizotinib", "2026-01-10", "2026-05-22")
    longer = "later of (7 days, 5 half-lives) since last alk_inhibitor"
    assert truths(longer, [crizotinib, closed()], ["2026-05-30", "2026-05-31"]) == [NO, YES]


def test_the_earlier_of_days_and_half_lives_ends_with_the_shorter() -> None:
    """Three half-lives of bevacizumab (20 d) are 60 days; 6 weeks are 42."""
    antibody = therapy("bevacizumab", "2026-01-10", "2026-04-20")
    shorter = "earlier of (6 weeks, 3 half-lives) since last monoclonal_antibody"
    assert truths(shorter, [antibody, closed()], ["2026-05-31", "2026-06-01"]) == [NO, YES]


def test_a_laboratory_value_gives_the_day_it_goes_stale() -> None:
    found = judged("platelets >= 75000 /uL within 7 days", lab("platelets", "90000 /uL", "2026-05-29"))
    assert found.truth is YES
    assert found.flips_on == date(2026, 6, 6)
    assert found.timeline.at(date(2026, 6, 5)) is YES
    assert found.timeline.at(date(2026, 6, 6)) is UNKNOWN


def test_the_strict_reading_forgets_and_the_carried_reading_repeats() -> None:
    found = judged("platelets >= 75000 /uL within 7 days", lab("platelets", "90000 /uL", "2026-05-29"))
    assert found.timeline.at(date(2026, 8, 1)) is UNKNOWN
    assert found.carried_timeline.at(date(2026, 8, 1)) is YES


def test_the_joint_window_is_the_intersection_of_its_parts() -> None:
    """The washout ends on 5 June, the count goes stale after 10 June, the review of therapies after 28 June."""
    facts = [LORLATINIB, closed(), lab("platelets", "90000 /uL", "2026-06-01")]
    found = judged(f"all of ({LATER_OF}; platelets >= 75000 /uL within 9 days)", *facts)
    yes = [each for each in found.timeline.stretches() if each.truth is YES]
    assert [(each.first, each.last) for each in yes] == [(date(2026, 6, 5), date(2026, 6, 10))]


def test_both_days_and_the_first_day_on_which_all_hold_are_at_hand() -> None:
    facts = [LORLATINIB, closed(), lab("platelets", "90000 /uL", "2026-06-01")]
    found = judged(f"all of ({LATER_OF}; platelets >= 75000 /uL within 9 days)", *facts)
    washout, platelets = found.leaves()
    assert washout.flips_on == date(2026, 6, 5)
    assert platelets.flips_on == date(2026, 6, 11)
    assert found.flips_on == date(2026, 6, 5)
    (way,) = ways(LATER_OF, "platelets >= 75000 /uL within 9 days", facts=facts)
    assert (way.remedies, way.opens_on) == ((), date(2026, 6, 5))


def test_windows_that_never_meet_leave_a_repeat_in_the_carried_reading_only() -> None:
    """The count goes stale before the washout ends: in the strict reading no day holds."""
    facts = [LORLATINIB, closed(), lab("platelets", "90000 /uL", "2026-05-27")]
    found = judged(f"all of ({LATER_OF}; platelets >= 75000 /uL within 7 days)", *facts)
    assert found.timeline.first(YES, since=ON) is None
    assert found.carried_timeline.first(YES, since=ON) == date(2026, 6, 5)


# --- the days: boundaries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("taken", "expected"), [(0, YES), (6, YES), (7, YES), (8, UNKNOWN)])
def test_within_seven_days_reaches_back_to_and_includes_day_minus_seven(taken: int, expected: object) -> None:
    assert truth("platelets >= 75000 /uL within 7 days", lab("platelets", "90000 /uL", ago(taken))) is expected


def test_a_result_of_a_later_day_does_not_count_on_the_day() -> None:
    assert truth("platelets >= 75000 /uL within 7 days", lab("platelets", "90000 /uL", "2026-06-02")) is UNKNOWN


@pytest.mark.parametrize(
    ("on", "expected"), [("2041-03-09", YES), ("2041-03-10", NO), ("2041-03-11", NO), ("2030-01-01", YES)]
)
@pytest.mark.parametrize("asked", ["age < 22 years", "age <= 21 years"])
def test_until_the_22nd_birthday_ends_the_day_before_it(asked: str, on: str, expected: object) -> None:
    assert truth(asked, on=on) is expected


@pytest.mark.parametrize(
    ("asked", "before", "at", "after"),
    [("age >= 1 year", NO, YES, YES), ("age > 1 year", NO, NO, YES), ("age > 12 months", NO, NO, YES)],
)
def test_from_a_birthday_on_and_after_it_differ_by_a_day(asked: str, before: object, at: object, after: object) -> None:
    assert truths(asked, [], ["2020-03-09", "2020-03-10", "2020-03-11"]) == [before, at, after]


@pytest.mark.parametrize(
    ("asked", "last"),
    [("age < 547 days", "2020-09-06"), ("age <= 547 days", "2020-09-07"), ("age < 18 months", "2020-09-09")],
)
def test_days_and_months_of_age_are_counted_each_in_their_own_way(asked: str, last: str) -> None:
    """547 days after 10 March 2019 is 7 September 2020; 18 months after it is 10 September 2020."""
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    assert truths(asked, [], [last, after]) == [YES, NO]


@pytest.mark.parametrize(
    ("asked", "day_20", "day_21", "day_22"),
    [("21 days since last chemotherapy", NO, YES, YES), ("more than 21 days since last chemotherapy", NO, NO, YES)],
)
def test_since_holds_from_its_day_and_more_than_one_day_later(
    asked: str, day_20: object, day_21: object, day_22: object
) -> None:
    facts = [therapy("topotecan", "2026-05-01", "2026-05-12"), closed()]
    assert truths(asked, facts, ["2026-06-01", "2026-06-02", "2026-06-03"]) == [day_20, day_21, day_22]


@pytest.mark.parametrize(
    ("amount", "at_least", "above", "at_most", "below"),
    [("74999 /uL", NO, NO, YES, YES), ("75000 /uL", YES, NO, YES, NO), ("75001 /uL", YES, YES, NO, NO)],
)
def test_strict_and_non_strict_comparisons_differ_at_the_limit(
    amount: str, at_least: object, above: object, at_most: object, below: object
) -> None:
    found = [truth(f"platelets {op} 75000 /uL", lab("platelets", amount)) for op in (">=", ">", "<=", "<")]
    assert found == [at_least, above, at_most, below]


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-02-28", NO), ("2026-03-01", YES), ("2028-02-28", YES), ("2028-02-29", YES)]
)
def test_a_child_born_on_29_february_is_ten_on_1_march_of_a_common_year(on: str, expected: object) -> None:
    assert truth("age >= 10 years", birth="2016-02-29", on=on) is expected


@pytest.mark.parametrize(("on", "expected"), [("2028-02-28", NO), ("2028-02-29", YES)])
def test_a_child_born_on_29_february_is_twelve_on_it_in_a_leap_year(on: str, expected: object) -> None:
    assert truth("age >= 12 years", birth="2016-02-29", on=on) is expected


@pytest.mark.parametrize(
    ("ended", "last_no", "first_yes"),
    [
        ("2026-01-31", "2026-02-27", "2026-02-28"),
        ("2024-01-31", "2024-02-28", "2024-02-29"),
        ("2026-04-30", "2026-05-29", "2026-05-30"),
    ],
)
def test_a_month_after_the_31st_falls_back_to_the_last_day_of_the_month(
    ended: str, last_no: str, first_yes: str
) -> None:
    facts = [therapy("topotecan", "2024-01-01", ended), closed(on=first_yes)]
    assert truths("1 month since last chemotherapy", facts, [last_no, first_yes]) == [NO, YES]


@pytest.mark.parametrize(("given", "expected"), [("2026-04-30", YES), ("2026-04-29", NO)])
def test_within_a_month_of_31_may_reaches_back_to_30_april(given: str, expected: object) -> None:
    """For a result and for an exposure alike."""
    dose = therapy("topotecan", given, given)
    assert truth("prior topotecan within 1 month", dose, closed(), on="2026-05-31") is expected
    count = lab("platelets", "90000 /uL", given)
    found = truth("platelets >= 75000 /uL within 1 month", count, on="2026-05-31")
    assert found is (YES if expected is YES else UNKNOWN)


# --- several results of one day ----------------------------------------------------------------------------

TWO_COUNTS = [lab("platelets", "60000 /uL"), lab("platelets", "90000 /uL")]


def test_two_results_of_one_day_that_disagree_are_conflicting() -> None:
    found = judged("platelets >= 75000 /uL", *TWO_COUNTS)
    assert (found.truth, found.reason) == (UNKNOWN, Why.CONFLICTING)
    assert len(found.evidence) == 2


@pytest.mark.parametrize(("limit", "expected"), [("50000", YES), ("60000", YES), ("90001", NO)])
def test_two_results_of_one_day_that_agree_settle_it(limit: str, expected: object) -> None:
    assert truth(f"platelets >= {limit} /uL", *TWO_COUNTS) is expected


@pytest.mark.parametrize(
    ("rule", "at_70000", "at_75000", "at_80000"),
    [("worst", NO, NO, NO), ("best", YES, YES, YES), ("mean", YES, YES, NO)],
)
def test_a_tie_rule_settles_results_of_one_day(rule: str, at_70000: object, at_75000: object, at_80000: object) -> None:
    found = [truth(f"platelets >= {limit} /uL {rule} of day", *TWO_COUNTS) for limit in ("70000", "75000", "80000")]
    assert found == [at_70000, at_75000, at_80000]


def test_worst_and_best_turn_round_for_a_maximum() -> None:
    facts = [lab("alt", "100 U/L"), lab("alt", "200 U/L")]
    assert truth("alt <= 150 U/L worst of day", *facts) is NO
    assert truth("alt <= 150 U/L best of day", *facts) is YES


def test_worst_of_day_looks_at_each_result_with_its_own_limit_of_normal() -> None:
    """100 U/L is 2.5 x 40, met; 90 U/L is 3 x 30, not met: the smaller value is the worse one."""
    facts = [lab("alt", "100 U/L", uln=40), lab("alt", "90 U/L", uln=30)]
    assert truth("alt <= 2.5 x ULN worst of day", *facts) is NO


def test_a_mean_of_results_with_different_limits_of_normal_is_not_taken() -> None:
    facts = [lab("alt", "100 U/L", uln=40), lab("alt", "90 U/L", uln=30)]
    assert truth("alt <= 2.5 x ULN mean of day", *facts) is UNKNOWN


def test_a_mean_with_a_result_beyond_the_scale_is_not_taken() -> None:
    facts = [lab("platelets", "60000 /uL"), lab("platelets", ">90000 /uL")]
    assert truth("platelets >= 75000 /uL mean of day", *facts) is UNKNOWN
    assert truth("platelets >= 55000 /uL mean of day", *facts) is YES


def test_the_later_day_counts_even_when_the_earlier_result_is_better() -> None:
    facts = [lab("platelets", "90000 /uL", "2026-05-28"), lab("platelets", "60000 /uL", "2026-05-29")]
    assert truth("platelets >= 75000 /uL", *facts) is NO


def test_two_answers_of_one_day_that_differ_are_conflicting() -> None:
    found = judged("hiv is negative", coded("hiv", "negative"), coded("hiv", "positive"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.CONFLICTING)


# --- marrow involvement: carve-outs ------------------------------------------------------------------------

CARVE_OUT = "if marrow is involved then platelets >= 50000 /uL else platelets >= 75000 /uL"


@pytest.mark.parametrize(
    ("amount", "expected"), [("49999", NO), ("50000", UNKNOWN), ("74999", UNKNOWN), ("75000", YES)]
)
def test_an_unknown_marrow_matters_only_between_the_two_thresholds(amount: str, expected: object) -> None:
    assert truth(CARVE_OUT, lab("platelets", f"{amount} /uL")) is expected


@pytest.mark.parametrize(("state", "amount", "expected"), [("involved", "60000", YES), ("free", "60000", NO)])
def test_a_known_marrow_chooses_the_threshold(state: str, amount: str, expected: object) -> None:
    assert truth(CARVE_OUT, marrow(state), lab("platelets", f"{amount} /uL")) is expected


def test_between_the_thresholds_marrow_testing_is_a_way_in() -> None:
    found = ways(CARVE_OUT, facts=[lab("platelets", "60000 /uL")])
    tests = [[remedy.what for remedy in way.remedies] for way in found]
    assert ["marrow"] in tests
    assert all("platelets" in names or names == ["marrow"] for names in tests)


def test_one_sided_marrow_that_is_free_leaves_involvement_unknown() -> None:
    left = fact("marrow", site="left", involved=False, on="2026-05-21")
    assert truth("marrow is involved", left) is UNKNOWN
    right = fact("marrow", site="right", involved=True, on="2026-05-21")
    assert truth("marrow is involved", left, right) is YES


# --- washouts that do not open -----------------------------------------------------------------------------


def test_a_therapy_without_an_end_keeps_the_washout_closed() -> None:
    found = judged("14 days since last alk_inhibitor", therapy("lorlatinib", "2026-01-10"), closed())
    assert found.truth is NO
    assert found.flips_on is None
    assert found.carried_timeline.first(YES, since=ON) is None


def test_a_therapy_that_goes_on_opens_only_after_it_is_stopped_and_washed_out() -> None:
    facts = [therapy("lorlatinib", "2026-01-10"), closed()]
    (way,) = ways("14 days since last alk_inhibitor", facts=facts)
    assert [remedy.act for remedy in way.remedies] == [Act.CHANGE]
    assert way.opens_on == date(2026, 6, 15)


def test_a_half_life_that_is_not_sourced_makes_the_washout_unknown_never_zero() -> None:
    facts = [therapy("cyclophosphamide", "2020-01-01", "2020-02-01"), closed()]
    found = judged("5 half-lives since last cyclophosphamide", *facts)
    assert (found.truth, found.reason) == (UNKNOWN, Why.NOT_SOURCED)
    assert "half-life is not sourced" in found.why


def test_an_unverified_half_life_is_not_used() -> None:
    facts = [therapy("temsirolimus", "2020-01-01", "2020-02-01"), closed()]
    assert judged("5 half-lives since last temsirolimus", *facts).reason is Why.NOT_SOURCED


def test_the_days_of_a_later_of_still_close_it_while_the_half_life_is_not_sourced() -> None:
    facts = [therapy("cyclophosphamide", "2026-05-01", "2026-05-22"), closed()]
    assert truth("later of (14 days, 5 half-lives) since last cyclophosphamide", *facts) is NO


def test_an_earlier_of_is_free_by_its_days_though_the_half_life_is_not_sourced() -> None:
    facts = [therapy("cyclophosphamide", "2026-01-01", "2026-03-01"), closed()]
    assert truth("earlier of (14 days, 5 half-lives) since last cyclophosphamide", *facts) is YES


def test_what_keeps_a_washout_closed_is_named_and_not_what_ended_last() -> None:
    """Bevacizumab ended first but three of its half-lives last until 9 July."""
    facts = [therapy("bevacizumab", "2026-04-01", "2026-05-10"), therapy("naxitamab", "2026-05-01", "2026-05-20")]
    found = judged("3 half-lives since last monoclonal_antibody", *facts, closed())
    assert found.truth is NO
    assert "bevacizumab ended 2026-05-10; free from 2026-07-09" in found.why
    assert found.flips_on is not None
    assert found.carried_timeline.first(YES, since=ON) == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [("2026-03", YES), ("2026-04", UNKNOWN), ("2026-05", NO), ("2026", UNKNOWN), ("2025", YES)],
)
def test_a_partial_end_is_unknown_exactly_when_the_missing_part_decides(ended: str, expected: object) -> None:
    """33 days before 1 June is 29 April: March is long enough ago, May is not, April may be."""
    facts = [therapy("topotecan", "2024-01-01", ended), closed()]
    assert truth("33 days since last chemotherapy", *facts) is expected


def test_a_partial_end_that_is_too_recent_whatever_the_day_is_no() -> None:
    facts = [therapy("topotecan", "2024-01-01", "2026-05"), closed()]
    assert truth("42 days since last chemotherapy", *facts) is NO
    assert judged("42 days since last chemotherapy", *facts).flips_on == date(2026, 6, 12)


def test_a_partial_end_asks_for_the_whole_day() -> None:
    found = judged("21 days since last chemotherapy", therapy("topotecan", "2024-01-01", "2026-05"), closed())
    assert (found.truth, found.reason) == (UNKNOWN, Why.PARTIAL_DATE)
    assert found.remedies[0].act is Act.COMPLETE


# --- support and limits of normal --------------------------------------------------------------------------

UNTRANSFUSED = "platelets >= 75000 /uL within 7 days untransfused 7 days"


def transfused(on: str) -> Fact:
    return fact("transfusion", product="platelets", on=on)


@pytest.mark.parametrize(("amount", "expected"), [("90000 /uL", UNKNOWN), ("60000 /uL", NO)])
def test_transfused_platelets_cannot_show_that_a_minimum_is_met_but_that_it_is_missed(
    amount: str, expected: object
) -> None:
    facts = [lab("platelets", amount), transfused("2026-05-27"), closed()]
    assert truth(UNTRANSFUSED, *facts) is expected


@pytest.mark.parametrize(("given", "expected"), [("2026-05-21", YES), ("2026-05-22", UNKNOWN), ("2026-05-29", UNKNOWN)])
def test_seven_days_untransfused_begin_the_day_after_day_minus_seven(given: str, expected: object) -> None:
    """The count is of 29 May; seven days before it is 22 May."""
    assert truth(UNTRANSFUSED, lab("platelets", "90000 /uL"), transfused(given), closed()) is expected


def test_red_cells_do_not_spoil_a_platelet_count() -> None:
    red = fact("transfusion", product="red_cells", on="2026-05-28")
    assert truth(UNTRANSFUSED, lab("platelets", "90000 /uL"), red, closed()) is YES


def test_a_transfusion_after_the_count_does_not_spoil_it() -> None:
    assert truth(UNTRANSFUSED, lab("platelets", "90000 /uL"), transfused("2026-05-30"), closed()) is YES


def test_without_a_reviewed_list_of_transfusions_a_good_count_is_unknown_and_asks_for_the_review() -> None:
    """Not for another needle: the count itself is good."""
    found = judged(UNTRANSFUSED, lab("platelets", "90000 /uL"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.LIST_NOT_CLOSED)
    assert [remedy.what for remedy in found.remedies] == ["transfusions"]


def test_a_repeat_after_a_transfusion_counts_only_when_seven_days_have_passed() -> None:
    facts = [lab("platelets", "90000 /uL", "2026-06-01"), transfused("2026-05-31"), closed(on="2026-06-01")]
    (way,) = ways(UNTRANSFUSED, facts=facts)
    assert [remedy.what for remedy in way.remedies] == ["platelets"]
    assert way.opens_on == date(2026, 6, 8)


def test_support_does_not_let_a_child_past_an_exclusion() -> None:
    """60000 with transfused platelets does not show that the child's own count is at least 50000."""
    excluded = criterion("X1 exclude platelets < 50000 /uL untransfused 7 days").met
    assert truth(excluded, lab("platelets", "60000 /uL"), transfused("2026-05-27"), closed()) is UNKNOWN
    assert truth(excluded, lab("platelets", "60000 /uL"), closed()) is YES


def test_an_ongoing_growth_factor_is_support() -> None:
    asked = "anc >= 750 /uL without growth_factor 7 days"
    ongoing = fact("growth_factor", agent="filgrastim", start="2026-05-20", ongoing=True)
    assert truth(asked, lab("anc", "2000 /uL"), ongoing, closed()) is UNKNOWN
    assert truth(asked, lab("anc", "2000 /uL"), closed()) is YES


@pytest.mark.parametrize(
    ("asked", "uln", "expected"),
    [
        ("alt <= 3 x ULN", 40, YES),
        ("alt <= 3 x ULN", 39, NO),
        ("alt <= 3 x ULN", None, UNKNOWN),
        ("alt <= 3 x ULN of 45 U/L", None, YES),
        ("alt <= 3 x ULN of 45 U/L", 10, YES),
        ("alt <= 2.5 x ULN of 45 U/L", 100, NO),
    ],
)
def test_a_multiple_of_normal_takes_the_results_own_limit_unless_it_is_fixed(
    asked: str, uln: int | None, expected: object
) -> None:
    more = {} if uln is None else {"uln": uln}
    assert truth(asked, lab("alt", "120 U/L", **more)) is expected


def test_a_missing_limit_of_normal_is_asked_for() -> None:
    found = judged("alt <= 3 x ULN", lab("alt", "120 U/L"))
    assert found.reason is Why.INCOMPLETE
    assert found.remedies[0].sentence.startswith("Record the limit of normal")


def test_a_limit_of_normal_is_in_the_unit_of_its_result() -> None:
    assert truth("creatinine <= 1.5 x ULN", lab("creatinine", "80 umol/L", uln=60)) is YES
    assert truth("creatinine <= 1 mg/dL", lab("creatinine", "80 umol/L", uln=60)) is YES
    assert truth("creatinine <= 1 mg/dL", lab("creatinine", "90 umol/L", uln=60)) is NO


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("creatinine <= 0.2 mg/dL", YES),
        ("creatinine < 0.2 mg/dL", YES),
        ("creatinine <= 0.3 mg/dL", YES),
        ("creatinine <= 0.1 mg/dL", UNKNOWN),
        ("creatinine >= 0.2 mg/dL", NO),
        ("creatinine >= 0.1 mg/dL", UNKNOWN),
    ],
)
def test_a_result_printed_as_below_the_range_settles_only_what_it_can(asked: str, expected: object) -> None:
    assert truth(asked, lab("creatinine", "<0.2 mg/dL")) is expected


def test_the_creatinine_table_steps_at_the_birthday() -> None:
    """0.8 mg/dL until the 6th birthday on 10 March 2025, 1.0 from it."""
    facts = [lab("creatinine", "0.9 mg/dL", "2025-03-08")]
    assert truths("creatinine <= table creatinine_cog", facts, ["2025-03-09", "2025-03-10"]) == [NO, YES]


@pytest.mark.parametrize(
    ("amount", "expected"), [("1.4 mg/dL", YES), ("1.45 mg/dL", UNKNOWN), ("1.5 mg/dL", UNKNOWN), ("1.6 mg/dL", NO)]
)
def test_an_unknown_sex_matters_only_between_its_limits(amount: str, expected: object) -> None:
    """At 14 years: 1.5 mg/dL for boys, 1.4 for girls."""
    facts = [lab("creatinine", amount)]
    assert truth("creatinine <= table creatinine_cog", *facts, birth="2012-01-01", sex=None) is expected


def test_an_unknown_sex_does_not_matter_where_the_limits_agree() -> None:
    facts = [lab("creatinine", "0.9 mg/dL")]
    assert truth("creatinine <= table creatinine_cog", *facts, birth="2019-01-01", sex=None) is YES


def test_a_child_younger_than_the_table_is_unknown_to_it() -> None:
    facts = [lab("creatinine", "0.3 mg/dL")]
    assert truth("creatinine <= table creatinine_cog", *facts, birth="2025-12-01") is UNKNOWN


# --- the three kinds of NO ---------------------------------------------------------------------------------


def test_a_no_that_passes_with_time_opens_on_its_day_without_anything_to_do() -> None:
    found = ways("21 days since last chemotherapy", facts=[therapy("topotecan", "2026-05-01", "2026-05-20"), closed()])
    assert [(way.remedies, way.opens_on) for way in found] == [((), date(2026, 6, 10))]


def test_a_no_that_may_change_asks_for_the_change() -> None:
    (way,) = ways(
        criterion("X1 exclude taking strong_cyp3a4_inhibitor").met, facts=[medicine("itraconazole", "2026-05-01")]
    )
    assert [remedy.act for remedy in way.remedies] == [Act.CHANGE]


def test_every_medicine_that_stands_in_the_way_must_be_stopped() -> None:
    facts = [medicine("itraconazole", "2026-05-01"), medicine("ketoconazole", "2026-05-02")]
    (way,) = ways(criterion("X1 exclude taking strong_cyp3a4_inhibitor").met, facts=facts)
    assert {remedy.what for remedy in way.remedies} == {"stop itraconazole", "stop ketoconazole"}


def test_a_low_count_may_change_by_treatment_and_a_new_count() -> None:
    (way,) = ways("platelets >= 75000 /uL", facts=[lab("platelets", "60000 /uL")])
    (remedy,) = way.remedies
    assert remedy.act is Act.CHANGE
    assert "Repeat a full blood count" in remedy.sentence


@pytest.mark.parametrize(
    ("asked", "facts", "birth"),
    [
        ("age < 22 years", [], "2000-01-01"),
        ("not (prior lorlatinib)", [LORLATINIB], "2019-03-10"),
        ("mycn is amplified", [fact("diagnosis", on="2022-04-01", mycn="not_amplified")], "2019-03-10"),
        ("age at diagnosis < 18 months", [fact("diagnosis", on="2022-04-01", diagnosis="neuroblastoma")], "2019-03-10"),
        ("not (molecular ALK mutation)", [alk("p.Phe1174Leu")], "2019-03-10"),
        ("relapses <= 0", [fact("disease_event", event="relapse", on="2026-01-15")], "2019-03-10"),
    ],
)
def test_a_fixed_no_never_opens(asked: str, facts: list[Fact], birth: str) -> None:
    found = judged(asked, *facts, closed(), birth=birth)
    assert found.truth is NO
    assert found.lasting
    assert ways(asked, facts=[*facts, closed()], birth=birth) == ()


def test_a_fixed_no_closes_a_conjunction_whatever_else_may_change() -> None:
    assert ways("age < 22 years", "platelets >= 75000 /uL", facts=[], birth="2000-01-01") == ()


def test_a_fixed_no_does_not_close_an_alternative() -> None:
    (way,) = ways("any of (age < 22 years; platelets >= 75000 /uL)", facts=[], birth="2000-01-01")
    assert [remedy.what for remedy in way.remedies] == ["platelets"]


def test_a_prior_exposure_inside_a_window_passes_with_time() -> None:
    found = judged("not (prior topotecan within 3 months)", therapy("topotecan", "2026-05-01", "2026-05-20"), closed())
    assert (found.truth, found.lasting) == (NO, False)
    assert found.carried_timeline.first(YES, since=ON) == date(2026, 8, 21)


def test_the_number_of_medicines_taken_is_never_lasting() -> None:
    """What is taken can be stopped; what was counted of the past cannot."""
    facts = [medicine(agent, "2026-05-01") for agent in ("enalapril", "amlodipine")]
    found = judged("antihypertensives <= 1", *facts, closed())
    assert (found.truth, found.lasting) == (NO, False)


@pytest.mark.parametrize(
    ("asked", "lasting"),
    [
        ("age >= 1 year", True),
        ("age < 22 years", False),
        ("age >= 1 year and < 22 years", False),
        ("prior lorlatinib", True),
        ("not (prior lorlatinib)", True),
        ("all of (age >= 1 year; prior lorlatinib)", True),
        ("all of (age < 22 years; prior lorlatinib)", False),
        ("any of (age < 22 years; prior lorlatinib)", True),
        ("not (any of (age < 22 years; prior lorlatinib))", True),
        ("if prior lorlatinib then age >= 1 year else age < 22 years", True),
        ("if age < 22 years then age >= 1 year", True),
        ("at least 2 of (age >= 1 year; prior lorlatinib; age < 22 years)", True),
        ("at least 3 of (age >= 1 year; prior lorlatinib; age < 22 years)", False),
        ("platelets >= 50000 /uL", False),
    ],
)
def test_a_truth_is_lasting_when_its_lasting_parts_alone_make_it(asked: str, lasting: bool) -> None:
    found = judged(asked, LORLATINIB, closed(), lab("platelets", "90000 /uL"))
    assert found.truth is not UNKNOWN
    assert found.lasting is lasting


# --- conditions --------------------------------------------------------------------------------------------


def present(code: str, **more: object) -> Fact:
    when = {} if {"on", "start", "end"} & set(more) else {"start": "2026-05-01", "ongoing": True}
    return fact("condition", code=code, **when, **more)


@pytest.mark.parametrize(("grade", "expected"), [(1, NO), (2, YES), (3, YES), (None, UNKNOWN)])
def test_a_condition_without_its_grade_is_unknown_to_a_graded_criterion(grade: int | None, expected: object) -> None:
    more = {} if grade is None else {"grade": grade}
    assert truth("condition neuropathy grade >= 2", present("neuropathy", **more), closed()) is expected


def test_a_missing_grade_is_asked_for() -> None:
    found = judged("condition neuropathy grade >= 2", present("neuropathy"), closed())
    assert found.reason is Why.INCOMPLETE
    assert "grade" in found.remedies[0].sentence


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"controlled": False}, YES),
        ({"controlled": True}, NO),
        ({}, UNKNOWN),
        ({"controlled_from": "2026-05-10"}, NO),
        ({"controlled_from": "2026-06-02"}, YES),
    ],
)
def test_whether_a_condition_is_controlled_must_be_said(more: dict[str, object], expected: object) -> None:
    assert truth("condition seizure not controlled", present("seizure", **more), closed()) is expected


@pytest.mark.parametrize(
    ("controlled_from", "expected"), [("2026-05-04", NO), ("2026-05-05", YES), ("2026-05", UNKNOWN), ("2026-04", NO)]
)
def test_controlled_for_four_weeks_begins_with_the_day_of_control(controlled_from: str, expected: object) -> None:
    seizure = present("seizure", controlled_from=controlled_from)
    assert truth("condition seizure not controlled for 4 weeks", seizure, closed()) is expected


def test_controlled_without_a_day_does_not_say_for_how_long() -> None:
    seizure = present("seizure", controlled=True)
    assert truth("condition seizure not controlled for 4 weeks", seizure, closed()) is UNKNOWN


def test_an_explicit_absence_needs_no_reviewed_list() -> None:
    assert truth("condition infection", fact("condition", code="infection", state="absent", on="2026-05-30")) is NO


def test_an_explicit_absence_of_one_condition_does_not_speak_for_another() -> None:
    absent = fact("condition", code="infection_systemic", state="absent", on="2026-05-30")
    assert truth("condition infection", absent) is UNKNOWN
    assert truth("condition infection, fever", absent) is UNKNOWN


@pytest.mark.parametrize(("seen", "expected"), [("2026-05-25", NO), ("2026-05-24", UNKNOWN)])
def test_an_explicit_absence_goes_stale_after_seven_days(seen: str, expected: object) -> None:
    assert truth("condition infection", fact("condition", code="infection", state="absent", on=seen)) is expected


@pytest.mark.parametrize(("reviewed", "expected"), [("2026-05-25", NO), ("2026-05-24", UNKNOWN)])
def test_a_reviewed_list_of_conditions_goes_stale_after_seven_days(reviewed: str, expected: object) -> None:
    assert truth("condition infection", closed("conditions", on=reviewed)) is expected


def test_a_condition_seen_on_one_day_may_last_until_it_is_reviewed() -> None:
    seen = present("infection", on="2026-05-20")
    assert truth("condition infection", seen, on="2026-05-20") is YES
    assert truth("condition infection", seen) is UNKNOWN
    assert truth("condition infection", seen, closed("conditions", on="2026-05-20")) is UNKNOWN
    assert truth("condition infection", seen, closed("conditions", on="2026-05-29")) is NO


def test_a_condition_that_began_is_present_until_an_end_is_recorded() -> None:
    assert truth("condition infection", fact("condition", code="infection", start="2024-01-01"), closed()) is YES


def test_a_condition_without_an_end_that_was_later_absent_is_over() -> None:
    open_ended = fact("condition", code="sepsis", start="2026-04-01")
    absent = fact("condition", code="infection", state="absent", on="2026-05-20")
    days = ["2026-04-01", "2026-05-19", "2026-05-20"]
    assert truths("condition infection", [open_ended, absent, closed()], days) == [YES, UNKNOWN, NO]
    assert truth("condition infection ever", open_ended, absent) is YES


def test_a_condition_that_ended_is_present_on_its_last_day_and_not_after() -> None:
    ended = present("infection", start="2026-05-01", end="2026-06-01")
    assert truths("condition infection", [ended, closed()], ["2026-06-01", "2026-06-02"]) == [YES, NO]
    assert truth("condition infection ever", ended, closed(), on="2026-06-02") is YES


def test_a_condition_within_a_window_counts_from_its_end() -> None:
    ended = present("myocardial_infarction", start="2025-11-01", end="2025-12-01")
    days = ["2026-06-01", "2026-06-02"]
    assert truths("condition cardiac_disease within 6 months", [ended, closed()], days) == [YES, NO]


def test_a_narrower_condition_counts_for_the_wider_and_not_the_other_way() -> None:
    assert truth("condition infection", present("sepsis"), closed()) is YES
    assert truth("condition sepsis", present("infection"), closed()) is NO


def test_an_excepted_condition_does_not_count() -> None:
    asked = "condition toxicity except alopecia grade >= 2"
    assert truth(asked, present("alopecia", grade=2), closed()) is NO
    assert truth(asked, present("alopecia", grade=2), present("mucositis", grade=2), closed()) is YES


# --- what was given ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "frontline", "relapse"),
    [
        ({"intent": "frontline"}, YES, NO),
        ({"intent": "relapse"}, NO, YES),
        ({}, UNKNOWN, UNKNOWN),
        ({"intent": "maintenance"}, UNKNOWN, UNKNOWN),
        ({"intent": "maintenance", "line": 1}, YES, NO),
        ({"intent": "consolidation", "line": 2}, NO, YES),
    ],
)
def test_maintenance_belongs_to_the_line_it_is_part_of(
    more: dict[str, object], frontline: object, relapse: object
) -> None:
    given = therapy("isotretinoin", "2024-01-01", "2024-06-01", **more)
    assert truth("prior isotretinoin as frontline", given, closed()) is frontline
    assert truth("prior isotretinoin as relapse", given, closed()) is relapse


@pytest.mark.parametrize(("gy", "expected"), [(21.6, NO), (36.0, NO), (36.1, YES), (None, UNKNOWN)])
def test_prior_above_a_dose_needs_the_dose(gy: float | None, expected: object) -> None:
    more = {} if gy is None else {"dose_gy": gy}
    course = fact("radiation", field="craniospinal_radiation", start="2023-02-01", end="2023-02-20", **more)
    assert truth("prior craniospinal_radiation above 36 Gy", course, closed()) is expected


def test_an_excepted_class_does_not_count_as_prior() -> None:
    asked = "prior alk_inhibitor except crizotinib"
    assert truth(asked, therapy("crizotinib", "2024-01-01", "2024-02-01"), closed()) is NO
    assert truth(asked, therapy("lorlatinib", "2024-01-01", "2024-02-01"), closed()) is YES


def transplanted(**more: object) -> Fact:
    return fact("transplant", type="autologous_transplant", on="2026-04-01", **more)


@pytest.mark.parametrize(
    ("asked", "more", "expected"),
    [
        ("prior melphalan", {}, UNKNOWN),
        ("prior melphalan", {"conditioning": ["busulfan"]}, NO),
        ("prior melphalan", {"conditioning": ["busulfan", "melphalan"]}, YES),
        ("prior lorlatinib", {}, NO),
        ("prior total_body_irradiation", {}, UNKNOWN),
        ("prior total_body_irradiation", {"tbi": False}, NO),
        ("prior total_body_irradiation", {"tbi": True}, YES),
        ("6 months since last substantial_marrow_radiation", {}, UNKNOWN),
        ("6 months since last substantial_marrow_radiation", {"tbi": True}, NO),
        ("6 months since last substantial_marrow_radiation", {"tbi": False}, YES),
        ("2 months since last substantial_marrow_radiation", {}, YES),
        ("6 months since last small_port_radiation", {}, YES),
    ],
)
def test_a_transplant_without_its_conditioning_does_not_say_what_was_not_in_it(
    asked: str, more: dict[str, object], expected: object
) -> None:
    assert truth(asked, transplanted(**more), closed()) is expected


def test_what_a_transplant_does_not_say_is_asked_for() -> None:
    found = judged("6 months since last total_body_irradiation", transplanted(), closed())
    assert (found.reason, found.remedies[0].act) == (Why.INCOMPLETE, Act.COMPLETE)
    assert found.remedies[0].sentence == (
        "Record whether total_body_irradiation belonged to autologous transplant of 2026-04-01."
    )


def test_an_infusion_of_stem_cells_alone_has_no_conditioning() -> None:
    assert truth("prior melphalan", fact("transplant", type="stem_cell_infusion", on="2026-04-01"), closed()) is NO


@pytest.mark.parametrize(
    ("more", "expected"), [({}, UNKNOWN), ({"investigational": True}, NO), ({"investigational": False}, YES)]
)
def test_whether_an_agent_was_investigational_must_be_said(more: dict[str, object], expected: object) -> None:
    given = therapy("naxitamab", "2026-01-01", "2026-05-20", **more)
    assert truth("28 days since last investigational_agent", given, closed()) is expected


TRIO = ("irinotecan", "temozolomide", "temsirolimus")
TOGETHER = "prior together (irinotecan, temozolomide, temsirolimus)"


def test_all_three_together_are_asked_and_not_any_two() -> None:
    all_three = [therapy(agent, "2025-01-01", "2025-03-01") for agent in TRIO]
    assert truth(TOGETHER, *all_three, closed()) is YES
    assert truth(TOGETHER, *all_three[:2], closed()) is NO
    assert truth(TOGETHER, *all_three[:2], therapy("temsirolimus", "2025-06-01", "2025-07-01"), closed()) is NO


def test_overlapping_courses_are_together_whatever_their_regimens_are_called() -> None:
    named = [therapy(agent, "2025-01-01", "2025-03-01", regimen=agent) for agent in TRIO]
    assert truth(TOGETHER, *named, closed()) is YES


def test_one_regimen_is_together_though_the_days_do_not_meet() -> None:
    one, other = (
        therapy("irinotecan", "2025-01-01", "2025-01-05", regimen="IT", line=2),
        therapy("temozolomide", "2025-01-08", "2025-01-12", regimen="IT", line=2),
    )
    assert truth("prior together (irinotecan, temozolomide)", one, other, closed()) is YES


def test_days_known_in_part_leave_together_unknown_when_they_decide() -> None:
    one, other = therapy("irinotecan", "2025-01-01", "2025-01-20"), therapy("temozolomide", "2025-01", "2025-02-12")
    assert truth("prior together (irinotecan, temozolomide)", one, other, closed()) is UNKNOWN
    sure = therapy("temozolomide", "2024-12", "2025-02-12")
    assert truth("prior together (irinotecan, temozolomide)", one, sure, closed()) is YES


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"best_response": "PD"}, YES),
        ({"reason_stopped": "progression"}, YES),
        ({"best_response": "PR", "reason_stopped": "completed"}, NO),
        ({"best_response": "PR"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_progression_on_a_therapy_is_denied_only_by_response_and_reason(
    more: dict[str, object], expected: object
) -> None:
    given = therapy("topotecan", "2025-01-01", "2025-03-01", **more)
    assert truth("progressed on topotecan", given, closed()) is expected


def test_a_progression_inside_the_therapy_counts() -> None:
    given = therapy("topotecan", "2025-01-01", "2025-03-01")
    event = fact("disease_event", event="progression", on="2025-02-10")
    assert truth("progressed on topotecan", given, event, closed()) is YES


CYCLES = "cycles of (irinotecan, temozolomide) <= 1"


def pair(cycles: int | None, end: str | None = "2026-03-01", **more: object) -> list[Fact]:
    said = {} if cycles is None else {"cycles": cycles}
    return [
        therapy(agent, "2026-01-01", end, regimen="IT", line=2, **said, **more)
        for agent in ("irinotecan", "temozolomide")
    ]


@pytest.mark.parametrize(("cycles", "expected"), [(0, YES), (1, YES), (2, NO), (None, UNKNOWN)])
def test_cycles_of_a_pair_are_counted(cycles: int | None, expected: object) -> None:
    assert truth(CYCLES, *pair(cycles), closed()) is expected


def test_a_pair_that_goes_on_may_have_more_cycles_than_are_recorded() -> None:
    assert truth(CYCLES, *pair(1, None), closed()) is UNKNOWN
    assert truth(CYCLES, *pair(2), closed()) is NO


def test_cycles_without_a_number_are_at_least_one() -> None:
    assert truth("cycles of (irinotecan, temozolomide) >= 1", *pair(None)) is YES
    assert truth("cycles of (irinotecan, temozolomide) >= 2", *pair(None), closed()) is UNKNOWN


def test_agents_given_apart_make_no_cycle_together() -> None:
    apart = [
        therapy("irinotecan", "2025-01-01", "2025-02-01", cycles=2),
        therapy("temozolomide", "2025-05-01", "2025-06-01"),
    ]
    assert truth(CYCLES, *apart, closed()) is YES


@pytest.mark.parametrize(
    ("asked", "expected", "unreviewed"),
    [
        ("relapses >= 1", YES, YES),
        ("relapses >= 2", YES, YES),
        ("relapses >= 3", NO, UNKNOWN),
        ("relapses <= 1", NO, NO),
        ("relapses <= 2", YES, UNKNOWN),
    ],
)
def test_what_is_recorded_is_a_lower_bound_until_the_list_is_reviewed(
    asked: str, expected: object, unreviewed: object
) -> None:
    events = [fact("disease_event", event="relapse", on=on) for on in ("2025-01-10", "2026-01-10")]
    assert truth(asked, *events, closed()) is expected
    assert truth(asked, *events) is unreviewed


def test_a_count_is_known_only_as_long_as_the_review_of_its_list() -> None:
    """A review of the course of the disease counts for 30 days: 29 May to 28 June."""
    event = fact("disease_event", event="relapse", on="2026-01-10")
    found = judged("relapses <= 1", event, closed("disease_events"))
    assert found.flips_on == date(2026, 6, 29)
    assert truth("relapses <= 1", event, closed("disease_events"), on="2026-06-29") is UNKNOWN


def test_lines_are_counted_by_their_number() -> None:
    third = therapy("topotecan", "2025-01-01", "2025-03-01", line=3)
    assert truth("lines >= 3", third) is YES
    assert truth("lines >= 4", third, closed()) is NO


@pytest.mark.parametrize(("limit", "expected"), [("300 mg/m2", NO), ("449 mg/m2", UNKNOWN), ("1000 mg/m2", UNKNOWN)])
def test_a_missing_dose_leaves_a_cumulative_dose_as_a_lower_bound(limit: str, expected: object) -> None:
    given = therapy("doxorubicin", "2022-04-01", "2022-10-01", cumulative={"value": 375, "unit": "mg/m2"})
    silent = therapy("doxorubicin", "2025-04-01", "2025-10-01")
    assert truth(f"cumulative anthracycline_doxorubicin_equivalent <= {limit}", given, silent, closed()) is expected


@pytest.mark.parametrize(("op", "at_limit"), [("<=", YES), ("<", NO), (">", NO), (">=", YES)])
def test_three_records_three_operators_of_a_cumulative_dose(op: str, at_limit: object) -> None:
    given = therapy("doxorubicin", "2022-04-01", "2022-10-01", cumulative={"value": 450, "unit": "mg/m2"})
    assert truth(f"cumulative anthracycline_doxorubicin_equivalent {op} 450 mg/m2", given, closed()) is at_limit


def cells(**more: object) -> Fact:
    return fact("stem_cells", on="2022-08-01", cd34={"value": 3.0, "unit": "10*6/kg"}, **more)


@pytest.mark.parametrize(
    ("asked", "more", "expected"),
    [
        ("stem cells >= 2.0e6 CD34/kg", {}, YES),
        ("stem cells >= 4.0e6 CD34/kg", {}, NO),
        ("stem cells >= 2.0e6 CD34/kg unpurged", {"purged": False}, YES),
        ("stem cells >= 2.0e6 CD34/kg unpurged", {"purged": True}, NO),
        ("stem cells >= 2.0e6 CD34/kg unpurged", {}, UNKNOWN),
        ("stem cells >= 2.0e6 CD34/kg viable", {"viable": True}, YES),
        ("stem cells >= 2.0e6 CD34/kg viable", {"viable": False}, NO),
        ("stem cells >= 2.0e6 CD34/kg viable", {}, UNKNOWN),
        ("stem cells >= 2.0e6 CD34/kg", {"released": True}, NO),
    ],
)
def test_stem_cells_in_store_must_be_as_asked(asked: str, more: dict[str, object], expected: object) -> None:
    assert truth(asked, cells(**more), closed()) is expected


def test_stem_cells_may_have_been_given_back_until_the_store_is_reviewed() -> None:
    assert truth("stem cells >= 2.0e6 CD34/kg", cells()) is UNKNOWN
    assert truth("stem cells >= 2.0e6 CD34/kg", cells(released=False)) is YES
    assert truth("stem cells >= 2.0e6 CD34/kg") is UNKNOWN
    assert truth("stem cells >= 2.0e6 CD34/kg", closed()) is NO


def test_products_of_one_child_add_up() -> None:
    assert truth("stem cells >= 6.0e6 CD34/kg", cells(), cells(), closed()) is YES


# --- what a person answers ---------------------------------------------------------------------------------

JUDGEMENT = criterion('J1 require judgement "Can the family keep to the visits?"').met


def attested(answer: str, on: str = "2026-05-30", question: str = "T1/J1", **more: object) -> Fact:
    return fact("attestation", question=question, answer=answer, on=on, **more)


def test_a_judgement_is_unknown_until_a_person_attests() -> None:
    found = judged(JUDGEMENT)
    assert (found.truth, found.reason) == (UNKNOWN, Why.JUDGEMENT)
    assert found.remedies[0].act is Act.ATTEST


@pytest.mark.parametrize(("answer", "expected"), [("yes", YES), ("no", NO)])
def test_an_attestation_answers_it(answer: str, expected: object) -> None:
    assert truth(JUDGEMENT, attested(answer)) is expected


@pytest.mark.parametrize(("valid_until", "expected"), [("2026-06-01", YES), ("2026-05-31", UNKNOWN), ("2026-06", YES)])
def test_an_attestation_that_expired_says_nothing(valid_until: str, expected: object) -> None:
    assert truth(JUDGEMENT, attested("yes", "2026-05-20", valid_until=valid_until)) is expected


def test_an_attestation_of_another_question_or_a_later_day_says_nothing() -> None:
    assert truth(JUDGEMENT, attested("yes", question="T2/J1")) is UNKNOWN
    assert truth(JUDGEMENT, attested("yes", "2026-06-02")) is UNKNOWN


def test_the_latest_attestation_counts() -> None:
    assert truth(JUDGEMENT, attested("yes", "2026-05-20"), attested("no", "2026-05-30")) is NO


def test_two_answers_of_one_day_conflict() -> None:
    found = judged(JUDGEMENT, attested("yes"), attested("no"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.CONFLICTING)


def test_answers_of_one_day_count_as_long_as_all_of_them_do() -> None:
    facts = [attested("yes"), attested("yes", valid_until="2026-05-31")]
    assert truth(JUDGEMENT, *facts) is UNKNOWN
    assert truth(JUDGEMENT, *facts[::-1]) is UNKNOWN


def test_an_answer_of_a_day_known_in_part_may_be_the_latest() -> None:
    assert truth(JUDGEMENT, attested("yes", "2026-05-20"), attested("no", "2026-05")) is UNKNOWN
    assert truth(JUDGEMENT, attested("yes", "2026-05-20"), attested("no", "2026-04")) is YES


def test_protocol_text_that_is_not_held_stays_unknown_even_if_attested() -> None:
    asked = criterion('P1 require protocol "adequate organ function"').met
    found = judged(asked, attested("yes", question="T1/P1"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.NOT_HELD)
    assert found.remedies[0].act is Act.OBTAIN


def test_a_flagged_text_is_unknown_until_a_person_attests_its_reading() -> None:
    asked = criterion('F1 require flagged "Is the sign at least?"').met
    assert (judged(asked).truth, judged(asked).reason) == (UNKNOWN, Why.FLAGGED)
    assert truth(asked, attested("yes", question="T1/F1")) is YES


@pytest.mark.parametrize(
    ("answers", "expected"),
    [([], UNKNOWN), (["yes"], YES), (["no"], NO), (["yes", "no"], UNKNOWN)],
)
def test_consent_is_what_is_recorded_last(answers: list[str], expected: object) -> None:
    facts = [fact("consent", type="treatment", answer=answer, on="2026-05-20") for answer in answers]
    assert truth("consent treatment", *facts) is expected


def test_a_consent_that_was_withdrawn_is_no() -> None:
    facts = [
        fact("consent", type="treatment", answer=a, on=on) for a, on in (("yes", "2026-05-01"), ("no", "2026-05-20"))
    ]
    assert truth("consent treatment", *facts) is NO


# --- molecular findings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("p.Phe1174Leu", YES),
        ("F1174L", YES),
        ("NP_004295.2:p.(Arg1275Gln)", YES),
        ("p.Leu1198Phe", NO),
        ("p.Phe1174Val", UNKNOWN),
        ("p.Ala1000Thr", UNKNOWN),
    ],
)
def test_a_change_that_no_verified_row_names_is_not_thereby_inactive(change: str, expected: object) -> None:
    """L1198F is verified as not activating; F1174V is held without a source; A1000T is not held at all."""
    assert truth("molecular ALK mutation in alk_activating", alk(change)) is expected


def test_a_finding_without_the_asked_detail_asks_for_the_report_and_not_for_a_biopsy() -> None:
    found = judged("molecular ALK mutation vaf >= 5 %", alk("p.Phe1174Leu"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.INCOMPLETE)
    assert [(remedy.act, remedy.procedure) for remedy in found.remedies] == [(Act.COMPLETE, "records_request")]


@pytest.mark.parametrize(("vaf", "expected"), [(0.049, NO), (0.05, YES), (0.31, YES)])
def test_the_share_of_the_change_is_compared_in_per_cent(vaf: float, expected: object) -> None:
    assert truth("molecular ALK mutation vaf >= 5 %", alk("p.Phe1174Leu", vaf=vaf)) is expected


@pytest.mark.parametrize(("origin", "expected"), [("germline", YES), ("somatic", NO), (None, UNKNOWN)])
def test_the_origin_of_the_change_must_be_said(origin: str | None, expected: object) -> None:
    more = {} if origin is None else {"origin": origin}
    assert truth("molecular ALK mutation germline", alk("p.Phe1174Leu", **more)) is expected


# --- burden ------------------------------------------------------------------------------------------------


def test_the_cheapest_way_stands_first() -> None:
    found = ways("any of (marrow is not_involved; platelets >= 75000 /uL; lvef >= 45 %; swallows_tablets is yes)")
    assert [way.remedies[0].procedure for way in found] == ["question", "blood_draw", "echo", "marrow"]


def test_one_test_that_serves_two_criteria_is_asked_for_once() -> None:
    (way,) = ways("platelets >= 75000 /uL", "haemoglobin >= 8 g/dL")
    assert len(way.remedies) == 1


def test_a_condition_of_a_carve_out_is_not_asked_for_where_its_branch_is_met() -> None:
    """A negative pregnancy test is enough whether the girl menstruates or not."""
    found = ways("if menarche is yes then pregnancy_test is negative within 7 days")
    assert [[remedy.what for remedy in way.remedies] for way in found] == [["menarche"], ["pregnancy_test"]]


def test_a_scan_that_is_good_is_not_repeated_where_a_review_is_enough() -> None:
    scan = fact("imaging", modality="mibg", avid=True, sites=["pelvis"], on="2026-05-20")
    asked = "mibg_avid is yes within 28 days after last anticancer_therapy"
    found = judged(asked, scan)
    assert (found.truth, found.reason) == (UNKNOWN, Why.LIST_NOT_CLOSED)
    assert [remedy.act for remedy in found.remedies] == [Act.REVIEW]
    assert truth(asked, scan, closed()) is YES


@pytest.mark.parametrize(("ended", "expected"), [("2026-05-19", YES), ("2026-05-20", UNKNOWN), ("2026-05-25", UNKNOWN)])
def test_a_scan_after_the_last_therapy_is_of_a_later_day(ended: str, expected: object) -> None:
    scan = fact("imaging", modality="mibg", avid=True, sites=["pelvis"], on="2026-05-20")
    given = therapy("topotecan", "2026-05-01", ended)
    assert truth("mibg_avid is yes within 28 days after last anticancer_therapy", scan, given, closed()) is expected


# --- never reviewed ----------------------------------------------------------------------------------------


def test_a_list_that_was_never_reviewed_is_not_carried_into_the_days_to_come() -> None:
    found = judged("not (prior lorlatinib)")
    assert found.carried_timeline.first(YES, since=ON) is None


def test_a_list_that_was_reviewed_once_is_assumed_to_be_reviewed_again() -> None:
    found = judged("not (prior lorlatinib)", closed("therapies", on="2026-04-01"))
    assert found.truth is UNKNOWN
    assert found.carried_timeline.first(YES, since=ON) == date(2026, 6, 2)


def test_a_washout_of_a_list_that_was_never_reviewed_opens_with_the_review_and_not_before_its_day() -> None:
    given = therapy("topotecan", "2026-05-01", "2026-05-20")
    (way,) = ways("21 days since last topotecan", facts=[given])
    assert [remedy.act for remedy in way.remedies] == [Act.REVIEW]
    assert way.opens_on == day("2026-06-10")

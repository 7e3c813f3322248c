"""Measured values: units, windows, printed comparison signs, support, order of days, derived values."""

from __future__ import annotations

import pytest
from tests.support.children import (
    NO,
    UNKNOWN,
    YES,
    Fact,
    closed,
    fact,
    judged,
    lab,
    measured,
    rows,
    therapy,
    truth,
    word,
)

from rosette.eligibility import Why

UNITS = """
    asked                                     | code            | value                    | truth
    platelets >= 75000 /uL                    | platelets       | 75 10*9/L                | yes
    platelets >= 75000 /uL                    | platelets       | 75 10*3/uL               | yes
    platelets >= 75000 /uL                    | platelets       | 74.9 10*9/L              | no
    platelets >= 75 10*9/L                    | platelets       | 75000 /uL                | yes
    haemoglobin >= 8 g/dL                     | haemoglobin     | 80 g/L                   | yes
    haemoglobin >= 8 g/dL                     | haemoglobin     | 79 g/L                   | no
    creatinine <= 1 mg/dL                     | creatinine      | 88 umol/L                | yes
    creatinine <= 1 mg/dL                     | creatinine      | 89 umol/L                | no
    bilirubin_total <= 1.5 mg/dL              | bilirubin_total | 25 umol/L                | yes
    bilirubin_total <= 1.5 mg/dL              | bilirubin_total | 26 umol/L                | no
"""


@pytest.mark.parametrize("row", rows(UNITS))
def test_units_are_converted(row: list[str]) -> None:
    asked, code, value, expected = row
    assert word(truth(asked, lab(code, value))) == expected


SIGNS = """
    asked                  | <50000 | <=50000 | 50000 | >=50000 | >50000
    platelets >= 50000 /uL | no     | ?       | yes   | yes     | yes
    platelets > 50000 /uL  | no     | no      | no    | ?       | yes
    platelets <= 50000 /uL | yes    | yes     | yes   | ?       | no
    platelets < 50000 /uL  | yes    | ?       | no    | no      | no
    platelets >= 60000 /uL | no     | no      | no    | ?       | ?
    platelets <= 60000 /uL | yes    | yes     | yes   | ?       | ?
    platelets >= 40000 /uL | ?      | ?       | yes   | yes     | yes
    platelets <= 40000 /uL | ?      | ?       | no    | no      | no
"""


@pytest.mark.parametrize("row", rows(SIGNS))
def test_a_printed_sign_settles_what_it_can(row: list[str]) -> None:
    asked, *expected = row
    found = [truth(asked, lab("platelets", f"{sign}50000 /uL")) for sign in ("<", "<=", "", ">=", ">")]
    assert [word(each) for each in found] == expected


WINDOWS = """
    window   | last day inside | first day outside
    0 days   | 2026-06-01      | 2026-05-31
    7 days   | 2026-05-25      | 2026-05-24
    2 weeks  | 2026-05-18      | 2026-05-17
    1 month  | 2026-05-01      | 2026-04-30
    3 months | 2026-03-01      | 2026-02-28
    1 year   | 2025-06-01      | 2025-05-31
"""


@pytest.mark.parametrize("row", rows(WINDOWS))
def test_windows_reach_back_to_their_last_day(row: list[str]) -> None:
    window, inside, outside = row
    found = [truth(f"lvef >= 45 % within {window}", echo("60 %", on)) for on in (inside, outside)]
    assert found == [YES, UNKNOWN]


def echo(value: str, on: str) -> Fact:
    return measured("organ_test", "lvef", value, on)


TABLE = """
    born       | sex    | limit | above
    2025-05-01 | female | 0.6   | 0.61
    2024-06-02 | male   | 0.6   | 0.61
    2024-06-01 | male   | 0.8   | 0.81
    2020-06-01 | female | 1.0   | 1.01
    2016-06-01 | male   | 1.2   | 1.21
    2013-06-01 | male   | 1.5   | 1.51
    2013-06-01 | female | 1.4   | 1.41
    2010-06-01 | male   | 1.7   | 1.71
    2010-06-01 | female | 1.4   | 1.41
"""


@pytest.mark.parametrize("row", rows(TABLE))
def test_the_creatinine_table_by_age_and_sex(row: list[str]) -> None:
    born, sex, limit, above = row
    asked = "creatinine <= table creatinine_cog"
    assert truth(asked, lab("creatinine", f"{limit} mg/dL"), birth=born, sex=sex) is YES
    assert truth(asked, lab("creatinine", f"{above} mg/dL"), birth=born, sex=sex) is NO


@pytest.mark.parametrize(("amount", "expected"), [("0.8 mg/dL", YES), ("0.9 mg/dL", UNKNOWN), ("1.1 mg/dL", NO)])
def test_a_birth_known_in_part_matters_only_between_the_rows_of_a_table(amount: str, expected: object) -> None:
    """Born in 2020, the child is 5 or 6: the limit is 0.8 or 1.0 mg/dL."""
    assert truth("creatinine <= table creatinine_cog", lab("creatinine", amount), birth="2020") is expected


SUPPORTED = """
    asked                              | value | without | with support | not known
    platelets >= 75000 /uL untransfused 7 days | 90000 | yes | ?  | ?
    platelets >= 75000 /uL untransfused 7 days | 60000 | no  | no | no
    platelets > 75000 /uL untransfused 7 days  | 75000 | no  | no | no
    platelets < 50000 /uL untransfused 7 days  | 60000 | no  | ?  | ?
    platelets < 50000 /uL untransfused 7 days  | 40000 | yes | ?  | ?
    platelets <= 50000 /uL untransfused 7 days | 50000 | yes | ?  | ?
"""


@pytest.mark.parametrize("row", rows(SUPPORTED))
def test_a_supported_result_shows_only_that_a_minimum_is_missed(row: list[str]) -> None:
    asked, value, *expected = row
    count, given = lab("platelets", f"{value} /uL"), fact("transfusion", product="platelets", on="2026-05-28")
    found = [truth(asked, count, closed()), truth(asked, count, given, closed()), truth(asked, count)]
    assert [word(each) for each in found] == expected


def test_support_is_asked_of_the_result_that_counts_and_not_of_an_older_one() -> None:
    old, new = lab("platelets", "90000 /uL", "2026-05-20"), lab("platelets", "80000 /uL", "2026-05-30")
    early = fact("transfusion", product="platelets", on="2026-05-19")
    assert truth("platelets >= 75000 /uL untransfused 7 days", old, new, early, closed("transfusions")) is YES


def test_red_cells_are_the_support_of_haemoglobin_and_any_transfusion_that_of_the_rest() -> None:
    red = fact("transfusion", product="red_cells", on="2026-05-28")
    assert truth("haemoglobin >= 8 g/dL untransfused 7 days", lab("haemoglobin", "9 g/dL"), red, closed()) is UNKNOWN
    assert truth("anc >= 750 /uL untransfused 7 days", lab("anc", "900 /uL"), red, closed()) is UNKNOWN


def test_several_supports_must_all_be_absent() -> None:
    asked = "anc >= 750 /uL without short_acting_growth_factor 7 days without long_acting_growth_factor 14 days"
    short = fact("growth_factor", agent="filgrastim", on="2026-05-21")
    long = fact("growth_factor", agent="pegfilgrastim", on="2026-05-21")
    assert truth(asked, lab("anc", "900 /uL"), short, closed()) is YES
    assert truth(asked, lab("anc", "900 /uL"), long, closed()) is UNKNOWN


def test_an_old_review_of_transfusions_does_not_speak_for_a_later_count() -> None:
    asked = "platelets >= 75000 /uL untransfused 7 days"
    count = lab("platelets", "90000 /uL", "2026-05-29")
    assert truth(asked, count, closed("transfusions", on="2026-05-22")) is YES
    assert truth(asked, count, closed("transfusions", on="2026-05-21")) is UNKNOWN


def test_a_stale_count_asks_for_a_repeat_and_for_the_review_it_will_need() -> None:
    found = judged(
        "platelets >= 75000 /uL within 7 days untransfused 7 days", lab("platelets", "90000 /uL", "2026-05-01")
    )
    assert (found.truth, found.reason) == (UNKNOWN, Why.STALE)
    assert [remedy.what for remedy in found.remedies] == ["platelets", "transfusions"]
    assert "valid for 7 days" in found.remedies[0].valid_for


PARTIAL = """
    first on   | second on | within  | truth
    2026-05-20 | 2026-05   | 60 days | ?
    2026-05-20 | 2026-04   | 60 days | yes
    2026-05-20 | 2025      | 60 days | yes
"""


@pytest.mark.parametrize("row", rows(PARTIAL))
def test_a_result_of_a_day_known_in_part_may_be_the_latest(row: list[str]) -> None:
    good, poor, within, expected = row
    facts = [lab("platelets", "90000 /uL", good), lab("platelets", "60000 /uL", poor)]
    assert word(truth(f"platelets >= 75000 /uL within {within}", *facts)) == expected


@pytest.mark.parametrize(("month", "expected"), [("2026-05", UNKNOWN), ("2026-04", UNKNOWN)])
def test_a_result_of_a_day_known_in_part_may_be_out_of_its_window(month: str, expected: object) -> None:
    assert truth("platelets >= 75000 /uL within 7 days", lab("platelets", "90000 /uL", month)) is expected
    assert truth("platelets >= 75000 /uL within 1 year", lab("platelets", "90000 /uL", month)) is YES


def test_what_is_derived_is_compared_as_what_is_measured() -> None:
    body = [
        measured("measurement", code, value, "2026-05-29")
        for code, value in (("weight", "20 kg"), ("height", "115 cm"))
    ]
    assert truth("bsa >= 0.79 m2", *body) is YES
    assert truth("bsa >= 0.8 m2", *body) is NO
    assert truth("bsa >= 0.3 m2", body[0]) is UNKNOWN


def lesion(mm: float, **more: object) -> Fact:
    shape = {"site": "retroperitoneum", "longest_mm": mm, "irradiated": False, **more}
    return fact("imaging", modality="ct", on="2026-05-20", complete=True, lesions=[shape])


LESIONS = """
    size | irradiated | grown since | at least 20 mm
    20   | no         | -           | yes
    19.9 | no         | -           | no
    30   | yes        | no          | no
    30   | yes        | yes         | yes
    30   | yes        | -           | ?
"""


@pytest.mark.parametrize("row", rows(LESIONS))
def test_an_irradiated_lesion_counts_only_if_it_has_grown(row: list[str]) -> None:
    size, irradiated, grown, expected = row
    more = {} if grown == "-" else {"progressed_since_irradiation": grown == "yes"}
    study = lesion(float(size), irradiated=irradiated == "yes", **more)
    assert word(truth("measurable_lesion >= 20 mm", study)) == expected


def test_a_scan_counts_after_the_last_therapy_only() -> None:
    asked = "mibg_avid_sites >= 1 {count} within 28 days after last anticancer_therapy"
    scan = fact("imaging", modality="mibg", avid=True, sites=["pelvis"], on="2026-05-20")
    assert truth(asked, scan, therapy("topotecan", "2026-04-01", "2026-05-10"), closed()) is YES
    found = judged(asked, scan, therapy("topotecan", "2026-05-22", "2026-05-25"), closed())
    assert (found.truth, found.reason) == (UNKNOWN, Why.STALE)
    assert "anticancer_therapy given since" in found.why


def test_never_measured_asks_for_the_test() -> None:
    found = judged("lvef >= 45 %")
    assert (found.truth, found.reason) == (UNKNOWN, Why.NEVER_MEASURED)
    assert [(remedy.sentence, remedy.procedure) for remedy in found.remedies] == [("Order an echocardiogram.", "echo")]

"""What machines read of a plan and a summary says all that the values hold, under fixed names."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.unit.survivorship.samples import KNOWLEDGE, agent, course, event, history

from rosette.survivorship import (
    Dose,
    Item,
    Practice,
    Result,
    RuleBook,
    Signature,
    item_as_json,
    plan_as_json,
    plan_of,
    rules_of,
    summary_as_json,
    summary_of,
)
from rosette.survivorship.ends import ended
from rosette.survivorship.totals import side_by_side_sets, summed, total_of

ON = date(2026, 11, 30)
DAY = date(2019, 5, 1)
INFUSION = attrs.evolve(
    agent("mibg_131i", first=DAY, last=DAY), kind="infusion", dose=Dose(value=666.0, unit="MBq/kg", status="computed")
)
CHILD = history(
    agent("doxorubicin", 150, last=date(2019, 1, 1)),
    agent("melphalan", 140),
    agent("temozolomide", 1000),
    agent("cisplatin", 400),
    agent("dinutuximab", last=DAY, sources=("letter",)),
    INFUSION,
    course("abdominal_radiation", DAY, 21.6, kidney=12, spleen=None, liver=None),
    event("transplant", "autologous_transplant", DAY),
    event("surgery", "nephrectomy", DAY),
    diagnosis=date(2018, 1, 1),
)


def test_a_summary_as_json_holds_every_group_and_total(book: RuleBook) -> None:
    told = summary_as_json(summary_of(CHILD, book))
    assert (told["child"], told["end_of_therapy"], told["end_of_therapy_known"]) == ("child", "2020-03-01", True)
    names = {group: [each["name"] for each in told[group]] for group in GROUPS}
    assert names == GROUPS
    assert told["infusions"][0] == {
        "name": "mibg_131i",
        "dose": 666.0,
        "unit": "MBq/kg",
        "status": "computed",
        "first": "2019-05-01",
        "last": "2019-05-01",
        "organs": {},
        "sources": [],
    }
    assert told["immunotherapy"][0]["sources"] == ["letter"]
    assert told["radiation"][0]["organs"]["spleen"] == {"gy": None, "status": "unknown"}
    assert told["organs"]["kidney"] == {"gy": 12, "complete": True, "estimated": False}
    assert told["organs"]["spleen"]["complete"] is False
    assert told["anthracycline_group"] == "moderate"
    assert told["anthracyclines"][0]["group"] == "moderate"
    assert (told["anthracyclines"][0]["mg_per_m2"], told["anthracyclines"][0]["computed"]) == (150, False)
    ced = told["cyclophosphamide_equivalent"]
    assert (ced["mg_per_m2"], ced["unverified_factors"]) == (5600, ["melphalan"])
    assert ced["without_factor"] == ["temozolomide", "cisplatin"]
    assert [each["name"] for each in told["platinum"]] == ["cisplatin"]
    asked = [each["what"] for each in told["requests"]]
    assert "organ doses of the abdominal radiation: spleen, liver" in asked


GROUPS = {
    "chemotherapy": ["doxorubicin", "melphalan", "temozolomide", "cisplatin"],
    "immunotherapy": ["dinutuximab"],
    "targeted": [],
    "retinoids": [],
    "infusions": ["mibg_131i"],
    "radiation": ["abdominal_radiation"],
    "transplants": ["autologous_transplant"],
    "surgery": ["nephrectomy"],
}


def test_nothing_given_is_a_total_of_nothing(book: RuleBook) -> None:
    told = summary_as_json(summary_of(history(), book))
    assert [each["mg_per_m2"] for each in told["anthracyclines"]] == [0.0] * len(told["anthracyclines"])
    assert told["cyclophosphamide_equivalent"]["mg_per_m2"] == 0.0
    assert [str(each) for each in side_by_side_sets(history(), book)][:1] == ["none given"]


def found(book: RuleBook, code: str, *results: Result, practice: Practice | None = None) -> Item:
    item = plan_of(CHILD, book, on=ON, results=results, practice=practice or Practice()).item(code)
    assert item is not None
    return item


def test_an_item_as_json_tells_days_reasons_results_and_rules(book: RuleBook) -> None:
    low = Result(test="kidney_function", on=date(2026, 5, 1), code="gfr", value=50)
    told = item_as_json(found(book, "REN-1", low))
    rule = told.pop("rules")[0]
    assert told == {
        "code": "REN-1",
        "test": {"id": "kidney_function", "name": "eGFR (creatinine, best with cystatin C) and urine protein"},
        "form": "test",
        "effects": ["chronic kidney disease, protein in urine"],
        "state": "planned",
        "first_due": "2022-03-01",
        "due": "2031-05-01",
        "window": ["2028-05-01", "2031-05-01"],
        "interval": "every 2 to 5 years",
        "every": "5 years",
        "again": None,
        "until": None,
        "done": "2026-05-01",
        "overdue_since": None,
        "catch_up": None,
        "owner": "clinic",
        "reasons": [
            {"text": "cisplatin, 400 mg/m2", "sure": True},
            {"text": "kidney 12 Gy", "sure": True},
            {"text": "abdominal radiation, 21.6 Gy", "sure": True},
            {"text": "nephrectomy", "sure": True},
        ],
        "referrals": ["nephrology"],
        "grades": ["G3a"],
        "acts": True,
        "unverified": [],
        "flags": ["not yet signed by a late-effects clinician"],
        "signed": [],
    }
    assert (rule["id"], rule["profile"], rule["tag"], rule["start"]) == ("REN-1", "ighg-pancare", "V", "entry")
    assert (rule["review_due"], rule["signed_by"], rule["signed_on"]) == ("2027-05-30", "", None)
    assert rule["sources"][0] == "ighg-kidney, abstract"


def test_a_missed_test_an_unsure_reason_and_a_signature_are_in_json(book: RuleBook) -> None:
    signed = Practice(next_visit=date(2027, 1, 12), signed={"SPL-1": Signature(by="Dr A. Bell", on=DAY)})
    told = item_as_json(found(book, "SPL-1", practice=signed))
    assert told["reasons"] == [{"text": "spleen irradiated, dose unknown", "sure": False}]
    assert (told["overdue_since"], told["catch_up"]) == ("2022-03-01", "2027-01-12")
    assert told["signed"] == [{"by": "Dr A. Bell", "on": "2019-05-01"}]
    assert (told["every"], told["interval"]) == ("1 year", "each visit")


def test_a_plan_as_json_says_for_whom_when_and_by_which_rules(book: RuleBook) -> None:
    told = plan_as_json(plan_of(CHILD, book, on=ON, practice=Practice(name="clinic")))
    assert (told["child"], told["on"], told["profile"], told["site"]) == (
        "child",
        "2026-11-30",
        "ighg-pancare",
        "clinic",
    )
    assert told["knowledge"] == {"release": KNOWLEDGE.release, "digest": KNOWLEDGE.digest}
    assert plan_as_json(plan_of(ended(CHILD), book, on=ON))["end_of_therapy_known"] is False


def test_an_unverified_set_of_factors_is_marked(book: RuleBook) -> None:
    marks = {each.name: each.set_unverified for each in side_by_side_sets(CHILD, book)}
    assert marks["PanCare/SurPass factors"] is None
    assert marks["COG follow-up guideline, version 6"]
    told = {each["name"]: each["unverified"] for each in summary_as_json(summary_of(CHILD, book))["anthracyclines"]}
    assert told == marks


def test_one_missing_part_leaves_a_sum_incomplete_wherever_it_stands(book: RuleBook) -> None:
    parts = [agent("cisplatin"), agent("cisplatin", 200)]
    for order in (parts, parts[::-1]):
        total = summed("cisplatin", order)
        assert (total.value, total.complete, str(total)) == (200, False, "200 mg/m2 (at least)")
    assert str(summed("cisplatin", parts[1:])) == "200 mg/m2"


def test_a_total_is_of_an_agent_of_the_anthracyclines_or_as_cyclophosphamide(book: RuleBook) -> None:
    totals = {of: total_of(CHILD, of, book).value for of in ("anthracycline", "ced", "cisplatin", "melphalan")}
    assert totals == {"anthracycline": 150, "ced": 5600, "cisplatin": 400, "melphalan": 140}


@pytest.mark.parametrize("profile", ["ighg-pancare", "cog"])
def test_a_rule_book_knows_its_results_by_their_test(profile: str) -> None:
    results = rules_of(KNOWLEDGE, profile).results
    assert all(row.test == test for test, rows in results.items() for row in rows)
    assert {"ferritin", "kidney_function", "audiometry"} <= set(results)


def test_our_own_rules_ask_for_no_signature_of_a_clinician(book: RuleBook) -> None:
    assert found(book, "NB-GD2").flags == ("rule of this programme; no guideline was read",)
    assert found(book, "GEN-1").flags == ("not yet signed by a late-effects clinician",)
    assert found(book, "GEN-1").reasons[0].text == "any cancer"

"""What a release of rules or a new fact changes, profiles side by side, the summary, and the score in two readings."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
from tests.unit.survivorship.samples import agent, course, event, history

from rosette.kernel import UsageError
from rosette.knowledge import Knowledge
from rosette.survivorship import (
    Dose,
    Result,
    RuleBook,
    changes_as_json,
    compared_as_json,
    diff,
    heart_failure_scores,
    plan_of,
    risk_as_json,
    rules_of,
    side_by_side,
    summary_as_json,
    summary_of,
    touched,
)

ON = date(2026, 11, 30)
MODERATE = history(agent("doxorubicin", 150), agent("cisplatin", 400), id="moderate")
NOTHING = history(id="nothing")


def with_two_years(book: RuleBook) -> RuleBook:
    """The rules with an echocardiogram every 2 years in the moderate group."""
    high = next(rule for rule in book.rules if rule.id == "CARD-1H")
    rules = [attrs.evolve(r, interval=high.interval) if r.id == "CARD-1M" else r for r in book.rules]
    return book.with_rules(*rules, release="next")


def test_a_release_names_the_children_whose_plan_changes_and_why(book: RuleBook) -> None:
    found = list(touched([MODERATE, NOTHING], book, with_two_years(book), on=ON))
    assert [(each.child, each.releases[1]) for each in found] == [("moderate", "next")]
    (change,) = found[0].rows
    assert (change.code, change.kind, change.why) == (
        "CARD-1",
        "moved",
        ("rule CARD-1M: interval was every 5 years, is every 2 years",),
    )
    assert json.loads(json.dumps(changes_as_json(found[0])))["rows"][0]["interval"] == [
        "every 5 years",
        "every 2 years",
    ]


def test_an_agent_given_in_two_courses_is_not_told_as_a_dose_that_changed(book: RuleBook) -> None:
    twice = history(agent("doxorubicin", 100), agent("doxorubicin", 50), id="twice")
    (found,) = touched([twice], book, with_two_years(book), on=ON)
    assert found.rows[0].why == ("rule CARD-1M: interval was every 5 years, is every 2 years",)


def test_old_and_new_days_are_told(book: RuleBook) -> None:
    done = [Result(test="echocardiogram", on=date(2025, 5, 1))]
    plans = [plan_of(MODERATE, each, on=ON, results=done) for each in (book, with_two_years(book))]
    (change,) = diff(*plans).rows
    assert change.days == (date(2030, 5, 1), date(2027, 5, 1))


def test_the_same_rules_change_nothing(book: RuleBook) -> None:
    assert not diff(plan_of(MODERATE, book, on=ON), plan_of(MODERATE, book, on=ON))


def test_a_dropped_rule_removes_its_row(book: RuleBook) -> None:
    fewer = book.with_rules(*(rule for rule in book.rules if rule.code != "EAR-1"))
    (change,) = diff(plan_of(MODERATE, book, on=ON), plan_of(MODERATE, fewer, on=ON)).rows
    assert (change.kind, change.why) == ("removed", ("no rule of this release asks for it",))


def test_new_treatment_is_named_as_the_reason(book: RuleBook) -> None:
    more = attrs.evolve(MODERATE, given=(*MODERATE.given, agent("busulfan", 480)), end_of_therapy=date(2024, 3, 1))
    rows = {row.code: row for row in diff(plan_of(MODERATE, book, on=ON), plan_of(more, book, on=ON)).rows}
    assert rows["PUL-1"].kind == "added"
    assert rows["REN-1"].why == ("end of therapy was 2020-03-01, is 2024-03-01", "given since: busulfan")


def test_a_found_dose_is_named_as_the_reason(book: RuleBook) -> None:
    unknown = attrs.evolve(MODERATE, given=(agent("doxorubicin"), agent("cisplatin", 400)))
    (change,) = diff(plan_of(unknown, book, on=ON), plan_of(MODERATE, book, on=ON)).rows
    assert change.why == ("rule CARD-1H became CARD-1M", "doses changed: doxorubicin")


def test_two_profiles_stand_side_by_side(book: RuleBook, knowledge: Knowledge) -> None:
    rows = {row.code: row for row in side_by_side(MODERATE, [book, rules_of(knowledge, "cog")], on=ON)}
    ighg, cog = rows["EAR-1"].items
    assert ighg is not None
    assert cog is not None
    assert (ighg.acts, cog.acts, rows["EAR-1"].same) == (True, False, False)
    assert rows["GEN-1"].items[1] is None
    assert json.dumps(compared_as_json(tuple(rows.values())))


def test_carboplatin_with_a_transplant_is_where_the_profiles_differ(book: RuleBook, knowledge: Knowledge) -> None:
    exposures = history(agent("carboplatin", 1500), event("transplant", "autologous_transplant"))
    rows = {row.code: row for row in side_by_side(exposures, [book, rules_of(knowledge, "cog")], on=ON)}
    assert [item is not None for item in rows["EAR-1"].items] == [False, True]


def test_a_profile_that_does_not_exist_is_refused_with_the_ones_that_do(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match=r'no profile "cogg" \(did you mean "cog"\?\)'):
        rules_of(knowledge, "cogg")


def test_a_result_of_an_unknown_test_is_refused(book: RuleBook) -> None:
    with pytest.raises(UsageError, match='no test "echo"'):
        plan_of(MODERATE, book, on=ON, results=[Result(test="echo", on=ON)])


def test_the_summary_sets_totals_side_by_side_and_marks_factors(book: RuleBook) -> None:
    exposures = history(
        agent("doxorubicin", 150, last=date(2019, 1, 1)),
        agent("melphalan", 140),
        agent("temozolomide", 1000),
        agent("cisplatin"),
        agent("dinutuximab"),
        agent("lorlatinib"),
        agent("isotretinoin"),
        course("total_body_irradiation", date(2019, 5, 1), 12),
        event("transplant", "autologous_transplant"),
        event("surgery", "nephrectomy"),
        diagnosis=date(2018, 1, 1),
    )
    summary = summary_of(exposures, book)
    assert [each.name for each in (*summary.immunotherapy, *summary.targeted, *summary.retinoids)] == [
        "dinutuximab",
        "lorlatinib",
        "isotretinoin",
    ]
    assert (summary.anthracyclines[0].value, summary.group) == (150, "moderate")
    assert (summary.ced.value, summary.ced.unverified) == (5600, ("melphalan",))
    assert "temozolomide" in summary.ced.without
    assert str(summary.platinum[0]) == "dose unknown"
    assert {each.what for each in summary.requests} == {
        "cumulative dose of cisplatin in mg/m2",
        "day of the autologous transplant",
        "day of the last dose of dinutuximab",
        "day of the last dose of lorlatinib",
        "day of the last dose of isotretinoin",
    }
    assert json.dumps(summary_as_json(summary))


@pytest.mark.parametrize(
    ("sex", "diagnosed", "dose", "heart", "report", "group"),
    [
        ("female", date(2018, 7, 1), 150, None, 6, "high"),
        ("male", date(2026, 7, 1), 90, None, 1, "low"),
        ("female", date(2021, 7, 1), 260, 16.0, 8, "high"),
    ],
)
def test_the_heart_score_agrees_with_worked_examples_of_the_report(
    sex: str, diagnosed: date, dose: float, heart: float | None, report: int, group: str, knowledge: Knowledge
) -> None:
    """Examples computed by hand from the points that the ASCO Post prints for Chow 2015."""
    fields = () if heart is None else (course("chest_radiation", None, 20, heart=heart),)
    exposures = history(agent("doxorubicin", dose), *fields, sex=sex, diagnosis=diagnosed)
    first, second = heart_failure_scores(exposures, knowledge)
    assert (first.total, first.group) == (report, group)
    assert first.flag == second.flag == "two reports of the table differ; the table itself was not read"


def test_the_two_readings_differ_and_both_are_shown(knowledge: Knowledge) -> None:
    exposures = history(agent("doxorubicin", 90), diagnosis=date(2026, 7, 1))
    assert [score.total for score in heart_failure_scores(exposures, knowledge)] == [1, 3]


def test_a_score_is_not_given_for_an_unknown_dose_or_another_conversion(knowledge: Knowledge) -> None:
    for given in (agent("doxorubicin"), agent("idarubicin", 30)):
        scores = heart_failure_scores(history(given, diagnosis=date(2018, 1, 1)), knowledge)
        assert [(score.total, score.missing) for score in scores] == [(None, ("anthracycline",))] * 2
    assert json.dumps(risk_as_json(scores))


def test_mitoxantrone_counts_fourfold_in_the_score(knowledge: Knowledge) -> None:
    exposures = history(agent("mitoxantrone", 25), diagnosis=date(2026, 7, 1))
    assert heart_failure_scores(exposures, knowledge)[0].points[0] == ("anthracycline", 3)


def test_an_incomplete_dose_above_the_bound_is_sure_and_below_it_is_not(book: RuleBook) -> None:
    for value, rule, sure in ((260.0, "CARD-1H", True), (120.0, "CARD-1H", False)):
        part = attrs.evolve(agent("doxorubicin"), dose=Dose(value=value, status="incomplete"))
        item = plan_of(history(part), book, on=ON).item("CARD-1")
        assert item is not None
        assert item.rules[0].id == rule
        assert any(flag.startswith("strictest") for flag in item.flags) != sure

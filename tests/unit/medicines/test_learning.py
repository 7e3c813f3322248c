"""Own outcomes beside their prior, pairs that must add up, curves that may not cross, series that are not averaged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import BadInput, NotComputable
from rosette.knowledge import Knowledge
from rosette.medicines import Beta, nant_prior, response_evidence
from rosette.medicines.learning import (
    Outcome,
    States,
    difference,
    door,
    indifference,
    learn_harm,
    learn_response,
    pedsql_score,
    reported_series,
    states_from_curves,
    time_toxicity,
)
from rosette.medicines.learning.report import learn, load_outcomes
from rosette.records import build_record


def outcome(**change: Any) -> Outcome:
    base: dict[str, Any] = {"child": "invented", "option": "mibg", "started": date(2026, 1, 1), "response": True}
    return Outcome(**{**base, "severe_harm": False, "days": 42, "contact_days": 17, **change})


def test_own_children_move_a_posterior_and_the_prior_stays_in_sight() -> None:
    found = learn_response(Beta(2, 8), [outcome(), outcome(response=False), outcome(response=None)])
    assert (found.before, found.after) == (Beta(2, 8), Beta(3, 9))
    assert found.not_evaluable == 1
    assert found.sentence == "before 20%, after 1 of 2 own children 25%; 1 not evaluable"


def test_a_child_that_could_not_be_judged_is_not_a_failure() -> None:
    assert learn_harm(Beta(1, 1), [outcome(severe_harm=None)]).after == Beta(1, 1)


def test_days_over_children() -> None:
    found = time_toxicity([outcome(planned_days=12), outcome(days=28, contact_days=2, planned_days=2)])
    assert (found.days, found.contact_days, found.planned_days) == (70, 19, 14)
    assert found.share == pytest.approx(19 / 70)
    assert outcome().home_days == 25
    assert time_toxicity([outcome(planned_days=12), outcome()]).planned_days is None


@pytest.mark.parametrize("change", [{"contact_days": 43}, {"contact_days": -1}, {"planned_days": 18}])
def test_days_that_cannot_be_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(NotComputable):
        outcome(**change)


def test_no_days_have_no_share() -> None:
    with pytest.raises(NotComputable):
        time_toxicity([outcome(days=0, contact_days=0)])


COUNTS = st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(lambda c: sum(c) > 1)


@given(a=COUNTS, b=COUNTS)
def test_pairs_add_up_and_turn_round(a: list[int], b: list[int]) -> None:
    one, other = door(a, b), door(b, a)
    assert one.pairs == sum(a) * sum(b)
    assert (one.wins, one.ties, one.losses) == (other.losses, other.ties, other.wins)
    assert one.probability + other.probability == pytest.approx(1)
    assert one.net_benefit == pytest.approx(2 * one.probability - 1)
    assert one.se == pytest.approx(other.se)


@given(a=COUNTS)
def test_an_option_against_itself_is_even(a: list[int]) -> None:
    assert door(a, a).probability == pytest.approx(0.5)


@pytest.mark.parametrize(("a", "b"), [((1, 2), (1, 2, 3)), ((-1, 3), (1, 2)), ((1, 0), (1, 2))])
def test_counts_that_cannot_be_compared_are_refused(a: Any, b: Any) -> None:
    with pytest.raises(NotComputable):
        door(a, b)


def test_without_losses_there_is_no_ratio() -> None:
    with pytest.raises(NotComputable):
        _ = door((2, 0), (0, 2)).win_ratio


def test_states_from_step_curves() -> None:
    found = states_from_curves([0, 1, 2, 4], [1, 0, 0, 0], [1, 1, 0.5, 0], [1, 1, 1, 0.5], horizon=3)
    assert (found.toxic, found.twist, found.relapse) == pytest.approx((1, 1.5, 0.5))


@pytest.mark.parametrize(
    ("pfs", "horizon"), [([1, 1, 0.5, 0], 5), ([1, 1, 0.5, 0], 0), ([1, 1, 1.2, 0], 3), ([1, 1, 0.5], 3)]
)
def test_a_horizon_beyond_the_curves_and_curves_that_cross_are_refused(pfs: list[float], horizon: float) -> None:
    with pytest.raises(NotComputable):
        states_from_curves([0, 1, 2, 4], [1, 0, 0, 0], pfs, [1, 1, 1, 0.5], horizon=horizon)


def test_equal_toxic_times_have_no_line() -> None:
    a, b = States(toxic=1, twist=2, relapse=3), States(toxic=1, twist=3, relapse=1)
    assert indifference(a, b, relapse=0.5) is None
    assert difference(a, b, toxic=0.5, relapse=0.5) == pytest.approx(0)


HEAD = "child,regimen,started,response,severe_harm,days,contact_days,planned_days,level"


def test_the_example_is_learned_from(knowledge: Knowledge) -> None:
    found = learn(load_outcomes(Path("examples/outcomes/invented.csv"), knowledge), knowledge)
    itdin, mibg = found.regimens
    assert (itdin.response.events, itdin.response.of, itdin.response.not_evaluable) == (2, 3, 1)
    assert itdin.response.before == response_evidence("itdin", knowledge).posterior
    assert itdin.prior.startswith("49 of 103")
    assert (mibg.time.days, mibg.time.contact_days) == (484, 123)
    ((first, second, pairs),) = found.doors
    assert (first, second, pairs.wins, pairs.ties, pairs.losses) == ("itdin", "mibg", 5, 3, 4)


def test_without_published_evidence_the_average_agent_stands_before(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"{HEAD}\na,lorl,2025-01-01,yes,no,100,10,,1\n")
    (lorl,) = learn(load_outcomes(path, knowledge), knowledge).regimens
    assert lorl.response.before == nant_prior(knowledge)[0]
    assert "no evidence loaded" in lorl.prior


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,lorlatinib,2025-01-01,yes,no,100,10,,1", "lorlatinib"),
        ("a,lorl,2025-13-01,yes,no,100,10,,1", "a day such as"),
        ("a,lorl,2025-01-01,perhaps,no,100,10,,1", "yes, no, or empty"),
        ("a,lorl,2025-01-01,yes,no,ten,10,,1", "whole number of days"),
        ("a,lorl,2025-01-01,yes,no,100,101,,1", "101 days with care in 100 days"),
        ("a,lorl,2025-01-01,yes,no,100,10,,5", "1 to 4"),
    ],
)
def test_every_fault_of_an_outcomes_file_is_named(knowledge: Knowledge, tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"{HEAD}\n{row}\n{row}\n")
    with pytest.raises(BadInput) as fault:
        load_outcomes(path, knowledge)
    assert len(fault.value.problems) == 2
    assert words in fault.value.explain()


@pytest.mark.parametrize("text", ["", "child,regimen\na,b\n", HEAD])
def test_a_file_without_rows_or_columns_is_told(knowledge: Knowledge, tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text)
    with pytest.raises(BadInput):
        load_outcomes(path, knowledge)


def test_self_and_proxy_are_two_series() -> None:
    def fact(n: int, day: str, reporter: str, score: float) -> dict[str, Any]:
        return {
            "id": f"r-{n}", "kind": "reported_outcome", "on": day, "instrument": "PROMIS pediatric fatigue",
            "domain": "fatigue", "reporter": reporter, "score": score, "recorded_by": "test",
            "source": {"type": "person", "name": "invented"}, "recorded_at": "2026-05-01T10:00:00",
        }  # fmt: skip

    rows = [fact(1, "2026-01-01", "self", 60), fact(2, "2026-03-01", "self", 52), fact(3, "2026-01-01", "proxy", 66)]
    record = build_record(
        {"format": "rosette-record/1", "id": "x", "birth_date": "2015-01-01", "sex": "male", "facts": rows}
    )
    from rosette.records import ReportedOutcome

    by_reporter = {each.reporter: each for each in reported_series(record.of(ReportedOutcome))}
    assert by_reporter["self"].change == -8
    assert by_reporter["proxy"].change is None


@pytest.mark.parametrize("answers", [[], [5], [-1], [0, None]])
def test_answers_that_cannot_be_scored_give_no_score(answers: Any) -> None:
    with pytest.raises(NotComputable):
        pedsql_score(answers)

"""The portfolio as a whole: what it holds, how a trial is found, what its digest names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.records import ON, child
from tests.unit.portfolio.samples import TRIAL, changed, lay_out, portfolio, sound

from rosette.eligibility import Judgement, Why, judge_for
from rosette.eligibility.subject import Subject
from rosette.kernel import Truth, UsageError
from rosette.knowledge import Knowledge
from rosette.portfolio import VERDICTS, Portfolio, load_portfolio, read_trial_file, trial_json, verdict_of

SECOND = changed(TRIAL, ('id = "T1"', 'id = "T2"'), ('short = "first"', 'short = "second"'))
MACRO = "macro grown()\nA1 require age >= 1 year and < 30 years [m]\nend\n"


@pytest.fixture
def two(tmp_path: Path) -> Portfolio:
    return portfolio(tmp_path, {"trials/t1.toml": TRIAL, "standing/t2.toml": SECOND})


def test_trials_and_standing_offers_stand_together(two: Portfolio) -> None:
    assert list(two.trials) == ["T1", "T2"]


def test_files_of_one_name_in_two_folders_are_both_read(tmp_path: Path) -> None:
    both = portfolio(tmp_path, {"trials/same.toml": TRIAL, "standing/same.toml": SECOND})
    assert sorted(both.trials) == ["T1", "T2"]


@pytest.mark.parametrize("name", ["T2", "t2", "second", "Second"])
def test_a_trial_is_found_by_id_or_short_name_in_any_case(name: str, two: Portfolio) -> None:
    assert two.find(name).id == "T2"


def test_a_name_that_is_nearly_right_is_suggested(two: Portfolio) -> None:
    with pytest.raises(UsageError) as caught:
        two.find("secnd")
    assert str(caught.value) == (
        '"secnd" is not in the portfolio (did you mean "second"?); give a trial id or short name'
    )


@pytest.mark.parametrize("name", ["", "T", "T1/a", "nothing of the kind"])
def test_what_is_not_there_is_not_found(name: str, two: Portfolio) -> None:
    with pytest.raises(UsageError, match="is not in the portfolio"):
        two.find(name)


def test_a_place_is_a_trial_and_an_arm(two: Portfolio) -> None:
    trial, arm = two.place("T1/b/2")
    assert (trial.id, arm.place) == ("T1", "b/2")
    trial, arm = two.place("second/a")
    assert (trial.id, arm.place) == ("T2", "a")


@pytest.mark.parametrize("place", ["T1", "T1/", "T1/b", "T1/b/3", "T1/c"])
def test_an_arm_that_is_not_there_is_told_what_there_is(place: str, two: Portfolio) -> None:
    with pytest.raises(UsageError) as caught:
        two.place(place)
    assert str(caught.value) == f'"{place}" is not an arm of T1; it has a, b/1, b/2'


# --- the digest ---------------------------------------------------------------------------------------


def test_equal_files_have_one_digest(tmp_path: Path) -> None:
    assert portfolio(tmp_path / "one").digest == portfolio(tmp_path / "two").digest


def test_the_digest_turns_with_a_criterion(tmp_path: Path) -> None:
    other = changed(TRIAL, ("platelets >= 75000", "platelets >= 75001"))
    assert portfolio(tmp_path / "one").digest != portfolio(tmp_path / "two", {"trials/t1.toml": other}).digest


def test_the_digest_turns_with_a_macro(tmp_path: Path) -> None:
    text = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "use grown()"))
    files = {"trials/t1.toml": text, "macros/m.crit": MACRO}
    older = {**files, "macros/m.crit": MACRO.replace("30", "31")}
    assert portfolio(tmp_path / "one", files).digest != portfolio(tmp_path / "two", older).digest


def test_the_shipped_portfolio_is_loaded_once() -> None:
    assert load_portfolio() is load_portfolio()


def test_a_file_by_itself_is_the_trial_of_the_portfolio(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {"trials/t1.toml": TRIAL})
    assert read_trial_file(folder / "trials/t1.toml") == portfolio(folder).trials["T1"]


def test_a_file_by_itself_may_use_the_macros_of_the_portfolio(tmp_path: Path) -> None:
    text = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "use neuroblastoma"))
    folder = lay_out(tmp_path, {"t1.toml": text})
    assert read_trial_file(folder / "t1.toml").arms[0].criteria[0].id == "D1"


# --- verdicts -----------------------------------------------------------------------------------------

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
LEAVES = {
    "yes": "age >= 1 year",
    "no": "age >= 10 years",
    "asked": 'judgement "Is it so?"',
    "flagged": 'flagged "Is it so?"',
    "left out": 'protocol "What it says."',
    "never measured": "platelets >= 75000 /uL",
}
VERDICT_CASES = [
    ([], "eligible"),
    (["yes"], "eligible"),
    (["yes", "no"], "not_eligible"),
    (["no", "asked", "left out", "never measured"], "not_eligible"),
    (["yes", "asked"], "needs_judgement"),
    (["asked", "asked"], "needs_judgement"),
    (["asked", "flagged"], "unknown"),
    (["flagged"], "unknown"),
    (["left out"], "unknown"),
    (["asked", "left out"], "unknown"),
    (["asked", "never measured"], "unknown"),
    (["never measured"], "unknown"),
]


def judgements(words: list[str], knowledge: Knowledge) -> list[Judgement]:
    lines = "\n".join(f"X{place} require {LEAVES[word]} [x]" for place, word in enumerate(words))
    text = changed(TRIAL, (TRIAL[TRIAL.index("A1 require") : TRIAL.index("'''\n\n[registry]")], f"{lines}\n"))
    text = text[: text.index('[[arm]]\nid = "b"')] + "\n"
    subject = Subject(child(), knowledge, ON)
    return [judge_for(subject, item.met) for item in sound(text).arms[0].criteria]


@pytest.mark.parametrize(
    ("words", "verdict"), VERDICT_CASES, ids=[" + ".join(words) or "none" for words, _ in VERDICT_CASES]
)
def test_the_verdict_follows_from_the_criteria(words: list[str], verdict: str, knowledge: Knowledge) -> None:
    assert verdict_of(judgements(words, knowledge)) == verdict
    assert verdict_of(reversed(judgements(words, knowledge))) == verdict
    assert verdict in VERDICTS


def test_the_reason_of_a_question_is_that_it_needs_judgement(knowledge: Knowledge) -> None:
    (judged,) = judgements(["asked"], knowledge)
    assert judged.reason is Why.JUDGEMENT


# --- as plain data ------------------------------------------------------------------------------------


def test_a_trial_as_plain_data_holds_every_arm_and_criterion() -> None:
    found = trial_json(sound())
    assert {name: found[name] for name in ("id", "short", "version", "completeness")} == {
        "id": "T1",
        "short": "first",
        "version": "2026-01-01",
        "completeness": "full",
    }
    assert found["registry"] == {"status": "RECRUITING", "as_of": "2026-01-01"}
    assert [arm["place"] for arm in found["arms"]] == ["a", "b/1", "b/2"]
    assert found["arms"][0]["items"][0] == {
        "id": "A1",
        "text": "require age >= 1 year and < 30 years",
        "source": "incl 1",
    }
    assert (found["arms"][2]["dose"], found["arms"][2]["kind"]) == ("18 mCi/kg", "mibg")


def test_a_note_as_plain_data_is_a_note() -> None:
    text = changed(
        TRIAL, ("\nH1 require platelets >= 75000", '\nN1 note "Later." [p 2]\nH1 require platelets >= 75000')
    )
    assert trial_json(sound(text))["arms"][0]["items"][1] == {"id": "N1", "note": "Later.", "source": "p 2"}

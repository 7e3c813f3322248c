"""What is printed for people: fits the screen, in words, whatever the texts and the terminal hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.support.command import BASE, CHILD, CHILDREN, ON, TRIAL, rosette
from tests.unit.cli.samples import CALLS, amended, call

from rosette.options import Section
from rosette.portfolio import load_portfolio

PLAIN = {"record schema", "record export", "record check", "knowledge check", "knowledge report", "knowledge stale"}
SHOWN = {name: words for name, words in CALLS.items() if name not in PLAIN}
EVERY_CHILD = sorted(CHILDREN.glob("*.json"))


def longest(text: str) -> int:
    return max(cell_len(line) for line in text.splitlines())


def flat(text: str) -> str:
    return " ".join(text.split())


# --- width --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
@pytest.mark.parametrize("name", SHOWN)
def test_no_line_is_wider_than_the_screen(
    name: str, columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    run = rosette(*call(name, tmp_path))
    assert (run.code, run.err) == (0, "")
    assert longest(run.out) <= columns


@pytest.mark.parametrize("columns", [161, 300, 1000])
def test_lines_stay_readable_on_a_very_wide_screen(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert longest(rosette("options", CHILD, "--on", ON).out) <= 160


@pytest.mark.parametrize("path", [*EVERY_CHILD, BASE], ids=lambda path: path.stem)
def test_the_board_of_every_child_fits_the_screen_and_has_care_for_comfort(path: Path) -> None:
    run = rosette("options", path, "--on", ON, "--all")
    assert (run.code, run.err) == (0, "")
    assert longest(run.out) <= 80
    assert "CARE FOR COMFORT AND TIME AT HOME (1)" in flat(run.out)
    assert "comfort-care/comfort-care" in flat(run.out)


@pytest.mark.parametrize("name", sorted(load_portfolio().trials))
def test_every_trial_fits_the_screen(name: str) -> None:
    for run in (rosette("portfolio", "show", name), rosette("eligibility", BASE, name, "--on", ON)):
        assert (run.code, run.err) == (0, "")
        assert longest(run.out) <= 80


# --- words --------------------------------------------------------------------------------------------


def test_the_board_has_the_sections_that_its_json_has() -> None:
    out = rosette("options", CHILD, "--on", ON).out
    found = rosette("options", CHILD, "--on", ON, "--json").data["options"]
    here = {option["section"] for option in found if option["slots"] or option["kind"] == "supportive"}
    for section in Section:
        heading = f"\n{section.value.upper()}  ("
        assert (heading in out.replace("\n  ", " ") or heading in out) is (section.value in here)


def test_the_board_says_that_it_informs_and_does_not_decide() -> None:
    assert "This informs a team that decides; it decides nothing." in rosette("options", CHILD, "--on", ON).out


def test_a_verdict_is_a_mark_and_a_word() -> None:
    out = rosette("options", CHILD, "--on", ON, "--all").out
    marks = {"✓ ELIGIBLE", "◇ NEEDS JUDGEMENT", "? UNKNOWN", "✗ NOT ELIGIBLE"}
    assert any(mark in out for mark in marks)
    for option in rosette("options", CHILD, "--on", ON, "--json").data["options"]:
        assert flat(option["title"])[:30] in flat(out)


def test_what_is_not_open_here_is_listed_when_asked_for() -> None:
    short, whole = rosette("options", CHILD, "--on", ON).out, rosette("options", CHILD, "--on", ON, "--all").out
    assert "shown with --all" in short
    assert "shown with --all" not in whole
    assert len(whole) > len(short)


def test_eligibility_prints_every_criterion_with_its_truth_and_place() -> None:
    out = flat(rosette("eligibility", CHILD, "NCT01154816/nb-mibg", "--on", ON).out)
    (option,) = rosette("eligibility", CHILD, "NCT01154816/nb-mibg", "--on", ON, "--json").data["options"]
    words = {"yes": "✓ met", "no": "✗ not met", "unknown": "? unknown"}
    for criterion in option["criteria"]:
        assert f"{words[criterion['truth']]} {criterion['id']} {flat(criterion['text'])}" in out
        assert f"[{criterion['sources'][0]}]" in out


def test_a_partial_text_says_what_is_missing_of_it() -> None:
    out = flat(rosette("eligibility", CHILD, "lorlatinib", "--on", ON).out)
    assert f"Text held in part: {load_portfolio().find('lorlatinib').completeness_note}" in out


def test_a_trial_is_printed_with_its_arms_criteria_and_notes() -> None:
    out = flat(rosette("portfolio", "show", "alisertib", "--on", ON).out)
    trial = load_portfolio().find("alisertib")
    assert flat(trial.title) in out
    for arm in trial.arms:
        assert flat(arm.title) in out
    for item in trial.arms[0].items:
        assert f"{item.id} " in out


def test_the_list_names_every_trial() -> None:
    out = "".join(rosette("portfolio", "list", "--on", ON).out.split())
    for trial in load_portfolio().trials.values():
        assert trial.id in out.replace("\n", "") or trial.id[:12] in out


def test_a_screen_counts_the_children_of_each_verdict() -> None:
    out = flat(rosette("screen", CHILDREN, "--on", ON, "--trial", "comfort-care").out)
    assert f"{len(EVERY_CHILD)} children x 1 places" in out
    assert "demo-01, demo-02" in out


def test_an_amendment_is_printed_line_by_line(tmp_path: Path) -> None:
    run = rosette("portfolio", "diff", TRIAL, amended(tmp_path), "--record", BASE, "--on", ON)
    out = flat(run.out)
    assert "registry changed: COMPLETED -> WITHDRAWN" in out
    assert "A1 changed: require age >= 1 year and <= 21 years -> require age >= 1 year and <= 3 years" in out
    assert "2 changes in NCT01154816 from 2020-05-13 to 2021-01-01" in out
    assert "1 of 1 children with a changed verdict" in out


def test_an_amendment_without_children_says_nothing_of_children() -> None:
    assert rosette("portfolio", "diff", TRIAL, TRIAL, "--on", ON).out == (
        "0 changes in NCT01154816 from 2020-05-13 to 2020-05-13\n"
    )


def test_a_child_turned_in_several_arms_is_one_child(tmp_path: Path) -> None:
    old = TRIAL.read_text(encoding="utf-8")
    new = old.replace("A1 require age >= 1 year and <= 21 years", "A1 require age >= 40 years")
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    record = json.loads(BASE.read_text(encoding="utf-8"))
    record["facts"] = []
    (tmp_path / "empty.json").write_text(json.dumps(record), encoding="utf-8")
    call = ["portfolio", "diff", TRIAL, tmp_path / "new.toml", "--record", tmp_path / "empty.json", "--on", ON]
    assert len(rosette(*call, "--json").data["children"]) == 2
    assert "1 of 1 children with a changed verdict" in flat(rosette(*call).out)


def test_the_record_is_printed_as_a_timeline() -> None:
    out = flat(rosette("record", "show", CHILD).out)
    assert "demo-01, born" in out
    assert "facts that count" in out


def test_the_check_of_a_sound_record_has_no_finding(tmp_path: Path) -> None:
    record = json.loads(BASE.read_text(encoding="utf-8"))
    record["facts"] = record["facts"][:1]
    (tmp_path / "one.json").write_text(json.dumps(record), encoding="utf-8")
    assert rosette("record", "check", tmp_path / "one.json").out == "1 file, 0 findings\n"


def test_the_check_names_file_severity_and_place(tmp_path: Path) -> None:
    record = json.loads(BASE.read_text(encoding="utf-8"))
    record["facts"][0]["diagnosis"] = "neuroblastomaa"
    (tmp_path / "one.json").write_text(json.dumps(record), encoding="utf-8")
    run = rosette("record", "check", tmp_path / "one.json")
    assert run.code == 3
    first = run.out.splitlines()[0]
    assert first.startswith("one.json: error: facts[0].diagnosis: ")
    assert 'did you mean "neuroblastoma"?' in first
    assert run.out.splitlines()[-1] == "1 file, 1 finding"


# --- the check of the portfolio -----------------------------------------------------------------------


def small_check(monkeypatch: pytest.MonkeyPatch, results: Any) -> None:
    monkeypatch.setattr("rosette.cli.portfolio.check_examples", results)


def test_a_sound_portfolio_has_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    small_check(monkeypatch, lambda trial, knowledge: [])
    run = rosette("portfolio", "check")
    assert (run.code, run.out) == (
        0,
        f"{len(load_portfolio().trials)} trials and standing offers, 0 example children, 0 problems\n",
    )


def test_an_example_that_comes_out_otherwise_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    import attrs

    from rosette.portfolio import ExampleResult

    good = ExampleResult(trial="T", name="n", expected="eligible", expected_because=(), verdict="eligible", because=())
    bad = attrs.evolve(good, verdict="unknown", because=("A1",))
    first = next(iter(load_portfolio().trials))
    small_check(monkeypatch, lambda trial, knowledge: [good, bad] if trial.id == first else [good])
    run = rosette("portfolio", "check")
    assert run.code == 3
    assert run.out.splitlines()[0] == ('T: example "n" is unknown because of A1; the file says eligible: nothing')
    assert run.out.splitlines()[-1].endswith(f"{len(load_portfolio().trials) + 1} example children, 1 problems")


def test_an_example_that_is_no_record_does_not_hide_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    from rosette.kernel import Problem, RecordError

    def broken(trial: Any, knowledge: Any) -> Any:
        raise RecordError([Problem("facts[0]", "wrong")], what=trial.id)

    small_check(monkeypatch, broken)
    run = rosette("portfolio", "check", "--json")
    assert run.code == 3
    assert len(run.data["problems"]) == len(load_portfolio().trials)


def test_a_portfolio_that_cannot_be_read_has_its_problems_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    from rosette.kernel import PortfolioError, Problem

    def broken() -> Any:
        raise PortfolioError([Problem("a.toml", "wrong"), Problem("b.toml", "wrong, too")], what="portfolio")

    monkeypatch.setattr("rosette.cli.portfolio.load_portfolio", broken)
    run = rosette("portfolio", "check")
    assert (run.code, run.err) == (3, "")
    assert run.out.splitlines()[:2] == ["a.toml: wrong", "b.toml: wrong, too"]


# --- texts that look like something else --------------------------------------------------------------

ODD = "[/bold] [red]x[/red] [incl 4] :smile: <b> \\[x] 100% {0} $HOME"


def odd(folder: Path) -> Path:
    record = json.loads(CHILD.read_text(encoding="utf-8"))
    record["label"] = ODD
    for fact in record["facts"]:
        fact["source"]["name"] = ODD
        if fact["kind"] == "therapy":
            fact["regimen"] = ODD
        if fact["kind"] == "preference":
            fact["text"] = ODD
    path = folder / "odd.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words", [["options"], ["record", "show"], ["eligibility", "FILE", "alisertib"], ["record", "check"], ["screen"]]
)
def test_texts_are_printed_as_they_are(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    path = str(odd(tmp_path))
    run = rosette(*(path if word == "FILE" else word for word in words), *([] if "FILE" in words else [path]))
    assert (run.code, run.err) == (0, "")
    if words in (["options"], ["record", "show"]):
        assert ODD in run.out


@pytest.mark.parametrize("control", ["\x1b[31m", "\x00", "\x07"])
def test_a_text_that_would_drive_the_terminal_is_refused(control: str, tmp_path: Path) -> None:
    record = json.loads(CHILD.read_text(encoding="utf-8"))
    record["label"] = f"a{control}b"
    (tmp_path / "odd.json").write_text(json.dumps(record), encoding="utf-8")
    run = rosette("options", tmp_path / "odd.json")
    assert (run.code, run.out) == (3, "")
    assert control not in run.err


@pytest.mark.parametrize("name", CALLS)
def test_no_colour_is_written_to_what_is_no_terminal(name: str, tmp_path: Path) -> None:
    assert "\x1b" not in rosette(*call(name, tmp_path)).out


@pytest.mark.parametrize(
    ("name", "encoding"), [*((name, "ascii") for name in CALLS), ("options", "latin-1"), ("options", "cp1252")]
)
def test_an_output_of_few_characters_shows_their_numbers(name: str, encoding: str, tmp_path: Path) -> None:
    run = rosette(*call(name, tmp_path), encoding=encoding)
    assert (run.code, run.err) == (0, "")
    whole = rosette(*call(name, tmp_path)).out
    assert run.out == whole.encode(encoding, "backslashreplace").decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("name", ["eligibility", "record show", "portfolio show"])
def test_json_is_valid_and_whole_in_any_encoding(name: str, encoding: str, tmp_path: Path) -> None:
    args = [*call(name, tmp_path), "--json"]
    assert rosette(*args, encoding=encoding).data == rosette(*args).data


# --- progress -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["options", "screen", "portfolio diff"])
def test_progress_is_shown_beside_the_result_only(name: str, tmp_path: Path) -> None:
    args = [*call(name, tmp_path), "--json"]
    watched = rosette(*args, watched=True)
    assert watched.code == 0
    assert watched.out == rosette(*args).out
    assert watched.err != ""

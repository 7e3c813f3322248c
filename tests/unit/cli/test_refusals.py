"""What a command cannot use is refused: on standard error, with its exit code, without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.support.command import CHILD, ON, TRIAL, Run, rosette
from tests.unit.cli.samples import CALLS, HOSTILE, WITH_DAY, call, hostile, sparse


def refused(run: Run, code: int) -> str:
    """What was said on standard error; nothing is on standard output."""
    assert run.code == code, run.err
    assert run.out == ""
    assert run.err.strip()
    assert "Traceback" not in run.err
    return run.err


# --- files --------------------------------------------------------------------------------------------

ON_RECORDS: dict[str, list[object]] = {
    "options": ["options"],
    "eligibility": ["eligibility", "FILE", "lorlatinib"],
    "screen": ["screen"],
    "record show": ["record", "show"],
    "portfolio diff": ["portfolio", "diff", TRIAL, TRIAL, "--record"],
}


def on_file(name: str, path: Path) -> list[object]:
    words = ON_RECORDS[name]
    return [path if word == "FILE" else word for word in words] if "FILE" in words else [*words, path]


@pytest.mark.parametrize(
    ("name", "sort"),
    [(name, sort) for name in ON_RECORDS for sort in HOSTILE if (name, sort) != ("screen", "a folder")],
)
def test_a_record_that_cannot_be_read_is_bad_input(name: str, sort: str, tmp_path: Path) -> None:
    path, said = hostile(tmp_path)[sort]
    told = refused(rosette(*on_file(name, path)), 3)
    assert said in told
    assert path.name in told


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_record_that_cannot_be_read_is_a_finding_of_the_check(sort: str, tmp_path: Path) -> None:
    path, said = hostile(tmp_path)[sort]
    run = rosette("record", "check", path)
    assert (run.code, run.err) == (3, "")
    assert run.out.startswith(f"{path.name}: error: ")
    assert said in run.out


def test_the_faults_of_all_records_are_listed_at_once(tmp_path: Path) -> None:
    files = [path for path, _ in hostile(tmp_path).values() if not path.is_dir()]
    told = refused(rosette("screen", CHILD, *files), 3)
    assert told.splitlines()[0].startswith(f"BadInput: {len(files) + 1} record files: ")
    for path in files:
        assert sum(line.startswith(f"  {path.name}") for line in told.splitlines()) >= 1


def test_a_fault_of_a_record_is_told_with_its_file_once(tmp_path: Path) -> None:
    path, _ = hostile(tmp_path)["missing"]
    assert refused(rosette("screen", path), 3).splitlines() == [
        "BadInput: 1 record file: 1 problem",
        "  missing.json: No such file or directory; expected a record file",
    ]


def test_the_check_goes_on_after_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    files = [path for path, _ in hostile(tmp_path).values()]
    run = rosette("record", "check", *files, CHILD, "--json")
    assert (run.code, run.err) == (3, "")
    assert run.data["files"] == len(files) + 1
    assert {path.name for path in files} <= {row["file"] for row in run.data["problems"]}


def test_a_folder_without_records_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no record files" in refused(rosette("screen", tmp_path / "empty"), 2)


TOML = {
    "missing": (None, "No such file or directory"),
    "not TOML": (b"id = ", "not TOML"),
    "binary": (b"\xff\xfe\x00", "not UTF-8 text"),
    "empty": (b"", "missing. Add it."),
    "too large": (6_000_000, "6000000 bytes; expected at most 5000000 bytes"),
    "100 MB": (100_000_000, "100000000 bytes; expected at most 5000000 bytes"),
}


def toml(folder: Path, sort: str) -> tuple[Path, str]:
    content, said = TOML[sort]
    path = folder / "bad.toml"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        sparse(path, content)
    return path, said


@pytest.mark.parametrize("sort", TOML)
@pytest.mark.parametrize("place", ["old", "new", "both"])
def test_a_trial_file_that_cannot_be_read_is_bad_input(place: str, sort: str, tmp_path: Path) -> None:
    path, said = toml(tmp_path, sort)
    files = {"old": [path, TRIAL], "new": [TRIAL, path], "both": [path, path]}[place]
    told = refused(rosette("portfolio", "diff", *files), 3)
    assert told.count(said) == (2 if place == "both" else 1) or (sort == "empty" and said in told)


@pytest.mark.parametrize("sort", [sort for sort in TOML if sort != "missing"])
def test_a_programme_that_cannot_be_read_is_bad_input(sort: str, tmp_path: Path) -> None:
    path, said = toml(tmp_path, sort)
    assert said in refused(rosette("options", CHILD, "--programme", path), 3)


def test_a_programme_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    assert "there is no programme file" in refused(rosette("options", CHILD, "--programme", tmp_path / "no.toml"), 2)
    assert "there is no programme file" in refused(rosette("options", CHILD, "--programme", tmp_path), 2)


def test_two_trials_are_not_two_versions_of_one() -> None:
    told = refused(rosette("portfolio", "diff", TRIAL, TRIAL.with_name("NCT02035137.toml")), 2)
    assert told == "UsageError: NCT01154816 and NCT02035137 are two trials; give two versions of one\n"


@pytest.mark.parametrize("sort", ["missing", "empty folder", "file"])
def test_knowledge_that_is_not_there_has_problems(sort: str, tmp_path: Path) -> None:
    path = {"missing": tmp_path / "none", "empty folder": tmp_path, "file": CHILD}[sort]
    run = rosette("knowledge", "check", path)
    assert (run.code, run.err) == (3, "")
    assert "expected a directory with references.toml" in run.out


# --- names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["options", CHILD, "--trial", "lorlatinb"], 'did you mean "lorlatinib"?'),
        (["options", CHILD, "--trial", "NCT0310798"], 'did you mean "NCT03107988"?'),
        (["eligibility", CHILD, "lorlatinb"], 'did you mean "lorlatinib"?'),
        (["eligibility", CHILD, "lorlatinib/a11"], 'did you mean "a1"?'),
        (["eligibility", CHILD, "NCT01154816/x"], "it has nb-measurable, nb-mibg"),
        (["eligibility", CHILD, ""], "give a trial id or short name"),
        (["screen", CHILD, "--trial", "alisertb"], 'did you mean "alisertib"?'),
        (["portfolio", "show", "alisertb"], 'did you mean "alisertib"?'),
        (["portfolio", "show", ""], "give a trial id or short name"),
        (["demo", "--child", "demo-99"], 'there is no demo child "demo-99"'),
        (["demo", "--child", "../children/demo-01/x"], "there is no demo child"),
    ],
)
def test_a_name_that_is_wrong_is_a_wrong_call_with_the_nearest_one(args: list[object], said: str) -> None:
    assert said in refused(rosette(*args), 2)


@pytest.mark.parametrize(
    "args",
    [
        ["options"],
        ["options", CHILD, CHILD],
        ["options", CHILD, "--no-such"],
        ["option", CHILD],
        ["eligibility", CHILD],
        ["screen"],
        ["record"],
        ["record", "check"],
        ["record", "shw", CHILD],
        ["portfolio", "diff", TRIAL],
        ["portfolio", "show"],
        ["knowledge", "reprt"],
        ["--on", ON],
        [],
    ],
    ids=lambda args: " ".join(getattr(arg, "name", str(arg)) for arg in args) or "nothing",
)
def test_a_call_that_is_wrong_is_told_how_to_call(args: list[object]) -> None:
    run = rosette(*args)
    assert run.code == 2
    assert "Usage: rosette" in run.out + run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("name", WITH_DAY)
@pytest.mark.parametrize("day", ["", "today", "2026-13-01", "2026-02-30", "01.06.2026", "2026-06", "20260601x"])
def test_a_day_that_is_none_is_a_wrong_call(name: str, day: str, tmp_path: Path) -> None:
    args = [
        word if word != (ON if name != "knowledge stale" else "2030-01-01") else day for word in call(name, tmp_path)
    ]
    assert "--on" in refused(rosette(*args), 2)


@pytest.mark.parametrize("name", WITH_DAY)
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_of_records_is_a_wrong_call(name: str, day: str, tmp_path: Path) -> None:
    args = [
        word if word != (ON if name != "knowledge stale" else "2030-01-01") else day for word in call(name, tmp_path)
    ]
    assert refused(rosette(*args), 2) == f"UsageError: {day} is no day to judge on; give a day from 1900 to 2199\n"


@pytest.mark.parametrize("day", ["1900-01-01", "2018-01-01", "2199-12-31"])
def test_the_first_and_last_days_are_judged(day: str) -> None:
    assert rosette("options", CHILD, "--on", day, "--json").data["on"] == day
    assert rosette("options", CHILD, "--on", day).code == 0


# --- anything at all ----------------------------------------------------------------------------------

WORDS = [
    *("options", "eligibility", "record", "portfolio", "knowledge", "demo", "version", "check", "show", "diff"),
    *("--json", "--on", "--trial", "--here", "--help", "--once", "--child", "--record", "--programme", "--all"),
    *(
        ON,
        "lorlatinib",
        "NCT01154816/nb-mibg",
        "demo-01",
        str(CHILD),
        str(TRIAL),
        "missing.json",
        "",
        "-",
        "--",
        "\x00",
    ),
]


@given(st.lists(st.sampled_from(WORDS), max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_words_at_all_give_an_exit_code_of_the_table(words: list[str]) -> None:
    run = rosette(*words)
    assert run.code in (0, 2, 3)
    assert "Traceback" not in run.out + run.err
    assert bool(run.err) or run.code != 0 or bool(run.out)


# --- nothing is written -------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("json", [True, False], ids=["json", "text"])
@pytest.mark.parametrize("name", CALLS)
def test_a_command_writes_no_file(name: str, json: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = call(name, tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = contents(tmp_path), contents(CHILD.parent), contents(TRIAL.parent)
    assert rosette(*args, *(["--json"] if json else [])).code == 0
    assert (contents(tmp_path), contents(CHILD.parent), contents(TRIAL.parent)) == before

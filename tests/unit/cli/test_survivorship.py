"""What `rosette survivorship` writes, compares and refuses."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import icalendar
import pypdf
import pytest
from tests.support.command import CHILDREN, ON, ROOT, rosette
from tests.unit.cli.samples import SURVIVOR, SURVIVORS

DATA = ROOT / "src" / "rosette" / "knowledge" / "data"
HISTORIES = sorted(path for path in SURVIVORS.glob("*.toml") if path.stem != "site")
RECORDS = sorted(CHILDREN.glob("*.json"))


def plan(path: Path = SURVIVOR, *more: object):
    return rosette("survivorship", "plan", path, "--on", ON, *more)


def rows(path: Path = SURVIVOR, *more: object) -> dict[str, dict]:
    return {each["code"]: each for each in plan(path, *more, "--json").data["items"]}


@pytest.mark.parametrize("path", [*HISTORIES, *RECORDS[::5]], ids=lambda path: path.stem)
def test_a_history_and_a_record_give_a_summary_and_a_plan(path: Path) -> None:
    assert rosette("survivorship", "summary", path, "--on", ON).code == 0
    run = plan(path)
    assert (run.code, run.err) == (0, "")
    assert "PLANNED" in run.out
    assert "informs a team that decides" in run.out


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_every_example_says_that_it_is_invented(path: Path) -> None:
    assert "invented" in path.read_text(encoding="utf-8").splitlines()[0].lower()


def test_what_nobody_verified_stands_apart_until_the_site_signs_it() -> None:
    before, after = plan(), plan(SURVIVOR, "--site", SURVIVORS / "site.toml")
    apart = [run.out.partition("NOT VERIFIED")[2].partition("HOW THE PLAN")[0] for run in (before, after)]
    assert "talk and short screen" in apart[0]
    assert "talk and short screen" not in apart[1]
    assert rows(SURVIVOR, "--site", SURVIVORS / "site.toml")["PSY-1"]["signed"] == [
        {"by": "Invented clinician", "on": "2026-05-20"}
    ]


def test_one_row_a_rule_shows_what_one_row_a_test_had_joined() -> None:
    joined, single = plan(SURVIVOR, "--json").data["items"], plan(SURVIVOR, "--by-rule", "--json").data["items"]
    assert len(single) > len(joined)
    assert sorted(rule["id"] for each in joined for rule in each["rules"]) == sorted(
        rule["id"] for each in single for rule in each["rules"]
    )


def test_all_ways_out_are_written_at_once_and_alike(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        paths = [tmp_path / f"{name}{end}" for end in (".ics", ".pdf", ".json")]
        run = plan(SURVIVOR, "--ics", paths[0], "--pdf", paths[1], "--for", "family", "--fhir", paths[2])
        assert (run.code, run.err) == (0, "")
        made.append([path.read_bytes() for path in paths])
    assert made[0] == made[1]
    ics, pdf, fhir = made[0]
    assert "Hearing test" in {str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(ics).walk("VEVENT")}
    assert "Health checks after treatment" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert json.loads(fhir)["resourceType"] == "CarePlan"


def test_the_calendar_and_the_page_come_in_spanish(tmp_path: Path) -> None:
    ics, pdf = tmp_path / "plan.ics", tmp_path / "plan.pdf"
    plan(SURVIVOR, "--ics", ics, "--pdf", pdf, "--for", "teenager", "--language", "es", "--phone", "555-0100")
    assert "Prueba de oído" in ics.read_text(encoding="utf-8")
    assert "555-0100" in pypdf.PdfReader(pdf).pages[0].extract_text()


def test_titles_tell_the_late_effect_only_when_they_are_asked_to(tmp_path: Path) -> None:
    plain, full = tmp_path / "plain.ics", tmp_path / "full.ics"
    plan(SURVIVOR, "--ics", plain)
    plan(SURVIVOR, "--ics", full, "--full-titles")
    assert "audiometry: hearing loss" not in plain.read_text(encoding="utf-8")
    assert "audiometry: hearing loss" in full.read_text(encoding="utf-8")


def test_a_calendar_that_replaces_another_moves_what_moved_and_cancels_what_fell_away(tmp_path: Path) -> None:
    before, after, history = tmp_path / "before.ics", tmp_path / "after.ics", tmp_path / "later.toml"
    plan(SURVIVOR, "--ics", before)
    text = SURVIVOR.read_text(encoding="utf-8")
    history.write_text("\n".join(line for line in text.splitlines() if "cisplatin" not in line), encoding="utf-8")
    assert plan(history, "--ics", after, "--replaces", before).code == 0
    events = icalendar.Calendar.from_ical(after.read_bytes()).walk("VEVENT")
    gone = {str(each["SUMMARY"]) for each in events if each.get("STATUS") == "CANCELLED"}
    assert "Hearing test" in gone
    assert "Heart scan" not in gone


def test_the_calendar_of_another_child_is_not_renewed(tmp_path: Path) -> None:
    plan(SURVIVORS / "boy.toml", "--ics", tmp_path / "boy.ics")
    run = plan(SURVIVOR, "--ics", tmp_path / "never.ics", "--replaces", tmp_path / "boy.ics")
    assert (run.code, run.out) == (2, "")
    assert "another child" in run.err
    assert not (tmp_path / "never.ics").exists()


def test_an_earlier_calendar_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    for path, said in ((SURVIVOR, "an .ics that was written here"), (tmp_path / "none.ics", "none.ics")):
        run = plan(SURVIVOR, "--ics", tmp_path / "never.ics", "--replaces", path)
        assert (run.code, run.out) == (3, "")
        assert said in run.err
    assert not (tmp_path / "never.ics").exists()
    run = plan(SURVIVOR, "--replaces", tmp_path / "none.ics")
    assert (run.code, run.out) == (2, "")
    assert "--ics" in run.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--for", "nurse"), 'There is no paper for "nurse"'),
        (("--for", "family", "--language", "fr"), 'not written in "fr"'),
        (("--language", "fr"), 'clinician is not written in "fr"'),
        (("--sheet", "a5"), 'There is no sheet "a5"'),
        (("--profile", "pancare"), 'There is no profile "pancare"'),
    ],
)
def test_what_there_is_no_paper_for_is_refused_and_nothing_is_written(
    tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    run = plan(SURVIVOR, "--pdf", tmp_path / "never.pdf", *more)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert not (tmp_path / "never.pdf").exists()


@pytest.mark.parametrize("command", ["summary", "plan"])
def test_every_fault_of_a_history_is_told(tmp_path: Path, command: str) -> None:
    path = tmp_path / "bad.toml"
    text = SURVIVOR.read_text(encoding="utf-8").replace("400 mg/m2", "400 apples")
    path.write_text(text.replace('"doxorubicin"', '"doxorubicine"'), encoding="utf-8")
    run = rosette("survivorship", command, path, "--on", ON)
    assert (run.code, run.out) == (3, "")
    assert '.agent[0].dose: "apples"' in run.err
    assert '"doxorubicine" is not an agent' in run.err


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "none.json"):
        run = plan(path)
        assert (run.code, run.out) == (3, "")
        assert path.name in run.err


# --- what changed ------------------------------------------------------------------------------------------


def diff(old: Path, new: Path, *more: object):
    return rosette("survivorship", "diff", old, new, "--on", ON, *more)


def test_a_plan_does_not_differ_from_itself() -> None:
    run = diff(SURVIVOR, SURVIVOR)
    assert run.code == 0
    assert "No row differs." in run.out
    assert diff(SURVIVOR, SURVIVOR, "--json").data["rows"] == []


def test_a_dose_that_was_found_moves_the_row_that_rests_on_it(tmp_path: Path) -> None:
    path = tmp_path / "later.toml"
    text = SURVIVOR.read_text(encoding="utf-8")
    path.write_text(text.replace('"doxorubicin", dose = "150', '"doxorubicin", dose = "250'), encoding="utf-8")
    found = diff(SURVIVOR, path, "--json").data["rows"]
    assert [(each["code"], each["kind"]) for each in found] == [("CARD-1", "moved")]
    assert "doses changed: doxorubicin" in found[0]["why"]


def test_another_profile_says_so_on_every_row() -> None:
    found = diff(SURVIVOR, SURVIVOR, "--to-profile", "cog", "--json").data
    assert found["profiles"] == ["ighg-pancare", "cog"]
    assert all("profile ighg-pancare became cog" in each["why"] for each in found["rows"])


def test_another_release_of_the_rules_shows_which_field_changed(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    rules = tmp_path / "data" / "survivorship" / "ighg-pancare.toml"
    text = rules.read_text(encoding="utf-8")
    old = 'test = "urinary_history"\ninterval = "5 years"'
    assert text.count(old) == 1
    rules.write_text(text.replace(old, old.replace("5 years", "4 years")), encoding="utf-8")
    found = diff(SURVIVOR, SURVIVOR, "--old-knowledge", tmp_path / "data", "--json").data["rows"]
    assert [(each["code"], each["interval"]) for each in found] == [("LUT-1", ["every 4 years", "every 5 years"])]
    assert found[0]["why"] == ["rule LUT-1: interval was every 4 years, is every 5 years"]


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the rules in which the moderate group had an echocardiogram every 4 years."""
    folder = tmp_path_factory.mktemp("release") / "data"
    shutil.copytree(DATA, folder)
    rules = folder / "survivorship" / "ighg-pancare.toml"
    head, mark, rest = rules.read_text(encoding="utf-8").partition('id = "CARD-1M"')
    assert mark
    rules.write_text(head + mark + rest.replace('"5 years"', '"4 years"', 1), encoding="utf-8")
    return folder


def test_a_release_lists_every_child_whose_plan_it_changes_and_no_other(earlier: Path, tmp_path: Path) -> None:
    for path in (SURVIVOR, SURVIVORS / "boy.toml", SURVIVORS / "site.toml", SURVIVORS / "survivor-3.json"):
        shutil.copy(path, tmp_path)
    run = rosette("survivorship", "changes", tmp_path, "--old-knowledge", earlier, "--on", ON, "--json")
    assert (run.code, run.data["children"]) == (0, 3)
    told = {each["child"]: each["rows"] for each in run.data["changed"]}
    for path in (SURVIVOR, SURVIVORS / "boy.toml", SURVIVORS / "survivor-3.json"):
        one = diff(path, path, "--old-knowledge", earlier, "--json").data
        assert told.get(one["child"], []) == one["rows"]
    assert set(told) == {"SV-01", "survivor-3"}
    shown = rosette("survivorship", "changes", tmp_path, "--old-knowledge", earlier, "--on", ON)
    assert "2 of 3 children have a plan that the new rules change" in shown.out
    assert "every 4 years" in shown.out


def test_every_file_that_cannot_be_read_is_named_and_nothing_is_printed(earlier: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    run = rosette("survivorship", "changes", tmp_path, SURVIVOR, "--old-knowledge", earlier, "--on", ON)
    assert (run.code, run.out) == (3, "")
    assert "a.json" in run.err
    assert "b.json" in run.err


def test_a_folder_without_children_is_refused(earlier: Path, tmp_path: Path) -> None:
    run = rosette("survivorship", "changes", tmp_path, "--old-knowledge", earlier)
    assert (run.code, run.out) == (2, "")
    assert "no histories" in run.err


def test_profiles_stand_side_by_side_and_the_rows_that_differ_come_first() -> None:
    names = ["--profile", "ighg-pancare", "--profile", "cog"]
    found = rosette("survivorship", "compare", SURVIVOR, *names, "--on", ON, "--json").data
    plans = {name: rows(SURVIVOR, "--by-rule", "--profile", name) for name in found["profiles"]}
    assert {each["code"] for each in found["rows"]} == set().union(*plans.values())
    for each in found["rows"]:
        for name, item in zip(found["profiles"], each["profiles"], strict=True):
            assert item == plans[name].get(each["code"])
    shown = rosette("survivorship", "compare", SURVIVOR, *names, "--on", ON).out
    assert shown.index("ROWS THAT DIFFER") < shown.index("no row")
    assert "(not verified)" in shown


@pytest.mark.parametrize("names", [[], ["--profile", "cog"], ["--profile", "cog", "--profile", "cog"]])
def test_one_profile_alone_is_not_compared(names: list[str]) -> None:
    run = rosette("survivorship", "compare", SURVIVOR, *names)
    assert (run.code, run.out) == (2, "")
    assert "twice or more" in run.err


def test_two_children_are_not_compared() -> None:
    run = diff(SURVIVOR, SURVIVORS / "boy.toml")
    assert (run.code, run.out) == (2, "")
    assert "SV-01 and SV-02 are two children" in run.err


def test_a_result_of_a_record_counts_as_done() -> None:
    found = {each["test"]["id"]: each for each in plan(CHILDREN / "demo-16.json", "--json").data["items"]}
    assert (found["kidney_function"]["done"], found["kidney_function"]["due"]) == ("2026-05-26", "2031-05-26")
    assert found["audiometry"]["done"] is None

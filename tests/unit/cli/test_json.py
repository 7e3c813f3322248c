"""`--json` on every command: valid, with the keys that the manual names, and equal to what was asked."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.support.command import BASE, CHILD, CHILDREN, ON, ROOT, rosette
from tests.unit.cli.samples import CALLS, WITH_DAY, WRITES, call

from rosette.portfolio import VERDICTS, load_portfolio, load_programme
from rosette.version import SOFTWARE

PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
EVERY_CHILD = sorted(CHILDREN.glob("*.json"))


def documented() -> dict[str, tuple[set[str], dict[str, set[str]]]]:
    """From the manual: for each command its keys, and the keys of the entries of its lists."""
    part = PAGE.partition("## JSON of the commands")[2].partition("<!--")[0]
    found = {}
    for name, keys, entries in re.findall(r"^\| `([\w ]+)` \| (.*?) \| (.*?) \|$", part, re.MULTILINE):
        inner = {words[0]: set(words[1:]) for each in entries.split(";") if (words := re.findall(r"`(\w+)`", each))}
        found[name] = (set(re.findall(r"`(\w+)`", keys)), inner)
    return found


def printed(name: str, folder: Path) -> Any:
    run = rosette(*call(name, folder), "--json")
    assert (run.code, run.err) == (0, "")
    return run.data


@pytest.mark.parametrize("name", CALLS)
def test_a_command_prints_valid_json_and_nothing_else(name: str, tmp_path: Path) -> None:
    run = rosette(*call(name, tmp_path), "--json")
    assert (run.code, run.err) == (0, "")
    assert isinstance(json.loads(run.out, parse_constant=pytest.fail), dict)
    assert run.out.endswith("}\n")


@pytest.mark.parametrize("name", sorted(documented()))
def test_the_json_of_a_command_has_the_keys_of_the_manual(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "portfolio check":
        monkeypatch.setattr("rosette.cli.portfolio.check_examples", lambda trial, knowledge: [])
        found = rosette("portfolio", "check", "--json").data
    else:
        found = printed(name, tmp_path)
    keys, entries = documented()[name]
    assert set(found) == keys
    for part, inner in entries.items():
        assert all(set(entry) == inner for entry in found[part])
        assert found[part] or part in ("problems", "overdue", "findings", "changed")


def test_the_manual_names_the_json_of_every_command() -> None:
    apart = {"options", "eligibility", "record schema"}
    assert set(documented()) | apart == set(CALLS) | set(WRITES) | {"portfolio check"}


@pytest.mark.parametrize("name", WITH_DAY)
def test_a_command_judges_on_the_day_asked_for(name: str, tmp_path: Path) -> None:
    found = printed(name, tmp_path)
    expected = "2030-01-01" if name == "knowledge stale" else ON
    assert found.get("on", expected) == expected
    assert "on" in found or name == "portfolio show"


@pytest.mark.parametrize("name", ["options", "eligibility", "screen", "portfolio list", "portfolio diff"])
def test_a_judgement_names_the_software_and_the_knowledge(name: str, tmp_path: Path) -> None:
    found = printed(name, tmp_path)
    assert found["software"] == SOFTWARE
    assert "2026" in str(found["knowledge"])


def test_without_a_day_a_command_judges_today(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 7, 4)

    monkeypatch.setattr("rosette.cli.common.date", Clock)
    assert rosette("eligibility", CHILD, "comfort care", "--json").data["on"] == "2026-07-04"
    assert rosette("knowledge", "stale", "--json").data["on"] == "2026-07-04"


# --- options and eligibility --------------------------------------------------------------------------


def test_the_board_has_every_place_of_the_portfolio() -> None:
    found = rosette("options", CHILD, "--on", ON, "--json").data
    places = [place for trial in load_portfolio().trials.values() for place, _ in trial.places()]
    assert [option["id"] for option in found["options"]] == places
    assert found["record"]["id"] == "demo-01"


def test_the_top_level_of_the_board_is_as_designed() -> None:
    found = rosette("options", CHILD, "--on", ON, "--json").data
    assert {"on", "record", "knowledge", "software", "options"} <= set(found)


def test_the_board_of_some_trials_has_those_only() -> None:
    found = rosette("options", CHILD, "--on", ON, "--json", "--trial", "lorlatinib", "--trial", "comfort-care").data
    assert {option["id"].split("/")[0] for option in found["options"]} == {"NCT03107988", "comfort-care"}


def test_eligibility_for_one_arm_is_the_option_of_the_board() -> None:
    board = rosette("options", CHILD, "--on", ON, "--json").data
    (option,) = rosette("eligibility", CHILD, "NCT01154816/nb-mibg", "--on", ON, "--json").data["options"]
    assert option in board["options"]
    assert option["id"] == "NCT01154816/nb-mibg"


def test_eligibility_for_a_trial_has_all_its_arms_and_levels() -> None:
    found = rosette("eligibility", CHILD, "131I-MIBG", "--on", ON, "--json").data
    assert [option["id"] for option in found["options"]] == ["mibg-therapy/mibg/1", "mibg-therapy/mibg/2"]
    (one,) = rosette("eligibility", CHILD, "mibg-therapy/mibg/2", "--on", ON, "--json").data["options"]
    assert one == found["options"][1]


def test_a_programme_of_one_s_own_gives_the_places(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'id = "mine"\nlabel = "Mine"\nas_of = 2026-06-01\n\n'
        '[[row]]\ntrial = "NCT01154816"\narm = "nb-mibg"\nstatus = "suspended"\n',
        encoding="utf-8",
    )
    found = rosette("options", CHILD, "--on", ON, "--json", "--programme", tmp_path / "mine.toml").data
    slots = {option["id"]: option["slots"] for option in found["options"] if option["slots"]}
    assert found["portfolio"]["programme"] == "mine"
    assert {place: slot["status"] for place, slot in slots.items()} == {"NCT01154816/nb-mibg": "suspended"}


def test_the_demo_board_is_that_of_the_demo_child() -> None:
    shown = rosette("demo", "--once")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == rosette("options", CHILD, "--on", ON).out


# --- screen -------------------------------------------------------------------------------------------


def test_screening_says_of_each_child_what_its_board_says() -> None:
    found = rosette("screen", CHILD, "--on", ON, "--json").data
    board = rosette("options", CHILD, "--on", ON, "--json").data
    (row,) = found["children"]
    assert row["verdicts"] == {option["id"]: option["verdict"] for option in board["options"]}


def test_screening_here_has_the_places_of_the_programme() -> None:
    found = rosette("screen", CHILD, "--on", ON, "--json", "--here").data
    assert {place["id"] for place in found["places"]} == set(load_programme().slots)
    assert all(sum(place["counts"].values()) == 1 for place in found["places"])
    assert all(list(place["counts"]) == list(VERDICTS) for place in found["places"])


def test_a_folder_stands_for_the_records_in_it() -> None:
    found = rosette("screen", CHILDREN, "--on", ON, "--json", "--trial", "comfort-care").data
    assert [row["record"] for row in found["children"]] == [path.stem for path in EVERY_CHILD]
    assert found["places"][0]["counts"]["eligible"] == len(EVERY_CHILD)


# --- records ------------------------------------------------------------------------------------------


def test_every_example_is_without_an_error() -> None:
    run = rosette("record", "check", *EVERY_CHILD, BASE, "--json")
    assert run.code == 0
    assert run.data["files"] == len(EVERY_CHILD) + 1
    assert [row for row in run.data["problems"] if row["severity"] == "error"] == []


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(rosette("record", "schema").data)


def test_the_schema_is_a_json_schema(validator: jsonschema.Draft202012Validator) -> None:
    validator.check_schema(validator.schema)


@pytest.mark.parametrize("path", [*EVERY_CHILD, BASE], ids=lambda path: path.stem)
def test_the_schema_takes_every_example(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    errors = validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in errors] == []


def test_the_schema_refuses_what_is_no_record(validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid([])
    assert not validator.is_valid({"format": "rosette-record/2"})
    assert not validator.is_valid(json.loads(BASE.read_text(encoding="utf-8")) | {"other": 1})


def test_the_timeline_has_every_fact_that_counts() -> None:
    found = rosette("record", "show", CHILD, "--json").data
    facts = json.loads(CHILD.read_text(encoding="utf-8"))["facts"]
    assert {row["fact"] for row in found["timeline"]} <= {fact["id"] for fact in facts}
    assert len(found["timeline"]) == len({row["fact"] for row in found["timeline"]})
    assert all(row["says"] and row["source"] for row in found["timeline"])


# --- portfolio ----------------------------------------------------------------------------------------


def test_the_list_has_every_place_with_how_it_stands_here() -> None:
    found = rosette("portfolio", "list", "--on", ON, "--json").data
    here = {row["id"]: row["here"] for row in found["places"]}
    assert found["trials"] == len(load_portfolio().trials)
    assert {place for place, said in here.items() if said} == set(load_programme().slots)
    assert here["NCT02800889/escalation"] == "opens 2026-06-08"
    later = rosette("portfolio", "list", "--on", "2026-06-08", "--json").data
    assert {row["id"]: row["here"] for row in later["places"]}["NCT02800889/escalation"] == "open, 2 of 3 places"


def test_an_amendment_is_shown_with_the_children_whom_it_turns(tmp_path: Path) -> None:
    found = printed("portfolio diff", tmp_path)
    assert (found["trial"], found["before"], found["after"]) == ("NCT01154816", "2020-05-13", "2021-01-01")
    told = {(change["what"], change["name"]) for change in found["changes"]}
    assert told == {("changed", "registry"), ("changed", "A1")}
    base = json.loads(BASE.read_text(encoding="utf-8"))["id"]
    assert found["children"] == [
        {
            "record": base,
            "place": f"NCT01154816/{arm}",
            "before": before,
            "after": "not_eligible",
            "because": ["A1"],
        }
        for arm, before in (("nb-measurable", "unknown"),)
    ]


def test_a_trial_is_shown_by_id_or_short_name() -> None:
    by_id = rosette("portfolio", "show", "NCT03107988", "--json").data
    assert by_id == rosette("portfolio", "show", "Lorlatinib", "--json").data
    assert by_id["short"] == "lorlatinib"


# --- knowledge ----------------------------------------------------------------------------------------


def test_reviews_are_overdue_from_the_day_after_they_are_due() -> None:
    rows = rosette("knowledge", "stale", "--on", "2199-12-31", "--json").data["overdue"]
    days = sorted({row["due"] for row in rows})
    due = days[0]
    on_the_day = rosette("knowledge", "stale", "--on", due, "--json").data["overdue"]
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    assert all(row["due"] < due for row in on_the_day) or {row["due"] for row in on_the_day} == {due}


def test_the_report_counts_what_is_held() -> None:
    found = rosette("knowledge", "report", "--on", ON, "--json").data
    assert found["counts"]["agent"] > 300
    assert {row["kind"] for row in found["unverified"]} <= set(found["counts"])
    assert found["overdue"] == rosette("knowledge", "stale", "--on", ON, "--json").data["overdue"]

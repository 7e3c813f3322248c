"""The registry from the command line, end to end against a registry on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.command import CHILDREN, ON, TRIAL, Run, rosette
from tests.support.registry import LocalRegistry, answers, serving
from tests.support.studies import TEXT, every_study, study

NAME = TRIAL.stem
DAY = ["--on", ON]


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalRegistry]:
    monkeypatch.setattr("rosette.server.registry.asking.SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.delenv("ROSETTE_REGISTRY", raising=False)
    with serving(LocalRegistry([study(NAME, statusModule={"overallStatus": "COMPLETED"}), *every_study()])) as registry:
        yield registry


def sync(local: LocalRegistry, folder: Path, *more: object) -> Run:
    return rosette("portfolio", "sync", "--server", local.url, "--state", folder, "--page-size", 3, *DAY, *more)


def confirmed(local: LocalRegistry, folder: Path) -> None:
    assert sync(local, folder, "--apply").code == 0
    assert rosette("portfolio", "approve", NAME, "--by", "A. Reader", "--state", folder, *DAY).code == 0


def row_of(run: Run) -> dict[str, Any]:
    return next(row for row in run.data["studies"] if row["id"] == NAME)


@pytest.mark.enable_socket
def test_without_apply_nothing_is_written_but_the_cache(local: LocalRegistry, tmp_path: Path) -> None:
    run = sync(local, tmp_path)
    assert (run.code, run.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]
    assert run.out.endswith("Not written: give --apply.\n")


@pytest.mark.enable_socket
def test_twice_is_no_change(local: LocalRegistry, tmp_path: Path) -> None:
    first, again = (sync(local, tmp_path, "--apply", "--json").data for _ in range(2))
    assert (first["changed"], again["changed"]) == (True, False)
    assert {row["standing"] for row in first["studies"] if row["id"] != NAME} >= {"new: draft it"}
    assert again["unchanged_answers"] == again["requests"] == first["requests"]


@pytest.mark.enable_socket
def test_a_status_changes_by_rule_and_the_children_are_named(local: LocalRegistry, tmp_path: Path) -> None:
    confirmed(local, tmp_path)
    local.studies[0] = study(NAME)
    run = sync(local, tmp_path, "--apply", "--records", CHILDREN, "--json")
    assert [each["name"] for each in row_of(run)["by_rule"]] == ["status"]
    assert {each["how"] for each in run.data["children"]} == {"opens"}
    shown = rosette("portfolio", "show", NAME, "--state", tmp_path, "--json", *DAY).data
    assert shown["registry"] == {"status": "RECRUITING", "as_of": "2026-05-01"}


@pytest.mark.enable_socket
def test_eligibility_holds_only_after_a_person_approved_it(local: LocalRegistry, tmp_path: Path) -> None:
    confirmed(local, tmp_path)
    local.studies[0] = study(
        NAME,
        statusModule={"overallStatus": "COMPLETED"},
        eligibilityModule={"eligibilityCriteria": TEXT.replace("75,000", "50,000"), "maximumAge": "4 Years"},
    )
    run = sync(local, tmp_path, "--apply", "--records", CHILDREN)
    assert "needs a person  eligibility" in run.out
    assert "another verdict once approved" in " ".join(run.out.split())
    before = rosette("portfolio", "show", NAME, "--state", tmp_path, *DAY).out
    whole = rosette("portfolio", "review", NAME, "--state", tmp_path, *DAY)
    assert "at least [-75,000-]" in whole.out
    assert "at least {+50,000+}" in whole.out
    told = rosette("portfolio", "approve", NAME, "--by", "B. Reader", "--why", "read", "--state", tmp_path, *DAY)
    assert told.out.endswith(f"{NAME} approved by B. Reader on {ON}: read\n")
    after = rosette("portfolio", "show", NAME, "--state", tmp_path, *DAY).out
    assert ("REG2" in before, "REG2" in after) == (False, True)
    log = json.loads((tmp_path / "registry.json").read_text(encoding="utf-8"))["log"]
    assert [(each["act"], each["by"]) for each in log if each["study"] == NAME][-2:] == [
        ("approved", "A. Reader"),
        ("approved", "B. Reader"),
    ]


@pytest.mark.enable_socket
def test_a_trial_that_left_the_registry_is_flagged_and_kept(local: LocalRegistry, tmp_path: Path) -> None:
    confirmed(local, tmp_path)
    del local.studies[0]
    run = sync(local, tmp_path, "--apply")
    assert "not found in the registry any more: kept as it is" in " ".join(run.out.split())
    assert rosette("portfolio", "show", NAME, "--state", tmp_path, *DAY).code == 0


@pytest.mark.enable_socket
def test_a_registry_that_fails_on_the_last_page_changes_nothing(local: LocalRegistry, tmp_path: Path) -> None:
    confirmed(local, tmp_path)
    before = (tmp_path / "registry.json").read_bytes()
    local.studies[0] = study(NAME)
    local.faults += [lambda handler: False, lambda handler: False, *[answers(500)] * 5]
    run = sync(local, tmp_path, "--apply")
    assert (run.code, run.out) == (4, "")
    assert run.err.startswith("RegistryFault: http://127.0.0.1:")
    assert (tmp_path / "registry.json").read_bytes() == before


def test_nobody_is_asked_unless_a_person_names_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROSETTE_REGISTRY", raising=False)
    run = rosette("portfolio", "sync", "--state", tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "no registry is asked unless you name one" in run.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--server", "http://registry.invalid"], "is not encrypted"),
        (["--server", "https://registry.invalid", "--status", "OPEN"], "status"),
        (["--server", "https://registry.invalid", "--from", "."], "not both"),
        (["--from", "nowhere"], "no registry records here"),
    ],
)
def test_a_call_that_cannot_be_right_is_refused(words: list[str], sentence: str, tmp_path: Path) -> None:
    run = rosette("portfolio", "sync", "--state", tmp_path, *words)
    assert run.code in (2, 3)
    assert sentence in run.err


def test_every_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_bytes(b"\xff\xfe")
    (tmp_path / "c.json").write_text(json.dumps({"studies": [study()]}), encoding="utf-8")
    run = rosette("portfolio", "sync", "--from", tmp_path, "--state", tmp_path)
    assert run.code == 3
    assert "a.json" in run.err
    assert "b.json" in run.err
    assert "c.json" not in run.err

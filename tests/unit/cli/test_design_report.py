"""rosette design report: a ledger as a page, papers and tables; a ledger that was changed is refused by its entry."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.support.command import ROOT, rosette

DESIGNS = ROOT / "examples" / "designs"
SPEC, LEDGER = DESIGNS / "under-way.toml", DESIGNS / "ledger.json"
CALL = ("design", "report", SPEC, LEDGER, "--on", "2026-07-14")


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_report_tells_the_late_change_first_and_what_comes_next() -> None:
    told = " ".join(rosette(*CALL).out.split())
    assert told.index("This changes decision 5") < told.index("LEVELS")
    assert "On 1/3, 1/3 +1, 0/0 the rule says: level 2" in told


def test_the_papers_and_tables_are_written(tmp_path: Path) -> None:
    made = {name: tmp_path / name for name in ("pack.pdf", "week.pdf", "entries.csv", "children.csv")}
    options = zip(("--pdf", "--weekly", "--csv", "--children"), made.values(), strict=True)
    assert rosette(*CALL, *(each for pair in options for each in pair)).code == 0
    assert all(made[name].read_bytes().startswith(b"%PDF") for name in ("pack.pdf", "week.pdf"))
    assert len(rows(made["entries.csv"])) == 1 + len(json.loads(LEDGER.read_text(encoding="utf-8"))["lines"])
    assert [row[0] for row in rows(made["children.csv"])[1:]] == [f"P{number:02}" for number in range(1, 10)]


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    found = rosette("design", "report", SPEC, LEDGER, "--on", "2026-04-08", "--json").data
    assert (found["late_changes"], found["alarms"], len(found["decisions"])) == ([], [], 5)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"grade": 2', '"grade": 4', "entry 20: it is not what was sealed"),
        ("rosette-ledger-1", "rosette-ledger-0", "not the format of a ledger"),
        ('"kind": "cut"', '"kind": "cute"', "no kind of entry"),
    ],
)
def test_a_ledger_that_was_changed_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    changed = tmp_path / "ledger.json"
    changed.write_text(LEDGER.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    run = rosette("design", "report", SPEC, changed)
    assert run.code == 3
    assert says in " ".join(run.err.split())


def test_a_ledger_needs_the_design_file_that_it_speaks_of() -> None:
    run = rosette("design", "report", DESIGNS / "boin.toml", LEDGER)
    assert run.code == 3
    assert "1 problem" in run.err
    assert "Give its design file." in " ".join(run.err.split())


def test_before_the_first_version_there_is_nothing_to_report() -> None:
    run = rosette("design", "report", SPEC, LEDGER, "--on", "2025-12-31")
    assert run.code == 2
    assert "no protocol version was active on 2025-12-31" in run.err

"""The installed program, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.command import CHILD, CHILDREN, ON, ROOT, TRIAL, rosette

from rosette.version import __version__

PROGRAM = Path(sys.executable).parent / "rosette"
CALL = "from rosette.cli.main import main; main()"


def run(*args: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the program with a plain environment."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG")}
    return subprocess.run(
        [str(arg) for arg in args],
        capture_output=True,
        encoding="utf-8",
        env={**kept, "COLUMNS": "80", **environment},
        cwd=cwd,
        check=False,
        timeout=120,
    )


@pytest.fixture
def plain_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_program_is_installed() -> None:
    found = run(PROGRAM, "version")
    assert (found.returncode, found.stdout, found.stderr) == (0, f"{__version__}\n", "")


def test_the_board_of_a_process_is_that_of_the_library(tmp_path: Path, plain_screen: None) -> None:
    found = run(PROGRAM, "options", CHILD, "--on", ON, cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == rosette("options", CHILD, "--on", ON).out
    assert list(tmp_path.iterdir()) == []


def test_the_demo_prints_a_board(tmp_path: Path) -> None:
    found = run(PROGRAM, "demo", "--once", cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Options for demo-01, ")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["options", CHILD, "--on", ON, "--json"], 0),
        (["options"], 2),
        (["options", CHILD, "--trial", "lorlatinb"], 2),
        (["options", CHILD, "--on", "9999-12-31"], 2),
        (["options", "missing.json"], 3),
        (["options", ROOT], 3),
        (["record", "check", "missing.json"], 3),
        (["portfolio", "diff", TRIAL, "missing.toml"], 3),
    ],
    ids=lambda value: " ".join(getattr(each, "name", str(each)) for each in value) if isinstance(value, list) else "",
)
def test_the_shell_sees_the_exit_code(args: list[object], code: int, tmp_path: Path) -> None:
    found = run(PROGRAM, *args, cwd=tmp_path)
    assert found.returncode == code
    assert "Traceback" not in found.stderr
    assert bool(found.stderr) is (code != 0 and "check" not in args)


@pytest.mark.parametrize("words", [["options", str(CHILD), "--json"], ["portfolio", "list"], ["record", "schema"]])
def test_a_reader_that_stops_reading_is_no_fault(words: list[str]) -> None:
    with subprocess.Popen([str(PROGRAM), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(timeout=120) in (0, 1)
    assert said == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["version"], ["options", str(CHILD)], ["options", str(CHILD), "--json"]])
def test_a_full_disk_is_said_and_is_not_success(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        found = subprocess.run([str(PROGRAM), *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert found.returncode == 1
    assert found.stderr == "The result cannot be written: No space left on device.\n"


def test_a_terminal_of_few_characters_is_enough() -> None:
    found = run(PROGRAM, "options", CHILD, "--on", ON, PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, "")
    assert "\\u25c7 NEEDS JUDGEMENT" in found.stdout


def test_the_answer_does_not_hang_on_the_order_of_sets() -> None:
    boards = [run(PROGRAM, "options", CHILD, "--on", ON, "--json", PYTHONHASHSEED=seed).stdout for seed in "0123"]
    assert len({*boards}) == 1
    assert json.loads(boards[0])["record"]["id"] == "demo-01"


def test_screening_does_not_hang_on_the_order_of_sets() -> None:
    screens = [run(PROGRAM, "screen", CHILDREN, "--on", ON, "--json", PYTHONHASHSEED=seed).stdout for seed in "01"]
    assert screens[0] == screens[1]
    assert len(json.loads(screens[0])["children"]) == len(list(CHILDREN.glob("*.json")))


def test_the_answer_needs_no_assertions() -> None:
    plain = run(sys.executable, "-c", CALL, "options", CHILD, "--on", ON, "--json").stdout
    stripped = run(sys.executable, "-O", "-c", CALL, "options", CHILD, "--on", ON, "--json").stdout
    assert plain == stripped != ""


def test_the_answer_needs_no_network() -> None:
    shut = "import socket; socket.socket.connect = None; socket.getaddrinfo = None; socket.create_connection = None; "
    found = run(sys.executable, "-c", shut + CALL, "options", CHILD, "--on", ON, "--json")
    assert (found.returncode, found.stderr) == (0, "")


def test_starting_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "rich.progress", "pydantic", "matplotlib", "hypothesis")
    code = f"import sys, rosette.cli.main; print([name for name in {heavy!r} if name in sys.modules])"
    assert run(sys.executable, "-c", code).stdout == "[]\n"


def test_the_board_loads_no_numbers_library() -> None:
    code = f"import sys; sys.argv = ['rosette', 'options', {str(CHILD)!r}, '--json']\n"
    code += "import rosette.cli.main as cli\ntry:\n    cli.main()\nexcept SystemExit:\n    pass\n"
    code += "print([name for name in ('numpy', 'scipy', 'pydantic') if name in sys.modules], file=sys.stderr)"
    assert run(sys.executable, "-c", code).stderr == "[]\n"

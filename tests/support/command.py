"""Runs `rosette` inside the test's own process, as a shell would see it."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.cli.main import main

ROOT = Path(__file__).parents[2]
CHILDREN = ROOT / "examples" / "children"
TRIALS = ROOT / "src" / "rosette" / "portfolio" / "data" / "trials"
BASE = ROOT / "src" / "rosette" / "portfolio" / "data" / "examples" / "base.json"
CHILD = CHILDREN / "demo-01.json"
TRIAL = TRIALS / "NCT01154816.toml"
ON = "2026-06-01"


@frozen
class Run:
    """What came of a call: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The standard output as JSON."""
        return json.loads(self.out)


class Stream(io.TextIOWrapper):
    """A text stream of its own that can be taken for a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def _stream(encoding: str, terminal: bool) -> Stream:
    made = Stream(io.BytesIO(), encoding=encoding, write_through=True)
    made.terminal = terminal
    return made


def _text(stream: Stream) -> str:
    content: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]
    return content.decode(stream.encoding)


def rosette(*args: object, encoding: str = "utf-8", watched: bool = False) -> Run:
    """Call `rosette` with arguments. watched: standard error is a terminal."""
    out, err = _stream(encoding, False), _stream(encoding, watched)
    argv = sys.argv
    sys.argv = ["rosette", *(str(arg) for arg in args)]
    code: object = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as stop:
        code = stop.code
    finally:
        sys.argv = argv
    return Run(code if isinstance(code, int) else 0 if code is None else 1, _text(out), _text(err))

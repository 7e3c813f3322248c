"""A small trial file and ways to read changed versions of it, for the tests of the portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rosette.eligibility import Macro, vocabulary_of
from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import load_knowledge
from rosette.portfolio import Portfolio, Trial, read_portfolio
from rosette.portfolio.load import load_trial

TRIAL = """\
id = "T1"
title = "A trial that was made up"
short = "first"
phase = "1"
sponsor = "nobody"
version = "2026-01-01"
completeness = "full"
completeness_note = "Made up."
summary = "Made up, for a test."
sources = [{ ref = "NCT00000000", at = "nowhere" }]
review = { on = 2026-01-01, by = "tester", due = 2027-01-01 }
criteria = '''
A1 require age >= 1 year and < 30 years [incl 1]
H1 require platelets >= 75000 /uL within 7 days [incl 2]
'''

[registry]
status = "RECRUITING"
as_of = 2026-01-01

[[arm]]
id = "a"
title = "Arm A"
kind = "trial-arm"
agents = ["lorlatinib"]
doses = ["95 mg/m2/day oral"]

[[arm]]
id = "b"
title = "Arm B"
kind = "mibg"
criteria = '''
H1 require platelets >= 100000 /uL within 7 days [arm b]
J1 require judgement "Can the child stay in the room?" [arm b]
'''

[[dose_level]]
arm = "b"
level = 1
dose = "12 mCi/kg"

[[dose_level]]
arm = "b"
level = 2
dose = "18 mCi/kg"
criteria = '''
S1 require stem cells >= 2.0e6 CD34/kg [dose level 2]
drop J1
'''

[[example]]
name = "fits"
arm = "a"
attest = true
verdict = "eligible"

[[example]]
name = "too few platelets"
arm = "b"
level = 1
attest = true
set = { "laboratory:platelets" = { value = 20000 } }
verdict = "not_eligible"
because = ["H1"]
"""
PROGRAMME = """\
id = "site"
label = "A site that was made up"
as_of = 2026-01-01

[[row]]
trial = "T1"
arm = "a"
status = "open"
opened = 2026-02-01
closes = 2026-12-31
slots = { total = 3, taken = 1 }

[[row]]
trial = "T1"
arm = "b"
level = 2
status = "waiting"
"""


def changed(text: str = TRIAL, /, *pairs: tuple[str, str]) -> str:
    """The text with each first part replaced by the second; a part must stand exactly once."""
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def read(text: str, *, macros: Mapping[str, Macro] | None = None) -> tuple[Trial | None, list[str]]:
    """The trial of a text and the sentences of its faults."""
    problems = Problems()
    knowledge = load_knowledge()
    trial = load_trial(
        text,
        name="t1.toml",
        vocabulary=vocabulary_of(knowledge),
        macros=macros or {},
        knowledge=knowledge,
        problems=problems,
    )
    return trial, [problem.sentence() for problem in problems.found]


def sound(text: str = TRIAL, *, macros: Mapping[str, Macro] | None = None) -> Trial:
    """The trial of a text without a fault."""
    trial, faults = read(text, macros=macros)
    assert faults == []
    assert trial is not None
    return trial


def faults(text: str, *, macros: Mapping[str, Macro] | None = None) -> list[str]:
    """The sentences of the faults of a text that cannot be used."""
    trial, found = read(text, macros=macros)
    assert trial is None or found
    return found


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and give the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def portfolio(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Portfolio:
    """The portfolio of some files; one trial when none are given."""
    return read_portfolio(lay_out(folder, files or {"trials/t1.toml": TRIAL}), knowledge=load_knowledge())


def refused(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    """The sentences with which a call is refused."""
    with pytest.raises(PortfolioError) as caught:
        call(*args, **kwargs)
    assert caught.value.exit_code == 3
    assert all(sentence in caught.value.explain() for sentence in [each.sentence() for each in caught.value.problems])
    return [each.sentence() for each in caught.value.problems]

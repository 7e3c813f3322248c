"""Loads the portfolio: trial files, standing offers and macros, with every fault of every file at once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import field, frozen

from rosette.eligibility import Macro, Vocabulary, check_static, parse_macros, vocabulary_of
from rosette.kernel import LanguageError, PortfolioError, Problems, UsageError, did_you_mean
from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.textfiles import parse_toml, read_text
from rosette.portfolio.reading import read_trial
from rosette.portfolio.trial import Arm, Trial

DATA = Path(__file__).parent / "data"


@frozen(kw_only=True)
class Portfolio:
    """Every trial and standing offer, by id; `digest` names this very content."""

    trials: Mapping[str, Trial]
    digest: str
    sources: Mapping[str, str] = field(repr=False, factory=dict)

    def find(self, name: str) -> Trial:
        """The trial of that id or short name; raises UsageError with the nearest known."""
        for trial in self.trials.values():
            if name.lower() in (trial.id.lower(), trial.short.lower()):
                return trial
        known = [*self.trials, *(trial.short for trial in self.trials.values())]
        raise UsageError(f'"{name}" is not in the portfolio{did_you_mean(name, known)}; give a trial id or short name')

    def place(self, place: str) -> tuple[Trial, Arm]:
        """The trial and arm of a place such as "NCT02035137/a"; raises UsageError."""
        trial = self.find(place.partition("/")[0])
        arm = trial.arm(place.partition("/")[2])
        if arm is None:
            names = ", ".join(arm.place for arm in trial.arms)
            raise UsageError(f'"{place}" is not an arm of {trial.id}; it has {names}')
        return trial, arm


@functools.cache
def load_portfolio(path: Path = DATA) -> Portfolio:
    """Load trials/, standing/ and macros/ below a folder; raises PortfolioError with every fault."""
    return read_portfolio(path, knowledge=load_knowledge())


def read_portfolio(path: Path, *, knowledge: Knowledge) -> Portfolio:
    """Load a portfolio with given knowledge."""
    problems = Problems()
    vocabulary = vocabulary_of(knowledge)
    macros = read_macro_files(path / "macros", problems)
    files = {f"{file.parent.name}/{file.name}": file for file in _files(path)}
    texts = {name: text for name, file in files.items() if (text := read_text(file, problems)) is not None}
    read = (
        load_trial(
            text,
            name=files[name].name,
            vocabulary=vocabulary,
            macros=macros,
            knowledge=knowledge,
            problems=problems,
        )
        for name, text in texts.items()
    )
    trials = [trial for trial in read if trial]
    _check_ids(trials, problems)
    if not files:
        problems.add(str(path), found="no trial files here", wanted="a folder with trials/*.toml or standing/*.toml")
    problems.raise_as(PortfolioError, what="portfolio")
    return Portfolio(trials={trial.id: trial for trial in trials}, digest=_digest(texts, path), sources=texts)


def _digest(texts: Mapping[str, str], path: Path) -> str:
    """Name of this very content: every trial file and every macro that they may use."""
    macros = {f"macros/{file.name}": file.read_text(encoding="utf-8") for file in _macro_files(path / "macros")}
    every = "\0".join(f"{name}\0{text}" for name, text in sorted((macros | dict(texts)).items()))
    return hashlib.sha256(every.encode()).hexdigest()[:16]


def load_trial(
    text: str,
    *,
    name: str,
    vocabulary: Vocabulary,
    macros: Mapping[str, Macro],
    knowledge: Knowledge,
    problems: Problems,
) -> Trial | None:
    """Read one trial file; faults are added to `problems`."""
    table = parse_toml(text, name=name, problems=problems)
    if table is None:
        return None
    trial = read_trial(table, text=text, name=name, vocabulary=vocabulary, macros=macros, problems=problems)
    for arm in trial.arms if trial else ():
        problems.extend(check_static(arm.criteria, knowledge=knowledge, name=f"{name}, {arm.place}"))
    return trial


def _files(path: Path) -> Iterable[Path]:
    return (file for folder in ("trials", "standing") for file in sorted((path / folder).glob("*.toml")))


def _macro_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.crit"))


def read_macro_files(folder: Path, problems: Problems) -> dict[str, Macro]:
    """Read every macro file of a folder; faults are added."""
    macros: dict[str, Macro] = {}
    for file in _macro_files(folder):
        text = read_text(file, problems)
        try:
            macros |= parse_macros(text or "", name=file.name)
        except LanguageError as fault:
            problems.extend(fault.problems)
    return macros


def _check_ids(trials: list[Trial], problems: Problems) -> None:
    """Ids and short names are what a person asks for a trial by: each means one trial."""
    seen: set[str] = set()
    for trial in trials:
        if trial.id in seen:
            problems.add(trial.id, found="two files have this id", remedy="Keep one file a trial.")
        elif trial.short.lower() in seen:
            problems.add(
                trial.id, found=f'another trial is called "{trial.short}", too', remedy="Give it another name."
            )
        seen |= {trial.id, trial.short.lower()}

"""Reads approved trial files, and puts them beside those of the portfolio."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from rosette.eligibility import vocabulary_of
from rosette.kernel import BadInput, PortfolioError, Problem, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.load import Portfolio, load_trial
from rosette.portfolio.registry import digest_of
from rosette.portfolio.trial import Trial


def curated_trial(text: str, *, name: str, knowledge: Knowledge) -> Trial:
    """The trial of a curated file; raises PortfolioError with every fault at its line and column."""
    problems = Problems()
    vocabulary = vocabulary_of(knowledge)
    trial = load_trial(text, name=name, vocabulary=vocabulary, macros={}, knowledge=knowledge, problems=problems)
    problems.raise_as(PortfolioError, what=name)
    if trial is None:
        raise PortfolioError([Problem(name, "no trial", "a trial file")], what=name)
    return trial


def with_curated(portfolio: Portfolio, texts: Mapping[str, str], *, knowledge: Knowledge) -> Portfolio:
    """The portfolio with approved curated files beside its own; a file of the portfolio itself goes before.

    texts: by registry id. A text that does not read any more, after the knowledge changed, is left out: whoever shows
    the curated files tells it by `curated_trial`.
    """
    found = {name: trial for name, text in texts.items() if (trial := _readable(name, text, knowledge)) is not None}
    more = {name: trial for name, trial in found.items() if name not in portfolio.trials}
    if not more:
        return portfolio
    sources = {f"curated/{name}.toml": texts[name] for name in more}
    digest = digest_of([portfolio.digest, sources])
    return evolve(
        portfolio, trials={**portfolio.trials, **more}, digest=digest, sources={**portfolio.sources, **sources}
    )


def _readable(name: str, text: str, knowledge: Knowledge) -> Trial | None:
    try:
        return curated_trial(text, name=f"{name}.toml", knowledge=knowledge)
    except BadInput:
        return None

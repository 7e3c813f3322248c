"""rosette portfolio: list, show, check, diff."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, StateFolder, day_of, portfolio_with, print_json, progress, read
from rosette.kernel import BadInput, PortfolioError, Problem, UsageError
from rosette.knowledge import load_knowledge
from rosette.portfolio import (
    ExampleResult,
    Portfolio,
    Programme,
    Trial,
    changed_verdicts,
    check_examples,
    diff_trials,
    load_portfolio,
    load_programme,
    read_trial_file,
)
from rosette.version import SOFTWARE

app = typer.Typer(help="The trials: what exists, what is open here, how a trial changed.", no_args_is_help=True)


@app.command("list")
def list_trials(on: OnDay = None, state: StateFolder = None, json: AsJson = False) -> None:
    """List every trial and standing offer with its arms, registry status and places here."""
    portfolio, programme, day = portfolio_with(state), load_programme(), day_of(on)
    if json:
        rows = [_row(place, portfolio, programme, day) for place in _places(portfolio)]
        print_json({"on": str(day), **_made_from(portfolio), "trials": len(portfolio.trials), "places": rows})
        return
    from rosette.cli.show.trials import print_trials

    print_trials(portfolio, programme, on=day)


def _made_from(portfolio: Portfolio) -> dict[str, str]:
    """What a result was made from, so that it can be made again."""
    return {
        "portfolio": portfolio.digest,
        "programme": load_programme().id,
        "knowledge": load_knowledge().release,
        "software": SOFTWARE,
    }


def _places(portfolio: Portfolio) -> list[str]:
    return [place for trial in portfolio.trials.values() for place, _ in trial.places()]


def _row(place: str, portfolio: Portfolio, programme: Programme, on: date) -> dict[str, Any]:
    trial, arm = portfolio.place(place)
    slot = programme.slots.get(place)
    return {
        "id": place,
        "title": trial.title,
        "arm": arm.title,
        "kind": arm.kind,
        "phase": trial.phase,
        "completeness": trial.completeness,
        "criteria": len(arm.criteria),
        "registry": trial.registry.status,
        "registry_as_of": str(trial.registry.as_of) if trial.registry.as_of else None,
        "here": slot.sentence(on) if slot else None,
    }


@app.command()
def show(
    trial: Annotated[str, typer.Argument(help="A trial (id or short name).", show_default=False)],
    on: OnDay = None,
    state: StateFolder = None,
    json: AsJson = False,
) -> None:
    """Print one trial: source, arms, criteria, notes."""
    found = portfolio_with(state).find(trial)
    if json:
        from rosette.portfolio import trial_json

        print_json(trial_json(found))
        return
    from rosette.cli.show.trials import print_trial

    print_trial(found, load_programme(), on=day_of(on))


@app.command()
def check(json: AsJson = False) -> None:
    """Check every file of the portfolio and judge every example child; exit 3 when anything is wrong."""
    problems: list[Problem] = []
    results: list[ExampleResult] = []
    try:
        trials = load_portfolio().trials
        load_programme()
    except BadInput as fault:
        trials, problems = {}, list(fault.problems)
    with progress("Judging examples") as report:
        for count, trial in enumerate(trials.values(), start=1):
            try:
                results += check_examples(trial, load_knowledge())
            except BadInput as fault:
                problems += [Problem(f"{trial.id}, {each.path}", each.found, each.wanted) for each in fault.problems]
            report(count, len(trials))
    problems += [Problem(each.trial, each.sentence()) for each in results if not each.passed]
    _print_check(problems, trials=len(trials), examples=len(results), json=json)
    sys.exit(3 if problems else 0)


def _print_check(problems: list[Problem], *, trials: int, examples: int, json: bool) -> None:
    if json:
        rows = [{"path": each.path, "sentence": each.sentence()} for each in problems]
        print_json({"trials": trials, "examples": examples, "problems": rows})
        return
    for each in problems:
        print(each.sentence())
    print(f"{trials} trials and standing offers, {examples} example children, {len(problems)} problems")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The trial file before.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The trial file after.", show_default=False)],
    records: Annotated[list[Path] | None, typer.Option("--record", help="Children to judge by both.")] = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Show what an amendment changed, criterion by criterion, and the children whose verdict changes."""
    before, after = _two_versions(old, new)
    found = diff_trials(before, after)
    children = [read(path) for path in records or ()]
    with progress("Judging") as report:
        changed = changed_verdicts(before, after, children, on=day_of(on), knowledge=load_knowledge(), progress=report)
    if json:
        print_json(
            {
                "on": str(day_of(on)),
                "knowledge": load_knowledge().release,
                "software": SOFTWARE,
                "trial": after.id,
                "before": before.version,
                "after": after.version,
                "changes": [each.as_dict() for each in found],
                "children": [each.as_dict() for each in changed],
            }
        )
        return
    from rosette.cli.show.trials import print_diff

    print_diff(before, after, found, changed, children=len(children))


def _two_versions(old: Path, new: Path) -> tuple[Trial, Trial]:
    """Read both files; the faults of both are listed at once, and they must be of one trial."""
    read: list[Trial] = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            read.append(read_trial_file(path))
        except BadInput as fault:
            problems += fault.problems
    if problems:
        raise PortfolioError(problems, what="two versions of a trial")
    if read[0].id != read[1].id:
        raise UsageError(f"{read[0].id} and {read[1].id} are two trials; give two versions of one")
    return read[0], read[1]


@app.command()
def draft(
    file: Annotated[
        Path, typer.Argument(help="A registry record (JSON), or its eligibility text.", show_default=False)
    ],
    json: AsJson = False,
) -> None:
    """Draft criteria from a registry's eligibility text, passage by passage; a person accepts or edits them."""
    from rosette.portfolio.drafting import draft_as_json, draft_registry, read_registry_file

    found = draft_registry(read_registry_file(file))
    if json:
        made = {"knowledge": load_knowledge().release, "software": SOFTWARE}
        print_json({**draft_as_json(found), **made})
        return
    from rosette.cli.show.drafts import print_draft

    print_draft(found)

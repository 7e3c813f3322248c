"""rosette design phase2: plan a phase 2 trial, decide at a look, conclude at its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rosette.cli.common import AsJson, print_json, progress
from rosette.version import SOFTWARE

if TYPE_CHECKING:
    from rosette.designs.phase2.trials import Phase2Specification, Seen

app = typer.Typer(help="Phase 2 trials: plans with exact characteristics, looks, results.", no_args_is_help=True)
TrialFile = Annotated[Path, typer.Argument(help="The trial, TOML: kind, numbers with units, true rates to look at.")]
Children = Annotated[int | None, typer.Option("--children", help="Children whose outcome is known.")]
Responses = Annotated[int | None, typer.Option("--responses", help="Of those, with a response.")]
Toxicities = Annotated[int | None, typer.Option("--toxicities", help="Of those, with a dose-limiting toxicity.")]
Second = Annotated[int | None, typer.Option("--second", help="Of those, with the second endpoint of efficacy.")]
First = Annotated[int | None, typer.Option("--first", help="Responses of the first stage, once there was a second.")]
Group = Annotated[
    list[str] | None, typer.Option("--group", help='An arm or a basket with responses of children, "name=3/15".')
]
FollowUp = Annotated[
    Path | None, typer.Option("--follow-up", help='CSV with columns time and event, a child a line: "104 wk,no".')
]


@app.command()
def plan(trial: TrialFile, json: AsJson = False) -> None:
    """The plan of a trial: its looks with their bounds, and its exact characteristics at true rates."""
    from rosette.designs.phase2.trials import load_phase2
    from rosette.designs.phase2.trials.words import plan_json

    with progress("designing") as told:
        found = load_phase2(trial, told=told)
        made = found.trial.plan()
    if json:
        _print_json(found, plan_json(made))
        return
    from rosette.cli.show.phase2 import print_plan

    print_plan(found, made)


@app.command()
def look(
    trial: TrialFile,
    children: Children = None,
    responses: Responses = None,
    toxicities: Toxicities = None,
    second: Second = None,
    group: Group = None,
    follow_up: FollowUp = None,
    json: AsJson = False,
) -> None:
    """What the plan says to do on what was seen so far, why, and what would have changed it."""
    from rosette.designs.phase2.trials.words import answer_json

    seen = _seen(children, responses, toxicities, second, None, group, follow_up)
    found = _load(trial)
    answer = found.trial.look(seen)
    if json:
        _print_json(found, answer_json(answer))
        return
    from rosette.cli.show.phase2 import print_answer

    print_answer(found, answer)


@app.command()
def result(
    trial: TrialFile,
    children: Children = None,
    responses: Responses = None,
    toxicities: Toxicities = None,
    second: Second = None,
    first: First = None,
    group: Group = None,
    follow_up: FollowUp = None,
    json: AsJson = False,
) -> None:
    """What the whole trial shows: verdict and estimates that respect how it was run."""
    from rosette.designs.phase2.trials.words import result_json

    seen = _seen(children, responses, toxicities, second, first, group, follow_up)
    found = _load(trial)
    shown = found.trial.result(seen)
    if json:
        _print_json(found, result_json(shown))
        return
    from rosette.cli.show.phase2 import print_result

    print_result(found, shown)


def _load(trial: Path) -> Phase2Specification:
    from rosette.designs.phase2.trials import load_phase2

    with progress("designing") as told:
        return load_phase2(trial, told=told)


def _seen(
    children: int | None,
    responses: int | None,
    toxicities: int | None,
    second: int | None,
    first: int | None,
    group: list[str] | None,
    follow_up: Path | None,
) -> Seen:
    from rosette.designs.phase2.trials import Seen
    from rosette.designs.phase2.trials.files import read_follow_up, read_groups

    return Seen(
        children=children,
        responses=responses,
        toxicities=toxicities,
        second=second,
        first=first,
        groups=read_groups(group or ()),
        follow_up=read_follow_up(follow_up) if follow_up else (),
    )


def _print_json(found: Phase2Specification, told: dict[str, Any]) -> None:
    from rosette.designs.phase2.trials.words import phase2_json

    print_json({"software": SOFTWARE, **phase2_json(found), **told})

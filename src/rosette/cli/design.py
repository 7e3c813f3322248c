"""rosette design: trial designs, their exact characteristics, the next dose, and the sweep before a trial begins."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosette.cli import phase2
from rosette.cli.common import AsJson, print_json, write_text
from rosette.kernel import NotComputable
from rosette.version import SOFTWARE

if TYPE_CHECKING:
    from rosette.designs.spec import Scenario, Specification


class Engine(StrEnum):
    """Where trials are played."""

    THREADS = "threads"
    DASK = "dask"


app = typer.Typer(help="Trial designs: decision tables, exact characteristics, the next dose.", no_args_is_help=True)
app.add_typer(phase2.app, name="phase2")
SpecFile = Annotated[Path, typer.Argument(help="The design, TOML: kind, numbers, levels with units, scenarios.")]
Only = Annotated[str | None, typer.Option("--scenario", help="One scenario of the file; all when left out.")]
Trials = Annotated[int, typer.Option(min=1, help="Trials of each scenario.")]
Seed = Annotated[int, typer.Option(min=0, help="One seed is one answer, on every machine.")]
Seen = Annotated[
    str,
    typer.Argument(
        help='Cohorts so far, "1NNN 2NTN": N no toxicity, T toxicity, P under observation; "" for none yet.'
    ),
]


@app.command("list")
def list_(json: AsJson = False) -> None:
    """The kinds of design with their variants."""
    from rosette.designs.makers import KINDS

    if json:
        kinds = [{"design": name, "about": kind.about, "variants": list(kind.variants)} for name, kind in KINDS.items()]
        print_json({"software": SOFTWARE, "designs": kinds})
        return
    from rosette.cli.show.design import print_kinds

    print_kinds(KINDS)


@app.command()
def table(spec: SpecFile, json: AsJson = False) -> None:
    """The decision table as a protocol prints it: boundaries, follow-up, places, ranks, or letters at a level."""
    from rosette.designs.spec import load_specification
    from rosette.designs.tables import table_of
    from rosette.designs.words import specification_json

    found = load_specification(spec)
    made = table_of(found.design)
    if json:
        told = {"title": made.title, "note": made.note, "table": list(made.rows)}
        print_json({"software": SOFTWARE, **specification_json(found), **told})
        return
    from rosette.cli.show.design import print_table

    print_table(found, made)


@app.command()
def oc(spec: SpecFile, scenario: Only = None, json: AsJson = False) -> None:
    """Exact operating characteristics in every scenario of the file: no simulation, no error of one."""
    from rosette.designs.exact import chain_of, characteristics
    from rosette.designs.spec import load_specification
    from rosette.designs.words import characteristics_json, specification_json

    found = load_specification(spec)
    wanted = _scenarios(found, scenario)
    chain = chain_of(found.design)
    made = [(each.name, characteristics(chain, each.toxicity)) for each in wanted]
    if json:
        told = [characteristics_json(name, each) for name, each in made]
        print_json({"software": SOFTWARE, **specification_json(found), "scenarios": told})
        return
    from rosette.cli.show.design import print_characteristics

    print_characteristics(found, made)


@app.command()
def simulate(
    spec: SpecFile,
    scenario: Only = None,
    trials: Trials = 10_000,
    seed: Seed = 1,
    threads: Annotated[int, typer.Option(help="Threads; the answer is the same for any number.")] = 2,
    engine: Annotated[Engine, typer.Option(help="Where the trials are played.")] = Engine.THREADS,
    scheduler: Annotated[str | None, typer.Option(help="Address of a dask scheduler; a local one without.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Also draw the first trial of the first scenario here.")] = None,
    json: AsJson = False,
) -> None:
    """Simulated characteristics in every scenario of the file, with a clock when the file says how children come."""
    from rosette.cli.simulating import drawn_trial, simulated_all
    from rosette.designs.simulate.engine import Order
    from rosette.designs.spec import load_specification
    from rosette.designs.words import simulated_json, specification_json

    found = load_specification(spec)
    order = Order(trials=trials, seed=seed, accrual=found.accrual, threads=threads)
    wanted = _scenarios(found, scenario)
    made = simulated_all(found, wanted, order, dask=engine is Engine.DASK, scheduler=scheduler)
    if svg is not None:
        write_text(svg, drawn_trial(found, wanted[0], order))
    if json:
        told = [simulated_json(name, each) for name, each in made]
        print_json({"software": SOFTWARE, **specification_json(found), "scenarios": told})
        return
    from rosette.cli.show.design import print_simulated

    print_simulated(found, made)


def _scenarios(found: Specification, name: str | None) -> tuple[Scenario, ...]:
    from rosette.designs.spec import scenario_of

    wanted = found.scenarios if name is None else (scenario_of(found, name),)
    if not wanted:
        raise NotComputable("the file holds no scenario: add [[scenario]] with name and toxicity")
    return wanted


@app.command("next")
def next_(spec: SpecFile, seen: Seen, json: AsJson = False) -> None:
    """What the design does next after these cohorts, why, and what would have changed it."""
    from rosette.designs.outcomes import read_outcomes, state_after
    from rosette.designs.spec import load_specification
    from rosette.designs.words import decision_json, specification_json

    found = load_specification(spec)
    design = found.design
    cohorts = read_outcomes(seen, doses=design.doses)
    state = state_after(cohorts, doses=design.doses, start=design.start, size=design.cohort)
    decision, recommended = design.decide(state), design.recommend(state)
    if json:
        told = {"seen": seen, **decision_json(state, decision, recommended)}
        print_json({"software": SOFTWARE, **specification_json(found), **told})
        return
    from rosette.cli.show.design import print_decision

    print_decision(found, state, decision, recommended)


@app.command()
def readiness(spec: SpecFile, json: AsJson = False) -> None:
    """Every state that the design can reach, against the laws of a safe rule; exit 3 when one is broken."""
    from rosette.designs.readiness_watched import readiness as swept_over
    from rosette.designs.spec import load_specification
    from rosette.designs.words import readiness_json, specification_json

    found = load_specification(spec)
    swept = swept_over(found.design)
    if json:
        print_json({"software": SOFTWARE, **specification_json(found), **readiness_json(swept)})
    else:
        from rosette.cli.show.design import print_readiness

        print_readiness(found, swept)
    if not swept.ready:
        raise typer.Exit(3)

"""rosette design paths and compare: what may follow in a trial, and designs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, print_json, write_text
from rosette.cli.design import Only, Seed, Seen, SpecFile, Trials
from rosette.version import SOFTWARE

Specs = Annotated[list[Path], typer.Argument(help="The designs, TOML, with the same levels.", show_default=False)]
Ahead = Annotated[int, typer.Option("--cohorts", min=1, help="How many cohorts ahead.")]
Likely = Annotated[str | None, typer.Option("--scenario", help="A scenario of the file: adds probabilities.")]
SvgFile = Annotated[Path | None, typer.Option("--svg", help="Also write the tree as a drawing to this file.")]
HtmlFile = Annotated[Path | None, typer.Option("--html", help="Also write a page with drawings and tables.")]
Target = Annotated[
    float | None, typer.Option("--target", help="The target for all, 0 to 1; that of the files when left out.")
]
TooToxic = Annotated[
    float | None,
    typer.Option("--too-toxic", help="A level above this rate is too toxic; that of the files when left out."),
]


def paths(
    spec: SpecFile,
    seen: Seen,
    cohorts: Ahead = 2,
    scenario: Likely = None,
    svg: SvgFile = None,
    json: AsJson = False,
) -> None:
    """Every way that the next cohorts can go after these, with the decision after each."""
    from rosette.designs.outcomes import read_outcomes, state_after
    from rosette.designs.path_words import paths_json
    from rosette.designs.paths import paths as follow
    from rosette.designs.spec import load_specification, scenario_of
    from rosette.designs.words import specification_json

    found = load_specification(spec)
    design, likely = found.design, None if scenario is None else scenario_of(found, scenario)
    seen_so_far = read_outcomes(seen, doses=design.doses)
    state = state_after(seen_so_far, doses=design.doses, start=design.start, size=design.cohort)
    made = follow(design, state, cohorts=cohorts)
    if svg is not None:
        from rosette.documents.drawings.designs import level_names, paths_svg, standalone

        drawing = paths_svg(made, names=level_names(found), scenario=likely.toxicity if likely else None)
        write_text(svg, standalone(drawing))
    if json:
        print_json({"software": SOFTWARE, **specification_json(found), "seen": seen, **paths_json(made, likely)})
        return
    from rosette.cli.show.paths import print_paths

    print_paths(found, made, likely, svg)


def compare(
    specs: Specs,
    scenario: Only = None,
    target: Target = None,
    too_toxic: TooToxic = None,
    trials: Trials = 10_000,
    seed: Seed = 1,
    html: HtmlFile = None,
    json: AsJson = False,
) -> None:
    """Designs side by side in the same scenarios: what they recommend, right or too toxic, and what it costs."""
    from rosette.cli.simulating import characteriser
    from rosette.designs.compare import compare as beside
    from rosette.designs.path_words import comparison_json
    from rosette.designs.scenarios import named_scenario
    from rosette.designs.spec import load_specification

    found = [load_specification(spec) for spec in specs]
    only = None if scenario is None else (named_scenario(found, scenario),)
    made = beside(found, only, target=target, too_toxic=too_toxic, characterise=characteriser(trials=trials, seed=seed))
    if html is not None:
        from rosette.documents.designs import comparison_page

        write_text(html, comparison_page(made, found))
    if json:
        print_json({"software": SOFTWARE, **comparison_json(made, found)})
        return
    from rosette.cli.show.paths import print_comparison

    print_comparison(made, html)

"""rosette medicines: evidence, a ranking for a child, what to develop next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, day_of, print_json, progress, read
from rosette.kernel import UsageError, did_you_mean
from rosette.version import SOFTWARE

app = typer.Typer(help="Medicines: evidence, ranking with quality of life, what to develop.", no_args_is_help=True)
WeightsFile = Annotated[
    Path | None, typer.Option("--weights", help="What matters to the family; all weightings when left out.")
]
Draws = Annotated[int, typer.Option("--draws", min=100, max=5_000_000, help="Draws of weights and data.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws: the same seed gives the same bytes.")]


@app.command()
def show(
    regimen: Annotated[str | None, typer.Argument(help="A regimen, such as mibg.", show_default=False)] = None,
    json: AsJson = False,
) -> None:
    """Print the regimens, or one with its evidence, harm, schedule and what is left out."""
    from rosette.knowledge import Regimen, load_knowledge
    from rosette.medicines.card import card_json, card_of

    knowledge = load_knowledge()
    rows = knowledge.table(Regimen)
    if regimen is not None and regimen not in rows:
        raise UsageError(f'there is no regimen "{regimen}"{did_you_mean(regimen, rows)}')
    cards = [card_of(name, knowledge) for name in ([regimen] if regimen else rows)]
    if json:
        print_json({**made_from(), "regimens": [card_json(card) for card in cards]})
        return
    from rosette.cli.show.medicines import print_card, print_cards

    if regimen:
        print_card(cards[0])
    else:
        print_cards(cards)


@app.command()
def rank(
    record: RecordFile,
    on: OnDay = None,
    weights: WeightsFile = None,
    draws: Draws = 100_000,
    seed: Seed = 20260601,
    json: AsJson = False,
) -> None:
    """Rank a child's options: gates, effects table, ranks under many weightings, and the reading in words."""
    from rosette.cli.options import board_for
    from rosette.medicines.ranking import FREE, load_weights
    from rosette.options.weighing import weigh, weighed_json

    chosen = load_weights(weights) if weights else FREE
    found = weigh(board_for(record, on=on), weights=chosen, draws=draws, seed=seed)
    if json:
        print_json({**made_from(), "on": str(found.board.on), "record": found.board.record.id, **weighed_json(found)})
        return
    from rosette.cli.show.medicines import print_weighed

    print_weighed(found)


@app.command()
def pipeline(
    file: Annotated[Path, typer.Argument(help="Candidates with their dossiers, TOML.", show_default=False)],
    records: Annotated[list[Path] | None, typer.Option("--record", help="Children of the programme.")] = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Print dossiers, how many own children each candidate would help, and the best set under slots and budget."""
    from rosette.knowledge import load_knowledge
    from rosette.medicines.pipeline import load_pipeline
    from rosette.options.developing import develop, developed_json
    from rosette.portfolio import load_portfolio, load_programme

    candidates = load_pipeline(file)
    children = [read(path) for path in records or ()]
    with progress("Judging children") as told:
        found = develop(
            candidates,
            children,
            on=day_of(on),
            portfolio=load_portfolio(),
            programme=load_programme(),
            knowledge=load_knowledge(),
            progress=told,
        )
    if json:
        print_json({**made_from(), "on": str(day_of(on)), **developed_json(found)})
        return
    from rosette.cli.show.medicines import print_developed

    print_developed(found)


@app.command("learn")
def learn_own(
    file: Annotated[Path, typer.Argument(help="The programme's own outcomes, CSV.", show_default=False)],
    json: AsJson = False,
) -> None:
    """Print what own outcomes add to the evidence, with the prior, days with care, and outcomes child by child."""
    from rosette.knowledge import load_knowledge
    from rosette.medicines.learning.report import learn, learning_json, load_outcomes

    knowledge = load_knowledge()
    found = learn(load_outcomes(file, knowledge), knowledge)
    if json:
        print_json({**made_from(), **learning_json(found)})
        return
    from rosette.cli.show.medicines import print_learned

    print_learned(found)


def made_from() -> dict[str, Any]:
    """What a result was made from."""
    from rosette.knowledge import load_knowledge

    knowledge = load_knowledge()
    return {"knowledge": {"release": knowledge.release, "digest": knowledge.digest}, "software": SOFTWARE}

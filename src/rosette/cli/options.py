"""rosette options: the child's board."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import (
    AsJson,
    OnDay,
    RecordFile,
    StateFolder,
    day_of,
    portfolio_with,
    print_json,
    progress,
    read,
)
from rosette.kernel import UsageError
from rosette.options import Board, board_json, make_board
from rosette.portfolio import load_programme
from rosette.version import SOFTWARE

ProgrammeFile = Annotated[
    Path | None, typer.Option("--programme", help="A programme file; the demo programme when left out.")
]


def options(
    record: RecordFile,
    on: OnDay = None,
    trial: Annotated[list[str] | None, typer.Option("--trial", help="Only this trial (id or short name).")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List trials of the portfolio not open here, too.")] = False,
    programme: ProgrammeFile = None,
    sequence: Annotated[
        bool, typer.Option("--sequence", help="Weigh the options, and sequence them over time.")
    ] = False,
    weights: Annotated[
        Path | None, typer.Option("--weights", help="With --sequence: what matters to the family.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=3, help="With --sequence: steps of a sequence.")] = 3,
    draws: Annotated[int, typer.Option("--draws", min=100, max=5_000_000, help="With --sequence: draws.")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="With --sequence: seed of the draws.")] = 20260601,
    state: StateFolder = None,
    json: AsJson = False,
) -> None:
    """Print every option for one child: open now, opens on, one test away, closed and why."""
    if weights is not None and not sequence:
        raise UsageError("--weights weighs options: give --sequence with it")
    chosen = _weights(weights)
    board = board_for(record, on=on, trials=tuple(trial or ()), programme=programme, state=state)
    more = _planned(board, chosen, depth=depth, draws=draws, seed=seed) if sequence else None
    if json:
        data = board_json(board, software=SOFTWARE)
        print_json({**_with_ranks(data, more[1]), **_more_json(more)} if more else data)
        return
    from rosette.cli.show.board import print_board

    print_board(board, everything=everything or bool(trial))
    if more:
        _print_more(more)


def _weights(path: Path | None) -> Any:
    """The weights of a file, read and checked before anything is judged."""
    if path is None:
        return None
    from rosette.knowledge import load_knowledge
    from rosette.medicines.ranking import check_weights, criteria_of, load_weights

    found = load_weights(path)
    check_weights(found, criteria_of(load_knowledge()))
    return found


def _planned(board: Board, weights: Any, *, depth: int, draws: int, seed: int) -> tuple[Any, Any]:
    from rosette.medicines.ranking import FREE
    from rosette.options.sequences import make_sequences
    from rosette.options.weighing import weigh

    with progress("Planning") as report:
        sequences = make_sequences(board, depth=depth, progress=report)
    return sequences, weigh(board, weights=weights or FREE, sequences=sequences, draws=draws, seed=seed)


def _more_json(more: tuple[Any, Any]) -> dict[str, Any]:
    from rosette.options.sequences import sequences_json
    from rosette.options.weighing import weighed_json

    return {"weighing": weighed_json(more[1]), "sequences": sequences_json(more[0])}


def _with_ranks(data: dict[str, Any], weighed: Any) -> dict[str, Any]:
    """Each option's place by mean rank, beside its board entry; null for what is not ranked."""
    order = weighed.additive.order if weighed.additive else ()
    places = {row.option: row.places for row in weighed.rows}
    ranks = {place: number for number, name in enumerate(order, start=1) for place in places[name]}
    return {**data, "options": [{**each, "rank": ranks.get(each["id"])} for each in data["options"]]}


def _print_more(more: tuple[Any, Any]) -> None:
    from rosette.cli.show.medicines import print_weighed
    from rosette.cli.show.sequences import print_sequences

    print_sequences(more[0])
    print_weighed(more[1])


def board_for(
    record: Path,
    *,
    on: datetime | None,
    trials: tuple[str, ...] = (),
    programme: Path | None = None,
    state: Path | None = None,
) -> Board:
    """Make the board of a record file."""
    from rosette.knowledge import load_knowledge

    if programme is not None and not programme.is_file():
        raise UsageError(f'there is no programme file "{programme}"')
    child = read(record)
    with progress("Judging") as report:
        return make_board(
            child,
            on=day_of(on),
            portfolio=portfolio_with(state),
            programme=load_programme(programme) if programme else load_programme(),
            knowledge=load_knowledge(),
            trials=trials,
            progress=report,
        )

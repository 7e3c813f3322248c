"""rosette eligibility: one trial or arm, criterion by criterion."""

from __future__ import annotations

from typing import Annotated

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, print_json
from rosette.cli.options import ProgrammeFile, board_for
from rosette.kernel import UsageError, did_you_mean
from rosette.options import board_json
from rosette.version import SOFTWARE


def eligibility(
    record: RecordFile,
    trial: Annotated[str, typer.Argument(help="A trial (id or short name) or a place such as NCT02035137/a.")],
    on: OnDay = None,
    programme: ProgrammeFile = None,
    json: AsJson = False,
) -> None:
    """Judge one trial or arm for one child, criterion by criterion, with what would open it."""
    name, _, place = trial.partition("/")
    board = board_for(record, on=on, trials=(name,), programme=programme)
    found = [option for option in board.options if not place or option.arm.place == place]
    if not found:
        places = [option.arm.place for option in board.options]
        raise UsageError(f'"{place}" is not an arm of {name}{did_you_mean(place, places)}; it has {", ".join(places)}')
    if json:
        whole = board_json(board, software=SOFTWARE)
        print_json(whole | {"options": [each for each in whole["options"] if each["id"] in {o.id for o in found}]})
        return
    from rosette.cli.show.criteria import print_criteria_of

    print_criteria_of(board, found)

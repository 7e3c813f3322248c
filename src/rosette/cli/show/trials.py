"""Prints the portfolio and single trials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import console, shortened
from rosette.eligibility import Criterion, Item, Note
from rosette.portfolio import Arm, Change, ChangedVerdict, Portfolio, Programme, Trial


def print_trials(portfolio: Portfolio, programme: Programme, *, on: date) -> None:
    """Print a line a place."""
    out = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("place", "trial and arm", "phase", "text", "registry", "here"):
        table.add_column(name, overflow="fold")
    for trial in portfolio.trials.values():
        for place, arm in trial.places():
            slot = programme.slots.get(place)
            table.add_row(
                place,
                shortened(f"{trial.short}: {arm.title}", 60),
                trial.phase,
                trial.completeness,
                trial.registry.status.lower(),
                slot.sentence(on) if slot else "—",
            )
    out.print(table)
    out.print(
        Text(
            f"{len(portfolio.trials)} trials and standing offers · {programme.label}, {programme.as_of}",
            style="dim",
        )
    )


def print_trial(trial: Trial, programme: Programme, *, on: date) -> None:
    """Print one trial whole."""
    out = console()
    out.print(Text(f"{trial.id}  {trial.title}", style="bold"))
    registry = trial.registry
    as_of = f" ({registry.as_of})" if registry.as_of else ""
    out.print(
        f"phase {trial.phase} · {trial.sponsor} · registry: {registry.status.lower()}{as_of} · version {trial.version}"
    )
    out.print(trial.summary)
    out.print(Text(f"Text held: {trial.completeness}. {trial.completeness_note}", style="dim"))
    for arm in trial.arms:
        slot = programme.slots.get(f"{trial.id}/{arm.place}")
        out.print()
        out.print(
            Text(f"{arm.place}  {arm.title}", style="bold"),
            Text(f"here: {slot.sentence(on) if slot else 'not open'}", style="dim"),
        )
        for dose in (*arm.doses, *([arm.dose] if arm.dose else [])):
            out.print(Padding(dose, (0, 0, 0, 4), expand=False))
        for item in _own_items(trial, arm):
            out.print(Padding(_item_text(item), (0, 0, 0, 4), expand=False))


def print_diff(
    before: Trial, after: Trial, changes: Sequence[Change], turned: Sequence[ChangedVerdict], *, children: int
) -> None:
    """Print what an amendment changed and whose verdict it turns."""
    out = console()
    for change in changes:
        out.print(Text(change.sentence()))
    out.print(Text(f"{len(changes)} changes in {after.id} from {before.version} to {after.version}", style="bold"))
    for verdict in turned:
        out.print(Text(verdict.sentence()))
    if children:
        out.print(
            Text(f"{len({each.record for each in turned})} of {children} children with a changed verdict", style="bold")
        )


def _own_items(trial: Trial, arm: Arm) -> list[Item]:
    """All criteria under the first arm; under the others what differs from it."""
    first = trial.arms[0]
    return list(arm.items) if arm is first else [item for item in arm.items if item not in first.items]


def _item_text(item: Item) -> Text:
    if isinstance(item, Note):
        return Text(f"{item.id}  note: {item.text}  [{item.cite}]", style="dim")
    assert isinstance(item, Criterion)
    return Text.assemble((item.id, "bold"), f"  {item.text}", (f"  [{item.cite}]", "dim"))

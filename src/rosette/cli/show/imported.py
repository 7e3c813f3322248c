"""Prints what an import did: what is new, what replaces what, and what became no fact and why."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from rosette.cli.importing_all import Everyone
from rosette.interchange import Found, Loss, Merged
from rosette.knowledge import load_knowledge
from rosette.records import describe, when

GRADES = {
    "refused": "refused",
    "not_understood": "no word for it here",
    "kept_aside": "no fact of a record",
    "about_nobody": "about no child",
}


def print_imported(found: list[Found], steps: list[Merged], target: str | None) -> None:
    """Print every file with its facts and losses, then what was written."""
    console = Console()
    for file, step in zip(found, steps, strict=True):
        _print_file(console, file, step)
    total = sum(len(step.facts) for step in steps)
    console.print(f"{total} new facts; {f'written to {target}' if target else 'a preview: nothing was written'}.")


def print_everyone(told: Everyone, *, written: bool) -> None:
    """Print a line for each child, then the losses of all of them."""
    console = Console()
    table = Table("child", "new", "replace", "known", "no fact", "record", box=None, pad_edge=False)
    for each in told.children:
        counts = [sum(len(step.added) for step in each.steps), sum(len(step.superseding) for step in each.steps)]
        counts += [sum(step.unchanged for step in each.steps), sum(len(step.losses) for step in each.steps)]
        table.add_row(each.reference, *(str(count) for count in counts), each.path.name)
    console.print(table)
    for file in told.files:
        console.print(f"[bold]{file.origin.file}[/bold]")
        _print_losses(console, file.losses)
    for each in told.children:
        console.print(f"[bold]{each.reference}[/bold]")
        _print_losses(console, tuple(loss for step in each.steps for loss in step.losses))
    for name, fault in told.bad.items():
        console.print(f"left out: {name}: {fault}")
    console.print(f"{len(told.children)} records {'written' if written else 'previewed: nothing was written'}.")


def _print_file(console: Console, found: Found, step: Merged) -> None:
    origin = found.origin
    seen = ", ".join(f"{count} {name}" for name, count in found.seen.items())
    console.print(
        f"[bold]{origin.file}[/bold], {origin.format} {origin.version}".rstrip() + (f": {seen}" if seen else "")
    )
    console.print(
        f"  {len(step.added)} new, {len(step.superseding)} replace an earlier version, {step.unchanged} known already"
    )
    knowledge = load_knowledge()
    facts = Table("day", "fact", "original text", box=None, pad_edge=False)
    for fact in step.facts:
        facts.add_row(when(fact), describe(fact, knowledge), fact.source.said or "")
    if step.facts:
        console.print(facts)
    _print_losses(console, (*found.losses, *step.losses))


def _print_losses(console: Console, losses: tuple[Loss, ...]) -> None:
    if not losses:
        return
    table = Table("place", "original text", "why it is no fact", box=None, pad_edge=False)
    for loss in losses:
        table.add_row(loss.place, loss.said[:120], f"{GRADES[loss.grade]}: {loss.why} {loss.remedy}".strip())
    console.print(f"  {len(losses)} became no fact:")
    console.print(table)

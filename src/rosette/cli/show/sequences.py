"""Prints sequences: sequences with reasons, and what each first step does to the doors."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.words import console
from rosette.options.sequences import FirstStep, OptionSequence, Sequences


def print_sequences(found: Sequences) -> None:
    """Print the sequences to the terminal."""
    out = console()
    out.print()
    out.print(
        Text(
            f"SEQUENCES: {len(found.sequences)} of {found.looked_at:,} sequences of up to {found.depth} steps",
            style="bold",
        )
    )
    for line in found.assumed:
        out.print(Padding(Text(line, style="dim"), (0, 0, 0, 2), expand=False))
    for sequence in found.sequences:
        out.print(Padding(Text.assemble(("  then  ".join(titles(sequence)), "bold")), (1, 0, 0, 2), expand=False))
        out.print(Padding(Text(sequence_line(sequence)), (0, 0, 0, 6), expand=False))
        out.print(Padding(Text("; ".join(sequence.reasons)), (0, 0, 0, 6), expand=False))
    out.print()
    out.print(Text("WHAT EACH FIRST STEP DOES TO THE OTHER DOORS", style="bold"))
    for first in found.first:
        out.print(
            Padding(Text.assemble((step_title(first), "bold"), "  ", doors_line(first)), (0, 0, 0, 2), expand=False)
        )


def titles(sequence: OptionSequence) -> list[str]:
    """The steps by name."""
    return [step.regimen.name if step.regimen else step.option.title for step in sequence.steps]


def sequence_line(sequence: OptionSequence) -> str:
    """What a sequence may bring and costs."""
    home = (
        "days at home not known"
        if sequence.home_share is None
        else f"{sequence.home_share:.0%} of {sequence.days} days at home"
    )
    kept = "" if sequence.kept is None else f"; {sequence.kept:.0%} of the other doors stay open after the first step"
    bare = f"; without evidence, taken as the average agent: {', '.join(sequence.assumed)}" if sequence.assumed else ""
    return f"a response in one step at least: {sequence.benefit:.0%}; {home}{kept}{bare}"


def step_title(first: FirstStep) -> str:
    """The step by name."""
    return first.step.regimen.name if first.step.regimen else first.step.option.title


def doors_line(first: FirstStep) -> str:
    """Doors in words."""
    parts = [f"{len(first.stays)} stay open"]
    for head, names in (
        ("shuts for ever", first.shuts_for_ever),
        ("shuts for now", first.shut_for_now),
        ("opens", first.opens),
    ):
        if names:
            parts.append(f"{head}: {', '.join(names)}")
    return "; ".join(parts)

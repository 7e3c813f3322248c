"""Prints designs, decision tables, characteristics, decisions and the sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.designs.design import Decision
from rosette.designs.exact import Characteristics
from rosette.designs.makers import Kind
from rosette.designs.readiness import Readiness
from rosette.designs.simulate.result import Simulated, Times
from rosette.designs.spec import Specification
from rosette.designs.states import STOP, WAIT, Reason, State
from rosette.designs.tables import Printed
from rosette.designs.words import act
from rosette.version import SOFTWARE

UNGUARDED = (
    "this design has no rule that excludes a level or ends the trial for toxicity: every level counts as admissible"
)


def print_kinds(kinds: Mapping[str, Kind]) -> None:
    """Print the kinds of design."""
    out = console()
    rows = [(name, ", ".join(kind.variants) or "—", kind.about) for name, kind in kinds.items()]
    table(out, "DESIGNS", ("design", "variants", "what it is"), rows)


def print_table(spec: Specification, made: Printed) -> None:
    """Print a decision table."""
    out = console()
    _head(out, spec)
    cells = [tuple(_cell(value) for value in row.values()) for row in made.rows]
    table(out, made.title.upper(), tuple(key.replace("_", " ") for key in made.rows[0]), cells)
    out.print(Text(f"  {made.note}"))
    _foot(out, spec)


def _cell(value: int | float | str | None) -> str:
    if isinstance(value, str):
        return value
    return "—" if value is None or value < 0 else f"{value:g}"


def print_characteristics(spec: Specification, made: Sequence[tuple[str, Characteristics]]) -> None:
    """Print exact characteristics, a table for each scenario."""
    out = console()
    _head(out, spec)
    _characteristics(out, spec, made)
    out.print(Text("  the last row: no dose recommended, and children and toxicities in all", style="dim"))
    _foot(out, spec)


def print_simulated(spec: Specification, made: Sequence[tuple[str, Simulated]]) -> None:
    """Print what came out of simulated trials, with their errors and days."""
    out = console()
    _head(out, spec)
    for name, found in made:
        _characteristics(out, spec, [(name, found)])
        if found.efficacies is not None:
            rows = [(level.name, f"{each:.2f}") for level, each in zip(spec.levels, found.efficacies, strict=True)]
            table(out, "EFFICACY", ("level", "children with it"), rows)
        if found.times is not None:
            table(out, "DAYS OF THE TRIAL", *_times(found.times))
        told = f"{found.trials} trials from seed {found.seed}; a share of 50 % has a standard error of"
        out.print(Text(f"  {told} {100 * found.error(0.5):.2f} points", style="dim"))
    _foot(out, spec)


def _times(times: Times) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    columns = ("mean", "sd", "5 %", "50 %", "95 %", "waited", "turned away", "replaced")
    days = (times.mean, times.deviation, times.low, times.middle, times.high, times.waited)
    return columns, [(*(f"{each:.0f}" for each in days), f"{times.turned_away:.2f}", f"{times.replaced:.2f}")]


def _characteristics(
    out: Console, spec: Specification, made: Sequence[tuple[str, Characteristics | Simulated]]
) -> None:
    for name, found in made:
        cells = zip(spec.levels, found.scenario, found.selected, found.children, found.toxicities, strict=True)
        rows = [
            (level.name, level.given, f"{rate:g}", f"{100 * chosen:.2f}", f"{n:.2f}", f"{y:.2f}")
            for level, rate, chosen, n, y in cells
        ]
        rows.append(("none", "", "", f"{100 * found.none:.2f}", f"{found.total:.2f}", f"{found.total_toxicities:.2f}"))
        columns = ("level", "dose", "toxicity", "recommended %", "children", "toxicities")
        table(out, f"SCENARIO: {name}", columns, rows)
        lines(out, "ends because", (f"{100 * share:.2f} %: {Reason(why).words}" for why, share in _ends(found)))


def _ends(found: Characteristics | Simulated) -> list[tuple[int, float]]:
    return sorted(found.ended.items(), key=lambda pair: -pair[1])


def print_decision(spec: Specification, state: State, decision: Decision, recommended: int | None) -> None:
    """Print what follows, and what would have changed it."""
    out = console()
    _head(out, spec)
    level = None if decision.dose is None else spec.levels[decision.dose - 1]
    told = "" if level is None else f": level {level.name}, {level.given}"
    out.print(Text(f"{act(decision, state).upper()}{told}", style="bold"))
    out.print(Text(f"  because {decision.reason.words}"))
    admissible = ", ".join(spec.levels[dose - 1].name for dose in decision.admissible) or "none"
    out.print(Text(f"  admissible levels: {admissible}"))
    _seen(out, spec, state)
    if decision.margin is not None:
        away = f"{decision.margin} {'toxicity' if decision.margin == 1 else 'toxicities'}"
        head(out, f"It would change with {away} more or fewer at level {spec.levels[state.at - 1].name}")
    rows = [(str(y), _dose(spec, dose)) for y, dose in enumerate(decision.changes)]
    table(out, f"HAD THERE BEEN AT LEVEL {spec.levels[state.at - 1].name}", ("toxicities", "then"), rows)
    ended = "none" if recommended is None else f"level {spec.levels[recommended - 1].name}"
    out.print(Text(f"  recommended if it ended now: {ended}"))
    _foot(out, spec)


def _seen(out: Console, spec: Specification, state: State) -> None:
    columns, counts = ["children", "toxicities"], [state.n, state.y]
    if spec.design.efficacy and state.eff is not None and state.both is not None:
        columns, counts = [*columns, "efficacies", "both"], [*counts, state.eff, state.both]
    rows = [(level.name, *map(str, cells)) for level, *cells in zip(spec.levels, *counts, strict=True)]
    table(out, "SEEN", ("level", *columns), rows)


def _dose(spec: Specification, dose: int) -> str:
    return {STOP: "stop", WAIT: "suspend"}.get(dose) or f"level {spec.levels[dose - 1].name}"


def print_readiness(spec: Specification, found: Readiness) -> None:
    """Print the sweep."""
    out = console()
    _head(out, spec)
    verdict = "every law holds" if found.ready else f"{len(found.findings)} findings"
    out.print(Text(f"{found.states} states looked at: {verdict}", style="bold green" if found.ready else "bold red"))
    if found.watched:
        out.print(Text(f"  and {found.watched} with children under observation: {found.note}"))
    if spec.design.safety is None:
        out.print(Text(UNGUARDED))
    table(out, "FINDINGS", ("law", "state"), [(each.law, each.state) for each in found.findings])
    table(out, "REASONS", ("reason", "states"), [(why.words, str(n)) for why, n in sorted(found.reasons.items())])
    _foot(out, spec)


def _head(out: Console, spec: Specification) -> None:
    design = spec.design
    variant = f" ({design.variant})" if design.variant else ""
    head(out, f"{spec.name}: {design.name}{variant}")


def _foot(out: Console, spec: Specification) -> None:
    out.print()
    out.print(Text(f"design file {spec.digest[:12]} · {SOFTWARE} · informs a team that decides", style="dim"))

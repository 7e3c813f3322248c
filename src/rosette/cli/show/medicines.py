"""Prints cards, rankings and the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import console, shortened
from rosette.medicines.card import Card
from rosette.medicines.effects import EffectsRow
from rosette.medicines.learning.report import LearningReport
from rosette.medicines.pipeline import MODULES
from rosette.options.developing import Developed
from rosette.options.weighing import Weighed

CELL = 34


def print_cards(cards: Sequence[Card]) -> None:
    """List the regimens with their evidence in one line each."""
    out = console()
    for group in dict.fromkeys(card.regimen.group for card in cards):
        _head(out, group.upper())
        for card in cards:
            if card.regimen.group == group:
                out.print(Padding(Text.assemble((f"{card.regimen.id}  ", "bold"), card.regimen.name), (0, 0, 0, 2)))
                out.print(Padding(Text(card.response.sentence), (0, 0, 0, 6)))


def print_card(card: Card) -> None:
    """Print one regimen."""
    out = console()
    regimen = card.regimen
    out.print(Text(f"{regimen.name} ({regimen.id})", style="bold"))
    _lines(out, "HOW IT IS GIVEN", [regimen.schedule, regimen.dose, *_gates(card)])
    _lines(out, "RESPONSE", [card.response.sentence, f"prior: {card.response.prior_name}", *_shared(card)])
    _lines(out, "ALL RESULTS", [_result(row) for row in card.results])
    _lines(out, "LEFT OUT OF THE POOL", [f"{each.result.id}: {each.why}" for each in card.response.left_out])
    _lines(out, "HARM", [_harm(t) for t in card.toxicities] or ["no evidence loaded"])
    schedule = card.schedule
    _lines(out, "TIME", [] if schedule is None else [schedule.statement, schedule.late_effects])
    _lines(out, "SOURCES", [str(source) for source in regimen.sources])


def _gates(card: Card) -> list[str]:
    gates = ", ".join(gate.replace("_", " ") for gate in card.regimen.gates)
    return [f"gates: {gates}"] if gates else []


def _shared(card: Card) -> list[str]:
    told = []
    if card.next_ten is not None:
        told.append(f"among the next ten children {card.next_ten[0]} to {card.next_ten[1]} (95 % predictive interval)")
    if card.shrunk is not None:
        low, high = card.shrunk.interval
        told.append(f"beside the others of its group: {card.shrunk.mean:.0%} ({low:.0%} to {high:.0%})")
    for each in card.contrasts:
        told += [f"{each.name}: P({a} above {b}) = {p:.3f}" for (a, b), p in each.beats.items() if a == card.regimen.id]
    return told


def _result(row: object) -> str:
    counts = getattr(row, "counts", None)
    value = f"{counts[0]}/{counts[1]}" if counts else f"{getattr(row, 'estimate', None)}"
    parts = [getattr(row, name) for name in ("endpoint", "definition", "at", "intent", "population")]
    unverified = getattr(row, "unverified", None)
    told = f"{value}  {', '.join(part.replace('_', ' ') for part in parts if part)}"
    return f"{told} [unverified: {unverified}]" if unverified else told


def _harm(row: object) -> str:
    told = f"{getattr(row, 'rate', 0):.0%} {getattr(row, 'event', '')}, grade {getattr(row, 'grade', '')}"
    told += f", per {getattr(row, 'per', '')}, {getattr(row, 'population', '').replace('_', ' ')}"
    unverified = getattr(row, "unverified", None)
    return f"{told} [unverified: {unverified}]" if unverified else told


def print_weighed(found: Weighed) -> None:
    """Print the effects table, the ranks and the reading."""
    out = console()
    out.print(Text(f"Options of {found.board.record.id} weighed on {found.board.on}", style="bold"))
    _lines(out, "READING", found.reading)
    _lines(out, "NOT LOADED", found.gaps)
    _ranks(out, found)
    _head(out, "EFFECTS TABLE")
    for row in (*found.rows, *found.comfort):
        _effects(out, row)
    _lines(out, "NOT RANKED", [f"{each.option.title}: {each.why}" for each in found.gated])


def _ranks(out: Console, found: Weighed) -> None:
    if found.additive is None or found.product is None:
        return
    _head(out, f"RANKS under {found.additive.weights.words}")
    table = Table("option", "first", "first three", "by products", "confidence", box=None, padding=(0, 2))
    titles = {row.option: row.title for row in found.rows}
    for name in found.additive.order:
        n = found.additive.options.index(name)
        ranks = found.additive.acceptability[n]
        sure = "" if ranks[0] == 0 else f"{found.additive.confidence[n]:.0%}"
        product = f"{found.product.first(name):.0%}"
        table.add_row(shortened(titles[name], 60), f"{ranks[0]:.0%}", f"{ranks[:3].sum():.0%}", product, sure)
    out.print(table)


def _effects(out: Console, row: EffectsRow) -> None:
    out.print(Padding(Text.assemble((row.title, "bold"), f"  {', '.join(row.places)}"), (0, 0, 0, 2)))
    for cell in row.cells:
        out.print(Padding(Text(f"{cell.criterion.replace('_', ' ')}: {cell.text}"), (0, 0, 0, 6)))


def print_developed(found: Developed) -> None:
    """Print dossiers, the choice and what moves it."""
    out = console()
    out.print(Text(f"What to develop next. {found.file.label}", style="bold"))
    for each in found.dossiers:
        own = found.prevalence[each.id]
        _head(out, f"{each.name} ({each.id}), {each.target}")
        parts = (f"{name} {'not looked at' if (s := each.module(name)) is None else f'{s:+.2f}'}" for name in MODULES)
        counted = (
            f"own children: {len(own.found)} with it, {len(own.not_found)} without, {len(own.not_tested)} not tested"
        )
        fda = f"FDA list: {each.fda}" + (f" ({each.fda_on})" if each.fda_on else "")
        _plain(
            out,
            [
                counted,
                f"{fda}; cost {each.cost:g} {found.file.unit}; coverage {each.coverage:.0%}",
                "; ".join(parts),
                *(model.sentence for model in each.models),
            ],
        )
    choice = found.choice
    _lines(
        out,
        f"CHOSEN under {found.file.slots} slots and {found.file.budget:g} {found.file.unit}, proven best",
        [", ".join(choice.chosen) or "none", f"meets {len(choice.met)} children; cost {choice.cost:g}"],
    )
    _lines(out, f"UNMET  ({len(choice.unmet)})", [", ".join(choice.unmet) or "nobody"])
    _lines(out, "WITHOUT ANY OPTION NOW", [", ".join(found.without_option) or "nobody"])
    moved = [m for m in found.moved if m.gained or m.lost]
    _lines(
        out,
        "WHAT MOVES THE CHOICE",
        [f"{m.change}: in {', '.join(m.gained) or 'none'}; out {', '.join(m.lost) or 'none'}" for m in moved],
    )


def print_learned(found: LearningReport) -> None:
    """Print what was learned, regimen by regimen."""
    out = console()
    for each in found.regimens:
        time = each.time
        planned = "" if time.planned_days is None else f", {time.planned_days} of them planned"
        days = f"{time.contact_days} of {time.days} days with care in person ({time.share:.0%}){planned}"
        lines = [f"response: {each.response.sentence}", f"before: {each.prior}", f"severe harm: {each.harm.sentence}"]
        _lines(out, f"{each.regimen.name} ({time.children} own children)", [*lines, days])
    for first, second, one in found.doors:
        low, high = one.bounds
        told = f"a child of {first} did better than one of {second} in {one.probability:.0%} of pairs"
        odds = f"win ratio {one.win_ratio:.2f}; " if one.losses else ""
        _lines(out, "CHILD BY CHILD", [f"{told} (95 % interval {low:.0%} to {high:.0%}); {odds}not randomised"])


def _head(out: Console, text: str) -> None:
    out.print()
    out.print(Text(text, style="bold"))


def _lines(out: Console, head: str, lines: Iterable[str]) -> None:
    told = [line for line in lines if line]
    if told:
        _head(out, head)
        _plain(out, told)


def _plain(out: Console, lines: Iterable[str]) -> None:
    for line in lines:
        out.print(Padding(Text(line), (0, 0, 0, 2), expand=False))

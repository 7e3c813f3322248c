"""Prints the paths of the next cohorts as a tree, and designs side by side."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text
from rich.tree import Tree

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.designs.compare import Comparison, Measures
from rosette.designs.path_words import note_of
from rosette.designs.paths import Node, Paths, Step
from rosette.designs.spec import Scenario, Specification
from rosette.designs.words import act_of
from rosette.documents.designs.comparison import meanings
from rosette.documents.drawings.designs.comparison import correct_words, letter
from rosette.documents.drawings.designs.levels import JOINED, mean, percent
from rosette.documents.drawings.designs.paths import seen_words, then_words
from rosette.version import SOFTWARE


class Plain(Tree):
    """A tree whose lines any terminal has."""

    TREE_GUIDES = [Tree.ASCII_GUIDES] * len(Tree.TREE_GUIDES)


STYLES = {"escalate": "green", "start": "green", "stay": "", "de-escalate": "yellow", "stop": "bold"}


def print_paths(spec: Specification, found: Paths, scenario: Scenario | None, file: Path | None) -> None:
    """Print the tree; a state that was printed before is not unfolded again."""
    out = console()
    variant = f" ({spec.design.variant})" if spec.design.variant else ""
    head(out, f"{spec.name}: {spec.design.name}{variant}, {found.ahead}")
    if note := note_of(found):
        out.print(Text(f"  {note}"))
    if scenario is not None:
        out.print(Text(f"  probabilities of the scenario {scenario.name}"))
    out.print(Text("  NT: outcomes of a cohort; 0/3 · 1/3: toxicities of children by level", style="dim"))
    out.print(Text("  a state that is met in several ways is one: its probability is that of all ways", style="dim"))
    printer = _Printer(spec, found, scenario)
    root = Plain(printer.told(0, 0, ""))
    printer.grow(root, 0, 0)
    out.print(root)
    _foot(spec.digest[:12], file)


class _Printer:
    """Grows the tree node by node."""

    def __init__(self, spec: Specification, found: Paths, scenario: Scenario | None) -> None:
        self.names = [level.name for level in spec.levels]
        self.found = found
        self.shares = None if scenario is None else found.probabilities(scenario.toxicity)
        self.printed: set[tuple[int, int]] = set()

    def grow(self, tree: Tree, depth: int, place: int) -> None:
        """Add what follows a node."""
        self.printed.add((depth, place))
        for step in self._after(depth, place):
            before = (depth + 1, step.child) in self.printed
            branch = tree.add(self.told(depth + 1, step.child, _outcomes(step), before=before))
            if not before:
                self.grow(branch, depth + 1, step.child)

    def told(self, depth: int, place: int, outcomes: str, *, before: bool = False) -> Text:
        """A node in a line: outcomes, what is seen, what follows, its probability."""
        node: Node = self.found.layers[depth][place]
        act = act_of(dose=node.dose, reason=node.reason, at=node.state.at)
        share = [] if self.shares is None else [_percent(self.shares[depth][place])]
        ways = [f"{node.ways} ways"] if node.ways > 1 else []
        again = ["as above"] if before else []
        told = [seen_words(node), *share, *ways, *again]
        then = (then_words(node, self.names), STYLES.get(act, ""))
        return Text.assemble((f"{outcomes} " if outcomes else "", "bold"), then, f"  [{'; '.join(told)}]")

    def _after(self, depth: int, place: int) -> list[Step]:
        steps = self.found.steps[depth] if depth < len(self.found.steps) else ()
        return [step for step in steps if step.parent == place]


def _outcomes(step: Step) -> str:
    return f"{step.dose}{'N' * (step.size - step.toxicities)}{'T' * step.toxicities}"


def print_comparison(found: Comparison, file: Path | None) -> None:
    """Print a table for each scenario, and what the words mean."""
    out = console()
    head(out, found.title)
    lines(out, "", (f"{letter(place)}: {name}" for place, name in enumerate(found.designs)))
    columns = ("", "correct", "too toxic", "none", "above", "toxicities", "children", "source")
    for scenario in found.scenarios:
        cells = [found.cell(name, scenario.name) for name in found.designs]
        rows = [(letter(place), *_figures(cell.measures), cell.source) for place, cell in enumerate(cells)]
        rates = ", ".join(f"{100 * rate:g}" for rate in scenario.toxicity)
        table(out, f"{scenario.name}: {rates} %; correct: {correct_words(scenario)}", columns, rows)
    lines(out, "WHAT THE WORDS MEAN", meanings(found))
    _foot("", file)


def _figures(measures: Measures | None) -> tuple[str, ...]:
    if measures is None:
        return ("—",) * 6
    return (
        _percent(measures.correct),
        "—" if measures.too_toxic is None else _percent(measures.too_toxic),
        _percent(measures.none),
        mean(measures.above),
        mean(measures.toxicities),
        mean(measures.children),
    )


def _percent(share: float) -> str:
    """A share as terminals show it: with a space of the plain kind."""
    return percent(share).replace(JOINED, " ")


def _foot(digest: str, file: Path | None) -> None:
    out = console()
    out.print()
    if file is not None:
        out.print(Text(f"written to {file}"))
    source = f"design file {digest} · " if digest else ""
    out.print(Text(f"{source}{SOFTWARE} · informs a team that decides", style="dim"))

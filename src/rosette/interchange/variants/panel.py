"""What an assay looked at: genes a line with their alterations, or the regions of a BED file with names of genes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Loss
from rosette.kernel import Problems, one_of
from rosette.knowledge import Knowledge
from rosette.molecular import find_gene
from rosette.records.facts.disease import ALTERATIONS

_GENE = re.compile(r"[A-Za-z][A-Za-z0-9.@/-]{0,30}")
UNNAMED = "the regions name no genes; which genes they hold is not worked out without a reference"


@frozen(kw_only=True)
class Panel:
    """The alterations that were looked for, by gene symbol; losses: lines that name no gene."""

    covers: Mapping[str, frozenset[str]] = field(factory=dict, eq=False)
    losses: tuple[Loss, ...] = ()


def read_panel(text: str | None, knowledge: Knowledge) -> Panel:
    """Read a panel; raises InterchangeError with every line that is neither. Without a text nothing was looked for."""
    rows = [(number, line.split("#")[0].strip()) for number, line in enumerate((text or "").splitlines(), 1)]
    rows = [(number, line) for number, line in rows if line and not line.startswith(("track", "browser"))]
    problems, covers, losses = Problems(), dict[str, set[str]](), list[Loss]()
    for number, line in rows:
        cells = re.split(r"[\t ,;]+", line)
        if _is_region(cells):
            _region(cells, number, covers, losses, knowledge)
        else:
            _gene(cells, number, covers, problems, knowledge)
    problems.raise_as(InterchangeError, what="panel")
    return Panel(covers={gene: frozenset(each) for gene, each in covers.items()}, losses=tuple(losses))


def _is_region(cells: list[str]) -> bool:
    return len(cells) >= 3 and cells[1].isdecimal() and cells[2].isdecimal()


def _region(
    cells: list[str], number: int, covers: dict[str, set[str]], losses: list[Loss], knowledge: Knowledge
) -> None:
    """A region counts as its gene only where the name is that of a gene that is known here."""
    name = cells[3] if len(cells) > 3 else ""
    gene = find_gene(re.split(r"[_.:|(]", name)[0], knowledge) if name else None
    if gene is None:
        losses.append(Loss(place=f"panel, line {number}", said=" ".join(cells[:4]), why=UNNAMED, grade="kept_aside"))
    else:
        covers.setdefault(gene.id, set()).add("mutation")


def _gene(cells: list[str], number: int, covers: dict[str, set[str]], problems: Problems, knowledge: Knowledge) -> None:
    at = f"line {number}"
    if not _GENE.fullmatch(cells[0]):
        problems.add(at, found=f'"{cells[0][:40]}" is no gene symbol', wanted="a gene a line, or BED")
    for word in cells[1:]:
        if word not in ALTERATIONS:
            problems.add(at, found=f'"{word[:40]}" is no alteration', wanted=one_of(ALTERATIONS))
    known = find_gene(cells[0], knowledge)
    covers.setdefault(known.id if known else cells[0], set()).update(cells[1:] or ["mutation"])

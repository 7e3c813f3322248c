"""The paths of the next cohorts as a tree from left to right; equal states are one box that several lines lead to."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.designs.paths import Node, Paths
from rosette.designs.words import act_of
from rosette.documents.drawings.designs.levels import Element, badge, cut, numbered, percent
from rosette.documents.drawings.svg import Sheet

HEAD = (
    "No.", "After", "Toxicities of children, by level", "Reached from", "Ways", "Then", "Because", "Probability",
)  # fmt: skip
WIDE, GAP, LEAST, ENTRY, TOP, SPACE = 210.0, 92.0, 54.0, 17.0, 30.0, 10.0


def seen_words(node: Node) -> str:
    """Toxicities of children of every level up to the highest that was tried."""
    tried = [f"{y}/{n}" if n else "–" for n, y in zip(node.state.n, node.state.y, strict=True)]
    while tried and tried[-1] == "–":
        tried.pop()
    return " · ".join(tried) or "nobody yet"


def then_words(node: Node, names: Sequence[str]) -> str:
    """What follows a node: the act with its level, or the end with what is recommended."""
    act = act_of(dose=node.dose, reason=node.reason, at=node.state.at)
    if node.dose is not None:
        return f"{act}: level {names[node.dose - 1]}"
    named = "none" if node.recommended is None else f"level {names[node.recommended - 1]}"
    return f"{act}: {named} recommended"


def _short(node: Node, names: Sequence[str]) -> str:
    """What follows, short enough for a box: the badge has the act."""
    if node.dose is None:
        return then_words(node, names)
    act = act_of(dose=node.dose, reason=node.reason, at=node.state.at)
    return f"{SHORT[act]} level {names[node.dose - 1]}"


SHORT = {"start": "start at", "escalate": "up to", "stay": "stay at", "de-escalate": "down to"}


def paths_table(
    found: Paths, names: Sequence[str] = (), scenario: Sequence[float] | None = None
) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD; without a scenario the last column is a dash."""
    levels, numbers = names or numbered(found.design.doses), numbers_of(found)
    shares = found.probabilities(scenario) if scenario is not None else None
    return tuple(
        (
            str(numbers[depth, place]),
            "now" if not depth else f"{depth} of {len(found.steps)}",
            seen_words(node),
            _origins(found, numbers, depth, place),
            str(node.ways),
            then_words(node, levels),
            node.reason.words,
            "—" if shares is None else percent(shares[depth][place]),
        )
        for depth, layer in enumerate(found.layers)
        for place, node in enumerate(layer)
    )


def numbers_of(found: Paths) -> dict[tuple[int, int], int]:
    """The number of every node, layer by layer."""
    keys = [(depth, place) for depth, layer in enumerate(found.layers) for place in range(len(layer))]
    return {key: number for number, key in enumerate(keys, 1)}


def _origins(found: Paths, numbers: dict[tuple[int, int], int], depth: int, place: int) -> str:
    if not depth:
        return "—"
    steps = [step for step in found.steps[depth - 1] if step.child == place]
    return "; ".join(f"{step.toxicities}/{step.size} from {numbers[depth - 1, step.parent]}" for step in steps)


@frozen(kw_only=True)
class _Place:
    """Where a box stands: its left edge, top, height, and where each step enters, by parent and toxicities."""

    x: float
    y: float
    height: float
    entries: dict[tuple[int, int], float]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def paths_svg(
    found: Paths,
    *,
    names: Sequence[str] = (),
    scenario: Sequence[float] | None = None,
    prefix: str = "paths",
    mirrored: bool = False,
) -> str:
    """The tree as SVG; with a scenario every box has its probability."""
    places = _places(found)
    together = "one child at a time, each observed in full" if found.alone else f"{found.size} children a cohort"
    sheet = Sheet(
        width=len(found.layers) * (WIDE + GAP) - GAP + 8,
        height=max(each.y + each.height for layer in places for each in layer) + 12,
        title=f"What may follow: {found.ahead}",
        description=f"From left to right, {together}. On a line: toxicities of children in the cohort. In a box: "
        "toxicities of children at each level from the lowest, and what follows. The table beside says the same.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-paths")
    _lines(sheet, root, found, places)
    shares = found.probabilities(scenario) if scenario is not None else None
    levels, numbers = names or numbered(found.design.doses), numbers_of(found)
    for depth, layer in enumerate(found.layers):
        sheet.label(root, places[depth][0].x + 4, 16, _when(found, depth), "rz-track")
        for place, node in enumerate(layer):
            share = "" if shares is None else percent(shares[depth][place])
            _box(sheet, root, places[depth][place], node, _short(node, levels), numbers[depth, place], share)
    return sheet.done(root)


def _when(found: Paths, depth: int) -> str:
    if not depth:
        return "now"
    one, more = ("child", "children") if found.alone else ("cohort", "cohorts")
    return f"after {depth} {one if depth == 1 else more}"


def _places(found: Paths) -> list[list[_Place]]:
    """Each layer stacked in the order of what leads to it, all layers centred."""
    orders = _orders(found)
    heights = [
        [_height(found, depth, place) for place in range(len(layer))] for depth, layer in enumerate(found.layers)
    ]
    tall = max(sum(each) + SPACE * (len(each) - 1) for each in heights)
    made: list[list[_Place]] = []
    for depth, order in enumerate(orders):
        own = sum(heights[depth]) + SPACE * (len(order) - 1)
        y, layer = TOP + (tall - own) / 2, dict[int, _Place]()
        for place in order:
            entries = _entries(found, made, depth, place, y, heights[depth][place])
            layer[place] = _Place(x=4 + depth * (WIDE + GAP), y=y, height=heights[depth][place], entries=entries)
            y += heights[depth][place] + SPACE
        made.append([layer[place] for place in range(len(order))])
    return made


def _orders(found: Paths) -> list[list[int]]:
    """For every layer its places from top to bottom: by the mean rank of the parents, then by toxicities."""
    orders = [[0]]
    for depth, steps in enumerate(found.steps, 1):
        rank = {place: at for at, place in enumerate(orders[-1])}
        ranks: dict[int, list[float]] = {}
        for step in steps:
            ranks.setdefault(step.child, []).append(rank[step.parent] + step.toxicities / (step.size + 1))
        orders.append(sorted(range(len(found.layers[depth])), key=lambda at: sum(ranks[at]) / len(ranks[at])))
    return orders


def _height(found: Paths, depth: int, place: int) -> float:
    coming = sum(step.child == place for step in found.steps[depth - 1]) if depth else 0
    return max(LEAST, ENTRY * coming + 6)


def _entries(
    found: Paths, made: list[list[_Place]], depth: int, place: int, y: float, height: float
) -> dict[tuple[int, int], float]:
    if not depth:
        return {}
    coming = [step for step in found.steps[depth - 1] if step.child == place]
    coming.sort(key=lambda step: (made[depth - 1][step.parent].y, step.toxicities))
    first = y + height / 2 - ENTRY * (len(coming) - 1) / 2
    return {(step.parent, step.toxicities): first + ENTRY * at for at, step in enumerate(coming)}


def _lines(sheet: Sheet, root: Element, found: Paths, places: list[list[_Place]]) -> None:
    for depth, steps in enumerate(found.steps, 1):
        for step in steps:
            one, two = places[depth - 1][step.parent], places[depth][step.child]
            y = two.entries[step.parent, step.toxicities]
            sheet.line(root, one.x + WIDE, one.middle, two.x - 34, y, "rz-way")
            sheet.line(root, two.x - 6, y, two.x, y, "rz-way")
            sheet.label(root, two.x - 20, y + 4, f"{step.toxicities}/{step.size}", "rz-what", "middle")


def _box(sheet: Sheet, root: Element, at: _Place, node: Node, then: str, number: int, share: str) -> None:
    act = act_of(dose=node.dose, reason=node.reason, at=node.state.at)
    sheet.box(root, at.x, at.y, WIDE, at.height, f"rz-node rz-node--{act}", f"{number}: {node.reason.words}")
    badge(sheet, root, at.x + 16, at.middle, act)
    head, text = at.middle - 10, WIDE - 38
    sheet.label(root, at.x + 32, head, cut(seen_words(node), text - 18), "rz-track")
    sheet.label(root, at.x + WIDE - 6, head - 3, str(number), "rz-tick", "end")
    sheet.label(root, at.x + 32, head + 15, cut(then, text * 1.12), "rz-what")
    ways = f"{node.ways} ways" if node.ways > 1 else ""
    sheet.label(root, at.x + 32, head + 28, " · ".join(each for each in (share, ways) if each), "rz-tick")

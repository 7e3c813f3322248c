"""A protocol version for people: specification, laws, exact characteristics, decision table, example states."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.designs.conduct import Activated, Attached, Ledger, act_text
from rosette.designs.design import Design
from rosette.designs.grids import decision_grid
from rosette.designs.intervals import DecisionTable
from rosette.designs.spec import Specification
from rosette.designs.states import State
from rosette.designs.words import table_rows
from rosette.documents.drawings.designs import (
    characteristics_svg,
    characteristics_table,
    decisions_head,
    decisions_svg,
    decisions_table,
    level_names,
    supposed_words,
)
from rosette.documents.drawings.designs.characteristics import HEAD
from rosette.kernel import NotComputable, UsageError
from rosette.server.clinic.presenters.trials.path import Figure
from rosette.server.services.trials import Looked

ENOUGH = (3, 6)


@frozen(kw_only=True)
class Kept:
    """The characteristics that were attached, as the drawing of characteristics reads them."""

    scenario: tuple[float, ...]
    selected: tuple[float, ...]
    none: float
    children: tuple[float, ...]
    toxicities: tuple[float, ...]

    @classmethod
    def of(cls, each: Attached) -> Kept:
        """From the entry that activated the version."""
        return cls(
            scenario=each.toxicity,
            selected=each.selected,
            none=each.none,
            children=each.children,
            toxicities=each.toxicities,
        )


@frozen(kw_only=True)
class VersionWords:
    """A protocol version in facts and tables."""

    name: str
    digest: str
    facts: Sequence[tuple[str, str]]
    levels: Sequence[Sequence[str]]
    windows: Sequence[Sequence[str]]
    characteristics: Figure | None
    decisions: Figure | None
    boundaries: Sequence[Sequence[str]]
    examples: Sequence[Sequence[str]]

    @classmethod
    def of(cls, found: Specification, entry: Activated, *, mirrored: bool = False) -> VersionWords:
        """Say a version with what was computed for it."""
        plan = found.conduct
        return cls(
            name=found.name,
            digest=found.digest,
            facts=tuple(_facts(found, entry)),
            levels=tuple((each.name, str(each.dose), str(each.cap or "—"), each.needs or "—") for each in found.levels),
            windows=tuple((each.criterion, f"{each.days} days") for each in plan.windows) if plan else (),
            characteristics=characteristics_figure(found, entry, mirrored=mirrored),
            decisions=decisions_figure(found, mirrored=mirrored),
            boundaries=_boundaries(found.design),
            examples=tuple(example_rows(found.design)),
        )


def _facts(found: Specification, entry: Activated) -> list[tuple[str, str]]:
    design, plan = found.design, found.conduct
    facts = [
        ("Design", f"{design.name}{f', {design.variant}' if design.variant else ''}, version {design.version}"),
        ("Begins at", f"level {design.start}"),
        ("A decision opens", f"{design.cohort} {'place' if design.cohort == 1 else 'places'}"),
        ("At most", f"{design.most} children"),
        ("While children are under observation", "it decides" if design.observes else "it waits, unless determined"),
        ("States swept", f"{entry.states}, no law broken" if not entry.findings else f"{entry.states}"),
    ]
    if plan is not None:
        facts += [("Evaluable", plan.evaluable), ("A dose may differ without reason by", f"{plan.tolerance:.0%}")]
    if plan is not None and plan.expansion:
        more = plan.expansion
        stops = f"stops once the rate is above {more.rate:.0%} with probability {more.certainty:.0%}"
        facts.append(("Expansion", f"{more.children} children; {stops}"))
    return facts


def characteristics_figure(found: Specification, entry: Activated, *, mirrored: bool) -> Figure | None:
    """The exact characteristics as a drawing with its table; None when the file holds no scenario."""
    named = [(each.scenario, Kept.of(each)) for each in entry.characteristics]
    if not named:
        return None
    names = level_names(found)
    return Figure(
        note="Worked out over every way the trial can go, not simulated; nobody is under observation at a decision.",
        caption="Exact characteristics",
        svg=characteristics_svg(named, names=names, target=found.target, mirrored=mirrored),
        head=HEAD,
        rows=characteristics_table(named, names),
    )


def decisions_figure(found: Specification, *, mirrored: bool) -> Figure | None:
    """What is decided at a level in the middle; None when there is no level in the middle."""
    try:
        grid = decision_grid(found.design)
    except NotComputable:
        return None
    return Figure(
        note=supposed_words(grid),
        caption="Decisions",
        svg=decisions_svg(grid, mirrored=mirrored),
        head=decisions_head(grid),
        rows=decisions_table(grid),
    )


def _boundaries(design: Design) -> tuple[tuple[str, ...], ...]:
    if not isinstance(design.chooser, DecisionTable):
        return ()
    return tuple(
        tuple("—" if cell is None else str(cell) for cell in row.values())
        for row in table_rows(design.chooser, design.most)
    )


def example_rows(design: Design) -> list[tuple[str, str, str]]:
    """The decision after small groups at the first level: with no, one, two toxicities and so on."""
    found = []
    for size in ENOUGH:
        for toxic in range(min(size, 3) + 1):
            try:
                decision = design.decide(_at_start(design, size, toxic))
            except UsageError:
                continue
            next_ = act_text(decision.dose)
            found.append(
                (f"{toxic}/{size} at level {design.start}", next_[:1].upper() + next_[1:], decision.reason.words)
            )
    return found


def _at_start(design: Design, size: int, toxic: int) -> State:
    zeros = [0] * design.doses
    n, y = list(zeros), list(zeros)
    n[design.start - 1], y[design.start - 1] = size, toxic
    last = min(size, design.cohort)
    return State(n=tuple(n), y=tuple(y), at=design.start, last=(last, min(toxic, last)), pending=tuple(zeros))


@frozen(kw_only=True)
class DesignPage:
    """The version in force, and those before it."""

    title: str
    version: VersionWords
    history: Sequence[Sequence[str]]

    @classmethod
    def of(cls, name: str, ledger: Ledger, *, mirrored: bool = False) -> DesignPage:
        """Say the versions of a trial."""
        active = ledger.of(Activated)
        return cls(
            title=f"Design of {name}",
            version=VersionWords.of(ledger.specification, active[-1], mirrored=mirrored),
            history=tuple((str(each.day), each.by, each.name, each.specification[:12]) for each in active),
        )


@frozen(kw_only=True)
class LookedPage:
    """A design file before the confirming click."""

    title: str
    version: VersionWords
    refusals: Sequence[str]
    text: str

    @classmethod
    def of(cls, found: Looked) -> LookedPage:
        """Say what was found."""
        words = VersionWords.of(found.specification, found.entry)
        return cls(title="Readiness check", version=words, refusals=found.refusals, text=found.text)

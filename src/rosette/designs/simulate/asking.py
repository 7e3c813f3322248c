"""The rule is asked for every place that a trial can be in, before trials are played: no second rule is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import evolve, frozen

from rosette.designs.crm import INTERCEPT
from rosette.designs.design import Coherent, Design, NoSkip
from rosette.designs.exact import Chain, chain_of
from rosette.designs.late import TiteBoin, TiteCrm
from rosette.designs.simulate.graph import Graph, graph_of
from rosette.designs.states import FloatArray, IntArray, Mask, States, Watched
from rosette.designs.steps import FULL, RollingSix
from rosette.kernel import NotComputable

GRAPH, PLACES, MODEL = 0, 1, 2
PARTS, MANY, PACK = 3, 10**6, 64
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@frozen(kw_only=True, eq=False)
class Answers:
    """The answers of a design for the loop with a clock: its kind, its limits, and the rule as graph, table or model.

    limits: cohort, most children, children that fill a dose, start.
    """

    design: Design
    kind: int
    limits: IntArray
    rule: tuple[Any, ...]
    graph: Graph | None = None


def answers_before(design: Design) -> bool:
    """Whether the rule of a design can be asked for all places beforehand."""
    model = isinstance(design.chooser, TiteCrm) and design.safety is None
    known = model or isinstance(design.chooser, (TiteBoin, RollingSix))
    return not (design.efficacy or design.lots) and (known or not design.observes)


def answers_of(design: Design, *, chain: Chain | None = None) -> Answers:
    """Every answer that the loop can need; raises NotComputable for a design that it cannot play."""
    if not answers_before(design):
        raise NotComputable(f"{design.name} has too many places to ask its rule for all of them")
    graph = None if design.observes else graph_of(chain or chain_of(design))
    kind = GRAPH if graph is not None else MODEL if isinstance(design.chooser, TiteCrm) else PLACES
    return Answers(
        design=design,
        kind=kind,
        limits=np.array([design.cohort, design.most, FULL, design.start]),
        rule=(*_graph(graph), *(_table(design) if kind == PLACES else _no_table()), *_model(design)),
        graph=graph,
    )


def _graph(graph: Graph | None) -> tuple[IntArray, ...]:
    if graph is None:
        return np.zeros((4, 1), dtype=np.int64), np.zeros(1, dtype=np.int64)
    return np.array((graph.dose, graph.size, graph.row, graph.why)), graph.child


def _model(design: Design) -> tuple[Any, ...]:
    """Five grids of the model, its skeleton, and target, coherence, curve and intercept."""
    if not isinstance(design.chooser, TiteCrm):
        table, line = np.zeros((1, 1)), np.zeros(1)
        return table, table, table, line, line, line, np.zeros(4)
    coherent = [each for each in design.limits if isinstance(each, Coherent)]
    known = all(isinstance(each, (NoSkip, Coherent)) for each in design.limits)
    if not known or len(coherent) + 1 != len(design.limits) or design.safety is not None:
        raise NotComputable("a TITE-CRM is played with its own limits only: no skipped dose, and coherent or not")
    model = design.chooser.model
    numbers = np.array([model.target, len(coherent), model.model == "logistic", INTERCEPT], dtype=float)
    return *model.grid, np.array(model.skeleton), numbers


def _no_table() -> tuple[Any, ...]:
    return np.zeros((1, 1, 1), dtype=bool), np.zeros((1,) * 7, dtype=np.int16), np.zeros((1, 1, 1, 2))


def _table(design: Design) -> tuple[Any, ...]:
    """Which counts are too toxic; the answers by n, y, c, dose, what is too toxic below, room there, follow-up; cuts.

    An answer is 64 x (dose + 1) + reason. Source: the rule itself, asked once for a state of each place.
    """
    most = _most(design)
    n, y, c = _counts(most)
    cuts = np.full((most + 1, most + 1, most + 1, 2), (-np.inf, np.inf))
    if isinstance(design.chooser, TiteBoin):
        cuts[n, y, c] = np.column_stack(design.chooser.cuts(n, y, c))
    shape = (most + 1, most + 1, most + 1, design.doses, design.doses + 2, 2, PARTS)
    answers = np.zeros(shape, dtype=np.int16)
    endless, followed = evolve(design, most=MANY), _follow_up(cuts[n, y, c])
    for at, top, room, part in _places(design.doses):
        states = _witness(design.doses, at, top, room * FULL, most, (n, y, c), followed[part])
        found = endless.wishes(states)
        answers[n, y, c, at - 1, top, room, part] = PACK * (found.dose + 1) + found.why
    return _too_toxic(design, most), answers, cuts


def witnesses(design: Design) -> Iterator[States]:
    """A state for every place with children under observation, at five shares of their follow-up."""
    most = _most(design)
    counts = tuple(each[_counts(most)[2] > 0] for each in _counts(most))
    for at, top, room, part in _places(design.doses):
        if part == 0:
            for share in SHARES:
                followed = share * counts[2].astype(float)
                yield _witness(design.doses, at, top, room * FULL, most, counts, followed)


def _most(design: Design) -> int:
    return FULL if isinstance(design.chooser, RollingSix) else design.most


def _places(doses: int) -> Iterator[tuple[int, int, int, int]]:
    """Dose, highest dose below what is too toxic, whether that one is full (asked only below the dose), follow-up."""
    for at in range(1, doses + 1):
        for top in range(min(at + 1, doses) + 1):
            rooms = (0, 1) if 0 < top < at else (0,)
            yield from ((at, top, room, part) for room in rooms for part in range(PARTS))


def _counts(most: int) -> tuple[IntArray, IntArray, IntArray]:
    """Every n, y of them, and c with them, of at most so many children."""
    n, y, c = np.indices((most + 1,) * 3).reshape(3, -1)
    fits = (y <= n) & (n + c <= most)
    return n[fits], y[fits], c[fits]


def _follow_up(cuts: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """A follow-up at or below the lower cut, between the two, and at or above the upper one; a cut may be endless."""
    low, high = cuts.T
    low = np.where(np.isfinite(low), low, np.where(np.isfinite(high), high, 0.0) - 1)
    high = np.where(np.isfinite(high), high, low + 1)
    return low, (low + high) / 2, high


def _witness(
    doses: int, at: int, top: int, below: int, most: int, counts: tuple[IntArray, ...], followed: FloatArray
) -> States:
    """One state for each n, y, c at dose `at`, with the dose above `top` too toxic and so many children at `top`."""
    n, y, _ = counts
    tables = np.zeros((3, len(n), doses), dtype=np.int64)
    if top < doses and top + 1 != at:
        tables[:2, :, top] = most
    if below:
        tables[0, :, top - 1] = below
    tables[:, :, at - 1] = counts
    here = np.full(len(n), at)
    watched = Watched(dose=here[:, None], share=followed[:, None])
    return States(n=tables[0], y=tables[1], at=here, last_n=n, last_y=y, pending=tables[2], watched=watched)


def _too_toxic(design: Design, most: int) -> Mask:
    """For every dose, children treated and y whether the dose is too toxic; shape (doses, most + 1, most + 1).

    Those under observation are treated: the designs that are played by places count them, or look at y alone.
    """
    n, y = (each.ravel() for each in np.indices((most + 1,) * 2))
    hot = np.zeros((design.doses, most + 1, most + 1), dtype=bool)
    for dose in range(1, design.doses + 1):
        fits = y <= n
        counts = n[fits], y[fits], np.zeros_like(n[fits])
        states = _witness(design.doses, dose, design.doses, 0, most, counts, np.zeros(len(n[fits])))
        hot[dose - 1, n[fits], y[fits]] = ~design.admissible(states)[:, dose - 1]
    return hot

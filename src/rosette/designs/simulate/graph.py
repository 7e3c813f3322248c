"""All answers of a rule as one graph: the merged states of the exact engine, to walk over."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.exact import Chain
from rosette.designs.states import STOP, IntArray


@frozen(kw_only=True, eq=False)
class Graph:
    """State 0 is the trial before its first child; n, y: shape (states, doses), the rest: shape (states,).

    dose: of the next cohort, 0 where the trial ends; size: of that cohort; row: where the ways on begin in `child`,
    one for each number of toxicities; chosen: the recommended dose of an end; why: the reason of the decision.
    """

    n: IntArray
    y: IntArray
    dose: IntArray
    size: IntArray
    row: IntArray
    child: IntArray
    chosen: IntArray
    why: IntArray


def graph_of(chain: Chain) -> Graph:
    """The chain as one graph."""
    design, layers = chain.design, chain.layers
    sizes = [1, *(len(layer.next) for layer in layers)]
    starts = np.cumsum([0, *sizes])
    parents = np.concatenate([layer.parent + start for layer, start in zip(layers, starts, strict=False)])
    first = np.flatnonzero(np.diff(parents, prepend=-1))
    size, row = np.zeros(starts[-1], dtype=np.int64), np.zeros(starts[-1], dtype=np.int64)
    row[parents[first]] = first
    size[parents[first]] = np.concatenate([layer.size for layer in layers])[first]
    nobody = np.zeros((1, design.doses), dtype=np.int64)
    return Graph(
        n=np.concatenate([nobody, *(layer.states.n for layer in layers)]),
        y=np.concatenate([nobody, *(layer.states.y for layer in layers)]),
        dose=np.concatenate([[design.start], *(layer.next for layer in layers)]),
        size=size,
        row=row,
        child=np.concatenate([layer.child + start for layer, start in zip(layers, starts[1:], strict=False)]),
        chosen=np.concatenate([[STOP], *chain.recommended]),
        why=np.concatenate([[0], *(layer.why for layer in layers)]),
    )

"""Screens a table: each distinct node once, as two bit masks over children, folded like the days of a timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from rosette.eligibility import nodes as n
from rosette.eligibility.judge import fold
from rosette.eligibility.nodes import Leaf, Node, children, leaves
from rosette.eligibility.screening.columns import Pair, age, coded, measured
from rosette.eligibility.screening.given import prior, taking, washout
from rosette.eligibility.screening.sparse import attested, condition, molecular, performance
from rosette.eligibility.screening.table import Bools, Table
from rosette.kernel import Masks, Truth

COLUMNS: Mapping[type, Callable[[Table, Any], Pair]] = {
    n.Age: age,
    n.Attested: attested,
    n.Compare: measured,
    n.Condition: condition,
    n.Is: coded,
    n.Molecular: molecular,
    n.Performance: performance,
    n.Prior: prior,
    n.Taking: taking,
    n.Washout: washout,
}


@frozen(eq=False)
class Screened:
    """Truth of every node for every child, held as masks; children stand in the order of the table."""

    size: int
    masks: Mapping[Node, Masks] = field(repr=False)

    def truths(self, node: Node) -> list[Truth]:
        """Truth of one node, a child."""
        yes, no = self.masks[node]
        return [
            Truth.YES if yes >> place & 1 else Truth.NO if no >> place & 1 else Truth.UNKNOWN
            for place in range(self.size)
        ]

    def codes(self, node: Node) -> NDArray[np.int8]:
        """Truth of one node as 0 NO, 1 UNKNOWN, 2 YES; shape (n,)."""
        yes, no = (_unpacked(mask, self.size) for mask in self.masks[node])
        return (1 + yes.astype(np.int8) - no.astype(np.int8)).astype(np.int8)

    def count(self, node: Node) -> tuple[int, int, int]:
        """Number of children for whom the node is YES, UNKNOWN and NO."""
        yes, no = (mask.bit_count() for mask in self.masks[node])
        return yes, self.size - yes - no, no


@define(eq=False)
class _Fold:
    full: int
    masks: dict[Node, Masks]

    def of(self, node: Node) -> Masks:
        found = self.masks.get(node)
        if found is None:
            found = fold(node, [self.of(part) for part in children(node)], full=self.full)
            self.masks[node] = found
        return found


def screen(nodes: Sequence[Node], table: Table, *, threads: int = 2, steady: tuple[type[Any], ...] = ()) -> Screened:
    """Judge every node for every child of the table on its day; equal to `judge`, cell by cell.

    steady: kinds of leaves that are the same for every record of the table, so that the first speaks for all:
    for records that differ by a few facts only.
    """
    distinct = list(dict.fromkeys(leaf for node in nodes for leaf in leaves(node)))
    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(
            lambda share: {leaf: _leaf(table, leaf, steady) for leaf in share},
            [distinct[n::threads] for n in range(threads)],
        )
        masks: dict[Node, Masks] = {leaf: found for share in shares for leaf, found in share.items()}
    folded = _Fold((1 << len(table)) - 1, masks)
    for node in nodes:
        folded.of(node)
    return Screened(len(table), folded.masks)


def _leaf(table: Table, leaf: Leaf, steady: tuple[type[Any], ...]) -> Masks:
    if isinstance(leaf, steady):
        whole = (1 << len(table)) - 1
        yes_of_first, no_of_first = _leaf(table.first, leaf, ())
        return whole * yes_of_first, whole * no_of_first
    compared: Any = COLUMNS.get(type(leaf))
    yes, no = compared(table, leaf) if compared is not None else table.judged(leaf)
    return _packed(yes), _packed(no)


def _packed(flags: Bools) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _unpacked(mask: int, size: int) -> Bools:
    raw = np.frombuffer(mask.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(raw, count=size, bitorder="little").astype(np.bool_)

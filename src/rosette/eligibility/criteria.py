"""Criteria as a trial lists them: an id, a polarity, an expression, the place in the source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from rosette.eligibility.expressions import write_expression
from rosette.eligibility.nodes import Attested, Leaf, Node, Not, leaves, replace_leaves

Polarity = Literal["require", "exclude"]


@frozen(kw_only=True)
class Criterion:
    """One criterion. `require` must be true, `exclude` must be false; `met` says both as one node."""

    id: str
    polarity: Polarity
    node: Node
    cite: str

    @property
    def met(self) -> Node:
        """The node that is YES when the criterion is met."""
        return self.node if self.polarity == "require" else Not(part=self.node)

    @property
    def text(self) -> str:
        """The criterion as it is written, without id and citation."""
        return f"{self.polarity} {write_expression(self.node)}"

    def line(self) -> str:
        """The whole line of the criteria language."""
        return f"{self.id} {self.text} [{self.cite}]"


@frozen(kw_only=True)
class Note:
    """A sentence of the source that is not eligibility, kept and shown, never judged."""

    id: str
    text: str
    cite: str

    def line(self) -> str:
        """The whole line of the criteria language."""
        return f'{self.id} note "{self.text}" [{self.cite}]'


@frozen(kw_only=True)
class Drop:
    """In an overlay: the criterion of that id does not apply here."""

    id: str

    def line(self) -> str:
        """The whole line of the criteria language."""
        return f"drop {self.id}"


Item = Criterion | Note | Drop


def print_criteria(items: Iterable[Item]) -> str:
    """Write criteria, one a line; parsing gives them back."""
    return "\n".join(item.line() for item in items)


def keyed(item: Item, *, prefix: str) -> Item:
    """Give every question of a criterion the key that its attestation is recorded under."""
    if not isinstance(item, Criterion):
        return item
    asked = list(dict.fromkeys(leaf for leaf in leaves(item.node) if isinstance(leaf, Attested)))
    keys = {
        leaf: f"{prefix}/{item.id}" + (f"#{place}" if place > 1 else "") for place, leaf in enumerate(asked, start=1)
    }

    def with_key(leaf: Leaf) -> Node:
        return Attested(ask=leaf.ask, question=leaf.question, key=keys[leaf]) if isinstance(leaf, Attested) else leaf

    node = replace_leaves(item.node, with_key) if asked else item.node
    return Criterion(id=item.id, polarity=item.polarity, node=node, cite=item.cite)


def overlaid(base: tuple[Item, ...], overlay: tuple[Item, ...]) -> tuple[Item, ...]:
    """Apply an overlay: an item of the same id replaces, a drop removes, the rest is added at the end."""
    changes = {item.id: item for item in overlay}
    kept = [changes.get(item.id, item) for item in base]
    known = {item.id for item in base}
    added = [item for item in overlay if item.id not in known]
    return tuple(item for item in (*kept, *added) if not isinstance(item, Drop))

"""What cannot stand beside the rest of the text is left open: a bar that another sentence allows, a contradiction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from rosette.eligibility import Criterion, check_static
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.draft import Doubt, DraftItem
from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.reading import open_doubt
from rosette.portfolio.drafting.words import Words


def with_allowances(items: Sequence[DraftItem], pieces: Sequence[Piece], *, words: Words) -> Iterator[DraftItem]:
    """The items, those left open that bar what another sentence of the text allows."""
    allowed = {
        name: piece
        for piece in pieces
        if words.says("allowing", piece.text) and not words.says("barring", piece.text)
        for name in named(piece.text, words)
    }
    for item in items:
        against = _against(item, allowed)
        yield opened_item(item, against) if against else item


def named(text: str, words: Words) -> frozenset[str]:
    """The states and treatments that a text names, as the criteria language writes them."""
    states = {str(word["expr"]) for _, word in words.found("state", text)}
    return frozenset(
        states | {str(word["tag"]) for table in ("therapy", "agent") for _, word in words.found(table, text)}
    )


def _against(item: DraftItem, allowed: dict[str, Piece]) -> Doubt | None:
    """The doubt on an item that bars a state or a treatment which a sentence outside it allows."""
    for criterion in item.criteria:
        if criterion.polarity != "exclude":
            continue
        said = criterion.text.partition(" ")[2]
        piece = allowed.get(said) or allowed.get(said.rpartition(" ")[2])
        if piece and not item.span.start <= piece.start < item.span.end:
            return open_doubt("exception", f"Another sentence allows it ({piece.cite}).")
    return None


def opened_item(item: DraftItem, why: Doubt) -> DraftItem:
    """The item without its lines, which are shown as what it may mean."""
    exprs = tuple(criterion.text.partition(" ")[2] for criterion in item.criteria)
    return evolve(
        item, text=None, criteria=(), ends_as="not encoded", confidence="low", doubts=(*item.doubts, why),
        readings=(*item.readings, *exprs),
    )  # fmt: skip


def without_contradictions(items: Sequence[DraftItem], knowledge: Knowledge) -> Iterator[DraftItem]:
    """Items that cannot be met together with those before them are left open."""
    every = [criterion for item in items for criterion in item.criteria]
    if not check_static(every, knowledge=knowledge, name="draft"):
        yield from items
        return
    kept: list[Criterion] = []
    for item in items:
        faults = check_static([*kept, *item.criteria], knowledge=knowledge, name="draft") if item.criteria else []
        if faults:
            why = f"It cannot be met together with what stands above it: {faults[0].sentence()}"
            yield opened_item(item, open_doubt("contradiction", why))
        else:
            kept += item.criteria
            yield item

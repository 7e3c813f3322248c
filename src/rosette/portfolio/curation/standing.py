"""Which decisions stand for a text: those on words that are the same, under the ids that they have now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import evolve

from rosette.portfolio.curation.decision import Curated, why_not_accepted
from rosette.portfolio.curation.passages import passage_keys
from rosette.portfolio.drafting import Decision, Draft, DraftItem


def decisions_for(draft: Draft, kept: Iterable[Curated]) -> dict[str, Curated]:
    """The last decision on each passage that this text still has, by item id.

    A passage whose words changed is not in it, nor one that was accepted and is drafted in another way since.
    """
    last = {each.passage: each for each in kept}
    keys = passage_keys(draft)
    moved = {item.id: _moved(last[keys[item.id]], item) for item in draft.items if keys[item.id] in last}
    return {name: each for name, each in moved.items() if _stands(each, draft.item(name))}


def decisions_on(standing: Mapping[str, Curated]) -> dict[str, Decision]:
    """The decisions as `rosette.portfolio.drafting.accepted` takes them."""
    return {name: _decision(each) for name, each in standing.items()}


def _decision(one: Curated) -> Decision:
    if one.choice.act == "reject":
        return Decision(act="reject")
    return Decision(act="accept") if one.choice.act == "accept" else Decision(act="edit", text=one.choice.text)


def _stands(one: Curated, item: DraftItem | None) -> bool:
    if item is None or one.choice.act != "accept":
        return item is not None
    return not why_not_accepted(item) and one.choice.text == item.text


def _moved(one: Curated, item: DraftItem) -> Curated:
    """The same decision under the id and the place that the passage has now."""
    if (one.item, one.cite) == (item.id, item.cite):
        return one
    text = re.sub(rf"^{re.escape(one.item)}(?=[a-z0-9]*\s)", item.id, one.choice.text, flags=re.MULTILINE)
    text = re.sub(rf"\[{re.escape(one.cite)}(?=[\],])", f"[{item.cite}", text) if one.cite else text
    return evolve(one, item=item.id, cite=item.cite, choice=evolve(one.choice, text=text))

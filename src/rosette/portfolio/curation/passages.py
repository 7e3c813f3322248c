"""Names for passages: the same words in the same place of the text have the same name in the next version."""

from __future__ import annotations

from collections import Counter

from rosette.portfolio.drafting import Draft, DraftItem
from rosette.portfolio.registry import digest_of


def asked(draft: Draft) -> tuple[DraftItem, ...]:
    """The items that a person decides on: all but the headings."""
    return tuple(item for item in draft.items if item.kind != "heading")


def passage_keys(draft: Draft) -> dict[str, str]:
    """The name of each item's passage by item id: a digest of its section, headings and words.

    Spaces do not count. Passages with the same words under the same headings are told apart by their order.
    """
    seen: Counter[str] = Counter()
    keys = {}
    for item in draft.items:
        told = [item.section, *(" ".join(each.split()) for each in item.headings), " ".join(item.span.text.split())]
        bare = digest_of(told)
        seen[bare] += 1
        keys[item.id] = bare if seen[bare] == 1 else digest_of([bare, seen[bare]])
    return keys

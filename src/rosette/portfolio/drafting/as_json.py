"""A draft as JSON and back: what the curation page and `--json` share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import asdict

from rosette.eligibility import parse_criteria, vocabulary_of
from rosette.eligibility.criteria import Criterion
from rosette.kernel import BadInput, LanguageError, Problem
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.draft import CONFIDENCES, ENDS, SECTIONS, Doubt, Draft, DraftItem, TextSpan

SCHEMA = "rosette-criteria-draft-1"


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain values; `draft_of_json` gives the draft back."""
    return {
        "schema": SCHEMA,
        "trial": draft.trial,
        "notes": list(draft.notes),
        "items": [_item_json(item) for item in draft.items],
        "source": draft.source,
    }


def _item_json(item: DraftItem) -> dict[str, Any]:
    plain = ("id", "section", "kind", "confidence", "ends_as", "text", "cite")
    return {
        **{name: getattr(item, name) for name in plain},
        "span": asdict(item.span),
        "doubts": [asdict(doubt) for doubt in item.doubts],
        "readings": list(item.readings),
        "headings": list(item.headings),
    }


def draft_of_json(table: Any, *, knowledge: Knowledge) -> Draft:
    """Read a draft back; raises LanguageError when it is not one, or when a line in it no longer reads."""
    if not isinstance(table, Mapping) or table.get("schema") != SCHEMA:
        found = table.get("schema") if isinstance(table, Mapping) else type(table).__name__
        raise LanguageError([Problem("schema", f"{found!r}", f'"{SCHEMA}"')], what="draft of criteria")
    try:
        items = tuple(_item(row, knowledge) for row in table["items"])
        return Draft(trial=table["trial"], items=items, notes=tuple(table["notes"]), source=table["source"])
    except BadInput:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise LanguageError(
            [Problem("draft", f"not whole: {fault}", "a draft as it was written")], what="draft"
        ) from None


def _item(row: Mapping[str, Any], knowledge: Knowledge) -> DraftItem:
    for name, allowed in (("section", SECTIONS), ("confidence", CONFIDENCES), ("ends_as", ENDS)):
        if row[name] not in allowed:
            raise ValueError(f'{name} "{row[name]}"')
    plain = {name: row[name] for name in ("id", "section", "kind", "confidence", "ends_as", "text", "cite")}
    return DraftItem(
        **plain,
        span=TextSpan(**row["span"]),
        criteria=criteria_of(row["text"], name=row["id"], knowledge=knowledge),
        doubts=tuple(Doubt(**doubt) for doubt in row["doubts"]),
        readings=tuple(row["readings"]),
        headings=tuple(row["headings"]),
    )


def criteria_of(text: str | None, *, name: str, knowledge: Knowledge) -> tuple[Criterion, ...]:
    """The criteria of an item's lines; raises LanguageError."""
    items = parse_criteria(text or "", vocabulary=vocabulary_of(knowledge), name=name)
    return tuple(item for item in items if isinstance(item, Criterion))

"""A draft for the person who decides on it: the registry's words beside what was read in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from rosette.options.wording import day_text
from rosette.portfolio.curation import Curated, offered, passage_keys, why_not_accepted
from rosette.portfolio.drafting import DraftItem
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services.curation import Curation
from rosette.server.store.models.curation import CURATION_ACTS

ACT_WORDS = dict(CURATION_ACTS)
OPEN, SURE = Tag("?", "To decide", "unknown"), Tag("✓", "Decided", "open")
ENDS = {"node": "drafted", "judgement": "a question for a person", "not encoded": "not encoded - read it"}


@frozen(kw_only=True)
class Typed:
    """What a person put in on one passage and what is wrong with it: shown again, so that nothing is lost."""

    passage: str
    errors: Sequence[str]
    words: Mapping[str, str] = field(factory=dict)
    lines: Sequence[str] = ()


@frozen(kw_only=True)
class PassageRow:
    """One passage: the registry's words left, the draft right, the decision below."""

    id: str
    cite: str
    text: str
    heading: bool
    passage: str = ""
    seen: int = 0
    tag: Tag = OPEN
    kind: str = ""
    reads: str = ""
    doubts: Sequence[str] = ()
    draft: str = ""
    decided: str = ""
    decision: str = ""
    why: str = ""
    acceptable: bool = False
    blocked: str = ""
    may_drop: bool = False
    readings: Sequence[tuple[str, bool]] = ()
    words: Mapping[str, str] = field(factory=dict)
    errors: Sequence[str] = ()

    @property
    def unfolded(self) -> bool:
        """Whether the forms stand open: when something is wrong, or when it cannot be accepted as it stands."""
        return bool(self.errors) or (not self.decided and not self.acceptable)


@frozen(kw_only=True)
class CurationPage:
    """The whole draft."""

    title: str
    study: str
    version: str
    progress: str
    asked_again: str
    notes: Sequence[str]
    rows: Sequence[PassageRow]
    errors: Sequence[dict[str, str]]
    next: str
    finished: bool
    in_force: str

    @classmethod
    def of(cls, curation: Curation, typed: Typed | None = None, missing: Sequence[str] = ()) -> CurationPage:
        """The page of a study; typed: what was refused just now. missing: why it cannot be finished."""
        record, rows = curation.record, rows_of(curation, typed)
        return cls(
            title=f"Draft of {record.id}: {record.title or 'no title'}",
            study=record.id,
            version=record.updated or "a day that it does not say",
            progress=progress(curation),
            asked_again=asked_again(curation),
            notes=curation.draft.notes,
            rows=rows,
            errors=_errors(rows, typed, missing),
            next=curation.left[0].id if curation.left else "",
            finished=curation.file is not None,
            in_force=in_force(curation),
        )


def _errors(rows: Sequence[PassageRow], typed: Typed | None, missing: Sequence[str]) -> list[dict[str, str]]:
    """Every fault, linked to its passage; a passage that is gone is told at the top alone."""
    found = {row.passage: row.id for row in rows if row.passage}
    place = found.get(typed.passage, "maincontent") if typed else ""
    told = [{"text": each, "href": f"#{place}"} for each in typed.errors] if typed else []
    return told + [{"text": each, "href": f"#{_item_of(each, rows)}"} for each in missing]


def _item_of(told: str, rows: Sequence[PassageRow]) -> str:
    """The passage that a fault begins with."""
    name = told.partition(":")[0]
    return name if name in {row.id for row in rows} else "finish"


def progress(curation: Curation) -> str:
    """How far it is."""
    asked = len(curation.asked)
    return f"{asked - len(curation.left)} of {asked} decided"


def asked_again(curation: Curation) -> str:
    """What was decided on words that the registry changed since."""
    keys = passage_keys(curation.draft)
    standing = {keys[name] for name in curation.standing}
    lost = {row.passage for row in curation.rows if row.passage} - standing
    if not lost:
        return ""
    return (
        f"{len(lost)} earlier {'decision does' if len(lost) == 1 else 'decisions do'} not stand any more: the words or "
        "their reading changed. What is new is asked again."
    )


def in_force(curation: Curation) -> str:
    """Which curated file counts on the boards."""
    row = curation.in_force
    if row is None:
        return ""
    older = "" if row.source == curation.source else " It was written from an earlier text of the registry."
    return f"A curated file is in force since {day_text(row.at.date())}, approved by {row.by}.{older}"


def rows_of(curation: Curation, typed: Typed | None) -> list[PassageRow]:
    """Every passage in the order of the text."""
    keys = passage_keys(curation.draft)
    last = {row.passage: row.pk for row in curation.rows if row.passage}
    return [
        _row(item, keys[item.id], last.get(keys[item.id], 0), curation.standing.get(item.id), typed)
        for item in curation.draft.items
    ]


def _row(item: DraftItem, passage: str, seen: int, one: Curated | None, typed: Typed | None) -> PassageRow:
    if item.kind == "heading":
        return PassageRow(id=item.id, cite=item.cite, text=item.span.text.strip(), heading=True)
    mine = typed if typed is not None and typed.passage == passage else None
    blocked = why_not_accepted(item)
    return PassageRow(
        id=item.id,
        cite=item.cite or item.section,
        text=item.span.text.strip("\n"),
        heading=False,
        passage=passage,
        seen=seen,
        kind=item.kind,
        reads=f"{ENDS[item.ends_as]}, confidence {item.confidence}",
        doubts=[doubt.sentence for doubt in item.doubts],
        draft=item.text or "",
        acceptable=not blocked,
        blocked=blocked,
        may_drop=item.text is not None,
        readings=[(each, mine is not None and each in mine.lines) for each in offered(item)],
        words={"text": _to_edit(item, one), **(mine.words if mine else {})},
        errors=mine.errors if mine else (),
        **_decided(one),
    )


def _decided(one: Curated | None) -> dict[str, Any]:
    """What was decided, by whom and when."""
    if one is None:
        return {}
    return {
        "tag": SURE,
        "decided": f"{ACT_WORDS[one.choice.act]} by {one.by}, {day_text(one.on)}",
        "decision": one.choice.text if one.choice.act != "accept" else "",
        "why": one.choice.why,
    }


def _to_edit(item: DraftItem, one: Curated | None) -> str:
    """What the box for an edit begins with: the decided lines, or the draft, or the id and the place alone."""
    if one is not None and one.choice.text:
        return one.choice.text
    return item.text or f"{item.id} require  [{item.cite or item.section}]"

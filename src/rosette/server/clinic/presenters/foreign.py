"""A foreign file for people: what it would change, what was lost and why, and the imports that were done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.interchange.finds import GRADES, Loss
from rosette.knowledge import Knowledge
from rosette.records import Fact, describe, when
from rosette.server.services.foreign import Preview
from rosette.server.store.models import ImportRow

GRADE_WORDS: Mapping[str, str] = {
    "refused": "Refused: it contradicts a rule",
    "not_understood": "Not understood: there is no word for it here",
    "kept_aside": "Kept aside: understood, and no fact of a record",
    "about_nobody": "About nobody: it is about no child",
}
LOSS_HEAD = ("Place in the file", "Original text", "Why", "Way out")
FACT_HEAD = ("Day", "What it says", "Original text", "Place in the file")


@frozen(kw_only=True)
class FactLine:
    """One fact of a file; before: what it replaces. box, reason: the names of its fields."""

    id: str
    when: str
    words: str
    said: str
    place: str
    before: str = ""
    left: bool = False
    why: str = ""
    fault: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The cells of a table."""
        return (self.when, self.words, self.said, self.place)


@frozen(kw_only=True)
class LossGroup:
    """The losses of one grade."""

    title: str
    rows: Sequence[tuple[str, str, str, str]]


@frozen(kw_only=True)
class Typed:
    """What was typed into a preview: which facts are left out, why, and the faults of it."""

    left: frozenset[str] = frozenset()
    why: Mapping[str, str] = {}
    faults: Mapping[str, str] = {}


@frozen(kw_only=True)
class PreviewPage:
    """What a file is, and what it would change."""

    title: str
    file: Sequence[tuple[str, str]]
    added: Sequence[FactLine]
    replacing: Sequence[FactLine]
    known: Sequence[FactLine]
    held: Sequence[FactLine]
    losses: Sequence[LossGroup]
    told: str
    seen: str
    useless: bool
    children: Sequence[tuple[int, str]]
    which: int

    @classmethod
    def of(cls, preview: Preview, name: str, *, which: int, typed: Typed, knowledge: Knowledge) -> PreviewPage:
        """Say a preview."""
        offered = {fact.id for fact in preview.offered}
        before = preview.merged.record.by_id
        replacing = {fact.id for fact in preview.merged.superseding}
        lines = {
            fact.id: _line(fact, knowledge, typed=typed, before=before.get(fact.supersedes or ""))
            for fact in preview.merged.facts
        }
        return cls(
            title="What this file would change",
            file=_file(preview, name),
            added=[line for key, line in lines.items() if key in offered - replacing],
            replacing=[line for key, line in lines.items() if key in offered & replacing],
            known=[_line(fact, knowledge) for fact in preview.merged.known],
            held=[_line(each.fact, knowledge, why=each.why) for each in preview.held],
            losses=grouped(preview.losses),
            told=_told(preview, len(offered - replacing), len(offered & replacing)),
            seen=preview.seen,
            useless=preview.useless,
            children=[(at, _child(each)) for at, each in enumerate(preview.found.children)],
            which=which,
        )


def _line(
    fact: Fact, knowledge: Knowledge, *, typed: Typed | None = None, before: Fact | None = None, why: str = ""
) -> FactLine:
    entered = typed or Typed()
    return FactLine(
        id=fact.id,
        when=when(fact),
        words=describe(fact, knowledge) + (" (taken back by its sender)" if fact.status != "active" else ""),
        said=fact.source.said or "",
        place=fact.source.place or "",
        before=f"{when(before)}: {describe(before, knowledge)}" if before is not None else "",
        left=fact.id in entered.left,
        why=why or entered.why.get(fact.id, ""),
        fault=entered.faults.get(fact.id, ""),
    )


def _file(preview: Preview, name: str) -> list[tuple[str, str]]:
    origin = preview.found.origin
    seen = ", ".join(f"{count} {sort}" for sort, count in preview.found.seen.items())
    return [
        ("Name", name),
        ("SHA-256", origin.sha256),
        ("Format", " ".join(filter(None, (origin.format, origin.version)))),
        ("Seen in it", seen or "nothing"),
        ("Child in it", _child(preview.child)),
    ]


def _child(child: Any) -> str:
    born = f"born {child.birth}" if child.birth else "birth not stated"
    return f"{child.reference}: {born}, {child.sex or 'sex not stated'}, {len(child.candidates)} items"


def _told(preview: Preview, added: int, replacing: int) -> str:
    known, losses = len(preview.merged.known), len(preview.losses)
    parts = (f"{added} new", f"{replacing} replacing an earlier version", f"{known} known already", f"{losses} lost")
    return f"Facts: {', '.join(parts)}."


def grouped(losses: Iterable[Loss]) -> list[LossGroup]:
    """Losses by grade, the gravest first."""
    found = list(losses)
    groups = []
    for grade in GRADES:
        rows = [(each.place, each.said, each.why, each.remedy or "none") for each in found if each.grade == grade]
        if rows:
            groups.append(LossGroup(title=f"{GRADE_WORDS[grade]} ({len(rows)})", rows=rows))
    return groups


@frozen(kw_only=True)
class ImportPage:
    """One import that was done, with its whole report."""

    title: str
    lines: Sequence[tuple[str, str]]
    upload: str
    facts: Sequence[FactLine]
    left: Sequence[FactLine]
    losses: Sequence[LossGroup]

    @classmethod
    def of(cls, row: ImportRow) -> ImportPage:
        """Say an import."""
        report = json.loads(row.report)
        seen = ", ".join(f"{count} {sort}" for sort, count in report["seen"].items())
        row.upload.child = row.child
        return cls(
            title="Import of a file",
            lines=[
                ("File", str(row.upload.name)),
                ("SHA-256", row.sha256),
                ("Format", " ".join(filter(None, (row.format, row.version)))),
                ("Imported", f"{row.at:%Y-%m-%d %H:%M} UTC by {row.by.name}"),
                ("Seen in it", seen or "nothing"),
                ("Facts", counts(row)),
            ],
            upload=row.upload.public_id,
            facts=[_kept(each, replaces=each["replaces"]) for each in report["facts"]],
            left=[_kept(each, why=each["why"]) for each in report["left_out"]],
            losses=grouped(Loss(**each) for each in report["losses"]),
        )


def counts(row: ImportRow) -> str:
    """How many facts an import gave, in words."""
    told = f"{row.added} new, {row.superseding} replacing, {row.known} known already, {row.left_out} left out"
    return f"{told}, {row.losses} lost"


def _kept(told: Mapping[str, Any], *, replaces: bool = False, why: str = "") -> FactLine:
    words = f"{told['words']} (replaces an earlier version)" if replaces else told["words"]
    return FactLine(id=told["id"], when=told["when"], words=words, said=told["said"], place=told["place"], why=why)

"""Imports a foreign file that was looked at: facts, the sealed file and the report together, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from rosette.interchange.as_json import loss_as_json
from rosette.kernel import BadInput, Problem, Problems
from rosette.knowledge import load_knowledge
from rosette.records import Fact, describe, when
from rosette.records.shapes import write_object
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.facts import add_merged, locked
from rosette.server.services.foreign.drafts import draft_bytes, drop
from rosette.server.services.foreign.looking import LeftOut, Preview, StaleImport, look
from rosette.server.services.uploads import keep_sealed, path_of
from rosette.server.store.models import ImportDraft, ImportRow, Upload

LONGEST_REASON = 300
NOTE = "The file {file} (SHA-256) held other children too: it is not kept among the files of this child.\n"


def import_file(
    *, draft: ImportDraft, which: int, seen: str, leave_out: Mapping[str, str], by: Any
) -> ImportRow | None:
    """Import a file as it was looked at; None when this very file was imported already and gives nothing new.

    leave_out: the ids of facts that are left out, each with its reason. Raises StaleImport when the record or the file
    changed since it was looked at, InterchangeError for another child's file, BadInput for a reason that is missing.
    """
    refuse_unless(by, Act.ADD, Kind.IMPORT, draft.child)
    kept: list[Upload] = []
    try:
        with transaction.atomic():
            return _imported(draft, which, seen, leave_out, by, kept)
    except BaseException:
        for row in kept:
            path_of(row).unlink(missing_ok=True)
        raise


def _imported(
    draft: ImportDraft, which: int, seen: str, leave_out: Mapping[str, str], by: Any, kept: list[Upload]
) -> ImportRow | None:
    draft.child, _ = locked(draft.child)
    preview = look(draft, which=which, by=by)
    _refuse_stale(preview, seen)
    if preview.useless:
        drop(draft)
        return None
    left = _left_out(preview, leave_out)
    out = {each.fact.id for each in left}
    taken = [fact for fact in preview.offered if fact.id not in out]
    upload = _upload(draft, preview, by)
    kept.append(upload)
    if taken:
        add_merged(child=draft.child, documents=[write_object(fact) for fact in taken], by=by)
    row = _row(draft, preview, taken, left, upload, by)
    told = f"{row.format}: {row.added} new, {row.superseding} replaced, {row.left_out} left out, {row.losses} losses"
    audit.write(by=by, act="import.add", kind="import", thing=row.public_id, child=draft.child, detail=told)
    drop(draft)
    return row


def _refuse_stale(preview: Preview, seen: str) -> None:
    if preview.seen != seen:
        remedy = "Look at the new preview below, then confirm it."
        problem = Problem("", "the record or the file changed while you looked at the preview", remedy=remedy)
        raise StaleImport([problem], what="import")


def _left_out(preview: Preview, leave_out: Mapping[str, str]) -> tuple[LeftOut, ...]:
    """What the person leaves out, with reasons; and what the person cannot import, with why."""
    problems, facts = Problems(), {fact.id: fact for fact in preview.offered}
    left = []
    for name, reason in leave_out.items():
        if name not in facts:
            problems.add(name[:40], found="it is no new fact of this file", remedy="Look at the preview again.")
        elif not reason.strip():
            found = f"no reason is given for leaving out: {describe(facts[name], load_knowledge())}"
            problems.add(f"why-{name}", found=found, remedy="Say why it is left out.")
        else:
            left.append(LeftOut(fact=facts[name], why=reason.strip()[:LONGEST_REASON]))
    problems.raise_as(BadInput, what="import")
    return (*left, *(LeftOut(fact=each.fact, why=each.why) for each in preview.held))


def _upload(draft: ImportDraft, preview: Preview, by: Any) -> Upload:
    """The file as it came, sealed among the child's files; of a file with other children only a note that it came."""
    alone = len(preview.found.children) == 1
    data = draft_bytes(draft) if alone else NOTE.format(file=draft.sha256).encode()
    row = Upload(
        child=draft.child,
        name=draft.name,
        kind=preview.found.origin.format[:20] if alone else "txt",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        scanned=bool(settings.ROSETTE.scanner),
        warnings=[] if settings.ROSETTE.scanner else ["no malware scanner is set up"],
        at=clock.now(),
        by=by,
    )
    keep_sealed(row, data)
    return row


def _row(
    draft: ImportDraft, preview: Preview, taken: Sequence[Fact], left: Sequence[LeftOut], upload: Upload, by: Any
) -> ImportRow:
    replacing = {fact.id for fact in preview.merged.superseding}
    origin = preview.found.origin
    return ImportRow.objects.create(
        child=draft.child,
        upload=upload,
        batch=f"import-{draft.public_id}",
        sha256=draft.sha256,
        format=origin.format[:40],
        version=origin.version[:80],
        added=sum(fact.id not in replacing for fact in taken),
        superseding=sum(fact.id in replacing for fact in taken),
        known=len(preview.merged.known),
        left_out=len(left),
        losses=len(preview.losses),
        report=json.dumps(_report(preview, taken, left), ensure_ascii=False),
        at=clock.now(),
        by=by,
    )


def _report(preview: Preview, taken: Sequence[Fact], left: Sequence[LeftOut]) -> dict[str, Any]:
    """What the import did, to be read again."""
    replacing = {fact.id for fact in preview.merged.superseding}
    return {
        "seen": dict(preview.found.seen),
        "facts": [{**_line(fact), "replaces": fact.id in replacing} for fact in taken],
        "left_out": [{**_line(each.fact), "why": each.why} for each in left],
        "losses": [loss_as_json(loss) for loss in preview.losses],
    }


def _line(fact: Fact) -> dict[str, str]:
    return {
        "id": fact.id,
        "when": when(fact),
        "words": describe(fact, load_knowledge()),
        "said": fact.source.said or "",
        "place": fact.source.place or "",
    }

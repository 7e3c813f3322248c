"""What a foreign file would change in a record: new facts, replaced ones, known ones, what is held back, losses."""

from __future__ import annotations

import hashlib
from typing import Any

from attrs import frozen

from rosette.interchange import (
    Batch,
    ChildFound,
    Content,
    Found,
    InterchangeError,
    Loss,
    Merged,
    merge,
    read_content,
)
from rosette.interchange.formats import FORMATS
from rosette.kernel import BadInput, Problem, UsageError
from rosette.knowledge import load_knowledge
from rosette.records import Fact
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.services.foreign.drafts import Beside, beside_of, draft_bytes
from rosette.server.services.foreign.letting_in import content_as
from rosette.server.store.models import Child, ImportDraft
from rosette.server.store.records import record_of, record_version

REPLACES = "it replaces a fact, and your role adds facts and does not change them; ask who keeps the record"
ATTESTS = "an answer that needs a clinician's judgement is given here, by the clinician"


class StaleImport(BadInput):
    """The record or the file is not what was looked at: it is shown again, nothing is written."""


@frozen(kw_only=True)
class Held:
    """A fact of the file that this person cannot import, and why."""

    fact: Fact
    why: str


@frozen(kw_only=True)
class LeftOut:
    """A fact of the file that a person left out, and the reason."""

    fact: Fact
    why: str


@frozen(kw_only=True)
class Preview:
    """What a file would change for one child of it, as it stands now; seen: the digest of all that is shown."""

    found: Found
    child: ChildFound
    merged: Merged
    held: tuple[Held, ...]
    seen: str
    again: bool

    @property
    def offered(self) -> tuple[Fact, ...]:
        """The new facts that this person can import, in the order of the file."""
        held = {each.fact.id for each in self.held}
        return tuple(fact for fact in self.merged.facts if fact.id not in held)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """The losses of the file, of this child of it, and what the record refuses."""
        return (*self.found.losses, *self.merged.losses)

    @property
    def useless(self) -> bool:
        """Whether this very file was imported and gives nothing new."""
        return self.again and not self.merged.facts


def found_in(content: Content, beside: Beside) -> Found:
    """Read a foreign file; raises InterchangeError with every fault, also without a child."""
    try:
        found = read_content(content, asked=beside.asked(), formats=FORMATS, named=beside.named or None)
    except UsageError as error:
        raise InterchangeError.of(str(error), what=content.name) from None
    if not found.children:
        raise InterchangeError.of("it holds no child", what=content.name, remedy="Nothing was written.")
    return found


def look(draft: ImportDraft, *, which: int, by: Any) -> Preview:
    """Read the file again and compare it with the record as it stands; raises InterchangeError for another child.

    which: the number of the child in the file, from 0.
    """
    content = content_as(str(draft.name), draft_bytes(draft))
    if content.sha256 != draft.sha256:
        problem = Problem("", "the kept file is not the one that came", remedy="Send it again.")
        raise StaleImport([problem], what="file")
    found = found_in(content, beside_of(draft))
    told = found.children[which] if which < len(found.children) else found.children[0]
    merged = merge(told, into=record_of(draft.child), origin=found.origin, batch=_batch(draft, by), knowledge=_known())
    held = tuple(_held(fact, draft.child, merged, by) for fact in merged.facts)
    return Preview(
        found=found,
        child=told,
        merged=merged,
        held=tuple(each for each in held if each is not None),
        seen=_seen(draft, told, merged),
        again=draft.child.imports.filter(sha256=draft.sha256).exists(),
    )


def _known() -> Any:
    return load_knowledge()


def _batch(draft: ImportDraft, by: Any) -> Batch:
    return Batch(id=f"import-{draft.public_id}", at=clock.now().replace(microsecond=0), by=by.name)


def _held(fact: Fact, child: Child, merged: Merged, by: Any) -> Held | None:
    if fact.kind == "attestation":
        return Held(fact=fact, why=ATTESTS)
    if fact in merged.superseding and not may(by, Act.CHANGE, Kind.FACT, child):
        return Held(fact=fact, why=REPLACES)
    return None


def _seen(draft: ImportDraft, told: ChildFound, merged: Merged) -> str:
    """Record, file and what would change: a preview is good while none of them changes."""
    ids = [fact.id for fact in merged.facts]
    parts = (record_version(draft.child), draft.sha256, told.reference, ids, len(merged.known), len(merged.losses))
    return hashlib.sha256(repr(parts).encode()).hexdigest()

"""The curation of drafted criteria: what a study's draft is now, and every decision on it, by whom and when."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.kernel import BadInput, Problem
from rosette.knowledge import load_knowledge
from rosette.portfolio.curation import (
    Choice,
    Curated,
    DecisionAct,
    asked,
    decisions_for,
    passage_keys,
    settled_as,
    text_digest,
)
from rosette.portfolio.drafting import Draft, DraftItem, RegistryText, draft_registry
from rosette.portfolio.registry import Held, RegistryRecord
from rosette.server.services import audit, clock
from rosette.server.services.registry import state_now
from rosette.server.services.registry_decisions import by_trial_office
from rosette.server.store.models import CurationDecision

WHOLE = ("finish", "approve", "withdraw")


class CurationFault(BadInput):
    """A decision on a draft that cannot be taken."""


@frozen(kw_only=True)
class Curation:
    """One study as it is curated: the newest text of the registry, its draft, and the decisions that stand for it.

    standing: by item id. rows: every act on the study, oldest first.
    """

    record: RegistryRecord
    draft: Draft
    rows: Sequence[CurationDecision]
    standing: Mapping[str, Curated]

    @property
    def source(self) -> str:
        """Digest of the text that is curated."""
        return text_digest(self.record)

    @property
    def asked(self) -> tuple[DraftItem, ...]:
        """The items that a person decides on."""
        return asked(self.draft)

    @property
    def left(self) -> tuple[DraftItem, ...]:
        """The items that wait for a decision."""
        return tuple(item for item in self.asked if item.id not in self.standing)

    def last_on(self, passage: str) -> CurationDecision | None:
        """The last decision on a passage."""
        return next((row for row in reversed(self.rows) if row.passage == passage), None)

    @property
    def file(self) -> CurationDecision | None:
        """The last finished trial file, while nothing was decided and no text came since."""
        last = next((row for row in reversed(self.rows) if row.act == "finish"), None)
        later = last is not None and any(row.pk > last.pk and row.act not in WHOLE for row in self.rows)
        return None if last is None or later or last.source != self.source else last

    @property
    def in_force(self) -> CurationDecision | None:
        """The approval in force."""
        last = next((row for row in reversed(self.rows) if row.act in ("approve", "withdraw")), None)
        return last if last is not None and last.act == "approve" else None


def curation_of(study: str) -> Curation | None:
    """The curation of a study; None when the registry never gave it, or gave no eligibility text."""
    held = state_now().studies.get(study)
    return curation_of_held(held) if held is not None else None


def curation_of_held(held: Held) -> Curation | None:
    """The same of a study that was read already."""
    record = held.seen
    if not record.eligibility.strip():
        return None
    rows = tuple(CurationDecision.objects.filter(study=record.id).select_related("by"))
    draft = _draft(record.id, record.eligibility, *_fields(record))
    kept = [_curated(row) for row in rows if row.act not in WHOLE]
    return Curation(record=record, draft=draft, rows=rows, standing=decisions_for(draft, kept))


def _fields(record: RegistryRecord) -> tuple[str, str, str]:
    return record.minimum_age.text, record.maximum_age.text, record.sex


@functools.lru_cache(maxsize=64)
def _draft(study: str, text: str, youngest: str, oldest: str, sex: str) -> Draft:
    told = {"minimumAge": youngest, "maximumAge": oldest, "sex": sex}
    fields = {name: value for name, value in told.items() if value}
    return draft_registry(RegistryText(trial=study, text=text, fields=fields), knowledge=load_knowledge())


def _curated(row: CurationDecision) -> Curated:
    return Curated(
        passage=row.passage,
        item=row.item,
        cite=row.cite,
        choice=Choice(act=row.act, text=row.text, why=row.why),
        by=str(row.by),
        on=row.at.date(),
    )


@by_trial_office
def decide_passage(*, study: str, passage: str, put: DecisionAct, seen: int, by: Any) -> CurationDecision:
    """Keep one decision on one passage; raises BadInput with every fault, and keeps nothing then.

    seen: number of the last decision on the passage that the person saw, 0 when there was none.
    """
    audit.one_writer()
    curation = known_curation(study)
    item = _item(curation, passage)
    last = curation.last_on(passage)
    if last is not None and last.pk != seen:
        found = f"meanwhile {last.by} decided on it: {last.get_act_display().lower()}"
        raise CurationFault([Problem(item.id, found, remedy="Look again, then decide.")], what=study)
    choice = settled_as(item, put, knowledge=load_knowledge())
    stands = curation.standing.get(item.id)
    if last is not None and stands is not None and stands.choice == choice:
        return last
    return keep(curation, choice.act, by=by, passage=passage, item=item, text=choice.text, why=choice.why)


def known_curation(study: str) -> Curation:
    """The curation of a study; raises CurationFault when there is none."""
    curation = curation_of(study)
    if curation is None:
        found = "the registry gave no eligibility text of this study"
        raise CurationFault([Problem(study, found, remedy="Encode the trial from its protocol.")], what=study)
    return curation


def _item(curation: Curation, passage: str) -> DraftItem:
    keys = passage_keys(curation.draft)
    found = next((item for item in curation.asked if keys[item.id] == passage), None)
    if found is None:
        fault = Problem("passage", "the registry's text changed meanwhile", remedy="Read the new text, then decide.")
        raise CurationFault([fault], what=curation.record.id)
    return found


def keep(
    curation: Curation,
    act: str,
    *,
    by: Any,
    passage: str = "",
    item: DraftItem | None = None,
    text: str = "",
    why: str = "",
) -> CurationDecision:
    """Add one act and its audit row."""
    audit.write(
        by=by,
        act=f"curation.{act}",
        kind="registry",
        thing=curation.record.id,
        purpose="operations",
        detail=item.id if item else act,
    )
    return CurationDecision.objects.create(
        study=curation.record.id,
        act=act,
        passage=passage,
        item=item.id if item else "",
        cite=item.cite if item else "",
        text=text,
        why=why,
        source=curation.source,
        by=by,
        at=clock.now(),
    )

"""The list of drafts, and the trial file that came of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.options.wording import day_text
from rosette.portfolio import load_portfolio
from rosette.portfolio.registry import Held, entry_of
from rosette.server.clinic.presenters.curation import in_force, progress
from rosette.server.services.curation import Curation, curation_of_held
from rosette.server.services.curation_files import unreadable, why_not_approved
from rosette.server.services.registry import state_now
from rosette.server.store.models import CurationDecision


@frozen(kw_only=True)
class DraftRow:
    """One study that is or may be drafted."""

    id: str
    title: str
    status: str
    progress: str
    state: str


@frozen(kw_only=True)
class DraftsPage:
    """Every draft that was begun, and every study that the portfolio does not have."""

    title: str
    begun: Sequence[DraftRow]
    new: Sequence[DraftRow]
    broken: Sequence[str]

    @classmethod
    def now(cls) -> DraftsPage:
        """The drafts as they are."""
        touched = set(CurationDecision.objects.values_list("study", flat=True).distinct())
        studies = state_now().studies
        begun = [_begun(held) for name, held in sorted(studies.items()) if name in touched]
        broken = [f"{study} is in force and does not read any more: {why}" for study, why in unreadable().items()]
        return cls(title="Drafts of criteria", begun=begun, new=new_studies(studies, but=touched), broken=broken)


def new_studies(studies: Mapping[str, Held], *, but: set[str]) -> list[DraftRow]:
    """Studies with an eligibility text that neither the portfolio has nor anybody began; those that recruit first."""
    fresh = [
        held
        for name, held in studies.items()
        if name not in load_portfolio().trials and name not in but and held.seen.eligibility.strip()
    ]
    fresh.sort(key=lambda held: (entry_of(held.standing.status) != "open", held.seen.id))
    return [_plain(held, "not begun", "new: draft it") for held in fresh]


def _begun(held: Held) -> DraftRow:
    curation = curation_of_held(held)
    if curation is None:
        return _plain(held, "no text any more", "the registry gives no eligibility text")
    return _plain(held, progress(curation), state_of(curation))


def _plain(held: Held, told: str, state: str) -> DraftRow:
    status = held.standing.status.lower().replace("_", " ") or "not said"
    return DraftRow(id=held.seen.id, title=held.seen.title or "no title", status=status, progress=told, state=state)


def state_of(curation: Curation) -> str:
    """Where a draft stands, in words."""
    row, file = curation.in_force, curation.file
    if file is not None and (row is None or row.pk < file.pk):
        return "finished, waits for a second person"
    if row is None:
        return "being decided"
    return "in force" if row.source == curation.source else "in force; the registry's text changed since"


@frozen(kw_only=True)
class FilePage:
    """The trial file that was finished last, for the second person."""

    title: str
    study: str
    told: str
    text: str
    seen: int
    blocked: str
    counts: bool
    in_force: str

    @classmethod
    def of(cls, curation: Curation, user: Any) -> FilePage | None:
        """The page when a file is finished and nothing changed since."""
        file = curation.file
        if file is None:
            return None
        row = curation.in_force
        counts = row is not None and row.pk > file.pk
        return cls(
            title=f"Trial file of {curation.record.id}",
            study=curation.record.id,
            told=f"Finished by {file.by}, {day_text(file.at.date())}.",
            text=row.text if row is not None and counts else file.text,
            seen=file.pk,
            blocked="" if counts else why_not_approved(curation, user),
            counts=counts,
            in_force=in_force(curation),
        )

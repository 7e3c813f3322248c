"""The trial file of a curated draft: finished by one person, in force after another one approved it."""

from __future__ import annotations

from typing import Any

from rosette.kernel import BadInput, Problems
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_portfolio
from rosette.portfolio.curation import Finish, approved_text, curated_trial, trial_text
from rosette.server.services import audit, clock
from rosette.server.services.curated import files_in_force
from rosette.server.services.curation import Curation, CurationFault, keep, known_curation
from rosette.server.services.registry_decisions import by_trial_office, stand_for
from rosette.server.services.signals import places_changed
from rosette.server.store.models import CurationDecision


@by_trial_office
def finish(*, study: str, by: Any) -> CurationDecision:
    """Write the trial file of a draft on which every passage is decided; raises BadInput with what is missing."""
    audit.one_writer()
    curation = known_curation(study)
    if curation.file is not None:
        return curation.file
    text = trial_text(
        curation.record,
        curation.draft,
        curation.standing,
        finish=Finish(by=str(by), on=clock.today()),
        knowledge=load_knowledge(),
    )
    return keep(curation, "finish", by=by, text=text)


@by_trial_office
def approve_file(*, study: str, seen: int, why: str, by: Any) -> CurationDecision:
    """Put a finished file in force, as a second person; raises CurationFault with every fault.

    seen: number of the finished file that the person read.
    """
    audit.one_writer()
    curation = known_curation(study)
    file = curation.file
    problems = Problems()
    if file is None or file.pk != seen:
        problems.add(study, found="this is not the file that was read: decisions or the text changed since")
    if reason := why_not_approved(curation, by):
        problems.add(study, found=reason)
    _check_reason(why, problems)
    problems.raise_as(CurationFault, what=study)
    assert file is not None
    text = approved_text(file.text, by=str(by), on=clock.today())
    trial = curated_trial(text, name=f"{study}.toml", knowledge=load_knowledge())
    row = keep(curation, "approve", by=by, text=text, why=why.strip())
    stand_for(study=study, version=trial.version, why=why.strip(), by=by)
    places_changed()
    return row


def why_not_approved(curation: Curation, by: Any) -> str:
    """Why this person cannot approve the finished file; nothing when they can."""
    study, file = curation.record.id, curation.file
    if file is None:
        return "nothing is finished"
    if study in load_portfolio().trials:
        return f"the portfolio has a trial file of {study}: take the lines over into a new version of it"
    if file.by_id == by.pk:
        return "who finished it cannot approve it: a second person reads it"
    if curation.in_force is not None and curation.in_force.pk > file.pk:
        return "it is in force already"
    return ""


@by_trial_office
def withdraw_file(*, study: str, why: str, by: Any) -> CurationDecision:
    """Take an approved file out of force; its decisions stay. Raises CurationFault."""
    audit.one_writer()
    curation = known_curation(study)
    problems = Problems()
    if curation.in_force is None:
        problems.add(study, found="no curated file of it is in force")
    _check_reason(why, problems)
    problems.raise_as(CurationFault, what=study)
    row = keep(curation, "withdraw", by=by, why=why.strip())
    places_changed()
    return row


def _check_reason(why: str, problems: Problems) -> None:
    if not why.strip():
        problems.add("reason", found="no reason is given", remedy="Say why.")


def unreadable() -> dict[str, str]:
    """The files in force that do not read any more, with the first fault: they are on no board."""
    found = {}
    for study, row in files_in_force().items():
        try:
            curated_trial(row.text, name=f"{study}.toml", knowledge=load_knowledge())
        except BadInput as fault:
            found[study] = fault.problems[0].sentence()
    return found

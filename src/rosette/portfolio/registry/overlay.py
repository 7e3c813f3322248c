"""The portfolio with what a site approved of the registry laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from rosette.eligibility import Item, parse_criteria, vocabulary_of
from rosette.knowledge import Knowledge
from rosette.portfolio.load import Portfolio
from rosette.portfolio.registry.changes import FIELDS, FOR_A_PERSON, changes
from rosette.portfolio.registry.reading import digest_of
from rosette.portfolio.registry.record import AgeLimit, RegistryRecord
from rosette.portfolio.registry.state import Held, RegistryState, judged_digest
from rosette.portfolio.registry.statefile import state_json
from rosette.portfolio.trial import Registry, Trial

JUDGED, AGED = "REG1", "REG2"


def with_registry(portfolio: Portfolio, state: RegistryState, *, knowledge: Knowledge) -> Portfolio:
    """The portfolio with the registry's status, and with approved texts that its files do not have yet.

    Nothing that waits for a person is in it. A file with a newer version than the one approved stands by itself.
    """
    trials = {
        name: standing_trial(trial, state.studies[name], knowledge=knowledge) if name in state.studies else trial
        for name, trial in portfolio.trials.items()
    }
    if trials == dict(portfolio.trials):
        return portfolio
    return evolve(portfolio, trials=trials, digest=digest_of([portfolio.digest, state_json(state)["studies"]]))


def standing_trial(trial: Trial, held: Held, *, knowledge: Knowledge) -> Trial:
    """One trial as it stands here: the registry's status, and its approved text where the file is older."""
    told = evolve(trial, registry=_registry(trial.registry, held.standing))
    if held.encoded is None or held.encoded_version != trial.version:
        return told
    return amended(told, held.encoded, held.standing, knowledge=knowledge)


def amended(trial: Trial, encoded: RegistryRecord, approved: RegistryRecord, *, knowledge: Knowledge) -> Trial:
    """The trial with what the approved text has beyond the encoded one: a question to a person, and the age limits.

    The words of a registry are never turned into criteria here: that is drafting, and a person accepts a draft.
    The question's key names the very text, so an answer about one text is none about the next.
    """
    kinds = {each.kind for each in changes(encoded, approved)} & set(FOR_A_PERSON)
    lines = _lines(approved, ages=_ages_changed(encoded, approved)) if kinds else []
    if not lines:
        return trial
    text = f"{trial.id}/registry-{judged_digest(approved)[:8]}"
    items = parse_criteria("\n".join(lines), vocabulary=vocabulary_of(knowledge), name=text, prefix=text)
    return evolve(trial, arms=tuple(evolve(arm, items=_laid_over(arm.items, items)) for arm in trial.arms))


def _laid_over(items: Iterable[Item], more: Iterable[Item]) -> tuple[Item, ...]:
    added = tuple(more)
    ids = {each.id for each in added}
    return (*(each for each in items if each.id not in ids), *added)


def _lines(approved: RegistryRecord, *, ages: bool) -> list[str]:
    when = _day(approved.updated) or "a later day"
    asked = f"The registry's text of {when} is newer than these criteria: does the child meet it as it stands now?"
    lines = [f'{JUDGED} require judgement "{asked}" [registry, {when}]']
    limits = _age_text(approved.minimum_age, approved.maximum_age)
    return lines + [f"{AGED} require age {limits} [registry, age field]"] * bool(ages and limits)


def _ages_changed(encoded: RegistryRecord, approved: RegistryRecord) -> bool:
    return any(getattr(encoded, name) != getattr(approved, name) for name in FIELDS["ages"][:2])


def _age_text(minimum: AgeLimit, maximum: AgeLimit) -> str:
    """The limits as the language writes them; only those that are plain numbers of days to years."""
    limits = [
        f"{sign} {limit.number} {limit.unit}{'' if limit.number == 1 else 's'}"
        for sign, limit in ((">=", minimum), ("<=", maximum))
        if limit.number is not None and limit.unit in ("day", "week", "month", "year")
    ]
    return " and ".join(limits)


def _registry(before: Registry, record: RegistryRecord) -> Registry:
    """Status and day of the registry; what it does not say stays as the file has it."""
    day = _day(record.updated)
    return evolve(before, status=record.status, as_of=day or before.as_of) if record.status else before


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""What a look into the registry brings: per study what changed, what a rule took over, what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from attrs import evolve, field, frozen

from rosette.kernel import BadInput, Problem
from rosette.portfolio.load import Portfolio
from rosette.portfolio.registry.changes import RegistryChange, changes
from rosette.portfolio.registry.looking import named
from rosette.portfolio.registry.reading import read_study
from rosette.portfolio.registry.record import RegistryRecord
from rosette.portfolio.registry.state import Held, LogEntry, RegistryState, first_held, seen_again
from rosette.portfolio.trial import Trial

RULE = "rule"
Standing = Literal["in the portfolio", "new: draft it", "seen before, not in the portfolio"]


@frozen(kw_only=True)
class SyncedStudy:
    """One study after a look. applied: taken over by rule now. waiting: to be read by a person, now or since before.

    first: the trial file was never confirmed against the registry's text. gone: not found, though once held.
    """

    id: str
    title: str
    standing: Standing
    status_before: str = ""
    status: str = ""
    applied: tuple[RegistryChange, ...] = ()
    waiting: tuple[RegistryChange, ...] = ()
    first: bool = False
    gone: bool = False
    surprises: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.applied or self.waiting or self.first or self.gone or self.standing == "new: draft it")

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "standing": self.standing,
            "status_before": self.status_before,
            "status": self.status,
            "by_rule": [each.as_dict() for each in self.applied],
            "needs_a_person": [each.as_dict() for each in self.waiting],
            "first": self.first,
            "gone": self.gone,
            "surprises": [each.sentence() for each in self.surprises],
        }


@frozen(kw_only=True)
class Synced:
    """The outcome of one look: the state after it and a row a study; `refused` are entries that name no study."""

    state: RegistryState = field(repr=False)
    studies: tuple[SyncedStudy, ...]
    refused: tuple[Problem, ...] = ()
    changed: bool = False


def synced(
    state: RegistryState, sources: Sequence[Any], *, portfolio: Portfolio, on: date, looked_for: Sequence[str] = ()
) -> Synced:
    """Compare what the registry gave with what is held, and take over what a rule may.

    sources: studies as parsed JSON; of two with one id the later counts. looked_for: ids that were asked for by name,
    so that one of them that did not come is gone (flagged, never dropped).
    """
    read, refused = _read(sources)
    rows, after = [], state
    for name, record in read.items():
        row, after = _one(after, record, trial=portfolio.trials.get(name), on=on)
        rows.append(row)
    for name in sorted(set(looked_for) - set(read)):
        row, after = _missing(after, name, portfolio.trials.get(name), on)
        rows.append(row)
    return Synced(state=after, studies=tuple(rows), refused=tuple(refused), changed=after != state)


def _read(sources: Sequence[Any]) -> tuple[dict[str, RegistryRecord], list[Problem]]:
    read: dict[str, RegistryRecord] = {}
    refused: list[Problem] = []
    for place, source in enumerate(sources):
        try:
            record = read_study(source)
        except BadInput as fault:
            refused += [named(each, f"study {place + 1}") for each in fault.problems]
            continue
        read[record.id] = record
    return dict(sorted(read.items())), refused


def _one(
    state: RegistryState, record: RegistryRecord, *, trial: Trial | None, on: date
) -> tuple[SyncedStudy, RegistryState]:
    held = state.studies.get(record.id)
    before = held.standing if held else _as_encoded(trial, record)
    applied = tuple(each for each in changes(before, record) if each.by_rule) if before else ()
    after = seen_again(held, record, on=on) if held else first_held(record, on=on)
    row = SyncedStudy(
        id=record.id,
        title=record.title or (trial.title if trial else ""),
        standing="in the portfolio" if trial else "seen before, not in the portfolio" if held else "new: draft it",
        status_before=before.status if before else "",
        status=after.standing.status,
        applied=applied,
        waiting=after.waiting,
        first=trial is not None and after.approved_on is None,
        surprises=record.unknown,
    )
    return row, state.with_study(record.id, after, *_entries(row, held, on))


def _as_encoded(trial: Trial | None, record: RegistryRecord) -> RegistryRecord | None:
    """Before the first look: the study as seen, but with the status that the trial file tells."""
    return evolve(record, status=trial.registry.status) if trial else None


def _entries(row: SyncedStudy, held: Held | None, on: date) -> list[LogEntry]:
    acts: list[LogEntry] = []
    if held is None:
        acts.append(LogEntry(study=row.id, act="seen", on=on, by=RULE, what=row.standing))
    elif held.gone_on is not None:
        acts.append(LogEntry(study=row.id, act="back", on=on, by=RULE))
    return acts + [LogEntry(study=row.id, act="applied", on=on, by=RULE, what=each.sentence()) for each in row.applied]


def _missing(state: RegistryState, name: str, trial: Trial | None, on: date) -> tuple[SyncedStudy, RegistryState]:
    held = state.studies.get(name)
    title = (held.standing.title if held else "") or (trial.title if trial else "")
    status = held.standing.status if held else trial.registry.status if trial else ""
    row = SyncedStudy(
        id=name,
        title=title,
        standing="in the portfolio" if trial else "seen before, not in the portfolio",
        status_before=status,
        status=status,
        waiting=held.waiting if held else (),
        gone=True,
    )
    if held is None or held.gone_on is not None:
        return row, state
    return row, state.with_study(name, evolve(held, gone_on=on), LogEntry(study=name, act="gone", on=on, by=RULE))


def queue(state: RegistryState) -> Mapping[str, tuple[RegistryChange, ...]]:
    """The review queue: every study with changes that wait for a person."""
    return {name: held.waiting for name, held in state.studies.items() if held.waiting}

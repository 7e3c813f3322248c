"""What a site holds of the registry: the text a person approved, what was seen last, and every act on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import evolve, field, frozen

from rosette.kernel import UsageError, did_you_mean
from rosette.portfolio.registry.changes import FIELDS, FOR_A_PERSON, RegistryChange, changes, taken_over, taken_whole
from rosette.portfolio.registry.reading import digest_of
from rosette.portfolio.registry.record import RegistryRecord

Act = Literal["seen", "applied", "approved", "refused", "gone", "back"]


@frozen(kw_only=True)
class LogEntry:
    """One act on one study: what, by whom, on which day, and why."""

    study: str
    act: Act
    on: date
    by: str
    what: str = ""


@frozen(kw_only=True)
class Held:
    """One study as a site holds it.

    seen: what the registry gave last. standing: what holds here: what a rule took over and, of eligibility, ages and
    design, what a person approved. approved_on: day of the last approval; None while the trial's file was never
    confirmed against the registry. encoded: the version of the study that the trial file of version
    `encoded_version` stands for. refused: digest of the eligibility, ages and design that a person refused.
    gone_on: first day on which it was not found any more.
    """

    seen: RegistryRecord
    seen_on: date
    standing: RegistryRecord
    approved_on: date | None = None
    encoded: RegistryRecord | None = None
    encoded_version: str = ""
    refused: str = ""
    gone_on: date | None = None

    @property
    def waiting(self) -> tuple[RegistryChange, ...]:
        """What a person has to read; nothing when it was refused and has not changed since."""
        if self.approved_on is None or judged_digest(self.seen) == self.refused:
            return ()
        return tuple(each for each in changes(self.standing, self.seen) if not each.by_rule)


def first_held(record: RegistryRecord, *, on: date) -> Held:
    """A study that is seen for the first time."""
    return Held(seen=record, seen_on=on, standing=record)


def seen_again(held: Held, record: RegistryRecord, *, on: date) -> Held:
    """A study that is seen again: what a rule may take over holds from now on, the rest when a person approved it."""
    standing = (taken_whole if held.approved_on is None else taken_over)(held.standing, record)
    seen_on = held.seen_on if held.seen == record else on
    return evolve(held, seen=record, seen_on=seen_on, standing=standing, gone_on=None)


@frozen(kw_only=True)
class RegistryState:
    """Every study that a site holds, by registry id, with the log of what was done."""

    studies: Mapping[str, Held] = field(factory=dict)
    log: tuple[LogEntry, ...] = ()

    def find(self, study: str) -> Held:
        """The study of that registry id; raises UsageError with the nearest."""
        for name, held in self.studies.items():
            if name.lower() == study.lower():
                return held
        raise UsageError(
            f'"{study}" was never seen in the registry{did_you_mean(study, self.studies)}; '
            "run `rosette portfolio sync --apply` first"
        )

    def with_study(self, study: str, held: Held, *entries: LogEntry) -> RegistryState:
        """The state with one study replaced and acts added to the log."""
        return evolve(self, studies={**self.studies, study: held}, log=(*self.log, *entries))


def judged_digest(record: RegistryRecord) -> str:
    """Name of what a person judges in a study: eligibility, ages and design."""
    return digest_of({name: str(getattr(record, name)) for kind in FOR_A_PERSON for name in FIELDS[kind]})


def approve(
    state: RegistryState, study: str, *, by: str, on: date, version: str | None = None, why: str = ""
) -> RegistryState:
    """Take the newest eligibility, ages and design of a study as read and approved by a person.

    version: that of the trial file in the portfolio, None when there is none. The first approval says that this file
    stands for the text; a later one holds until a new version of the file is there. Raises UsageError.
    """
    held = state.find(study)
    name = _named(by)
    if held.approved_on is not None and not held.waiting and not held.refused:
        raise UsageError(f"nothing of {study} waits for a person")
    after = evolve(held, standing=held.seen, approved_on=on, refused="")
    if version is not None and (held.encoded is None or version != held.encoded_version):
        after = evolve(after, encoded=held.seen, encoded_version=version)
    entry = LogEntry(study=held.seen.id, act="approved", on=on, by=name, what=why)
    return state.with_study(held.seen.id, after, entry)


def stands_for(state: RegistryState, study: str, *, version: str, by: str, on: date, why: str = "") -> RegistryState:
    """A trial file of that version was written from the newest text: it is approved, and nothing is asked beside it."""
    held = state.find(study)
    after = evolve(held, standing=held.seen, approved_on=on, refused="", encoded=held.seen, encoded_version=version)
    entry = LogEntry(study=held.seen.id, act="approved", on=on, by=_named(by), what=why)
    return state.with_study(held.seen.id, after, entry)


def refuse(state: RegistryState, study: str, *, by: str, on: date, why: str) -> RegistryState:
    """Leave the approved text in force; the same text is not asked about again. Raises UsageError."""
    held = state.find(study)
    if not held.waiting:
        raise UsageError(f"nothing of {study} waits for a person")
    if not why.strip():
        raise UsageError("say why with --why: the next person must be able to follow it")
    entry = LogEntry(study=held.seen.id, act="refused", on=on, by=_named(by), what=why.strip())
    return state.with_study(held.seen.id, evolve(held, refused=judged_digest(held.seen)), entry)


def _named(by: str) -> str:
    if not by.strip():
        raise UsageError("an approval has a name: give --by with the name of who read it")
    return by.strip()

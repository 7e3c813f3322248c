"""What an amendment changed, and for which children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from attrs import evolve, frozen

from rosette.eligibility import Criterion, Item, Subject, judge_for, vocabulary_of
from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.textfiles import read_text
from rosette.portfolio.load import DATA, load_trial, read_macro_files
from rosette.portfolio.trial import Arm, Trial, Verdict
from rosette.portfolio.verdicts import verdict_of
from rosette.records import ChildRecord

What = Literal["added", "removed", "changed"]


@frozen(kw_only=True)
class Change:
    """One difference between two versions of a trial."""

    what: What
    place: str
    name: str
    before: str = ""
    after: str = ""

    def sentence(self) -> str:
        """The change in one line."""
        where = f"{self.place} {self.name}".strip()
        if self.what == "changed":
            return f"{where} changed: {self.before} -> {self.after}"
        return f"{where} {self.what}: {self.after or self.before}"

    def as_dict(self) -> dict[str, str]:
        """Plain data."""
        return {
            "what": self.what,
            "place": self.place,
            "name": self.name,
            "before": self.before,
            "after": self.after,
        }


@frozen(kw_only=True)
class ChangedVerdict:
    """A child for whom an arm's verdict is another one under the new version."""

    record: str
    place: str
    before: Verdict | None
    after: Verdict | None
    because: tuple[str, ...]

    def sentence(self) -> str:
        """Old and new verdict with the criteria that turned."""
        because = f" ({', '.join(self.because)})" if self.because else ""
        return f"{self.record}: {self.place} was {self.before or 'not there'}, is {self.after or 'not there'}{because}"

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "record": self.record,
            "place": self.place,
            "before": self.before,
            "after": self.after,
            "because": list(self.because),
        }


def read_trial_file(path: Path, *, knowledge: Knowledge | None = None) -> Trial:
    """Read one trial file by itself, with the portfolio's macros; raises PortfolioError with every fault."""
    problems = Problems()
    known = knowledge or load_knowledge()
    macros = read_macro_files(DATA / "macros", problems)
    text = read_text(path, problems)
    trial = None
    if text is not None:
        trial = load_trial(
            text,
            name=path.name,
            vocabulary=vocabulary_of(known),
            macros=macros,
            knowledge=known,
            problems=problems,
        )
    problems.raise_as(PortfolioError, what=path.name)
    assert trial is not None
    return trial


def diff_trials(before: Trial, after: Trial) -> list[Change]:
    """Every difference: head, arms, and criteria a place."""
    changes = [
        Change(
            what="changed",
            place="",
            name=name,
            before=str(getattr(before, name)),
            after=str(getattr(after, name)),
        )
        for name in ("title", "phase", "sponsor", "completeness")
        if getattr(before, name) != getattr(after, name)
    ]
    if before.registry.status != after.registry.status:
        changes.append(
            Change(
                what="changed",
                place="",
                name="registry",
                before=before.registry.status,
                after=after.registry.status,
            )
        )
    old, new = dict(before.places()), dict(after.places())
    for place in dict.fromkeys((*old, *new)):
        changes += _diff_arm(place, old.get(place), new.get(place))
    return _once(changes, places=len(set(old) & set(new)))


def _diff_arm(place: str, old: Arm | None, new: Arm | None) -> list[Change]:
    if old is None or new is None:
        there = old or new
        assert there is not None
        return [Change(what="removed" if new is None else "added", place=place, name="arm", after=there.title)]
    changes = [
        Change(what="changed", place=place, name=name, before=before, after=after)
        for name in ("title", "kind", "agents", "doses", "dose")
        if (before := _plain(getattr(old, name))) != (after := _plain(getattr(new, name)))
    ]
    return changes + _diff_items(place, {item.id: item for item in old.items}, {item.id: item for item in new.items})


def _plain(value: str | tuple[str, ...] | None) -> str:
    return (value if isinstance(value, str) else ", ".join(value or ())) or "none"


def _diff_items(place: str, old: dict[str, Item], new: dict[str, Item]) -> list[Change]:
    changes = []
    for name in dict.fromkeys((*old, *new)):
        before, after = _text(old.get(name)), _text(new.get(name))
        if before != after:
            what: What = "added" if not before else "removed" if not after else "changed"
            changes.append(Change(what=what, place=place, name=name, before=before, after=after))
    return changes


def _text(item: Item | None) -> str:
    return "" if item is None else item.text if isinstance(item, Criterion) else item.line()


def _once(changes: list[Change], *, places: int) -> list[Change]:
    """A change that every arm shares is said once, without a place; an arm that comes or goes keeps its own."""
    same: dict[Change, list[Change]] = {}
    for each in changes:
        same.setdefault(each if each.name == "arm" else evolve(each, place=""), []).append(each)
    return [found for shared, group in same.items() for found in ([shared] if len(group) == places > 1 else group)]


def changed_verdicts(
    before: Trial,
    after: Trial,
    records: Sequence[ChildRecord],
    *,
    on: date,
    knowledge: Knowledge,
    progress: Callable[[int, int], None] | None = None,
) -> list[ChangedVerdict]:
    """The children whose verdict in an arm changes from one version to the other, on a day."""
    old, new = dict(before.places()), dict(after.places())
    found: list[ChangedVerdict] = []
    for count, record in enumerate(records, start=1):
        subject = Subject(record, knowledge, on)
        for place in dict.fromkeys((*old, *new)):
            found += _changed(subject, place, old.get(place), new.get(place))
        if progress is not None:
            progress(count, len(records))
    return found


def _changed(subject: Subject, place: str, old: Arm | None, new: Arm | None) -> list[ChangedVerdict]:
    judged = [{each.id: judge_for(subject, each.met) for each in arm.criteria} if arm else None for arm in (old, new)]
    verdicts = [verdict_of(some.values()) if some is not None else None for some in judged]
    if verdicts[0] == verdicts[1]:
        return []
    one, other = ({name: each.truth for name, each in (some or {}).items()} for some in judged)
    because = tuple(name for name in dict.fromkeys((*one, *other)) if one.get(name) is not other.get(name))
    return [
        ChangedVerdict(record=subject.record.id, place=place, before=verdicts[0], after=verdicts[1], because=because)
    ]

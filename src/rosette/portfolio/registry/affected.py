"""The children whom a change in the registry touches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from attrs import evolve, frozen

from rosette.eligibility import Criterion, Item, Subject, judge_for
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.portfolio.diff import ChangedVerdict, changed_verdicts
from rosette.portfolio.registry.changes import FIELDS, FOR_A_PERSON
from rosette.portfolio.registry.compared import side_by_side
from rosette.portfolio.registry.overlay import amended, standing_trial
from rosette.portfolio.registry.record import RegistryRecord
from rosette.portfolio.registry.state import Held
from rosette.portfolio.registry.sync import SyncedStudy
from rosette.portfolio.registry.words import entry_of
from rosette.portfolio.trial import Trial, Verdict
from rosette.records import ChildRecord

How = Literal["opens", "closes", "not known", "verdict", "may open"]
Sections = frozenset[Literal["incl", "excl", "age"]]
_HEAD = re.compile(r"\W*(?:key\s+|main\s+)?(?P<ex>exclusion|inclusion|ineligib|not eligible)", re.IGNORECASE)


@frozen(kw_only=True)
class AffectedChild:
    """One child and one arm that a change touches.

    opens, closes: the registry's status lets children in, or does not any more, and the arm is not ruled out.
    not known: it was open, and the registry's new word does not say whether it still is.
    verdict: another verdict once the change is approved. may open: ruled out today only by criteria whose source
    changed, so the new text may let the child in.
    """

    record: str
    place: str
    how: How
    before: Verdict | None
    after: Verdict | None
    because: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Who, where, and how."""
        if self.how in ("opens", "closes"):
            return f"{self.record}: {self.place} {self.how} at the registry; the verdict is {self.after or self.before}"
        if self.how == "not known":
            return f"{self.record}: the registry does not say any more whether {self.place} takes children"
        ids = f" ({', '.join(self.because)})" if self.because else ""
        if self.how == "may open":
            return f"{self.record}: {self.place} is {self.before} only by criteria whose source changed{ids}"
        return f"{self.record}: {self.place} was {self.before}, becomes {self.after} once approved{ids}"

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "record": self.record,
            "place": self.place,
            "how": self.how,
            "before": self.before,
            "after": self.after,
            "because": list(self.because),
        }


def affected_by(
    row: SyncedStudy,
    trial: Trial,
    held: Held,
    records: Sequence[ChildRecord],
    *,
    on: date,
    knowledge: Knowledge,
) -> tuple[AffectedChild, ...]:
    """Every child whom the look into the registry touches in one trial of the portfolio."""
    now = standing_trial(trial, held, knowledge=knowledge)
    by_status = affected_by_status(now, row.status_before, row.status, records, on=on, knowledge=knowledge)
    return (*by_status, *affected_by_text(trial, held, records, on=on, knowledge=knowledge))


def affected_by_status(
    trial: Trial, before: str, after: str, records: Sequence[ChildRecord], *, on: date, knowledge: Knowledge
) -> tuple[AffectedChild, ...]:
    """The children for whom an arm opens or closes because the registry's status is another one."""
    old, new = entry_of(before), entry_of(after)
    if old == new or "open" not in (old, new):
        return ()
    there, away = trial, evolve(trial, arms=())
    how: How = "opens" if new == "open" else "closes" if new == "closed" else "not known"
    versions = (away, there) if how == "opens" else (there, away)
    turned = changed_verdicts(*versions, records, on=on, knowledge=knowledge)
    return tuple(_affected(each, how) for each in turned if "not_eligible" not in (each.before, each.after))


def affected_by_text(
    trial: Trial,
    held: Held,
    records: Sequence[ChildRecord],
    *,
    on: date,
    knowledge: Knowledge,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[AffectedChild, ...]:
    """The children whose verdict changes when what waits is approved, and those whom the new text may let in."""
    if not {each.kind for each in held.waiting} & set(FOR_A_PERSON):
        return ()
    old, new = held.standing, held.seen
    now = standing_trial(trial, held, knowledge=knowledge)
    then = amended(trial, held.encoded or old, new, knowledge=knowledge)
    turned = changed_verdicts(now, then, records, on=on, knowledge=knowledge, progress=progress)
    freed = _without(now, changed_sections(old, new))
    freed = amended(freed, held.encoded or old, new, knowledge=knowledge)
    may = changed_verdicts(now, freed, records, on=on, knowledge=knowledge)
    blocked = _blocking(now, [each for each in may if each.before == "not_eligible"], records, on, knowledge)
    return (*(_affected(each, "verdict") for each in turned), *(_affected(each, "may open") for each in blocked))


def _blocking(
    trial: Trial, turned: Sequence[ChangedVerdict], records: Sequence[ChildRecord], on: date, knowledge: Knowledge
) -> list[ChangedVerdict]:
    """The same children with those criteria only that rule them out today."""
    subjects = {record.id: Subject(record, knowledge, on) for record in records} if turned else {}
    arms = dict(trial.places())
    return [
        evolve(
            each,
            because=tuple(
                one.id
                for one in arms[each.place].criteria
                if judge_for(subjects[each.record], one.met).truth is Truth.NO
            ),
        )
        for each in turned
    ]


def changed_sections(old: RegistryRecord, new: RegistryRecord) -> Sections:
    """Which parts of the eligibility text changed: inclusion, exclusion, the age fields."""
    ages = any(getattr(old, name) != getattr(new, name) for name in FIELDS["ages"])
    parts = _split(old.eligibility), _split(new.eligibility)
    texts = [name for name in ("incl", "excl") if _differ(parts[0][name], parts[1][name])]
    return frozenset([*texts, *(["age"] if ages else [])])  # type: ignore[list-item]


def _split(text: str) -> dict[str, str]:
    """The lines under each head; what stands before any head counts to both."""
    found: dict[str, list[str]] = {"incl": [], "excl": []}
    into = ["incl", "excl"]
    for line in text.splitlines():
        if head := _HEAD.match(line):
            into = ["incl"] if head["ex"].lower() == "inclusion" else ["excl"]
        for name in into:
            found[name].append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


def _differ(old: str, new: str) -> bool:
    return any(row.changed for row in side_by_side(old, new))


def _without(trial: Trial, sections: Sections) -> Trial:
    """The trial without the criteria that were written from the changed sections."""
    arms = (evolve(arm, items=tuple(each for each in arm.items if not _from(each, sections))) for arm in trial.arms)
    return evolve(trial, arms=tuple(arms))


def _from(item: Item, sections: Sections) -> bool:
    """Whether a criterion was written from one of the sections; one that names neither may be from any."""
    if not isinstance(item, Criterion):
        return False
    named = {name for name in ("incl", "excl", "age") if re.search(rf"\b{name}", item.cite)}
    return bool(named & sections) if named else bool(sections)


def _affected(turned: ChangedVerdict, how: How) -> AffectedChild:
    return AffectedChild(
        record=turned.record,
        place=turned.place,
        how=how,
        before=turned.before,
        after=turned.after,
        because=turned.because if how in ("verdict", "may open") else (),
    )

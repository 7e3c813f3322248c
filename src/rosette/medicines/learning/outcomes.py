"""The programme's own outcomes: what they add to the published evidence, with the prior shown; and time toxicity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.medicines.betas import Beta


@frozen(kw_only=True)
class Outcome:
    """One child on one option: response (None: not evaluable), severe harm, days followed and days with care."""

    child: str
    option: str
    started: date
    response: bool | None
    severe_harm: bool | None
    days: int
    contact_days: int
    planned_days: int | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.contact_days <= self.days or (self.planned_days or 0) > self.contact_days:
            raise NotComputable(f"{self.child}: {self.contact_days} days with care in {self.days} days")

    @property
    def home_days(self) -> int:
        """Days without care in person."""
        return self.days - self.contact_days

    @property
    def time_toxicity(self) -> float:
        """Share of the days with care in person; raises NotComputable without days."""
        if self.days == 0:
            raise NotComputable(f"{self.child}: no days followed")
        return self.contact_days / self.days


@frozen(kw_only=True)
class Learned:
    """A share before and after the programme's own children, with those who could not be judged."""

    before: Beta
    after: Beta
    events: int
    of: int
    not_evaluable: int

    @property
    def sentence(self) -> str:
        """In words, the prior beside the posterior."""
        left_out = f"; {self.not_evaluable} not evaluable" if self.not_evaluable else ""
        own = f"{self.events} of {self.of} own children"
        return f"before {self.before.mean:.0%}, after {own} {self.after.mean:.0%}{left_out}"


def learn_response(before: Beta, outcomes: Iterable[Outcome]) -> Learned:
    """What the programme's own children add to a posterior about response."""
    return _learn(before, [each.response for each in outcomes])


def learn_harm(before: Beta, outcomes: Iterable[Outcome]) -> Learned:
    """What they add to a posterior about severe harm."""
    return _learn(before, [each.severe_harm for each in outcomes])


def _learn(before: Beta, answers: Sequence[bool | None]) -> Learned:
    known = [each for each in answers if each is not None]
    after = before.updated(sum(known), len(known))
    missing = len(answers) - len(known)
    return Learned(before=before, after=after, events=sum(known), of=len(known), not_evaluable=missing)


@frozen(kw_only=True)
class TimeToxicity:
    """Days of several children together."""

    children: int
    days: int
    contact_days: int
    planned_days: int | None

    @property
    def share(self) -> float:
        """Share of days with care in person."""
        return self.contact_days / self.days


def time_toxicity(outcomes: Sequence[Outcome]) -> TimeToxicity:
    """Days over all children; planned days only when every child has them. Raises NotComputable without days."""
    days = sum(each.days for each in outcomes)
    if days == 0:
        raise NotComputable("no days followed")
    planned = [each.planned_days for each in outcomes]
    return TimeToxicity(
        children=len(outcomes),
        days=days,
        contact_days=sum(each.contact_days for each in outcomes),
        planned_days=None if None in planned else sum(each or 0 for each in planned),
    )

"""What changed between two plans and why; which children a release of rules touches; profiles compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs
from attrs import frozen

from rosette.knowledge import SurveillanceRule
from rosette.survivorship.doses import Dose
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.items import Item, Plan
from rosette.survivorship.planning import STANDARD, plan_of
from rosette.survivorship.practice import Practice
from rosette.survivorship.results import Result
from rosette.survivorship.rulebook import RuleBook

SHOWN = ("when", "start", "interval", "told", "stop", "again", "window", "test", "form", "unverified", "owner")


@frozen(kw_only=True)
class Change:
    """One row that differs: added, removed or moved; the days and intervals before and after, and why."""

    code: str
    kind: str
    before: Item | None
    after: Item | None
    why: tuple[str, ...]

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The next due day before and after."""
        return (self.before.due if self.before else None), (self.after.due if self.after else None)


@frozen(kw_only=True)
class Changes:
    """Everything that differs between two plans of one child."""

    child: str
    releases: tuple[str, str]
    profiles: tuple[str, str]
    rows: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


def diff(old: Plan, new: Plan) -> Changes:
    """The rows that differ between two plans, by code."""
    before, after = ({item.code: item for item in plan.items} for plan in (old, new))
    codes = sorted({*before, *after})
    rows = (_change(code, before.get(code), after.get(code), old, new) for code in codes)
    return Changes(
        child=new.exposures.id,
        releases=(old.release, new.release),
        profiles=(old.profile, new.profile),
        rows=tuple(row for row in rows if row is not None),
    )


def _change(code: str, before: Item | None, after: Item | None, old: Plan, new: Plan) -> Change | None:
    if before is not None and after is not None:
        if _calendar(before) == _calendar(after):
            return None
        kind = "moved"
    else:
        kind = "added" if before is None else "removed"
    return Change(code=code, kind=kind, before=before, after=after, why=tuple(_why(before, after, old, new)))


def _calendar(item: Item) -> tuple[object, ...]:
    return item.first_due, item.due, item.words, item.again, item.until, item.form, item.acts, item.test.id


def _why(before: Item | None, after: Item | None, old: Plan, new: Plan) -> Iterator[str]:
    if before is not None and after is not None:
        yield from _rules_differ(before.rules, after.rules)
    elif old.profile == new.profile and old.exposures == new.exposures:
        yield "the rules of this release" if after is not None else "no rule of this release asks for it"
    if old.profile != new.profile:
        yield f"profile {old.profile} became {new.profile}"
    yield from _history_differs(old.exposures, new.exposures)
    if before is not None and after is not None and before.done != after.done:
        yield f"done on {after.done}"
    if old.practice != new.practice:
        yield "settings of the site"


def _rules_differ(before: Sequence[SurveillanceRule], after: Sequence[SurveillanceRule]) -> Iterator[str]:
    known = {rule.id: rule for rule in before}
    for rule in after:
        earlier = known.get(rule.id)
        if earlier is None:
            yield f"rule {', '.join(known)} became {rule.id}"
        elif earlier != rule:
            changed = [name for name in SHOWN if getattr(earlier, name) != getattr(rule, name)]
            yield f"rule {rule.id}: {'; '.join(_field(name, earlier, rule) for name in changed) or 'text only'}"


def _field(name: str, earlier: SurveillanceRule, later: SurveillanceRule) -> str:
    if name == "when":
        return "when it applies"
    return f"{name} was {getattr(earlier, name) or 'none'}, is {getattr(later, name) or 'none'}"


def _history_differs(old: Exposures, new: Exposures) -> Iterator[str]:
    if old.end_of_therapy != new.end_of_therapy:
        yield f"end of therapy was {old.end_of_therapy or 'not reached'}, is {new.end_of_therapy or 'not reached'}"
    names = {each.name for each in old.given}, {each.name for each in new.given}
    for word, more in (("given since", names[1] - names[0]), ("no longer recorded", names[0] - names[1])):
        if more:
            yield f"{word}: {', '.join(sorted(name.replace('_', ' ') for name in more))}"
    doses = [_doses(each) for each in (old, new)]
    changed = sorted(name for name in names[0] & names[1] if doses[0][name] != doses[1][name])
    if changed:
        yield f"doses changed: {', '.join(name.replace('_', ' ') for name in changed)}"


def _doses(exposures: Exposures) -> dict[str, list[Dose]]:
    """Every dose by name: an agent that was given in several courses has several."""
    found: dict[str, list[Dose]] = {}
    for each in exposures.given:
        found.setdefault(each.name, []).append(each.dose)
    return found


def touched(
    children: Iterable[Exposures], old: RuleBook, new: RuleBook, *, on: date, practice: Practice = STANDARD
) -> Iterator[Changes]:
    """The children whose plan a release of rules changes, with every changed row, old and new days, and why."""
    for exposures in children:
        found = diff(*(plan_of(exposures, book, on=on, practice=practice) for book in (old, new)))
        if found:
            yield found


@frozen(kw_only=True)
class Compared:
    """One code in several profiles; None where a profile has no row for it."""

    code: str
    items: tuple[Item | None, ...]

    @property
    def same(self) -> bool:
        """Whether all profiles have it with the same calendar."""
        return len({None if item is None else _calendar(attrs.evolve(item, unverified=())) for item in self.items}) == 1


def side_by_side(
    exposures: Exposures,
    books: Sequence[RuleBook],
    *,
    on: date,
    practice: Practice = STANDARD,
    results: Sequence[Result] = (),
) -> tuple[Compared, ...]:
    """The plans of several profiles, row by row."""
    plans = [plan_of(exposures, book, on=on, practice=practice, results=results) for book in books]
    codes = sorted({item.code for plan in plans for item in plan.items})
    return tuple(Compared(code=code, items=tuple(plan.item(code) for plan in plans)) for code in codes)

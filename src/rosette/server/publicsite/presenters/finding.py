"""The search page and the pages of a trial, in words of the reader's language."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from attrs import frozen
from django.urls import reverse

from rosette.intake import regions_of
from rosette.knowledge import load_knowledge
from rosette.portfolio import Slot
from rosette.portfolio.search import FACETS, Entry, Found, Query, load_search_terms
from rosette.texts import Texts

PER_PAGE = 12
TAGS = {
    "open": "open",
    "later": "later",
    "full": "unknown",
    "paused": "unknown",
    "closed": "closed",
    "not_here": "quiet",
}
PHASES = {"pilot": "pilot", "1": "1", "2": "2", "1/2": "12", "3": "3"}


@frozen(kw_only=True)
class Choice:
    """One choice of the form."""

    value: str
    text: str
    chosen: bool
    count: int | None = None


@frozen(kw_only=True)
class Chip:
    """A choice that was made, with the link that takes it away."""

    text: str
    href: str


@frozen(kw_only=True)
class Card:
    """A trial in the list."""

    id: str
    title: str
    href: str
    plain: str
    state: str
    tag: str
    ages: str
    remarks: tuple[str, ...]


@frozen(kw_only=True)
class FindPage:
    """The search page."""

    query: Query
    facets: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    had: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    cards: tuple[Card, ...]
    shut_out: tuple[Card, ...]
    total: int
    pages: int
    previous: str
    following: str
    faults: tuple[str, ...]

    @classmethod
    def of(cls, t: Texts, found: Found) -> FindPage:
        """Make it."""
        query, total = found.query, len(found.entries)
        pages = max(-(-total // PER_PAGE), 1)
        page = min(query.page, pages)
        shown = found.entries[(page - 1) * PER_PAGE : page * PER_PAGE]
        return cls(
            query=query.with_page(page),
            facets=tuple((name, t(f"find.{name}"), _choices(t, found, name)) for name in FACETS),
            had=tuple(
                Choice(value=name, text=t(f"had.{name}"), chosen=name in query.had) for name in load_search_terms().had
            ),
            chips=_chips(t, query),
            cards=tuple(card_of(t, each, query) for each in shown),
            shut_out=tuple(card_of(t, each, query) for each in found.shut_out[:PER_PAGE]),
            total=total,
            pages=pages,
            previous=_href(query.with_page(page - 1)) if page > 1 else "",
            following=_href(query.with_page(page + 1)) if page < pages else "",
            faults=tuple(t("find.age_fault" if name == "age" else "find.choice_fault") for name in query.faults),
        )


def _href(query: Query) -> str:
    return f"{reverse('find_trials')}?{urlencode(query.pairs())}"


def _choices(t: Texts, found: Found, name: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=each.value, text=value_text(t, name, each.value), chosen=each.chosen, count=each.count)
        for each in found.facets[name]
    )


def value_text(t: Texts, facet: str, value: str) -> str:
    """The words of a facet's value."""
    if facet == "place":
        return place_text(t, value)
    return t(f"{'status' if facet == 'state' else facet}.{value}")


def place_text(t: Texts, value: str) -> str:
    """A place in words: our hospital, a state, a country."""
    if value == "here":
        return t("find.here")
    country, _, region = value.partition("-")
    name = str(t.locale.territories.get(country, country))
    return f"{region}, {name}" if region else name


def _chips(t: Texts, query: Query) -> tuple[Chip, ...]:
    found = [Chip(text=f"“{query.words}”", href=_href(query.without("q", "")))] if query.words else []
    if query.age is not None:
        found.append(Chip(text=f"{t('find.age')}: {t.number(query.age)}", href=_href(query.without("age", ""))))
    for name in (*FACETS, "had"):
        for value in sorted(getattr(query, name)):
            text = t(f"had.{value}") if name == "had" else value_text(t, name, value)
            found.append(Chip(text=text, href=_href(query.without(name, value))))
    return tuple(found)


def card_of(t: Texts, entry: Entry, query: Query) -> Card:
    """A trial as a card."""
    remarks = [t("find.waits")] if any(entry.effects.get(name) == "waits" for name in query.had) else []
    remarks += [t("find.asks")] if any(entry.effects.get(name) == "asks" for name in query.had) else []
    if query.had and all(entry.effects.get(name) == "unknown" for name in query.had):
        remarks.append(t("find.had_unknown"))
    return Card(
        id=entry.trial.id,
        title=entry.trial.short,
        href=reverse("trial", args=[entry.trial.id]),
        plain=" ".join(t(f"type_plain.{name}") for name in entry.types[:2] or ("unknown",)),
        state=t(f"status.{entry.state}"),
        tag=TAGS[entry.state],
        ages=ages_text(t, entry),
        remarks=tuple(remarks),
    )


def ages_text(t: Texts, entry: Entry) -> str:
    """The ages in words; what the copy does not hold is said."""
    if not entry.ages_held:
        return t("find.age_unknown")
    first, last = entry.youngest, entry.oldest
    if first is None or last is None:
        return t("find.age_unknown")
    if (first, last) == (0, 30):
        return t("trial.ages_all")
    if last == 30:
        return t("trial.ages_from", first=first)
    return t("trial.ages", first=first, last=last)


@frozen(kw_only=True)
class Place:
    """One arm in our hospital."""

    title: str
    state: str
    tag: str
    words: str


@frozen(kw_only=True)
class TrialPage:
    """A trial in plain words."""

    entry: Entry
    title: str
    what: tuple[str, ...]
    ages: str
    rules: tuple[str, ...]
    before: tuple[str, ...]
    places: tuple[Place, ...]
    where: tuple[str, ...]
    registry: str
    registry_href: str
    checked: str

    @classmethod
    def of(cls, t: Texts, entry: Entry, *, on: date) -> TrialPage:
        """Make it."""
        trial = entry.trial
        known = trial.id.startswith("NCT")
        return cls(
            entry=entry,
            title=trial.short,
            what=tuple(_what(t, entry)),
            ages=ages_text(t, entry),
            rules=tuple(_rules(t, entry)),
            before=tuple(_before(t, entry)),
            places=tuple(_place(t, entry, slot, on) for slot in entry.slots),
            where=_where(t, entry),
            registry=_registry(t, entry) if known else t("trial.standing_registry"),
            registry_href=f"https://clinicaltrials.gov/study/{trial.id}" if known else "",
            checked=t("trial.checked", day=t.day(trial.review.on)),
        )


def _what(t: Texts, entry: Entry) -> Iterable[str]:
    if entry.trial.phase == "none":
        yield t("trial.standing")
    else:
        yield t(f"trial.phase_{PHASES.get(entry.trial.phase, 'unknown')}")
    yield from (t(f"type_plain.{name}") for name in entry.types or ("unknown",))
    if entry.agents:
        yield t("trial.medicines", list=t.listed([agent_name(agent) for agent in entry.agents]))
    if entry.targets:
        yield t("trial.aims", list=t.listed([t(f"target.{name}") for name in entry.targets]))


def agent_name(agent: str) -> str:
    """The name of a medicine as the knowledge has it."""
    known = load_knowledge().agent(agent)
    return known.name if known else agent


def _rules(t: Texts, entry: Entry) -> Iterable[str]:
    count = max((len(arm.criteria) for arm in entry.trial.arms), default=0)
    yield t("trial.rules", count=count)
    if entry.trial.completeness == "partial":
        yield t("trial.rules_partly")


def _before(t: Texts, entry: Entry) -> Iterable[str]:
    for effect in ("bars", "waits", "asks"):
        names = [t(f"had.{name}") for name, found in entry.effects.items() if found == effect]
        if names:
            yield t(f"trial.before_{effect}", list=t.listed(names))
    if any(found == "unknown" for found in entry.effects.values()):
        yield t("trial.before_unknown")


def _place(t: Texts, entry: Entry, slot: Slot, on: date) -> Place:
    arm = entry.trial.arm(slot.place.partition("/")[2])
    state = entry.of_slot(slot, on=on)
    return Place(
        title=arm.title if arm else slot.place,
        state=t(f"status.{state}"),
        tag=TAGS[state],
        words=_slot_words(t, slot, on),
    )


def _slot_words(t: Texts, slot: Slot, on: date) -> str:
    parts = []
    if slot.open_on(on):
        parts += [t("status.places", n=slot.left)] if slot.left else []
        parts += [t("status.open_until", day=t.day(slot.closes))] if slot.closes else []
    elif (opens := slot.next_open(on)) is not None:
        parts.append(t("status.next_place" if slot.left == 0 else "status.opens_on", day=t.day(opens)))
    return ", ".join(parts)


def _where(t: Texts, entry: Entry) -> tuple[str, ...]:
    """Other hospitals, by country and state, with the day of the copy."""
    found = []
    for day, rows in itertools.groupby(entry.regions, key=lambda row: row.as_of):
        names = []
        for country, regions in itertools.groupby(
            sorted(rows, key=lambda row: row.country), key=lambda row: row.country
        ):
            inside = [regions_of(country).get(row.region, row.region) for row in regions if row.region]
            name = str(t.locale.territories.get(country, country))
            names.append(f"{name} ({', '.join(inside)})" if inside else name)
        found.append(t("trial.where_text", day=t.day(day), list=t.listed(names)))
    return tuple(found)


def _registry(t: Texts, entry: Entry) -> str:
    held = entry.trial.registry
    if held.as_of is None or held.status == "not held":
        return t("trial.registry_unknown")
    return t("trial.registry_state", status=held.status.replace("_", " ").lower(), day=t.day(held.as_of))


def chosen_trials(values: Iterable[str], *, most: int = 12) -> list[str]:
    """The known trials of a link, in order, each once."""
    from rosette.portfolio import load_portfolio

    known = load_portfolio().trials
    return [value for value in dict.fromkeys(values) if value in known][:most]

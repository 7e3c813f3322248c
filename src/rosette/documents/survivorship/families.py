"""The page of a plan for a family, a teenager or a grown survivor: what is planned, why and when, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from rosette.documents.survivorship.plain import LANGUAGES, day_words, described, listed, often_words, words_of
from rosette.kernel import UsageError
from rosette.survivorship import Item, Plan, RuleBook, merged
from rosette.survivorship.firing import fired

__all__ = ["FAMILIES", "LANGUAGES", "Entry", "FamilyPage", "Part", "family_page"]
FAMILIES = ("family", "teenager", "survivor")
KINDS = ("agent", "radiation", "transplant", "surgery", "infusion")


@frozen(kw_only=True)
class Entry:
    """One check: its name, what it is, why it is planned, and when."""

    name: str
    about: str
    why: str
    when: str


@frozen(kw_only=True)
class Part:
    """A heading with checks below; the last part of a page, for those who worry, has none."""

    title: str
    lede: str
    entries: tuple[Entry, ...]


@frozen(kw_only=True)
class FamilyPage:
    """Everything that the page says, in one language, to one reader; `late` is empty when no day has passed."""

    language: str
    reader: str
    title: str
    lede: str
    late: str
    parts: tuple[Part, ...]
    call: str
    kept: str
    made: str

    @property
    def text(self) -> str:
        """All of it as plain text, for a reading grade."""
        told = [self.title, self.lede, self.late, self.call, self.kept]
        for part in self.parts:
            told += [part.title, part.lede]
            told += [line for each in part.entries for line in (each.name, each.about, each.why, each.when)]
        return "\n".join(line for line in told if line)


def family_page(
    plan: Plan, book: RuleBook, *, reader: str = "family", language: str = "en", phone: str = ""
) -> FamilyPage:
    """The page of a plan; rows that nobody verified stand apart, without a day.

    Raises UsageError for another reader or language.
    """
    told = words_of(language)
    if reader not in FAMILIES:
        raise UsageError(f'There is no plain page for "{reader}": {" or ".join(FAMILIES)}.')
    own, items = told[reader], merged(plan).items
    planned = [item for item in items if item.acts]
    parts = (
        _part("checks", own, language, plan, book, (item for item in planned if item.form == "test")),
        _part("talks", own, language, plan, book, (item for item in planned if item.form == "advice")),
        _names("open", own, language, (item for item in items if not item.acts)),
        _names("not_planned", own, language, (item for item in planned if item.form == "none")),
    )
    worry = Part(title=own["worry"], lede=f"{own['worry_lede']} {own['kept']}", entries=())
    return FamilyPage(
        language=language,
        reader=reader,
        title=own["title"],
        lede=own["lede"].format(on=day_words(plan.on, told)),
        late=own["late"] if any(item.overdue_since for item in planned) else "",
        parts=(*(part for part in parts if part.entries), worry),
        call=own["call"].format(phone=phone or own["no_phone"]),
        kept=own["kept"],
        made=f"{plan.exposures.id} · {plan.profile} · {plan.release}",
    )


def _part(name: str, own: Mapping[str, str], language: str, plan: Plan, book: RuleBook, items: Iterable[Item]) -> Part:
    told, frame = words_of(language), own["why" if name == "checks" else "talk_why"]
    entries = []
    for item in items:
        title, about = described(item.test.id, language)
        why = frame.format(because=_because(item, plan, book, told))
        entries.append(Entry(name=title, about=about, why=why, when=_when(item, told)))
    return Part(title=own[name], lede="", entries=tuple(entries))


def _names(name: str, own: Mapping[str, str], language: str, items: Iterable[Item]) -> Part:
    """Checks by name and what they are, with no day and no reason."""
    found = (described(item.test.id, language) for item in items)
    entries = tuple(Entry(name=title, about=about, why="", when="") for title, about in found)
    return Part(title=own[name], lede=own[f"{name}_lede"], entries=entries)


def _because(item: Item, plan: Plan, book: RuleBook, told: Mapping[str, Any]) -> str:
    """The kinds of treatment that made the rules apply; else the illness and its treatment."""
    given = [each for rule in item.rules for each in fired(rule.when, plan.exposures, book).exposed]
    kinds = [kind for kind in KINDS if any(each.kind == kind for each in given)]
    return listed([told["because"][kind] for kind in kinds] or [told["because"]["rest"]], told)


def _when(item: Item, told: Mapping[str, Any]) -> str:
    """How often and the next day; the day of a repeat only while it lies ahead, and no interval for what is over."""
    often, state = often_words(item, told), item.state
    day = item.done if state == "done" else item.due
    if state == "on event" and item.interval.kind not in ("span", "visit", "once"):
        return often
    words = str(told["when"][state])
    said = words.format(day=day_words(day, told)) if day is not None else words
    ahead = item.again is not None and (day is None or item.again > (item.catch_up or day))
    again = told["when"]["again"].format(day=day_words(item.again, told)) if item.again and ahead else ""
    return " ".join(each for each in ("" if state == "ended" else often, said, again) if each)

"""The leaflet of going home: its words by language, with the days of one child."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from rosette.documents.printing import printed
from rosette.kernel import NotComputable, UsageError
from rosette.mibg.home import GoingHome

LANGUAGES = ("en", "es")
WORDS = Path(__file__).with_name("words.toml")
TEMPLATE = Path(__file__).with_name("leaflet.typ")


@frozen(kw_only=True)
class Section:
    """A heading with short lines."""

    title: str
    lines: tuple[str, ...]


@frozen(kw_only=True)
class Leaflet:
    """Everything that a family is told, in one language."""

    language: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    call: str
    kept: str

    @property
    def text(self) -> str:
        """All of it as plain text, for a reading grade."""
        told = [
            self.title,
            self.lede,
            *(line for each in self.sections for line in (each.title, *each.lines)),
            self.call,
        ]
        return "\n".join(told)


@functools.cache
def words_of(language: str) -> Mapping[str, Any]:
    """The words of a language; raises UsageError for another."""
    if language not in LANGUAGES:
        raise UsageError(f'the leaflet is not written in "{language}": {", ".join(LANGUAGES)}')
    found: Mapping[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))[language]
    return found


def leaflet_of(found: GoingHome, *, language: str = "en", phone: str = "") -> Leaflet:
    """The leaflet with this child's days; raises NotComputable when the end of the infusion is not known."""
    told = words_of(language)
    if found.release.at is None or not found.release.instructions:
        raise NotComputable("the end of the infusion by the clock is needed for the days of the leaflet")
    until = _until(found)
    blanks = {"home": _day(found.release.at, told), "until": _day(until, told, form="whole_day")}
    near = tuple(
        told["again"].format(who=told["who"].get(each.pattern.limit, each.pattern.who), day=_day(each.until, told))
        for each in found.restrictions
    )
    sections = [
        Section(title=each["title"], lines=tuple(line.format(**blanks) for line in each["lines"]))
        for each in told["sections"]
    ]
    if near:
        sections.insert(1, Section(title=told["near"], lines=tuple(dict.fromkeys(near))))
    return Leaflet(
        language=language,
        title=told["title"],
        lede=told["lede"].format(**blanks),
        sections=tuple(sections),
        call=told["call"].format(phone=phone or told["no_phone"]),
        kept=told["kept"],
    )


def _until(found: GoingHome) -> datetime:
    """The last of the days that the rules for instructions and contact give."""
    from datetime import timedelta

    from rosette.mibg.release import next_hour

    release = found.release
    assert release.ended is not None
    ends = [next_hour(release.ended + timedelta(hours=each.hours)) for each in release.instructions]
    return max([*ends, *(each.until for each in found.restrictions)])


def _day(moment: datetime, told: Mapping[str, Any], *, form: str = "day") -> str:
    month = told["months"][moment.month - 1]
    return str(told[form].format(day=moment.day, month=month, year=moment.year, hour=f"{moment:%H:%M}"))


def leaflet_pdf(found: GoingHome, *, language: str = "en", phone: str = "") -> bytes:
    """The leaflet as PDF, large print; the same days give the same bytes."""
    return printed(TEMPLATE, asdict(leaflet_of(found, language=language, phone=phone)))

"""Papers of follow-up for people: what was released, one paper, and the preview before it is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen
from django.urls import reverse

from rosette.documents.released import LANGUAGES, Paper
from rosette.documents.survivorship.plain import day_words, screen_words, words_of
from rosette.options.wording import day_text
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.survivors import paper_in, readers_for
from rosette.server.store.models import Child, ReleasedPlan
from rosette.server.store.models.released_plans import READERS

NEWEST, OLDER, GONE = Tag("✓", "Newest", "open"), Tag("→", "Older", "quiet"), Tag("!", "Taken back", "closed")
TONGUES = {"en": "English", "es": "Spanish (español)"}
EMPTY = "The team has not sent a plan yet. When it does, it is here."


@frozen(kw_only=True)
class ReleaseRow:
    """One paper in the list."""

    id: str
    tag: Tag
    title: str
    said: str
    read: str


@frozen(kw_only=True)
class ReleasesPage:
    """The papers of a child that a person may see, the newest first."""

    title: str
    lede: str
    rows: Sequence[ReleaseRow]
    may_release: bool
    child: str

    @classmethod
    def of(cls, user: Any, child: Child) -> ReleasesPage:
        """Say the papers; also for a part of another page."""
        found = ReleasedPlan.objects.visible_to(user).filter(child=child).select_related("released_by")
        rows, newest = [], set[str]()
        team = is_team(user, child)
        for release in found:
            rows.append(_row(release, newest, team=team))
        return cls(
            title="Follow-up papers",
            lede="" if rows else EMPTY,
            rows=tuple(rows),
            may_release=may(user, Act.SIGN, Kind.RELEASED_PLAN, child),
            child=child.public_id,
        )


def is_team(user: Any, child: Child) -> bool:
    """Whether a person is of the team: sees what was taken back, and who has read."""
    return may(user, Act.VIEW, Kind.RELEASED_PLAN, child)


def _row(release: ReleasedPlan, newest: set[str], *, team: bool) -> ReleaseRow:
    tag = GONE if release.withdrawn_at else OLDER if release.reader in newest else NEWEST
    if tag is NEWEST:
        newest.add(release.reader)
    reader, tongue = dict(READERS)[release.reader], TONGUES[release.language]
    read = f"first read {day_text(release.read_at.date())}" if release.read_at else "not read yet"
    return ReleaseRow(
        id=release.public_id,
        tag=tag,
        title=f"Health checks, {day_text(release.on)}",
        said=f"{tongue}. From {release.released_by.name}, {day_text(release.released_at.date())}.",
        read=f"For: {reader.lower()}; {read}" if team else "",
    )


@frozen(kw_only=True)
class PaperPage:
    """One paper on the screen, in its own language; without a body once it was taken back."""

    id: str
    title: str
    language: str
    child: str
    body: Mapping[str, Any] | None
    made: str
    sent: str
    words: Mapping[str, str]
    gone: Sequence[str]
    newer: str
    may_withdraw: bool

    @classmethod
    def of(cls, user: Any, release: ReleasedPlan) -> PaperPage:
        """Say a paper for a person."""
        words, child = screen_words(release.language), release.child
        shown = release.withdrawn_at is None or is_team(user, child)
        paper = paper_in(release)
        return cls(
            id=release.public_id,
            title=str(paper.page["title"]),
            language=release.language,
            child=child.public_id,
            body=paper.page if shown else None,
            made=made_words(paper),
            sent=words["sent"].format(who=release.released_by.name, day=_day(release.released_at.date(), release)),
            words=words,
            gone=tuple(_gone(release, words)),
            newer=_newer(user, release),
            may_withdraw=release.withdrawn_at is None and may(user, Act.CHANGE, Kind.RELEASED_PLAN, child),
        )


def made_words(paper: Paper) -> str:
    """From what a paper was made, in a line."""
    made = paper.made
    return " · ".join(
        (f"record {made['record']}", f"knowledge {made['knowledge']}", made["practice"], made["software"])
    )


def _day(day: date, release: ReleasedPlan) -> str:
    return day_words(day, words_of(release.language))


def _gone(release: ReleasedPlan, words: Mapping[str, str]) -> list[str]:
    """When a paper was taken back, why, and whom to call."""
    if release.withdrawn_at is None:
        return []
    return [
        words["gone"].format(day=_day(release.withdrawn_at.date(), release)),
        words["gone_why"].format(why=release.withdrawn_why),
        words["gone_call"].format(phone=release.child.programme_site.phone),
    ]


def _newer(user: Any, release: ReleasedPlan) -> str:
    """Where the newest paper for the same reader is, when it is another one."""
    rows = ReleasedPlan.objects.visible_to(user).filter(child=release.child, reader=release.reader)
    newest = rows.filter(withdrawn_at__isnull=True, released_at__gt=release.released_at).first()
    return reverse("released", args=[newest.public_id]) if newest is not None else ""


@frozen(kw_only=True)
class PreviewPage:
    """What would be released, to whom and in which language, and what the team reads with it."""

    title: str
    child: str
    readers: Sequence[tuple[str, str, bool]]
    languages: Sequence[tuple[str, str, bool]]
    reader: str
    language: str
    seen: str
    body: Mapping[str, Any]
    made: str
    warnings: Sequence[str]
    told: str

    @classmethod
    def of(cls, child: Child, paper: Paper, *, on: date) -> PreviewPage:
        """Say the preview of a paper."""
        names = dict(READERS)
        return cls(
            title="Release a follow-up plan",
            child=child.public_id,
            readers=tuple((each, names[each], each == paper.reader) for each in readers_for(child, on=on)),
            languages=tuple((each, TONGUES[each], each == paper.language) for each in LANGUAGES),
            reader=paper.reader,
            language=paper.language,
            seen=paper.digest,
            body=paper.page,
            made=made_words(paper),
            warnings=tuple(_warnings(paper)),
            told=_told(child, paper),
        )


def _warnings(paper: Paper) -> list[str]:
    """What the whole plan is to be read with, and how many rows nobody verified."""
    rows = paper.plan["items"]
    asked = sum(not row["acts"] for row in rows)
    unsigned = sum(bool(row["flags"]) for row in rows)
    found = list(paper.plan["warnings"])
    found += (
        [f"{asked} rows rest on numbers that nobody verified: they go out by name, without a day."] if asked else []
    )
    return [*found, f"{unsigned} of {len(rows)} rows carry a flag, such as a rule that is not signed yet."]


def _told(child: Child, paper: Paper) -> str:
    """Who has an account that reads it."""
    relation = "proxy" if paper.reader == "family" else "self"
    names = [tie.user.name for tie in child.ties.current().filter(relation=relation).select_related("user")]
    return f"It is told to: {', '.join(names)}." if names else "Nobody who may read it has an account yet."

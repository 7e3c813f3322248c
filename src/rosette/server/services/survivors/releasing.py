"""Releases the follow-up plan of a child to the survivor or the family, and takes a release back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from rosette.documents.released import LANGUAGES, Paper, paper_of, paper_text, read_paper
from rosette.kernel import BadInput, Problem, Problems
from rosette.knowledge import load_knowledge
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.notices import tell
from rosette.server.services.survivors.planned import followed
from rosette.server.store.actors import adult_on
from rosette.server.store.models import Child, ReleasedPlan
from rosette.server.store.records import record_version
from rosette.version import SOFTWARE

OWN = {"family": "proxy", "teenager": "self", "survivor": "self"}


class ReleaseFault(BadInput):
    """The plan cannot be released or taken back like this."""


def readers_for(child: Child, *, on: date) -> tuple[str, ...]:
    """To whom a plan may be released: of age, the survivor alone; before, the family or the young person."""
    return ("survivor",) if on >= adult_on(child) else ("family", "teenager")


def draft_paper(child: Child, *, reader: str, language: str, on: date) -> Paper:
    """The paper as it would be released on a day; raises ReleaseFault with every fault of the choice."""
    problems, readers = Problems(), readers_for(child, on=on)
    if reader not in readers:
        remedy = f"Choose {' or '.join(readers)}: who may read turns with the 18th birthday."
        problems.add("reader", found=f'"{reader}" is no reader for this child on {on}', remedy=remedy)
    if language not in LANGUAGES:
        problems.add("language", found=f'there are no words in "{language}"', wanted=" or ".join(LANGUAGES))
    problems.raise_as(ReleaseFault, what="release")
    found = followed(child, on=on)
    return paper_of(
        found.plan,
        found.book,
        reader=reader,
        language=language,
        phone=child.programme_site.phone,
        record=record_version(child),
        software=SOFTWARE,
        references=load_knowledge().references,
        former=_former(child, reader=reader),
    )


def _former(child: Child, *, reader: str) -> Paper | None:
    """What went out last to the same person, also when it was taken back: its calendar may be in a phone."""
    same = [each for each, relation in OWN.items() if relation == OWN[reader]]
    last = ReleasedPlan.objects.filter(child=child, reader__in=same).order_by("-released_at").first()
    return None if last is None else paper_in(last)


@transaction.atomic
def release_plan(*, child: Child, reader: str, language: str, seen: str, on: date, by: Any) -> ReleasedPlan:
    """Release the plan that was previewed and tell its readers.

    seen: the digest of the paper that was previewed; ReleaseFault when the plan has changed since.
    """
    refuse_unless(by, Act.SIGN, Kind.RELEASED_PLAN, child)
    paper = draft_paper(child, reader=reader, language=language, on=on)
    if paper.digest != seen:
        remedy = "Read the preview again, then release it."
        raise ReleaseFault([Problem("", "the plan is not the one that you previewed", remedy=remedy)], what="release")
    release = ReleasedPlan.objects.create(
        child=child,
        reader=reader,
        language=language,
        content=paper_text(paper),
        digest=paper.digest,
        on=on,
        record=record_version(child),
        knowledge=paper.made["knowledge"],
        software=paper.made["software"],
        practice=paper.made["practice"],
        released_at=clock.now(),
        released_by=by,
    )
    _keep(release, "release", by=by, detail=f"{reader} {language} {paper.digest[:16]}")
    _tell(release, "Your follow-up plan is here", key="released")
    return release


@transaction.atomic
def withdraw_plan(*, release: ReleasedPlan, why: str, by: Any) -> ReleasedPlan:
    """Take a release back: its readers see that, and why, and no more of the paper."""
    child = release.child
    refuse_unless(by, Act.CHANGE, Kind.RELEASED_PLAN, child, thing_id=release.public_id)
    release = _locked(release)
    problems = Problems()
    if release.withdrawn_at is not None:
        problems.add("", found="it was taken back already", remedy="Release a new one.")
    if not why.strip():
        problems.add("reason", found="no reason is given", remedy="Say in a sentence, to the reader, why.")
    problems.raise_as(ReleaseFault, what="release")
    release.withdrawn_at, release.withdrawn_by, release.withdrawn_why = clock.now(), by, why.strip()
    release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _keep(release, "withdraw", by=by)
    _tell(release, "A follow-up plan was taken back", key="taken back")
    return release


@transaction.atomic
def note_reading(*, release: ReleasedPlan, by: Any) -> None:
    """The first time that the survivor or the family opened the paper; a release that was taken back is not read."""
    if release.read_at is None and release.withdrawn_at is None and _is_own(release, by):
        release.read_at = clock.now()
        release.save(update_fields=["read_at"])
        _keep(release, "read", by=by)


def paper_in(release: ReleasedPlan) -> Paper:
    """The paper as it was released."""
    return read_paper(release.content)


def _is_own(release: ReleasedPlan, user: Any) -> bool:
    ties = release.child.ties.current().filter(user=user, relation__in=("self", "proxy"))
    return bool(ties.exists())


def _locked(release: ReleasedPlan) -> ReleasedPlan:
    rows = ReleasedPlan.objects.select_for_update(of=("self",))
    return rows.select_related("child__referring_site", "child__programme_site").get(pk=release.pk)


def _keep(release: ReleasedPlan, act: str, *, by: Any, detail: str = "") -> None:
    kind = Kind.RELEASED_PLAN.value
    audit.write(by=by, act=f"{kind}.{act}", kind=kind, thing=release.public_id, child=release.child, detail=detail)


def _tell(release: ReleasedPlan, sentence: str, *, key: str) -> None:
    """A notice without anything of the plan; those who are tied as its readers get it."""
    ties = release.child.ties.current().filter(relation=OWN[release.reader]).select_related("user")
    tell(
        users=[tie.user for tie in ties],
        child=release.child,
        key=f"follow-up {release.public_id} {key}",
        sentence=sentence,
        urgency="soon",
        link=f"/follow-up/{release.public_id}/",
    )

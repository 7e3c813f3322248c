"""Fills an empty database with the demonstration; does nothing when there is anybody in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import frozen
from django.contrib.auth.hashers import make_password
from django.db import transaction

from rosette.portfolio import load_programme
from rosette.records import load_record
from rosette.server.accounts.models import Site, User
from rosette.server.services import clock
from rosette.server.services.children import take_in, tie
from rosette.server.services.demo.people import PEOPLE, make_people, make_sites
from rosette.server.services.demo.survivors import seed_survivors
from rosette.server.services.demo.trial import seed_trial
from rosette.server.services.therapy import put_site_text
from rosette.server.store.models import Case, CaseEvent, Child, ConsentGiven, ConsentText, Meeting, PlaceEvent

HOMES = ("hillside", "lakeview")
FIRST = ("Ada", "Ben", "Cora", "Dan", "Eva", "Finn", "Gia", "Hugo", "Ida", "Jon")
LAST = ("Invented", "Example", "Sample", "Notreal")


@frozen(kw_only=True)
class SignIn:
    """How an invented person signs in."""

    email: str
    password: str
    role: str


def seed_demo(
    files: Iterable[Path], *, survivors: bool = True, progress: Callable[[int, int], None] | None = None
) -> tuple[SignIn, ...]:
    """Make the demonstration and give the sign-ins; the password is made anew each time and stored nowhere.

    survivors: whether those long after treatment come with the children of the files.
    """
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    if User.objects.exists():
        User.objects.filter(email__endswith="@demo.invalid").update(password=make_password(password))
    else:
        _seed(list(files), password=password, survivors=survivors, progress=progress)
    return tuple(SignIn(email=person.email, password=password, role=person.role) for person in PEOPLE)


def _seed(files: list[Path], *, password: str, survivors: bool, progress: Callable[[int, int], None] | None) -> None:
    with transaction.atomic():
        sites = make_sites()
        people = make_people(sites, password=password)
        _places(sites["rosette"], by=people["admin"])
        if files:
            _site_file(files[0].parents[1] / "mibg" / "site.toml", sites["rosette"], by=people["physicist"])
        _consent_texts()
    children = []
    for count, path in enumerate(files):
        with transaction.atomic():
            children.append(_child(path, count, sites, people))
        if progress is not None:
            progress(count + 1, len(files))
    if children:
        with transaction.atomic():
            _consents(children, people)
            _ties(children, people)
            _cases(children, people, sites["rosette"])
            design = files[0].parents[1] / "designs" / "under-way.toml"
            seed_trial(design, site=sites["rosette"], children=children, people=people)
            if survivors:
                seed_survivors(files[0].parents[1] / "survivorship", sites=sites, people=people)


def _child(path: Path, count: int, sites: dict[str, Site], people: dict[str, User]) -> Child:
    first, last = FIRST[count % len(FIRST)], LAST[count % len(LAST)]
    return take_in(
        record=load_record(path),
        name=f"{first} {last}",
        initials=f"{first[0]}{last[0]}",
        mrn=f"DEMO-{count + 1:04d}",
        referring_site=sites[HOMES[count % 2]],
        programme_site=sites["rosette"],
        by=people["coordinator"],
        as_recorded=True,
    )


def _ties(children: list[Child], people: dict[str, User]) -> None:
    for count, child in enumerate(children):
        doctor = people["home-doctor" if count % 2 == 0 else "lakeview"]
        tie(child=child, user=doctor, relation="referring", by=None)
        tie(child=child, user=people["doctor" if count % 2 == 0 else "second"], relation="treating", by=None)
    tie(child=children[0], user=people["parent"], relation="proxy", by=None)
    tie(child=children[-1], user=people["young"], relation="self", by=None)


def _site_file(path: Path, site: Site, *, by: User) -> None:
    """The invented file of the invented site, if it is there."""
    if path.exists():
        put_site_text(site=site, text=path.read_text(encoding="utf-8"), by=by)


def _places(site: Site, *, by: User) -> None:
    for slot in load_programme().slots.values():
        PlaceEvent.objects.create(
            site=site,
            place=slot.place,
            status=slot.status,
            opened=slot.opened,
            closes=slot.closes,
            total=slot.total,
            taken=slot.taken,
            next_slot=slot.next_slot,
            label=slot.label,
            reason="start of the demonstration",
            at=clock.now(),
            by=by,
        )


def _cases(children: list[Child], people: dict[str, User], site: Site) -> None:
    meeting = Meeting.objects.create(
        site=site,
        on=clock.today() + timedelta(days=2),
        title="Neuroblastoma programme meeting",
        place="Room R2 and by video",
        called_by=people["coordinator"],
    )
    meeting.attendees.set([people["doctor"], people["second"], people["coordinator"], people["board"]])
    for count, child in enumerate(children[:8]):
        _case(child, count, people)


def _case(child: Child, count: int, people: dict[str, User]) -> None:
    kind = ("referral", "second_opinion", "reevaluation")[count % 3]
    case = Case.objects.create(
        child=child,
        kind=kind,
        state="received",
        question="Which options are open for this child now?",
        opened_on=clock.today() - timedelta(days=3 + 2 * count),
        owner=people["coordinator"],
        next_step="Check which records are missing",
        next_on=clock.today() + timedelta(days=count % 4),
    )
    CaseEvent.objects.create(
        case=case, at=clock.now(), by=people["coordinator"], state="received", words="Received from the home hospital."
    )


def _consents(children: list[Child], people: dict[str, User]) -> None:
    texts = list(ConsentText.objects.filter(purpose__in=("care", "screening")))
    for child in children:
        for text in texts:
            ConsentGiven.objects.create(
                child=child,
                text=text,
                signed_by="Invented parent",
                relation="proxy",
                assent="too_young",
                on=clock.today() - timedelta(days=3),
                recorded_at=clock.now(),
                recorded_by=people["coordinator"],
            )


TEXTS: tuple[dict[str, Any], ...] = (
    {
        "purpose": "care",
        "title": "Care and consultation",
        "words": "The team may read your child's record to give advice about care.",
    },
    {
        "purpose": "screening",
        "title": "Looking for trials",
        "words": "The team may compare your child's record with trials, also with new ones.",
    },
    {
        "purpose": "research",
        "title": "Use in research",
        "words": "Facts from the record may be used in research without your child's name.",
    },
    {
        "purpose": "contact",
        "title": "Being contacted again",
        "words": "The team may write or call when something new opens.",
    },
    {
        "purpose": "sharing",
        "title": "Sharing with other institutions",
        "words": "The team may send the record to another hospital that could treat your child.",
    },
)


def _consent_texts() -> None:
    for text in TEXTS:
        ConsentText.objects.create(version=1, language="en", **text)

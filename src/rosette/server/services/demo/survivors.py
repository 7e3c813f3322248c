"""The invented survivors of the demonstration: plans, a few tests late, a row signed, and a paper that was released."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rosette.records import load_record
from rosette.server.accounts.models import Site, User
from rosette.server.services import clock
from rosette.server.services.children import take_in, tie
from rosette.server.services.survivors import draft_paper, put_practice, release_plan, rule_state, sign_rule
from rosette.server.store.models import Child, ConsentGiven, ConsentText

NAMES = (("Lena Invented", "LI"), ("Marco Example", "ME"), ("Nora Invented", "NI"))
SETTINGS = {
    "name": "Late-effects clinic of the Rosette Demo Centre",
    "entry": "2 years",
    "ranges": "longest",
    "visit": "1 year",
    "gather": "3 months",
    "next_visit": date(2026, 6, 22),
}
SIGNED = "PSY-1"
OF_AGE = 2  # the adult, who signs in and reads what was released to her


def seed_survivors(folder: Path, *, sites: dict[str, Site], people: dict[str, User]) -> list[Child]:
    """Take the survivors of a folder in, set the practice of the site, sign a row, release the plan of the adult."""
    files = sorted(folder.glob("survivor-*.json"))
    made = [_survivor(path, count, sites, people) for count, path in enumerate(files)]
    if made:
        site = sites["rosette"]
        put_practice(site=site, settings=SETTINGS, by=people["coordinator"])
        sign_rule(site=site, rule=SIGNED, seen=rule_state(site, SIGNED).digest, by=people["doctor"])
    for child in made[OF_AGE:]:
        _release(child, people)
    return made


def _release(child: Child, people: dict[str, User]) -> None:
    """The adult's account is tied to her record, and her plan is released to her in English."""
    tie(child=child, user=people["survivor"], relation="self", by=None)
    day, choice = clock.today(), {"reader": "survivor", "language": "en"}
    seen = draft_paper(child, on=day, **choice).digest
    release_plan(child=child, seen=seen, on=day, by=people["doctor"], **choice)


def _survivor(path: Path, count: int, sites: dict[str, Site], people: dict[str, User]) -> Child:
    name, initials = NAMES[count % len(NAMES)]
    child = take_in(
        record=load_record(path),
        name=name,
        initials=initials,
        mrn=f"DEMO-S{count + 1:03d}",
        referring_site=sites["hillside" if count % 2 == 0 else "lakeview"],
        programme_site=sites["rosette"],
        by=people["coordinator"],
        as_recorded=True,
    )
    tie(child=child, user=people["home-doctor" if count % 2 == 0 else "lakeview"], relation="referring", by=None)
    tie(child=child, user=people["doctor"], relation="treating", by=None)
    ConsentGiven.objects.create(
        child=child,
        text=ConsentText.objects.get(purpose="care", version=1, language="en"),
        signed_by="Invented survivor" if count else "Invented parent",
        relation="self" if count else "proxy",
        assent="given",
        on=clock.today(),
        recorded_at=clock.now(),
        recorded_by=people["coordinator"],
    )
    return child

"""The invented trial of the demonstration: 131I-MIBG with a small molecule, two levels done, one late re-grade."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from attrs import define, field
from django.db import transaction

from rosette.designs.conduct import (
    Confirmed,
    Delivered,
    Enrolled,
    Entry,
    Followed,
    Ledger,
    Noted,
    NotEvaluable,
    Observed,
    Regraded,
    SlotReserved,
    activation,
    append,
    ask,
    cut,
    in_force,
)
from rosette.designs.spec import read_specification
from rosette.kernel import Quantity
from rosette.server.accounts.models import Site, User
from rosette.server.services import audit, clock
from rosette.server.services.trials import keep_line, put_version
from rosette.server.services.trials.telling import tell_what_changed
from rosette.server.store.models import Child, RunningTrial, SlotChild

PORTFOLIO, COHORT = "NCT01019850", "mibg-vorinostat"
STARTS = date(2025, 11, 24)
MASS_KG = 21  # of every invented child
INVENTED = "Invented child of the demonstration"


def seed_trial(path: Path, *, site: Site, children: list[Child], people: dict[str, User]) -> RunningTrial | None:
    """Open the trial of a design file and write its ledger day by day; nothing when the file is not there."""
    if not path.exists():
        return None
    text = path.read_text(encoding="utf-8")
    specification = read_specification(text, name=path.name)
    first = activation(specification, day=STARTS, by=people["coordinator"].name)
    book = Book(Ledger(specifications=(specification,)), people).add("coordinator", first)
    _first_level(book)
    _second_level(book)
    return _kept(book, text, site=site, children=children, people=people)


@define
class Book:
    """A ledger as it is written, with the account that made each entry."""

    ledger: Ledger
    people: dict[str, User]
    authors: list[User] = field(factory=list)
    slots: int = 0

    def add(self, word: str, *entries: Entry) -> Book:
        """Append entries of a person."""
        for entry in entries:
            self.ledger = append(self.ledger, entry)
            self.authors.append(self.people[word])
        return self

    def who(self, word: str, day: int) -> dict[str, Any]:
        """Day and author of an entry."""
        return {"day": STARTS + timedelta(days=day), "by": self.people[word].name}

    def decide(self, day: int) -> Book:
        """Freeze, ask, and let the physician confirm."""
        asks, on = self.who("statistician", day), STARTS + timedelta(days=day)
        self.add("statistician", cut(self.ledger, **asks))
        self.add("statistician", ask(self.ledger, **asks))
        number = self.ledger.lines[-1].entry.number  # type: ignore[attr-defined]
        return self.add("doctor", Confirmed(day=on, by=self.people["doctor"].name, number=number))

    def reserve(self, day: int, *, until: int | None = None) -> str:
        """The next slot of the cohort."""
        self.slots += 1
        slot, last = f"S{self.slots:02}", None if until is None else STARTS + timedelta(days=until)
        entry = SlotReserved(slot=slot, trial=PORTFOLIO, cohort=COHORT, until=last, **self.who("coordinator", day))
        self.add("coordinator", entry)
        return slot

    def place(self, day: int, child: str, *, share: float = 1.0, reason: str = "") -> Book:
        """The way of one child: decided, enrolled, treated two days later."""
        self.decide(day)
        slot, force = self.reserve(day), in_force(self.ledger)
        assert force is not None
        assert force.dose is not None
        level = self.ledger.specification.levels[force.dose - 1]
        given = Quantity.of(round(level.dose.value * share, 1), level.dose.unit.code)
        entry = Enrolled(child=child, slot=slot, dose=force.dose, decision=force.number, **self.who("coordinator", day))
        self.add("coordinator", entry)
        on = STARTS + timedelta(days=day + 2)
        nurse = self.who("nurse", day + 2)
        total = None if level.cap is None else Quantity.of(round(given.value * MASS_KG), level.cap.unit.code)
        return self.add("nurse", Delivered(child=child, on=on, given=given, total=total, reason=reason, **nurse))

    def see(self, day: int, child: str, criterion: str, what: str, *, grade: int, toxicity: bool) -> int:
        """An event; gives the number of its line."""
        on = STARTS + timedelta(days=day - 1)
        entry = Observed(
            child=child,
            criterion=criterion,
            on=on,
            toxicity=toxicity,
            what=what,
            grade=grade,
            **self.who("nurse", day),
        )
        self.add("nurse", entry)
        return len(self.ledger.lines)

    def follow(self, day: int, child: str, *, until: int | None = None) -> Book:
        """Somebody looked."""
        last = STARTS + timedelta(days=day if until is None else until)
        return self.add("nurse", Followed(child=child, until=last, **self.who("nurse", day)))


def _first_level(book: Book) -> None:
    """Three children and one who is replaced; an event of P02 that does not limit the dose."""
    book.place(0, "P01").place(4, "P02", share=0.97).place(8, "P03")
    book.add("coordinator", Noted(about="P01", text=INVENTED, **book.who("coordinator", 11)))
    book.see(27, "P02", "other organ", "mucositis (invented)", grade=2, toxicity=False)
    book.add(
        "doctor", NotEvaluable(child="P03", reason="progression, other treatment from day 12", **book.who("doctor", 28))
    )
    book.place(29, "P04")
    for child, day in (("P01", 59), ("P02", 63), ("P04", 88)):
        book.follow(day, child)


def _second_level(book: Book) -> None:
    """One toxicity of six children at level 2; one child at level 3; then the event of P02 is judged anew."""
    book.place(89, "P05").place(92, "P06").place(95, "P07", share=0.86, reason="the cap of the room for that week")
    what = "platelets below 20 for more than 28 days (invented)"
    book.see(120, "P06", "haematological", what, grade=4, toxicity=True)
    for child, day in (("P08", 121), ("P09", 124), ("P10", 127)):
        book.place(day, child)
    for child, day in (("P05", 150), ("P07", 153), ("P08", 179), ("P09", 182), ("P10", 185)):
        book.follow(day, child)
    book.place(186, "P11")
    book.reserve(188, until=210)
    event = next(line.number for line in book.ledger.lines if isinstance(line.entry, Observed))
    reason = "central review: the source documents say grade 3 for nine days"
    judged = {"criterion": "other organ", "event": event, "was": False, "toxicity": True, "grade": 3}
    book.add("doctor", Regraded(child="P02", **judged, reason=reason, **book.who("doctor", 188)))


def _kept(book: Book, text: str, *, site: Site, children: list[Child], people: dict[str, User]) -> RunningTrial:
    with transaction.atomic():
        trial = RunningTrial.objects.create(
            site=site,
            portfolio=PORTFOLIO,
            name=book.ledger.specification.name,
            opened_at=clock.midnight(STARTS),
            opened_by=people["coordinator"],
        )
        audit.write(by=people["coordinator"], act="running_trial.add", kind="running_trial", thing=trial.public_id)
        put_version(trial, text, by=people["coordinator"])
        for line, author in zip(book.ledger.lines, book.authors, strict=True):
            keep_line(trial, line, by=author, at=clock.midnight(line.entry.day))
        tell_what_changed(trial, book.ledger.before(len(book.ledger.lines)), book.ledger, by=people["doctor"])
        for slot, child in zip((each.slot for each in book.ledger.of(SlotReserved)), children[:4], strict=False):
            SlotChild.objects.create(
                trial=trial, slot=slot, child=child, made_at=clock.now(), made_by=people["coordinator"]
            )
    return trial

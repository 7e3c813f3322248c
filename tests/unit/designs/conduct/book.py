"""An invented trial of 131I-MIBG with a small molecule, written down day by day through two levels."""

from datetime import date, timedelta
from pathlib import Path

from attrs import define

from rosette.designs.conduct import (
    Confirmed,
    Delivered,
    Enrolled,
    Followed,
    Infeasible,
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
from rosette.designs.spec import load_specification, read_specification
from rosette.kernel import Quantity

EXAMPLES = Path(__file__).parents[4] / "examples" / "designs"
SPEC = load_specification(EXAMPLES / "under-way.toml")
BOIN_TEXT = """
format = "rosette-design-1"
name = "invented"
design = "BOIN"
target = 0.25
cohort = 3
most = 18
[[level]]
name = "1"
dose = "40 mg/m2"
[[level]]
name = "2"
dose = "60 mg/m2"
[[level]]
name = "3"
dose = "80 mg/m2"
[conduct]
evaluable = "Followed over the window or with a toxicity."
[[conduct.window]]
criterion = "any"
days = 28
"""
BOIN = read_specification(BOIN_TEXT)
DAY = date(2026, 1, 5)
ASKS, CONFIRMS, NURSE = "Dr Osei", "Dr Lind", "M. Sato"


def day(number):
    return DAY + timedelta(days=number)


@define
class Book:
    """A ledger that is written as a trial is: slot, cut, question, confirmation, child, treatment."""

    ledger: Ledger
    slots: int = 0

    def add(self, *entries):
        for entry in entries:
            self.ledger = append(self.ledger, entry)
        return self

    def line(self, kind, **words):
        found = [
            line.number
            for line in self.ledger.lines
            if isinstance(line.entry, kind) and all(getattr(line.entry, key) == value for key, value in words.items())
        ]
        return found[-1]

    def decide(self, number):
        self.add(cut(self.ledger, day=day(number), by=ASKS))
        self.add(ask(self.ledger, day=day(number), by=ASKS))
        last = self.ledger.lines[-1].entry
        return self.add(Confirmed(day=day(number), by=CONFIRMS, number=last.number))

    def reserve(self, number, **more):
        self.slots += 1
        slot = f"S{self.slots:02}"
        more = {"trial": "invented-mibg-1", "cohort": "escalation", **more}
        self.add(SlotReserved(day=day(number), by=NURSE, slot=slot, **more))
        return slot

    def enrol(self, number, child, *, slot=None, **more):
        force = in_force(self.ledger)
        words = {"dose": force.dose, "decision": force.number, "slot": slot or self.reserve(number), **more}
        return self.add(Enrolled(day=day(number), by=NURSE, child=child, **words))

    def treat(self, number, child, given=None, *, total="500 mCi", on=None, **more):
        dose = next(entry.dose for entry in self.ledger.of(Enrolled) if entry.child == child)
        level = self.ledger.specification.levels[dose - 1]
        amount = level.dose if given is None else Quantity.parse(given)
        words = {"total": Quantity.parse(total) if level.cap else None, **more}
        on = day(number if on is None else on)
        return self.add(Delivered(day=day(number), by=NURSE, child=child, on=on, given=amount, **words))

    def follow(self, number, child, *, until=None, criterion=""):
        until = day(number if until is None else until)
        return self.add(Followed(day=day(number), by=NURSE, child=child, until=until, criterion=criterion))

    def see(self, number, child, criterion, *, toxicity=True, what="invented event", grade=4, on=None):
        on = day(number if on is None else on)
        entry = Observed(
            day=day(number),
            by=NURSE,
            child=child,
            criterion=criterion,
            on=on,
            toxicity=toxicity,
            what=what,
            grade=grade,
        )
        return self.add(entry)

    def place(self, number, child):
        """The whole way of one child: asked, confirmed, enrolled, treated on that day."""
        return self.decide(number).enrol(number, child).treat(number, child)


def opened(specification=SPEC):
    return Book(Ledger(specifications=(specification,))).add(activation(specification, day=DAY, by="A. Berg"))


def first_level():
    """P03 progresses and is replaced by P04; P02 has an event that does not limit the dose; then up."""
    book = opened()
    book.place(0, "P01").place(14, "P02").place(21, "P03")
    book.see(30, "P02", "other organ", toxicity=False, what="mucositis", grade=2, on=28)
    book.add(NotEvaluable(day=day(35), by=NURSE, child="P03", reason="progression; other treatment from day 12"))
    book.place(36, "P04")
    book.follow(56, "P01").follow(70, "P02").follow(92, "P04")
    return book


def whole():
    """Then P05 cannot get level 2, P06 has a toxicity there, and the event of P02 is judged anew."""
    book = first_level()
    book.decide(93).enrol(93, "P05")
    book.add(
        Infeasible(day=day(95), by=NURSE, child="P05", on=day(95), reason="the cap allows 13 mCi/kg"),
        Noted(day=day(95), by=NURSE, about="P05", text="treated outside the trial"),
    )
    book.place(97, "P06").place(105, "P07")
    book.decide(112).enrol(112, "P08").treat(112, "P08", "13.6 mCi/kg", reason="the shipment was smaller")
    book.see(130, "P06", "haematological", what="platelets below 20 for 30 days", on=129)
    book.follow(161, "P07").follow(168, "P08")
    book.place(170, "P09")
    event = book.line(Observed, child="P02")
    book.add(
        Regraded(
            day=day(175),
            by="central review",
            child="P02",
            criterion="other organ",
            event=event,
            was=False,
            toxicity=True,
            grade=3,
            reason="the source documents say grade 3 for nine days",
        )
    )
    book.follow(184, "P09", until=180)
    book.reserve(185)
    book.reserve(186, until=day(200))
    return book

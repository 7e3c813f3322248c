"""Medicines that may lower the uptake of MIBG: until when each must have ended, and what nobody asked about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum

from attrs import evolve, frozen

from rosette.kernel import UsageError, number_text
from rosette.knowledge import Knowledge
from rosette.mibg.dosimetry import number
from rosette.mibg.site import SiteFile
from rosette.records import Medication, RecordIndex, describe, views
from rosette.records.views.exposures import Exposure

INTERFERING = "mibg_interfering"
EXPECTED_CLASSES = frozenset({"opioid", "stimulant"})
PRESSURE = ("antihypertensive", "beta_blocker")
QUESTIONS = (
    "a cold remedy, or drops or a spray for the nose",
    "promethazine or prochlorperazine against nausea",
    "salbutamol or another inhaler",
    "a stimulant for attention (ADHD)",
    "a medicine for blood pressure, labetalol and calcium antagonists above all",
    "tramadol or another opioid",
    "a tricyclic or an SNRI for pain after anti-GD2",
)


class HoldState(Enum):
    """How a medicine stands to the infusion."""

    FREE = "long enough ago"
    END = "must have ended"
    TOO_SOON = "ended too late for this day"
    UNKNOWN = "its end is not known"
    EXPECTED = "may lower uptake; not proven"


@frozen(kw_only=True)
class MedicineHold:
    """One medicine of the record against the infusion: how long it is held and until when it must have ended."""

    name: str
    state: HoldState
    hours: float
    why: str
    end_by: date
    discuss: bool
    evidence: str
    free_from: date | None = None

    @property
    def sentence(self) -> str:
        """What to do, in words; an antihypertensive is never stopped on its own."""
        length = f"{number_text(self.hours / 24, digits=3)} days"
        if self.state is HoldState.FREE:
            return f"{self.name}: {self.state.value} ({length} asked for)."
        if self.state is HoldState.EXPECTED:
            return f"{self.name}: {self.state.value}. Ask the team; nobody stops it on its own."
        if self.state is HoldState.TOO_SOON:
            told = f"{self.name}: free from {self.free_from} at the earliest ({length}; {self.why})."
            return f"{told} Discuss; do not stop it on its own." if self.discuss else told
        ask = "Discuss with whoever prescribes it; do not stop it on its own" if self.discuss else "Discuss"
        unknown = " Its end is not recorded: ask." if self.state is HoldState.UNKNOWN else ""
        return f"{self.name}: would have to end by {self.end_by} ({length}; {self.why}). {ask}.{unknown}"


def refuse_names(site: SiteFile, knowledge: Knowledge) -> None:
    """Raise UsageError when the site withholds something that is neither an agent nor a class."""
    for name in (name for hold in site.holds for name in hold.names):
        if name not in knowledge.agents and name not in knowledge.classes:
            raise UsageError(f'the site file withholds "{name}", which is no agent or class{knowledge.suggest(name)}')


def holds_of(
    index: RecordIndex, *, on: date, infusion: date, site: SiteFile, knowledge: Knowledge
) -> tuple[MedicineHold, ...]:
    """Every medicine of the record that may interfere, with the longest of the site's time and five half-lives.

    A medicine that knowledge does not list is not thereby free of the effect. Source: [@mibg-interference, labels].
    """
    taken = [each for each in views.exposures(index) if isinstance(each.fact, Medication)]
    listed = [each for each in taken if INTERFERING in each.tags or site.hold_of(each.tags) is not None]
    expected = [each for each in taken if each not in listed and EXPECTED_CLASSES & each.tags]
    found = [*(_hold(each, on, infusion, site, knowledge) for each in listed)]
    near = infusion - timedelta(days=int(number(knowledge, "mibg.expected_days")))
    found += [_expected(each, infusion, site, knowledge) for each in expected if _still(each, near)]
    return tuple(found)


def _still(each: Exposure, near: date) -> bool:
    """Whether it may have been taken since then."""
    end = each.fact.end
    return end is None or end.latest > near


def _expected(each: Exposure, infusion: date, site: SiteFile, knowledge: Knowledge) -> MedicineHold:
    hold = _hold(each, infusion, infusion, site, knowledge)
    return evolve(hold, state=HoldState.EXPECTED)


def _hold(each: Exposure, on: date, infusion: date, site: SiteFile, knowledge: Knowledge) -> MedicineHold:
    hours, why = _hours(each, site, knowledge)
    end_by = last_day(infusion, hours)
    state, free = _state(each, on, end_by, hours)
    return MedicineHold(
        name=each.agent or "a medicine",
        state=state,
        hours=hours,
        why=why,
        end_by=end_by,
        discuss=bool(set(PRESSURE) & each.tags),
        evidence=describe(each.fact, knowledge),
        free_from=free,
    )


def last_day(infusion: date, hours: float) -> date:
    """The last day on which a dose at any hour is so many hours before an infusion at any hour."""
    return (datetime.combine(infusion, time()) - timedelta(hours=hours)).date() - timedelta(days=1)


def free_day(end: date, hours: float) -> date:
    """The first day on which an infusion at any hour is so many hours after a dose on `end` at any hour."""
    later = datetime.combine(end + timedelta(days=1), time()) + timedelta(hours=hours)
    return later.date() + timedelta(days=1 if later.time() != time() else 0)


def _hours(each: Exposure, site: SiteFile, knowledge: Knowledge) -> tuple[float, str]:
    own = site.hold_of(each.tags)
    choices = [(own.hours, f"site: {own.source}")] if own else []
    if each.half_life_h is not None:
        many = number(knowledge, "mibg.hold_half_lives")
        choices.append((many * each.half_life_h, f"{many:g} half-lives of {each.half_life_h:g} h"))
    if each.half_life_h is None:
        days = number(knowledge, "mibg.hold_days")
        choices.append((days * 24, "no half-life on file, so about a week as labels say"))
    return max(choices)


def _state(each: Exposure, on: date, end_by: date, hours: float) -> tuple[HoldState, date | None]:
    fact = each.fact
    if fact.ongoing:
        late = end_by < on
        return (HoldState.TOO_SOON, free_day(on, hours)) if late else (HoldState.END, None)
    if fact.end is None:
        return HoldState.UNKNOWN, None
    if fact.end.latest <= end_by:
        return HoldState.FREE, None
    if fact.end.earliest > end_by:
        return HoldState.TOO_SOON, free_day(fact.end.latest, hours)
    return HoldState.UNKNOWN, None

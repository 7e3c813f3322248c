"""What an option may bring and asks for, in one line, by published counts and written schedules: no ranking needed."""

from __future__ import annotations

import functools

from attrs import frozen

from rosette.knowledge import Knowledge, Schedule
from rosette.medicines import NO_EVIDENCE, PooledEvidence, regimen_of, response_evidence, schedule_of
from rosette.options.board import is_comfort
from rosette.options.option import Option


@frozen(kw_only=True)
class Worth:
    """Responders of children looked at, and planned days of a cycle; None where nothing verified is held."""

    responders: tuple[int, int] | None
    days: tuple[int, int] | None
    regimen: str | None

    @property
    def benefit(self) -> str:
        """Counts of children, or that none are loaded."""
        if self.responders is None:
            return f"response: {NO_EVIDENCE}"
        return f"{self.responders[0]} of {self.responders[1]} children responded in published series"

    @property
    def burden(self) -> str:
        """Planned days, or that no schedule is loaded."""
        if self.days is None:
            return "no schedule loaded"
        return f"{self.days[0]} of {self.days[1]} days with care in person, as planned"


def worth_of(option: Option, knowledge: Knowledge) -> Worth | None:
    """The worth of an option; None for what gives no medicine."""
    if not option.arm.agents and not is_comfort(option):
        return None
    return _worth(option.arm.agents, is_comfort(option), knowledge)


@functools.lru_cache(maxsize=512)
def _worth(agents: tuple[str, ...], comfort: bool, knowledge: Knowledge) -> Worth:
    regimen = regimen_of(agents, knowledge, comfort=comfort)
    if regimen is None:
        return Worth(responders=None, days=None, regimen=None)
    pooled: PooledEvidence = response_evidence(regimen.id, knowledge)
    schedule = schedule_of(regimen.id, knowledge)
    return Worth(responders=pooled.counts if pooled.used else None, days=_days(schedule), regimen=regimen.id)


def _days(schedule: Schedule | None) -> tuple[int, int] | None:
    if schedule is None or not schedule.verified:
        return None
    return min(schedule.facility_days + schedule.visit_days, schedule.cycle_days), schedule.cycle_days

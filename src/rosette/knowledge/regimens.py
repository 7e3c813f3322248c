"""Regimens, their results, toxicity and schedules: rows that the medicines room reads."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge.entries import Entry

ENDPOINTS = (
    "response",
    "response_with_minor",
    "progression_free",
    "event_free",
    "overall_survival",
    "time_to_progression",
    "composite",
    "effect",
)
STATISTICS = ("proportion", "median", "hazard_ratio", "risk_ratio")
INTENTS = ("treat", "bridge", "consolidate", "maintain")
GATES = (
    "alk_alteration",
    "ntrk_alteration",
    "mapk_alteration",
    "mibg_avid",
    "stem_cells_stored",
    "sstr_avid",
    "marrow_or_bone_only",
    "not_progressing",
    "cns_disease",
    "response_first",
    "donor",
    "apheresis",
)
TRAVELS = ("home", "local", "anti_gd2_centre", "few_centres", "one_centre", "transplant_centre")
BASES = ("patient", "course")
GRADES = ("3+", "any")
POPULATIONS = ("relapse", "front_line", "label", "all_tumours")


@frozen(kw_only=True)
class Regimen(Entry):
    """A medicine or combination as it is given; `agents` are ids of the knowledge, `gates` hard conditions."""

    name: str
    group: str
    targets: tuple[str, ...]
    agents: tuple[str, ...]
    gates: tuple[str, ...]
    route: tuple[str, ...]
    schedule: str
    dose: str
    trials: tuple[str, ...]


@frozen(kw_only=True)
class Result(Entry):
    """One published result; the endpoint with its definition is part of the key: unlike keys are never compared."""

    regimen: str
    endpoint: str
    definition: str
    statistic: str
    counts: tuple[int, int] | None = None
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    unit: str = "1"
    at: str = ""
    population: str
    intent: str
    contrast: str = ""
    overlaps: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What must be equal before two results may be laid side by side."""
        return self.endpoint, self.definition, self.at, self.intent


@frozen(kw_only=True)
class Toxicity(Entry):
    """How often something happened: a share of children or of courses, 0 to 1."""

    regimen: str
    event: str
    grade: str
    rate: float
    per: str
    population: str
    counts: tuple[int, int] | None = None


@frozen(kw_only=True)
class Schedule(Entry):
    """What one cycle asks for: days long, planned days in a facility, nights of isolation, where."""

    regimen: str
    cycle_days: int
    facility_days: int
    visit_days: int = 0
    isolation_nights: int = 0
    sedations: int = 0
    travel: str
    late_effects: str = ""


@frozen(kw_only=True)
class RankingCriterion(Entry):
    """One criterion of a ranking with the range over which its swing is weighed: worst and best in `unit`."""

    name: str
    unit: str
    worst: float
    best: float
    kind: str

"""Trial designs: one rule object that decides, its exact characteristics, its sweep before a trial begins."""

from rosette.designs.crm import Crm, crm, skeleton_of
from rosette.designs.design import Decision, Design
from rosette.designs.exact import Chain, Characteristics, chain_of, characteristics
from rosette.designs.intervals import DecisionTable, boin_boundaries, interval_boundaries, table_design
from rosette.designs.outcomes import Cohort, read_outcomes, state_after
from rosette.designs.readiness import Readiness, sweep
from rosette.designs.spec import DesignError, Specification, load_specification, read_specification
from rosette.designs.states import Reason, State
from rosette.designs.steps import rolling_six, three_plus_three

__all__ = [
    "Chain",
    "Characteristics",
    "Cohort",
    "Crm",
    "Decision",
    "DecisionTable",
    "Design",
    "DesignError",
    "Readiness",
    "Reason",
    "Specification",
    "State",
    "boin_boundaries",
    "chain_of",
    "characteristics",
    "crm",
    "interval_boundaries",
    "load_specification",
    "read_outcomes",
    "read_specification",
    "rolling_six",
    "skeleton_of",
    "state_after",
    "sweep",
    "table_design",
    "three_plus_three",
]

"""Trial designs: one rule object that decides, its exact characteristics, its sweep before a trial begins."""

from rosette.designs.accrual import AccrualPath, Stay, Suspension
from rosette.designs.backfill import Backfill, with_backfill
from rosette.designs.blrm import Blrm, Posterior, Prior
from rosette.designs.blrm_pair import Drug, Pair, combination_fit
from rosette.designs.boin12 import Boin12, boin12, desirability_table
from rosette.designs.combinations import boin_grid
from rosette.designs.compare import Comparison, Outcome, compare
from rosette.designs.course import Turn, course
from rosette.designs.crm import Crm, crm, skeleton_of
from rosette.designs.design import Decision, Design
from rosette.designs.efftox import EffTox, efftox
from rosette.designs.exact import Chain, Characteristics, chain_of, characteristics
from rosette.designs.grids import DecisionGrid, Letter, decision_grid
from rosette.designs.intervals import DecisionTable, boin_boundaries, interval_boundaries, table_design
from rosette.designs.layout import Layout
from rosette.designs.outcomes import Cohort, read_outcomes, state_after
from rosette.designs.overdose import blrm
from rosette.designs.paths import Node, Paths, Step, paths
from rosette.designs.posterior import LevelPosterior, beta_posteriors, level_posteriors, model_posteriors
from rosette.designs.readiness import Readiness, sweep
from rosette.designs.spec import DesignError, Specification, load_specification, read_specification
from rosette.designs.states import Reason, State
from rosette.designs.steps import rolling_six, three_plus_three

__all__ = [
    "AccrualPath",
    "Backfill",
    "Blrm",
    "Boin12",
    "Chain",
    "Characteristics",
    "Cohort",
    "Comparison",
    "Crm",
    "Decision",
    "DecisionGrid",
    "DecisionTable",
    "Design",
    "DesignError",
    "Drug",
    "EffTox",
    "Layout",
    "Letter",
    "LevelPosterior",
    "Node",
    "Outcome",
    "Pair",
    "Paths",
    "Posterior",
    "Prior",
    "Readiness",
    "Reason",
    "Specification",
    "State",
    "Stay",
    "Step",
    "Suspension",
    "Turn",
    "beta_posteriors",
    "blrm",
    "boin12",
    "boin_boundaries",
    "boin_grid",
    "chain_of",
    "characteristics",
    "combination_fit",
    "compare",
    "course",
    "crm",
    "decision_grid",
    "desirability_table",
    "efftox",
    "interval_boundaries",
    "level_posteriors",
    "load_specification",
    "model_posteriors",
    "paths",
    "read_outcomes",
    "read_specification",
    "rolling_six",
    "skeleton_of",
    "state_after",
    "sweep",
    "table_design",
    "three_plus_three",
    "with_backfill",
]

"""Phase 2 designs: what each promises is computed exactly, and a trial is conducted by the object that was computed.

Promises: no chance and no clock; bounds are one object for planning and for conduct; a call that is wrong is refused
with every fault of it.
"""

from rosette.designs.phase2.basket_plan import BasketsCharacteristics, basket_characteristics
from rosette.designs.phase2.baskets import BasketResult, BasketsResult, analyse_baskets
from rosette.designs.phase2.bop2 import Bop2, bop2_boundaries, bop2_design
from rosette.designs.phase2.bop2_pair import Bop2Pair, Endpoint, bop2_pair, bop2_pair_bounds
from rosette.designs.phase2.borrowing import Basket, Borrowing, Normal, alone_borrowing
from rosette.designs.phase2.endpoints import Cells, Limits
from rosette.designs.phase2.expansion import TooFew, TooToxic, expansion
from rosette.designs.phase2.inference import TwoStageResult, two_stage_result, umvue
from rosette.designs.phase2.pairs import PairBounds, PairCharacteristics
from rosette.designs.phase2.predictive import Aim, predictive_design, predictive_probability
from rosette.designs.phase2.selection import least_per_arm, selection_probabilities
from rosette.designs.phase2.simon import SimonDesigns, TwoStage, characteristics, simon_designs
from rosette.designs.phase2.stopping import Act, Boundaries, Characteristics, Decision
from rosette.designs.phase2.survival import Exponential, LogRank, one_sample_log_rank
from rosette.designs.phase2.survival_plan import (
    SurvivalPlan,
    TwoStageLogRank,
    single_stage_power,
    single_stage_size,
    two_stage_log_rank,
)
from rosette.designs.phase2.survival_search import optimal_log_rank

__all__ = [
    "Act",
    "Aim",
    "Basket",
    "BasketResult",
    "BasketsCharacteristics",
    "BasketsResult",
    "Bop2",
    "Bop2Pair",
    "Borrowing",
    "Boundaries",
    "Cells",
    "Characteristics",
    "Decision",
    "Endpoint",
    "Exponential",
    "Limits",
    "LogRank",
    "Normal",
    "PairBounds",
    "PairCharacteristics",
    "SimonDesigns",
    "SurvivalPlan",
    "TooFew",
    "TooToxic",
    "TwoStage",
    "TwoStageLogRank",
    "TwoStageResult",
    "alone_borrowing",
    "analyse_baskets",
    "basket_characteristics",
    "bop2_boundaries",
    "bop2_design",
    "bop2_pair",
    "bop2_pair_bounds",
    "characteristics",
    "expansion",
    "least_per_arm",
    "one_sample_log_rank",
    "optimal_log_rank",
    "predictive_design",
    "predictive_probability",
    "selection_probabilities",
    "simon_designs",
    "single_stage_power",
    "single_stage_size",
    "two_stage_log_rank",
    "two_stage_result",
    "umvue",
]

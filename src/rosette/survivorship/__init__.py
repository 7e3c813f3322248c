"""Late effects: what a child was exposed to, which cited rules follow, and the dated calendar of surveillance.

Promises: an unknown dose is never zero and makes a plan stricter, never looser; a row that rests on unverified numbers
is shown and asks a clinician; every row keeps its reasons; merging never lengthens an interval.
"""

from rosette.survivorship.exposures import Dose, Exposed, Exposures
from rosette.survivorship.firing import Reason
from rosette.survivorship.history import HistoryError, history_of, load_history
from rosette.survivorship.items import CONVENTIONS, Item, Plan
from rosette.survivorship.planning import plan_of
from rosette.survivorship.practice import Practice, PracticeError, Signature, load_practice, practice_of
from rosette.survivorship.results import Result
from rosette.survivorship.rulebook import FIRST_PROFILE, RuleBook, rules_of
from rosette.survivorship.totals import Sum

__all__ = [
    "CONVENTIONS",
    "FIRST_PROFILE",
    "Dose",
    "Exposed",
    "Exposures",
    "HistoryError",
    "Item",
    "Plan",
    "Practice",
    "PracticeError",
    "Reason",
    "Result",
    "RuleBook",
    "Signature",
    "Sum",
    "history_of",
    "load_history",
    "load_practice",
    "plan_of",
    "practice_of",
    "rules_of",
]

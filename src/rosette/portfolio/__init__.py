"""Trials, arms, dose levels and places: what exists, what a site has open, and how a trial changed.

Promises: every criterion has its place in the source; what the public text leaves out stays UNKNOWN; every fault of
every file is listed at once.
"""

from rosette.portfolio.as_json import trial_json
from rosette.portfolio.diff import Change, ChangedVerdict, changed_verdicts, diff_trials, read_trial_file
from rosette.portfolio.examples import ExampleResult, check_examples
from rosette.portfolio.load import Portfolio, load_portfolio, read_portfolio
from rosette.portfolio.programme import Programme, Slot, load_programme, read_programme
from rosette.portfolio.trial import VERDICTS, Arm, Example, Trial, Verdict
from rosette.portfolio.verdicts import verdict_of

__all__ = [
    "VERDICTS",
    "Arm",
    "Change",
    "ChangedVerdict",
    "Example",
    "ExampleResult",
    "Portfolio",
    "Programme",
    "Slot",
    "Trial",
    "Verdict",
    "changed_verdicts",
    "check_examples",
    "diff_trials",
    "load_portfolio",
    "load_programme",
    "read_portfolio",
    "read_programme",
    "read_trial_file",
    "trial_json",
    "verdict_of",
]

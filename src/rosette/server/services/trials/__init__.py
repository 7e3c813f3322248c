"""Trials under way on the server: activated, entered, asked, confirmed; every write is one line of a sealed ledger.

Promises: an entry that the domain refuses leaves nothing behind; two writers never make the same line; nobody
confirms what they asked.
"""

from rosette.server.services.trials.deciding import ask_rule, asked_by, confirm, freeze, override
from rosette.server.services.trials.entering import enter, next_number, next_slot, reserve_slot
from rosette.server.services.trials.ledgers import TrialFault, keep_line, ledger_of, write
from rosette.server.services.trials.opening import Looked, activate, activate_version, look, put_version
from rosette.server.services.trials.telling import people_of_trial

__all__ = [
    "Looked",
    "TrialFault",
    "activate",
    "activate_version",
    "ask_rule",
    "asked_by",
    "confirm",
    "enter",
    "freeze",
    "keep_line",
    "ledger_of",
    "look",
    "next_number",
    "next_slot",
    "override",
    "people_of_trial",
    "put_version",
    "reserve_slot",
    "write",
]

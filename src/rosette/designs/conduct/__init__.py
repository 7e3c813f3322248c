"""A dose-finding trial under way: its ledger of entries, and what follows from it on any day.

Promises: nothing is taken out of a ledger or changed; the rule object that was characterised is the one that decides;
a window that is over without a word is missing follow-up, never absence of toxicity.
"""

from rosette.designs.conduct.bounds import Boundary, boundaries
from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.codec import entry_from_json, entry_json
from rosette.designs.conduct.deciding import activation, ask, cut, data_since, last_cut
from rosette.designs.conduct.entries import (
    KINDS,
    Activated,
    Attached,
    Confirmed,
    Cut,
    Decided,
    Delivered,
    Enrolled,
    Entry,
    Followed,
    Infeasible,
    Noted,
    NotEvaluable,
    Observed,
    Overridden,
    Regraded,
    Responded,
    Resumed,
    SlotReleased,
    SlotReserved,
    Suspended,
)
from rosette.designs.conduct.expansion import ExpansionStatus, expansion_status
from rosette.designs.conduct.files import ledger_from_json, ledger_json, ledger_text, load_ledger, replayed
from rosette.designs.conduct.force import InForce, cut_of, decisions, in_force, recommended, suspended
from rosette.designs.conduct.late import LateChange, late_changes
from rosette.designs.conduct.ledger import Ledger, LedgerError, Line, broken, seal
from rosette.designs.conduct.levels import LevelCount, given_share, levels_on
from rosette.designs.conduct.notices import Notice, Replacement, replacements, suspension
from rosette.designs.conduct.outlook import Outlook, outlook
from rosette.designs.conduct.pack import Pack, Ruling, Uncounted, dsmb, rulings
from rosette.designs.conduct.places import Place, open_places, outdated, queue_on
from rosette.designs.conduct.sentences import act_text, counts_text, sentence
from rosette.designs.conduct.standing import state_of, state_on
from rosette.designs.conduct.tables import child_rows, line_rows
from rosette.designs.conduct.watching import Event, Watch
from rosette.designs.conduct.weekly import Weekly, weekly
from rosette.designs.conduct.whatif import Completion, decide_on, determined, what_if
from rosette.designs.conduct.writing import append, append_all, faults

__all__ = [
    "KINDS",
    "Activated",
    "Attached",
    "Boundary",
    "Child",
    "Completion",
    "Confirmed",
    "Cut",
    "Decided",
    "Delivered",
    "Enrolled",
    "Entry",
    "Event",
    "ExpansionStatus",
    "Followed",
    "InForce",
    "Infeasible",
    "LateChange",
    "Ledger",
    "LedgerError",
    "LevelCount",
    "Line",
    "NotEvaluable",
    "Noted",
    "Notice",
    "Observed",
    "Outlook",
    "Overridden",
    "Pack",
    "Place",
    "Regraded",
    "Replacement",
    "Responded",
    "Resumed",
    "Ruling",
    "SlotReleased",
    "SlotReserved",
    "Status",
    "Suspended",
    "Uncounted",
    "Watch",
    "Weekly",
    "act_text",
    "activation",
    "append",
    "append_all",
    "ask",
    "boundaries",
    "broken",
    "child_rows",
    "children_on",
    "counts_text",
    "cut",
    "cut_of",
    "data_since",
    "decide_on",
    "decisions",
    "determined",
    "dsmb",
    "entry_from_json",
    "entry_json",
    "expansion_status",
    "faults",
    "given_share",
    "in_force",
    "last_cut",
    "late_changes",
    "ledger_from_json",
    "ledger_json",
    "ledger_text",
    "levels_on",
    "line_rows",
    "load_ledger",
    "open_places",
    "outdated",
    "outlook",
    "queue_on",
    "recommended",
    "replacements",
    "replayed",
    "rulings",
    "seal",
    "sentence",
    "state_of",
    "state_on",
    "suspended",
    "suspension",
    "weekly",
    "what_if",
]

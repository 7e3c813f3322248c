"""What a registry says of trials: read, compared with what a person approved, and laid over the portfolio.

Promises: a surprise in the source is listed, never a crash and never a guess; silence of the registry changes nothing;
eligibility, ages and design hold only after a person approved them; a study that vanishes is flagged, never dropped.
"""

from rosette.portfolio.registry.affected import AffectedChild, affected_by, affected_by_status, affected_by_text
from rosette.portfolio.registry.changes import BY_RULE, FOR_A_PERSON, RegistryChange, changes, taken_over
from rosette.portfolio.registry.compared import Piece, Row, side_by_side
from rosette.portfolio.registry.folder import read_folder
from rosette.portfolio.registry.overlay import amended, standing_trial, with_registry
from rosette.portfolio.registry.reading import digest_of, read_study
from rosette.portfolio.registry.record import AgeLimit, ArmGroup, Contact, Intervention, RegistryRecord, Site
from rosette.portfolio.registry.state import (
    Held,
    LogEntry,
    RegistryState,
    approve,
    first_held,
    judged_digest,
    refuse,
    seen_again,
    stands_for,
)
from rosette.portfolio.registry.statefile import (
    held_json,
    held_of,
    locked,
    read_state,
    state_json,
    state_of,
    write_state,
)
from rosette.portfolio.registry.sync import Synced, SyncedStudy, queue, synced
from rosette.portfolio.registry.words import PHASES, STATUSES, entry_of

__all__ = [
    "BY_RULE",
    "FOR_A_PERSON",
    "PHASES",
    "STATUSES",
    "AffectedChild",
    "AgeLimit",
    "ArmGroup",
    "Contact",
    "Held",
    "Intervention",
    "LogEntry",
    "Piece",
    "RegistryChange",
    "RegistryRecord",
    "RegistryState",
    "Row",
    "Site",
    "Synced",
    "SyncedStudy",
    "affected_by",
    "affected_by_status",
    "affected_by_text",
    "amended",
    "approve",
    "changes",
    "digest_of",
    "entry_of",
    "first_held",
    "held_json",
    "held_of",
    "judged_digest",
    "locked",
    "queue",
    "read_folder",
    "read_state",
    "read_study",
    "refuse",
    "seen_again",
    "side_by_side",
    "standing_trial",
    "stands_for",
    "state_json",
    "state_of",
    "synced",
    "taken_over",
    "with_registry",
    "write_state",
]

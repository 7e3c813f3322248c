"""What SMART App Launch 2.2 asks that needs no database: the algebra of scopes, signed statements, proofs.

Promises: scopes are read by a closed grammar; what is granted is never more than what was asked and what was allowed;
a signed statement counts once its key, its parties and its days are right, and the caller sees that it counts once.
"""

from rosette.server.smart.scopes import EVERYTHING, Atom, Scopes, read_scopes, scopes_of
from rosette.server.smart.signed import SignedFault, SignedStatement, key_set, proves, read_signed, thumb

__all__ = [
    "EVERYTHING",
    "Atom",
    "Scopes",
    "SignedFault",
    "SignedStatement",
    "key_set",
    "proves",
    "read_scopes",
    "read_signed",
    "scopes_of",
    "thumb",
]

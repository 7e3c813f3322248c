"""Who may do what: one function and one table; everything that is not in the table is refused.

Promises: `visible` holds exactly the things that `can` lets a person view; no role passes its site or its child.
"""

from rosette.server.policy.actors import Actor, BreakGlass, Grant, Tie
from rosette.server.policy.deciding import Decision, allows_somewhere, asks_again, can
from rosette.server.policy.scopes import Scope, visible
from rosette.server.policy.table import Table, load_table
from rosette.server.policy.words import Act, Kind, Purpose, Relation, Role, Thing

__all__ = [
    "Act",
    "Actor",
    "BreakGlass",
    "Decision",
    "Grant",
    "Kind",
    "Purpose",
    "Relation",
    "Role",
    "Scope",
    "Table",
    "Thing",
    "Tie",
    "allows_somewhere",
    "asks_again",
    "can",
    "load_table",
    "visible",
]

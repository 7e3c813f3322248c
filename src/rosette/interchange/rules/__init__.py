"""A trial's criteria in the rule languages of others: what can be said is said, what cannot is listed with the reason.

Promises: what CQL cannot say is null there, so that no child becomes eligible by an omission; what CTML cannot say
stands beside the match, because that language has no unknown.
"""

from rosette.interchange.rules.cql import CqlLibrary, cql_of
from rosette.interchange.rules.ctml import CtmlTrial, ctml_of
from rosette.interchange.rules.unsaid import Unsaid

__all__ = ["CqlLibrary", "CtmlTrial", "Unsaid", "cql_of", "ctml_of"]

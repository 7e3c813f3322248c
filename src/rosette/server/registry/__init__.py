"""Asks a trial registry: the one room that calls another host, and only the host that a person named.

Promises: at most one request a second; every answer is whole or refused; nothing is handed on before all of it came.
"""

from rosette.server.registry.asking import Asked, Registry, RegistryFault, open_registry
from rosette.server.registry.cache import Cache
from rosette.server.registry.look import Looked, look
from rosette.server.registry.query import Query
from rosette.server.registry.transport import Address, Answer, address_of

__all__ = [
    "Address",
    "Answer",
    "Asked",
    "Cache",
    "Looked",
    "Query",
    "Registry",
    "RegistryFault",
    "address_of",
    "look",
    "open_registry",
]

"""Sealing and the audit chain, without a database: bytes in, bytes and verdicts out.

Promises: a ciphertext opens only in its own table, column and row; every change of a chain names the first bad row.
"""

from rosette.server.security.chain import Entry, Link, Row, Verdict, canonical, link, verify
from rosette.server.security.checkpoints import Checkpoint, Signer, read_checkpoints
from rosette.server.security.faults import VaultError
from rosette.server.security.vault import BlindIndex, DataKey, MasterKeys, Wrapped

__all__ = [
    "BlindIndex",
    "Checkpoint",
    "DataKey",
    "Entry",
    "Link",
    "MasterKeys",
    "Row",
    "Signer",
    "VaultError",
    "Verdict",
    "Wrapped",
    "canonical",
    "link",
    "read_checkpoints",
    "verify",
]

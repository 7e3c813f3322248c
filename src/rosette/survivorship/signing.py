"""What a signature under a row of the rules binds to: everything that the signer read of it."""

from __future__ import annotations

import hashlib

import attrs

from rosette.knowledge import SurveillanceRule

NOT_READ = frozenset({"place", "review", "signed_by", "signed_on"})


def row_digest(rule: SurveillanceRule) -> str:
    """SHA-256 of a row as hexadecimal text; any change of it counts, but for its review and its place in a file."""
    read = [(each.name, getattr(rule, each.name)) for each in attrs.fields(SurveillanceRule)]
    return hashlib.sha256(repr([pair for pair in read if pair[0] not in NOT_READ]).encode()).hexdigest()


def needs_signature(rule: SurveillanceRule, to_sign: frozenset[str]) -> bool:
    """Whether a row acts only once the site signed it: it is unverified, or its whole profile waits for signatures."""
    return rule.unverified is not None or rule.profile in to_sign

"""Signed statements of apps and of CDS clients, and the proof that a code is used by who asked for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from attrs import frozen
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from rosette.kernel import BadInput, Problems, RosetteError

ALGORITHMS = ("RS384", "ES384")
LONGEST_S, SLACK_S, LONGEST_TEXT, LONGEST_JTI = 300, 60, 8000, 200
WEAKEST_RSA_BITS = 2048
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class SignedFault(RosetteError):
    """A signed statement does not count; the reason is for the log of the one who signed."""


class KeyFault(BadInput):
    """A set of keys cannot be used."""


@frozen(kw_only=True)
class SignedStatement:
    """What was signed: by whom, about whom, under which number, until which second."""

    issuer: str
    subject: str
    number: str
    until: int


def key_set(text: str) -> KeySet:
    """The public keys of a JSON Web Key Set; raises KeyFault with every fault."""
    problems = Problems()
    try:
        found = KeySet.import_key_set(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, JoseError):
        problems.add("jwks", found="it is no JSON Web Key Set", wanted='{"keys": [...]} with public keys')
        problems.raise_as(KeyFault, what="keys")
        raise AssertionError from None
    for number, key in enumerate(found.keys):
        fault = _weak(key)
        if fault:
            problems.add(f"jwks.keys[{number}]", found=fault, wanted="a public RSA key for RS384 or P-384 for ES384")
    if not found.keys:
        problems.add("jwks.keys", found="there is none")
    problems.raise_as(KeyFault, what="keys")
    return found


def _weak(key: Any) -> str | None:
    if key.is_private:
        return "it is private"
    if isinstance(key, RSAKey):
        bits = key.public_key.key_size
        return f"it has {bits} bits" if bits < WEAKEST_RSA_BITS else None
    if isinstance(key, ECKey):
        return None if key.curve_name == "P-384" else f"its curve is {key.curve_name}"
    return f"its kind is {key.key_type}"


def read_signed(text: str, keys: KeySet, *, audiences: frozenset[str], now: int) -> SignedStatement:
    """The statement when its signature, audience and days are right; raises SignedFault.

    now: seconds since 1970. Its life is at most five minutes; that it is used once the caller sees to.
    """
    if len(text) > LONGEST_TEXT:
        raise SignedFault("the statement is too long")
    try:
        token = jwt.decode(text, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
        raise SignedFault("the signature is not that of a registered key") from error
    claims = token.claims
    fault = _fault(claims, audiences, now)
    if fault:
        raise SignedFault(fault)
    issuer, subject = str(claims["iss"]), str(claims.get("sub", ""))
    return SignedStatement(issuer=issuer, subject=subject, number=str(claims["jti"]), until=int(claims["exp"]))


def unread_issuer(text: str) -> str:
    """Who a statement says that it is of, before anything of it is believed."""
    try:
        middle = text.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (ValueError, IndexError, RecursionError):
        return ""
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    return issuer if isinstance(issuer, str) else ""


def _fault(claims: Mapping[str, Any], audiences: frozenset[str], now: int) -> str | None:
    until, made, after = claims.get("exp"), claims.get("iat"), claims.get("nbf")
    said = claims.get("aud")
    named = {each for each in said if isinstance(each, str)} if isinstance(said, list) else {said}
    number = claims.get("jti")
    if not isinstance(claims.get("iss"), str) or not isinstance(number, str) or not 0 < len(number) <= LONGEST_JTI:
        return "iss or jti is missing"
    if not named & audiences:
        return "aud does not name this address"
    if not _second(until) or until <= now or until > now + LONGEST_S + SLACK_S:
        return "exp is missing, over, or more than five minutes ahead"
    if any(each is not None and (not _second(each) or each > now + SLACK_S) for each in (made, after)):
        return "iat or nbf lies ahead"
    return None


def _second(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**40


def proves(verifier: str, challenge: str) -> bool:
    """Whether a verifier is that of the challenge, by S256."""
    return bool(_VERIFIER.fullmatch(verifier)) and hmac.compare_digest(thumb(verifier), challenge)


def thumb(text: str) -> str:
    """The digest of a secret: SHA-256, base64url without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()

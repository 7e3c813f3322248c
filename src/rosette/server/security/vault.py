"""Field encryption: AES-256-GCM with a data key a child, wrapped by a master key; an index that tells nothing.

Source: [NIST SP 800-38D] for the 96-bit random nonce of GCM.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Callable, Mapping

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rosette.kernel import Problems
from rosette.server.security.faults import VaultError

VERSION = b"\x01"
KEY_BYTES, NONCE_BYTES = 32, 12
Random = Callable[[int], bytes]


@frozen
class DataKey:
    """The key of one child's sealed columns."""

    key: bytes = field(repr=False)

    def seal(self, plain: bytes, *, table: str, column: str, row: str, random: Random = os.urandom) -> bytes:
        """Seal bytes for exactly this place."""
        return VERSION + _encrypt(self.key, plain, place=_place(table, column, row), random=random)

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """Open what was sealed here; raises VaultError when it was changed, moved, or sealed with another key."""
        if sealed[:1] != VERSION:
            raise VaultError.of("a sealed text has an unknown version", remedy="Use the software that wrote it.")
        return _decrypt(self.key, sealed[1:], place=_place(table, column, row))


@frozen
class Wrapped:
    """A data key under a master key."""

    key_id: str
    sealed: bytes = field(repr=False)


@frozen
class MasterKeys:
    """The site's master keys by their ids; the first one wraps, all unwrap."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str

    @classmethod
    def parse(cls, text: str) -> MasterKeys:
        """Read "id:base64,id:base64"; raises VaultError with every fault."""
        problems, keys = Problems(), dict[str, bytes]()
        for count, item in enumerate(part.strip() for part in text.split(",") if part.strip()):
            name, _, value = item.partition(":")
            key = _decoded(value)
            if not name or key is None or len(key) != KEY_BYTES or len(set(key)) < 8:
                problems.add(
                    f"master[{count}]", found="a weak or unreadable key", wanted="id:base64 of 32 random bytes"
                )
            elif name in keys:
                problems.add(f"master[{count}]", found=f'the id "{name}" stands twice')
            else:
                keys[name] = key
        if not keys and not problems:
            problems.add("master", found="no key", wanted="at least one")
        if problems:
            raise VaultError.all_of(problems.found)
        return cls(keys, next(iter(keys)))

    def new_key(self, *, child: str, random: Random = os.urandom) -> Wrapped:
        """Make and wrap a fresh data key for a child."""
        return self._wrap(random(KEY_BYTES), child=child, random=random)

    def unwrap(self, sealed: bytes, *, key_id: str, child: str) -> DataKey:
        """Unwrap a child's data key; raises VaultError when the master key is gone or the key was destroyed."""
        if not sealed:
            raise VaultError.of("the data key of this child was destroyed", remedy="Nothing of it can be read again.")
        if key_id not in self.keys:
            raise VaultError.of(f'the master key "{key_id}" is not here', remedy="Add it to the key file.")
        return DataKey(_decrypt(self.keys[key_id], sealed, place=child.encode()))

    def rewrap(self, wrapped: Wrapped, *, child: str, random: Random = os.urandom) -> Wrapped:
        """Wrap a data key under the current master key; sealed columns stay as they are."""
        plain = self.unwrap(wrapped.sealed, key_id=wrapped.key_id, child=child)
        return self._wrap(plain.key, child=child, random=random)

    def site_key(self) -> DataKey:
        """The key of what belongs to no child."""
        return DataKey(hmac.digest(self.keys[self.current], b"rosette site", "sha256"))

    def site_keys(self) -> tuple[DataKey, ...]:
        """The site keys under every master key, the current one first."""
        return tuple(DataKey(hmac.digest(key, b"rosette site", "sha256")) for key in self.keys.values())

    def _wrap(self, plain: bytes, *, child: str, random: Random) -> Wrapped:
        sealed = _encrypt(self.keys[self.current], plain, place=child.encode(), random=random)
        return Wrapped(self.current, sealed)


@frozen
class BlindIndex:
    """Finds an exact hospital number, address or telephone number without telling it."""

    key: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> BlindIndex:
        """Read the base64 of 32 bytes."""
        key = _decoded(text)
        if key is None or len(key) != KEY_BYTES:
            raise VaultError.of("the index key cannot be read", wanted="base64 of 32 random bytes")
        return cls(key)

    def of(self, text: str) -> bytes:
        """The index of a text; case, spaces and punctuation do not count, the "/" after a site does."""
        kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter in "/@")
        return hmac.digest(self.key, kept.encode(), "sha256")


def _place(table: str, column: str, row: str) -> bytes:
    return "\x1f".join((table, column, row)).encode()


def _encrypt(key: bytes, plain: bytes, *, place: bytes, random: Random) -> bytes:
    nonce = random(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def _decrypt(key: bytes, sealed: bytes, *, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        found = "a sealed text was changed, moved to another row, or sealed with another key"
        raise VaultError.of(found, remedy="Restore the row from a backup.") from error


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None

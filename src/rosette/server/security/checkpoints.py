"""Checkpoints: where the chain stood, signed and kept outside the database, so that a cut tail is seen."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from attrs import field, frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rosette.kernel import Problems
from rosette.server.security.faults import VaultError


@frozen(kw_only=True)
class Checkpoint:
    """The chain stood at this row, with this hash, at this instant."""

    seq: int
    digest: bytes
    at: datetime
    signature: bytes = field(default=b"", repr=False)

    @property
    def message(self) -> bytes:
        """What is signed."""
        at = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return f"rosette-checkpoint {self.seq} {self.digest.hex()} {at}".encode()

    def line(self) -> str:
        """One line of the outside file."""
        return f"{self.message.decode()} {base64.b64encode(self.signature).decode()}\n"


@frozen
class Signer:
    """Signs checkpoints and tells whether one was signed here (Ed25519)."""

    public: Ed25519PublicKey = field(repr=False)
    private: Ed25519PrivateKey | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read the base64 of a 32-byte private key."""
        try:
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
        except ValueError as error:
            raise VaultError.of("the checkpoint key cannot be read", wanted="base64 of 32 random bytes") from error
        return cls(private.public_key(), private)

    def sign(self, *, seq: int, digest: bytes, at: datetime) -> Checkpoint:
        """Sign where the chain stands."""
        if self.private is None:
            raise VaultError.of("this key only checks signatures", remedy="Sign on the server.")
        bare = Checkpoint(seq=seq, digest=digest, at=at)
        return Checkpoint(seq=seq, digest=digest, at=at, signature=self.private.sign(bare.message))

    def signed(self, checkpoint: Checkpoint) -> bool:
        """Whether the signature is this key's."""
        try:
            self.public.verify(checkpoint.signature, checkpoint.message)
        except InvalidSignature:
            return False
        return True


def read_checkpoints(text: str) -> tuple[Checkpoint, ...]:
    """Read the outside file; raises VaultError with every line that cannot be read."""
    problems, found = Problems(), list[Checkpoint]()
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            word, seq, digest, at, signature = line.split(" ")
            if word != "rosette-checkpoint":
                raise ValueError(word)
            found.append(
                Checkpoint(
                    seq=int(seq),
                    digest=bytes.fromhex(digest),
                    at=datetime.fromisoformat(at),
                    signature=base64.b64decode(signature, validate=True),
                )
            )
        except ValueError:
            problems.add(
                f"line {number}", found="is no checkpoint", remedy="Restore the file from where it is copied to."
            )
    if problems:
        raise VaultError.all_of(problems.found)
    return tuple(found)

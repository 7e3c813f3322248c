"""Second factors: their secrets are sealed at rest."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from rosette.server.store.sealing import open_text, seal_text


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed at rest."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return open_text(encrypted_text)

"""Writes what people state: consent, and what FHIR has no resource for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.fhir.writing.words import Pen, Written, having, own_coding

Content = Mapping[str, Any]


def consent(pen: Pen, content: Content) -> list[Written]:
    """A consent, given or refused."""
    made = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"text": content["type"]},
        "category": [{"text": content["type"]}],
        "patient": dict(pen.subject),
        "policyRule": {"text": "as told to the team"},
        "provision": {"type": "permit" if content["answer"] == "yes" else "deny"},
        **having(dateTime=content.get("on")),
    }
    return [made]


def basic(pen: Pen, content: Content) -> list[Written]:
    """A statement that FHIR has no resource for; its content stands in the extension."""
    code = {"coding": [own_coding("kind", content["kind"])], "text": content["kind"].replace("_", " ")}
    return [pen.about("Basic", code=code, **having(created=content.get("on")))]

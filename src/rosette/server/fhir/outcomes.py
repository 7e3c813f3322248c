"""What went wrong, as an OperationOutcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from rosette.kernel import RosetteError

Json = dict[str, Any]


@frozen
class Issue:
    """One thing that is wrong: the code of FHIR, a sentence, and where."""

    code: str
    words: str
    where: str = ""
    severity: str = "error"

    def document(self) -> Json:
        """As FHIR writes it."""
        told: Json = {"severity": self.severity, "code": self.code, "diagnostics": self.words}
        return told | ({"expression": [self.where]} if self.where else {})


class FhirFault(RosetteError):
    """A request is not answered: the status, every issue, and headers that say what to do."""

    def __init__(self, status: int, *issues: Issue, headers: dict[str, str] | None = None) -> None:
        super().__init__("; ".join(each.words for each in issues))
        self.status, self.issues, self.headers = status, issues, headers or {}


def outcome(issues: Sequence[Issue]) -> Json:
    """The OperationOutcome of issues."""
    return {"resourceType": "OperationOutcome", "issue": [each.document() for each in issues]}


def missing() -> FhirFault:
    """What is not there, or may not be known."""
    return FhirFault(404, Issue("not-found", "there is no such resource, or you may not know of it"))


def forbidden(words: str) -> FhirFault:
    """What no role, or no scope, allows."""
    return FhirFault(403, Issue("forbidden", words))


def invalid(words: str, where: str = "") -> FhirFault:
    """What cannot be understood."""
    return FhirFault(400, Issue("invalid", words, where))

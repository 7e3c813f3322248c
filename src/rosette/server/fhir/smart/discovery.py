"""What an app must know before it asks: the addresses, the ways to sign, and what is understood."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from rosette.server.fhir.answering import base_of, served
from rosette.server.fhir.types import TYPES
from rosette.server.smart.signed import ALGORITHMS

ASSERTION = "private_key_jwt"
CAPABILITIES = (
    "launch-ehr",
    "launch-standalone",
    "client-public",
    "client-confidential-asymmetric",
    "context-ehr-patient",
    "context-standalone-patient",
    "context-banner",
    "permission-offline",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
)


@served("GET")
def configuration(request: HttpRequest) -> HttpResponse:
    """The configuration; for everybody."""
    base = base_of(request)
    root = base.removesuffix("/fhir")
    contexts = [f"{context}/*.rs" for context in ("patient", "user", "system")]
    narrow = [f"patient/{type_}.rs" for type_ in TYPES if type_ != "AuditEvent"]
    return JsonResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{root}/smart/authorize",
            "token_endpoint": f"{root}/smart/token",
            "introspection_endpoint": f"{root}/smart/introspect",
            "revocation_endpoint": f"{root}/smart/revoke",
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": [ASSERTION, "none"],
            "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
            "scopes_supported": ["launch", "launch/patient", "offline_access", *contexts, *narrow],
            "capabilities": list(CAPABILITIES),
        }
    )

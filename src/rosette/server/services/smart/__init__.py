"""Apps by SMART App Launch 2.2: registered, let in by people, given short tokens, ended.

Promises: no secret is kept, only its digest; what a token opens is never more than what was asked, what the app was
registered for and what is served, and then only what the policy lets the person see, asked at every request.
"""

from rosette.server.services.smart.accounts import service_account
from rosette.server.services.smart.allowing import Asked, allow, launch, launched, read_asked, spend_launch
from rosette.server.services.smart.apps import OAuthFault, app_of, end_app, proved_app, register_app
from rosette.server.services.smart.ending import end_grant, introspect, revoke
from rosette.server.services.smart.tokens import Given, bearer, give_backend, redeem, refresh

__all__ = [
    "Asked",
    "Given",
    "OAuthFault",
    "allow",
    "app_of",
    "bearer",
    "end_app",
    "end_grant",
    "give_backend",
    "introspect",
    "launch",
    "launched",
    "proved_app",
    "read_asked",
    "redeem",
    "refresh",
    "register_app",
    "revoke",
    "service_account",
    "spend_launch",
]

"""Who asks: a person in a session, or an app with a token for a person, a child, or its own account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field
from django.http import HttpRequest

from rosette.server.fhir.outcomes import FhirFault, Issue, forbidden
from rosette.server.fhir.resources.held import Held
from rosette.server.policy import Act, Kind
from rosette.server.services.access import decide
from rosette.server.services.guards import may_somewhere
from rosette.server.services.limits import over_limit
from rosette.server.services.smart import bearer
from rosette.server.smart import Atom, Scopes, scopes_of
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Child

SESSION = scopes_of("user/*.rs")
STATED = ("category", "code")


@define(kw_only=True)
class Caller:
    """A person and what the program that asks for them may do; the policy is asked at every request."""

    user: Any
    scopes: Scopes
    child: str | None = None
    app: str = ""
    _decided: dict[tuple[Kind, str], bool] = field(factory=dict, init=False)

    def refuse_unless(self, type_: str, act: str, kinds: Iterable[Kind]) -> None:
        """Stop unless a scope speaks of the type and a role may view some such thing; raises FhirFault."""
        if not self.scopes.mentions(type_, act):
            challenge = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
            issue = Issue("forbidden", f"no scope allows this on {type_}")
            raise FhirFault(403, issue, headers=challenge)
        if not any(may_somewhere(self.user, Act.VIEW, kind) for kind in kinds):
            raise forbidden(f"no role that is held allows {type_}")

    def may(self, kind: Kind, child: Child | None) -> bool:
        """What the policy says, once a request."""
        key = (kind, child.public_id if child else "")
        if key not in self._decided:
            self._decided[key] = decide(self.user, Act.VIEW, thing_of(kind, child)).allowed
        return self._decided[key]

    def sees(self, held: Held, child: Child | None, act: str) -> bool:
        """Whether policy and scopes both give a resource."""
        return all(self.may(kind, child) for kind in held.kinds) and self._scoped(held, child, act)

    def _scoped(self, held: Held, child: Child | None, act: str) -> bool:
        whose = child.public_id if child is not None else held.child
        contexts = {"user", "system"} | ({"patient"} if not whose or whose == self.child else set())
        has = stated(held.resource)
        type_ = held.resource["resourceType"]
        return any(self.scopes.allows(Atom(context, type_, act, has)) for context in contexts)


def stated(resource: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """The categories and codes of a resource in every form in which a scope may name them."""
    found = set[tuple[str, str]]()
    for name in STATED:
        concepts = resource.get(name, [])
        for concept in concepts if isinstance(concepts, list) else [concepts]:
            for coding in concept.get("coding", []):
                code, system = coding.get("code", ""), coding.get("system", "")
                found |= {(name, code), (name, f"{system}|{code}"), (name, f"{system}|")}
    return frozenset(found)


def caller_of(request: HttpRequest) -> Caller:
    """Who asks; raises FhirFault 401 for nobody, 429 for too much."""
    said = request.headers.get("Authorization", "")
    found = _by_token(said.partition(" ")[2].strip()) if said.casefold().startswith("bearer ") else _by_session(request)
    if found is None:
        wrong = ', error="invalid_token"' if said else ""
        challenge = {"WWW-Authenticate": f'Bearer realm="fhir"{wrong}'}
        raise FhirFault(401, Issue("login", "sign in, or send a token that holds"), headers=challenge)
    request.user = found.user
    count(found, found.child or "")
    return found


def count(caller: Caller, child: str) -> None:
    """Count a request, or another child of it; raises FhirFault 429."""
    if over_limit(caller.user.pk, child=child):
        issue = Issue("throttled", "too many requests in one minute; wait a minute")
        raise FhirFault(429, issue, headers={"Retry-After": "60"})


def _by_token(token: str) -> Caller | None:
    row = bearer(token)
    if row is None:
        return None
    grant = row.grant
    child = grant.child.public_id if grant.child else None
    return Caller(user=grant.user, scopes=scopes_of(row.scopes), child=child, app=grant.app.public_id)


def _by_session(request: HttpRequest) -> Caller | None:
    user = request.user
    if "Authorization" in request.headers or not (user.is_authenticated and user.is_active):
        return None
    return Caller(user=user, scopes=SESSION)

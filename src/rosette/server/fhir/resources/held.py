"""A resource that is served: what the policy asks about it, whose it is, whether it still counts."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from attrs import field, frozen

from rosette.server.policy import Kind

Json = dict[str, Any]
LONGEST_ID = 64


@frozen(kw_only=True)
class Held:
    """One resource; `kinds`: every kind of thing that a person must be allowed to view to see it."""

    resource: Json = field(repr=False)
    kinds: tuple[Kind, ...]
    child: str = ""
    counts: bool = True
    fact: str = ""

    @property
    def reference(self) -> str:
        """Its address below the base."""
        return f"{self.resource['resourceType']}/{self.resource['id']}"


def stamped(resource: Json, at: datetime) -> Json:
    """The resource with its version, a digest of what it says, and the instant of its last change."""
    bare = json.dumps(resource, sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(bare.encode()).hexdigest()[:16]
    meta = {**resource.get("meta", {}), "versionId": version, "lastUpdated": at.isoformat(timespec="milliseconds")}
    return {"resourceType": resource["resourceType"], "id": resource["id"], "meta": meta} | {
        key: value for key, value in resource.items() if key not in ("resourceType", "id", "meta")
    }


def own_id(child: str, name: str) -> str:
    """The id of a child's resource: the child's, a dot, its own; a long one by its digest."""
    whole = f"{child}.{name}"
    return whole if len(whole) <= LONGEST_ID else f"{child}.x{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def child_in(name: str) -> str:
    """The child's part of an id."""
    return name.partition(".")[0]

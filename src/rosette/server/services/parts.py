"""Parts of pages that are dear to make, kept sealed until anything that they were made from changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction

from rosette.knowledge import load_knowledge
from rosette.server.services import clock
from rosette.server.services.programme import places_version
from rosette.server.services.registry import portfolio_now
from rosette.server.store.models import Child, KeptPart
from rosette.server.store.records import record_version
from rosette.version import SOFTWARE


def part_key(child: Child) -> str:
    """Record version, places, day, portfolio, knowledge and software: a part is good while none of them changes."""
    told = (
        record_version(child),
        places_version(child.programme_site),
        clock.today(),
        portfolio_now().digest,
        load_knowledge().digest,
        SOFTWARE,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def kept_part(child: Child, name: str, make: Callable[[], str]) -> str:
    """The part as it was kept, or made and kept now."""
    key = part_key(child)
    row = KeptPart.objects.filter(child=child, name=name).first()
    if row is not None and row.key == key:
        row.child = child
        return str(row.html)
    html = make()
    with transaction.atomic():
        KeptPart.objects.filter(child=child, name=name).delete()
        KeptPart.objects.create(child=child, name=name, key=key, html=html, made_at=clock.now())
    return html

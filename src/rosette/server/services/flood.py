"""How much may come through the front door in an hour: by connection, and in all before inquiries are held apart."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from rosette.kernel import BadInput, Problem
from rosette.server.services import clock
from rosette.server.store.models import Inquiry
from rosette.server.store.sealing import blind_index

HOUR = timedelta(hours=1)
MOST_SENT, MOST_STARTED, MOST_OF_ALL = 20, 60, 200


class TooMany(BadInput):
    """A connection asked too often; what was typed is kept."""

    @classmethod
    def wait(cls, minutes: int) -> TooMany:
        """Make the error."""
        found = "too many forms from this connection"
        return cls([Problem("", found, remedy=f"Try again in {minutes} minutes, or call.")], what="request")


def address_index(address: str) -> bytes:
    """The address as an index that does not tell it."""
    return blind_index().of(f"address/{address.replace('.', '/').replace(':', '/')}")


def check_start(address: str) -> None:
    """Refuse a connection that started too many forms in this hour."""
    begun = Inquiry.objects.filter(address=address_index(address), started_at__gt=clock.now() - HOUR)
    if begun.count() >= MOST_STARTED:
        raise TooMany.wait(60)


def check_send(inquiry: Inquiry) -> None:
    """Refuse a connection that sent too many forms in this hour."""
    sent = Inquiry.objects.filter(address=inquiry.address, sent_at__gt=clock.now() - HOUR)
    if sent.count() >= MOST_SENT:
        raise TooMany.wait(60)


def many_now() -> bool:
    """Whether so many came from everywhere in this hour that new ones are held apart, so that staff can work."""
    lately = Q(sent_at__gt=clock.now() - HOUR) & ~Q(state="draft")
    return Inquiry.objects.filter(lately).count() >= MOST_OF_ALL

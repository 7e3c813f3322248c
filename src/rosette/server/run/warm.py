"""Loads what every page needs before the first person asks."""

from __future__ import annotations

from django.db import connections


def warm() -> None:
    """Load knowledge and portfolio once, in the process that the web processes are made from."""
    from rosette.knowledge import load_knowledge
    from rosette.portfolio import load_portfolio
    from rosette.server.publicsite.catalogue import current_index

    load_knowledge()
    load_portfolio()
    current_index()
    connections.close_all()

"""How often one person may ask: a fixed window in each web process, generous for work, small for harvesting."""

from __future__ import annotations

import time
from typing import Any

WINDOW_S, MOST_REQUESTS, MOST_CHILDREN = 60, 400, 120
_seen: dict[Any, tuple[int, set[str], int]] = {}


def over_limit(user_id: Any, *, child: str = "", now: float | None = None, most: int = MOST_REQUESTS) -> bool:
    """Count a request; whether the person asked too often, or for too many different children, in this minute."""
    window = int((time.monotonic() if now is None else now) // WINDOW_S)
    start, children, count = _seen.get(user_id, (window, set(), 0))
    if start != window:
        children, count = set(), 0
    if child:
        children.add(child)
    _seen[user_id] = (window, children, count + 1)
    if len(_seen) > 10_000:
        _seen.clear()
    return count + 1 > most or len(children) > MOST_CHILDREN

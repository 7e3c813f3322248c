"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(run: Callable[[], object], *, times: int = 7) -> float:
    """Seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)

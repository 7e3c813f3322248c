"""The same blocks of trials on a dask cluster, for grids that outgrow one machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rosette.designs.design import Design
from rosette.designs.exact import rates_of
from rosette.designs.simulate.asking import Answers, answers_of
from rosette.designs.simulate.engine import BLOCK, Order, block
from rosette.designs.simulate.result import Simulated, joined, summary
from rosette.kernel import UsageError


def simulate_on(
    client: Any,
    design: Design,
    scenario: Sequence[float],
    order: Order,
    *,
    answers: Answers | None = None,
    told: Callable[[int], object] | None = None,
) -> Simulated:
    """What the design does, played by the workers of a dask client: the very answer that one machine gives.

    Raises as `simulate` does; the answers of the rule are sent once, the blocks of trials are joined in their order.
    """
    rates, known = rates_of(design, scenario), answers or answers_of(design)
    sent = client.scatter(known, broadcast=True)
    futures = [client.submit(block, sent, rates, order, first, pure=False) for first in range(0, order.trials, BLOCK)]
    parts = []
    for future in futures:
        parts.append(future.result())
        if told is not None:
            told(len(parts[-1].why))
    return summary(joined(parts), scenario=scenario, seed=order.seed)


def client_of(scheduler: str | None, *, workers: int) -> Any:
    """A client of the scheduler at this address, or of a cluster of this process alone when there is none.

    Raises UsageError when dask is not installed, or nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("dask is not installed: pip install 'rosette[grid]'") from None
    if scheduler is None:
        return Client(processes=False, n_workers=1, threads_per_worker=workers, dashboard_address=None)
    try:
        return Client(scheduler, timeout=10)
    except (OSError, ValueError) as fault:
        raise UsageError(f"no dask scheduler answers at {scheduler}: {fault}") from None

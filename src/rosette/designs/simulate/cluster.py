"""The same blocks of trials on a dask cluster, for grids that outgrow one machine."""

from __future__ import annotations

from typing import Any

from rosette.designs.simulate.jobs import Job, Told, gathered
from rosette.designs.simulate.result import Runs, Simulated, summary
from rosette.kernel import UsageError


def characterised_on(client: Any, job: Job, *, told: Told | None = None) -> Simulated:
    """What the design did, played by the workers of a dask client: the very answer that one machine gives.

    The job is sent once, with the answers of its rule; the blocks are joined in their order. Raises as the job does.
    """
    sent = client.scatter(job, broadcast=True)
    futures = [client.submit(_block, sent, first, pure=False) for first in job.blocks]
    runs = gathered((future.result() for future in futures), told)
    return summary(runs, scenario=job.assumed.toxicity, seed=job.order.seed)


def _block(job: Job, first: int) -> Runs:
    return job.block(first)


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

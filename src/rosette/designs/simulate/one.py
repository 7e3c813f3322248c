"""One played trial, child by child, for a drawing."""

from __future__ import annotations

import numpy as np

from rosette.designs.accrual import AccrualPath, Stay, Suspension
from rosette.designs.simulate.clocked import play_all
from rosette.designs.simulate.crowd import Crowd
from rosette.designs.simulate.jobs import NEEDS, Job
from rosette.kernel import NotComputable


def one_trial(job: Job, trial: int) -> AccrualPath:
    """The children of the trial with this number, the very one that the job plays.

    A suspension is told for the days on which a child waited. Raises NotComputable without a clock.
    """
    if job.order.accrual is None:
        raise NotComputable(f"nobody comes on a day: {NEEDS}")
    rows = np.array([trial])
    crowd, play = play_all(job.design, job.assumed, job.order.accrual, rows=rows, seed=job.order.seed)
    stays = [_stay(crowd, place) for place in range(int(crowd.born[0]))] + [Stay(came=day) for _, day in play.turned]
    waits = sorted((each.came, each.enrolled) for each in stays if each.enrolled is not None and each.waited)
    return AccrualPath(
        children=tuple(sorted(stays, key=lambda each: each.came)),
        suspended=tuple(Suspension(first=first, last=last) for first, last in waits),
        days=max([float(play.days[0]), *(each.came for each in stays)]),
    )


def _stay(crowd: Crowd, place: int) -> Stay:
    toxic, effect, left = (bool(each[0, place]) for each in (crowd.toxic, crowd.effect, crowd.left))
    seen = {(True, True): "B", (True, False): "T", (False, True): "E", (False, False): "N"}[toxic, effect]
    return Stay(
        came=float(crowd.came[0, place]),
        enrolled=float(crowd.start[0, place]),
        until=float(crowd.end[0, place]),
        level=int(crowd.dose[0, place]),
        outcome="L" if left else seen,
    )

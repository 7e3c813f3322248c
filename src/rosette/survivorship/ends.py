"""When treatment ended: as told, later when treatment came later, and the earliest possible when nobody says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from rosette.survivorship.exposures import Exposed, Exposures

DIRECTED = ("agent", "radiation", "transplant", "infusion")


def ended(exposures: Exposures) -> Exposures:
    """The history with the earliest end of therapy that its other days leave open, marked as not known."""
    days = [*_days(directed(exposures.given)), exposures.began]
    return attrs.evolve(
        exposures,
        end_of_therapy=max(days),
        end_known=False,
        notes=(*exposures.notes, _not_recorded(max(days))),
    )


def _not_recorded(day: date) -> str:
    return (
        f"The end of therapy is not recorded. It was not before {day}, from which all counts: tests may be asked for "
        "too early, and results do not count yet. Give its day, or at least its year."
    )


def birth_note(told: str) -> str:
    """What a plan from a partial day of birth is read with."""
    return f"Birth is known as {told}: what begins at an age counts from its earliest day, what ends from its latest."


def reanchored(exposures: Exposures) -> Exposures:
    """The history with a later end of therapy when treatment was given after the one that is told."""
    end = exposures.end_of_therapy
    later = [day for day in _days(directed(exposures.given)) if end is not None and day > (exposures.end_latest or end)]
    if not later:
        return exposures
    note = f"Treatment was given after {end}: follow-up counts from {max(later)}, the last day that is known."
    by = max((each.last_by or each.first_by or max(later) for each in directed(exposures.given)), default=max(later))
    latest = by if by > max(later) else None
    return attrs.evolve(exposures, end_of_therapy=max(later), end_latest=latest, notes=(*exposures.notes, note))


def directed(given: Iterable[Exposed]) -> tuple[Exposed, ...]:
    """The treatment of the tumour: operations count when there was nothing else."""
    listed = tuple(given)
    return tuple(each for each in listed if each.kind in DIRECTED) or listed


def _days(given: Iterable[Exposed]) -> list[date]:
    return [day for each in given if (day := each.last or each.first) is not None]

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
    _compile()
    connections.close_all()


def _fit() -> None:
    """Load the compiled loops of the curve fit."""
    import numpy as np

    from rosette.mibg.kernels import best_of, fit_many

    hours, shares = np.arange(4.0), 2.0 ** -np.arange(4.0)
    for phases in (1, 2, 3):
        starts = np.log(np.arange(1.0, phases + 1))[None, :]
        filled = np.empty(phases), np.empty(phases)
        best_of(starts, hours, shares, np.ones(4), 0.0, 5.0, 1, *filled)
        fit_many(starts, hours, shares[None, :], np.ones(4), 0.0, 5.0, 1)


def _design() -> None:
    """Load the compiled fit of a design that counts follow-up."""
    from rosette.designs import State
    from rosette.designs.late import tite_crm

    design = tite_crm(skeleton=(0.1, 0.2, 0.3), target=0.2, most=6)
    design.decide(State(n=(1, 0, 0), y=(0, 0, 0), at=1, pending=(1, 0, 0), watched=((0.5,), (), ())))


def _compile() -> None:
    """Load the compiled loops of the ranking; the first time on a machine they are compiled."""
    from rosette.medicines.ranking import Criterion, Measure, rank_options

    one = Criterion(id="a", name="a", unit="1", worst=0, best=1)
    _fit()
    _design()
    rank_options({"a": (Measure(source="a"),), "b": (Measure(source="b"),)}, (one,), draws=100, seed=1)

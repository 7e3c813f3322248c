"""How the doses of a design lie to each other: in one line, or in a grid of two medicines."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.states import IntArray, Mask


@frozen(kw_only=True)
class Layout:
    """Doses of a grid, row by row; a line is a grid of one row. rows: doses of the first medicine."""

    rows: int = 1
    columns: int

    @property
    def doses(self) -> int:
        """How many there are."""
        return self.rows * self.columns

    @property
    def places(self) -> IntArray:
        """Row and column of every dose, from 0; shape (doses, 2)."""
        return np.column_stack(np.divmod(np.arange(self.doses), self.columns))

    @property
    def at_or_below(self) -> Mask:
        """[one, two]: whether dose two is at most dose one in both medicines; shape (doses, doses)."""
        at = self.places
        return np.asarray((at[None, :, :] <= at[:, None, :]).all(axis=2))

    @property
    def steps(self) -> Mask:
        """[one, two]: whether two is one step above one, in one medicine alone; shape (doses, doses)."""
        at = self.places
        apart = np.abs(at[None, :, :] - at[:, None, :]).sum(axis=2)
        return np.asarray(self.at_or_below.T & (apart == 1))

    def above(self, one: IntArray, two: IntArray) -> Mask:
        """Whether dose two is above dose one; doses from 1."""
        return np.asarray(self.at_or_below[two - 1, one - 1] & (one != two))

    def skipped(self, n: IntArray, dose: IntArray) -> Mask:
        """Whether a dose is neither tried, nor below one that was tried, nor one step above such a dose.

        n: children of every dose, shape (s, doses); dose: from 1, shape (s,).
        """
        tried = n > 0
        covered = tried @ self.at_or_below
        reached = covered | (covered @ self.steps)
        return np.asarray(~reached[np.arange(len(dose)), dose - 1])

    def out(self, hot: Mask) -> Mask:
        """The doses that are hot, with all at or above one of them; shape (s, doses)."""
        return np.asarray(hot @ self.at_or_below.T)


def line(doses: int) -> Layout:
    """So many doses in one line."""
    return Layout(columns=doses)

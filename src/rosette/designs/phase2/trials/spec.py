"""A phase 2 trial as a file: its kind, its numbers with units, and the true rates to look at."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from rosette.designs.phase2.trials.borrowing import VARIANTS as BORROWINGS, baskets
from rosette.designs.phase2.trials.choosing import selection
from rosette.designs.phase2.trials.counting_makers import SIMON, bop2, predictive, simon
from rosette.designs.phase2.trials.pairing_makers import VARIANTS, bop2_two, expanding
from rosette.designs.phase2.trials.reading import Told
from rosette.designs.phase2.trials.surviving import VARIANTS as STAGES, survival
from rosette.designs.phase2.trials.told import Trial
from rosette.designs.spec import DesignError
from rosette.kernel import Problem, Problems, UsageError
from rosette.knowledge.rows import Row, shown

FORMAT = "rosette-phase2-1"


@frozen(kw_only=True)
class Kind:
    """One kind of trial: its variants, and how it is made from a file; None once faults are noted."""

    variants: tuple[str, ...]
    make: Callable[[Row, Told], Trial | None]


KINDS: dict[str, Kind] = {
    "Simon": Kind(variants=SIMON, make=simon),
    "BOP2": Kind(variants=(), make=bop2),
    "BOP2 two endpoints": Kind(variants=VARIANTS, make=bop2_two),
    "predictive probability": Kind(variants=(), make=predictive),
    "selection": Kind(variants=(), make=selection),
    "baskets": Kind(variants=BORROWINGS, make=baskets),
    "one-sample log-rank": Kind(variants=STAGES, make=survival),
    "expansion": Kind(variants=(), make=expanding),
}


@frozen(kw_only=True)
class Phase2Specification:
    """What a phase 2 file says; digest: of its text."""

    name: str
    kind: str
    variant: str
    trial: Trial
    digest: str


def load_phase2(path: Path, *, told: Told = lambda done, total: None) -> Phase2Specification:
    """Read a phase 2 file and make its trial.

    told: called with steps done and in all while a design is searched for.
    Raises UsageError without a file, DesignError with every fault, NotComputable when no design is found.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    return read_phase2(path.read_text(encoding="utf-8"), name=path.name, told=told)


def read_phase2(text: str, *, name: str = "phase 2 file", told: Told = lambda done, total: None) -> Phase2Specification:
    """Read the text of a phase 2 file.

    Raises DesignError with every fault, NotComputable when no design is found.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        problem = Problem("", f"not TOML: {fault}", f'a file that begins format = "{FORMAT}"')
        raise DesignError([problem], what=name) from None
    problems = Problems()
    found = _read(Row(data, "", problems), told, hashlib.sha256(text.encode()).hexdigest())
    problems.raise_as(DesignError, what=name)
    if found is None:  # the faults were raised
        raise AssertionError
    return found


def _read(row: Row, told: Told, digest: str) -> Phase2Specification | None:
    if row.text("format", default="") != FORMAT:
        row.refuse("format", f"{shown(row.get('format'))} is not the format", f'"{FORMAT}"')
    name, kind = row.text("name"), row.choice("design", tuple(KINDS))
    if kind not in KINDS:
        return None
    try:
        trial = KINDS[kind].make(row, told)
    except UsageError as fault:
        row.refuse("design", str(fault).rstrip("."))
        trial = None
    row.close()
    variant = row.text("variant", default="") if KINDS[kind].variants else ""
    if trial is None:
        if not row.problems:
            raise AssertionError(f"{kind} noted no fault")
        return None
    return Phase2Specification(name=name, kind=kind, variant=variant, trial=trial, digest=digest)

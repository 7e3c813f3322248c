"""Exposures made from few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from rosette.knowledge import load_knowledge
from rosette.survivorship import Dose, Exposed, Exposures

KNOWLEDGE = load_knowledge()


def agent(name: str, dose: float | None = None, **more: Any) -> Exposed:
    """An agent with a dose in mg/m2, or an unknown one."""
    told = Dose.unknown() if dose is None else Dose(value=dose)
    return Exposed(kind="agent", name=name, tags=KNOWLEDGE.classes_of(name), dose=told, **more)


def course(name: str, on: date | None = None, dose: float | None = None, **organs: float | None) -> Exposed:
    """A course of radiation with organ doses in Gy; None is an unknown dose."""
    return Exposed(
        kind="radiation",
        name=name,
        tags=KNOWLEDGE.classes_of(name),
        dose=gray(dose),
        first=on,
        last=on,
        organs={organ: gray(value) for organ, value in organs.items()},
    )


def gray(value: float | None) -> Dose:
    return Dose.unknown("Gy") if value is None else Dose(value=value, unit="Gy")


def event(kind: str, name: str, on: date | None = None) -> Exposed:
    """A transplant or an operation."""
    tags = KNOWLEDGE.classes_of(name)
    return Exposed(kind=kind, name=name, tags=tags, dose=Dose.unknown(), first=on, last=on)


def history(*given: Exposed, **more: Any) -> Exposures:
    """A boy born in 2015 whose therapy ended in 2020, with these exposures."""
    standard: dict[str, Any] = {
        "id": "child",
        "sex": "male",
        "birth": date(2015, 6, 15),
        "end_of_therapy": date(2020, 3, 1),
    }
    return Exposures(given=given, **{**standard, **more})

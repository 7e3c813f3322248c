"""The day and the instant of the clinic: the machine's clock, or the day of the demo children."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils import timezone

DEMO_DAY = date(2026, 6, 1)


def now() -> datetime:
    """The instant of the clinic, aware, UTC; in the demo the time of the day is real and the day is held."""
    instant = timezone.now()
    return datetime.combine(DEMO_DAY, instant.timetz()) if day_is_held() else instant


def today() -> date:
    """The day of the clinic."""
    return now().date()


def is_demo() -> bool:
    """Whether this is the demonstration."""
    return bool(settings.ROSETTE.mode == "demo")


def day_is_held() -> bool:
    """Whether the day stands still: in the demo, and in tests unless they say otherwise."""
    return settings.ROSETTE.mode in ("demo", "test") and not getattr(settings, "ROSETTE_REAL_DAY", False)


def midnight(day: date) -> datetime:
    """The first instant of a day, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)

"""The day and the instant of the clinic: the machine's clock, or the day of the demo children."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from rosette.kernel import UsageError

DEMO_DAY = date(2026, 6, 1)
MOVED = "demo-day"


def now() -> datetime:
    """The instant of the clinic, aware, UTC; in the demo the time of the day is real and the day is held."""
    instant = timezone.now()
    return datetime.combine(held_day(), instant.timetz()) if day_is_held() else instant


def today() -> date:
    """The day of the clinic."""
    return now().date()


def held_day() -> date:
    """The day that is held; every process of the demo sees at once when it was moved on."""
    if not is_demo():
        return DEMO_DAY
    try:
        return date.fromisoformat((settings.ROSETTE.data / MOVED).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return DEMO_DAY


def move_on(days: int) -> date:
    """Move the held day of the demo on, never back; raises UsageError outside the demo."""
    if not is_demo() or days < 1:
        raise UsageError("only the demo holds its day, and it only goes on")
    moved = held_day() + timedelta(days=days)
    (settings.ROSETTE.data / MOVED).write_text(f"{moved}\n", encoding="utf-8")
    return moved


def is_demo() -> bool:
    """Whether this is the demonstration."""
    return bool(settings.ROSETTE.mode == "demo")


def day_is_held() -> bool:
    """Whether the day stands still: in the demo, and in tests unless they say otherwise."""
    return settings.ROSETTE.mode in ("demo", "test") and not getattr(settings, "ROSETTE_REAL_DAY", False)


def midnight(day: date) -> datetime:
    """The first instant of a day, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)

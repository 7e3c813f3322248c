"""What comes with time alone: a new day judges every board, ends reservations, and the audit chain is checkpointed."""

from __future__ import annotations

import time
from datetime import date

from attrs import define
from django.conf import settings
from django.core.management import call_command

from rosette.server.services import clock

CHECKPOINT_EVERY_S = 600


@define
class Clockwork:
    """Remembers what was done last; `tick` does what is due."""

    day: date | None = None
    checkpointed: float = 0.0

    def tick(self) -> None:
        """Do what is due."""
        if self.day != clock.today():
            self.day = clock.today()
            new_day()
        if time.monotonic() - self.checkpointed > CHECKPOINT_EVERY_S:
            self.checkpointed = time.monotonic()
            from rosette.server.services.checkpoints import checkpoint

            checkpoint()


def new_day() -> None:
    """A day began: what expired ends, forms that nobody came back to go, boards and plans are made again."""
    from rosette.server.services.foreign import drop_old
    from rosette.server.services.inquiries import prune_drafts
    from rosette.server.services.office import expire_reservations
    from rosette.server.services.tasks import ask_registry, rejudge_everyone, replan_everyone

    expire_reservations()
    prune_drafts()
    drop_old()
    if settings.ROSETTE.mode != "test":
        call_command("prune_db_task_results", min_age_days=2, verbosity=0)
    if settings.ROSETTE.registry:
        ask_registry.enqueue()
    rejudge_everyone.enqueue()
    replan_everyone.enqueue()

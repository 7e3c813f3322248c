"""The background worker: runs the queue, and once in a while what comes with time."""

from __future__ import annotations

import os
import signal
import time

PAUSE_S = 1.0


def work() -> None:
    """Run until stopped; ends with its parent."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rosette.server.config.settings")
    import django

    django.setup()
    os.nice(10)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from rosette.server.run.warm import warm
    from rosette.server.services.daily import Clockwork

    warm()
    clockwork, parent = Clockwork(), os.getppid()
    while os.getppid() == parent:
        run_queue()
        clockwork.tick()
        time.sleep(PAUSE_S)


def run_queue() -> None:
    """Run what stands in the queue now."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"rosette-{os.getpid()}",
        excluded_queue_names=[],
    ).run()


if __name__ == "__main__":
    work()

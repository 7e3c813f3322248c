"""Starts the site: refusals first, then the database, the worker, and the web processes in front."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class Address:
    """Where the site answers."""

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """The address that a person types."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}/"


def configure(*, mode: str | None = None) -> None:
    """Set up Django and refuse what is unsafe; the database is not touched."""
    from rosette.server.config.refusals import owner_only_umask

    owner_only_umask()
    if mode is not None:
        os.environ["ROSETTE_MODE"] = mode
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rosette.server.config.settings")
    import django

    _private_data()
    django.setup()
    _refuse()


def prepare(*, mode: str | None = None) -> None:
    """Set up Django, refuse what is unsafe, bring the database up to date."""
    configure(mode=mode)
    from django.core.management import call_command

    _refuse_lossy()
    call_command("createcachetable", verbosity=0)
    if _unapplied():
        call_command("migrate", verbosity=0, interactive=False)
    _public_site()


def _unapplied() -> bool:
    """Whether the database lacks a migration; asking is far quicker than migrating nothing."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _public_site() -> None:
    """Build the public site once; its pages stay drafts until they are checked, the demonstration's are checked."""
    from rosette.server.publicsite.building import Review, build_site
    from rosette.server.services import clock
    from rosette.server.services.demo.website import CHECKED_ON, CONTACT, REVIEWER

    if clock.is_demo():
        build_site(review=Review(by=REVIEWER, on=CHECKED_ON), contact=CONTACT)
    else:
        build_site()


def _refuse_lossy() -> None:
    """A PostgreSQL that may lose what it acknowledged is refused, unless ROSETTE_LOSSY names that it is known."""
    from django.db import connection

    from rosette.kernel import Problem
    from rosette.server.config.refusals import StartRefused, durable_postgresql

    if connection.vendor != "postgresql" or os.environ.get("ROSETTE_LOSSY") == "known":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings")
        wrong = durable_postgresql(dict(cursor.fetchall()))
    if wrong:
        remedy = "Set them in postgresql.conf, or ROSETTE_LOSSY=known for data that may be lost."
        raise StartRefused([Problem("PostgreSQL", found, remedy=remedy) for found in wrong], what="start")


def serve(address: Address, *, workers: int = 2) -> None:
    """Answer until stopped; the worker ends with the site."""
    owner = os.getpid()
    worker = subprocess.Popen([sys.executable, "-m", "rosette.server.run.worker"])
    try:
        _Site(address, workers).run()
    finally:
        if os.getpid() == owner:  # the web processes are forks of this one and pass here, too
            worker.terminate()


def _private_data() -> None:
    from rosette.server.config.environment import read_environment
    from rosette.server.config.refusals import private_folder

    data = read_environment(os.environ).data
    private_folder(data)
    private_folder(data / "static")


def _refuse() -> None:
    from django.conf import settings

    from rosette.server.config.refusals import refuse_unsafe

    refuse_unsafe(settings.ROSETTE, settings.KEYS)


def _Site(address: Address, workers: int) -> Any:  # noqa: N802
    """The web server as an object to run."""
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options = {
                "bind": f"{address.host}:{address.port}",
                "workers": workers,
                "threads": 4,
                "worker_class": "gthread",
                "timeout": 120,
                "keepalive": 15,
                "preload_app": True,
                "accesslog": None,
                "errorlog": "-",
                "loglevel": "warning",
                "proc_name": "rosette",
                "control_socket_disable": True,
                "certfile": str(address.certificate) if address.certificate else None,
                "keyfile": str(address.key) if address.key else None,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from rosette.server.config.wsgi import application
            from rosette.server.run.warm import warm

            warm()
            return application

    return Site()

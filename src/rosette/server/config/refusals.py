"""What the server refuses to start with; every reason at once, each with the way out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from rosette.kernel import BadInput, Problems
from rosette.server.config.environment import Environment
from rosette.server.config.keys import Keys

SHORTEST_KEY = 50


class StartRefused(BadInput):
    """The server does not start like this."""


def refuse_unsafe(environment: Environment, keys: Keys) -> None:
    """Raise StartRefused with every reason; the demo is held to loopback, production to all of them."""
    problems = Problems()
    if environment.mode == "production":
        _production(environment, keys, problems)
    elif not environment.loopback_only:
        problems.add(
            "ROSETTE_HOSTS",
            found=f"mode {environment.mode} off loopback",
            wanted="hosts of this machine only",
            remedy="Set ROSETTE_MODE=production to answer others.",
        )
    _readable_by_others(environment, problems)
    problems.raise_as(StartRefused, what="start")


def _production(environment: Environment, keys: Keys, problems: Problems) -> None:
    if environment.debug:
        problems.add(
            "ROSETTE_DEBUG",
            found="on in production",
            wanted="off",
            remedy="Unset it: error pages would show patient data.",
        )
    if len(keys.django) < SHORTEST_KEY or len(set(keys.django)) < 10:
        problems.add(
            str(environment.keys),
            found="the key of sessions is weak",
            wanted=f"{SHORTEST_KEY} random characters",
            remedy="Move the file away and start again: new keys are made. Keep the master keys.",
        )
    if not environment.loopback_only and not environment.tls:
        problems.add(
            "ROSETTE_TLS",
            found="no TLS, and hosts off this machine",
            wanted="own or proxy",
            remedy="Give --certificate and --key, or set ROSETTE_TLS=proxy behind a proxy that ends TLS.",
        )


def _readable_by_others(environment: Environment, problems: Problems) -> None:
    for path in (environment.data, environment.keys, environment.data / "rosette.sqlite3"):
        if path.exists() and path.stat().st_mode & 0o077:
            problems.add(
                str(path),
                found="others on this machine may read it",
                remedy=f"Run: chmod {'700' if path.is_dir() else '600'} {path}",
            )


def private_folder(path: Path) -> Path:
    """The folder, made for its owner alone when it is not there."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def durable_postgresql(settings: Mapping[str, str]) -> list[str]:
    """The reasons why a PostgreSQL with these settings may lose what it acknowledged."""
    wanted = {
        "fsync": ("on",),
        "synchronous_commit": ("on", "remote_apply", "remote_write"),
        "full_page_writes": ("on",),
    }
    return [f"{name} is {settings.get(name)}" for name, good in wanted.items() if settings.get(name) not in good]


def owner_only_umask() -> None:
    """Files made from here on are for their owner alone."""
    os.umask(0o077)

"""The keys of a site: made once, kept in one file that only its owner reads."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from attrs import field, frozen

from rosette.kernel import BadInput, Problem

NAMES = ("django", "master", "index", "audit", "checkpoint")


class KeyFault(BadInput):
    """The key file cannot be used."""


@frozen(kw_only=True)
class Keys:
    """The keys of a site, as texts; `master` holds "id:base64" items, the first is current."""

    django: str = field(repr=False)
    master: str = field(repr=False)
    index: str = field(repr=False)
    audit: str = field(repr=False)
    checkpoint: str = field(repr=False)


def new_keys() -> Keys:
    """Make a fresh set of keys."""
    return Keys(
        django=secrets.token_urlsafe(64),
        master=f"k1:{_random()}",
        index=_random(),
        audit=_random(),
        checkpoint=_random(),
    )


def ensure_keys(path: Path) -> Keys:
    """Read the key file, or make it when there is none; raises KeyFault when it can be read by others."""
    if not path.exists():
        _write(path, new_keys())
    if path.stat().st_mode & 0o077:
        raise _fault(path, "others on this machine may read the keys", remedy=f"Run: chmod 600 {path}")
    return read_keys(path)


def read_keys(path: Path) -> Keys:
    """Read a key file; raises KeyFault with every fault."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _fault(path, str(error), remedy="Restore the file from where the keys are kept.") from error
    missing = [name for name in NAMES if not isinstance(table, dict) or not isinstance(table.get(name), str)]
    if missing:
        raise _fault(path, f"no {', '.join(missing)}", remedy="Restore the file from where the keys are kept.")
    return Keys(**{name: table[name] for name in NAMES})


def _write(path: Path, keys: Keys) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({name: getattr(keys, name) for name in NAMES}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def _random() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def _fault(path: Path, found: str, *, remedy: str) -> KeyFault:
    return KeyFault([Problem(str(path), found, remedy=remedy)], what="keys")

"""How names are compared: without case, spaces and signs."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[^a-z0-9]+")


def plain_name(name: str) -> str:
    """Reduce a name to letters and digits: "13-cis-RA" and "13 cis ra" are one."""
    return _SIGNS.sub("", name.casefold())

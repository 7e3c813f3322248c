"""The formats that are read, in the order in which they are tried."""

from __future__ import annotations

from rosette.interchange.reading import Format

FORMATS: tuple[Format, ...] = ()

"""The profiles that exports keep to, as tables: how often an element stands, and the words it is bound to."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.interchange.fhir.elements import Raw
from rosette.interchange.units import unit_of
from rosette.kernel import Problem, parse_unit

FILE = Path(__file__).parent.parent / "data" / "fhir-profiles.toml"
PREFIX = "urn:rosette:profile:"


@frozen(kw_only=True)
class Element:
    """One row of a profile; `most` is None without a limit. kinds: units that a unit must be of one kind with."""

    path: str
    least: int = 0
    most: int | None = None
    must: bool = False
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    least_value: float | None = None
    most_value: float | None = None


@frozen(kw_only=True)
class Profile:
    """One profile with its canonical address."""

    name: str
    title: str
    resource: str
    about: str
    rows: tuple[Element, ...]

    @property
    def address(self) -> str:
        """The canonical address, which leads nowhere."""
        return f"{PREFIX}{self.name}"


@functools.cache
def profiles() -> Mapping[str, Profile]:
    """Every profile by its address."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    made = [_profile(name, each) for name, each in raw.items()]
    return {each.address: each for each in made}


def _profile(name: str, raw: Mapping[str, Any]) -> Profile:
    rows = tuple(_element(row) for row in raw["rows"])
    return Profile(name=name, title=raw["title"], resource=raw["resource"], about=raw["about"], rows=rows)


def _element(row: Mapping[str, Any]) -> Element:
    held: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Element(**held)


def faults_of(resource: Raw) -> tuple[Problem, ...]:
    """Every fault of a resource against the profiles of this programme that it names."""
    meta = resource.get("meta")
    named = meta.get("profile", []) if isinstance(meta, dict) else []
    known = [profiles()[address] for address in named if address in profiles()]
    return tuple(fault for profile in known for fault in _faults(resource, profile))


def _faults(resource: Raw, profile: Profile) -> Iterable[Problem]:
    if resource.get("resourceType") != profile.resource:
        yield Problem("resourceType", f"{resource.get('resourceType')} is not {profile.resource}", profile.resource)
    for row in profile.rows:
        found = list(_at(resource, row.path.split(".")))
        if len(found) < row.least or (row.most is not None and len(found) > row.most):
            yield Problem(row.path, f"it stands {len(found)} times", cardinality(row))
        for value in found:
            yield from _bound(value, row)


def _bound(value: Any, row: Element) -> Iterable[Problem]:
    if row.words and value not in row.words:
        yield Problem(row.path, f'"{value}" is not one of its words', ", ".join(row.words))
    if row.kinds and not _of_kind(str(value), row.kinds):
        yield Problem(row.path, f'"{value}" is not a unit of it', ", ".join(row.kinds))
    low, high = row.least_value, row.most_value
    if (low is not None and value < low) or (high is not None and value > high):
        yield Problem(row.path, f"{value} is out of range", f"{low} to {high}")


def _of_kind(code: str, kinds: tuple[str, ...]) -> bool:
    unit = unit_of(code).code
    return unit is not None and parse_unit(unit).kind in {parse_unit(each).kind for each in kinds}


def _at(raw: Any, path: list[str]) -> Iterable[Any]:
    """Every value at a path; a list stands for each of its items, [address] picks the extensions of that address."""
    if isinstance(raw, list):
        for each in raw:
            yield from _at(each, path)
    elif not path:
        yield raw
    elif isinstance(raw, dict):
        name, _, address = path[0].partition("[")
        held = raw.get(name, [])
        picked = [each for each in held if each.get("url") == address.rstrip("]")] if address else held
        yield from _at(picked, path[1:])


def cardinality(row: Element) -> str:
    """How often an element stands, as FHIR writes it."""
    return f"{row.least}..{'*' if row.most is None else row.most}"


def profiles_page() -> str:
    """The tables of every profile as Markdown."""
    return "\n".join(line for each in profiles().values() for line in _table(each))


def _table(profile: Profile) -> Iterable[str]:
    yield f"## {profile.title}\n\n`{profile.address}`, on {profile.resource}. {profile.about}\n"
    yield "| element | times | must support | bound to |\n|---|---|---|---|"
    for row in profile.rows:
        path, must = row.path.replace("|", "\\|"), "yes" if row.must else ""
        yield f"| `{path}` | {cardinality(row)} | {must} | {_binding(row)} |"
    yield ""


def _binding(row: Element) -> str:
    if row.least_value is not None:
        return f"{row.least_value:g} to {row.most_value:g}"
    return ", ".join(row.words) or (f"units such as {', '.join(row.kinds)}" if row.kinds else "")

"""The resources of a file by every name that a reference may use, and the newest version of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from attrs import field, frozen

from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import Loss

MOST_DIGITS = 19


@frozen(kw_only=True)
class Pool:
    """What references can reach. by_name: addresses, "Type/id", and identifiers as "system|value"."""

    by_name: Mapping[str, Resource] = field(factory=dict, repr=False, eq=False)

    def resolve(self, reference: Raw, holder: Resource) -> Resource | None:
        """The resource that a reference of `holder` means; None when it is not in the file."""
        name = word(reference, "reference")
        if name and name.startswith("#"):
            return _inside(name[1:], holder)
        if name is None:
            return self.by_name.get(_identified(part(reference, "identifier")))
        found = self.by_name.get(_plain(name))
        if found is not None:
            return found
        near = self.by_name.get("/".join(_plain(name).split("/")[-2:]))
        return None if near is not None and _elsewhere(server_of(near), server_of_name(_plain(name))) else near


def _elsewhere(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def server_of(each: Resource) -> str:
    """The server that the address of a resource names; empty when it names none."""
    return server_of_name(_plain(each.address or ""))


def server_of_name(name: str) -> str:
    """The server that an address names, without the type and the id behind it."""
    scheme, _, path = name.partition("://")
    return path.rsplit("/", 2)[0] if scheme in ("http", "https") and path.count("/") > 1 else ""


def named(reference: Raw) -> str | None:
    """How a reference calls what is not in the file."""
    name = word(reference, "reference") or _identified(part(reference, "identifier")) or word(reference, "display")
    return _plain(name) if name else None


def pool_of(resources: Iterable[Resource]) -> Pool:
    """Put resources where references find them."""
    by_name: dict[str, Resource] = {}
    for each in resources:
        for name in _names(each):
            by_name.setdefault(name, each)
    return Pool(by_name=by_name)


def newest(resources: Iterable[Resource]) -> tuple[list[Resource], list[Loss]]:
    """One version of each resource; a loss for every older one, and for those whose order is not told."""
    kept: dict[str, Resource] = {}
    losses: list[Loss] = []
    for number, each in enumerate(resources):
        name = f"{server_of(each)} {each.type}/{each.id}" if each.id else f"?{number}"
        before = kept.setdefault(name, each)
        if before is not each and before.raw != each.raw:
            later, older = (each, before) if _version(each) > _version(before) else (before, each)
            kept[name] = later
            losses.append(_older(older, later))
    return list(kept.values()), losses


def _older(older: Resource, later: Resource) -> Loss:
    equal = _version(older) == _version(later)
    why = f"it stands twice; {later.place} was taken" if equal else f"{later.place} is a later version of it"
    return Loss(place=older.place, said=f"{older.type}/{older.id}", why=why, grade="refused" if equal else "kept_aside")


def _version(each: Resource) -> tuple[str, int]:
    meta = part(each.raw, "meta")
    number = word(meta, "versionId") or ""
    version = int(number) if number.isascii() and number.isdigit() and len(number) < MOST_DIGITS else 0
    return _instant(word(meta, "lastUpdated") or ""), version


def _instant(text: str) -> str:
    """An instant in universal time, so that two of different zones compare; as written when it is none."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC).isoformat(timespec="microseconds") if found.tzinfo else text
    except (ValueError, OverflowError):
        return text


def _names(each: Resource) -> Iterable[str]:
    if each.address:
        yield _plain(each.address)
    if each.id:
        yield f"{each.type}/{each.id}"
        yield f"urn:uuid:{each.id}"
    for identifier in parts(each.raw, "identifier"):
        if name := _identified(identifier):
            yield name


def _identified(identifier: Raw) -> str:
    value = word(identifier, "value")
    return f"{word(identifier, 'system') or ''}|{value}" if value else ""


def _plain(name: str) -> str:
    """A reference without the version that it names."""
    return name.split("/_history/")[0]


def _inside(name: str, holder: Resource) -> Resource | None:
    outer = holder.holder or holder
    if not name:
        return outer
    return next((each for each in outer.contained if (each.id or "").removeprefix("#") == name), None)

"""The resources of a file by every name that a reference may use, and the newest version of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import Loss


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
        return self.by_name.get(_plain(name)) or self.by_name.get("/".join(_plain(name).split("/")[-2:]))


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
        name = f"{each.type}/{each.id}" if each.id else f"?{number}"
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
    return word(meta, "lastUpdated") or "", int(number) if number.isascii() and number.isdigit() else 0


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

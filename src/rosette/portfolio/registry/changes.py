"""What changed in a study: what a rule may take over, and what a person must read first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve, frozen

from rosette.portfolio.registry.record import AgeLimit, RegistryRecord, Site

Kind = Literal["status", "site", "contact", "dates", "title", "arms", "eligibility", "ages", "design"]
BY_RULE: tuple[Kind, ...] = ("status", "site", "contact", "dates", "title", "arms")
FOR_A_PERSON: tuple[Kind, ...] = ("eligibility", "ages", "design")
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "status": ("status", "why_stopped"),
    "site": ("sites",),
    "contact": ("contacts",),
    "dates": ("dates", "updated"),
    "title": ("title", "official_title"),
    "arms": ("arms", "interventions"),
    "eligibility": ("eligibility",),
    "ages": ("minimum_age", "maximum_age", "sex", "healthy_volunteers"),
    "design": ("phases", "design", "conditions"),
}
NOT_SAID = "not said any more"


@frozen(kw_only=True)
class RegistryChange:
    """One difference between two versions of a study. by_rule: it is taken over without a person."""

    kind: Kind
    name: str
    before: str
    after: str
    by_rule: bool

    def sentence(self) -> str:
        """The change in one line; long texts are named, not printed."""
        where = self.kind if self.name == self.kind else f"{self.kind}: {self.name}"
        return f"{where}: {_short(self.before)} -> {_short(self.after)}"

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "before": self.before,
            "after": self.after,
            "by_rule": self.by_rule,
        }


def changes(old: RegistryRecord, new: RegistryRecord) -> tuple[RegistryChange, ...]:
    """Every difference in what a child or a family could meet, by class.

    A whole class that the new version no longer states is never taken over by rule: silence is not absence.
    """
    found = [
        RegistryChange(kind=kind, name=name, before=before, after=after, by_rule=_by_rule(kind, new))
        for kind in FIELDS
        for name, before, after in _pairs(kind, old, new)
    ]
    return tuple(each if each.by_rule or each.after else evolve(each, after=NOT_SAID) for each in found)


def taken_over(old: RegistryRecord, new: RegistryRecord) -> RegistryRecord:
    """The old version with every class of the new one that a rule may take over."""
    kinds = [kind for kind in BY_RULE if _by_rule(kind, new)]
    return evolve(old, **{name: getattr(new, name) for kind in kinds for name in FIELDS[kind]})


def taken_whole(old: RegistryRecord, new: RegistryRecord) -> RegistryRecord:
    """The new version, with what the old one said where the new one is silent on what a rule may take over."""
    silent = [kind for kind in BY_RULE if not _by_rule(kind, new)]
    return evolve(new, **{name: getattr(old, name) for kind in silent for name in FIELDS[kind]})


def _by_rule(kind: Kind, new: RegistryRecord) -> bool:
    """Contacts may go (a study that closed needs none); a status, a title or all sites that vanish are looked at."""
    if kind not in BY_RULE:
        return False
    return kind == "contact" or bool(getattr(new, FIELDS[kind][0]))


def _pairs(kind: Kind, old: RegistryRecord, new: RegistryRecord) -> Iterator[tuple[str, str, str]]:
    if kind == "site":
        yield from _site_pairs(old, new)
        return
    for field in FIELDS[kind]:
        before, after = _texts(old, field), _texts(new, field)
        for name in dict.fromkeys((*before, *after)):
            pair = before.get(name, ""), after.get(name, "")
            if _same_words(*pair):
                continue
            yield name, *pair


def _texts(record: RegistryRecord, field: str) -> dict[str, str]:
    """The texts of one field by the name that a person knows them by."""
    value, name = getattr(record, field), field.replace("_", " ")
    if isinstance(value, AgeLimit):
        return {name: value.text}
    if field in ("design", "dates"):
        return dict(value)
    if field in ("arms", "interventions"):
        return {f"{name[:-1]} {_name_of(each)}": _described(each) for each in value}
    if field == "contacts":
        return {"central contacts": "; ".join(each.sentence() for each in value)}
    return {name: ", ".join(value) if isinstance(value, tuple) else value}


def _name_of(part: object) -> str:
    return str(getattr(part, "label", None) or getattr(part, "name", ""))


def _described(part: object) -> str:
    told = (getattr(part, name, "") for name in ("kind", "description", "interventions", "other_names"))
    return (
        "; ".join(text for each in told if (text := ", ".join(each) if isinstance(each, tuple) else each)) or "listed"
    )


def _site_pairs(old: RegistryRecord, new: RegistryRecord) -> Iterator[tuple[str, str, str]]:
    before, after = _sites(old), _sites(new)
    for name in dict.fromkeys((*before, *after)):
        pair = before.get(name, "not listed"), after.get(name, "not listed")
        if pair[0] != pair[1]:
            yield name, *pair


def _sites(record: RegistryRecord) -> dict[str, str]:
    """Status and contacts of each site; sites of one name and address are told apart by their order."""
    seen: Counter[str] = Counter()
    found = {}
    for site in record.sites:
        seen[site.place] += 1
        number = f" (no. {seen[site.place]})" if seen[site.place] > 1 else ""
        found[f"{site.place}{number}"] = _site_text(site)
    return found


def _site_text(site: Site) -> str:
    return "; ".join((site.status or "status not said", *(each.sentence() for each in site.contacts)))


def _same_words(before: str, after: str) -> bool:
    """Whether two texts have the same lines of the same words: spaces and empty lines do not count."""
    return _lines(before) == _lines(after)


def _lines(text: str) -> list[list[str]]:
    return [words for line in text.splitlines() if (words := line.split())]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return "nothing" if not words else words if len(words) <= 100 else f"{words[:99]}… ({len(words)} characters)"

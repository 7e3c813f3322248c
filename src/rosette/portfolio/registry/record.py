"""One study as a registry tells it: what was said, and what in it was not understood."""

from __future__ import annotations

from typing import Any

from attrs import asdict, frozen

from rosette.kernel import Problem


@frozen(kw_only=True)
class Contact:
    """A person or desk to write to."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""

    def sentence(self) -> str:
        """The contact in one line."""
        return ", ".join(
            part for part in (self.name, self.role.lower().replace("_", " "), self.phone, self.email) if part
        )


@frozen(kw_only=True)
class Site:
    """One place where the study runs, with its own status."""

    facility: str
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    status: str = ""
    contacts: tuple[Contact, ...] = ()

    @property
    def place(self) -> str:
        """The site's name and address in one line: what tells it from another."""
        return ", ".join(part for part in (self.facility, self.city, self.state, self.postcode, self.country) if part)


@frozen(kw_only=True)
class Intervention:
    """What is given or done."""

    name: str
    kind: str = ""
    other_names: tuple[str, ...] = ()


@frozen(kw_only=True)
class ArmGroup:
    """An arm as the registry lists it."""

    label: str
    kind: str = ""
    description: str = ""
    interventions: tuple[str, ...] = ()


@frozen(kw_only=True)
class AgeLimit:
    """A limit of age: the registry's words and, where they are plain, the number and its unit."""

    text: str = ""
    number: int | None = None
    unit: str = ""


@frozen(kw_only=True)
class RegistryRecord:
    """One study of a registry at one version. An empty text or list: the registry did not say.

    design: study type, allocation and the like, by name. dates: by name, as written ("2026-03" stays so).
    unknown: everything in the source that was missing, of another type, or a word that is not known.
    digest: SHA-256 of the source, first 16 hexadecimal digits.
    """

    id: str
    title: str = ""
    official_title: str = ""
    status: str = ""
    why_stopped: str = ""
    phases: tuple[str, ...] = ()
    design: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    arms: tuple[ArmGroup, ...] = ()
    sites: tuple[Site, ...] = ()
    contacts: tuple[Contact, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    updated: str = ""
    eligibility: str = ""
    minimum_age: AgeLimit = AgeLimit()
    maximum_age: AgeLimit = AgeLimit()
    sex: str = ""
    healthy_volunteers: str = ""
    unknown: tuple[Problem, ...] = ()
    digest: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

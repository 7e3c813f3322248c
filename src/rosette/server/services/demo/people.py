"""The invented sites and people of the demonstration."""

from __future__ import annotations

from attrs import frozen

from rosette.server.accounts.models import Grant, Site, User
from rosette.server.services import audit

SITES = (
    {
        "code": "rosette",
        "name": "Rosette Demo Centre",
        "city": "Invented City",
        "is_programme": True,
        "phone": "555-0100",
    },
    {"code": "hillside", "name": "Hillside Children's Hospital (invented)", "city": "Hillside", "phone": "555-0111"},
    {"code": "lakeview", "name": "Lakeview Regional Hospital (invented)", "city": "Lakeview", "phone": "555-0122"},
)


@frozen(kw_only=True)
class Person:
    """An invented person with one role at one site."""

    email: str
    name: str
    profession: str
    role: str
    site: str | None


PEOPLE = (
    Person(
        email="doctor@demo.invalid",
        name="Dr Amara Okoye",
        profession="Paediatric oncologist",
        role="treating_clinician",
        site="rosette",
    ),
    Person(
        email="second@demo.invalid",
        name="Dr Jonas Lindqvist",
        profession="Paediatric oncologist",
        role="treating_clinician",
        site="rosette",
    ),
    Person(
        email="coordinator@demo.invalid",
        name="Maria Santos",
        profession="Programme coordinator",
        role="coordinator",
        site="rosette",
    ),
    Person(
        email="nurse@demo.invalid", name="Tom Baker", profession="Research nurse", role="research_nurse", site="rosette"
    ),
    Person(
        email="board@demo.invalid",
        name="Dr Yuki Mori",
        profession="Molecular pathologist",
        role="molecular_board",
        site="rosette",
    ),
    Person(
        email="physicist@demo.invalid",
        name="Dr Ingrid Halvorsen",
        profession="Medical physicist",
        role="medical_physicist",
        site="rosette",
    ),
    Person(
        email="statistician@demo.invalid",
        name="Elena Petrova",
        profession="Biostatistician",
        role="biostatistician",
        site="rosette",
    ),
    Person(
        email="admin@demo.invalid",
        name="Priya Nair",
        profession="Programme administrator",
        role="programme_admin",
        site="rosette",
    ),
    Person(
        email="system@demo.invalid",
        name="Sam Rivers",
        profession="System administrator",
        role="system_admin",
        site=None,
    ),
    Person(
        email="auditor@demo.invalid", name="Grace Kim", profession="Privacy officer", role="auditor", site="rosette"
    ),
    Person(
        email="home-doctor@demo.invalid",
        name="Dr Luis Ortega",
        profession="Paediatric oncologist",
        role="referring_clinician",
        site="hillside",
    ),
    Person(
        email="lakeview@demo.invalid",
        name="Dr Hannah Weiss",
        profession="Paediatrician",
        role="referring_clinician",
        site="lakeview",
    ),
    Person(
        email="parent@demo.invalid", name="Parent of an invented child", profession="", role="family_proxy", site=None
    ),
    Person(email="young@demo.invalid", name="Invented young person", profession="", role="young_person", site=None),
    Person(
        email="survivor@demo.invalid", name="Invented adult survivor", profession="", role="survivor_adult", site=None
    ),
)


def make_sites() -> dict[str, Site]:
    """The sites by their code."""
    return {str(each["code"]): Site.objects.create(**each) for each in SITES}


def make_people(sites: dict[str, Site], *, password: str) -> dict[str, User]:
    """The people by the word before the @ of their address."""
    found = {}
    for person in PEOPLE:
        user = User.objects.create_user(person.email, password, name=person.name, profession=person.profession)
        Grant.objects.create(user=user, role=person.role, site=sites[person.site] if person.site else None)
        audit.write(
            by=None,
            act="account.add",
            kind="account",
            thing=user.public_id,
            purpose="operations",
            detail=f"demo {person.role}",
        )
        found[person.email.partition("@")[0]] = user
    return found

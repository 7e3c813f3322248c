"""The words of the policy: roles, acts, kinds of things, purposes, relations."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import frozen


class Role(StrEnum):
    """What a person is to the programme."""

    ANONYMOUS = "anonymous"
    FAMILY_PROXY = "family_proxy"
    YOUNG_PERSON = "young_person"
    SURVIVOR_ADULT = "survivor_adult"
    REFERRING_CLINICIAN = "referring_clinician"
    COORDINATOR = "coordinator"
    RESEARCH_NURSE = "research_nurse"
    TREATING_CLINICIAN = "treating_clinician"
    MOLECULAR_BOARD = "molecular_board"
    MEDICAL_PHYSICIST = "medical_physicist"
    BIOSTATISTICIAN = "biostatistician"
    PROGRAMME_ADMIN = "programme_admin"
    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What is done."""

    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    SIGN = "sign"
    EXPORT = "export"


class Kind(StrEnum):
    """What it is done to."""

    CHILD = "child"
    IDENTITY = "identity"
    FACT = "fact"
    PRIVATE_FACT = "private_fact"
    BOARD = "board"
    ATTESTATION = "attestation"
    CASE = "case"
    RECORD_REQUEST = "record_request"
    MEETING = "meeting"
    AGENDA_ITEM = "agenda_item"
    LETTER = "letter"
    PLAN = "plan"
    RELEASED_PLAN = "released_plan"
    PLAN_CHANGE = "plan_change"
    WORKSHEET = "worksheet"
    SITE_FILE = "site_file"
    SURVEILLANCE = "surveillance"
    PRACTICE = "practice"
    COMMENT = "comment"
    NOTICE = "notice"
    UPLOAD = "upload"
    IMPORT = "import"
    CONSENT = "consent"
    TIE = "tie"
    BREAK_GLASS = "break_glass"
    TRIAL = "trial"
    RUNNING_TRIAL = "running_trial"
    TRIAL_ENTRY = "trial_entry"
    TRIAL_DECISION = "trial_decision"
    SLOT = "slot"
    REGISTRY = "registry"
    RESERVATION = "reservation"
    WAITING_LIST = "waiting_list"
    FUNNEL = "funnel"
    STATISTICS = "statistics"
    AUDIT = "audit"
    ACCOUNT = "account"
    GRANT = "grant"
    SITE = "site"
    INQUIRY = "inquiry"
    PAGE = "page"


class Purpose(StrEnum):
    """What it is done for; some purposes need the consent of the child's people."""

    CARE = "care"
    SCREENING = "screening"
    RESEARCH = "research"
    CONTACT = "contact"
    SHARING = "sharing"
    OPERATIONS = "operations"
    AUDIT = "audit"


class Relation(StrEnum):
    """How the person stands to the thing."""

    OWN = "own"
    SAME_SITE = "same_site"
    OTHER_SITE = "other_site"
    REVOKED = "revoked"


NEEDS_CONSENT = frozenset({Purpose.SCREENING, Purpose.RESEARCH, Purpose.CONTACT, Purpose.SHARING})
STEP_UP = frozenset({Act.SIGN, Act.EXPORT})
STEP_UP_PAIRS = frozenset({(Act.ADD, Kind.BREAK_GLASS), (Act.ADD, Kind.GRANT), (Act.CHANGE, Kind.GRANT)})
OWN_BY: dict[Role, frozenset[str]] = {
    Role.FAMILY_PROXY: frozenset({"proxy"}),
    Role.YOUNG_PERSON: frozenset({"self"}),
    Role.SURVIVOR_ADULT: frozenset({"self"}),
    Role.REFERRING_CLINICIAN: frozenset({"referring"}),
    Role.TREATING_CLINICIAN: frozenset({"treating"}),
}


@frozen(kw_only=True)
class Thing:
    """What is asked about: its kind, whose child, which sites care for it, whose own, whether it went out."""

    kind: Kind
    child: str | None = None
    sites: frozenset[str] = frozenset()
    owner: str | None = None
    consents: frozenset[Purpose] = frozenset()
    released: bool = False
    adult_on: date | None = None

"""131I-MIBG therapy on the server: the site's file, worksheets, their check by a second person, and signatures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from rosette.documents.worksheets import Addressed, TherapyLetter, therapy_letter
from rosette.kernel import BadInput, NotComputable, Problem
from rosette.knowledge import load_knowledge
from rosette.mibg import SiteFile, read_site
from rosette.mibg.site import refuse_expired
from rosette.response import Assessment, Code, assess
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.facts import add_facts, correct_fact
from rosette.server.services.reckoning import Reckoned, reckoned
from rosette.server.store.models import Child, Signature, SiteText, Worksheet
from rosette.server.store.records import record_of, record_version
from rosette.version import SOFTWARE

AGENT = "mibg_131i"
CHECKED, SIGNED = "I worked this out again and agree", "I sign this for use"


class WorksheetFault(BadInput):
    """The worksheet cannot take this."""


# --- the site's file ---------------------------------------------------------------------------------------


@transaction.atomic
def put_site_text(*, site: Site, text: str, by: Any) -> SiteText:
    """Put in a site file; raises SiteFileError with every fault of it, and nothing is kept then."""
    refuse_unless(by, Act.ADD, Kind.SITE_FILE, sites=frozenset({site.code}))
    found = read_site(text)
    row = SiteText.objects.create(site=site, text=text, digest=found.digest, put_at=clock.now(), put_by=by)
    audit.write(by=by, act="site_file.add", kind="site_file", thing=found.digest[:40], detail=site.code)
    return row


def site_text_of(site: Site) -> SiteText | None:
    """The file of a site that counts now."""
    return SiteText.objects.filter(site=site).order_by("-put_at").first()


def site_file_of(row: SiteText) -> SiteFile:
    """A file as a value."""
    return read_site(row.text)


# --- worksheets --------------------------------------------------------------------------------------------


@transaction.atomic
def make_worksheet(*, child: Child, kind: str, typed: Mapping[str, Any], by: Any) -> Worksheet:
    """Work out and keep; raises NotComputable or BadInput with the reason, and nothing is kept then."""
    refuse_unless(by, Act.ADD, Kind.WORKSHEET, child)
    text = site_text_of(child.programme_site)
    if text is None:
        raise NotComputable("the programme's site has put in no site file yet: a physicist puts it in")
    site = site_file_of(text)
    refuse_expired(site, on=clock.today())
    found = reckoned(kind, typed, record=record_of(child), site=site, on=clock.today(), knowledge=load_knowledge())
    result = canonical(found.data)
    row = Worksheet.objects.create(
        child=child,
        kind=kind,
        typed=json.dumps(dict(typed), ensure_ascii=False, sort_keys=True),
        result=result,
        digest=hashlib.sha256(result.encode()).hexdigest(),
        site_text=text,
        on=clock.today(),
        made_at=clock.now(),
        made_by=by,
        made_from=f"record {record_version(child)[:12]}, knowledge {load_knowledge().release}, {SOFTWARE}",
    )
    audit.write(by=by, act="worksheet.add", kind="worksheet", thing=row.public_id, child=child, detail=row.digest)
    return row


def canonical(data: Mapping[str, Any]) -> str:
    """A result as one text, numbers to six digits: equal results have equal texts on every machine."""
    return json.dumps(_rounded(data), ensure_ascii=False, sort_keys=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


def worked_out(row: Worksheet) -> Reckoned:
    """The worksheet worked out again, from what went in, on the record as it was known then."""
    record = record_of(row.child).as_known(row.made_at)
    site = site_file_of(row.site_text)
    typed = json.loads(row.typed)
    return reckoned(row.kind, typed, record=record, site=site, on=row.on, knowledge=load_knowledge())


def same_again(row: Worksheet, found: Reckoned) -> bool:
    """Whether it came out as it was kept; not when knowledge or software changed meanwhile."""
    return canonical(found.data) == row.result


def signatures_under(row: Worksheet) -> list[Signature]:
    """Checks and signatures, oldest first."""
    return list(Signature.objects.filter(kind="worksheet", thing=row.public_id).order_by("at"))


def is_checked(signatures: list[Signature]) -> bool:
    """Whether a second person worked it out again."""
    return any(each.meaning == CHECKED for each in signatures)


def is_signed(signatures: list[Signature]) -> bool:
    """Whether it was signed for use."""
    return any(each.meaning == SIGNED for each in signatures)


@transaction.atomic
def check_worksheet(*, row: Worksheet, by: Any) -> None:
    """A second person works it out again and agrees; refused to the one who made it."""
    refuse_unless(by, Act.SIGN, Kind.WORKSHEET, row.child, thing_id=row.public_id)
    row = _locked(row)
    if row.made_by_id == by.pk:
        raise _fault("you made this worksheet", "Somebody else must check it.")
    if is_checked(signatures_under(row)):
        raise _fault("it is checked already", "Read it, and sign it if you agree.")
    if not same_again(row, worked_out(row)):
        raise _fault("it comes out otherwise now: knowledge or software changed", "Make a new worksheet.")
    _put_name(row, CHECKED, "worksheet.check", by)


@transaction.atomic
def sign_worksheet(*, row: Worksheet, by: Any) -> None:
    """Sign for use; refused before a second person checked it."""
    refuse_unless(by, Act.SIGN, Kind.WORKSHEET, row.child, thing_id=row.public_id)
    row = _locked(row)
    signatures = signatures_under(row)
    if not is_checked(signatures):
        raise _fault("nobody checked it yet", "A second person works it out again first.")
    if is_signed(signatures):
        raise _fault("it is signed already", "Make a new worksheet for a change.")
    if not same_again(row, worked_out(row)):
        raise _fault("it comes out otherwise now: knowledge or software changed", "Make a new worksheet.")
    _put_name(row, SIGNED, "worksheet.sign", by)


def _fault(found: str, remedy: str) -> WorksheetFault:
    return WorksheetFault([Problem("", found, remedy=remedy)], what="worksheet")


def _locked(row: Worksheet) -> Worksheet:
    return Worksheet.objects.select_for_update(of=("self",)).select_related("child", "site_text").get(pk=row.pk)


def _put_name(row: Worksheet, meaning: str, act: str, by: Any) -> None:
    Signature.objects.create(
        child=row.child,
        kind="worksheet",
        thing=row.public_id,
        meaning=meaning,
        digest=row.digest,
        by=by,
        name=by.name,
        role=", ".join(by.role_titles()),
        at=clock.now(),
    )
    audit.write(by=by, act=act, kind="worksheet", thing=row.public_id, child=row.child, detail=row.digest)


@transaction.atomic
def enter_result(*, row: Worksheet, by: Any) -> str:
    """Enter what a signed worksheet found into the record: activity and dose, or nights of isolation.

    The administration of that day takes them over; without one a new fact is added.
    """
    if not is_signed(signatures_under(row)):
        raise _fault("it is not signed", "Sign it first.")
    day, fields = worked_out(row).facts
    if not fields:
        raise _fault("it holds nothing for the record", "")
    source = {"type": "document", "name": f"Worksheet {row.public_id}"}
    fresh = {"kind": "radiopharmaceutical", "agent": AGENT, "on": day, **fields, "source": source}
    held = _held(row.child, day)
    if held is None:
        return add_facts(child=row.child, facts=[fresh], by=by)[0]
    merged = {**held, **fields, "source": source}
    return correct_fact(
        child=row.child, fact_id=held["id"], document=_bare(merged), seen=record_version(row.child), by=by
    )


def _held(child: Child, day: str) -> dict[str, Any] | None:
    """The administration of that day as the record holds it."""
    from rosette.records import Radiopharmaceutical, record_document

    found = [f for f in record_of(child).of(Radiopharmaceutical) if f.agent == AGENT and str(f.on) == day]
    if not found:
        return None
    documents = record_document(record_of(child))["facts"]
    return next(dict(each) for each in documents if each["id"] == found[-1].id)


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    envelope = ("id", "recorded_at", "recorded_by", "supersedes", "status")
    return {key: value for key, value in document.items() if key not in envelope}


# --- the letter to the home hospital -----------------------------------------------------------------------


def letter_of(child: Child) -> TherapyLetter | None:
    """The letter from the last signed worksheets; None before a dose is signed."""
    rows = {kind: _last_signed(child, kind) for kind in ("dose", "release", "plan")}
    dose = rows["dose"]
    if dose is None:
        return None
    found = {kind: worked_out(row).object for kind, row in rows.items() if row is not None}
    return therapy_letter(
        _addressed(child),
        infusion=json.loads(dose.typed)["infusion"],
        dose=found["dose"],
        home=found.get("release"),
        plan=found.get("plan"),
        response=_response_after(child, json.loads(dose.typed)["infusion"]),
        names=[f"{each.name}, {each.role}: {each.meaning}, {each.at:%Y-%m-%d}" for each in signatures_under(dose)],
        made=dose.made_from,
    )


def _last_signed(child: Child, kind: str) -> Worksheet | None:
    rows = Worksheet.objects.filter(child=child, kind=kind).select_related("child", "site_text").order_by("-made_at")
    return next((row for row in rows if is_signed(signatures_under(row))), None)


def _addressed(child: Child) -> Addressed:
    tie = child.ties.current().filter(relation="referring").select_related("user").first()
    record = record_of(child)
    return Addressed(
        programme=child.programme_site.name,
        phone=child.programme_site.phone,
        recipient=tie.user.name if tie else "To the treating physician",
        institution=child.referring_site.name,
        child=f"{child.initials}, born {record.birth}, {child.number}",
        on=str(clock.today()),
    )


def _response_after(child: Child, infusion: str) -> Assessment | None:
    """The response to this therapy, once something can be judged."""
    try:
        since = date.fromisoformat(infusion)
        found = assess(record_of(child), on=clock.today(), since=since, knowledge=load_knowledge())
    except NotComputable:
        return None
    return None if found.overall.code is Code.NE else found

"""The practice of a site: its settings, and the rows of the rules that its clinicians signed."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs
from attrs import frozen
from django.db import transaction

from rosette.kernel import BadInput, Problem, did_you_mean
from rosette.knowledge import SurveillanceProfile, SurveillanceRule, load_knowledge
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.survivors.signals import practice_changed
from rosette.server.store.models import PracticeText, RuleMark
from rosette.survivorship import Practice, Signature, needs_signature, practice_of, row_digest

SETTINGS = ("entry", "ranges", "visit", "gather")
SIGNED, WITHDRAWN = "signed", "withdrawn"
MEANING = "I checked this row against its guideline and sign it for use at this site"


class MarkFault(BadInput):
    """The row cannot be signed, or its signature cannot be withdrawn."""


@frozen(kw_only=True)
class RuleState:
    """One row of the rules at a site: its last mark, and whether a signature of it counts now."""

    rule: SurveillanceRule
    digest: str
    needs: bool
    mark: RuleMark | None

    @property
    def signed(self) -> bool:
        """Whether a signature stands that binds to the row as it is."""
        return self.mark is not None and self.mark.mark == SIGNED and self.mark.digest == self.digest

    @property
    def changed(self) -> bool:
        """Whether the row changed since it was signed, so that the signature counts no more."""
        return self.mark is not None and self.mark.mark == SIGNED and self.mark.digest != self.digest


# --- settings ----------------------------------------------------------------------------------------------


def practice_text(settings: Mapping[str, Any]) -> str:
    """Settings in the format of a site file; what is empty is left out."""
    lines = ['format = "rosette-survivorship-site/1"']
    lines += [f"{key} = {json.dumps(str(settings[key]))}" for key in ("name", *SETTINGS) if settings.get(key)]
    day = settings.get("next_visit")
    return "\n".join([*lines, *([f"next_visit = {day}"] if day else [])]) + "\n"


@transaction.atomic
def put_practice(*, site: Site, settings: Mapping[str, Any], by: Any) -> PracticeText:
    """Put in the settings of a site; raises PracticeError with every fault, and nothing is kept then."""
    refuse_unless(by, Act.CHANGE, Kind.PRACTICE, sites=frozenset({site.code}))
    text = practice_text(settings)
    practice_of(text)
    row = PracticeText.objects.create(site=site, text=text, put_at=clock.now(), put_by=by)
    audit.write(by=by, act="practice.change", kind="practice", thing=site.code, fields=tuple(sorted(settings)))
    practice_changed()
    return row


def practice_of_site(site: Site) -> Practice:
    """The settings of a site with the signatures that bind to rows as they are now; the standard ones before any."""
    text = PracticeText.objects.filter(site=site).order_by("-pk").values_list("text", flat=True).first() or ""
    last = _last_marks(site)
    marks = sorted((mark.rule, mark.name, mark.on, mark.digest) for mark in last.values() if mark.mark == SIGNED)
    return _practice(site.name, text, tuple(marks), load_knowledge().digest)


def practice_digest(practice: Practice) -> str:
    """A digest of everything in the settings of a site, its signatures included."""
    told = attrs.evolve(practice, signed=dict(sorted(practice.signed.items())))
    return hashlib.sha256(repr(told).encode()).hexdigest()


@functools.lru_cache(maxsize=32)
def _practice(name: str, text: str, marks: tuple[tuple[str, str, date, str], ...], knowledge: str) -> Practice:
    settings = practice_of(text) if text else Practice(name=name)
    now = row_digests(knowledge)
    signed = {rule: Signature(by=by, on=on) for rule, by, on, digest in marks if now.get(rule) == digest}
    return attrs.evolve(settings, signed=signed)


@functools.lru_cache(maxsize=2)
def row_digests(knowledge: str) -> Mapping[str, str]:
    """The digest of every row of the rules; `knowledge` is the digest of the release that is loaded."""
    return {rule.id: row_digest(rule) for rule in load_knowledge().table(SurveillanceRule).values()}


# --- signatures --------------------------------------------------------------------------------------------


def rule_states(site: Site, *, profile: str) -> tuple[RuleState, ...]:
    """Every row of one profile at a site, in the order of the file."""
    last = _last_marks(site)
    rules = load_knowledge().table(SurveillanceRule).values()
    return tuple(_state(rule, last.get(rule.id)) for rule in rules if rule.profile == profile)


def rule_state(site: Site, rule: str) -> RuleState:
    """One row at a site; raises LookupError when there is no such row."""
    rules = load_knowledge().table(SurveillanceRule)
    if rule not in rules:
        raise LookupError(f'There is no row "{rule}"{did_you_mean(rule, rules)}.')
    return _state(rules[rule], RuleMark.objects.filter(site=site, rule=rule).order_by("-pk").first())


def marks_of(site: Site, rule: str) -> Iterable[RuleMark]:
    """Every mark of a row at a site, oldest first."""
    return RuleMark.objects.filter(site=site, rule=rule).order_by("pk")


@transaction.atomic
def sign_rule(*, site: Site, rule: str, seen: str, by: Any) -> RuleMark:
    """Sign a row for a site; `seen` is the digest of the row that was read. Raises MarkFault with the reason."""
    refuse_unless(by, Act.SIGN, Kind.PRACTICE, thing_id=rule, sites=frozenset({site.code}))
    state = _locked_state(site, rule)
    if seen != state.digest:
        raise _fault("the row changed while you read it", "Read it again, then sign.")
    if state.signed and state.mark is not None:
        raise _fault(
            f"{state.mark.name} signed it on {state.mark.on}", "Withdraw that signature first, if it is wrong."
        )
    return _put_mark(site, state, mark=SIGNED, words=MEANING, by=by)


@transaction.atomic
def withdraw_signature(*, site: Site, rule: str, reason: str, by: Any) -> RuleMark:
    """Take the signature of a row back, with a reason; the row acts no more. Raises MarkFault with the reason."""
    refuse_unless(by, Act.SIGN, Kind.PRACTICE, thing_id=rule, sites=frozenset({site.code}))
    state = _locked_state(site, rule)
    if not reason.strip():
        raise _fault("no reason is given", "Say why the signature is taken back.", path="reason")
    if state.mark is None or state.mark.mark == WITHDRAWN:
        raise _fault("nobody signed it", "There is nothing to take back.")
    return _put_mark(site, state, mark=WITHDRAWN, words=reason.strip()[:300], by=by)


def _put_mark(site: Site, state: RuleState, *, mark: str, words: str, by: Any) -> RuleMark:
    profile = load_knowledge().table(SurveillanceProfile)[state.rule.profile]
    row = RuleMark.objects.create(
        site=site,
        rule=state.rule.id,
        mark=mark,
        digest=state.digest,
        edition=profile.edition[:200],
        release=load_knowledge().release,
        words=words,
        on=clock.today(),
        at=clock.now(),
        by=by,
        name=by.name,
        role=", ".join(by.role_titles()),
    )
    act = "practice.sign" if mark == SIGNED else "practice.withdraw"
    audit.write(by=by, act=act, kind="practice", thing=f"{site.code} {state.rule.id}", detail=state.digest)
    practice_changed()
    return row


def _locked_state(site: Site, rule: str) -> RuleState:
    """The row at a site, held until the commit so that two persons cannot sign at once."""
    Site.objects.select_for_update().get(pk=site.pk)
    return rule_state(site, rule)


def _last_marks(site: Site) -> dict[str, RuleMark]:
    return {mark.rule: mark for mark in RuleMark.objects.filter(site=site).order_by("pk")}


def _state(rule: SurveillanceRule, mark: RuleMark | None) -> RuleState:
    knowledge = load_knowledge()
    waiting = frozenset(each.id for each in knowledge.table(SurveillanceProfile).values() if each.to_sign)
    digest = row_digests(knowledge.digest)[rule.id]
    return RuleState(rule=rule, digest=digest, needs=needs_signature(rule, waiting), mark=mark)


def _fault(found: str, remedy: str, *, path: str = "") -> MarkFault:
    return MarkFault([Problem(path, found, remedy=remedy)], what="signature")

"""The practice of a site said for templates: its settings, the rows of the rules, one row with its signatures."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from django.urls import reverse

from rosette.knowledge import SurveillanceProfile, SurveillanceTest, load_knowledge
from rosette.server.accounts.models import Site
from rosette.server.clinic.presenters.layout import Link
from rosette.server.services.survivors import RuleState, marks_of, practice_of_site, rule_states
from rosette.survivorship import Practice, trigger_words

SETTING_HEAD = ("Setting", "At this site")


@frozen(kw_only=True)
class RuleRow:
    """One row of the rules in the list."""

    rule: Link
    test: str
    effect: str
    state: str


@frozen(kw_only=True)
class PracticePage:
    """The settings of a site and the rows of one profile."""

    title: str
    settings: Sequence[Sequence[str]]
    profiles: Sequence[Link]
    told: str
    caption: str
    rows: Sequence[RuleRow]

    @classmethod
    def of(cls, site: Site, *, profile: str) -> PracticePage:
        """Say the practice of a site with the rows of a profile."""
        profiles = load_knowledge().table(SurveillanceProfile)
        states = rule_states(site, profile=profile)
        waiting = sum(state.needs and not state.signed for state in states)
        return cls(
            title=f"Surveillance at {site.name}",
            settings=setting_rows(practice_of_site(site)),
            profiles=tuple(
                Link(text=each.id, href=f"{reverse('practice')}?profile={each.id}", current=each.id == profile)
                for each in profiles.values()
            ),
            told=f"{profiles[profile].name}; {profiles[profile].edition}.",
            caption=f"{len(states)} rows, {waiting} of them do not act before they are signed",
            rows=tuple(_row(state) for state in states),
        )


def setting_rows(practice: Practice) -> tuple[tuple[str, str], ...]:
    """The settings of a site in words."""
    return (
        ("Clinic", practice.name),
        ("Follow-up begins after the end of therapy by", str(practice.entry)),
        ("Of a range such as 2 to 5 years", f"the {practice.ranges}"),
        ("The clinic sees a survivor every", str(practice.visit)),
        ("Tests share a visit within", str(practice.gather)),
        ("Next day of the clinic", str(practice.next_visit or "not set")),
    )


def _row(state: RuleState) -> RuleRow:
    rule = state.rule
    return RuleRow(
        rule=Link(text=rule.id, href=reverse("rule", args=[rule.id])),
        test=load_knowledge().table(SurveillanceTest)[rule.test].name,
        effect=rule.effect,
        state=state_words(state),
    )


def state_words(state: RuleState) -> str:
    """Whether a row is signed, and whether it acts."""
    mark = state.mark
    if state.signed and mark is not None:
        return f"signed by {mark.name} on {mark.on}"
    waits = "; does not act" if state.needs else "; acts as a cited row"
    if state.changed and mark is not None:
        return f"changed since {mark.name} signed it on {mark.on}: needs another signature{waits}"
    return f"{'signature withdrawn' if mark is not None else 'not signed'}{waits}"


@frozen(kw_only=True)
class RulePage:
    """One row of the rules, everything that a signature binds to, and its marks at a site."""

    title: str
    id: str
    state: str
    signed: bool
    needs: bool
    digest: str
    lines: Sequence[Sequence[str]]
    marks: Sequence[str]

    @classmethod
    def of(cls, site: Site, state: RuleState) -> RulePage:
        """Say a row."""
        return cls(
            title=f"Row {state.rule.id}",
            id=state.rule.id,
            state=state_words(state),
            signed=state.signed,
            needs=state.needs,
            digest=state.digest,
            lines=rule_lines(state),
            marks=tuple(
                f"{each.at:%Y-%m-%d %H:%M} UTC: {each.name}, {each.role}: {each.get_mark_display().lower()}. "
                f"{each.words}. Edition: {each.edition}; knowledge {each.release}; row {each.digest[:12]}."
                for each in marks_of(site, state.rule.id)
            ),
        )


def rule_lines(state: RuleState) -> tuple[tuple[str, str], ...]:
    """Everything of a row that a signer reads; what is empty is left out."""
    rule, knowledge = state.rule, load_knowledge()
    profile = knowledge.table(SurveillanceProfile)[rule.profile]
    told = (
        ("Profile", f"{profile.name}; {profile.edition}"),
        ("Late effect", rule.effect),
        ("Applies to", trigger_words(rule.when)),
        ("Asks for", f"{knowledge.table(SurveillanceTest)[rule.test].name} ({_form(rule.form)})"),
        ("First", str(rule.start)),
        ("How often", rule.told or str(rule.interval)),
        ("Until", _stop(state)),
        ("Again at age", str(rule.again or "")),
        ("Good for", f"{rule.window} after its day" if rule.window else ""),
        ("Alternatives", f"the strictest of {rule.series} counts" if rule.series != rule.code else ""),
        ("More risk with", ", ".join(rule.modifiers)),
        ("By", rule.owner),
        ("When abnormal", rule.if_abnormal),
        ("Note", rule.note),
        ("Says", rule.statement),
        ("Evidence", f"{rule.evidence}{f', score {rule.score}' if rule.score else ''}; {rule.tag}"),
        ("Not verified", rule.unverified or ""),
        ("Printed at", "; ".join(str(source) for source in rule.sources)),
    )
    return tuple((name, text) for name, text in told if text)


def _form(form: str) -> str:
    return {"test": "a test", "advice": "advice", "none": "no routine test, told on purpose"}[form]


def _stop(state: RuleState) -> str:
    stop = state.rule.stop
    if stop is None:
        return ""
    ages = [f"age {age}" if who in ("", "any") else f"age {age} ({who})" for who, age in stop.ages.items()]
    return ", ".join([*ages, *([f"{stop.after} after"] if stop.after else []), *([stop.event] if stop.event else [])])

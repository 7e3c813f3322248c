"""A child's plan of surveillance said for its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen
from django.urls import reverse

from rosette.documents.survivorship.clinical import (
    flag_lines,
    given_rows,
    next_words,
    open_rows,
    plan_row,
    total_rows,
)
from rosette.knowledge import SurveillanceProfile, load_knowledge
from rosette.server.clinic.presenters.layout import Link
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services.survivors import SOON, Counts, Followed, counts_of
from rosette.survivorship import Item, Result, RiskScore, heart_failure_scores, merged, summary_of, visits
from rosette.version import SOFTWARE

PURPOSE = "Made by rule for a team that decides. It is about late effects of treatment, not about relapse."
RULE_HEAD = ("Row", "Late effect", "Test", "Rule", "Evidence", "Printed at", "Signed at this site")
RISK_HEAD = ("Reading", "Points", "Group", "Risk", "Read with")
RESULT_HEAD = ("Day", "Test", "Reported")
LATE = Tag("!", "overdue", "closed")
NEAR = Tag("◔", "due within 3 months", "later")


@frozen(kw_only=True)
class TestRow:
    """One test of a visit, with where its result is entered."""

    name: str
    why: str
    often: str
    day: str
    owner: str
    abnormal: str
    tag: Tag | None
    href: str


@frozen(kw_only=True)
class VisitPart:
    """Tests that share a day."""

    title: str
    rows: Sequence[TestRow]


@frozen(kw_only=True)
class AskedRow:
    """A row that does not act until it is signed."""

    name: str
    why: str
    often: str
    unverified: str
    rules: Sequence[Link]


@frozen(kw_only=True)
class PlanPage:
    """The whole plan of a child."""

    title: str
    lede: str
    purpose: str
    counts: Counts
    next_on: str
    profile: str
    profiles: Sequence[Link]
    warnings: Sequence[str]
    visits: Sequence[VisitPart]
    undated: Sequence[TestRow]
    asked: Sequence[AskedRow]
    no_routine: Sequence[str]
    over: Sequence[str]
    referrals: Sequence[str]
    flags: Sequence[str]
    given: Sequence[Sequence[str]]
    totals: Sequence[Sequence[str]]
    requests: Sequence[str]
    risk: Sequence[Sequence[str]]
    results: Sequence[Sequence[str]]
    rules: Sequence[Sequence[str]]
    conventions: Sequence[str]
    made: str

    @classmethod
    def of(cls, child: str, found: Followed, *, version: str) -> PlanPage:
        """Say a plan; child: its public id."""
        plan, items = found.plan, merged(found.plan).items
        summary, counts = summary_of(found.exposures, found.book), counts_of(found.plan)
        acting = open_rows(items)
        end = found.exposures.end_of_therapy
        return cls(
            title="Late effects",
            lede=f"As of {plan.on}. {f'Treatment ended on {end}' if end else 'Treatment goes on'}. "
            f"{plan.profile_name}, {plan.edition}; site: {found.practice.name}.",
            purpose=PURPOSE,
            counts=counts,
            next_on=str(counts.next_on) if counts.next_on else "no day yet",
            profile=plan.profile,
            profiles=profile_links(child, plan.profile),
            warnings=tuple(dict.fromkeys([*plan.warnings, *summary.warnings])),
            visits=tuple(_visits(child, found)),
            undated=tuple(_test_row(child, item, None) for item in acting if item.due is None),
            asked=tuple(_asked(item) for item in items if not item.acts),
            no_routine=tuple(plan_row(item)[0] for item in items if item.acts and item.form == "none"),
            over=tuple(f"{item.test.name}: {next_words(item)}" for item in items if item.state == "ended"),
            referrals=tuple(_referrals(items)),
            flags=tuple(flag_lines(items)),
            given=given_rows(summary),
            totals=total_rows(summary),
            requests=tuple(f"{each.what}: {each.why}" for each in summary.requests),
            risk=tuple(_risk(each) for each in heart_failure_scores(found.exposures, load_knowledge())),
            results=tuple(_result(each, found) for each in reversed(found.results)),
            rules=tuple(_rule_rows(plan.items)),
            conventions=plan.conventions,
            made=f"record {version} · knowledge {plan.release} ({plan.digest[:8]}) · {SOFTWARE} · "
            "informs a team that decides",
        )


def profile_links(child: str, current: str) -> tuple[Link, ...]:
    """Every profile of rules, the first one first."""
    profiles = load_knowledge().table(SurveillanceProfile).values()
    base = reverse("late_effects", args=[child])
    return tuple(
        Link(
            text=f"{each.id}: {each.name}" if each.to_sign else each.name,
            href=f"{base}?profile={each.id}",
            current=each.id == current,
        )
        for each in profiles
        if not any(each.id in other.includes for other in profiles)
    )


def _visits(child: str, found: Followed) -> Iterator[VisitPart]:
    horizon = SOON.after(found.plan.on)
    for visit in visits(found.plan):
        rows = [item for item in visit.items if item.form != "none" and item.state != "ended"]
        if rows:
            listed = tuple(_test_row(child, item, _tag(item, horizon)) for item in rows)
            yield VisitPart(title=f"{visit.on:%A %-d %B %Y}", rows=listed)


def _tag(item: Item, horizon: date) -> Tag | None:
    if item.state == "overdue":
        return LATE
    return NEAR if item.due is not None and item.due <= horizon else None


def _test_row(child: str, item: Item, tag: Tag | None) -> TestRow:
    name, why, often, day, owner, abnormal = plan_row(item)
    return TestRow(
        name=name,
        why=f"{', '.join(item.effects)}: {why}",
        often=often,
        day=day,
        owner=owner,
        abnormal=abnormal,
        tag=tag,
        href=reverse("enter_result", args=[child, item.test.id]),
    )


def _asked(item: Item) -> AskedRow:
    name, why, often = plan_row(item)[:3]
    rules = tuple(Link(text=rule.id, href=reverse("rule", args=[rule.id])) for rule in item.rules)
    return AskedRow(name=name, why=why, often=often, unverified="; ".join(item.unverified), rules=rules)


def _referrals(items: Sequence[Item]) -> Iterator[str]:
    """What results ask for, and the grades that they reach."""
    for item in items:
        told = [*item.referrals, *(f"grade {grade}" for grade in item.grades)]
        if told:
            yield f"{item.test.name}, {item.done}: {'; '.join(told)}"


def _risk(each: RiskScore) -> tuple[str, ...]:
    if each.total is None:
        return each.reading, "none", "", f"missing: {', '.join(each.missing)}", each.flag
    points = ", ".join(f"{item} {count}" for item, count in each.points)
    return each.reading, f"{each.total} ({points})", each.group, each.risk, each.flag


def _result(each: Result, found: Followed) -> tuple[str, str, str]:
    measured = load_knowledge().observations.get(each.code)
    unit = "" if measured is None or measured.unit == "1" else f" {measured.unit}"
    told = [f"{measured.name} {each.value:g}{unit}"] if measured is not None and each.value is not None else []
    told += [each.grade] if each.grade else []
    told += [] if each.abnormal is None else ["abnormal" if each.abnormal else "not abnormal"]
    return str(each.on), found.book.tests[each.test].name, ", ".join(told)


def _rule_rows(items: Sequence[Item]) -> Iterator[tuple[str, ...]]:
    for item in items:
        rule = item.rules[0]
        signed = "; ".join(f"{each.by}, {each.on}" for each in item.signed) or "no"
        evidence = f"{rule.evidence}{f' (score {rule.score})' if rule.score else ''}, {rule.tag}"
        sources = "; ".join(str(source) for source in rule.sources)
        yield item.code, rule.effect, item.test.name, rule.id, evidence, sources, signed

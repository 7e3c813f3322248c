"""rosette survivorship: treatment summary, surveillance plan, and what changed between two plans."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosette.cli.common import AsJson, OnDay, day_of, print_json, read, read_bytes, write_text
from rosette.cli.medicines import made_from
from rosette.kernel import UsageError
from rosette.version import SOFTWARE

if TYPE_CHECKING:
    from rosette.knowledge import Knowledge
    from rosette.survivorship import Exposures, Plan, Practice, Result, RuleBook

app = typer.Typer(help="Late effects: treatment summary, surveillance plan, what changed.", no_args_is_help=True)
HistoryFile = Annotated[
    Path, typer.Argument(help="A child's record, JSON, or a history, TOML.", show_default=False, metavar="HISTORY")
]
ProfileName = Annotated[str, typer.Option("--profile", help="The set of rules.")]
SiteFile = Annotated[Path | None, typer.Option("--site", help="The site's settings and signatures, TOML.")]
FIRST = "ighg-pancare"


@app.command()
def summary(history: HistoryFile, profile: ProfileName = FIRST, on: OnDay = None, json: AsJson = False) -> None:
    """What was given, with totals by every set of factors, what is not known, and which papers to ask for."""
    from rosette.knowledge import load_knowledge
    from rosette.survivorship import heart_failure_scores, risk_as_json, rules_of, summary_as_json, summary_of

    knowledge, day = load_knowledge(), day_of(on)
    exposures, _ = history_in(history, knowledge, day)
    found = summary_of(exposures, rules_of(knowledge, profile))
    scores = heart_failure_scores(exposures, knowledge)
    if json:
        told = {"on": str(day), "profile": profile, **summary_as_json(found), "scores": risk_as_json(scores)}
        print_json({**made_from(), **told})
        return
    from rosette.cli.show.survivorship import print_summary

    print_summary(found, scores, on=day)


@app.command()
def plan(
    history: HistoryFile,
    profile: ProfileName = FIRST,
    site: SiteFile = None,
    on: OnDay = None,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="One row a rule instead of one a test.")] = False,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write the next days here as a calendar file.")] = None,
    replaces: Annotated[
        Path | None, typer.Option("--replaces", help="The calendar file of before: what fell away is cancelled.")
    ] = None,
    full_titles: Annotated[
        bool, typer.Option("--full-titles", help="Let titles of the calendar tell test and late effect.")
    ] = False,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the plan here as PDF.")] = None,
    reader: Annotated[
        str, typer.Option("--for", help="Reader of the PDF: clinician, family-doctor, family, teenager or survivor.")
    ] = "clinician",
    language: Annotated[str, typer.Option("--language", help="en or es, for the PDF and the calendar.")] = "en",
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of the PDF: a4 or letter.")] = "a4",
    phone: Annotated[str, typer.Option("--phone", help="The clinic's telephone number, for the PDF.")] = "",
    fhir: Annotated[Path | None, typer.Option("--fhir", help="Write the plan here as a FHIR R4 CarePlan.")] = None,
    json: AsJson = False,
) -> None:
    """The surveillance plan: each test with its reasons, days, owner, and what is not verified about it."""
    from rosette.knowledge import load_knowledge
    from rosette.survivorship import merged, plan_as_json, plan_of, rules_of

    if replaces is not None and ics is None:
        raise UsageError("--replaces says which calendar is renewed: give --ics for the new one.")
    knowledge, day = load_knowledge(), day_of(on)
    book = rules_of(knowledge, profile)
    exposures, results = history_in(history, knowledge, day)
    found = plan_of(exposures, book, on=day, results=results, practice=practice_in(site))
    if pdf is not None:
        _pdf(pdf, found, book, knowledge, reader=reader, language=language, phone=phone, sheet=sheet)
    if ics is not None:
        _calendar(ics, found, language=language, full=full_titles, before=replaces)
    if fhir is not None:
        _fhir(fhir, found)
    shown = found if by_rule else merged(found)
    if json:
        print_json({**made_from(), **plan_as_json(shown)})
        return
    from rosette.cli.show.survivorship import print_plan

    print_plan(shown)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The earlier record or history.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The later one; the same file to compare rules.", show_default=False)],
    profile: ProfileName = FIRST,
    to_profile: Annotated[str | None, typer.Option("--to-profile", help="Another set of rules for NEW.")] = None,
    old_knowledge: Annotated[
        Path | None, typer.Option("--old-knowledge", help="The folder of another release of the rules, for OLD.")
    ] = None,
    site: SiteFile = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """What differs between two plans of one child, row by row, and why: another history, release or profile."""
    from rosette.knowledge import load_knowledge
    from rosette.survivorship import changes_as_json, diff as between

    day, later = day_of(on), load_knowledge()
    earlier = later if old_knowledge is None else load_knowledge(old_knowledge)
    before = plan_in(old, earlier, profile, day, site)
    after = plan_in(new, later, to_profile or profile, day, site)
    if before.exposures.id != after.exposures.id:
        raise UsageError(f"{before.exposures.id} and {after.exposures.id} are two children: compare one with itself.")
    found = between(before, after)
    if json:
        print_json({**made_from(), "on": str(day), **changes_as_json(found)})
        return
    from rosette.cli.show.survivorship import print_changes

    print_changes(found)


def history_in(path: Path, knowledge: Knowledge, day: date) -> tuple[Exposures, tuple[Result, ...]]:
    """What a record or a history tells up to a day, with the results of tests."""
    from rosette.survivorship import exposures_of, read_history, results_of

    if path.suffix == ".toml":
        told = read_history(path, knowledge)
        return told.exposures, told.results
    record = read(path)
    return exposures_of(record, knowledge, on=day), results_of(record, knowledge, on=day)


def practice_in(site: Path | None) -> Practice:
    """The settings of the site, or those that hold without a file."""
    from rosette.survivorship import Practice, load_practice

    return Practice() if site is None else load_practice(site)


def plan_in(path: Path, knowledge: Knowledge, profile: str, day: date, site: Path | None) -> Plan:
    """The plan of a file, one row a rule."""
    from rosette.survivorship import plan_of, rules_of

    exposures, results = history_in(path, knowledge, day)
    book = rules_of(knowledge, profile)
    return plan_of(exposures, book, on=day, results=results, practice=practice_in(site))


def _pdf(path: Path, found: Plan, book: RuleBook, knowledge: Knowledge, **chosen: str) -> None:
    from rosette.documents.survivorship import paper

    path.write_bytes(paper(found, book, software=SOFTWARE, references=knowledge.references, **chosen))


def _calendar(path: Path, found: Plan, *, language: str, full: bool, before: Path | None) -> None:
    from rosette.documents.calendar import calendar_name, events_in, renewed, surveillance_events, to_ical

    stamp = datetime.combine(found.on, datetime.min.time(), UTC)
    events = list(surveillance_events(found, language=language, full=full))
    earlier = () if before is None else events_in(read_bytes(before, "a calendar file"))
    if earlier and {each.uid for each in earlier}.isdisjoint(each.uid for each in events):
        raise UsageError("--replaces: this is the calendar of another child, none of its events is in this plan.")
    path.write_bytes(to_ical(renewed(events, earlier, stamp=stamp), name=calendar_name(language), stamp=stamp))


def _fhir(path: Path, found: Plan) -> None:
    import json

    from rosette.documents.survivorship import care_plan

    write_text(path, json.dumps(care_plan(found), ensure_ascii=False, indent=1) + "\n")

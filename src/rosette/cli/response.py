"""rosette response: response, scores, stages, risk groups and grades."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, day_of, print_json, read
from rosette.cli.medicines import made_from
from rosette.kernel import NotComputable, UsageError, did_you_mean

app = typer.Typer(help="Response by named rules, Curie and SIOPEN, stages, risk groups, grades.", no_args_is_help=True)
Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="First day of the treatment; the last line when left out."),
]
Rules = Annotated[str, typer.Option("--rules", help="INRC2017; the NANT versions are named and refused.")]


@app.command()
def assess(
    record: RecordFile, on: OnDay = None, since: Since = None, rules: Rules = "INRC2017", json: AsJson = False
) -> None:
    """Judge the response, component by component and as a whole, and on every day of re-staging."""
    from rosette.knowledge import load_knowledge
    from rosette.response import assess as judge, series_of
    from rosette.response.as_json import assessment_json, series_json

    child, day, start = read(record), day_of(on), None if since is None else since.date()
    found = judge(child, on=day, since=start, rules=rules, knowledge=load_knowledge())
    days = series_of(child, on=day, since=start, rules=rules, knowledge=load_knowledge())
    if json:
        print_json({**made_from(), **assessment_json(found), "series": series_json(days)})
        return
    from rosette.cli.show.response import print_assessment

    print_assessment(found, days)


@app.command()
def curie(record: RecordFile, on: OnDay = None, since: Since = None, json: AsJson = False) -> None:
    """The last Curie score by segment, relative to the one before the treatment, with published cuts."""
    _score("curie", record, on, since, json)


@app.command()
def siopen(record: RecordFile, on: OnDay = None, since: Since = None, json: AsJson = False) -> None:
    """The last SIOPEN score by segment, relative to the one before the treatment, with published cuts."""
    _score("siopen", record, on, since, json)


def _score(scale: str, record: Any, on: datetime | None, since: datetime | None, json: bool) -> None:
    from rosette.knowledge import load_knowledge
    from rosette.response.as_json import scored_json
    from rosette.response.scored import scored_scan

    found = scored_scan(
        read(record), scale, on=day_of(on), since=None if since is None else since.date(), knowledge=load_knowledge()
    )
    if json:
        print_json({**made_from(), "on": str(day_of(on)), **scored_json(found)})
        return
    from rosette.cli.show.response import print_scores

    print_scores(found)


@app.command()
def stage(
    record: RecordFile,
    distant: Annotated[list[str] | None, typer.Option("--distant", help="A distant site; none for none.")] = None,
    risk_factor: Annotated[
        list[str] | None, typer.Option("--idrf", help="An image-defined one; none for none.")
    ] = None,
    marrow: Annotated[float | None, typer.Option("--marrow", min=0, max=100, help="Tumour cells in %.")] = None,
    histology: Annotated[str | None, typer.Option("--histology", help="maturing or other.")] = None,
    differentiation: Annotated[str | None, typer.Option("--differentiation", help="differentiating or poor.")] = None,
    eleven_q: Annotated[str | None, typer.Option("--11q", help="yes or no.")] = None,
    segmental: Annotated[str | None, typer.Option("--segmental", help="yes or no.")] = None,
    resected: Annotated[str | None, typer.Option("--resected", help="complete or incomplete.")] = None,
    symptoms: Annotated[str | None, typer.Option("--symptoms", help="yes or no.")] = None,
    json: AsJson = False,
) -> None:
    """Stage at diagnosis from what is said, and the risk groups that the record and it leave open."""
    from rosette.knowledge import load_knowledge
    from rosette.response.as_json import stages_json
    from rosette.response.staged import staged

    stated = {
        "histology": _word(histology, "histology", "maturing", "other"),
        "differentiation": _word(differentiation, "differentiation", "differentiating", "poor"),
        "eleven_q": _word(eleven_q, "11q", "yes", "no"),
        "segmental": _word(segmental, "segmental", "yes", "no"),
        "resected": _word(resected, "resected", "complete", "incomplete"),
        "symptoms": _word(symptoms, "symptoms", "yes", "no"),
    }
    found = staged(
        read(record), knowledge=load_knowledge(), distant=distant, risk_factors=risk_factor, marrow=marrow, **stated
    )
    if json:
        print_json({**made_from(), "record": found.record.id, **stages_json(found.stages, found.risks)})
        return
    from rosette.cli.show.response import print_stages

    print_stages(found)


@app.command()
def grade(
    code: Annotated[str, typer.Argument(help="anc, platelets, haemoglobin, alt and others.", show_default=False)],
    value: Annotated[str, typer.Argument(help='With its unit: "300 /uL".', show_default=False)],
    version: Annotated[str, typer.Option("--ctcae", help="The protocol's version: 5.0 or 6.0.")] = "5.0",
    lln: Annotated[str | None, typer.Option("--lln", help="Lower limit of normal, with its unit.")] = None,
    uln: Annotated[str | None, typer.Option("--uln", help="Upper limit of normal, with its unit.")] = None,
    baseline: Annotated[str | None, typer.Option("--baseline", help="An abnormal baseline, with its unit.")] = None,
    json: AsJson = False,
) -> None:
    """Grade one blood result by a named version of the common criteria."""
    from rosette.kernel import Quantity
    from rosette.knowledge import load_knowledge
    from rosette.response import grade as judge
    from rosette.response.as_json import grade_json

    knowledge = load_knowledge()
    if code not in knowledge.observations:
        raise UsageError(f'"{code}" is no result{did_you_mean(code, knowledge.observations)}')
    unit = knowledge.observations[code].unit

    def canonical(text: str | None) -> float | None:
        return None if text is None else Quantity.parse(text).to(unit).value

    measured = canonical(value)
    if measured is None or measured < 0:
        raise NotComputable(f"{value} is below zero")
    limits = {"lln": canonical(lln), "uln": canonical(uln), "baseline": canonical(baseline)}
    found = judge(code, measured, version=version, knowledge=knowledge, **limits)
    if json:
        print_json({**made_from(), **grade_json(found)})
        return
    from rosette.cli.show.response import print_grade

    print_grade(found)


def _word(value: str | None, name: str, *choices: str) -> str | None:
    if value is not None and value not in choices:
        raise UsageError(f'{name}: "{value}" is not known{did_you_mean(value, choices)}: {" or ".join(choices)}')
    return value

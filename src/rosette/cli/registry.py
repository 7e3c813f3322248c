"""rosette portfolio sync, review, approve, refuse: the registry beside the portfolio."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, data_folder, day_of, print_json, progress, read_all
from rosette.kernel import UsageError
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_portfolio
from rosette.portfolio.registry import (
    AffectedChild,
    Held,
    RegistryState,
    Synced,
    affected_by,
    affected_by_text,
    approve as approved,
    locked,
    read_folder,
    read_state,
    refuse as refused,
    synced,
    write_state,
)
from rosette.records import ChildRecord
from rosette.version import SOFTWARE

StateFolder = Annotated[
    Path | None, typer.Option("--state", help="Folder of what was approved; in the data folder when left out.")
]
Records = Annotated[
    list[Path] | None, typer.Option("--records", help="Children to judge: record files, or folders of them.")
]
Server = Annotated[str | None, typer.Option("--server", help="The registry's address; nobody is asked without it.")]
Condition = Annotated[str, typer.Option("--condition", help="Condition to search for.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help="Only studies of this status, RECRUITING.")]
Phases = Annotated[list[str] | None, typer.Option("--phase", help="Only studies of this phase, PHASE1.")]
PageSize = Annotated[int, typer.Option("--page-size", min=1, max=1000, help="Studies a page.")]
Apply = Annotated[bool, typer.Option("--apply", help="Take over what a rule may, and queue the rest.")]
Study = Annotated[str, typer.Argument(help="A registry id (NCT and eight digits).", show_default=False)]
By = Annotated[str, typer.Option("--by", help="Who read it: a name.", show_default=False)]


def sync(
    server: Server = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Instead of asking: a folder of registry records, JSON.")
    ] = None,
    condition: Condition = "neuroblastoma",
    status: Statuses = None,
    phase: Phases = None,
    page_size: PageSize = 100,
    state: StateFolder = None,
    records: Records = None,
    apply: Apply = False,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Ask a registry what changed since the last approval; without --apply nothing is written."""
    from rosette.server.registry import Query

    query = Query(condition=condition, statuses=tuple(status or ()), phases=tuple(phase or ()), page_size=page_size)
    folder, day = _folder(state), day_of(on)
    children = read_all(records) if records else []
    looked = _brought(source, server) if source is not None else _look(_address(server), query, folder)
    found = _taken(looked, folder, on=day, apply=apply)
    touched = _touched(found, children, on=day)
    report = _report(found, touched, looked, on=day, children=len(children)) | {"applied": apply}
    if json:
        print_json(report)
        return
    from rosette.cli.show.registry import print_synced

    print_synced(found, touched, report)


def _brought(source: Path, server: str | None) -> Any:
    """What a person brought; a study that is not in it is not missed."""
    from rosette.server.registry import Looked

    if server:
        raise UsageError("give --server to ask a registry, or --from for files, not both")
    studies = tuple(read_folder(source))
    return Looked(studies=studies, looked_for=(), pages=0, requests=0, unchanged=0, whole=True)


def _address(server: str | None) -> str:
    address = server or os.environ.get("ROSETTE_REGISTRY", "")
    if not address:
        raise UsageError(
            "no registry is asked unless you name one: give --server URL or --from FOLDER, or set ROSETTE_REGISTRY"
        )
    return address


def _look(address: str, query: Any, folder: Path) -> Any:
    """Ask for all pages; nothing is written but the cache."""
    from rosette.server.registry import look, open_registry

    registry = open_registry(address, cache=folder / "cache")
    known = {*load_portfolio().trials, *read_state(folder).studies}
    with progress("Asking the registry, one request a second") as report:
        return look(registry, query, known=known, told=report)


def _taken(looked: Any, folder: Path, *, on: date, apply: bool) -> Synced:
    """Compare with what is held; with `apply` it is written in one step, or not at all."""

    def compared() -> Synced:
        state = read_state(folder)
        return synced(state, looked.studies, portfolio=load_portfolio(), on=on, looked_for=looked.looked_for)

    if not apply:
        return compared()
    with locked(folder):
        found = compared()
        if found.changed:
            write_state(folder, found.state)
    return found


def _touched(found: Synced, children: Sequence[ChildRecord], *, on: date) -> dict[str, tuple[AffectedChild, ...]]:
    """The children whom each changed trial of the portfolio touches."""
    trials = load_portfolio().trials
    rows = [row for row in found.studies if row.id in trials and row.id in found.state.studies and not row.quiet]
    touched: dict[str, tuple[AffectedChild, ...]] = {}
    with progress("Judging the children") as report:
        for count, row in enumerate(rows if children else (), start=1):
            held = found.state.studies[row.id]
            touched[row.id] = affected_by(row, trials[row.id], held, children, on=on, knowledge=load_knowledge())
            report(count, len(rows))
    return touched


def _report(
    found: Synced, touched: dict[str, tuple[AffectedChild, ...]], looked: Any, *, on: date, children: int
) -> dict[str, Any]:
    return {
        "on": str(on),
        "portfolio": load_portfolio().digest,
        "knowledge": load_knowledge().release,
        "software": SOFTWARE,
        "changed": found.changed,
        "requests": looked.requests,
        "pages": looked.pages,
        "unchanged_answers": looked.unchanged,
        "whole": looked.whole,
        "studies_seen": len(looked.studies),
        "judged": children,
        "studies": [row.as_dict() for row in found.studies if not row.quiet],
        "children": [each.as_dict() for some in touched.values() for each in some],
        "problems": [each.sentence() for each in found.refused],
    }


def review(
    study: Annotated[str | None, typer.Argument(help="A registry id; the whole queue when left out.")] = None,
    state: StateFolder = None,
    records: Records = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Show what waits for a person: old text and new text, word by word, and the children whom it touches."""
    held = read_state(_folder(state))
    studies = [held.find(study)] if study else [each for each in held.studies.values() if _asks(each)]
    children = read_all(records) if records else []
    touched = {each.seen.id: _by_text(each, children, on=day_of(on)) for each in studies}
    if json:
        rows = [_queued(each) | {"children": [one.as_dict() for one in touched[each.seen.id]]} for each in studies]
        print_json({"on": str(day_of(on)), "software": SOFTWARE, "queue": rows})
        return
    from rosette.cli.show.registry import print_queue

    print_queue(studies, touched, whole=study is not None)


def approve(
    study: Study,
    by: By,
    why: Annotated[str, typer.Option("--why", help="A remark for the log.")] = "",
    state: StateFolder = None,
    records: Records = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Approve a study's eligibility, ages and design as the registry has them now; the difference is printed."""
    known = load_portfolio().trials
    _decide(
        study,
        lambda held, name: approved(
            held, name, by=by, on=day_of(on), why=why, version=known[name].version if name in known else None
        ),
        folder=_folder(state),
        children=read_all(records) if records else [],
        on=day_of(on),
        json=json,
    )


def refuse(
    study: Study,
    by: By,
    why: Annotated[str, typer.Option("--why", help="Why: the next person must be able to follow.")] = "",
    state: StateFolder = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Leave the approved text in force; the same text is not asked about again."""
    _decide(
        study,
        lambda held, name: refused(held, name, by=by, on=day_of(on), why=why),
        folder=_folder(state),
        children=[],
        on=day_of(on),
        json=json,
    )


def _decide(
    study: str,
    act: Callable[[RegistryState, str], RegistryState],
    *,
    folder: Path,
    children: Sequence[ChildRecord],
    on: date,
    json: bool,
) -> None:
    """Show what is decided, and write the decision in one step."""
    with locked(folder):
        before = read_state(folder)
        held = before.find(study)
        after = act(before, held.seen.id)
        touched = _by_text(held, children, on=on)
        write_state(folder, after)
    entry = after.log[-1]
    if json:
        rows = {"children": [each.as_dict() for each in touched], "act": entry.act, "by": entry.by, "on": str(entry.on)}
        print_json(_queued(held) | rows | {"software": SOFTWARE})
        return
    from rosette.cli.show.registry import print_decided

    print_decided(held, entry, touched)


def _asks(held: Held) -> bool:
    return bool(held.waiting) or (held.approved_on is None and held.seen.id in load_portfolio().trials)


def _queued(held: Held) -> dict[str, Any]:
    return {
        "id": held.seen.id,
        "title": held.seen.title,
        "first": held.approved_on is None,
        "seen_on": str(held.seen_on),
        "changes": [each.as_dict() for each in held.waiting],
    }


def _by_text(held: Held, children: Sequence[ChildRecord], *, on: date) -> tuple[AffectedChild, ...]:
    trial = load_portfolio().trials.get(held.seen.id)
    if trial is None or not children:
        return ()
    with progress("Judging the children") as report:
        return affected_by_text(trial, held, children, on=on, knowledge=load_knowledge(), progress=report)


def _folder(state: Path | None) -> Path:
    return state if state is not None else data_folder() / "registry"

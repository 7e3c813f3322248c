"""The programme's pipeline over the children whose options a person may see; nothing of the file is kept."""

from __future__ import annotations

import tomllib
from typing import Any

from rosette.kernel import BadInput, Problem
from rosette.knowledge import load_knowledge
from rosette.medicines.pipeline import read_pipeline
from rosette.options.developing import Developed, develop
from rosette.portfolio import load_portfolio
from rosette.server.policy import Kind
from rosette.server.services import audit, clock
from rosette.server.services.programme import programme_of
from rosette.server.store.models import Child
from rosette.server.store.records import record_of

MOST_CHILDREN, MOST_BYTES = 200, 1_000_000


def pipeline_for(user: Any, raw: bytes) -> tuple[Developed, dict[str, str]]:
    """What to develop next, and programme numbers by record id. Raises BadInput with every fault of the file."""
    candidates = read_pipeline(_table(raw), name="file")
    children = _children(user)
    records = {child.number: record_of(child) for child in children}
    numbers = {record.id: number for number, record in records.items()}
    found = develop(
        candidates,
        list(records.values()),
        on=clock.today(),
        portfolio=load_portfolio(),
        programme=programme_of(children[0].programme_site),
        knowledge=load_knowledge(),
    )
    audit.write(by=user, act="pipeline.view", kind="board", purpose="operations", detail=f"{len(children)} children")
    return found, numbers


def _table(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise BadInput([Problem("file", f"{len(raw)} bytes", f"at most {MOST_BYTES}")], what="pipeline")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadInput([Problem("file", f"not TOML: {fault}", "a pipeline file")], what="pipeline") from None


def _children(user: Any) -> list[Child]:
    """The children whose boards the person may see and whose records were not forgotten, by number."""
    rows = Child.objects.visible_to(user, str(Kind.BOARD)).select_related("programme_site")
    children = list(rows.exclude(wrapped_key=None).order_by("number")[: MOST_CHILDREN + 1])
    if len(children) > MOST_CHILDREN:
        remedy = "Use the command rosette medicines pipeline."
        raise BadInput([Problem("", f"more than {MOST_CHILDREN} children", remedy=remedy)], what="pipeline")
    if not children:
        raise BadInput([Problem("", "no child whose options you may see")], what="pipeline")
    return children

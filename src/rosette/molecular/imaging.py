"""Targets that a scan shows: NET by MIBG, the somatostatin receptor by its PET. Not scanned is not negative."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.knowledge import Knowledge
from rosette.molecular.findings import Status
from rosette.records import ChildRecord, RecordIndex, views

SCANS = (
    ("NET (SLC6A2)", "mibg_avid", "131I-MIBG"),
    ("SSTR2", "dotatate_avid", "177Lu-DOTATATE and its like"),
)


@frozen(kw_only=True)
class ImagingTarget:
    """One target by the latest scan that says whether it is avid; `conflicting` when that day says both."""

    target: str
    test: str
    agents: str
    status: Status
    conflicting: bool
    on: str

    @property
    def sentence(self) -> str:
        """In words, with the day or the remedy."""
        if self.conflicting:
            return f"{self.target}: results of {self.on} contradict each other. Have {self.test} read again."
        if self.status is Status.NOT_TESTED:
            return f"{self.target}: not tested. Order {self.test}."
        avid = "avid" if self.status is Status.FOUND else "not avid"
        return f"{self.target}: {avid} by {self.test} of {self.on}; the target of {self.agents}."


def imaging_targets(record: ChildRecord, knowledge: Knowledge, *, on: date) -> tuple[ImagingTarget, ...]:
    """Every target by the latest scan until the day, read as the criteria read it."""
    index = RecordIndex(record, knowledge)
    return tuple(_target(index, on, *row) for row in SCANS)


def _target(index: RecordIndex, on: date, target: str, code: str, agents: str) -> ImagingTarget:
    known = [each for each in views.coded(index, code) if each.first <= on.toordinal()]
    last = known[-1] if known else None
    values = {each.value for each in known if last is not None and each.last == last.last}
    return ImagingTarget(
        target=target,
        test=index.knowledge.coded[code].test,
        agents=agents,
        status=Status.FOUND if "yes" in values else Status.NOT_FOUND if values else Status.NOT_TESTED,
        conflicting=len(values) > 1,
        on=str(last.fact.on) if last is not None else "",
    )

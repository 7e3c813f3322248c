"""What is asked of the registry: API version 2 of ClinicalTrials.gov."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from attrs import frozen

from rosette.kernel import Problem, Problems, UsageError, did_you_mean, one_of
from rosette.portfolio.registry import PHASES, STATUSES

LARGEST_PAGE = 1000
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]{1,300}")
_NCT = re.compile(r"NCT\d{8}")


@frozen(kw_only=True)
class Query:
    """A search: a condition, statuses and phases (any of each), or studies by their ids; page_size 1 to 1000."""

    condition: str = ""
    statuses: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    page_size: int = 100

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        if self.condition and not _PLAIN.fullmatch(self.condition):
            problems.add("condition", found=repr(self.condition[:40]), wanted="a line of at most 300 characters")
        _check(self.statuses, STATUSES, "status", problems)
        _check(self.phases, PHASES, "phase", problems)
        for each in self.ids:
            if not _NCT.fullmatch(each):
                problems.add("ids", found=f'"{each[:40]}"', wanted="NCT and eight digits")
        if not 1 <= self.page_size <= LARGEST_PAGE:
            problems.add("page size", found=str(self.page_size), wanted=f"1 to {LARGEST_PAGE}")
        if problems:
            raise UsageError("; ".join(Problem.sentence(each) for each in problems.found))

    def path(self, token: str = "") -> str:
        """The path below the server's address; a phase has no filter of its own and is asked as an area."""
        asked = {
            "format": "json",
            "pageSize": str(self.page_size),
            "countTotal": "" if token else "true",
            "query.cond": self.condition,
            "filter.overallStatus": ",".join(self.statuses),
            "filter.advanced": " OR ".join(f"AREA[Phase]{each}" for each in self.phases),
            "filter.ids": ",".join(self.ids),
            "pageToken": token,
        }
        return f"/api/v2/studies?{urlencode({name: value for name, value in asked.items() if value})}"


def _check(words: Sequence[str], known: Sequence[str], name: str, problems: Problems) -> None:
    for each in words:
        if each not in known:
            problems.add(name, found=f'"{each[:40]}"{did_you_mean(each.upper(), known)}', wanted=one_of(known, most=20))

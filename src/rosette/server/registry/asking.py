"""Asks for studies, page by page, slowly and patiently; all pages came, or a fault says where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from rosette.kernel import NotComputable
from rosette.server.registry.body import BodyFault, Page, page_of
from rosette.server.registry.cache import Cache
from rosette.server.registry.query import Query
from rosette.server.registry.transport import Address, Answer, Network, Transport, TransportFault, address_of
from rosette.version import SOFTWARE

SECONDS_BETWEEN = 1.0
TRIES = 5
LONGEST_WAIT = 120.0
MOST_PAGES = 2000
IDS_AT_ONCE = 50
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
Told = Callable[[int, int], None]


class RegistryFault(NotComputable):
    """The registry did not answer as a registry does; nothing was taken over."""

    def __init__(self, what: str, *, at: str, remedy: str) -> None:
        self.at = at
        super().__init__(f"{at}: {what}. {remedy} Nothing was changed.")

    def explain(self) -> str:
        """Where, what, and the way out."""
        return f"RegistryFault: {self}"


@frozen(kw_only=True)
class Asked:
    """Every study that came, as parsed JSON, and how it went. total: what the registry counts, None when not said."""

    studies: tuple[Any, ...] = field(repr=False)
    pages: int
    requests: int
    unchanged: int
    total: int | None = None

    @property
    def whole(self) -> bool:
        """Whether as many studies came as the registry counts."""
        return self.total is None or len(self.studies) >= self.total


@define(kw_only=True)
class Registry:
    """A registry at one address. now: seconds that only go forward; sleep: waits so many seconds."""

    address: Address
    transport: Transport
    now: Callable[[], float]
    sleep: Callable[[float], None]
    cache: Cache = field(factory=lambda: Cache(folder=None))
    requests: int = 0
    unchanged: int = 0
    _last: float | None = None

    def ask(self, query: Query, *, told: Told | None = None) -> Asked:
        """Every study of a query; raises RegistryFault, and then nothing of it is handed on."""
        requests, unchanged = self.requests, self.unchanged
        pages = self._pages(query, told)
        return Asked(
            studies=tuple(study for page in pages for study in page.studies),
            pages=len(pages),
            requests=self.requests - requests,
            unchanged=self.unchanged - unchanged,
            total=pages[0].total,
        )

    def ask_by_id(self, ids: Sequence[str], *, told: Told | None = None) -> Asked:
        """The studies of those ids; those that the registry does not have are missing in the answer."""
        parts = [
            self.ask(Query(ids=tuple(ids[first : first + IDS_AT_ONCE]), page_size=IDS_AT_ONCE), told=told)
            for first in range(0, len(ids), IDS_AT_ONCE)
        ]
        return Asked(
            studies=tuple(study for part in parts for study in part.studies),
            **{name: sum(getattr(part, name) for part in parts) for name in ("pages", "requests", "unchanged")},
        )

    def _pages(self, query: Query, told: Told | None) -> list[Page]:
        pages: list[Page] = []
        tokens = [""]
        while True:
            path = query.path(tokens[-1])
            page = self._page(path)
            pages.append(page)
            if told is not None:
                told(sum(len(each.studies) for each in pages), pages[0].total or 0)
            if not page.token:
                return pages
            if page.token in tokens or len(pages) >= MOST_PAGES:
                what = f"page {len(pages)} points back to a page that came before, so the list has no end"
                raise self._fault(what, path, "Ask for less (--condition, --status), or tell the registry.")
            tokens.append(page.token)

    def _page(self, path: str) -> Page:
        """One page, asked again while that may help."""
        reason, wait = "", 0.0
        for turn in range(TRIES):
            if turn:
                self._wait(wait or 2.0**turn)
            try:
                answer = self._answer(path)
                if answer.status not in AGAIN:
                    return page_of(answer)
                reason, wait = f"it answered {answer.status}", _retry_after(answer)
            except (TransportFault, BodyFault) as fault:
                reason, wait = str(fault), 0.0
                if not fault.again:
                    raise self._fault(reason, path, _remedy(fault)) from None
            if wait > LONGEST_WAIT:
                raise self._fault(f"{reason} and asks to wait {wait:.0f} s", path, "Run it again after that time.")
        raise self._fault(f"{reason}, {TRIES} times", path, "Look at the registry's page, and run it again later.")

    def _answer(self, path: str) -> Answer:
        url = self.address.url(path)
        kept = self.cache.find(url)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": SOFTWARE}
        headers |= {"If-None-Match": kept.etag} if kept and kept.etag else {}
        headers |= {"If-Modified-Since": kept.last_modified} if kept and kept.last_modified else {}
        self._pace()
        answer = self.transport(self.address, path, headers)
        if answer.status == 304 and kept is not None:
            self.unchanged += 1
            return Answer(status=200, headers={"content-type": "application/json"}, body=kept.body)
        if answer.status == 200:
            page_of(answer)
            self.cache.keep(url, answer)
        return answer

    def _pace(self) -> None:
        """At most one request a second, whatever it was for."""
        if self._last is not None and (early := self._last + SECONDS_BETWEEN - self.now()) > 0:
            self.sleep(early)
        self._last = self.now()
        self.requests += 1

    def _wait(self, seconds: float) -> None:
        self.sleep(max(seconds, SECONDS_BETWEEN))

    def _fault(self, what: str, path: str, remedy: str) -> RegistryFault:
        return RegistryFault(what, at=self.address.url(path), remedy=remedy)


def open_registry(url: str, *, cache: Path | None) -> Registry:
    """The registry of an address, on the network; raises UsageError."""
    return Registry(
        address=address_of(url),
        transport=Network(now=time.monotonic),
        now=time.monotonic,
        sleep=time.sleep,
        cache=Cache(folder=cache),
    )


def _retry_after(answer: Answer) -> float:
    """Seconds that the registry asks to wait: a number, or a day told beside its own clock; 0 when not said."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(answer.headers.get("date", ""))
        return max((until - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0


def _remedy(fault: TransportFault | BodyFault) -> str:
    return getattr(fault, "remedy", "") or "Check the address after --server."

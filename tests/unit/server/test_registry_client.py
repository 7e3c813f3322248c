"""The registry is asked slowly and patiently, and an answer is taken whole or not at all."""

from __future__ import annotations

import itertools
import json
import socket
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import define, field
from tests.support.registry import LocalRegistry, answers, send, serving
from tests.support.studies import NAMES, every_study, study

from rosette.kernel import UsageError
from rosette.server.registry import Address, Answer, Cache, Query, Registry, RegistryFault, address_of, look
from rosette.server.registry.transport import Network, TransportFault

HERE = Address(secure=False, host="127.0.0.1", port=1)
ALL = Query(condition="neuroblastoma", page_size=2)


@define
class Clock:
    """Time that passes only by waiting, and by what each request takes."""

    seconds: float = 100.0
    slept: list[float] = field(factory=list)

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


def page(*studies: Any, token: str = "", total: int | None = None) -> Answer:
    table = {"studies": list(studies)} | ({"nextPageToken": token} if token else {})
    body = json.dumps(table | ({} if total is None else {"totalCount": total})).encode()
    return Answer(status=200, headers={"content-type": "application/json"}, body=body)


@define
class Script:
    """A transport that gives prepared answers; a text among them is a connection that fails."""

    answers: list[Answer | str]
    clock: Clock
    sent: list[tuple[float, str]] = field(factory=list)

    def __call__(self, address: Address, path: str, headers: Mapping[str, str]) -> Answer:
        self.sent.append((self.clock.now(), path))
        found = self.answers.pop(0)
        if isinstance(found, str):
            raise TransportFault(found)
        return found


def asking(*given: Answer | str) -> tuple[Registry, Script, Clock]:
    clock = Clock()
    script = Script(list(given), clock)
    return Registry(address=HERE, transport=script, now=clock.now, sleep=clock.sleep), script, clock


# --- what is asked ------------------------------------------------------------------------------------


def test_a_query_asks_for_condition_status_and_phase_as_the_interface_has_them() -> None:
    query = Query(condition="neuro blastoma", statuses=("RECRUITING",), phases=("PHASE1", "PHASE2"), page_size=50)
    asked = {name: some[0] for name, some in parse_qs(urlsplit(query.path("t")).query).items()}
    assert asked == {
        "format": "json",
        "pageSize": "50",
        "query.cond": "neuro blastoma",
        "filter.overallStatus": "RECRUITING",
        "filter.advanced": "AREA[Phase]PHASE1 OR AREA[Phase]PHASE2",
        "pageToken": "t",
    }


def test_every_fault_of_a_query_is_told_at_once() -> None:
    with pytest.raises(UsageError) as told:
        Query(condition="a\nb", statuses=("OPEN",), phases=("1",), ids=("X",), page_size=0)
    assert [str(told.value).count(word) for word in ("condition", "status", "phase", "ids", "page size")] == [1] * 5


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://registry.invalid", ""),
        ("https://registry.invalid/api/v2/studies", ""),
        ("http://127.0.0.1:8000/mirror/", "/mirror"),
        ("http://[::1]:8000/api/v2", ""),
    ],
)
def test_an_address_is_read_with_or_without_the_path_of_the_interface(url: str, base: str) -> None:
    assert address_of(url).base == base


@pytest.mark.parametrize(
    "url",
    [
        "",
        "registry",
        "ftp://x.invalid",
        "http://registry.invalid",
        "https://a:b@x.invalid",
        "https://x.invalid/?a=1",
        "https://x.invalid:99999",
        "https://x.invalid/a b",
        "file:///etc/passwd",
        "https://x.invalid/\r\nHost: y",
    ],
)
def test_an_address_that_is_none_or_not_encrypted_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        address_of(url)


# --- at most one a second -----------------------------------------------------------------------------


def test_at_most_one_request_a_second_goes_out() -> None:
    registry, script, clock = asking(page(token="a"), page(token="b"), "lost", page())
    registry.ask(ALL)
    times = [when for when, _ in script.sent]
    assert [later - before >= 1.0 for before, later in itertools.pairwise(times)] == [True] * 3
    assert clock.slept == [1.0, 1.0, 2.0]


def test_who_was_slow_already_is_not_made_to_wait() -> None:
    registry, _, clock = asking(page(), page())
    registry.ask(ALL)
    clock.seconds += 5
    registry.ask(ALL)
    assert clock.slept == []


# --- patience -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["lost", Answer(status=500), Answer(status=503), Answer(status=429)])
def test_what_may_pass_is_asked_again(first: Answer | str) -> None:
    registry, script, _ = asking(first, page(study()))
    assert (len(registry.ask(ALL).studies), len(script.sent)) == (1, 2)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "Sun, 28 Jun 2026 10:00:45 GMT", "date": "Sun, 28 Jun 2026 10:00:00 GMT"}, 45.0),
        ({"retry-after": "soon"}, 2.0),
        ({"retry-after": "0"}, 2.0),
        ({}, 2.0),
    ],
)
def test_the_wait_that_is_asked_for_is_kept(headers: dict[str, str], wait: float) -> None:
    registry, _, clock = asking(Answer(status=429, headers=headers), page())
    registry.ask(ALL)
    assert clock.slept == [wait]


def test_a_wait_of_an_hour_ends_the_run_and_says_so() -> None:
    registry, script, clock = asking(Answer(status=429, headers={"retry-after": "3600"}))
    with pytest.raises(RegistryFault, match="answered 429 and asks to wait 3600 s"):
        registry.ask(ALL)
    assert (len(script.sent), clock.slept) == (1, [])


def test_patience_ends_and_names_place_and_remedy() -> None:
    registry, script, clock = asking(*[Answer(status=500)] * 9)
    with pytest.raises(RegistryFault) as told:
        registry.ask(ALL)
    text = told.value.explain()
    assert len(script.sent) == 5
    assert clock.slept == [2.0, 4.0, 8.0, 16.0]
    for part in ("http://127.0.0.1:1/api/v2/studies", "it answered 500, 5 times", "run it again later", "Nothing was"):
        assert part in text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(status=404, body=b"no such page"), r'answered 404 \("no such page"\)'),
        (Answer(status=400, body=b"<html>\x1b[31m"), "answered 400. Check the address"),
        (Answer(status=301, headers={"location": "https://other.invalid/"}), "points to https://other.invalid/, which"),
        (Answer(status=204), "answered 204"),
        (Answer(status=200, headers={"content-type": "text/html"}, body=b"<html>"), "a page for people"),
        (Answer(status=200, body=b" <!doctype html>"), "a page for people"),
        (Answer(status=200, headers={"content-encoding": "gzip"}, body=b"x"), "packed"),
        (Answer(status=200, body=b"[]"), 'no list "studies"'),
        (Answer(status=200, body=b'{"studies": {}}'), 'no list "studies"'),
        (Answer(status=200, body=b'{"studies": [], "nextPageToken": 7}'), '"nextPageToken" is not'),
    ],
)
def test_what_is_no_page_of_studies_is_refused_at_once(answer: Answer, sentence: str) -> None:
    registry, script, _ = asking(answer)
    with pytest.raises(RegistryFault, match=sentence):
        registry.ask(ALL)
    assert len(script.sent) == 1


@pytest.mark.parametrize("body", [b'{"studies": [', b"", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_broke_off_is_asked_for_again(body: bytes) -> None:
    registry, script, _ = asking(Answer(status=200, body=body), page(study()))
    assert (len(registry.ask(ALL).studies), len(script.sent)) == (1, 2)


# --- pages --------------------------------------------------------------------------------------------


def test_pages_are_followed_and_counted() -> None:
    registry, script, _ = asking(page(study(), token="a", total=3), page(study(), token="b"), page(study()))
    told: list[tuple[int, int]] = []
    found = registry.ask(ALL, told=lambda done, total: told.append((done, total)))
    assert (found.pages, found.requests, found.whole, told) == (3, 3, True, [(1, 3), (2, 3), (3, 3)])
    assert "pageToken=b" in script.sent[-1][1]


@pytest.mark.parametrize("tokens", [("a", "a"), ("a", "b", "a")])
def test_a_list_that_leads_back_to_itself_is_left(tokens: tuple[str, ...]) -> None:
    registry, _, _ = asking(*(page(study(), token=each) for each in tokens))
    with pytest.raises(RegistryFault, match="points back to a page that came before"):
        registry.ask(ALL)


def test_fewer_studies_than_counted_are_not_called_whole() -> None:
    registry, _, _ = asking(page(study(), total=2))
    assert not registry.ask(ALL).whole


# --- a server on this machine ---------------------------------------------------------------------------


@pytest.fixture
def local() -> Iterator[LocalRegistry]:
    with serving(LocalRegistry(every_study())) as registry:
        yield registry


def client(local: LocalRegistry, *, cache: Path | None = None, network: Network | None = None) -> Registry:
    clock = Clock()
    return Registry(
        address=address_of(local.url),
        transport=network or Network(now=time.monotonic),
        now=clock.now,
        sleep=clock.sleep,
        cache=Cache(folder=cache),
    )


@pytest.mark.enable_socket
def test_status_and_phase_are_filters_of_the_server(local: LocalRegistry) -> None:
    def names(**asked: Any) -> list[str]:
        found = client(local).ask(Query(condition="neuroblastoma", page_size=2, **asked))
        return [each["protocolSection"]["identificationModule"]["nctId"][-1] for each in found.studies]

    assert names() == ["1", "2", "3", "4", "5", "6"]
    assert names(statuses=("COMPLETED", "NOT_YET_RECRUITING")) == ["2", "4"]
    assert names(phases=("PHASE2",)) == ["3", "4"]


@pytest.mark.enable_socket
def test_what_is_known_already_is_asked_by_id_and_only_once(local: LocalRegistry) -> None:
    known = [NAMES[0], NAMES[1], "NCT99999999", "comfort-care"]
    found = look(client(local), Query(condition="neuroblastoma", statuses=("RECRUITING",)), known=known)
    ids = [each["protocolSection"]["identificationModule"]["nctId"] for each in found.studies]
    assert sorted(ids) == sorted({*ids})
    assert NAMES[1] in ids
    assert found.looked_for == (NAMES[0], NAMES[1], "NCT99999999")
    assert "filter.ids=NCT99000002%2CNCT99999999" in local.asked[-1]


@pytest.mark.enable_socket
def test_an_answer_that_did_not_change_is_not_sent_again(local: LocalRegistry, tmp_path: Path) -> None:
    first = client(local, cache=tmp_path).ask(ALL)
    again = client(local, cache=tmp_path).ask(ALL)
    assert (first.unchanged, again.unchanged, again.studies) == (0, 3, first.studies)
    local.studies[0] = study(statusModule={"overallStatus": "TERMINATED"})
    assert client(local, cache=tmp_path).ask(ALL).unchanged == 2


@pytest.mark.enable_socket
def test_a_damaged_cache_counts_as_none(local: LocalRegistry, tmp_path: Path) -> None:
    client(local, cache=tmp_path).ask(ALL)
    for place, path in enumerate(sorted(tmp_path.iterdir())):
        path.write_text(["{", "[]", '{"url": 1}'][place], encoding="utf-8")
    assert client(local, cache=tmp_path).ask(ALL).unchanged == 0


@pytest.mark.enable_socket
def test_a_broken_off_answer_is_seen_and_asked_for_again(local: LocalRegistry) -> None:
    def cut(handler: Any) -> bool:
        return send(handler, 200, b'{"studies": []}', Content_Length="500")

    local.faults += [cut, answers(500, b"oh"), answers(429, Retry_After="3")]
    registry = client(local)
    assert len(registry.ask(ALL).studies) == 6
    assert registry.requests == 6


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        (Network(now=time.monotonic, largest=100), "larger than 100 bytes"),
        (Network(now=iter(range(0, 10**6, 500)).__next__), "took longer than 120 s, 5 times"),
    ],
)
def test_an_answer_too_large_or_too_slow_is_left(local: LocalRegistry, network: Network, sentence: str) -> None:
    with pytest.raises(RegistryFault, match=sentence):
        client(local, network=network).ask(ALL)


@pytest.mark.enable_socket
def test_a_server_that_says_nothing_is_left_after_the_time_allowed(local: LocalRegistry) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        local.url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(RegistryFault, match=r"no answer within 0\.05 s, 5 times"):
            client(local, network=Network(now=time.monotonic, socket_seconds=0.05)).ask(ALL)


@pytest.mark.enable_socket
def test_nobody_there_is_told_as_such() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        registry = LocalRegistry([])
        registry.url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RegistryFault, match="no connection"):
            client(registry).ask(ALL)

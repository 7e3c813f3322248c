"""A trial registry on this machine, shaped as ClinicalTrials.gov API version 2; it misbehaves on demand."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fault = Callable[[BaseHTTPRequestHandler], bool]


class LocalRegistry:
    """Studies that can be searched. faults: what to do to the coming requests instead, one each."""

    def __init__(self, studies: Sequence[Any]) -> None:
        self.studies = list(studies)
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.url = ""

    def page(self, query: Mapping[str, str]) -> dict[str, Any]:
        """One page of what the query finds."""
        found = [study for study in self.studies if _fits(study, query)]
        size, first = int(query.get("pageSize", "10")), int(query.get("pageToken", "p0")[1:])
        page: dict[str, Any] = {"studies": found[first : first + size]}
        if query.get("countTotal") == "true":
            page["totalCount"] = len(found)
        if first + size < len(found):
            page["nextPageToken"] = f"p{first + size}"
        return page


def _fits(study: Any, query: Mapping[str, str]) -> bool:
    section = study.get("protocolSection", {}) if isinstance(study, dict) else {}
    status = section.get("statusModule", {}).get("overallStatus") if isinstance(section, dict) else None
    name = section.get("identificationModule", {}).get("nctId") if isinstance(section, dict) else None
    phases = section.get("designModule", {}).get("phases", []) if isinstance(section, dict) else []
    asked = re.findall(r"AREA\[Phase\](\w+)", query.get("filter.advanced", ""))
    return (
        query.get("query.cond", "").lower() in json.dumps(study).lower()
        and (not query.get("filter.overallStatus") or status in query["filter.overallStatus"].split(","))
        and (not query.get("filter.ids") or name in query["filter.ids"].split(","))
        and (not asked or bool(set(asked) & set(phases)))
    )


@contextmanager
def serving(registry: LocalRegistry, *, port: int = 0) -> Iterator[LocalRegistry]:
    """Serve on this machine alone, in a thread, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            registry.asked.append(self.path)
            if not (registry.faults and registry.faults.pop(0)(self)):
                _answer(self, registry)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    registry.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, registry: LocalRegistry) -> None:
    parts = urlsplit(handler.path)
    if parts.path != "/api/v2/studies":
        send(handler, 404, b"no such page", kind="text/plain")
        return
    body = json.dumps(registry.page({name: some[0] for name, some in parse_qs(parts.query).items()})).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if handler.headers.get("If-None-Match") == etag:
        send(handler, 304, b"", ETag=etag)
    else:
        send(handler, 200, body, ETag=etag)


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, *, kind: str = "application/json", **more: str
) -> bool:
    """Send one answer; the length said may be another than the true one."""
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    return True


def answers(status: int, body: bytes = b"", **more: str) -> Fault:
    """A request that is answered so."""
    return lambda handler: send(handler, status, body, **more)


def folder_of_studies(folder: Path) -> list[Any]:
    """Every study of a folder of JSON files, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]

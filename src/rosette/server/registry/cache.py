"""Answers kept on disk, so that what did not change is not sent again."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from attrs import field, frozen

from rosette.server.registry.transport import Answer


@frozen(kw_only=True)
class Kept:
    """An answer of an earlier day, with what the server needs to say that it still holds."""

    etag: str
    last_modified: str
    body: bytes = field(repr=False)


@frozen(kw_only=True)
class Cache:
    """A folder of answers, one file an address; a file that cannot be read counts as none. None: nothing is kept."""

    folder: Path | None

    def find(self, url: str) -> Kept | None:
        """The answer kept for that address."""
        if self.folder is None:
            return None
        try:
            row = json.loads(self._path(url).read_text(encoding="utf-8"))
            body = base64.b64decode(row["body"], validate=True)
            if row["url"] != url or row["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            return Kept(etag=str(row["etag"]), last_modified=str(row["last_modified"]), body=body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, url: str, answer: Answer) -> None:
        """Keep an answer that can be asked about again; where that fails the answer is used all the same."""
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        if self.folder is None or not (etag or modified):
            return
        row = {
            "url": url,
            "etag": etag,
            "last_modified": modified,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
            "body": base64.b64encode(answer.body).decode("ascii"),
        }
        path = self._path(url)
        part = path.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(row), encoding="utf-8")
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _path(self, url: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"

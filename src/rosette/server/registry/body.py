"""From an answer to a page of studies; what is no page is told from what was damaged on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from rosette.server.registry.transport import Answer

ADDRESS = "Check the address after --server: it is that of the registry, without a page of it."
SURPRISE = "The registry may have a new version of its interface; keep the address and tell the maintainers."
LONGEST_TOKEN = 1000


class BodyFault(Exception):
    """The answer is not a page of studies; asking again may help when `again`."""

    def __init__(self, what: str, *, again: bool = False, remedy: str = ADDRESS) -> None:
        super().__init__(what)
        self.again = again
        self.remedy = remedy


@frozen(kw_only=True)
class Page:
    """The studies of one page, the token of the next, and the count of all when it was told."""

    studies: tuple[Any, ...] = field(repr=False)
    token: str = ""
    total: int | None = None


def page_of(answer: Answer) -> Page:
    """Read an answer; raises BodyFault."""
    _check_status(answer)
    if "html" in answer.headers.get("content-type", "").lower() or answer.body.lstrip()[:1] == b"<":
        raise BodyFault("it answered with a page for people, not with data")
    if answer.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise BodyFault("the answer is packed, though that was not asked for", remedy=SURPRISE)
    try:
        table = json.loads(answer.body)
    except UnicodeDecodeError:
        raise BodyFault("the answer is not UTF-8", again=True) from None
    except (ValueError, RecursionError):
        raise BodyFault("the answer is not JSON, or broke off", again=True) from None
    return _page(table)


def _check_status(answer: Answer) -> None:
    if answer.status == 200:
        return
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "nowhere")[:200]
        raise BodyFault(f"it answered {answer.status} and points to {where}, which is not followed")
    said = " ".join(answer.body[:200].decode("utf-8", "replace").split())
    said = "".join(each for each in said if each.isprintable())
    raise BodyFault(f"it answered {answer.status}" + (f' ("{said}")' if said and said[0] != "<" else ""))


def _page(table: Any) -> Page:
    studies = table.get("studies") if isinstance(table, Mapping) else None
    if not isinstance(studies, list):
        raise BodyFault('there is no list "studies" in the answer', remedy=SURPRISE)
    token = table.get("nextPageToken") or ""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise BodyFault('"nextPageToken" is not a short text', remedy=SURPRISE)
    total = table.get("totalCount")
    return Page(
        studies=tuple(studies),
        token=token,
        total=total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None,
    )

"""What reading a foreign file gives: candidates for facts, and a loss for everything that became none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen
from attrs.validators import in_

from rosette.kernel import PartialDate

Json = object
Grade = Literal["refused", "not_understood", "kept_aside", "about_nobody"]
GRADES = ("refused", "not_understood", "kept_aside", "about_nobody")


@frozen(kw_only=True)
class Origin:
    """The file that was read: its name, its digest, and the format and version that it was taken for."""

    file: str
    sha256: str
    format: str
    version: str = ""


@frozen(kw_only=True)
class Candidate:
    """What may become one fact, in the words of the record format, without its envelope.

    key: what makes it the same item when it is sent again; unique in one system. system, item: who sent it and how it
    is called there. place: where it stands in the file. said: the original text with its unit. withdrawn: the sender
    took it back.
    """

    kind: str
    content: Mapping[str, Json]
    place: str
    said: str
    key: str
    system: str = ""
    item: str = ""
    withdrawn: bool = False


@frozen(kw_only=True)
class Loss:
    """One thing of the file that became no fact, and why; the file itself is kept.

    grade: refused (it contradicts a rule), not_understood (no word for it here), kept_aside (understood, and no fact
    of a record), about_nobody (it is about no child).
    """

    place: str
    said: str
    why: str
    remedy: str = ""
    grade: Grade = field(default="not_understood", validator=in_(GRADES))


@frozen(kw_only=True)
class ChildFound:
    """One child of a file: who the sender says it is, and what the file says of it."""

    reference: str
    birth: PartialDate | None = None
    sex: str | None = None
    name: str | None = None
    candidates: tuple[Candidate, ...] = ()
    losses: tuple[Loss, ...] = ()


@frozen(kw_only=True)
class Found:
    """What a file holds. seen: how many items of each sort it has, so that nothing can go missing unseen.

    losses: what belongs to no child. Every item that was seen is a candidate, or a loss, or part of one.
    """

    origin: Origin
    children: tuple[ChildFound, ...] = ()
    losses: tuple[Loss, ...] = ()
    seen: Mapping[str, int] = field(factory=dict, eq=False)

    @property
    def every_loss(self) -> tuple[Loss, ...]:
        """The losses of the file and of each child in it."""
        return (*self.losses, *(loss for child in self.children for loss in child.losses))

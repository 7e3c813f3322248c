"""What a person may decide on one item, and what the decision writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from attrs import frozen

from rosette.kernel import LanguageError, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.curation.edited import as_note, as_question, checked_edit
from rosette.portfolio.drafting import DraftItem

CurationAct = Literal["accept", "edit", "reading", "question", "note", "reject"]


@frozen(kw_only=True)
class Choice:
    """What was chosen for an item: the lines that it writes (none when it is left out), and why."""

    act: CurationAct
    text: str = ""
    why: str = ""


@frozen(kw_only=True)
class DecisionAct:
    """What a person put in. lines: the offered readings that were chosen. words: a text, a question or a reason."""

    act: CurationAct
    words: str = ""
    lines: tuple[str, ...] = ()


@frozen(kw_only=True)
class Curated:
    """One decision of a person on one passage. item, cite: what the passage was called when it was decided."""

    passage: str
    item: str
    cite: str
    choice: Choice
    by: str
    on: date


def settled_as(item: DraftItem, put: DecisionAct, *, knowledge: Knowledge) -> Choice:
    """The decision when it may be taken; raises LanguageError with every fault and the way out."""
    if put.act == "accept":
        return Choice(act=put.act, text=_acceptable(item))
    if put.act == "reading":
        return Choice(act=put.act, text=checked_edit(item, _chosen(item, put.lines), knowledge=knowledge))
    if put.act == "edit":
        text = checked_edit(item, put.words, knowledge=knowledge)
        _refuse(item, "text", "it says the same as the draft, which is left open" if _same_open(item, text) else "")
        return Choice(act=put.act, text=text)
    if put.act == "reject":
        return Choice(act=put.act, why=_left_out(item, put.words))
    write = as_question if put.act == "question" else as_note
    return Choice(act=put.act, text=write(item, put.words, knowledge=knowledge), why=" ".join(put.words.split()))


def offered(item: DraftItem) -> tuple[str, ...]:
    """The candidate readings as criteria; outside a plain inclusion list a person says which way each points."""
    ways = ("require",) if item.section == "inclusion" else ("require", "exclude")
    return tuple(f"{way} {reading}" for reading in item.readings for way in ways)


def why_not_accepted(item: DraftItem) -> str:
    """Why the item cannot be accepted as it stands, with the way out; nothing when it can be."""
    if item.text is None:
        return "not encoded - read it: ask it as a question, keep it as a note, or write it"
    if item.open:
        return "a doubt leaves it open: choose a reading, write it, or ask it as a question"
    return ""


def _acceptable(item: DraftItem) -> str:
    _refuse(item, "accept", why_not_accepted(item))
    return item.text or ""


def _left_out(item: DraftItem, words: str) -> str:
    why = " ".join(words.split())
    if item.text is None:
        _refuse(item, "reason", "not encoded - read it: keep it as a note with the reason, or ask it as a question")
    _refuse(item, "reason", "" if why else "no reason is given: say why this is left out")
    return why


def _same_open(item: DraftItem, text: str) -> bool:
    return item.open and item.text is not None and text.split() == item.text.split()


def _chosen(item: DraftItem, lines: Sequence[str]) -> str:
    """The settled lines of the draft with the chosen readings below them."""
    _refuse(item, "lines", "" if lines else "no reading is chosen")
    _refuse(item, "lines", "" if set(lines) <= set(offered(item)) else "a reading that the draft does not offer")
    both = {line.partition(" ")[2] for line in lines}
    _refuse(item, "lines", "" if len(both) == len(lines) else "one reading is both required and excluded")
    settled = [line for line in (item.text or "").split("\n") if ' require flagged "' not in line]
    bare = [line.partition(" ")[2] for line in settled] + [f"{line} [{item.cite}]" for line in lines]
    return "\n".join(f"{item.id}{_letter(place)} {line}" for place, line in enumerate(bare))


def _letter(place: int) -> str:
    return "" if place == 0 else chr(96 + place) if place <= 25 else f"z{place}"


def _refuse(item: DraftItem, path: str, found: str) -> None:
    problems = Problems()
    if found:
        problems.add(path, found=found)
    problems.raise_as(LanguageError, what=item.id)

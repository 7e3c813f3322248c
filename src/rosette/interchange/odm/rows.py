"""The clinical data of an ODM file as rows: one for each form that was filled, one more for each repeat of a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from rosette.interchange.finds import Loss
from rosette.interchange.odm.metadata import DAYS, NUMBERS, Item, Metadata, local, unit_named
from rosette.interchange.tables import Cell, Line
from rosette.kernel import DateError, PartialDate

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FRAME = ("@subject", "@event", "@event_repeat", "@form", "@form_repeat", "@group", "@group_repeat")
_KEPT = "it is kept in the file and makes no fact"


@frozen(kw_only=True)
class Place:
    """Where in a subject's data an item stands."""

    frame: dict[str, str]
    withdrawn: bool = False

    def within(self, **more: str) -> Place:
        """A place below this one."""
        filled = {f"@{key}": text for key, text in more.items() if text}
        return Place(frame={**self.frame, **filled}, withdrawn=self.withdrawn)

    def shown(self) -> str:
        """The place as a person finds it."""
        return "/".join(self.frame[key] for key in FRAME if key in self.frame)


@define
class Rows:
    """The rows of one file while they are read."""

    metadata: Metadata
    lines: list[Line] = field(factory=list)
    losses: list[Loss] = field(factory=list)
    seen: Counter[str] = field(factory=Counter)

    def subject(self, element: Element) -> None:
        """Read one SubjectData."""
        self.seen["SubjectData"] += 1
        name = element.get("SubjectKey", "").strip()
        self._inside(element, Place(frame={"@subject": name}, withdrawn=_removed(element)))

    def _inside(self, element: Element, place: Place) -> None:
        loose: list[Element] = []
        for each in element:
            kind = local(each)
            if kind == "FormData":
                self._form(each, _deeper(each, place))
            elif kind == "StudyEventData":
                self.seen[kind] += 1
                self._inside(each, _deeper(each, place))
            elif kind == "ItemGroupData":
                loose.append(each)
            else:
                self._aside(each, place)
        if loose:
            self._groups(loose, place)

    def _form(self, element: Element, place: Place) -> None:
        self.seen["FormData"] += 1
        groups = [each for each in element if local(each) == "ItemGroupData"]
        for each in element:
            if local(each) != "ItemGroupData":
                self._aside(each, place)
        self._groups(groups, place)

    def _groups(self, groups: list[Element], place: Place) -> None:
        """Groups that stand once share a row; those that repeat have a row each."""
        self.seen["ItemGroupData"] += len(groups)
        times = Counter(each.get("ItemGroupOID", "") for each in groups)
        once = [each for each in groups if times[each.get("ItemGroupOID", "")] == 1]
        if once:
            gone = all(_removed(each) for each in once)
            kept = [each for each in once if gone or not _removed(each)]
            self._line([cell for each in kept for cell in self._items(each, place)], place, withdrawn=gone)
            for each in once:
                if each not in kept:
                    self._taken_back(each, place)
        for each in groups:
            if each not in once:
                deeper = _deeper(each, place)
                self._line(list(self._items(each, deeper)), deeper, withdrawn=deeper.withdrawn)

    def _taken_back(self, group: Element, place: Place) -> None:
        """Tell of a group that was removed beside others that stand."""
        self.seen["ItemData"] += sum(local(each).startswith("ItemData") for each in group)
        where = f"{place.shown()}/{group.get('ItemGroupOID', '')}"
        why = "its sender took the group back and left the rest of the form"
        self.losses.append(Loss(place=where, said="", why=why, remedy="Compare the record with the sender's."))

    def _line(self, cells: list[tuple[str, Cell]], place: Place, *, withdrawn: bool) -> None:
        found: dict[str, Cell] = {}
        for name, cell in cells:
            if name in found and found[name] != cell:
                why = "the field stands twice in one form, with two values"
                self.losses.append(Loss(place=f"{place.shown()}/{name}", said="", why=why, grade="refused"))
                found[name] = Cell(text=cell.text, fault=why)
            else:
                found[name] = cell
        gone = withdrawn or place.withdrawn
        if gone and not found:
            why = "its sender took it back without saying what stood there"
            self.losses.append(
                Loss(place=place.shown(), said="", why=why, remedy="Compare the record with the sender's.")
            )
        if found:
            frame = {key: Cell(text=text) for key, text in place.frame.items() if text}
            self.lines.append(Line(place=place.shown(), cells={**frame, **found}, withdrawn=gone))

    def _items(self, group: Element, place: Place) -> Iterator[tuple[str, Cell]]:
        for each in group:
            kind = local(each)
            if not kind.startswith("ItemData"):
                self._aside(each, place)
                continue
            self.seen["ItemData"] += 1
            name, text = each.get("ItemOID", ""), each.get("Value")
            text = "".join(each.itertext()) if text is None and kind != "ItemData" else text or ""
            for inner in each:
                if local(inner) != "MeasurementUnitRef":
                    self._aside(inner, place)
            if name and text.strip() and each.get("IsNull") != "Yes" and not _removed(each):
                item = self.metadata.items.get(name)
                unit = unit_named(each, self.metadata.units) or (item.unit if item else "")
                yield name, evolve(_cell(text.strip(), item), unit=unit)

    def _aside(self, element: Element, place: Place) -> None:
        name = local(element)
        self.seen[name] += 1
        where = f"{place.shown()}/{name}"
        self.losses.append(Loss(place=where, said=name, why=f"{name}: {_KEPT}", grade="kept_aside"))


def _removed(element: Element) -> bool:
    return element.get("TransactionType") == "Remove"


def _deeper(element: Element, place: Place) -> Place:
    kind = local(element).removesuffix("Data")
    word = {"StudyEvent": "event", "Form": "form", "ItemGroup": "group"}[kind]
    names = {word: element.get(f"{kind}OID", ""), f"{word}_repeat": element.get(f"{kind}RepeatKey", "")}
    found = place.within(**names)
    return Place(frame=found.frame, withdrawn=place.withdrawn or _removed(element))


def _cell(text: str, item: Item | None) -> Cell:
    """A value by the type of its field; one that its own list of choices does not hold is a fault."""
    if item is None:
        return Cell(text=text, fault="the file does not define its field")
    if item.choices and text not in item.choices:
        return Cell(text=text, fault=f'"{text}" is not a choice of the field')
    if item.type in DAYS:
        return _day(text)
    if item.type in NUMBERS and not item.choices:
        return _number(text)
    return Cell(text=text)


def _day(text: str) -> Cell:
    try:
        return Cell(text=text, day=PartialDate.parse(text.partition("T")[0].partition(" ")[0]))
    except DateError as fault:
        return Cell(text=text, fault=fault.problem.found)


def _number(text: str) -> Cell:
    try:
        value = float(text)
    except ValueError:
        return Cell(text=text, fault=f'"{text}" is not a number')
    finite = value == value and abs(value) != float("inf") and text.isascii() and "_" not in text
    return Cell(text=text, number=value) if finite else Cell(text=text, fault=f'"{text}" is not a number')

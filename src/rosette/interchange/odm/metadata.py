"""What an ODM file says of its own fields: types, choices, checkboxes, identifying ones, codes for missing data.

Source: [@cdisc-odm, MetaDataVersion]; the attributes of REDCap stand in its own namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DAYS = frozenset({"date", "partialDate", "datetime", "partialDatetime", "incompleteDate", "incompleteDatetime"})
NUMBERS = frozenset({"integer", "float", "double", "decimal"})
REDCAP = "{https://projectredcap.org}"


@frozen(kw_only=True)
class Item:
    """One field. choices: its coded values, empty when it has none. unit: the only unit that it may have."""

    oid: str
    type: str
    choices: Mapping[str, str] = field(factory=dict, eq=False)
    unit: str = ""
    private: bool = False
    checkbox: bool = False


@frozen(kw_only=True)
class Metadata:
    """The fields of a study by OID, and the codes that stand for missing data."""

    items: Mapping[str, Item] = field(factory=dict, eq=False)
    missing: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(factory=dict, eq=False)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def every(root: Element, name: str) -> Iterator[Element]:
    """All elements of a name, in any namespace, at any depth."""
    return (each for each in root.iter() if local(each) == name)


def metadata_of(root: Element) -> Metadata:
    """The metadata of a file; empty where it brings data alone."""
    lists = {each.get("OID", ""): _choices(each) for each in every(root, "CodeList")}
    units = {each.get("OID", ""): _symbol(each) for each in every(root, "MeasurementUnit")}
    items = {each.get("OID", ""): _item(each, lists, units) for each in every(root, "ItemDef")}
    return Metadata(items=items, missing=_missing(root), units=units)


def _symbol(element: Element) -> str:
    """The sign of a unit, else its name."""
    texts = [(text.text or "").strip() for text in every(element, "TranslatedText")]
    return next((text for text in texts if text), element.get("Name", ""))


def unit_named(element: Element, units: Mapping[str, str]) -> str:
    """The only unit that an element refers to, by its sign; empty when it refers to none or to several."""
    refs = {each.get("MeasurementUnitOID", "") for each in element if local(each) == "MeasurementUnitRef"}
    return units.get(found := refs.pop(), found) if len(refs) == 1 else ""


def _choices(element: Element) -> dict[str, str]:
    found = {}
    for name in ("CodeListItem", "EnumeratedItem"):
        for each in every(element, name):
            texts = [text.text or "" for text in every(each, "TranslatedText")]
            found[each.get("CodedValue", "")] = texts[0].strip() if texts else ""
    return found


def _item(element: Element, lists: Mapping[str, Mapping[str, str]], units: Mapping[str, str]) -> Item:
    refs = [each.get("CodeListOID", "") for each in every(element, "CodeListRef")]
    return Item(
        oid=element.get("OID", ""),
        type=element.get("DataType", "text"),
        choices=lists.get(refs[0], {}) if refs else {},
        unit=unit_named(element, units),
        private=element.get(f"{REDCAP}Identifier", "").lower() in ("y", "yes", "1"),
        checkbox=element.get(f"{REDCAP}FieldType") == "checkbox",
    )


def _missing(root: Element) -> frozenset[str]:
    """The codes of REDCap's missing data, one "code, label" between bars or a line each."""
    texts = [each.text or "" for each in every(root, "MissingDataCodes")]
    rows = [row for text in texts for line in text.splitlines() for row in line.split("|")]
    return frozenset(code for row in rows if (code := row.partition(",")[0].strip()))

"""ODM and REDCap: fields by their own types and choices, events that repeat, what is missing stays missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from rosette.interchange import Asked, Content, Found, InterchangeError
from rosette.interchange.formats import FORMATS
from rosette.interchange.odm import ODM
from rosette.interchange.reading import format_of
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:redcap="https://projectredcap.org" ODMVersion="1.3.1">
<Study OID="s"><GlobalVariables><redcap:MissingDataCodes>UNK, Unknown | -99, Not done</redcap:MissingDataCodes>
</GlobalVariables><MetaDataVersion OID="m">
<ItemDef OID="dob" DataType="date" redcap:TextValidationType="date_mdy"/>
<ItemDef OID="sex" DataType="text"><CodeListRef CodeListOID="sexes"/></ItemDef>
<ItemDef OID="last_name" DataType="text" redcap:Identifier="y"/>
<ItemDef OID="lab_date" DataType="date"/>
<ItemDef OID="plt" DataType="float"/>
<ItemDef OID="ae___fever" DataType="boolean" redcap:FieldType="checkbox"/>
<CodeList OID="sexes"><CodeListItem CodedValue="0"/><CodeListItem CodedValue="1"/></CodeList>
</MetaDataVersion></Study><ClinicalData StudyOID="s">"""
MAPPING = """
format = "rosette-mapping/1"
name = "invented project"
system = "Invented project"
[child]
id = "@subject"
birth = "dob"
sex = { column = "sex", words = { "0" = "female", "1" = "male" } }
[[fact]]
kind = "laboratory"
when = { "@form" = "labs" }
key = ["@event", "@event_repeat", "@form_repeat", "@group_repeat"]
says = { on = { column = "lab_date" }, code = "platelets", value = { column = "plt" }, unit = "10*9/L" }
[[fact]]
kind = "condition"
when = { "@form" = "labs" }
key = ["@event", "@event_repeat", "@form_repeat"]
[fact.says]
on = { column = "lab_date" }
code = "fever"
state = { column = "ae___fever", words = { "1" = "present" } }
"""


def item(name: str, value: str) -> str:
    return f'<ItemData ItemOID="{name}" Value="{value}"/>'


def form(name: str, *items: str, repeat: str = "1", more: str = "") -> str:
    return f'<FormData FormOID="{name}" FormRepeatKey="{repeat}" {more}>{group(*items)}</FormData>'


def group(*items: str, name: str = "g", repeat: str = "1") -> str:
    return f'<ItemGroupData ItemGroupOID="{name}" ItemGroupRepeatKey="{repeat}">{"".join(items)}</ItemGroupData>'


def event(*forms: str, name: str = "visit", repeat: str = "1") -> str:
    return f'<StudyEventData StudyEventOID="{name}" StudyEventRepeatKey="{repeat}">{"".join(forms)}</StudyEventData>'


def odm(*parts: str, subject: str = "17") -> bytes:
    return f'{HEAD}<SubjectData SubjectKey="{subject}">{"".join(parts)}</SubjectData></ClinicalData></ODM>'.encode()


BASE = form("base", item("dob", "2019-03-10"), item("sex", "0"), item("last_name", "Nickname"))
DAY, PLT = item("lab_date", "2026-05-29"), item("plt", "75.5")


def read(data: bytes, **limits: int) -> Found:
    return ODM.read(Content(name="p.xml", data=data), Asked(knowledge=KNOWLEDGE, mapping=MAPPING))


def test_a_form_becomes_a_fact_and_the_base_form_says_who_the_child_is():
    (child,) = read(odm(BASE, form("labs", DAY, PLT))).children
    assert (child.reference, str(child.birth), child.sex) == ("17", "2019-03-10", "female")
    (found,) = child.candidates
    assert found.content == {"on": "2026-05-29", "code": "platelets", "value": 75.5, "unit": "10*9/L"}
    assert found.place == '17/labs/1, column "plt"'


def test_events_and_forms_that_repeat_are_items_of_their_own():
    forms = (form("labs", DAY, PLT), form("labs", DAY, item("plt", "80"), repeat="2"))
    found = read(odm(BASE, event(*forms), event(form("labs", DAY, item("plt", "90")), repeat="2")))
    assert len({each.key for each in found.children[0].candidates}) == 3
    assert found.seen["StudyEventData"] == 2


def test_groups_that_repeat_have_a_row_each_and_others_share_one():
    groups = group(DAY, PLT, repeat="1") + group(DAY, item("plt", "80"), repeat="2")
    repeated = f'<FormData FormOID="labs" FormRepeatKey="1">{groups}</FormData>'
    assert len(read(odm(repeated)).children[0].candidates) == 2
    shared = f'<FormData FormOID="labs" FormRepeatKey="1">{group(DAY)}{group(PLT, name="h")}</FormData>'
    assert len(read(odm(shared)).children[0].candidates) == 1


NOTHING = [("plt", "UNK", "not stated"), ("plt", "-99", "not stated"), ("ae___fever", "0", "not stated")]
WRONG = [("plt", "7O", "not a number"), ("plt", "nan", "not a number"), ("lab_date", "05/29/2026", "not a date")]


@pytest.mark.parametrize(("name", "value", "why"), [*NOTHING, *WRONG])
def test_what_is_missing_or_of_another_type_makes_no_fact_and_is_told(name, value, why):
    items = {"lab_date": "2026-05-29", "plt": "75"} | {name: value}
    if name == "ae___fever":
        del items["plt"]
    found = read(odm(form("labs", *(item(*each) for each in items.items()))))
    assert found.children[0].candidates == ()
    assert any(why in each.why for each in found.every_loss)


UNITS = [("10*9/L", ["10*9/L"], ""), ("mg/dL", [], 'the file gives the unit "mg/dL"'), ("Gpt", [], "not a unit")]


@pytest.mark.parametrize(("unit", "made", "why"), UNITS)
def test_a_unit_that_the_file_gives_is_held_against_the_mapping(unit, made, why):
    defined = f'<MeasurementUnit OID="u"><Symbol><TranslatedText>{unit}</TranslatedText></Symbol></MeasurementUnit>'
    value = item("plt", "75").replace("/>", '><MeasurementUnitRef MeasurementUnitOID="u"/></ItemData>')
    found = read(odm(form("labs", DAY, value)).replace(b"</GlobalVariables>", f"</GlobalVariables>{defined}".encode()))
    assert [each.content["unit"] for each in found.children[0].candidates] == made
    assert why in " ".join(each.why for each in found.every_loss)


def test_a_value_outside_the_choices_of_its_field_is_refused():
    found = read(odm(form("base", item("sex", "7"))))
    assert found.children[0].sex is None
    assert "not a choice" in found.children[0].losses[0].why


def test_a_ticked_box_is_present_and_an_unticked_one_is_not_absent():
    kinds = [
        [each.kind for each in read(odm(form("labs", DAY, item("ae___fever", text)))).children[0].candidates]
        for text in ("1", "0")
    ]
    assert kinds == [["condition"], []]


def test_an_identifying_field_is_neither_kept_nor_quoted_and_an_unmapped_one_is_told():
    found = read(odm(BASE, form("labs", DAY, PLT)))
    assert "Nickname" not in str([found.losses, found.children])
    assert 'column "last_name"' in {each.place for each in found.losses}


def test_what_the_sender_removed_is_withdrawn():
    taken = form("labs", DAY, PLT, more='TransactionType="Remove"')
    assert [each.withdrawn for each in read(odm(taken)).children[0].candidates] == [True]
    bare = '<FormData FormOID="labs" FormRepeatKey="1" TransactionType="Remove">' + group() + "</FormData>"
    assert any("took it back" in each.why for each in read(odm(BASE, bare)).losses)


def test_a_group_that_was_removed_beside_one_that_stands_says_nothing():
    gone = group(PLT, name="h").replace("<ItemGroupData", '<ItemGroupData TransactionType="Remove"')
    both = f'<FormData FormOID="labs" FormRepeatKey="1">{group(DAY)}{gone}</FormData>'
    found = read(odm(BASE, both))
    assert found.children[0].candidates == ()
    assert any("took the group back" in each.why for each in found.every_loss)


def test_a_field_with_two_values_in_one_form_is_refused():
    found = read(odm(form("labs", DAY, PLT, item("plt", "80"))))
    assert found.children[0].candidates == ()
    assert any("two values" in each.why for each in found.every_loss)


def test_every_element_of_the_data_is_counted_or_told():
    found = read(odm("<AuditRecord/>", BASE, "<Annotation/>", form("labs", DAY, PLT, "<Signature/>")))
    told = {each.said for each in found.losses if each.grade == "kept_aside"}
    assert {"AuditRecord", "Annotation", "Signature"} <= told
    assert (found.seen["FormData"], found.seen["ItemData"]) == (2, 5)


def test_it_is_told_from_other_xml_by_its_root():
    assert format_of(Content(name="p.xml", data=odm(BASE)), formats=FORMATS).name == "odm"


DEEP = odm("<a>" * 300 + "</a>" * 300)
HOSTILE = {
    "entities": odm(BASE).replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "bbbb">]>\n', 1),
    "external entities": odm(BASE).replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n', 1),
    "deep": DEEP,
    "invalid UTF-8": odm(BASE).replace(b"Nickname", b"\xff\xfe"),
    "cut short": odm(BASE)[:-40],
    "no data": odm(),
    "another root": b"<a/>",
    "empty": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_or_broken_files_are_refused(data):
    with pytest.raises(InterchangeError):
        read(data)


WHOLE = odm(BASE, event(form("labs", DAY, PLT)))


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_file_does_more_than_refuse_it(data):
    whole = bytearray(WHOLE)
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        first = read(bytes(whole))
    except InterchangeError:
        return
    assert read(bytes(whole)) == first

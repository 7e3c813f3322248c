"""Referral and consultation notes: coded entries become facts, texts are told, and nothing is dropped unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from rosette.interchange import Asked, Batch, Content, Found, InterchangeError, merge, record_for
from rosette.interchange.ccda import CCDA
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
LOINC, SNOMED = "2.16.840.1.113883.6.1", "2.16.840.1.113883.6.96"
HEAD = """<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<title>Referral Note</title>
<recordTarget><patientRole><id root="1.2" extension="K17"/><patient><name>Invented Child</name>
<administrativeGenderCode code="F"/><birthTime value="20190310"/></patient></patientRole></recordTarget>
<custodian><assignedCustodian><representedCustodianOrganization><name>Invented Hospital</name>
</representedCustodianOrganization></assignedCustodian></custodian>
<component><structuredBody>"""
TAIL = "</structuredBody></component></ClinicalDocument>"


def section(code: str, title: str, *entries: str, text: str = "") -> str:
    body = "".join(f"<entry>{each}</entry>" for each in entries)
    told = f'<section><code code="{code}"/><title>{title}</title><text>{text}</text>{body}</section>'
    return f"<component>{told}</component>"


def result(value: str, *, code: str = "777-3", state: str = "completed", extra: str = "") -> str:
    return f"""<organizer><effectiveTime><low value="20260529"/></effectiveTime><component>
<observation classCode="OBS" moodCode="EVN" {extra}><id root="1.2.3" extension="r1"/>
<code code="{code}" displayName="Platelets" codeSystem="{LOINC}"/><statusCode code="{state}"/>
<effectiveTime value="202605290830-0800"/>{value}
<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="150" unit="10*9/L"/>
<high value="350" unit="10*9/L"/></value></observationRange></referenceRange></observation></component></organizer>"""


def problem(code: str, *, negated: str = "false", days: str = '<low value="202601"/>', state: str = "active") -> str:
    return f"""<act><statusCode code="{state}"/><entryRelationship><observation negationInd="{negated}">
<id root="1.2.4" extension="p1"/><statusCode code="completed"/><effectiveTime>{days}</effectiveTime>
<value xsi:type="CD" code="{code}" codeSystem="{SNOMED}" displayName="a problem"/>
</observation></entryRelationship></act>"""


PLATELETS = '<value xsi:type="PQ" value="75" unit="10*9/L"/>'


def read(*sections: str, head: str = HEAD) -> Found:
    data = "".join((head, *sections, TAIL)).encode()
    return CCDA.read(Content(name="note.xml", data=data), Asked(knowledge=KNOWLEDGE))


def facts(*sections: str):
    found = read(*sections)
    (child,) = found.children
    batch = Batch(id="b", at=datetime(2026, 6, 1, tzinfo=UTC), by="A. Nurse")
    return merge(child, into=record_for(child, name="x"), origin=found.origin, batch=batch, knowledge=KNOWLEDGE)


def test_a_result_comes_in_with_unit_limits_day_and_sender():
    (fact,) = facts(section("30954-2", "Results", result(PLATELETS))).added
    assert (fact.code, str(fact.on), fact.quantity.value, fact.uln, fact.lln) == (
        "platelets",
        "2026-05-29",
        75,
        350,
        150,
    )
    assert fact.source.system == "Invented Hospital"
    assert fact.source.place == "section Results, entry 1, component 1"


def test_an_open_range_is_a_comparator_and_a_closed_one_is_no_number():
    low = '<value xsi:type="IVL_PQ"><high value="5" unit="10*9/L" inclusive="false"/></value>'
    (fact,) = facts(section("30954-2", "Results", result(low))).added
    assert (fact.comparator, fact.quantity.value) == ("<", 5)
    both = '<value xsi:type="IVL_PQ"><low value="5" unit="10*9/L"/><high value="9" unit="10*9/L"/></value>'
    assert facts(section("30954-2", "Results", result(both))).added == ()


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (result(PLATELETS, state="active"), "preliminary"),
        (result(PLATELETS, state="aborted"), "cancelled"),
        (result(PLATELETS, extra='negationInd="true"'), "cancelled"),
        (result('<value xsi:type="PQ" nullFlavor="UNK"/>'), "UNK"),
        (result(PLATELETS, code="1-8"), "no code"),
    ],
)
def test_what_is_no_certain_result_is_told(entry, why):
    merged = facts(section("30954-2", "Results", entry))
    assert merged.added == ()
    assert any(why in f"{loss.why} {loss.said}" for loss in merged.losses)


def test_a_problem_keeps_its_partial_days_and_a_negated_one_is_absent():
    (fact,) = facts(section("11450-4", "Problems", problem("38341003"))).added
    assert (fact.code, str(fact.start), fact.state) == ("hypertension", "2026-01", "present")
    (gone,) = facts(section("11450-4", "Problems", problem("38341003", negated="true"))).added
    assert gone.state == "absent"


def test_neuroblastoma_on_a_problem_list_is_the_diagnosis():
    (fact,) = facts(section("11450-4", "Problems", problem("432328008", days='<low value="20240312"/>'))).added
    assert (fact.kind, fact.diagnosis, str(fact.on)) == ("diagnosis", "neuroblastoma", "2024-03-12")


def medicine(name: str, *, mood: str = "EVN", negated: str = "false") -> str:
    return f"""<substanceAdministration moodCode="{mood}" negationInd="{negated}"><id root="1.2.5"/>
<statusCode code="completed"/><effectiveTime xsi:type="IVL_TS"><low value="20260105"/><high value="20260109"/>
</effectiveTime><doseQuantity value="50" unit="mg/m2"/><consumable><manufacturedProduct><manufacturedMaterial>
<code code="0" codeSystem="9.9" displayName="{name}"/></manufacturedMaterial></manufacturedProduct></consumable>
</substanceAdministration>"""


def test_a_medicine_that_was_given_is_a_therapy_and_one_that_was_ordered_is_not():
    (fact,) = facts(section("10160-0", "Medications", medicine("irinotecan"))).added
    assert (fact.kind, fact.agent, str(fact.end)) == ("therapy", "irinotecan", "2026-01-09")
    for entry in (medicine("irinotecan", mood="INT"), medicine("irinotecan", negated="true")):
        assert facts(section("10160-0", "Medications", entry)).added == ()


def test_sections_of_text_and_entries_of_other_sections_are_told_with_their_place():
    losses = facts(
        section("10164-2", "History", text="Relapse in January."),
        section("46240-8", "Encounters", '<encounter displayName="visit"/>'),
    ).losses
    told = {loss.place: loss for loss in losses}
    assert told["section History"].said == "Relapse in January."
    assert "section Encounters, entry 1" in told


def test_a_document_about_nobody_or_two_people_is_refused():
    start, end = HEAD.index("<recordTarget>"), HEAD.index("<custodian>")
    for head, told in ((HEAD[:start] + HEAD[end:], "0 people"), (HEAD[:end] + HEAD[start:], "2 people")):
        with pytest.raises(InterchangeError, match=told):
            read(head=head)


ENTITY = '<!DOCTYPE a [<!ENTITY x "boom">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [ENTITY + HEAD, OUTSIDE + HEAD, HEAD + "<a>" * 200, "<ClinicalDocument>"])
def test_hostile_and_broken_documents_are_refused(head):
    with pytest.raises(InterchangeError):
        read(head=head)


WHOLE = "".join((HEAD, section("30954-2", "Results", result(PLATELETS)), TAIL)).encode()


@given(st.data())
def test_no_damage_to_a_document_does_more_than_refuse_it(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    content = Content(name="note.xml", data=bytes(whole))
    try:
        first = CCDA.read(content, Asked(knowledge=KNOWLEDGE))
    except InterchangeError:
        return
    assert CCDA.read(content, Asked(knowledge=KNOWLEDGE)) == first


def concern(inner: str, **attributes: str) -> str:
    told = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return inner.replace("<act>", f"<act {told}>")


@pytest.mark.parametrize("negated", ["true", "1"])
def test_what_the_concern_denies_is_not_present(negated):
    merged = facts(section("11450-4", "Problems", concern(problem("38341003"), negationInd=negated)))
    assert [fact.state for fact in merged.added] == ["absent"]


@pytest.mark.parametrize(
    "entry",
    [
        concern(problem("432328008"), moodCode="INT"),
        problem("432328008", state="nullified"),
        concern(problem("432328008", negated="true"), negationInd="true"),
        problem("432328008").replace("<act>", '<act><subject><relatedSubject classCode="PRS"/></subject>'),
    ],
)
def test_a_plan_a_relative_or_what_was_taken_back_is_no_problem_of_the_child(entry):
    entry = entry.replace("a problem", "Neuroblastoma")
    assert facts(section("11450-4", "Problems", problem("432328008").replace("a problem", "Neuroblastoma"))).added
    assert not facts(section("11450-4", "Problems", entry)).added


@pytest.mark.parametrize("state", ["cancelled", "aborted", "nullified"])
def test_a_panel_that_was_cancelled_has_no_results(state):
    entry = result(PLATELETS).replace("<organizer>", f'<organizer><statusCode code="{state}"/>')
    assert not facts(section("30954-2", "Results", entry)).added


def test_a_panel_that_is_denied_has_no_results():
    entry = result(PLATELETS).replace("<organizer>", '<organizer negationInd="true">')
    assert not facts(section("30954-2", "Results", entry)).added


def test_a_panel_inside_a_panel_is_read():
    inner = result(PLATELETS).replace('extension="r1"', 'extension="r2"').replace('value="75"', 'value="80"')
    outer = result(PLATELETS).replace("</organizer>", f"<component>{inner}</component></organizer>")
    assert sorted(fact.quantity.value for fact in facts(section("30954-2", "Results", outer)).added) == [75, 80]


@pytest.mark.parametrize("value", [PLATELETS * 2, PLATELETS.replace("75", "7_5"), PLATELETS.replace("75", "NaN")])
def test_two_values_or_what_is_no_number_are_no_result(value):
    merged = facts(section("30954-2", "Results", result(value)))
    assert not merged.added
    assert merged.losses

"""Laboratory messages: what is a result of this child becomes a fact, everything else a loss with its reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from rosette.interchange import Asked, Batch, Content, Found, InterchangeError, Limits, merge, record_for
from rosette.interchange.hl7v2 import HL7_V2, messages_of
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
MSH = "MSH|^~\\&|LIS|Invented laboratory|||20260529101500||ORU^R01|M1|{mode}|2.5.1"
PID = "PID|1||K17^^^MRN||Invented^Child||20190310|F"
OBR = "OBR|1||ORD-7|58410-2^CBC^LN|||20260529080000"
PLATELETS = "OBX|{n}|NM|777-3^Platelets^LN||{value}|10*3/uL^thousand per microlitre^UCUM|150-400|L|||{status}|||{at}"


def message(*lines: str, mode: str = "P", end: str = "\r") -> bytes:
    return end.join((MSH.format(mode=mode), PID, OBR, *lines, "")).encode()


def obx(value: str = "75", *, n: int = 1, status: str = "F", at: str = "20260529080000") -> str:
    return PLATELETS.format(n=n, value=value, status=status, at=at)


def read(data: bytes, **limits: int) -> Found:
    return HL7_V2.read(Content(name="oru.hl7", data=data, limits=Limits(**limits)), Asked(knowledge=KNOWLEDGE))


def facts(data: bytes, into=None):
    found = read(data)
    (child,) = found.children
    batch = Batch(id="b", at=datetime(2026, 6, 1, tzinfo=UTC), by="A. Nurse")
    record = into or record_for(child, name="example-01")
    return merge(child, into=record, origin=found.origin, batch=batch, knowledge=KNOWLEDGE)


def test_a_platelet_count_comes_in_with_its_unit_limits_and_original_text():
    (fact,) = facts(message(obx())).added
    assert (fact.code, str(fact.on), fact.quantity.value, str(fact.quantity.unit)) == (
        "platelets",
        "2026-05-29",
        75.0,
        "10*3/uL",
    )
    assert (fact.lln, fact.uln) == (150.0, 400.0)
    assert fact.source.said.startswith("Platelets: 75 10*3/uL")
    assert fact.source.system == "Invented laboratory/LIS"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\n\n", "\\r\r", "\x0b\r"])
def test_any_line_end_is_read(end):
    assert len(facts(message(obx(), end=end)).added) == 1


def test_the_same_message_twice_changes_nothing_and_a_correction_supersedes():
    once = facts(message(obx()))
    assert facts(message(obx()), into=once.record).record == once.record
    corrected = facts(message(obx("57", status="C")), into=once.record)
    assert [fact.supersedes for fact in corrected.superseding] == [once.added[0].id]


def test_a_result_that_the_laboratory_takes_back_no_longer_counts():
    once = facts(message(obx()))
    assert facts(message(obx(status="D")), into=once.record).record.active == ()


SAYS = """
OBX|1|NM|777-3^Platelets^LN||75||150-400||||F                       | no unit is given
OBX|1|NM|777-3^Platelets^LN||75|thousands|||||F                     | "thousands" is not a unit
OBX|1|NM|777-3^Platelets^LN||clumped|10*3/uL|||||F                  | "clumped" is not a number
OBX|1|NM|777-3^Platelets^LN|||10*3/uL|||||F                         | no value
OBX|1|NM|777-3^Platelets^LN||75~80|10*3/uL|||||F                    | 2 values
OBX|1|SN|777-3^Platelets^LN||^75^-^80|10*3/uL|||||F                 | a ratio or a range
OBX|1|NM|777-3^Platelets^LN||75|10*3/uL|||||P                       | preliminary
OBX|1|NM|777-3^Platelets^LN||75|10*3/uL|||||X                       | cannot be obtained
OBX|1|NM|777-3^Platelets^LN||75|10*3/uL|||||                        | whether it is final
OBX|1|NM|777-3^Platelets^LN||75|10*3/uL|||||Q                       | "Q" is not known
OBX|1|NM|PLT^Platelets^LOCAL||75|10*3/uL|||||F                      | on no list
OBX|1|NM|777-3^Platelets^99ZZ||75|10*3/uL|||||F                     | on no list
NTE|1||hemolysed                                                    | makes no fact
broken line                                                         | no segment
""".strip().splitlines()


@pytest.mark.parametrize("row", SAYS)
def test_what_is_no_certain_result_is_a_loss_with_its_reason(row):
    line, _, why = (part.strip() for part in row.rpartition(" | "))
    merged = facts(message(line))
    assert merged.added == ()
    assert why in merged.losses[0].why


def test_a_comparator_is_kept():
    line = "OBX|1|SN|777-3^Platelets^LN||<^5|10*3/uL|||||F"
    assert [(fact.comparator, fact.quantity.value) for fact in facts(message(line)).added] == [("<", 5.0)]
    plain = "OBX|1|NM|777-3^Platelets^LN||<5|10*3/uL|||||F"
    assert [fact.comparator for fact in facts(message(plain)).added] == ["<"]


def test_a_unit_of_another_kind_is_refused_by_the_record():
    (loss,) = facts(message("OBX|1|NM|777-3^Platelets^LN||75|mg/dL|||||F")).losses
    assert loss.grade == "refused"


def test_a_day_that_is_partial_stays_partial_and_none_is_guessed():
    (fact,) = facts(message(obx(at="202605"))).added
    assert str(fact.on) == "2026-05"
    bare = message(obx(at="")).replace(b"|||20260529080000", b"")
    assert "no day" in facts(bare).losses[0].why


@pytest.mark.parametrize(("mode", "why"), [("T", "training"), ("D", "debugging")])
def test_a_message_for_training_brings_no_results(mode, why):
    with pytest.raises(InterchangeError, match=why):
        read(message(obx(), mode=mode))


def test_a_visit_message_is_refused_by_its_name():
    with pytest.raises(InterchangeError, match=r"ADT\^A01"):
        read(message(obx()).replace(b"ORU^R01", b"ADT^A01"))


def test_messages_of_two_children_stay_apart_and_those_of_one_come_together():
    other = message(obx("12")).replace(b"K17", b"K18")
    later = message(obx("80", at="20260601")).replace(b"M1", b"M2")
    found = read(message(obx()) + other + later)
    assert [(each.reference, len(each.candidates)) for each in found.children] == [("K17", 2), ("K18", 1)]


def test_every_segment_is_a_fact_a_loss_or_the_frame_of_one():
    found = read(message(obx(), "NTE|1||seen", "SPM|1|||blood"))
    (child,) = found.children
    frame = found.seen["MSH"] + found.seen["PID"] + found.seen["OBR"]
    assert sum(found.seen.values()) == frame + len(child.candidates) + len(child.losses)


def test_declared_signs_and_escapes_are_undone():
    text = message("OBX|1|TX|x||a\\T\\b\\S\\c\\X41\\\\.br\\d||||||F")
    (found,) = messages_of(Content(name="f", data=text))
    assert found.segments[-1].part(5) == "a&b^cA d"
    other = b"MSH#*!\\@#LIS#Lab###2026##ORU*R01#M#P#2.4\rPID#1##K1*x"
    (found,) = messages_of(Content(name="f", data=other))
    assert found.segments[1].part(3) == "K1"


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xff\xfeMSH", b"MSH\x00", b"PID|1\rMSH|^~\\&|", b"MSH|^~\\&|" + b"x" * 2000]
)
def test_hostile_or_broken_files_are_refused(data):
    with pytest.raises(InterchangeError):
        read(data, longest_line=1000)


@given(st.data())
def test_no_damage_to_a_message_does_more_than_refuse_it(data):
    whole = bytearray(message(obx(), "NTE|1||x"))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        first = read(bytes(whole))
    except InterchangeError:
        return
    assert read(bytes(whole)) == first


def pid(number: str, born: str = "20190310", sex: str = "F") -> str:
    return f"PID|1||{number}||Invented^Child||{born}|{sex}"


def lines(*parts: str) -> bytes:
    return "\r".join((MSH.format(mode="P"), *parts, "")).encode()


def test_two_patients_in_one_message_stay_apart():
    found = read(lines(PID, OBR, obx("75"), pid("K18^^^MRN", "20200101", "M"), OBR, obx("9")))
    told = {each.reference: [one.content["value"] for one in each.candidates] for each in found.children}
    assert told == {"K17": [75.0], "K18": [9.0]}


@pytest.mark.parametrize("other", [pid("K17^^^OTHER"), pid("K17^^^MRN", "20110101"), pid("K17^^^MRN", sex="M")])
def test_one_number_of_two_authorities_births_or_sexes_is_two_children(other):
    found = read(message(obx("75")) + lines(other, OBR, obx("9")))
    assert [[one.content["value"] for one in each.candidates] for each in found.children] == [[75.0], [9.0]]


def test_a_number_whose_authority_is_told_once_is_one_child():
    found = read(message(obx("75")) + lines(pid("K17"), OBR, obx("9", at="20260530080000")))
    assert [each.reference for each in found.children] == ["K17"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_correction_in_the_same_file_counts_alone_in_any_order(turned):
    later = message(obx("57", status="C")).replace(b"20260529101500", b"20260529111500")
    parts = [message(obx("75")), later]
    merged = facts(b"".join(reversed(parts) if turned else parts))
    assert [fact.quantity.value for fact in merged.record.active] == [57.0]
    assert any("corrects it" in each.why for each in merged.losses)


@pytest.mark.parametrize("value", ["75", "0"])
def test_a_result_that_the_same_file_takes_back_does_not_count(value):
    assert facts(message(obx(), obx(value, n=2, status="D"))).record.active == ()


def test_two_codes_of_one_result_that_differ_say_nothing():
    both = "OBX|1|NM|777-3^Platelets^LN^718-7^Hemoglobin^LN||75|10*3/uL|||||F|||20260529"
    (child,) = read(message(both)).children
    assert not child.candidates
    assert "different things" in child.losses[0].why


def test_a_number_with_a_second_component_is_not_one_number():
    (child,) = read(message(obx("75^90"))).children
    assert not child.candidates
    assert "more than one number" in child.losses[0].why

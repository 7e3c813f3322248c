"""The lists of foreign codes: what is verified, and that a name beside a code can gainsay it."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given, strategies as st
from tests.unit.interchange.fhir.made import LOINC, OF, SNOMED, UCUM, child, put
from tests.unit.interchange.test_hl7v2 import facts, message

from rosette.interchange.codes import CodeBook, Meaning, code_book
from rosette.interchange.naming import agree, contradict
from rosette.knowledge import load_knowledge

BOOK = code_book(load_knowledge())
DOUBTED = ("snomed", "58776007", "Autologous bone marrow transplant")


def observation(code: str, display: str | None) -> dict:
    coded = {"system": LOINC, "code": code, **({"display": display} if display else {})}
    value = {"value": 1.1, "unit": "mg/dL", "system": UCUM, "code": "mg/dL"}
    return {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "subject": OF,
        "effectiveDateTime": "2026-05-02",
        "code": {"coding": [coded]},
        "valueQuantity": value,
    }


def procedure(display: str | None) -> dict:
    coded = {"system": SNOMED, "code": DOUBTED[1], **({"display": display} if display else {})}
    when = {"performedDateTime": "2026-05-02"}
    return {
        "resourceType": "Procedure",
        "id": "p",
        "status": "completed",
        "subject": OF,
        "code": {"coding": [coded]},
        **when,
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
        ("2160-0", "Kreatinin"),
        ("2160-0", "CREA"),
        ("2160-0", None),
        ("6690-2", "Leukocytes [#/volume] in Blood by Automated count"),
        ("6690-2", "WBC # Bld Auto"),
        ("777-3", "Thrombozyten"),
        ("718-7", "Hgb Bld-mCnc"),
        ("3094-0", "BUN SerPl-mCnc"),
        ("14804-9", "Lactate dehydrogenase [Enzymatic activity/volume] in Serum or Plasma"),
        ("8480-6", "Systolic blood pressure"),
        ("1995-0", "Calcium.ionized [Moles/volume] in Serum or Plasma"),
        ("1968-7", "Bilirubin.direct [Mass/volume] in Serum or Plasma"),
        ("LA11883-8", "Not Detected"),
    ],
)
def test_the_usual_names_of_a_code_are_no_contradiction(code: str, name: str | None):
    assert BOOK.doubt(LOINC, code, name) == ""


@pytest.mark.parametrize(
    ("system", "code", "name"),
    [
        ("loinc", "2160-0", "Ferritin"),
        ("loinc", "1968-7", "Bilirubin.indirect [Mass/volume] in Serum or Plasma"),
        ("loinc", "1975-2", "Bilirubin.direct [Mass/volume] in Serum or Plasma"),
        ("loinc", "1742-6", "Aspartate aminotransferase"),
        ("loinc", "8480-6", "Diastolic blood pressure"),
        ("loinc", "2601-3", "Phosphate"),
        ("loinc", "11146-8", "Vanillylmandelate/Creatinine [Mass Ratio] in Urine"),
        ("loinc", "LA11882-0", "Not detected"),
        ("snomed", "409724008", "International neuroblastoma staging system stage 3 (finding)"),
        ("snomed", "709115004", "Transplantation of allogeneic hematopoietic stem cell (procedure)"),
        ("snomed", "38341003", "No hypertension"),
        ("ncit", "C133428", "INRG Stage L2"),
        ("hgnc", "HGNC:7559", "ALK"),
    ],
)
def test_a_name_that_means_something_else_takes_the_code_out(system: str, code: str, name: str):
    assert BOOK.doubt(system, code, name).startswith("code and name contradict each other")
    assert BOOK.meaning(system, code, name) is None


@given(st.text(max_size=40))
def test_any_name_beside_a_code_gives_its_meaning_or_a_doubt(name: str):
    assert (BOOK.meaning("loinc", "2160-0", name) is None) == bool(BOOK.doubt("loinc", "2160-0", name))


def test_every_listed_name_is_its_own_proof():
    wrong = [key for key, each in BOOK.meanings.items() if each.doubt(key[1], each.name)]
    assert wrong == []


def test_names_agree_but_for_case_punctuation_plural_and_the_tag():
    assert agree("Bone-marrow TRANSPLANTS (procedure)", ["bone marrow transplant"])
    assert not agree("Bone marrow", ["bone marrow transplant"])
    assert not agree("", [""])


def test_an_answer_is_compared_by_yes_and_no_only():
    assert not contradict("Positive", ["Present"], answer=True)
    assert contradict("Negative", ["Present"], answer=True)


def test_an_unverified_code_counts_only_under_its_own_name():
    system, code, name = DOUBTED
    assert BOOK.meanings[system, code].verified is False
    assert BOOK.meaning(system, code) is None
    assert BOOK.meaning(system, code, "Allogeneic bone marrow transplant") is None
    assert BOOK.meaning(system, code, f"{name.upper()} (procedure)").kind == "transplant"


def test_an_unverified_code_is_never_written():
    known = Meaning(kind="gene", content={"gene": "MYCN"}, name="MYCN")
    book = CodeBook(meanings={("hgnc", "HGNC:7559"): known}, systems={}, addresses={})
    doubted = evolve(book, meanings={("hgnc", "HGNC:7559"): evolve(known, verified=False)})
    assert book.codes_for("gene", {"gene": "MYCN"}) == (("hgnc", "HGNC:7559", "MYCN"),)
    assert doubted.codes_for("gene", {"gene": "MYCN"}) == ()


def test_fhir_tells_a_code_whose_name_contradicts_it_and_makes_no_fact():
    found = child(observation("2160-0", "Ferritin [Mass/volume] in Serum or Plasma"))
    assert found.candidates == ()
    (told,) = [each for each in found.losses if "contradict each other" in each.why]
    assert told.grade == "refused"
    assert '"creatinine" here and "Ferritin' in told.why


def test_fhir_takes_the_code_under_its_own_name_or_none():
    for display in ("Creatinine [Mass/volume] in Serum or Plasma", None):
        (candidate,) = child(observation("2160-0", display)).candidates
        assert candidate.content["code"] == "creatinine"


def test_fhir_takes_an_unverified_code_only_with_its_name():
    assert put(procedure("Autologous bone marrow transplant (procedure)")).facts
    for display in (None, "Allogeneic bone marrow transplant"):
        found = child(procedure(display))
        assert found.candidates == ()
        assert any("on an unverified list and its name differs" in each.why for each in found.losses)


def test_a_laboratory_message_with_the_wrong_name_makes_no_fact():
    line = "OBX|1|NM|2160-0^Ferritin^LN||75|mg/dL^^UCUM||||||F|||20260529080000"
    merged = facts(message(line))
    assert merged.added == ()
    assert any("contradict each other" in each.why for each in merged.losses)


@pytest.mark.parametrize("code", ["14682-9", "1971-1", "2000-8", "753-4", "26511-6", "2161-8", "14749-6"])
def test_neighbours_of_another_property_specimen_or_part_are_not_on_the_lists(code: str):
    """Creatinine in moles, indirect bilirubin, calcium in moles, manual and relative neutrophils, urine creatinine."""
    assert BOOK.meaning("loinc", code, None) is None

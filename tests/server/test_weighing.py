"""Options weighed, in sequence and molecular, on pages of the team: never on a page of the family."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from rosette.knowledge import load_knowledge
from rosette.medicines.ranking import criteria_of

PAGES = ("options/weighed/", "options/weighed.pdf", "options/sequences/", "molecular/")


def own(**points: int) -> dict[str, str]:
    """An address as the sliders make it."""
    rows = criteria_of(load_knowledge())
    query = {"weights": "own", **{f"range-{each.id}": f"{each.worst:g} {each.best:g}" for each in rows}}
    return {**query, **{each.id: str(points.get(each.id, 0)) for each in rows}}


@pytest.fixture
def base(child: Any) -> str:
    return f"/children/{child.public_id}/"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("word", ["parent", "young", "survivor"])
def test_a_family_has_none_of_these_pages(signed_in: Callable[..., Client], base: str, word: str, path: str) -> None:
    assert signed_in(word).get(base + path).status_code == 404


def test_the_weighed_page_says_reading_gaps_ranks_effects_and_comfort(
    signed_in: Callable[..., Client], base: str
) -> None:
    page = signed_in("doctor").get(base + "options/weighed/").content.decode()
    for words in (
        "no line of it is a recommendation",
        "all weightings",
        "100,000 draws",
        "No evidence loaded at all",
        "stored unverified, not used: lorl-response",
        "care for comfort and time at home",
        "49 of 103 children",
        "Not ranked, and why",
    ):
        assert words in page, words
    assert page.count("<svg") == 1
    assert 'type="range"' in page


def test_the_sliders_change_the_weights_without_script(signed_in: Callable[..., Client], base: str) -> None:
    client = signed_in("doctor")
    page = client.get(base + "options/weighed/", own(response=100, doors=50)).content.decode()
    assert "the weights that this page stated" in page
    assert 'name="response" min="0" max="100" step="5" value="100"' in page
    by_days, by_response = (
        client.get(base + "options/weighed/", own(**{name: 100})).content.decode()
        for name in ("contact_days", "response")
    )
    assert first_share(by_days, "lorlatinib") > 50 > first_share(by_response, "lorlatinib")


def first_share(page: str, option: str) -> int:
    found = re.search(rf'<th scope="row">{option}</th><td data-label="First">(\d+)%', page)
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"range-response": "0 0.9"}, "Ask the family again"),
        ({"range-response": ""}, "the range over which the points were given"),
        ({"response": "1000"}, "whole points from 0 to 100"),
        ({"response": "<script>"}, "whole points from 0 to 100"),
        ({"response": "0", "doors": "0"}, "points for one at least"),
    ],
)
def test_weights_that_cannot_be_used_are_told_and_not_used(
    signed_in: Callable[..., Client], base: str, change: dict[str, str], words: str
) -> None:
    answer = signed_in("doctor").get(base + "options/weighed/", {**own(response=100), **change})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "all weightings are shown" in page
    assert "<script>" not in page.split("<main", 1)[1]


def test_the_page_to_take_along_is_the_same_object_and_names_the_child_by_number_only(
    signed_in: Callable[..., Client], base: str, child: Any
) -> None:
    answer = signed_in("doctor").get(base + "options/weighed.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert child.number in text
    assert child.name not in text
    for words in ("first under", "100,000 draws", "no line of it is a recommendation", "Always open"):
        assert words in text, words


def test_the_sequences_page_says_reasons_assumptions_and_doors(signed_in: Callable[..., Client], base: str) -> None:
    page = signed_in("doctor").get(base + "options/sequences/").content.decode()
    for words in (
        "Never one answer",
        "later lines do worse",
        "most days at home",
        "Shuts for ever",
        "Care for comfort",
    ):
        assert words in page, words
    assert page.count("<svg") == 1


def test_the_molecular_page_keeps_three_answers_apart(signed_in: Callable[..., Client], base: str) -> None:
    page = signed_in("doctor").get(base + "molecular/").content.decode()
    for words in (
        "F1174L",
        "responses in children with this allele",
        "no evidence loaded",
        "not tested",
        "Order an assay",
    ):
        assert words in page, words


class TestPipeline:
    FILE = Path("examples/pipeline/demo.toml")

    def post(self, client: Client, raw: bytes) -> Any:
        return client.post("/office/pipeline/", {"file": SimpleUploadedFile("candidates.toml", raw)})

    def test_the_choice_the_unmet_and_the_gaps_are_shown(self, signed_in: Callable[..., Client]) -> None:
        page = self.post(signed_in("doctor"), self.FILE.read_bytes()).content.decode()
        for words in (
            "no set that fits meets more",
            "Invented ALK degrader",
            "not tested",
            "never zero",
            "would have an option more",
        ):
            assert words in page, words
        assert "Ada" not in page

    def test_a_file_with_faults_lists_them_all(self, signed_in: Callable[..., Client]) -> None:
        raw = self.FILE.read_text().replace('fda = "relevant"', 'fda = "maybe"').replace("cost = 2.0", "cost = -2")
        answer = self.post(signed_in("doctor"), raw.encode())
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "maybe" in page
        assert "a number of 0 or more" in page

    @pytest.mark.parametrize("raw", [b"\xff\xfe", b"slots = [", b"x" * 1_000_001, b"slots = 1\nbudget = 1\n"])
    def test_what_is_no_pipeline_file_is_told(self, signed_in: Callable[..., Client], raw: bytes) -> None:
        assert self.post(signed_in("doctor"), raw).status_code == 400

    def test_a_family_has_no_pipeline(self, signed_in: Callable[..., Client]) -> None:
        assert signed_in("parent").get("/office/pipeline/").status_code == 404

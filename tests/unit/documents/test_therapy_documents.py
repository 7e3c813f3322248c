"""The drawn body, the curve, the series, worksheets and the leaflet: drawings say what their tables say."""

from __future__ import annotations

import io
from datetime import date, datetime
from xml.etree import ElementTree as Xml

import attrs
import pypdf
import pytest
from tests.support.command import CHILDREN
from tests.support.mibg import EXAMPLES, SITE, W5

from rosette.documents.drawings import (
    body_svg,
    body_table,
    retention_svg,
    retention_table,
    series_svg,
    series_table,
    styled,
)
from rosette.documents.drawings.body import REGIONS
from rosette.documents.leaflets import leaflet_of, leaflet_pdf
from rosette.documents.worksheets import SignedLine, dose_pdf, plan_pdf
from rosette.kernel import Activity, ActivityPerMass, BodyMass, NotComputable, UsageError
from rosette.knowledge import ScoreSegment, load_knowledge
from rosette.mibg import mibg_plan
from rosette.mibg.files import read_rates
from rosette.mibg.home import going_home
from rosette.mibg.working import dose_of
from rosette.records import load_record
from rosette.response import series_of
from rosette.texts import long_sentences, reading_grade, spanish_ease

KNOWLEDGE = load_knowledge()
SVG = "{http://www.w3.org/2000/svg}"
POINTS = dict.fromkeys(
    ["head", "thoracic_spine", "chest", "lumbar_spine", "pelvis", "upper_arms", "lower_arms", "femurs", "lower_legs"], 0
) | {"pelvis": 2, "soft_tissue": 3}


def dosed(counts=W5):
    return dose_of(counts, site=SITE, knowledge=KNOWLEDGE, activity=Activity(8880), mass=BodyMass(20), draws=200)


def home():
    return going_home(
        read_rates(EXAMPLES / "rates.csv"),
        site=SITE,
        knowledge=KNOWLEDGE,
        ended=datetime(2026, 6, 15, 11, 30),
        age_years=3,
    )


# --- the drawn body ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", ["curie", "siopen"])
def test_every_segment_has_its_place_on_the_body_and_no_place_two_segments(scale: str) -> None:
    regions = [region for row in KNOWLEDGE.table(ScoreSegment).values() if row.scale == scale for region in row.regions]
    assert len(regions) == len(set(regions))
    assert set(regions) <= set(REGIONS)
    assert set(REGIONS) - set(regions) == (set() if scale == "curie" else {"soft_tissue"})


def test_every_region_is_a_link_with_its_points_in_words_and_as_a_number() -> None:
    root = Xml.fromstring(body_svg(POINTS, "curie", KNOWLEDGE))
    links = root.findall(f"{SVG}a")
    assert len(links) == len(REGIONS)
    assert {link.get("aria-label") for link in links} >= {
        "pelvis: 2 points",
        "soft tissue: 3 points",
        "thighs: 0 points",
    }
    assert {link.find(f"{SVG}text").text for link in links} == {"0", "2", "3"}
    assert root.get("role") == "group"


def test_a_segment_that_is_not_scored_is_a_question_mark_and_never_a_zero() -> None:
    root = Xml.fromstring(body_svg({"pelvis": 2}, "curie", KNOWLEDGE))
    shown = [link.find(f"{SVG}text").text for link in root.findall(f"{SVG}a")]
    assert shown.count("?") == len(REGIONS) - 1
    rows = body_table({"pelvis": 2}, "curie", KNOWLEDGE)
    assert [row for row in rows if row[1] != "—"] == [("pelvis", "2", "more than one site")]
    assert sum(row[2] == "not scored" for row in rows) == 9


def test_the_number_of_a_region_is_not_hidden_by_what_lies_over_it() -> None:
    spine = REGIONS["upper_spine"]
    for name in ("chest", "soft_tissue"):
        region = REGIONS[name]
        assert region.x + region.width * region.number < spine.x - 5


# --- curves and series -------------------------------------------------------------------------------------


def test_the_curve_shows_every_reading_and_breaks_after_the_last() -> None:
    found = dosed()
    hours, shares = list(found.retention.hours), list(found.retention.share)
    svg = retention_svg(hours, shares, found.curve, marks=(("limit", 0.1),))
    root = Xml.fromstring(svg)
    assert len(root.findall(f"{SVG}circle")) == len(hours)
    assert [line.get("class") for line in root.findall(f"{SVG}polyline")] == ["rz-line", "rz-line rz-line--tail"]
    assert retention_table(hours, shares, found.curve)[0] == ("0.25", "1", "1")
    assert "<script" not in svg
    assert " style=" not in svg


def test_a_drawing_for_a_pdf_brings_its_own_colours() -> None:
    found = styled("<svg><rect/></svg>")
    assert found.startswith("<svg><style>")
    assert found.endswith("</style><rect/></svg>")


def test_the_series_has_a_strip_for_what_was_measured_alone() -> None:
    record = load_record(CHILDREN / "demo-16.json")
    days = series_of(record, on=date(2026, 6, 1), knowledge=KNOWLEDGE)
    svg = series_svg(days, since=date(2025, 9, 22))
    assert svg.count('class="rz-rule"') == 4
    assert series_svg([attrs.evolve(day, siopen=None) for day in days]).count('class="rz-rule"') == 3
    assert series_svg([]) == ""
    assert len(series_table(days)) == len(days)


# --- worksheets --------------------------------------------------------------------------------------------


def text_of(raw: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages).split())


def test_a_dose_is_printed_with_its_warnings_first_and_every_way() -> None:
    bad = (*W5[:5], attrs.evolve(W5[5], anterior=2200, posterior=2000))
    text = text_of(dose_pdf(dosed(bad), on="2026-06-01"))
    assert text.index("Counts rise from 72 h to 96 h") < text.index("standard uncertainty")
    assert "readings joined; then physical decay only" in text
    assert "checked by a second person" in text


def test_names_under_a_worksheet_are_printed_and_equal_sheets_have_equal_bytes() -> None:
    signed = tuple(SignedLine(name=name, role="physicist", meaning="agree", at="today") for name in ("A B", "C D"))
    one, two = (dose_pdf(dosed(), on="2026-06-01", child="RZ-1", signed=signed) for _ in range(2))
    assert one == two
    assert "C D physicist agree today" in text_of(one)
    record = load_record(CHILDREN / "demo-02.json")
    plan = mibg_plan(
        record, level=ActivityPerMass.from_mci_per_kg(18), infusion=date(2026, 6, 15), on=date(2026, 6, 1), site=SITE,
        knowledge=KNOWLEDGE,
    )  # fmt: skip
    text = text_of(plan_pdf(plan, signed=signed))
    for words in ("666 MBq/kg (18 mCi/kg)", "stored cells", "iodide begins", "Invented physician", "A B"):
        assert words in text, words


# --- the leaflet -------------------------------------------------------------------------------------------


def test_the_english_leaflet_is_for_grade_six_and_the_spanish_one_as_easy() -> None:
    english, spanish = (leaflet_of(home(), language=language) for language in ("en", "es"))
    assert reading_grade(english.text, without=("neuroblastoma",)) <= 6
    assert spanish_ease(spanish.text) >= 70
    assert len(english.sections) == len(spanish.sections)
    assert [len(each.lines) for each in english.sections] == [len(each.lines) for each in spanish.sections]
    assert not long_sentences(english.text)


def test_the_leaflet_has_this_child_s_days_and_no_advice_on_treatment() -> None:
    found = leaflet_of(home(), language="en", phone="555-0100")
    assert "June 17, 2026, 09:00" in found.lede
    assert "until the end of June 20, 2026" in found.lede
    assert "555-0100" in found.call
    assert "does not tell you which care is best" in found.kept
    assert any("School or day care: from" in line for each in found.sections for line in each.lines)
    assert "17 de junio de 2026" in leaflet_of(home(), language="es").lede


def test_without_the_clock_or_in_another_language_there_is_no_leaflet() -> None:
    with pytest.raises(UsageError, match="en, es"):
        leaflet_of(home(), language="fr")
    unknown = going_home(read_rates(EXAMPLES / "rates.csv"), site=SITE, knowledge=KNOWLEDGE)
    with pytest.raises(NotComputable, match="end of the infusion"):
        leaflet_of(unknown)


def test_the_leaflet_is_printed_large_and_alike() -> None:
    one, two = (leaflet_pdf(home(), language="es") for _ in range(2))
    assert one == two
    assert len(pypdf.PdfReader(io.BytesIO(one)).pages) == 1

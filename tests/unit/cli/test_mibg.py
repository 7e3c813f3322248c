"""What `rosette mibg` and `rosette response` refuse, and what they write."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from tests.support.command import CHILD, CHILDREN, ON, rosette
from tests.unit.cli.samples import GIVEN, MIBG, SITE

COUNTS = (MIBG / "counts.csv").read_text(encoding="utf-8")


def dose(path: Path | str, *more: object):
    return rosette("mibg", "dose", path, *SITE, *GIVEN, "--draws", "200", *more)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("72,1900,1750", "72,480,1750", 4, "72 h: anterior 480 is not above its background 500"),
        ("48,3000,2750", "24,3000,2750", 4, "24 h: two readings at one time"),
        ("96,1350,1260", "96,x,1260", 3, "line 7, anterior"),
    ],
)
def test_counts_from_which_nothing_can_be_computed(tmp_path: Path, old: str, new: str, code: int, said: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS.replace(old, new), encoding="utf-8")
    run = dose(path, "--pdf", tmp_path / "never.pdf")
    assert (run.code, run.out) == (code, "")
    assert said in run.err
    assert not (tmp_path / "never.pdf").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("96,1350,1260", "96,2200,2000", "Counts rise from 72 h to 96 h"),
        ("24,6100,5500", "24,5500,6100", "At 24 h front and back look exchanged"),
        ("72,1900,1750,500,480,yes\n96,1350,1260,500,480,yes\n", "", "The fit is bad"),
    ],
)
def test_a_number_never_stands_without_its_warning(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS.replace(old, new), encoding="utf-8")
    run = dose(path)
    assert run.code == 0
    before, _, _ = run.out.partition(" Gy\n")
    assert said in " ".join(before.split())
    assert any(said in each for each in dose(path, "--json").data["warnings"])
    pdf = tmp_path / "sheet.pdf"
    dose(path, "--pdf", pdf)
    assert said in " ".join(pypdf.PdfReader(pdf).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["--activity", "8880", "--mass", "20 kg"], 3, "has no unit"),
        (["--activity", "240 mCi", "--mass", "20"], 3, "has no unit"),
        (["--activity", "240 mCi", "--mass", "44 cm"], 3, "cm"),
        (["--activity", "240 mCi", "--mass", "20000 g"], 0, ""),
        (["--activity", "240 mCi", "--mass", "120 kg"], 4, "outside 5 to 100 kg"),
        (["--activity", "-240 mCi", "--mass", "20 kg"], 2, "below zero"),
    ],
)
def test_a_quantity_needs_its_unit(given: list[str], code: int, said: str) -> None:
    run = rosette("mibg", "dose", MIBG / "counts.csv", *SITE, *given, "--draws", "200")
    assert run.code == code
    assert said in run.err


def test_a_site_file_is_asked_for_and_must_be_valid(tmp_path: Path) -> None:
    assert rosette("mibg", "dose", MIBG / "counts.csv", *GIVEN).code == 2
    late = rosette("mibg", "dose", MIBG / "counts.csv", "--site", MIBG / "site.toml", *GIVEN, "--on", "2027-06-01")
    assert (late.code, "valid until 2027-05-01" in late.err) == (2, True)
    broken = tmp_path / "site.toml"
    text = (MIBG / "site.toml").read_text(encoding="utf-8")
    broken.write_text(text.replace('maximum = "44400 MBq"', ""), encoding="utf-8")
    run = rosette(
        "mibg", "plan", CHILD, "--site", broken, "--level", "18 mCi/kg", "--infusion", "2026-06-15", "--on", ON
    )
    assert (run.code, "No default is taken" in run.err) == (3, True)


def test_an_unsure_remainder_stops_the_second_activity() -> None:
    run = rosette("mibg", "second", *SITE, *GIVEN, "--dose", "3.5 Gy", "--sd", "0.35 Gy", "--mass-then", "20 kg")
    assert (run.code, run.out) == (4, "")
    assert "less than 2 times the uncertainty" in run.err


def test_worksheets_and_leaflets_are_written_and_equal_calls_give_equal_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    assert dose(MIBG / "counts.csv", "--pdf", one, "--csv", tmp_path / "curve.csv").code == 0
    assert dose(MIBG / "counts.csv", "--pdf", two).code == 0
    assert one.read_bytes() == two.read_bytes()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(one).pages)
    assert "1.715 Gy" in text
    assert "Invented physicist" in text
    assert (tmp_path / "curve.csv").read_text(encoding="utf-8").startswith("hours,geometric_mean")
    plan = tmp_path / "plan.pdf"
    run = rosette("mibg", "plan", CHILD, *SITE, "--level", "18 mCi/kg", "--infusion", "2026-06-15", "--pdf", plan)
    assert run.code == 0
    assert "Stored cells" in "".join(pypdf.PdfReader(plan).pages[0].extract_text()).capitalize() or plan.exists()
    release = ["mibg", "release", MIBG / "rates.csv", *SITE, "--ended", "2026-06-15T11:30"]
    leaflet = tmp_path / "leaflet.pdf"
    assert rosette(*release, "--leaflet", leaflet, "--language", "es").code == 0
    assert "17 de junio de 2026" in pypdf.PdfReader(leaflet).pages[0].extract_text()
    assert rosette(*release, "--leaflet", leaflet, "--language", "fr").code == 2
    assert rosette("mibg", "release", MIBG / "rates.csv", *SITE, "--leaflet", leaflet).code == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["assess", CHILDREN / "demo-16.json", "--rules", "NANT_v2_0"], 4, "named and not shipped"),
        (["assess", CHILDREN / "demo-16.json", "--rules", "INRC"], 2, "INRC2017"),
        (["siopen", CHILDREN / "demo-16.json"], 4, "no MIBG scan is scored by segment (siopen)"),
        (["grade", "anc", "1.6 10*3/uL"], 4, "grade 0 or 1"),
        (["grade", "anc", "300"], 3, "has no unit"),
        (["grade", "ank", "300 /uL"], 2, "did you mean"),
        (["stage", CHILDREN / "demo-16.json", "--11q", "maybe"], 2, "yes or no"),
    ],
)
def test_what_response_refuses(words: list[object], code: int, said: str) -> None:
    day = ["--on", ON] if words[0] in ("assess", "siopen") else []
    run = rosette("response", *words, *day)
    assert (run.code, run.out) == (code, "")
    assert said in run.err


def test_a_lesion_is_a_lower_bound() -> None:
    run = dose(MIBG / "counts.csv", "--lesion", "20 g, 12.19 MBq, 60 h")
    assert "5.84 Gy from electrons alone, a lower bound" in " ".join(run.out.split())
    assert dose(MIBG / "counts.csv", "--lesion", "20 g, 12 MBq").code == 3
    assert dose(MIBG / "counts.csv", "--lesion", "20 g, 12 mg, 60 h").code == 3

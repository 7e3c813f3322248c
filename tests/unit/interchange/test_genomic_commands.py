"""rosette record import and export with files of variants, phenopackets and studies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.command import CHILD, rosette
from tests.unit.interchange.test_variants import PANEL, row, vcf

NEW = ("--new", "example", "--birth", "2019-03-10", "--at", "2026-06-01", "--json")


def given(tmp_path: Path) -> tuple[Path, Path]:
    calls, panel = tmp_path / "calls.vcf", tmp_path / "panel.txt"
    calls.write_text(vcf(row(call="GT:AD 0/1:70,30 0/0:50,0"), samples="A\tB"), encoding="utf-8")
    panel.write_text(PANEL, encoding="utf-8")
    return calls, panel


def test_variants_take_the_day_the_samples_and_the_panel_from_the_call(tmp_path: Path):
    calls, panel = given(tmp_path)
    more = ("--specimen", "2026-05-01", "--assay", "panel", "--tumour", "A", "--germline", "B", "--panel", panel)
    run = rosette("record", "import", calls, *NEW, *more)
    assert run.code == 0, run.err
    (fact,) = json.loads(run.out)["files"][0]["added"]
    assert (fact["on"], fact["assay"], fact["findings"][0]["origin"]) == ("2026-05-01", "panel", "somatic")
    assert fact["covers"]["PHOX2B"] == ["mutation"]


def test_a_day_that_is_none_and_a_sample_that_is_not_there_are_wrong_calls(tmp_path: Path):
    calls, _ = given(tmp_path)
    assert rosette("record", "import", calls, *NEW, "--specimen", "yesterday").code == 2
    assert rosette("record", "import", calls, *NEW, "--specimen", "2026-05-01", "--tumour", "C").code == 2


@pytest.mark.parametrize("form", ["phenopacket", "cbioportal"])
def test_a_record_is_written_read_back_and_told_what_it_lost(tmp_path: Path, form: str):
    target = tmp_path / "out"
    run = rosette("record", "export", CHILD, "--as", form, "--out", target, "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["lost"]
    back = rosette("record", "import", target, *NEW[:-1], "--preview", "--json")
    assert back.code == 0, back.err
    assert json.loads(back.out)["files"][0]["added"]

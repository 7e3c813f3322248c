"""Names of variants read as the package hgvs 1.5.7 reads them, and the forms that a report may use."""

import pytest
from tests.published.hgvs_reading import READINGS

from rosette.molecular import parse_variant

ROWS = [line.split("\t") for line in READINGS.strip("\n").splitlines()]


def test_the_table_holds_267_names() -> None:
    assert sum(int(row[0]) for row in ROWS) == 267
    assert len(ROWS) == 115


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_read_as_the_package_reads_it(row: list[str]) -> None:
    _, name, coordinates, place, kind, written = row
    found = parse_variant(name)
    assert (found.sequence, found.coordinates, found.place) == (name.partition(":")[0], coordinates, place)
    assert (found.kind, str(found)) == (kind, written)


@pytest.mark.parametrize(
    ("name", "written", "short", "kind"),
    [
        ("F1174L", "p.Phe1174Leu", "F1174L", "substitution"),
        ("p.F1174L", "p.Phe1174Leu", "F1174L", "substitution"),
        ("p.(Phe1174Leu)", "p.(Phe1174Leu)", "F1174L", "substitution"),
        ("NP_004295.2:p.(Phe1174Leu)", "NP_004295.2:p.(Phe1174Leu)", "F1174L", "substitution"),
        ("p.W469*", "p.Trp469Ter", "W469*", "substitution"),
        ("p.E517Rfs*39", "p.Glu517ArgfsTer39", "E517Rfs*39", "frameshift"),
        ("p.(Gly10fs)", "p.(Gly10fs)", "G10fs", "frameshift"),
        ("p.Lys23_Val25del", "p.Lys23_Val25del", "K23_V25del", "deletion"),
        ("p.Lys23dup", "p.Lys23dup", "K23dup", "duplication"),
        ("p.Lys23_Leu24insArgSer", "p.Lys23_Leu24insArgSer", "K23_L24insRS", "insertion"),
        ("p.Cys28delinsTrpVal", "p.Cys28delinsTrpVal", "C28delinsWV", "delins"),
        ("p.Ter110GlnextTer17", "p.Ter110GlnextTer17", "*110Qext*17", "extension"),
        ("p.Met1ext-5", "p.Met1ext-5", "M1ext-5", "extension"),
        ("p.(=)", "p.(=)", "=", "identity"),
        ("p.Phe1174=", "p.Phe1174=", "F1174=", "identity"),
        ("p.?", "p.?", "?", "unknown"),
        ("p.0", "p.0", "0", "no protein"),
        ("c.3522C>A", "c.3522C>A", "c.3522C>A", "substitution"),
        ("c.88+1G>T", "c.88+1G>T", "c.88+1G>T", "substitution"),
        ("c.-14G>C", "c.-14G>C", "c.-14G>C", "substitution"),
        ("c.*32G>A", "c.*32G>A", "c.*32G>A", "substitution"),
        ("c.10_12dup", "c.10_12dup", "c.10_12dup", "duplication"),
        ("c.10_11insAGT", "c.10_11insAGT", "c.10_11insAGT", "insertion"),
        ("c.10delinsT", "c.10delinsT", "c.10delinsT", "delins"),
        ("c.76_83inv", "c.76_83inv", "c.76_83inv", "inversion"),
    ],
)
def test_forms(name: str, written: str, short: str, kind: str) -> None:
    found = parse_variant(name)
    assert (str(found), found.short, found.kind) == (written, short, kind)

"""`rosette options --sequence --weights FILE`: ranked, sequenced, explained; and weights that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.command import CHILD, ON, ROOT, rosette

WEIGHTS = ROOT / "examples" / "weights" / "invented-family.toml"
CALL = ("options", CHILD, "--sequence", "--on", ON, "--draws", "2000", "--depth", "2")


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, two, other = (rosette(*CALL, "--weights", WEIGHTS, "--seed", seed, "--json").out for seed in (5, 5, 6))
    assert one == two != other


def test_seed_draws_and_weights_stand_in_the_result() -> None:
    data = rosette(*CALL, "--weights", WEIGHTS, "--seed", 5, "--json").data
    for form in ("additive", "product"):
        found = data["weighing"][form]
        assert (found["seed"], found["draws"], found["form"]) == (5, 2000, form)
        assert found["weights"] == "the weights that an invented family stated"
    assert data["sequences"]["depth"] == 2


def test_ranked_options_have_their_rank_and_comfort_has_none() -> None:
    data = rosette(*CALL, "--json").data
    ranks = {each["id"]: each["rank"] for each in data["options"]}
    assert 1 in ranks.values()
    assert ranks["comfort-care/comfort-care"] is None
    assert ranks["lorlatinib-compassionate/lorlatinib"] == ranks["NCT03107988/b1"]


def test_it_is_printed_with_reasons_gaps_and_doors() -> None:
    run = rosette(*CALL)
    assert run.code == 0
    words = " ".join(run.out.split())
    for told in (
        "SEQUENCES",
        "WHAT EACH FIRST STEP DOES",
        "READING",
        "NOT LOADED",
        "EFFECTS TABLE",
        "most days at home",
    ):
        assert told in words, told


def test_a_range_edited_after_the_weights_voids_them(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(WEIGHTS.read_text().replace("response = [0, 0.60]", "response = [0, 0.90]"))
    run = rosette(*CALL, "--weights", path)
    assert run.code == 3
    assert run.out == ""
    assert "WeightsVoid" in run.err
    assert "Ask the family again" in run.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("options", CHILD, "--weights", WEIGHTS), 2, "give --sequence"),
        (("medicines", "show", "mibgg"), 2, 'did you mean "mibg"'),
        (("medicines", "rank", CHILD, "--weights", ROOT / "none.toml"), 3, "cannot be read"),
        (("medicines", "pipeline", ROOT / "none.toml"), 3, "cannot be read"),
        (("medicines", "learn", ROOT / "none.csv"), 3, "cannot be read"),
        (("molecular", "annotate", CHILD, "--code", "F1174L"), 2, "write"),
        (("molecular", "annotate", CHILD, "--code", "ALK F1174L=XX9"), 3, "is not a code"),
        (("molecular", "annotate", CHILD, "--civic", ROOT / "none.tsv"), 3, "No such file"),
        (("molecular", "annotate", CHILD, "--oncokb", ROOT / "pyproject.toml"), 3, "no gene, change or level"),
    ],
)
def test_what_cannot_be_used_is_refused(words: tuple[object, ...], code: int, said: str) -> None:
    run = rosette(*words)
    assert run.code == code, run.err
    assert said in run.err
    assert "Traceback" not in run.err

"""Decision tables as protocols print them."""

import pytest
from tests.support.command import ROOT

from rosette.designs.late import tite_boin
from rosette.designs.spec import load_specification
from rosette.designs.steps import rolling_six
from rosette.designs.tables import table_of
from rosette.kernel import NotComputable

DESIGNS = ROOT / "examples" / "designs"


def placed(variant):
    rows = table_of(rolling_six(doses=3, variant=variant)).rows
    return {tuple(row[key] for key in ("enrolled", "toxicities", "without", "observed")): row["then"] for row in rows}


# enrolled, toxicities, without, under observation; what follows
@pytest.mark.parametrize(
    ("place", "then"),
    [
        ((2, 1, 1, 0), "same"), ((2, 2, 0, 0), "down"), ((3, 0, 3, 0), "up"), ((3, 0, 2, 1), "same"),
        ((3, 1, 2, 0), "same"), ((4, 0, 4, 0), "up"), ((4, 0, 3, 1), "same"), ((4, 2, 0, 2), "down"),
        ((5, 1, 4, 0), "same"), ((5, 0, 5, 0), "up"), ((6, 0, 4, 2), "wait"), ((6, 1, 4, 1), "wait"),
        ((6, 0, 5, 1), "up"), ((6, 1, 5, 0), "up"), ((6, 2, 4, 0), "down"), ((6, 2, 0, 4), "down"),
    ],
)  # fmt: skip
def test_the_table_of_rolling_six_is_the_one_of_its_protocols(place, then):
    assert placed("cog")[place] == then


def test_the_codings_of_rolling_six_differ_in_four_places():
    one, other = placed("cog"), placed("r6-pkg")
    assert {place for place in one if one[place] != other[place]} == {
        (4, 0, 3, 1), (5, 0, 4, 1), (5, 0, 3, 2), (6, 0, 5, 1),
    }  # fmt: skip


# Published for a target of .20: children, toxicities, under observation; always, down to, up from
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ((9, 1, 3), (None, None, 0.77)), ((9, 1, 4), (None, None, 2.15)), ((9, 2, 1), (None, 0.52, None)),
        ((9, 2, 2), (None, 1.59, None)), ((3, 0, 2), ("wait", None, None)), ((6, 0, 4), ("wait", None, None)),
        ((3, 1, 1), ("down", None, None)), ((6, 1, 3), ("same", None, None)),
    ],
)  # fmt: skip
def test_the_table_of_tite_boin_is_the_published_one(place, told):
    rows = table_of(tite_boin(target=0.2, doses=3, most=12)).rows
    found = next(row for row in rows if (row["children"], row["toxicities"], row["observed"]) == place)
    assert (found["always"], found["down_to"], found["up_from"]) == told


def test_ranks_letters_and_boundaries_are_told_for_the_designs_that_have_them():
    ranks = {tuple(row.values())[:3]: row["rank"] for row in table_of(design("boin12")).rows}
    assert ranks[3, 0, 3] > ranks[3, 0, 2] > ranks[3, 1, 2] > ranks[3, 2, 2]
    assert ranks[3, 3, 3] == "out"
    letters = table_of(design("crm")).rows
    assert (letters[0]["3"], letters[2]["2"], letters[1]["1"]) == ("E", "D", "S")
    assert table_of(design("backfill")).rows == table_of(design("boin")).rows


@pytest.mark.parametrize("name", ["efftox", "boin-grid"])
def test_no_table_is_made_up_for_a_design_that_has_none(name):
    with pytest.raises(NotComputable, match="do not say the dose"):
        table_of(design(name))


def design(name):
    return load_specification(DESIGNS / f"{name}.toml").design

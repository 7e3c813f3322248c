"""Names that are refused, each with its reason, and laws of those that are read."""

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import BadInput
from rosette.molecular import Residue, Variant, parse_variant
from rosette.molecular.variants import NAMES

ACIDS = st.sampled_from("ACDEFGHIKLMNPQRSTVWY")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("c.(?_-245)_(31+1_32-1)del", "not exact"),
        ("c.[10A>G;12C>T]", "several changes"),
        ("r.10a>g", "not a change of DNA"),
        ("ALK mutation", "not a change"),
        ("p.Phx1174Leu", "not a name"),
        ("c.12_10del", "last place is before its first"),
        ("p.Lys23_Leu26insArg", "not between two neighbours"),
        ("", "not a change"),
    ],
)
def test_a_name_that_cannot_be_read_is_refused_with_its_reason(name: str, why: str) -> None:
    with pytest.raises(BadInput) as fault:
        parse_variant(name, path="molecular-01, hgvs_p")
    (problem,) = fault.value.problems
    assert problem.path == "molecular-01, hgvs_p"
    assert why in problem.sentence()
    assert "F1174L" in problem.wanted


@given(old=ACIDS, new=ACIDS, number=st.integers(1, 9999))
def test_one_letter_and_three_letters_are_one_change(old: str, new: str, number: int) -> None:
    short, long = parse_variant(f"{old}{number}{new}"), parse_variant(f"p.({NAMES[old]}{number}{NAMES[new]})")
    assert (short.kind, short.start, short.new) == (long.kind, long.start, long.new)
    assert short.short == long.short


@given(
    number=st.integers(1, 9999), offset=st.integers(-50, 50), old=st.sampled_from("ACGT"), new=st.sampled_from("ACGT")
)
def test_what_is_written_is_read_again(number: int, offset: int, old: str, new: str) -> None:
    shift = f"{offset:+d}" if offset else ""
    found = parse_variant(f"NM_004304.5:c.{number}{shift}{old}>{new}")
    assert parse_variant(str(found)) == found


def test_a_change_into_itself_is_no_change() -> None:
    assert parse_variant("p.Phe1174Phe").kind == "identity"


def test_a_place_outside_the_protein_has_no_residue() -> None:
    assert parse_variant("c.3522C>A").residue is None
    assert Variant(sequence=None, coordinates="p", kind="unknown", start=Residue("M", 1)).residue == "M1"

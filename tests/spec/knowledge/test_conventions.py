"""Conventions of the programme, drawn: how long a reviewed list counts, and what costs a child least."""

from rosette.kernel import Quantity
from rosette.knowledge import load_knowledge

CLOSURES = """
      medications | 7
       conditions | 7
     transfusions | 7
   growth_factors | 7
        therapies | 30
        radiation | 30
          surgery | 30
      transplants | 30
   disease_events | 30
       stem_cells | 90
"""
BURDEN = """
question < records_request < exam < urine < blood_draw < ecg < echo < imaging < nuclear_imaging
< sedation_imaging < marrow < biopsy
"""
# agent, and what 10 mg/m2 of it count as doxorubicin by each set; "-" has no factor
ANTHRACYCLINES = """
                          | doxorubicin | daunorubicin | epirubicin | idarubicin | mitoxantrone
    anthracycline_pancare |          10 |            6 |          8 |         50 |          100
  anthracycline_ighg_2025 |          10 |            6 |          - |          - |          105
anthracycline_feijen_2019 |          10 |            6 |          8 |          - |          105
   anthracycline_isotoxic |          10 |           10 |         10 |          - |            -
"""


def test_days_for_which_a_reviewed_list_counts() -> None:
    lines = [line.split("|") for line in CLOSURES.strip().splitlines()]
    assert load_knowledge().closure_validity == {name.strip(): int(days) for name, days in lines}


def test_burden_to_the_child() -> None:
    assert load_knowledge().procedures == tuple(BURDEN.replace("<", " ").split())


def test_anthracyclines_as_doxorubicin() -> None:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in ANTHRACYCLINES.strip("\n").splitlines()]
    sets = load_knowledge().conversion_sets
    for name, *cells in lines:
        for agent, cell in zip(head[1:], cells, strict=True):
            factor = sets[name].factors.get(agent)
            assert ("-" if factor is None else f"{10 * factor:g}") == cell, (name, agent)


def test_the_default_set_is_verified_and_printed_with_the_group() -> None:
    knowledge = load_knowledge()
    group = knowledge.cumulative_groups["anthracycline_doxorubicin_equivalent"]
    assert group.conversion == "anthracycline_pancare"
    assert knowledge.conversion_sets["anthracycline_pancare"].verified
    assert not knowledge.conversion_sets["anthracycline_cog_v5"].verified


def test_the_bedside_schwartz_constant() -> None:
    """100 cm and 0.413 mg/dL make 100 mL/min/1.73 m2 (doi 10.1681/ASN.2008030287, abstract)."""
    constant = load_knowledge().constants["schwartz.bedside"].value
    assert constant == Quantity.parse("0.413 mL.mg/min/{1.73_m2}/dL/cm")
    assert constant.value * 100 / 0.413 == 100


def test_performance_scales_have_their_steps() -> None:
    scales = load_knowledge().performance_scales
    assert set(scales) == {"lansky", "karnofsky", "ecog"}
    for name in ("lansky", "karnofsky"):
        assert sorted(scales[name].levels) == list(range(0, 101, 10))
        assert scales[name].better == "higher"
        assert not scales[name].has(55)
    assert sorted(scales["ecog"].levels) == [0, 1, 2, 3, 4, 5]
    assert scales["ecog"].better == "lower"

"""Classes hold what is below them, all the way down."""

from hypothesis import given, strategies as st

from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.graph import above, below, rings

NAMES = sorted(load_knowledge().classes)


def test_a_class_holds_agents_of_its_subclasses(shipped: Knowledge) -> None:
    for name in (
        "alk_inhibitor",
        "tyrosine_kinase_inhibitor",
        "small_molecule_inhibitor",
        "biologic",
        "anticancer_therapy",
    ):
        assert "lorlatinib" in shipped.members(name)


def test_a_class_holds_itself_and_its_subclasses(shipped: Knowledge) -> None:
    assert {"radiation", "substantial_marrow_radiation", "total_body_irradiation"} <= shipped.members("radiation")


def test_an_agent_holds_itself(shipped: Knowledge) -> None:
    assert shipped.members("lorlatinib") == {"lorlatinib"}


def test_a_class_does_not_hold_its_neighbours(shipped: Knowledge) -> None:
    assert "temozolomide" not in shipped.members("nitrosourea")
    assert "bevacizumab" not in shipped.members("small_molecule_inhibitor")
    assert "vincristine" not in shipped.members("myelosuppressive_chemotherapy")
    assert "stem_cell_infusion" not in shipped.members("transplant")


def test_two_parents_both_hold_a_child(shipped: Knowledge) -> None:
    for name in ("anticonvulsant", "cyp3a4_inducer", "strong_cyp3a4_inducer", "medication"):
        assert "carbamazepine" in shipped.members(name)


@given(one=st.sampled_from(NAMES), two=st.sampled_from(NAMES))
def test_membership_is_transitive(one: str, two: str) -> None:
    knowledge = load_knowledge()
    if two in knowledge.members(one):
        assert knowledge.members(two) <= knowledge.members(one)


@given(name=st.sampled_from(NAMES))
def test_up_and_down_agree(name: str) -> None:
    knowledge = load_knowledge()
    assert all(name in knowledge.classes_of(member) for member in knowledge.members(name))


def test_a_name_that_is_not_held_has_no_classes(shipped: Knowledge) -> None:
    assert shipped.classes_of("nothing") == frozenset()


def test_a_class_without_kinds_of_its_own_takes_those_of_its_parents(shipped: Knowledge) -> None:
    assert shipped.classes["nitrosourea"].applies_to == ("therapy",)
    assert shipped.classes["mibg_therapy"].applies_to == ("radiopharmaceutical", "therapy")
    assert all(each.applies_to for each in shipped.classes.values())


def test_an_anticancer_agent_is_held_as_a_therapy(shipped: Knowledge) -> None:
    assert "moderate_cyp3a4_inducer" in shipped.agents["lorlatinib"].classes
    assert shipped.fact_kinds("lorlatinib") == ("therapy",)
    assert shipped.fact_kinds("mibg_131i") == ("radiopharmaceutical", "therapy")
    assert shipped.fact_kinds("digoxin") == ("medication",)
    assert shipped.fact_kinds("dexamethasone") == ("medication", "therapy")
    assert shipped.fact_kinds("filgrastim") == ("growth_factor",)
    assert shipped.fact_kinds("radiation") == ("radiation",)
    assert shipped.fact_kinds("nothing") == ()


def test_conditions_hold_what_is_below_them(shipped: Knowledge) -> None:
    assert {"gvhd", "gvhd_acute", "gvhd_chronic"} == shipped.condition_members("gvhd")
    assert "neuropathy_motor" in shipped.condition_members("toxicity")


GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3))


@given(GRAPHS)
def test_graphs_end_even_with_rings(parents: dict[str, list[str]]) -> None:
    found = below(parents)
    for name in parents:
        assert all(name in found[upper] for upper in above(name, parents))


@given(GRAPHS)
def test_a_ring_is_a_name_above_itself(parents: dict[str, list[str]]) -> None:
    turning = set(rings(parents))
    for name in parents:
        ups: set[str] = set().union(*(above(parent, parents) for parent in parents[name]))
        assert (name in turning) is (name in ups)

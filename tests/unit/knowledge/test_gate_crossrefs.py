"""Gate 5: ids are unique, names lead somewhere, nothing is above itself."""

from collections.abc import Callable

Faults = Callable[..., list[str]]


def test_an_id_is_used_once_among_classes_and_agents(faults: Faults) -> None:
    found = faults('agent = [{ id = "alk", classes = ["alk"] }]')
    assert found == [
        'extra/new.toml, agent[0].id: "alk" is already at classes/base.toml, class[2]; expected an id of its own'
    ]


def test_an_id_is_used_once_among_what_criteria_compare(faults: Faults) -> None:
    row = '{ id = "hiv", name = "x", values = ["a"]'
    found = faults(f'coded_test = [{row}, test = "t", procedure = "blood" }}]\nattribute = [{row} }}]')
    assert found == [
        'extra/new.toml, attribute[0].id: "hiv" is already at extra/new.toml, coded_test[0]; expected an id of its own'
    ]


def test_the_same_change_may_stand_in_two_sets(faults: Faults) -> None:
    row = '{{ id = "F1L", gene = "ALK", effect = "activating", set = "{}" }}'
    assert faults(f"allele = [{row.format('one')}, {row.format('two')}]") == []
    assert len(faults(f"allele = [{row.format('one')}, {row.format('one')}]")) == 1


def test_a_synonym_means_one_agent(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk"], synonyms = ["on 1"] }]')
    assert found == ['extra/new.toml, agent[0].synonyms: "on 1" already means onetinib; expected a name of one agent']


def test_a_parent_leads_somewhere(faults: Faults) -> None:
    found = faults('class = [{ id = "x", name = "x", parents = ["inhibitr"], applies_to = ["therapy"] }]')
    assert found == ['extra/new.toml, class[0].parents: "inhibitr" leads nowhere (did you mean "inhibitor"?)']


def test_a_class_of_an_agent_leads_somewhere(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alkk"] }]')
    assert found == ['extra/new.toml, agent[0].classes: "alkk" leads nowhere (did you mean "alk"?)']


def test_a_class_is_not_above_itself(faults: Faults) -> None:
    found = faults('class = [{ id = "x", name = "x", parents = ["y"] }, { id = "y", name = "y", parents = ["x"] }]')
    assert found == [
        'extra/new.toml, class[0].parents: "x" is above itself; expected parents without a ring',
        'extra/new.toml, class[1].parents: "y" is above itself; expected parents without a ring',
        'extra/new.toml, class[0]: "x" applies to no kind of fact; expected parents or applies_to',
        'extra/new.toml, class[1]: "y" applies to no kind of fact; expected parents or applies_to',
    ]


def test_a_condition_is_not_its_own_parent(faults: Faults) -> None:
    found = faults('condition = [{ id = "x", name = "x", parents = ["x"] }]')
    assert found == ['extra/new.toml, condition[0].parents: "x" is above itself; expected parents without a ring']


def test_a_parent_of_a_condition_leads_somewhere(faults: Faults) -> None:
    found = faults('condition = [{ id = "x", name = "x", parents = ["fever"] }]')
    assert found == ['extra/new.toml, condition[0].parents: "fever" leads nowhere']


def test_a_class_applies_to_some_kind_of_fact(faults: Faults) -> None:
    found = faults('class = [{ id = "x", name = "x" }]')
    assert found == ['extra/new.toml, class[0]: "x" applies to no kind of fact; expected parents or applies_to']


def test_a_half_life_is_of_a_known_agent(faults: Faults) -> None:
    found = faults('half_life = [{ id = "onetinb", value = "1 h", population = "adults" }]')
    assert found == ['extra/new.toml, half_life[0].id: "onetinb" leads nowhere (did you mean "onetinib"?)']


def test_an_agent_has_one_half_life(faults: Faults) -> None:
    row = '{ id = "onetinib", value = "1 h", population = "adults" }'
    assert len(faults(f"half_life = [{row}, {row}]")) == 1


def test_a_procedure_leads_somewhere(faults: Faults) -> None:
    found = faults('coded_test = [{ id = "x", name = "x", values = ["a"], test = "t", procedure = "bloood" }]')
    assert found == ['extra/new.toml, coded_test[0].procedure: "bloood" leads nowhere (did you mean "blood"?)']


def table(observation: str) -> str:
    rows = '{ from = "1 year", male = "1 mg/dL", female = "1 mg/dL" }'
    row = f'id = "t", name = "t", observation = "{observation}", unit = "mg/dL"'
    return f"age_sex_table = [{{ {row}, rows = [{rows}] }}]"


def test_a_table_is_of_a_known_observation(faults: Faults) -> None:
    assert faults(table("nothing")) == ['extra/new.toml, age_sex_table[0].observation: "nothing" leads nowhere']


def test_a_table_is_in_the_unit_of_its_observation(faults: Faults) -> None:
    row = 'id = "o", name = "o", kind = "laboratory", procedure = "blood", test = "t", unit = "g/L"'
    found = faults(f'observation = [{{ {row}, plausible = ["0 g/L", "9 g/L"] }}]\n' + table("o"))
    assert found == ['extra/new.toml, age_sex_table[0].unit: "mg/dL" is not the unit of o; expected "g/L"']


SET = (
    'conversion_set = [{{ id = "s", name = "s", into = "onetinib", '
    'factors = {{ {agent} = "1 mg{{onetinib}}/mg" }}{more} }}]\n'
)
GROUP = (
    'cumulative_group = [{ id = "g", name = "g", unit = "mg/m2", fact_kind = "therapy", '
    'members = ["alk"], conversion = "s" }]'
)


def test_a_factor_is_of_a_known_agent(faults: Faults) -> None:
    found = faults(SET.format(agent="threetinib", more=""))
    assert found == [
        'extra/new.toml, conversion_set[0].factors: "threetinib" leads nowhere (did you mean "onetinib"?)'
    ] or found == ['extra/new.toml, conversion_set[0].factors: "threetinib" leads nowhere (did you mean "twotinib"?)']


def test_a_group_converts_by_a_known_set(faults: Faults) -> None:
    assert faults(SET.format(agent="twotinib", more="") + GROUP) == []
    assert faults(GROUP) == ['extra/new.toml, cumulative_group[0].conversion: "s" leads nowhere']


def test_a_group_does_not_convert_by_an_unverified_set(faults: Faults) -> None:
    found = faults(SET.format(agent="twotinib", more=', unverified = "not read"') + GROUP)
    assert found == ['extra/new.toml, cumulative_group[0].conversion: "s" is unverified; expected a verified set']


def test_a_member_of_a_group_leads_somewhere(faults: Faults) -> None:
    row = 'id = "g", name = "g", unit = "Gy", fact_kind = "radiation", members = ["field"]'
    assert faults(f"cumulative_group = [{{ {row} }}]") == [
        'extra/new.toml, cumulative_group[0].members: "field" leads nowhere'
    ]

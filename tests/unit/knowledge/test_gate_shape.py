"""Gate 1: known keys, right types."""

from collections.abc import Callable

Faults = Callable[..., list[str]]


def test_the_base_is_clean(faults: Faults) -> None:
    assert faults("") == []


def test_an_unknown_key_is_refused_with_the_nearest(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", clases = ["alk"], classes = ["alk"] }]')
    assert found == [
        'extra/new.toml, agent[0]: unknown key "clases" (did you mean "classes"?); expected one of '
        "classes, id, name, review, sources, statement, synonyms, unverified"
    ]


def test_an_unknown_key_of_the_defaults_is_told_once(faults: Faults) -> None:
    found = faults('defaults.sauces = []\nagent = [{ id = "x", classes = ["alk"] }, { id = "y", classes = ["alk"] }]')
    assert found == ['extra/new.toml, defaults: unknown key "sauces" (did you mean "sources"?)']


def test_a_missing_key_is_named(faults: Faults) -> None:
    assert faults('agent = [{ id = "x" }]') == [
        'extra/new.toml, agent[0]: "classes" is missing; expected a list of texts'
    ]


def test_a_wrong_type_is_named(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = "alk" }]')
    assert found == ['extra/new.toml, agent[0].classes: "alk" does not fit; expected a list of texts']


def test_an_empty_text_is_refused(faults: Faults) -> None:
    assert faults('agent = [{ id = " ", classes = ["alk"] }]') == [
        'extra/new.toml, agent[0].id: " " does not fit; expected text'
    ]


def test_a_flag_is_true_or_false(faults: Faults) -> None:
    found = faults('attribute = [{ id = "x", name = "x", open = "yes", values = ["a"] }]')
    assert found == ['extra/new.toml, attribute[0].open: "yes" does not fit; expected true or false']


def test_a_word_outside_the_list_is_refused_with_the_nearest(faults: Faults) -> None:
    found = faults('class = [{ id = "x", name = "x", applies_to = ["theraphy"] }]')
    assert found[0].startswith('extra/new.toml, class[0].applies_to: "theraphy" is not known (did you mean "therapy"?)')


def test_the_same_word_twice_is_refused(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk", "alk"] }]')
    assert found == ["extra/new.toml, agent[0].classes: the same text twice; expected each text once"]


def test_a_kind_of_row_that_does_not_exist_is_refused(faults: Faults) -> None:
    found = faults('agents = [{ id = "x" }]')
    assert found[0].startswith('extra/new.toml: "agents" is not a kind of row (did you mean "agent"?); expected tables')


def test_rows_must_be_tables(faults: Faults) -> None:
    assert faults('agent = ["x"]')[0].startswith('extra/new.toml: "agent" is not a kind of row')
    assert faults('agent = "x"')[0].startswith('extra/new.toml: "agent" is not a kind of row')


def test_defaults_must_be_a_table(faults: Faults) -> None:
    assert faults('defaults = "x"', bare=True) == ["extra/new.toml, defaults: not a table"]


def test_an_attribute_is_open_or_has_values(faults: Faults) -> None:
    wanted = "open and listed values exclude each other; expected either open = true or values = […]"
    assert faults('attribute = [{ id = "x", name = "x" }]') == [f"extra/new.toml, attribute[0].values: {wanted}"]
    both = 'attribute = [{ id = "x", name = "x", open = true, values = ["a"] }]'
    assert faults(both) == [f"extra/new.toml, attribute[0].values: {wanted}"]


def test_an_allele_effect_is_one_of_three(faults: Faults) -> None:
    found = faults('allele = [{ id = "F1L", gene = "ALK", set = "s", effect = "activatin" }]')
    assert found == [
        'extra/new.toml, allele[0].effect: "activatin" is not known (did you mean "activating"?); '
        "expected one of activating, not_activating, unclear"
    ]


def test_a_level_of_a_scale_is_a_whole_number(faults: Faults) -> None:
    text = 'performance_scale = [{ id = "s", name = "s", better = "higher", levels = { "ten" = "good" } }]'
    assert faults(text) == [
        "extra/new.toml, performance_scale[0].levels: ten does not fit; "
        'expected a whole number and a word, such as 90 = "…"'
    ]


def test_all_faults_of_all_files_are_told_at_once(faults: Faults) -> None:
    found = faults('agent = [{ id = "x" }, { id = "y", classes = ["nowhere"], wrong = 1 }]')
    assert [sentence.split(":")[0] for sentence in found] == [
        "extra/new.toml, agent[0]",
        "extra/new.toml, agent[1]",
        "extra/new.toml, agent[1].classes",
    ]


def test_a_table_is_a_table(faults: Faults) -> None:
    found = faults('performance_scale = [{ id = "s", name = "s", better = "higher", levels = ["good"] }]')
    assert found == ["extra/new.toml, performance_scale[0].levels: a list does not fit; expected a table"]


def test_a_table_is_no_text(faults: Faults) -> None:
    found = faults('agent = [{ id = { a = "b" }, classes = ["alk"] }]')
    assert found == ["extra/new.toml, agent[0].id: a table does not fit; expected text"]

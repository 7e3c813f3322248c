"""Short ways to read the criteria language in tests."""

from __future__ import annotations

from typing import Any

import pytest

from rosette.eligibility import (
    Item,
    Macro,
    Reader,
    Unreadable,
    parse_criteria,
    parse_macros,
    read_expression,
    vocabulary_of,
)
from rosette.kernel import LanguageError
from rosette.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
VOCABULARY = vocabulary_of(KNOWLEDGE)


def node(text: str) -> Any:
    """The node of an expression, read to its end."""
    reader = Reader(text, VOCABULARY)
    found = read_expression(reader)
    assert reader.at_end(), text[reader.position :]
    return found


def refusal(text: str) -> tuple[int, str]:
    """Where an expression cannot be read, and what is said."""
    with pytest.raises(Unreadable) as caught:
        read_expression(Reader(text, VOCABULARY))
    fault = caught.value
    assert str(fault) == fault.found
    said = f"{fault.found}; expected {fault.wanted}" if fault.wanted else fault.found
    return fault.position, f"{said}. {fault.remedy}" if fault.remedy else said


def items(text: str, **more: Any) -> tuple[Item, ...]:
    """Criteria read with the vocabulary of the release."""
    return parse_criteria(text, vocabulary=VOCABULARY, **more)


def faults(text: str, **more: Any) -> list[str]:
    """What is said of criteria that cannot be read."""
    with pytest.raises(LanguageError) as caught:
        items(text, **more)
    assert caught.value.what == more.get("name", "criteria")
    return [problem.sentence() for problem in caught.value.problems]


def macros(text: str) -> dict[str, Macro]:
    """Macros of a file named m.crit."""
    return parse_macros(text, name="m.crit")


def macro_faults(text: str) -> list[str]:
    """What is said of macros that cannot be read."""
    with pytest.raises(LanguageError) as caught:
        macros(text)
    assert caught.value.what == "m.crit"
    return [problem.sentence() for problem in caught.value.problems]

"""Reading and writing whole expressions: combinations above, leaves by the table of forms."""

from __future__ import annotations

from typing import Any, cast

from rosette.eligibility.forms import Form
from rosette.eligibility.language import COMPARE, COUNT, FORMS, IS, WASHOUT
from rosette.eligibility.nodes import (
    Age,
    AllOf,
    AnyOf,
    AtLeastOf,
    Attested,
    Compare,
    Count,
    IfThen,
    Is,
    Leaf,
    Node,
    Not,
    Washout,
)
from rosette.eligibility.reader import Reader, Unreadable

_BY_WORD: dict[str, list[tuple[str, Form]]] = {}
for _phrase, _form in FORMS.items():
    _BY_WORD.setdefault(_phrase.split()[0], []).append((_phrase, _form))
_COMBINATIONS = ("all of", "any of", "at least", "not (", "if", "(")


def read_expression(reader: Reader) -> Node:
    """Read one expression; raises Unreadable with the place and what was wanted there."""
    if reader.accept("all of"):
        return AllOf(parts=_parts(reader))
    if reader.accept("any of"):
        return AnyOf(parts=_parts(reader))
    if reader.accept("at least"):
        return _read_at_least(reader)
    if reader.accept("not ("):
        return Not(part=_closed(reader))
    if reader.accept("if"):
        return _read_choice(reader)
    if reader.accept("("):
        return _closed(reader)
    return read_leaf(reader)


def _closed(reader: Reader) -> Node:
    inner = read_expression(reader)
    reader.expect(")")
    return inner


def _parts(reader: Reader) -> tuple[Node, ...]:
    reader.expect("(")
    parts = [read_expression(reader)]
    while reader.accept(";"):
        parts.append(read_expression(reader))
    if len(parts) == 1:
        reader.expect(";")
    reader.expect(")")
    return tuple(parts)


def _read_at_least(reader: Reader) -> Node:
    reader.skip()
    start = reader.position
    count = reader.whole()
    reader.expect("of")
    parts = _parts(reader)
    if not 1 <= count <= len(parts):
        raise Unreadable(start, f"at least {count} of {len(parts)}", f"a number from 1 to {len(parts)}")
    return AtLeastOf(count=count, parts=parts)


def _read_choice(reader: Reader) -> Node:
    condition = _branch(reader)
    reader.expect("then")
    then = _branch(reader)
    otherwise = _branch(reader) if reader.accept("else") else None
    return IfThen(condition=condition, then=then, otherwise=otherwise)


def _branch(reader: Reader) -> Node:
    if reader.peek_word() == "if":
        start = reader.position
        raise Unreadable(start, '"if" inside "if"', "round brackets around the inner one")
    return read_expression(reader)


def read_leaf(reader: Reader) -> Leaf:
    """Read one leaf: by its first words, by its code, or a wait."""
    word = reader.peek_word()
    for phrase, form in _BY_WORD.get(word, ()):
        if _starts(reader, phrase):
            return cast(Leaf, form.read(reader))
    if not word or word in ("more", "later", "earlier"):
        return cast(Leaf, WASHOUT.read(reader))
    return cast(Leaf, _by_code(reader, word).read(reader))


def _starts(reader: Reader, phrase: str) -> bool:
    start = reader.position
    found = reader.accept(phrase)
    reader.position = start
    return found


def _by_code(reader: Reader, word: str) -> Form:
    vocabulary = reader.vocabulary
    if word in vocabulary.counts:
        return COUNT
    start = reader.position
    reader.position += len(word)
    said_is = reader.peek_word() == "is"
    reader.position = start
    if said_is and word in vocabulary.coded:
        return IS
    if word in vocabulary.measures:
        return COMPARE
    if word not in vocabulary.coded:
        _refuse_start(reader, word)
    return IS


def _refuse_start(reader: Reader, word: str) -> None:
    """Say how a criterion that begins with this word goes on, or what word it may have meant."""
    rests = {f'"{phrase[len(word) + 1 :]}"' for phrase in (*FORMS, *_COMBINATIONS) if phrase.startswith(f"{word} ")}
    if rests:
        reader.position += len(word)
        reader.wanted = rests
        reader.fail()
    reader.name((*sorted(reader.vocabulary.starts), *_BY_WORD, *_COMBINATIONS), "the start of a criterion")


def write_expression(tree: Node) -> str:
    """Write a node in the language; reading it gives the node back."""
    if isinstance(tree, AllOf):
        return f"all of ({_joined(tree.parts)})"
    if isinstance(tree, AnyOf):
        return f"any of ({_joined(tree.parts)})"
    if isinstance(tree, AtLeastOf):
        return f"at least {tree.count} of ({_joined(tree.parts)})"
    if isinstance(tree, Not):
        return f"not ({write_expression(tree.part)})"
    if isinstance(tree, IfThen):
        return _write_choice(tree)
    return form_of(tree).write(tree)


def _joined(parts: tuple[Node, ...]) -> str:
    return "; ".join(write_expression(part) for part in parts)


def _write_choice(tree: IfThen) -> str:
    text = f"if {_write_branch(tree.condition)} then {_write_branch(tree.then)}"
    return text if tree.otherwise is None else f"{text} else {_write_branch(tree.otherwise)}"


def _write_branch(tree: Node) -> str:
    text = write_expression(tree)
    return f"({text})" if isinstance(tree, IfThen) else text


_FORM_OF: dict[type, Form] = {
    **{form.make: form for form in FORMS.values() if isinstance(form.make, type)},
    Washout: WASHOUT,
    Count: COUNT,
    Is: IS,
    Compare: COMPARE,
}


def form_of(leaf: Any) -> Form:
    """The form that a leaf is written by."""
    if isinstance(leaf, Age):
        return FORMS["age at diagnosis" if leaf.at_diagnosis else "age"]
    return FORMS[leaf.ask] if isinstance(leaf, Attested) else _FORM_OF[type(leaf)]

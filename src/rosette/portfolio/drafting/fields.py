"""Criteria from what the register holds beside the text: its fields of age and sex, each checked against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from rosette.eligibility.nodes import Age, Node, children
from rosette.kernel import Span
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.ages import DAYS, age_of, agrees
from rosette.portfolio.drafting.draft import Doubt, DraftItem, TextSpan
from rosette.portfolio.drafting.lines import checked_lines
from rosette.portfolio.drafting.reading import doubt, open_doubt

_OTHER = re.compile(
    r"lansky|karnofsky|ecog|creatinine|menarch|menses|child[- ]?bearing|assent|contracept|diagnos|elapsed|pregnan",
    re.IGNORECASE,
)
SEXES = {"FEMALE": "female", "MALE": "male"}


@frozen(kw_only=True)
class _End:
    """One end of the age: the field that holds it, its words and the sign that it is drafted with."""

    field: str
    words: str
    op: str

    @property
    def signs(self) -> tuple[str, str]:
        """The signs that bound this end."""
        return (">=", ">") if self.op == ">=" else ("<=", "<")


ENDS = (
    _End(field="minimumAge", words="minimum age", op=">="),
    _End(field="maximumAge", words="maximum age", op="<="),
)
Said = tuple[str, Span]


def field_items(
    fields: Mapping[str, str], items: Sequence[DraftItem], *, knowledge: Knowledge, first: int
) -> Iterator[DraftItem]:
    """An item for each field that says something, from `first` on; what the text settles is not drafted again."""
    number = first
    for end in ENDS:
        value = fields.get(end.field, "").strip()
        if value and value.upper() != "N/A":
            yield _age_item(end, value, items, knowledge=knowledge, identity=f"D{number}")
            number += 1
    sex = SEXES.get(fields.get("sex", "").strip().upper())
    if sex:
        bare = _bare("sex", fields["sex"], f"D{number}", kind="sex")
        yield _drafted(bare, f"sex is {sex}", "sex", knowledge, (_alone("sex"),))


def _bare(field: str, value: str, identity: str, *, kind: str) -> DraftItem:
    span = TextSpan(start=0, end=len(value), text=value, of=field)
    return DraftItem(
        id=identity, span=span, section="register", kind=kind, confidence="low", ends_as="not encoded",
        headings=(field,),
    )  # fmt: skip


def _age_item(end: _End, value: str, items: Sequence[DraftItem], *, knowledge: Knowledge, identity: str) -> DraftItem:
    bare = _bare(end.field, value, identity, kind="age")
    read = age_of(value)
    if read is None:
        return evolve(bare, doubts=(doubt("unread", f'"{value}" is no age: read it.'),))
    age = Span(read[0], read[1])  # type: ignore[arg-type]
    settled = [said for item in items for each in item.criteria for said in _bounds(each.node, end)]
    settled += [said for item in items for each in item.criteria if each.polarity == "exclude"
                for said in _turned(each.node, end)]  # fmt: skip
    if settled:
        return evolve(bare, doubts=(_compared(end, value, age, settled),))
    expr = f"age {end.op} {age.count} {age.unit}{'' if age.count == 1 else 's'}"
    against = _against(end, age, items)
    if against:
        return evolve(bare, doubts=(against,), readings=(expr,))
    return _drafted(bare, expr, end.words, knowledge, (_alone(end.words),))


def _alone(words: str) -> Doubt:
    return doubt("register only", f"Only the register's field says this ({words}); the text was not read to say it.")


def _drafted(bare: DraftItem, expr: str, words: str, knowledge: Knowledge, doubts: tuple[Doubt, ...]) -> DraftItem:
    text = f"{bare.id} require {expr} [register, {words}]"
    criteria, fault = checked_lines(text, knowledge)
    if fault:
        return evolve(bare, doubts=(*doubts, open_doubt("does not read", fault)), readings=(expr,))
    return evolve(bare, text=text, criteria=criteria, doubts=doubts, confidence="medium", ends_as="node")


def _bounds(node: Node, end: _End) -> Iterator[Said]:
    """The bounds of the age of entry at one end that stand in a node by themselves."""
    if isinstance(node, Age) and not node.at_diagnosis:
        yield from ((bound.op, bound.age) for bound in node.bounds if bound.op in end.signs)
    elif not isinstance(node, Age):
        for part in children(node):
            yield from _bounds(part, end)


def _turned(node: Node, end: _End) -> Iterator[Said]:
    """The bounds at one end that a bar gives: barred below an age is asked for from it."""
    other = ENDS[1] if end is ENDS[0] else ENDS[0]
    if isinstance(node, Age):
        yield from ((">=" if op == "<" else "<=", age) for op, age in _bounds(node, other))


def _compared(end: _End, value: str, age: Span, settled: Sequence[Said]) -> Doubt:
    """What is told where the text has this end: the same, or another number."""
    if any(agrees((op, said.count, said.unit), age.count, age.unit) for op, said in settled):
        return doubt("as the text", f"The text says the same ({end.words} {value}).")
    return open_doubt("register against text", f"The register's own field says {value}, the text another age.")


def _against(end: _End, age: Span, items: Sequence[DraftItem]) -> Doubt | None:
    """Why a field is not drafted: a passage that was left open or not read speaks of another age, or of this one."""
    mention = re.compile(
        rf"\b{age.count}(?:st|nd|rd|th)?\b[^.;]{{0,16}}\b(?:{age.unit}s?|yrs?|birthday)\b|\bage[sd]?\b[^.;]{{0,20}}\b{age.count}\b",
        re.IGNORECASE,
    )
    for item in items:
        if item.kind == "age" and item.open and _differs(end, age, item):
            return open_doubt("register against text", f"A passage on age was left open ({item.id}): settle it there.")
        unread = item.ends_as == "not encoded" and item.kind not in ("heading", "age")
        if unread and mention.search(item.span.text) and not _OTHER.search(item.span.text):
            return open_doubt("register against text", f"{item.id} speaks of this age in words that were not read.")
    return None


def _differs(end: _End, age: Span, item: DraftItem) -> bool:
    """Whether an open passage may mean another age or a strict sign at this end."""
    if any(each.code == "register against text" for each in item.doubts):
        return True
    shown = [hit for text in item.readings for hit in _SHOWN.findall(text) if hit[0] in end.signs]
    lost = any(each.code == "lost sign" for each in item.doubts)
    same = [hit for hit in shown if int(hit[1]) * DAYS[hit[2]] == age.count * DAYS[age.unit]]
    return len(same) < len(shown) or (not lost and any(hit[0] in "<>" for hit in same))


_SHOWN = re.compile(r"(>=|<=|>|<) (\d+) (year|month|week|day)")

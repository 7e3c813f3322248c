"""Drafts criteria from an eligibility text: pieces, blocks, readings, and an item for each block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from rosette.knowledge import Knowledge, load_knowledge
from rosette.portfolio.drafting.allowances import with_allowances, without_contradictions
from rosette.portfolio.drafting.blocks import Block, blocks
from rosette.portfolio.drafting.clauses import any_of, read_piece
from rosette.portfolio.drafting.draft import Draft, DraftItem, TextSpan
from rosette.portfolio.drafting.fields import field_items
from rosette.portfolio.drafting.lines import QUOTED, checked_lines, confidence_of, ends_of, lines_of
from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.reading import Reading, doubt, open_doubt
from rosette.portfolio.drafting.segment import segment
from rosette.portfolio.drafting.tables import LEAD, read_table
from rosette.portfolio.drafting.words import Words, load_words

LONGEST_QUESTION, LONGEST_PASSAGE = 160, 6_000


def draft_criteria(
    text: str,
    *,
    trial: str = "text",
    fields: Mapping[str, str] | None = None,
    knowledge: Knowledge | None = None,
    words: Words | None = None,
) -> Draft:
    """Draft criteria from one eligibility text; the same text gives the same draft.

    fields: what the registry holds beside the text (`minimumAge`, `maximumAge`, `sex`): compared with it, and drafted
    where the text does not say it.
    """
    words, knowledge = words or load_words(), knowledge or load_knowledge()
    pieces = segment(text)
    made = [
        _item(block, number, text, words=words, fields=fields or {}, knowledge=knowledge)
        for number, block in enumerate(blocks(pieces), start=1)
    ]
    read = tuple(without_contradictions(list(with_allowances(made, pieces, words=words)), knowledge))
    items = (*read, *field_items(fields or {}, read, knowledge=knowledge, first=len(read) + 1))
    return Draft(trial=trial, items=items, notes=tuple(_notes(read, text, words)), source=text)


def _item(
    block: Block, number: int, source: str, *, words: Words, fields: Mapping[str, str], knowledge: Knowledge
) -> DraftItem:
    merged = block.merged(source)
    bare = DraftItem(
        id=f"D{number}",
        span=TextSpan(start=merged.start, end=merged.end, text=merged.raw),
        section=merged.section,
        kind="unread",
        confidence="low",
        ends_as="not encoded",
        headings=merged.heads,
        cite=merged.cite,
    )
    if len(merged.raw) > LONGEST_PASSAGE:
        return evolve(bare, doubts=(doubt("too long", "This passage is too long for one criterion: read it."),))
    plain = _plain(merged, words)
    if plain:
        return evolve(bare, kind=plain[0], doubts=(doubt(plain[0], plain[1]),) if plain[1] else ())
    readings = _readings(block, merged, words=words, fields=fields, knowledge=knowledge)
    if readings:
        return _written(bare, readings, merged, knowledge)
    return evolve(bare, **_unread(block, merged, words))


def _plain(piece: Piece, words: Words) -> tuple[str, str] | None:
    """Pieces that are no criterion: headings, "not specified", "other criteria apply"."""
    if piece.heading:
        return "heading", ""
    nothing = words.first("nothing", piece.text)
    if nothing:
        return "not specified", nothing["why"]
    if words.says("incomplete", piece.text):
        return "completeness", "The public text says that it is not whole."
    return None


def _unread(block: Block, piece: Piece, words: Words) -> dict[str, Any]:
    """What an item is called in which nothing was read, and why."""
    if words.says("allowing", piece.text) and not words.says("barring", piece.text):
        told = [doubt("allowance", "This allows something; nothing is asked for. Read it.")]
        if piece.section == "exclusion":
            told.append(open_doubt("wrong list", "Below the exclusion heading the text says who may enter."))
        return {"kind": "allowance", "doubts": tuple(told)}
    if piece.text.endswith(":") and len(block.pieces) == 1:
        return {"kind": "lead", "doubts": (doubt("lead", "This opens a list; its lines follow."),)}
    return {"doubts": (doubt("unread", "Nothing in this sentence was read: read it."),)}


def _readings(
    block: Block, merged: Piece, *, words: Words, fields: Mapping[str, str], knowledge: Knowledge
) -> list[Reading]:
    if block.how == "table":
        return _table(block, words=words, fields=fields, knowledge=knowledge)
    if block.how == "any of":
        return _listed(block, words=words, fields=fields)
    return read_piece(merged, words=words, fields=fields)


def _table(block: Block, *, words: Words, fields: Mapping[str, str], knowledge: Knowledge) -> list[Reading]:
    """The table, with a clearance that stands beside it as an alternative."""
    rows = block.parts[0]
    others = [piece for piece in block.pieces if piece not in rows]
    lead = next(piece for piece in others if LEAD.search(piece.text))
    table = read_table(lead.text, [piece.text for piece in rows], knowledge=knowledge)
    found = [each for piece in others for each in read_piece(piece, words=words, fields=fields)]
    beside = [each for each in found if each.kind == "clearance"]
    if beside and any(re.search(r"\bor\b", piece.text, re.IGNORECASE) for piece in others):
        return [any_of([*(_bare_alternative(each) for each in beside), table])]
    if len(others) > 1 and not beside:
        doubted = table.doubted(open_doubt("alternative", "What stands beside the table was not read."))
        return [evolve(doubted, expr=None, others=tuple(filter(None, (table.expr, *table.others))))]
    return [*beside, table]


def _bare_alternative(reading: Reading) -> Reading:
    """The "or" that leads to the table was read."""
    doubts = tuple(each for each in reading.doubts if each.code not in ("alternative", "rest not read"))
    if reading.expr is None and not any(each.open for each in doubts) and reading.others:
        return evolve(reading, doubts=doubts, expr=reading.others[-1], others=reading.others[:-1])
    return evolve(reading, doubts=doubts)


def _listed(block: Block, *, words: Words, fields: Mapping[str, str]) -> list[Reading]:
    """A list of alternatives; one that is not read is asked of a person."""
    lead = block.pieces[0]
    parts = [_part(part, words=words, fields=fields) for part in block.parts]
    lead_read = [each for each in read_piece(lead, words=words, fields=fields) if each.kind != "measurable disease"]
    if all(part.judged for part in parts) or len({part.expr for part in parts}) < 2:
        return lead_read
    found = any_of(parts)
    if block.lost_end:
        ended = open_doubt("list end lost", "The list is not set off: where its alternatives end is not known.")
        found = evolve(found.doubted(ended), expr=None, others=tuple(filter(None, (*found.others, found.expr))))
    return [*lead_read, evolve(found, start=len(lead.text), end=len(lead.text) + 1)]


def _part(part: Sequence[Piece], *, words: Words, fields: Mapping[str, str]) -> Reading:
    """One alternative: all that was read in its pieces, or a question for a person."""
    read = [each for piece in part for each in read_piece(piece, words=words, fields=fields)]
    if not read or any(each.open or each.polarity == "exclude" for each in read):
        shown = QUOTED.sub("'", " ".join(piece.text for piece in part))[:LONGEST_QUESTION]
        asked = f'judgement "Does this hold: {shown}"'
        return Reading(kind="alternative", polarity="require", expr=asked, start=0, end=1, judged=True)
    exprs = list(dict.fromkeys(str(each.expr) for each in read))
    expr = exprs[0] if len(exprs) == 1 else f"all of ({'; '.join(exprs)})"
    return evolve(read[0], expr=expr, doubts=tuple(dict.fromkeys(each for one in read for each in one.doubts)))


def _written(bare: DraftItem, readings: Sequence[Reading], piece: Piece, knowledge: Knowledge) -> DraftItem:
    """The item with its lines, if the language takes them."""
    lines = list(lines_of(bare.id, readings, piece.cite))
    text = "\n".join(lines)
    criteria, fault = checked_lines(text, knowledge)
    doubts = tuple(dict.fromkeys(each for one in readings for each in one.doubts))
    if fault:
        return evolve(bare, kind=readings[0].kind, doubts=(*doubts, open_doubt("does not read", fault)), readings=tuple(
            dict.fromkeys(other for each in readings for other in (each.expr, *each.others) if other)
        ))  # fmt: skip
    return evolve(
        bare,
        kind=readings[0].kind,
        text=text,
        criteria=criteria,
        doubts=doubts,
        readings=tuple(dict.fromkeys(other for each in readings if each.open for other in each.others)),
        confidence=confidence_of(readings),
        ends_as=ends_of(readings),
    )


def _notes(items: Sequence[DraftItem], text: str, words: Words) -> Iterator[str]:
    if any(item.kind == "completeness" for item in items):
        yield "The public text says that more criteria apply: a child who meets all of it only meets what is public."
    if not any(item.kind in ("age", "age at diagnosis") for item in items):
        yield "No age was read in the text: see what the register's own fields say."
    if not any(item.section == "exclusion" for item in items) and not any(item.section == "headed" for item in items):
        yield "No exclusion part was found in the text."

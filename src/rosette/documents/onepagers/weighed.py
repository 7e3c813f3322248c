"""What the one-pager says, and its printing with Typst; everything goes in as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rosette.documents.drawings.ranks import HEAD as RANK_HEAD, rank_table
from rosette.documents.drawings.sequences import HEAD as SEQUENCE_HEAD, sequence_table
from rosette.documents.letters.pdf import clean_text
from rosette.options.sequences import Sequences
from rosette.options.weighing import Weighed
from rosette.options.wording import made_from

TEMPLATE = Path(__file__).with_name("weighed.typ")
FOR_THE_TEAM = (
    "For the consultation, to be read with the family, not handed out without it. It informs a team that decides: "
    "no line of it is a recommendation."
)
MOST_RANKS = 10


def one_pager_text(weighed: Weighed, sequences: Sequences, *, child: str, software: str) -> dict[str, Any]:
    """Everything that the page says, as plain data."""
    ranking = weighed.additive
    return {
        "title": f"Options weighed, {child}",
        "on": str(weighed.board.on),
        "purpose": FOR_THE_TEAM,
        "reading": list(weighed.reading),
        "rank_head": list(RANK_HEAD),
        "gaps": list(weighed.gaps),
        "ranks": [list(row) for row in rank_table(ranking, weighed.rows)[:MOST_RANKS]] if ranking else [],
        "weights": ranking.weights.words if ranking else "",
        "sequence_head": list(SEQUENCE_HEAD),
        "sequences": [list(row) for row in sequence_table(sequences)],
        "assumed": list(sequences.assumed),
        "comfort": [row.title for row in weighed.comfort],
        "made": made_from(weighed.board, software=software),
    }


def one_pager_pdf(weighed: Weighed, sequences: Sequences, *, child: str, software: str) -> bytes:
    """The page as PDF, A4, tagged; the same objects give the same bytes."""
    import typst

    told = clean_text(one_pager_text(weighed, sequences, child=child, software=software))
    made = typst.compile(
        str(TEMPLATE),
        sys_inputs={"page": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made

"""Ranks as bars: for each option the share of draws in which it is first, second, third, or later."""

from __future__ import annotations

from rosette.documents.drawings.svg import Sheet
from rosette.medicines.effects import EffectsRow
from rosette.medicines.ranking import Ranking

WIDTH, LEFT, ROW, TOP, BAR = 760.0, 300.0, 26.0, 26.0, 16.0
HEAD = ("Option", "First", "Second", "Third", "Later", "Confidence")
KINDS = ("first", "second", "third", "later")


def rank_shares(ranking: Ranking, name: str) -> tuple[float, float, float, float]:
    """First, second, third and later, as shares of the draws."""
    row = ranking.acceptability[ranking.options.index(name)]
    parts = [float(row[n]) if n < len(row) else 0.0 for n in range(3)]
    return parts[0], parts[1], parts[2], max(1 - sum(parts), 0.0)


def rank_table(ranking: Ranking, rows: tuple[EffectsRow, ...]) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    titles = {row.option: row.title for row in rows}
    return tuple(_line(ranking, name, titles[name]) for name in ranking.order)


def _line(ranking: Ranking, name: str, title: str) -> tuple[str, ...]:
    n = ranking.options.index(name)
    sure = "never first" if ranking.acceptability[n, 0] == 0 else f"{ranking.confidence[n]:.0%}"
    return (title, *(f"{share:.0%}" for share in rank_shares(ranking, name)), sure)


def ranks_svg(ranking: Ranking, rows: tuple[EffectsRow, ...], *, prefix: str = "rank", mirrored: bool = False) -> str:
    """The bars as SVG; a share below one in a hundred is not labelled."""
    titles = {row.option: row.title for row in rows}
    sheet = Sheet(
        width=WIDTH,
        height=TOP + ROW * len(ranking.order) + 8,
        title="How often each option is first, second, third or later",
        description="One bar an option over all draws. The table below says the same in numbers.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-ranks")
    for place, word in enumerate(KINDS):
        sheet.box(root, LEFT + place * 90, 4, 12, 12, f"rz-rank rz-rank--{word}")
        sheet.label(root, LEFT + place * 90 + 17, 14, word, "rz-tick")
    for place, name in enumerate(ranking.order):
        y = TOP + ROW * place
        sheet.label(root, LEFT - 8, y + 13, _short(titles[name]), "rz-what", "end")
        x = LEFT
        for word, share in zip(KINDS, rank_shares(ranking, name), strict=True):
            wide = share * (WIDTH - LEFT - 8)
            if share > 0:
                sheet.box(root, x, y, wide, BAR, f"rz-rank rz-rank--{word}", tip=f"{titles[name]}: {word} {share:.0%}")
            if share >= 0.08 and word == "first":
                sheet.label(root, x + 4, y + 12.5, f"{share:.0%}", "rz-rank-share")
            x += wide
    return sheet.done(root)


def _short(text: str) -> str:
    return text if len(text) <= 46 else text[:45].rsplit(" ", 1)[0] + "…"

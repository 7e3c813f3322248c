"""The funnel: how many children were found for an option, offered it, chose it, consented, enrolled; and why not."""

from __future__ import annotations

from attrs import frozen

from rosette.documents.drawings.svg import Sheet

HEAD = ("Stage", "Children", "Median days since the stage before", "Left here, and why")
ROW, TOP, LEFT, WIDTH = 40.0, 14.0, 130.0, 760.0


@frozen(kw_only=True)
class FunnelStage:
    """One stage; `count` is None when it is small and hidden."""

    word: str
    count: int | None
    days: float | None
    left: tuple[str, ...] = ()

    @property
    def count_text(self) -> str:
        """The count for people."""
        return "fewer than 11" if self.count is None else str(self.count)


@frozen(kw_only=True)
class Funnel:
    """The stages in their order."""

    title: str
    stages: tuple[FunnelStage, ...]

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The same as rows of text, under HEAD."""
        return tuple(
            (each.word, each.count_text, "—" if each.days is None else f"{each.days:g}", "; ".join(each.left) or "—")
            for each in self.stages
        )


def funnel_svg(funnel: Funnel, *, prefix: str = "fun", mirrored: bool = False) -> str:
    """The funnel as SVG; a hidden count is drawn as an outline of fixed width, so that it tells nothing."""
    sheet = Sheet(
        width=WIDTH,
        height=TOP * 2 + ROW * len(funnel.stages),
        prefix=prefix,
        mirrored=mirrored,
        title=funnel.title,
        description="Children at each stage. The table below says the same in words.",
    )
    root = sheet.start("rz-funnel")
    most = max((each.count or 0 for each in funnel.stages), default=0) or 1
    for place, stage in enumerate(funnel.stages):
        y = TOP + ROW * place
        sheet.label(root, LEFT - 10, y + 22, stage.word, "rz-name", "end")
        wide = 60.0 if stage.count is None else (WIDTH - LEFT - 130) * stage.count / most
        css = "rz-stage rz-stage--hidden" if stage.count is None else "rz-stage"
        sheet.box(root, LEFT, y + 6, wide, 24, css, f"{stage.word}: {stage.count_text}")
        sheet.label(root, LEFT + wide + 8, y + 22, stage.count_text, "rz-name")
    return sheet.done(root)

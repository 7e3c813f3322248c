"""The pipeline said for a template: dossiers part by part, the choice, the unmet, what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from rosette.medicines.pipeline import MODULES, Dossier
from rosette.options.developing import Developed


@frozen(kw_only=True)
class CandidateRow:
    """One candidate in the order of reading."""

    name: str
    target: str
    fda: str
    cost: str
    own: str
    parts: Sequence[str]
    models: Sequence[str]
    chosen: bool


@frozen(kw_only=True)
class PipelinePage:
    """Everything that the page shows."""

    title: str
    label: str
    limits: str
    modules: Sequence[str]
    rows: Sequence[CandidateRow]
    met: int
    unmet: Sequence[str]
    without: Sequence[str]
    moved: Sequence[str]

    @classmethod
    def of(cls, found: Developed, numbers: Mapping[str, str]) -> PipelinePage:
        """Say what to develop next; children by programme number."""
        return cls(
            title="What to develop next",
            label=found.file.label,
            limits=f"{found.file.slots} slots, {found.file.budget:g} {found.file.unit}; no set that fits meets more",
            modules=MODULES,
            rows=tuple(_row(each, found) for each in found.dossiers),
            met=len(found.choice.met),
            unmet=tuple(sorted(numbers[each] for each in found.choice.unmet)),
            without=tuple(sorted(numbers[each] for each in found.without_option)),
            moved=tuple(
                f"{each.change}: in {', '.join(each.gained) or 'none'}; out {', '.join(each.lost) or 'none'}"
                for each in found.moved
                if each.gained or each.lost
            ),
        )


def _row(each: Dossier, found: Developed) -> CandidateRow:
    own = found.prevalence[each.id]
    return CandidateRow(
        name=each.name,
        target=each.target,
        fda=each.fda + (f", {each.fda_on}" if each.fda_on else ""),
        cost=f"{each.cost:g} {found.file.unit}",
        own=f"{len(own.found)} with it, {len(own.not_found)} without, {len(own.not_tested)} not tested",
        parts=tuple("—" if (part := each.module(name)) is None else f"{part:+.2f}" for name in MODULES),
        models=tuple(model.sentence for model in each.models),
        chosen=each.id in found.choice.chosen,
    )

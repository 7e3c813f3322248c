"""Metastases in soft tissue and bone: sums of targets, bone scores, new lesions, what has resolved."""

from __future__ import annotations

from attrs import frozen

from rosette.response.codes import Code, Component, RuleGap
from rosette.response.rules import RuleSet
from rosette.response.sizes import Diameters

NAME = "metastatic soft tissue and bone"


@frozen(kw_only=True)
class BoneScore:
    """A score of bone segments by one method at baseline and now; None now when no scan was scored.

    method: curie, siopen, or pet for a number of PET-avid bone lesions. bone_only: soft tissue is left out of it.
    """

    method: str
    baseline: float
    now: float | None
    smallest: float | None = None
    bone_only: bool = True

    @property
    def relative(self) -> float | None:
        """Score now over score at baseline; None without a scan, or from a baseline of zero."""
        return None if self.now is None or self.baseline == 0 else self.now / self.baseline


@frozen(kw_only=True)
class NewLesion:
    """A lesion that was not there at baseline; avid and biopsied (viable tumour) None when not said."""

    site: str
    bone: bool
    avid: bool | None = None
    viable: bool | None = None
    by_pet: bool = False
    seen_on_ct: bool | None = None


@frozen(kw_only=True)
class SoftTissue:
    """Non-primary targets by time: their sum, each by itself; nodes: short axes now of targets that are nodes, mm.

    resolved_uptake: whether no lesion takes up tracer now; None when not said. targets: whether any lesion is a target.
    """

    total: Diameters | None
    single: tuple[Diameters, ...] = ()
    nodes_now_mm: tuple[float, ...] = ()
    others_now_mm: tuple[float, ...] = ()
    resolved_uptake: bool | None = None
    targets: bool = True


@frozen(kw_only=True)
class Metastases:
    """What there was at baseline and is now; soft or bone is None when that part was never involved.

    non_targets: gone, stable, larger, unseen (not looked at since), or None when there are none.
    new_segments: bone segments that were free and are not. looked: whether a current scan could show new disease.
    """

    soft: SoftTissue | None = None
    bone: BoneScore | None = None
    non_targets: str | None = None
    new: tuple[NewLesion, ...] = ()
    new_segments: tuple[str, ...] = ()
    looked: bool = True


def judge_metastatic(found: Metastases, rules: RuleSet) -> Component:
    """The component of metastases; progression is looked for first.

    Source: [@pdq-neuroblastoma, response criteria, metastatic sites], [@park-2022, biopsy without uptake].
    """
    bone = None if found.bone is not None and found.bone.baseline == 0 == found.bone.now else found.bone
    gaps = (*_new_gaps(found), *_score_gaps(bone, rules), *_again_gaps(found, bone))
    asks = tuple(f"Biopsy of {each.site}: new, and not known to be avid." for each in found.new if _unproven(each))
    progressed = _progression(found, bone, rules)
    if progressed:
        return Component(name=NAME, code=Code.PD, why=tuple(progressed), gaps=gaps, asks=asks)
    measured = [*_soft(found, rules), *_bone(bone, rules)]
    parts = [*measured, *_others(found, alone=not measured)]
    if not parts and not found.looked:
        ask = "Order what is missing: scans since the treatment began."
        return Component(name=NAME, code=Code.NE, why=("none before, not looked for since",), asks=(ask,))
    if not parts and all(each.viable is False for each in found.new):
        return Component(name=NAME, code=Code.NI, why=("none at baseline, none now",))
    code = _together([code for code, _, _ in parts], unproven=bool(asks))
    return Component(
        name=NAME,
        code=code,
        why=tuple(why for _, why, _ in parts) or ("none at baseline",),
        gaps=(*gaps, *(gap for _, _, more in parts for gap in more)),
        asks=(*asks, *_missing(parts)),
    )


Part = tuple[Code, str, tuple[RuleGap, ...]]


def _together(codes: list[Code], *, unproven: bool) -> Code:
    if Code.NE in codes:
        return Code.NE
    if unproven or Code.SD in codes or not codes:
        return Code.SD
    return Code.CR if set(codes) == {Code.CR} else Code.PR


def _unproven(each: NewLesion) -> bool:
    return each.viable is None and not _proven(each)


def _proven(each: NewLesion) -> bool:
    if each.viable is not None:
        return each.viable
    if each.bone:
        return bool(each.avid) and (not each.by_pet or bool(each.seen_on_ct))
    return bool(each.avid)


def _progression(found: Metastases, bone: BoneScore | None, rules: RuleSet) -> list[str]:
    told = [f"new lesion: {each.site}" for each in found.new if _proven(each)]
    if found.soft is not None and found.soft.total is not None and found.soft.total.rose(rules):
        told.append(f"sum of targets {found.soft.total.words}")
    if found.soft is not None:
        told += [f"one target {each.words}" for each in found.soft.single if each.rose(rules)]
    told += _again(found, bone)
    relative = bone.relative if bone is not None and bone.method != "pet" else None
    if bone is not None and relative is not None and relative >= rules.score_rise - 1e-9:
        told.append(f"relative {bone.method} score {relative:.3f}")
    return told


def _again(found: Metastases, bone: BoneScore | None) -> list[str]:
    """Uptake in bone where there was none before, or where it had gone: a new avid site."""
    told = [f"uptake in a bone segment that was free: {name}" for name in found.new_segments]
    if bone is None or bone.method == "pet" or not bone.now:
        return told
    if bone.baseline == 0:
        told.append(f"{bone.method} bone score from 0 to {bone.now:g}: a new avid site")
    elif bone.smallest == 0:
        told.append(f"{bone.method} bone score was 0 on study and is {bone.now:g}: avid again")
    return told


def _again_gaps(found: Metastases, bone: BoneScore | None) -> list[RuleGap]:
    if bone is None or not bone.now or not bone.baseline:
        return []
    other = "the relative score alone"
    if found.new_segments:
        why = "A free segment that takes up tracer holds a new site; the relative score does not see it."
        return [RuleGap(id="new segment", taken="PD", alternative=other, why=why)]
    if bone.smallest == 0 and bone.method != "pet":
        why = "Uptake had gone and is back; the relative score against the baseline does not see it."
        return [RuleGap(id="bone avid again", taken="PD", alternative=other, why=why)]
    return []


def _new_gaps(found: Metastases) -> list[RuleGap]:
    told = []
    for each in found.new:
        if _unproven(each):
            why = "One source says plainly any new lesion; the consensus asks for uptake or a biopsy."
            if each.bone and each.avid:
                why = "A new bone site on PET alone asks for CT, MRI or histology, as remembered."
            told.append(RuleGap(id=f"new lesion {each.site}", taken="SD at best", alternative="PD", why=why))
    return told


def _score_gaps(bone: BoneScore | None, rules: RuleSet) -> list[RuleGap]:
    if bone is None or bone.relative is None or bone.now is None:
        return []
    told = []
    if not bone.bone_only:
        why = "The total of the scan holds soft tissue as well; the relative score asks for bone segments."
        told.append(RuleGap(id="score with soft tissue", taken="the total", alternative="the bone segments", why=why))
    if 0 < bone.relative < rules.score_low:
        why = "A trace is left; complete response asks for full resolution."
        told.append(RuleGap(id="relative score below 0.1", taken="PR", alternative="CR", why=why))
    low = bone.smallest
    if low and bone.now / low >= rules.score_rise > bone.relative and bone.method != "pet":
        why = "The rise is measured from the baseline; from the lowest score on study it would be progression."
        told.append(RuleGap(id="score reference", taken="baseline", alternative="PD", why=why))
    return told


def _soft(found: Metastases, rules: RuleSet) -> list[Part]:
    soft = found.soft
    if soft is None or not soft.targets:
        return []
    if soft.total is None:
        return [(Code.NE, "soft tissue not measured since the treatment began", ())]
    small = all(mm < rules.residual_mm for mm in soft.others_now_mm)
    nodes = all(mm < rules.node_mm for mm in soft.nodes_now_mm)
    whole = small and (bool(soft.others_now_mm) or bool(soft.nodes_now_mm) or soft.total.now == 0)
    if whole and nodes and soft.resolved_uptake:
        return [(Code.CR, f"soft tissue resolved ({soft.total.words})", ())]
    gaps = _node_gap(soft, rules, small)
    words = f"soft tissue {soft.total.words}"
    if soft.total.fell(rules):
        return [(Code.PR, words, gaps)]
    return [(Code.SD, words, gaps)]


def _node_gap(soft: SoftTissue, rules: RuleSet, small: bool) -> tuple[RuleGap, ...]:
    normal = all(mm < rules.node_other_mm for mm in soft.nodes_now_mm)
    if not (soft.nodes_now_mm and small and normal and soft.resolved_uptake):
        return ()
    why = f"A node below {rules.node_other_mm:g} mm is normal in one source, below {rules.node_mm:g} mm in the other."
    return (RuleGap(id="node limit", taken="not resolved", alternative="CR", why=why),)


def _bone(bone: BoneScore | None, rules: RuleSet) -> list[Part]:
    if bone is None:
        return []
    if bone.now is None:
        return [(Code.NE, "bone not scored since the treatment began", ())]
    if bone.baseline == 0:
        why = f"{bone.method} score 0 to {bone.now:g}: no relative score from zero, CT, MRI or histology decides"
        gap = RuleGap(id="PET bone from none", taken="SD", alternative="PD", why="A new PET-avid site asks for proof.")
        return [(Code.SD, why, (gap,))]
    words = f"{bone.method} bone {bone.baseline:g} to {bone.now:g} (relative {bone.now / bone.baseline:.3f})"
    if bone.now == 0:
        return [(Code.CR, f"{words}, resolved", ())]
    fell = bone.now <= (1 - rules.score_fall) * bone.baseline + 1e-9
    return [(Code.PR if fell else Code.SD, words, ())]


def _others(found: Metastases, *, alone: bool) -> list[Part]:
    """Lesions that are not measured: stable ones bar complete response, and make none by themselves."""
    codes = {"gone": Code.CR, "stable": Code.SD if alone else Code.PR, "larger": Code.SD, "unseen": Code.NE}
    if found.non_targets is None:
        return []
    if found.non_targets == "unseen":
        return [(Code.NE, "other lesions not looked at since the treatment began", ())]
    return [(codes[found.non_targets], f"other lesions {found.non_targets}", ())]


def _missing(parts: list[Part]) -> list[str]:
    return [f"Order what is missing: {why}." for code, why, _ in parts if code is Code.NE]

"""Rows with which disease is measured: segments and cuts of scores, stages, risk groups, blood grades."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Span
from rosette.knowledge.declared import age, choice, counted, declared, flag, text, words
from rosette.knowledge.entries import Entry

SCALES = ("curie", "siopen")
PARTS = ("bone", "soft_tissue")


@frozen(kw_only=True)
class ScoreSegment(Entry):
    """One segment of a score of an MIBG scan; `regions` are the parts of the drawn body that it covers."""

    scale: str
    segment: str
    name: str
    part: str
    most: int
    regions: tuple[str, ...]


@frozen(kw_only=True)
class ScoreLevel(Entry):
    """What one number of points in a segment means."""

    scale: str
    points: int


@frozen(kw_only=True)
class ScoreCut(Entry):
    """A published cut of a total: at most `most` points goes with the better course."""

    scale: str
    use: str
    most: int
    mycn: str
    better: str
    worse: str


@frozen(kw_only=True)
class StageDefinition(Entry):
    """A stage of a staging system in the programme's words."""

    system: str
    stage: str


@frozen(kw_only=True)
class RiskFactor(Entry):
    """One group of image-defined risk factors; any of them makes a localised tumour L2."""

    name: str


@frozen(kw_only=True)
class RiskGroup(Entry):
    """One row of a table of risk groups: what must hold, and the group; a field left empty holds for all."""

    system: str
    group: str
    risk: str
    stage: tuple[str, ...]
    at_least: Span | None = None
    under: Span | None = None
    histology: tuple[str, ...] = ()
    differentiation: tuple[str, ...] = ()
    mycn: tuple[str, ...] = ()
    eleven_q: tuple[str, ...] = ()
    ploidy: tuple[str, ...] = ()
    inpc: tuple[str, ...] = ()
    segmental: tuple[str, ...] = ()
    resected: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()


@frozen(kw_only=True)
class BloodGrade(Entry):
    """Limits of the grades 1 to 4 of one result: text with unit, "LLN", multiples such as "3", or "clinical".

    direction: below, a value under the limit has the grade; above, one over it. basis: value, uln or baseline.
    """

    version: str
    term: str
    code: str
    direction: str
    basis: str
    limits: tuple[str, ...]
    first_closed: bool = False


read_score_segment = declared(
    ScoreSegment,
    scale=choice(*SCALES),
    segment=text(),
    name=text(),
    part=choice(*PARTS),
    most=counted(),
    regions=words(needed=True),
)
read_score_level = declared(ScoreLevel, scale=choice(*SCALES), points=counted())
read_score_cut = declared(
    ScoreCut,
    scale=choice(*SCALES),
    use=text(),
    most=counted(),
    mycn=choice("any", "amplified", "not_amplified", default="any"),
    better=text(),
    worse=text(),
)
read_stage_definition = declared(StageDefinition, system=choice("INSS", "INRGSS"), stage=text())
read_risk_factor = declared(RiskFactor, name=text())
read_risk_group = declared(
    RiskGroup,
    system=choice("INRG", "COG"),
    group=text(),
    risk=text(),
    stage=words(needed=True),
    at_least=age,
    under=age,
    histology=words(choices=("maturing", "other")),
    differentiation=words(choices=("differentiating", "poor")),
    mycn=words(choices=("amplified", "not_amplified")),
    eleven_q=words(choices=("yes", "no")),
    ploidy=words(choices=("diploid", "hyperdiploid")),
    inpc=words(choices=("favourable", "unfavourable")),
    segmental=words(choices=("yes", "no")),
    resected=words(choices=("complete", "incomplete")),
    symptoms=words(choices=("yes", "no")),
)
read_blood_grade = declared(
    BloodGrade,
    version=text(),
    term=text(),
    code=text(),
    direction=choice("below", "above"),
    basis=choice("value", "uln", "baseline"),
    limits=words(needed=True),
    first_closed=flag(),
)

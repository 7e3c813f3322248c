"""Random expressions over the whole language, with the names that random records use, so that they meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rosette.eligibility import nodes as n
from rosette.kernel import Quantity, Span
from tests.support.records import AGENTS, CODED, CONDITIONS, QUANTITIES

spans = st.one_of(
    st.builds(Span, st.sampled_from((0, 1, 7, 14, 21, 60)), st.just("day")),
    st.builds(Span, st.sampled_from((1, 2, 6)), st.sampled_from(("week", "month"))),
    st.builds(Span, st.sampled_from((1, 2)), st.just("year")),
)
ages = st.one_of(
    st.builds(Span, st.sampled_from((1, 6, 12, 18, 22, 30)), st.sampled_from(("month", "year"))),
    st.builds(Span, st.sampled_from((365, 547)), st.just("day")),
)
ops: st.SearchStrategy[n.Op] = st.sampled_from(n.OPS)
TAGS = (
    *AGENTS,
    "anticancer_therapy",
    "chemotherapy",
    "myelosuppressive_chemotherapy",
    "small_molecule_inhibitor",
    "monoclonal_antibody",
    "anti_gd2",
    "radiation",
    "small_port_radiation",
    "mibg_therapy",
    "transplant",
    "autologous_transplant",
    "major_surgery",
    "growth_factor",
    "transfusion",
    "corticosteroid",
    "cyp3a4_inducer",
    "proton_pump_inhibitor",
    "filgrastim",
    "pegfilgrastim",
    "platelet_transfusion",
    "dexamethasone",
)
tags = st.sampled_from(TAGS)
MEASURES = {
    **QUANTITIES,
    "shortening_fraction": ("27 %", "28 %"),
    "lvef": ("45 %", "55 %"),
    "weight": ("10 kg", "15 kg"),
    "bsa": ("0.5 m2", "0.8 m2"),
    "mibg_avid_sites": ("1 {count}",),
    "measurable_lesion": ("10 mm", "20 mm"),
    "marrow_percent": ("5 %",),
}
VALUES = {
    **CODED,
    "marrow": ("involved", "not_involved"),
    "sex": ("male", "female"),
    "inrgss": ("L1", "L2", "M", "MS"),
    "mycn": ("amplified", "not_amplified", "gain"),
    "disease_status": ("relapsed", "refractory", "persistent"),
    "country": ("US",),
}


def listed(strategy: st.SearchStrategy[Any], *, most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """One or a few different values, as a tuple."""
    return st.lists(strategy, min_size=1, max_size=most, unique=True).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or None."""
    return st.none() | strategy


def limit_of(code: str) -> st.SearchStrategy[n.Limit]:
    """A limit that fits the code."""
    amounts = st.sampled_from([Quantity.parse(text) for text in MEASURES[code]])
    kinds: list[st.SearchStrategy[n.Limit]] = [st.builds(n.Absolute, quantity=amounts)]
    if code in ("alt", "bilirubin_total", "creatinine"):
        multiples = st.sampled_from((1.0, 1.5, 2.5, 5.0))
        kinds.append(st.builds(n.Multiple, factor=multiples, of=st.sampled_from(("ULN", "LLN")), fixed=maybe(amounts)))
    if code == "creatinine":
        kinds.append(st.builds(n.TableLimit, table=st.sampled_from(("creatinine_cog", "creatinine_cog_infant"))))
    return st.one_of(kinds)


@st.composite
def compares(draw: Any) -> n.Compare:
    """A measured value against a limit, with any options."""
    code = draw(st.sampled_from(tuple(MEASURES)))
    supports = st.builds(n.Support, tag=st.sampled_from(("transfusion", "growth_factor", "pegfilgrastim")), span=spans)
    return n.Compare(
        code=code,
        op=draw(ops),
        limit=draw(limit_of(code)),
        within=draw(maybe(spans)),
        after=draw(st.none() | st.none() | tags),
        without=draw(st.just(()) | listed(supports)),
        tie=draw(maybe(st.sampled_from(n.TIES))),
    )


@st.composite
def coded(draw: Any) -> n.Is:
    """A coded test or an attribute."""
    code = draw(st.sampled_from(tuple(VALUES)))
    values = draw(listed(st.sampled_from(VALUES[code])))
    return n.Is(code=code, values=values, within=draw(maybe(spans)), after=draw(st.none() | st.none() | tags))


simple_waits = st.builds(n.Elapsed, span=spans, strict=st.booleans()) | st.builds(
    n.HalfLives, count=st.sampled_from((3.0, 5.0))
)
waits: st.SearchStrategy[n.Wait] = st.one_of(
    simple_waits,
    st.builds(n.LaterOf, waits=listed(simple_waits)),
    st.builds(n.EarlierOf, waits=listed(simple_waits)),
)
bounds = st.builds(n.Bound, op=ops, age=ages)
scales = st.one_of(
    st.builds(
        lambda low, high, age: (
            n.ScaleRule(scale="lansky", side=low, age=age),
            n.ScaleRule(scale="karnofsky", side=high, age=age),
        ),
        st.sampled_from(("under", "through")),
        st.sampled_from(("from", "over")),
        st.builds(Span, st.sampled_from((2, 5, 10, 16)), st.just("year")),
    ),
    st.just((n.ScaleRule(scale="lansky"), n.ScaleRule(scale="karnofsky"))),
    st.just((n.ScaleRule(scale="ecog"),)),
    st.just((n.ScaleRule(scale="lansky", side="under", age=Span(16, "year")), n.ScaleRule(scale="karnofsky"))),
)
thresholds = st.builds(n.Threshold, op=ops, value=st.sampled_from((0.5, 1.0, 2.0, 3.0, 10.0)))
DOSES = {
    "anthracycline_doxorubicin_equivalent": ("100 mg/m2", "450 mg/m2"),
    "cisplatin": ("100 mg/m2",),
    "mibg_activity": ("12 mCi/kg", "18 mCi/kg"),
    "radiation_total_body_irradiation": ("12 Gy",),
}
GROUPED = [(group, Quantity.parse(text)) for group, texts in DOSES.items() for text in texts]
counts = st.integers(0, 4)
questions = st.sampled_from(("Can the family keep to the visits?", "Is the sign at least?"))

LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "age": st.builds(n.Age, at_diagnosis=st.booleans(), bounds=listed(bounds)),
    "compare": compares(),
    "is": coded(),
    "performance": st.builds(
        n.Performance,
        op=ops,
        score=st.sampled_from((2.0, 50.0, 60.0)),
        scales=scales,
        within=maybe(spans),
        wheelchair=st.booleans(),
    ),
    "washout": st.builds(n.Washout, wait=waits, of=tags, excepting=st.just(()) | listed(tags)),
    "prior": st.builds(
        n.Prior,
        of=tags,
        excepting=st.just(()) | listed(tags),
        role=maybe(st.sampled_from(("frontline", "relapse"))),
        within=maybe(spans),
        above=st.none() | st.none() | st.sampled_from([Quantity.parse(text) for text in ("100 mg/m2", "30 Gy")]),
    ),
    "together": st.builds(n.Together, agents=listed(st.sampled_from(AGENTS), most=3)),
    "progressed": st.builds(n.Progressed, of=tags),
    "cycles": st.builds(n.Cycles, agents=listed(st.sampled_from(AGENTS)), op=ops, count=counts),
    "count": st.builds(
        n.Count,
        code=st.sampled_from(("relapses", "lines", "relapse_lines", "frontline_cycles", "antihypertensives")),
        op=ops,
        count=counts,
    ),
    "taking": st.builds(n.Taking, of=tags, excepting=st.just(()) | listed(tags)),
    "stable": st.builds(n.StableDose, of=tags, within=spans),
    "cumulative": st.builds(
        lambda of, op: n.Cumulative(group=of[0], op=op, quantity=of[1]), st.sampled_from(GROUPED), ops
    ),
    "interval": st.builds(n.Interval, start=tags, end=tags, op=ops, span=spans),
    "condition": st.builds(
        n.Condition,
        codes=listed(st.sampled_from(CONDITIONS)),
        excepting=st.just(()) | listed(st.sampled_from(CONDITIONS)),
        grade=maybe(thresholds),
        ever=st.booleans(),
        within=maybe(spans),
        uncontrolled=st.booleans(),
        controlled_for=maybe(spans),
    ),
    "molecular": st.builds(
        n.Molecular,
        gene=st.sampled_from(("ALK", "MYCN")),
        alteration=st.sampled_from(("mutation", "amplification")) | st.sampled_from(n.ALTERATIONS),
        alleles=st.none() | st.just("alk_activating"),
        vaf=maybe(thresholds),
        copies=maybe(thresholds),
        origin=maybe(st.sampled_from(("germline", "somatic"))),
    ),
    "stem cells": st.builds(
        n.StemCells,
        op=ops,
        cd34_per_kg=st.sampled_from((0.0, 2e6, 4e6)),
        unpurged=st.booleans(),
        viable=st.booleans(),
    ),
    "consent": st.builds(n.Consent, type=st.sampled_from(("treatment", "research"))),
    "asked": st.builds(
        n.Attested, ask=st.sampled_from(("judgement", "protocol", "flagged")), question=questions, key=st.just("")
    ),
}


def leaves(family: str | None = None) -> st.SearchStrategy[Any]:
    """Any leaf, or one of a family."""
    return st.one_of(list(LEAVES.values())) if family is None else LEAVES[family]


def expressions(*, most: int = 8) -> st.SearchStrategy[Any]:
    """Any expression; `most` bounds the number of leaves."""
    return st.recursive(leaves(), _combined, max_leaves=most)


def _combined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(n.AllOf, parts=some),
        st.builds(n.AnyOf, parts=some),
        some.flatmap(lambda found: st.builds(n.AtLeastOf, count=st.integers(1, len(found)), parts=st.just(found))),
        st.builds(n.Not, part=parts),
        st.builds(n.IfThen, condition=parts, then=parts, otherwise=maybe(parts)),
    )


def keyed(tree: n.Node, question: str) -> n.Node:
    """The expression with its questions keyed as random attestations are."""

    def change(leaf: n.Leaf) -> n.Node:
        return n.Attested(ask=leaf.ask, question=leaf.question, key=question) if isinstance(leaf, n.Attested) else leaf

    return n.replace_leaves(tree, change)

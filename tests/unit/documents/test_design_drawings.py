"""Drawings of trial designs: well-formed, named, without style or script, and no number that their tables lack."""

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from attrs import evolve
from tests.support.command import rosette

from rosette.designs.accrual import AccrualPath, Stay, Suspension
from rosette.designs.compare import compare
from rosette.designs.course import course
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.grids import decision_grid
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.paths import paths
from rosette.designs.posterior import level_posteriors
from rosette.designs.spec import load_specification
from rosette.designs.states import State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.documents.designs import comparison_page
from rosette.documents.drawings import designs as drawn
from rosette.documents.drawings.designs import (
    accrual,
    comparison,
    paths as tree,
    posterior,
)  # fmt: skip
from rosette.documents.drawings.designs.levels import percent
from rosette.documents.drawings.designs.standalone import FOLDER

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = Path("examples/designs")
SPEC = load_specification(EXAMPLES / "boin.toml")
CRM = load_specification(EXAMPLES / "crm.toml")
NAMES = drawn.level_names(SPEC)
SCENARIO = SPEC.scenarios[0]
EVIL = "</text><script>alert(1)</script>"


def state(text, spec=SPEC):
    doses = spec.design.doses
    return state_after(read_outcomes(text, doses=doses), doses=doses, size=spec.design.cohort)


TREE = paths(SPEC.design, state("1NTT"), cohorts=2)
ALONE = paths(rolling_six(doses=3, variant="cog"), State(n=(2, 0, 0), y=(0, 0, 0), at=1), cohorts=3)
TURNS = course(SPEC.design, read_outcomes("1NNN 2NTE 1NBN 2NPP", doses=4))
OUTCOMES = [(each.name, characteristics(chain_of(SPEC.design), each.toxicity)) for each in SPEC.scenarios]
PATH = AccrualPath(
    children=(
        Stay(came=0, enrolled=0, until=28, level=1, outcome="N"),
        Stay(came=20, enrolled=28, until=40.5, level=1, outcome="T"),
        Stay(came=35, enrolled=35, level=2, outcome="P"),
        Stay(came=41),
    ),
    suspended=(Suspension(first=10, last=28),),
    days=42,
)
THREE = evolve(SPEC, design=three_plus_three(doses=4))
ROLLING = evolve(SPEC, design=rolling_six(doses=4, variant="cog"))
BESIDE = compare([SPEC, THREE, ROLLING], too_toxic=0.35)
GRID = decision_grid(SPEC.design)
KNOWN = level_posteriors(CRM.design, state("1NNN 2NTN", CRM))
BETA = level_posteriors(SPEC.design, state("1NNN 2NTN"))


def drawings(mirrored=False, names=NAMES):
    """Every drawing with everything its table says."""
    likely = SCENARIO.toxicity
    known = (*drawn.accrual_table(PATH), *drawn.suspended_table(PATH))
    return {
        "paths": (
            drawn.paths_svg(TREE, names=names, scenario=likely, mirrored=mirrored),
            (tree.HEAD, *drawn.paths_table(TREE, names, likely)),
        ),
        "paths alone": (drawn.paths_svg(ALONE, mirrored=mirrored), drawn.paths_table(ALONE)),
        "course": (drawn.course_svg(TURNS, doses=4, names=names, mirrored=mirrored), [
            *drawn.course_table(TURNS, names), names,
        ]),
        "characteristics": (
            drawn.characteristics_svg(OUTCOMES, names=names, target=0.25, mirrored=mirrored),
            drawn.characteristics_table(OUTCOMES, names),
        ),
        "decisions": (
            drawn.decisions_svg(GRID, mirrored=mirrored),
            (drawn.decisions_head(GRID), *drawn.decisions_table(GRID)),
        ),
        "accrual": (drawn.accrual_svg(PATH, mirrored=mirrored), (accrual.HEAD, accrual.SUSPENDED_HEAD, *known)),
        "posterior": (
            drawn.posterior_svg(BETA, names=names, target=0.25, band=(0.2, 0.3), mirrored=mirrored),
            [*drawn.posterior_table(BETA, names), posterior.HEAD],
        ),
        "posterior of a model": (drawn.posterior_svg(KNOWN, mirrored=mirrored), drawn.posterior_table(KNOWN)),
        "comparison": (
            drawn.comparison_svg(BESIDE, mirrored=mirrored),
            (comparison.HEAD, *drawn.comparison_table(BESIDE)),
        ),
    }  # fmt: skip


KINDS = list(drawings())


def labels(svg, *, axes=False):
    """The texts of a drawing; the figures of an axis are no data."""
    found = Xml.fromstring(svg).iter(f"{SVG}text")
    return [each.text or "" for each in found if axes or "rz-axis" not in (each.get("class") or "")]


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


# --- every drawing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_well_formed_and_named_and_has_neither_style_nor_script(kind, mirrored):
    root = Xml.fromstring(drawings(mirrored)[kind][0])
    assert root.get("role") == "img"
    ids = set((root.get("aria-labelledby") or "").split())
    assert ids == {each.get("id") for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert all(each.text for each in root if each.tag in (f"{SVG}title", f"{SVG}desc"))
    for each in root.iter():
        assert each.tag not in (f"{SVG}script", f"{SVG}style")
        assert not {name for name in each.attrib if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_a_drawing_is_in_its_table(kind):
    svg, rows = drawings()[kind]
    aims = " 25.0 20 30" if "posterior" in kind else ""
    told = numbers(" ".join(cell for row in rows for cell in row) + aims)
    scenarios = " ".join(f"{100 * rate:g}" for each in SPEC.scenarios for rate in each.toxicity)
    extra = numbers(scenarios) if kind == "comparison" else set()
    drawn_numbers = numbers(" ".join(labels(svg)))
    assert drawn_numbers
    assert drawn_numbers <= told | extra, drawn_numbers - told


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_stands_inside_its_sheet(kind):
    """By an estimate of the width of letters that is on the large side."""
    root = Xml.fromstring(drawings()[kind][0])
    width, height = (float(root.get(side)) for side in ("width", "height"))
    for each in root.iter(f"{SVG}text"):
        small = any(name in each.get("class") for name in ("rz-what", "rz-tick"))
        long, x, y = len(each.text or "") * (5.6 if small else 6.9), float(each.get("x")), float(each.get("y"))
        left = {"start": x, "middle": x - long / 2, "end": x - long}[each.get("text-anchor")]
        assert (left >= -6, left + long <= width + 6, 0 < y <= height) == (True, True, True), each.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_mirrored_drawing_has_every_box_on_the_other_side(kind):
    plain, turned = (Xml.fromstring(drawings(each)[kind][0]) for each in (False, True))
    width = float(plain.get("width"))
    boxes = [root.findall(f"{SVG}rect") for root in (plain, turned)]
    for one, two in zip(*boxes, strict=True):
        assert float(one.get("x")) + float(two.get("x")) + float(two.get("width")) == pytest.approx(width, abs=0.1)


@pytest.mark.parametrize("kind", ["paths", "course", "characteristics", "posterior"])
def test_a_hostile_name_of_a_level_stays_text(kind):
    svg = drawings(names=(EVIL,) * 4)[kind][0]
    assert "<script" not in svg
    assert Xml.fromstring(svg) is not None


def test_the_rules_of_the_clinic_hold_those_of_the_drawings():
    clinic = Path("src/rosette/server/clinic/static/rosette/drawings.css").read_text(encoding="utf-8")
    assert (FOLDER / "designs.css").read_text(encoding="utf-8") in clinic


@pytest.mark.parametrize("kind", KINDS)
def test_every_box_has_a_rule_for_its_fill(kind):
    """A box without a rule for its fill is black."""
    rules = drawn.standalone("<svg>")
    for each in Xml.fromstring(drawings()[kind][0]).findall(f"{SVG}rect"):
        classes = (each.get("class") or "").split()
        assert any(re.search(rf"\.{name}\b[^{{]*{{[^}}]*fill", rules) for name in classes) or each.get("fill"), classes


def test_a_drawing_that_stands_alone_brings_its_rules():
    text = drawn.standalone(drawings()["paths"][0])
    root = Xml.fromstring(text.encode())
    assert ".rz-node" in (root.find(f"{SVG}style").text or "")


# --- one by one ---------------------------------------------------------------------------------------------------


def test_every_step_of_a_tree_is_a_line_and_every_node_a_box():
    root = Xml.fromstring(drawings()["paths"][0])
    assert len(root.findall(f"{SVG}line")) == 2 * sum(map(len, TREE.steps))
    assert len(root.findall(f"{SVG}rect")) == sum(map(len, TREE.layers)) == len(drawn.paths_table(TREE))
    entered = [line for line in labels(drawings()["paths"][0]) if re.fullmatch(r"\d/\d", line)]
    assert len(entered) >= sum(map(len, TREE.steps))


def test_boxes_of_a_tree_do_not_lie_over_each_other():
    boxes = [
        tuple(float(each.get(side)) for side in ("x", "y", "height"))
        for each in Xml.fromstring(drawings()["paths"][0]).findall(f"{SVG}rect")
    ]
    for x, y, height in boxes:
        assert not [other for other in boxes if other[0] == x and y < other[1] < y + height]


def test_the_outcomes_of_children_have_shapes_of_their_own():
    groups = Xml.fromstring(drawings()["course"][0]).iter(f"{SVG}g")
    shapes = {each.get("class"): tuple(part.tag for part in each if part.tag != f"{SVG}title") for each in groups}
    assert len(shapes) == 5
    rings = {name for name, parts in shapes.items() if parts == (f"{SVG}circle",)}
    assert rings == {"rz-seen rz-seen--N", "rz-seen rz-seen--P"}  # P is broken: a rule of the style sheet
    assert len(set(shapes.values())) == 4
    assert ".rz-seen--P circle { stroke-dasharray" in (FOLDER / "designs.css").read_text(encoding="utf-8")


def test_every_decision_is_a_letter_as_well_as_a_shade():
    cells = labels(drawings()["decisions"][0])
    assert {"E", "S", "D", "DU"} <= set(cells)
    assert sum(cell == "DU" for cell in cells) == 1 + sum(
        grid.name == "DU" for column in GRID.columns for grid in column
    )


def test_a_level_without_children_is_hollow():
    marks = Xml.fromstring(drawings()["posterior"][0]).findall(f"{SVG}circle")
    assert [each.get("class") for each in marks] == ["rz-dot", "rz-dot", "rz-dot rz-dot--seen", "rz-dot rz-dot--seen"]


def test_a_share_above_nothing_is_never_printed_as_nothing():
    assert [percent(share).replace("\u00a0", " ") for share in (0, 1e-9, 0.0005, 1)] == [
        "0.0 %", "< 0.1 %", "0.1 %", "100.0 %",
    ]  # fmt: skip


def test_a_design_without_figures_has_dashes_and_its_reason():
    row = next(row for row in drawn.comparison_table(BESIDE) if "rolling six" in row[2])
    assert set(row[3:-1]) == {"—"}
    assert row[-1].startswith("not computed")


# --- the page and the files -------------------------------------------------------------------------------------


def test_the_page_stands_alone_and_has_a_table_for_every_drawing():
    page = comparison_page(BESIDE, [SPEC, THREE, ROLLING])
    assert not re.search(r"<script|<link|\bsrc=|@import|url\((?!#)", page)
    assert page.count("<svg") == page.count("the same as a table</caption>") == 1 + 2 + 3
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for name in (SPEC.name, SPEC.digest[:12], "25 %", "35 %"):
        assert name in page


def test_a_hostile_name_of_a_trial_stays_text_on_the_page():
    evil = evolve(SPEC, name=EVIL)
    assert "<script" not in comparison_page(compare([evil, evil]), [evil, evil])


def test_the_commands_write_what_they_are_asked_to(tmp_path):
    svg, html = tmp_path / "tree.svg", tmp_path / "page.html"
    told = rosette("design", "paths", EXAMPLES / "boin.toml", "1NNN", "--scenario", "as hoped", "--svg", svg)
    assert (told.code, told.err) == (0, "")
    assert Xml.parse(svg).getroot().tag == f"{SVG}svg"
    told = rosette("design", "compare", EXAMPLES / "boin.toml", EXAMPLES / "three.toml", "--html", html)
    assert (told.code, told.err) == (0, "")
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_file_that_cannot_be_written_is_told_of(tmp_path):
    told = rosette("design", "paths", EXAMPLES / "boin.toml", "", "--svg", tmp_path / "none" / "tree.svg")
    assert told.code == 2
    assert "cannot be written" in told.err

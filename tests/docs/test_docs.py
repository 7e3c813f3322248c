"""The documents hold: sources exist, links resolve, words are in the glossary, nothing leaks."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rosette"
MODULES = sorted(SOURCE.rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
PACKAGES = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def tracked() -> list[Path]:
    """Files of the project: what git tracks, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_source_in_a_docstring_is_in_the_bibliography(path: Path) -> None:
    keys = set(tomllib.loads((SOURCE / "knowledge/data/references.toml").read_text(encoding="utf-8")))
    places = re.findall(r"\[(@[^\]]+)\]", path.read_text(encoding="utf-8"))
    cited = {key for place in places for key in re.findall(r"@([\w.-]*\w)", place)}
    assert cited <= keys


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.parent.name != "migrations"],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_a_module_is_at_most_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_is_in_the_glossary_and_names_what_it_offers(name: str) -> None:
    module = importlib.import_module(f"rosette.{name}")
    assert f"`{name}`" in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert module.__doc__
    assert name in ("cli", "server", "documents") or sorted(module.__all__) == sorted(set(module.__all__))


def test_the_glossary_has_one_entry_a_word() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(words) > 40
    assert len(words) == len({word.lower() for word in words})


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_resolve(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_names_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z]+)`?", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"demo", "test"} <= named <= targets


def test_no_machine_path_and_no_registry_host_is_in_the_project() -> None:
    slash = "/"
    places = "|".join(("work", "root", "farm", "opt"))
    hosts = "|".join(("py" + "pi\\.org", "python" + "hosted", "registry\\." + "npm", "deb\\." + "debian"))
    pattern = re.compile(rf"(?:(?<![A-Za-z0-9_.~-]){slash}(?:{places}){slash})|{hosts}")
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.name}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_public_functions_have_a_docstring_of_one_first_sentence() -> None:
    faults = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").partition("\n")[0].strip()
                if first and not first.endswith((".", "?", ":")):
                    faults.append(f"{path.name}: {node.name}: {first}")
    assert faults == []

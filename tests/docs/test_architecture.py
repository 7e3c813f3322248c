"""The house stands: the domain asks nothing of the outside, every room is in the contracts, every package is pinned."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosette.version import __version__

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rosette"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
ROOMS = sorted({path.parent for path in SOURCE.rglob("*.py")})
DOMAIN = sorted(path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in ("cli", "server"))
DATA = {".toml", ".crit", ".json", ".typed", ".typ", ".jinja", ".html", ".css", ".svg"}
LOCKS = ("requirements.lock", "requirements-dev.lock")

CLOCK = ("time", "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow")
CHANCE = ("random", "secrets", "numpy.random", "os.urandom", "uuid.uuid1", "uuid.uuid4")
ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getlogin", "locale", "platform", "getpass")
OUTSIDE = (*CLOCK, *CHANCE, *ENVIRONMENT)
# A type that names a source of chance which a caller hands over, and one that is made of a seed which it hands over.
PASSED_IN = ("numpy.random.Generator", "numpy.random.PCG64")
SEEDLESS = "PCG64 without a seed"


def aliases(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for, in full."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                known[each.asname or each.name.partition(".")[0]] = (
                    each.name if each.asname else each.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return known


def dotted(node: ast.AST, known: dict[str, str]) -> str:
    """The full name of `a.b.c`, or nothing when it does not begin with an imported name."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        return before + f".{node.attr}" if (before := dotted(node.value, known)) else ""
    return ""


def named(node: ast.AST, known: dict[str, str]) -> Iterator[str]:
    """Every full name that the code uses, each chain once, at its longest."""
    if isinstance(node, ast.Name | ast.Attribute) and (name := dotted(node, known)):
        yield name
        return
    for child in ast.iter_child_nodes(node):
        yield from named(child, known)


def outside(code: str) -> list[str]:
    """What the code asks of clock, chance or environment."""
    tree = ast.parse(code)
    known = aliases(tree)
    used = {*named(tree, known), *known.values()}
    wrong = {name for name in used if any(name == each or name.startswith(f"{each}.") for each in OUTSIDE)}
    return sorted(name for name in wrong if name not in PASSED_IN) + _seedless(tree)


def _seedless(tree: ast.AST) -> list[str]:
    """A generator that is made without the seed of a caller asks the outside."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    made = (node for node in calls if ast.unparse(node.func).rpartition(".")[2] == "PCG64")
    return [SEEDLESS for node in made if not node.args and not node.keywords]


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_domain_asks_no_clock_no_chance_and_no_environment(path: Path) -> None:
    assert outside(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import date\ndate.today()",
        "from datetime import date as day\nday.today()",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import datetime\nmake = datetime.utcnow",
        "import time\ntime.monotonic()",
        "from time import perf_counter",
        "from os import environ",
        "import os\nos.environ['HOME']",
        "import os\nos.getenv('HOME')",
        "import os.path\nos.environ.get('HOME')",
        "from random import choice",
        "import numpy as np\nnp.random.default_rng()",
        "import numpy as np\nnp.random.Generator(np.random.PCG64())",
        "import numpy.random as chance",
        "def late():\n    import secrets\n    return secrets.token_hex()",
    ],
)
def test_asking_the_outside_is_seen_however_it_is_imported(code: str) -> None:
    assert outside(code)


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import date, timedelta\ndate(2026, 6, 1) + timedelta(days=1)",
        "from datetime import datetime\ndatetime.fromisoformat('2026-06-01')",
        "import numpy as np\ndef draw(rng: np.random.Generator): return rng.normal()",
        "import numpy as np\ndef draw(seed): return np.random.Generator(np.random.PCG64(seed))",
        "def time_of(time): return time.monotonic",
    ],
)
def test_a_day_or_a_source_of_chance_that_is_passed_in_is_allowed(code: str) -> None:
    assert outside(code) == []


def test_every_package_is_in_the_layers_and_all_below_the_rim_are_forbidden_the_outside() -> None:
    layers, forbidden = PROJECT["tool"]["importlinter"]["contracts"]
    listed = sorted(name.strip() for layer in layers["layers"] for name in layer.split("|"))
    rooms = [f"rosette.server.{path.parent.name}" for path in (SOURCE / "server").glob("*/__init__.py")]
    assert listed == sorted([*(f"rosette.{name}" for name in PACKAGES if name != "server"), *rooms])
    below = [f"rosette.{name}" for name in PACKAGES if name not in ("cli", "server")]
    assert sorted(forbidden["source_modules"]) == sorted([*below, "rosette.server.policy"])


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE.parent)))
def test_no_package_is_empty_and_each_says_what_it_promises(room: Path) -> None:
    first = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(first)
    assert len(first.body) > 1 or len(list(room.glob("*.py"))) > 1 or list(room.glob("*/__init__.py"))


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_function_and_class_says_in_one_sentence_what_it_is(name: str) -> None:
    module = importlib.import_module(f"rosette.{name}")
    public = {word: getattr(module, word) for word in getattr(module, "__all__", ())}
    spoken = {word: vars(each).get("__doc__") for word, each in public.items() if inspect.isclass(each)}
    spoken |= {word: each.__doc__ for word, each in public.items() if inspect.isfunction(each)}
    assert [word for word, text in spoken.items() if not re.match(r"\S[^\n]*[.:?](\s|$)", text or "")] == []


def test_data_files_are_of_the_kinds_that_the_wheel_is_known_to_carry() -> None:
    others = [path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.suffix for path in others} - {".py", ".pyc"} <= DATA
    assert (SOURCE / "py.typed").is_file()


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes of each package of a lock file, after its one line of heading."""
    body = (ROOT / lock).read_text(encoding="utf-8").partition("\n")[2].replace(" \\\n", "")
    entry = re.compile(r"([a-z0-9-]+)==([\w.]+)((?:    --hash=sha256:[0-9a-f]{64})+)")
    found = [entry.fullmatch(line) for line in body.splitlines()]
    assert all(found), f"{lock}: a line is not name==version with hashes"
    return {each[1]: (each[2], frozenset(each[3].split())) for each in found if each}


def asked(requirements: list[str]) -> set[str]:
    """The names of required packages."""
    return {re.split(r"[<>=~!\[; ]", each, maxsplit=1)[0].lower() for each in requirements}


def test_the_locks_pin_what_the_project_asks_for_and_agree() -> None:
    run, develop = (pins(lock) for lock in LOCKS)
    assert asked(PROJECT["project"]["dependencies"]) <= set(run)
    assert asked(PROJECT["dependency-groups"]["dev"]) | asked(PROJECT["build-system"]["requires"]) <= set(develop)
    assert run.items() <= develop.items()


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert [each for each in wanted if not re.search(rf'"{re.escape(each)}",\s+# \w+', text)] == []


def test_ci_runs_the_checks_and_ends_with_the_tests_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").split("\n")[-3:] == ["make check", "make test", ""]
    assert os.access(script, os.X_OK)


def test_the_citation_names_the_version_of_the_software() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")

"""Mutation score of kernel, eligibility, mibg, response and designs: mutmut, killed / all by module: `make mutants`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SURVIVED, TIMEOUT, NO_TESTS = 0, (-24, 24, 36, 152, 255), (5, 33)


def main() -> None:
    """Run every mutant that has not run yet, then count."""
    subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "2"], cwd=ROOT, check=False)
    counts: dict[str, Counter[str]] = {}
    for path in sorted((ROOT / "mutants" / "src").rglob("*.meta")):
        module = str(path.relative_to(ROOT / "mutants" / "src" / "rosette")).removesuffix(".py.meta")
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        counts[module] = Counter(outcome(code) for code in codes.values())
    for module, found in counts.items():
        print(line(module, found))
    print(line("all", sum(counts.values(), Counter())))


def outcome(code: int | None) -> str:
    """What an exit code of mutmut means."""
    if code is None:
        return "not run"
    if code == SURVIVED:
        return "survived"
    return "no tests" if code in NO_TESTS else "killed"


def line(name: str, found: Counter[str]) -> str:
    """One line of the report; mutants that did not run do not count."""
    counted = found["killed"] + found["survived"] + found["no tests"]
    score = 100 * found["killed"] / counted if counted else 0.0
    return f"{name}: {found['killed']} of {counted} killed, {score:.1f} % (not run: {found['not run']})"


if __name__ == "__main__":
    main()

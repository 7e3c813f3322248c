"""Pins every package with its hashes, without the address of any index: `make lock`.

Resolves what pyproject.toml asks for with pip's own resolver, then asks pip for the hash of each pinned wheel on every
Python and machine that the project promises. A promise without a wheel ends the run: no lock is half a lock.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HEAD = "# Made by `make lock` from pyproject.toml. Versions are pinned and hashed; no index is named.\n"
PYTHONS = ("3.11.7", "3.12.4", "3.13.1", "3.14.0")
LINUX = ("manylinux_2_28_{}", "manylinux_2_27_{}", "manylinux_2_17_{}", "manylinux2014_{}")
MACHINES = {
    "Linux on x86-64": [tag.format("x86_64") for tag in LINUX],
    "Linux on ARM": [tag.format("aarch64") for tag in LINUX],
    "macOS on ARM": ["macosx_14_0_arm64", "macosx_11_0_arm64"],
}
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]

Pins = dict[str, str]
Hashes = dict[str, set[str]]


def report(*arguments: str) -> list[dict[str, Any]]:
    """What pip would install for these arguments."""
    made = subprocess.run([*PIP, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return list(json.loads(made.stdout)["install"])


def name_of(package: dict[str, Any]) -> str:
    """The package's name as indexes normalise it."""
    return re.sub(r"[-_.]+", "-", package["metadata"]["name"]).lower()


def resolve(requirements: list[str]) -> Pins:
    """One version for each package that the requirements need, and for what those need."""
    return {name_of(package): package["metadata"]["version"] for package in report(*requirements)}


def hashes_on(pins: Pins, *, python: str, tags: list[str]) -> Hashes:
    """The hash of each pinned wheel on one Python and machine."""
    platforms = [word for tag in tags for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        target = ["--no-deps", "--only-binary=:all:", "--target", folder, "--python-version", python]
        found = report(*target, *platforms, *(f"{name}=={version}" for name, version in pins.items()))
    return {name_of(each): {each["download_info"]["archive_info"]["hashes"]["sha256"]} for each in found}


def gather(pins: Pins) -> Hashes:
    """The hashes of every pinned package, over all promised Pythons and machines."""
    gathered: Hashes = {name: set() for name in pins}
    for python, (machine, tags) in itertools.product(PYTHONS, MACHINES.items()):
        print(f"Python {python}, {machine}", file=sys.stderr)
        for name, hashes in hashes_on(pins, python=python, tags=tags).items():
            gathered[name] |= hashes
    return gathered


def entry(name: str, version: str, hashes: set[str]) -> str:
    """One pinned package as pip reads it."""
    return f"{name}=={version} \\\n" + " \\\n".join(f"    --hash=sha256:{each}" for each in sorted(hashes)) + "\n"


def write(file: str, pins: Pins, hashes: Hashes) -> None:
    """Write one lock file."""
    entries = [entry(name, pins[name], hashes[name]) for name in sorted(pins)]
    (ROOT / file).write_text(HEAD + "".join(entries), encoding="utf-8")
    print(f"{file}: {len(entries)} packages")


def main() -> None:
    """Write requirements.lock (to run) and requirements-dev.lock (to develop and build)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    build = [*project["build-system"]["requires"], "editables"]
    everything = resolve([*runtime, *project["dependency-groups"]["dev"], *build])
    hashes = gather(everything)
    to_run = {name: everything[name] for name in resolve(runtime)}
    write("requirements.lock", to_run, hashes)
    write("requirements-dev.lock", everything, hashes)


if __name__ == "__main__":
    main()

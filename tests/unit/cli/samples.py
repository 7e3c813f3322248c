"""Calls of every command, and files that no command can use."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.support.command import BASE, CHILD, ON, ROOT, TRIAL
from tests.support.studies import every_study, study

from rosette.portfolio import load_portfolio
from rosette.portfolio.registry import RegistryState, approve, synced, write_state

LATER = "LATER"
WRITTEN = "WRITTEN"
STATE, STUDIES = "STATE", "STUDIES"
DAY = date.fromisoformat(ON)
OUTCOMES = ROOT / "examples" / "outcomes" / "invented.csv"
PIPELINE = ROOT / "examples" / "pipeline" / "demo.toml"
MIBG = ROOT / "examples" / "mibg"
SITE = ["--site", MIBG / "site.toml", "--on", ON]
GIVEN = ["--activity", "8880 MBq", "--mass", "20 kg"]
SCORED = ROOT / "examples" / "response" / "scored.json"
STAGED = ROOT / "examples" / "children" / "demo-16.json"
DESIGN = ROOT / "examples" / "designs" / "boin.toml"
PHASE2 = ROOT / "examples" / "designs" / "phase2"
TWO_STAGES = PHASE2 / "simon.toml"
TRIAL_DESIGN = ROOT / "examples" / "designs" / "under-way.toml"
TRIAL_LEDGER = ROOT / "examples" / "designs" / "ledger.json"
SURVIVORS = ROOT / "examples" / "survivorship"
SURVIVOR = SURVIVORS / "girl.toml"
FHIR = ROOT / "examples" / "interchange" / "fhir-bundle.json"
KNOWLEDGE = ROOT / "src" / "rosette" / "knowledge" / "data"
GAPPED = ROOT / "examples" / "children" / "demo-06.json"
CALLS: dict[str, list[object]] = {
    "options": ["options", CHILD, "--on", ON],
    "eligibility": ["eligibility", CHILD, "NCT01154816", "--on", ON],
    "screen": ["screen", CHILD, "--here", "--on", ON],
    "record check": ["record", "check", CHILD],
    "record show": ["record", "show", CHILD],
    "record schema": ["record", "schema"],
    "record import": ["record", "import", FHIR, "--new", "example", "--at", "2026-06-01"],
    "record export": ["record", "export", CHILD, "--as", "fhir"],
    "portfolio list": ["portfolio", "list", "--on", ON],
    "portfolio show": ["portfolio", "show", "lorlatinib", "--on", ON],
    "portfolio diff": ["portfolio", "diff", TRIAL, LATER, "--record", BASE, "--on", ON],
    "portfolio sync": ["portfolio", "sync", "--from", STUDIES, "--state", STATE, "--records", BASE, "--on", ON],
    "portfolio review": ["portfolio", "review", "--state", STATE, "--records", BASE, "--on", ON],
    "portfolio draft": ["portfolio", "draft", ROOT / "examples" / "registry" / "invented.json"],
    "molecular annotate": ["molecular", "annotate", CHILD, "--on", ON],
    "medicines show": ["medicines", "show", "mibg_vor"],
    "medicines rank": ["medicines", "rank", CHILD, "--draws", "500", "--on", ON],
    "medicines pipeline": ["medicines", "pipeline", PIPELINE, "--record", CHILD, "--on", ON],
    "medicines learn": ["medicines", "learn", OUTCOMES],
    "mibg plan": ["mibg", "plan", CHILD, *SITE, "--level", "18 mCi/kg", "--infusion", "2026-06-15"],
    "mibg dose": ["mibg", "dose", MIBG / "counts.csv", *SITE, *GIVEN, "--draws", "200"],
    "mibg second": ["mibg", "second", *SITE, *GIVEN, "--dose", "1.85 Gy", "--sd", "0.1 Gy", "--mass-then", "20 kg"],
    "mibg release": ["mibg", "release", MIBG / "rates.csv", *SITE, "--ended", "2026-06-15T11:30", "--age", "3"],
    "response assess": ["response", "assess", GAPPED, "--on", ON],
    "response curie": ["response", "curie", STAGED, "--on", ON],
    "response siopen": ["response", "siopen", SCORED, "--on", ON],
    "response stage": ["response", "stage", STAGED, "--distant", "bone"],
    "response grade": ["response", "grade", "anc", "300 /uL", "--ctcae", "5.0"],
    "design list": ["design", "list"],
    "design table": ["design", "table", DESIGN],
    "design oc": ["design", "oc", DESIGN],
    "design simulate": ["design", "simulate", DESIGN, "--trials", "2000"],
    "design next": ["design", "next", DESIGN, "1NNN 2NTN"],
    "design paths": ["design", "paths", DESIGN, "1NNN 2NTN", "--scenario", "as hoped"],
    "design compare": ["design", "compare", DESIGN, DESIGN.with_name("three.toml")],
    "design readiness": ["design", "readiness", DESIGN],
    "design phase2 plan": ["design", "phase2", "plan", TWO_STAGES],
    "design phase2 look": ["design", "phase2", "look", TWO_STAGES, "--children", "10", "--responses", "1"],
    "design phase2 result": [
        *("design", "phase2", "result", TWO_STAGES),
        *("--children", "30", "--responses", "7", "--first", "2"),
    ],
    "design report": ["design", "report", TRIAL_DESIGN, TRIAL_LEDGER, "--on", ON],
    "survivorship summary": ["survivorship", "summary", SURVIVOR, "--on", ON],
    "survivorship plan": ["survivorship", "plan", SURVIVOR, "--site", SURVIVORS / "site.toml", "--on", ON],
    "survivorship diff": ["survivorship", "diff", SURVIVOR, SURVIVOR, "--to-profile", "cog", "--on", ON],
    "survivorship changes": ["survivorship", "changes", SURVIVOR, "--old-knowledge", KNOWLEDGE, "--on", ON],
    "survivorship compare": [
        *("survivorship", "compare", SURVIVOR, "--on", ON),
        *("--profile", "ighg-pancare", "--profile", "cog"),
    ],
    "knowledge check": ["knowledge", "check"],
    "knowledge report": ["knowledge", "report", "--on", ON],
    "knowledge stale": ["knowledge", "stale", "--on", "2030-01-01"],
}
# Calls that write what they are asked to write.
WRITES: dict[str, list[object]] = {
    name: [*name.split(), TRIAL.stem, "--by", "A. Reader", "--why", "read", "--state", STATE, "--on", ON]
    for name in ("portfolio approve", "portfolio refuse")
} | {"portfolio export": ["portfolio", "export", "NCT03107988/b1", "--as", "cql", "--out", WRITTEN]}
WITH_DAY = [name for name, call in CALLS.items() if "--on" in call]


def amended(folder: Path) -> Path:
    """A later version of a trial: it takes small children only, and the registry has another status."""
    text = TRIAL.read_text(encoding="utf-8")
    for old, new in (
        ("A1 require age >= 1 year and <= 21 years", "A1 require age >= 1 year and <= 3 years"),
        ('version = "2020-05-13"', 'version = "2021-01-01"'),
        ("COMPLETED", "WITHDRAWN"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "later.toml"
    path.write_text(text, encoding="utf-8")
    return path


def call(name: str, folder: Path) -> list[object]:
    """The arguments of a call, with what it needs written into a folder."""
    made = {LATER: amended, STATE: state_folder, STUDIES: studies_folder, WRITTEN: written}
    return [made[word](folder) if word in made else word for word in (CALLS | WRITES)[name]]


def written(folder: Path) -> Path:
    """A file that a command may write."""
    return folder / "written.txt"


def studies_folder(folder: Path) -> Path:
    """Registry records that were made up, one under the id of a trial of the portfolio, with another status."""
    (folder / "studies").mkdir(exist_ok=True)
    named = study(TRIAL.stem, statusModule={"overallStatus": "RECRUITING"}, eligibilityModule={"maximumAge": "5 Years"})
    for place, source in enumerate([named, *every_study()]):
        (folder / "studies" / f"{place}.json").write_text(json.dumps(source), encoding="utf-8")
    return folder / "studies"


def state_folder(folder: Path) -> Path:
    """A state in which one trial was confirmed, and a change of its ages waits for a person."""
    looked = synced(RegistryState(), [study(TRIAL.stem)], portfolio=load_portfolio(), on=DAY)
    state = approve(looked.state, TRIAL.stem, by="A. Reader", on=DAY, version="2020-05-13")
    changed = study(TRIAL.stem, eligibilityModule={"maximumAge": "4 Years"})
    write_state(folder / "state", synced(state, [changed], portfolio=load_portfolio(), on=DAY).state)
    return folder / "state"


def sparse(path: Path, size: int) -> Path:
    """A file of a size that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def hostile(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be read, and what is said of them."""
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "not JSON"),
        "not JSON": (b'{"format": ', "not JSON"),
        "not an object": (b"[1, 2]", "the file holds a list"),
        "binary": (bytes(range(128)), "the file is binary"),
        "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not UTF-8 text"),
        "not UTF-8": (b'{"label": "M\xfcller"}', "is not UTF-8 text"),
        "nested deep": (b"[" * 100_000, "nested too deeply"),
        "another format": (b'{"format": "other/1"}', "is not a format that is read here"),
    }
    found: dict[str, tuple[Path, str]] = {}
    for place, (name, (content, said)) in enumerate(files.items()):
        path = folder / f"bad{place}.json"
        path.write_bytes(content)
        found[name] = (path, said)
    (folder / "folder.json").mkdir()
    found["missing"] = (folder / "missing.json", "No such file or directory")
    found["a folder"] = (folder / "folder.json", "Is a directory")
    found["100 MB"] = (sparse(folder / "large.json", 100_000_000), "the file has 100 MB; expected at most 20 MB")
    return found


HOSTILE = (
    *("empty", "not JSON", "not an object", "binary", "an image", "not UTF-8", "nested deep", "another format"),
    *("missing", "a folder", "100 MB"),
)

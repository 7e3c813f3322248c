"""A small, clean set of data files for the tests of the gates."""

from pathlib import Path

REVIEW = 'defaults.review = { on = 2026-01-01, by = "tests", due = 2027-01-01 }\n'
SOURCES = 'defaults.sources = [{ ref = "book", at = "page 1" }]\n'
WORDS = 'defaults.statement = "A row of the tests."\n'
DEFAULTS = REVIEW + SOURCES + WORDS
BASE = {
    "release.toml": 'release = "test.1"\n',
    "references.toml": """
[book]
title = "The book"
kind = "paper"
year = 2020
opened = "all of it"

[hearsay]
title = "Not opened"
kind = "paper"
""",
    "classes/base.toml": DEFAULTS
    + """
class = [
  { id = "therapy_root", name = "therapy", applies_to = ["therapy"] },
  { id = "inhibitor", name = "inhibitor", parents = ["therapy_root"] },
  { id = "alk", name = "ALK inhibitor", parents = ["inhibitor"] },
]
""",
    "agents/base.toml": DEFAULTS
    + """
agent = [
  { id = "onetinib", classes = ["alk"], synonyms = ["ON-1"] },
  { id = "twotinib", classes = ["inhibitor"] },
]
""",
    "procedures/base.toml": DEFAULTS
    + """
procedure = [{ id = "question", name = "a question" }, { id = "blood", name = "a blood draw" }]
""",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root

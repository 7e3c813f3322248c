"""Writes docs/reference/who-may-what.md from the table: `python -m rosette.server.policy.page`."""

from __future__ import annotations

from pathlib import Path

from rosette.server.policy.table import load_table
from rosette.server.policy.words import Act, Kind, Relation, Role

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "who-may-what.md"
HEAD = """# Who may what

Made from the table of the policy; what is not here is refused. *Own*: a child that the person is tied to, or a thing of
their own. *Same site*: a child that the person's site cares for. *Other site*: any other. What has ended gives nothing.
"""


def page_text() -> str:
    """The page."""
    parts = [HEAD]
    for role in Role:
        rows = [_row(role, kind) for kind in Kind]
        told = [row for row in rows if row]
        parts.append(f"\n## {role.value.replace('_', ' ').capitalize()}\n")
        parts.append(
            "\n| thing | may | for | because |\n|---|---|---|---|\n" + "\n".join(told) + "\n"
            if told
            else "\nNothing.\n"
        )
    return "".join(parts)


def _row(role: Role, kind: Kind) -> str:
    row = load_table().row(role, kind)
    if not any(row.acts.values()):
        return ""
    acts = next(iter(row.acts.values()))
    words = ", ".join(act.value for act in Act if act in acts)
    relations = ", ".join(each.value.replace("_", " ") for each in Relation if each in row.acts)
    only = " (once it was sent)" if row.released_only else ""
    return f"| {kind.value.replace('_', ' ')} | {words}{only} | {relations} | {row.why} |"


if __name__ == "__main__":
    PAGE.write_text(page_text(), encoding="utf-8")

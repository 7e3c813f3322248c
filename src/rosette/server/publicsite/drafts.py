"""Pages as files: title, summary, body in a small markup, figures, and the words that are explained."""

from __future__ import annotations

import functools
import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import field, frozen

FOLDER = Path(__file__).parent / "content"
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
FIGURE = re.compile(r"\{figure ([\w-]+)\}")


@frozen(kw_only=True)
class Figure:
    """A count of children with its source."""

    id: str
    count: int
    of: int
    words: str
    source: str
    note: str = ""


@frozen(kw_only=True)
class Draft:
    """One page as it comes with the software."""

    slug: str
    language: str
    title: str
    summary: str
    body: str
    audience: str = "family"
    menu: str = "about"
    order: int = 50
    other: str = ""
    on: date | None = None
    figures: Mapping[str, Figure] = field(factory=dict)

    @property
    def links(self) -> tuple[str, ...]:
        """Every place that the page links to."""
        return tuple(target for _, target in LINK.findall(self.body))

    @property
    def text(self) -> str:
        """All that a reader reads, a sentence or item a line."""
        parts = [self.title + ".", self.summary, *(words for _, words in self.pieces())]
        parts += [f"{each.words}\n{each.note}" for each in self.figures.values()]
        return "\n".join(LINK.sub(r"\1", part) for part in parts)

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The body as kinds and texts: heading, paragraph, item, callout, figure."""
        for line in _joined(self.body):
            if line.startswith("## "):
                yield "heading", line[3:]
            elif line.startswith("- "):
                yield "item", line[2:]
            elif line.startswith("> "):
                yield "callout", line[2:]
            elif not FIGURE.fullmatch(line):
                yield "paragraph", line

    def blocks(self, href: Mapping[str, str]) -> list[tuple[str, Any]]:
        """The body as the editor holds it; `href` gives the attributes of a link to a page."""
        found: list[tuple[str, Any]] = []
        items: list[str] = []
        for line in [*_joined(self.body), ""]:
            if items and not line.startswith("- "):
                found.append(("text", f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"))
                items = []
            if line.startswith("- "):
                items.append(_linked(line[2:], href))
            elif line:
                found.append(self._block(line, href))
        return found

    def _block(self, line: str, href: Mapping[str, str]) -> tuple[str, Any]:
        if line.startswith("## "):
            return "heading", line[3:]
        if line.startswith("> "):
            return "callout", line[2:]
        named = FIGURE.fullmatch(line)
        if named:
            each = self.figures[named[1]]
            return "figure", {name: getattr(each, name) for name in ("count", "of", "words", "note", "source")}
        return "text", f"<p>{_linked(line, href)}</p>"


def _joined(body: str) -> Iterator[str]:
    """Lines of the markup: a paragraph that is broken over lines is one."""
    held: list[str] = []
    for raw in [*body.splitlines(), ""]:
        line = raw.strip()
        starts = line.startswith(("## ", "- ", "> ", "{figure "))
        if held and (not line or starts):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)
        if starts and line.startswith(("## ", "{figure ")):
            yield " ".join(held)
            held = []


def _linked(text: str, href: Mapping[str, str]) -> str:
    found, last = [], 0
    for match in LINK.finditer(text):
        found.append(html.escape(text[last : match.start()]))
        found.append(f"<a {href.get(match[2]) or _outside(match[2])}>{html.escape(match[1])}</a>")
        last = match.end()
    return "".join([*found, html.escape(text[last:])])


def _outside(target: str) -> str:
    return f'href="{html.escape(target)}"'


@functools.cache
def load_drafts(language: str) -> Mapping[str, Draft]:
    """The pages of a language, by slug."""
    files = sorted((FOLDER / language).glob("*.toml"))
    return {path.stem: _draft(path, language) for path in files if not path.name.startswith("words")}


def _draft(path: Path, language: str) -> Draft:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    figures = {row["id"]: Figure(**row) for row in table.pop("figure", ())}
    return Draft(slug=path.stem, language=language, figures=figures, **table)


@functools.cache
def load_words(language: str) -> Mapping[str, str]:
    """The words that are explained in a language."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("words*.toml")):
        found.update(tomllib.loads(path.read_text(encoding="utf-8"))["words"])
    return found

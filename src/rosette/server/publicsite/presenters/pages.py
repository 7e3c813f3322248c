"""A page as it is read: blocks with explained words, figures drawn, who checked it, what to read next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from django.utils.html import escape
from markupsafe import Markup
from wagtail.rich_text import expand_db_html

from rosette.documents.drawings import counts_svg
from rosette.server.publicsite.models import HomePage, InfoPage, NewsPage, Word
from rosette.texts import LANGUAGES, texts_of

MENUS = ("approaches", "about", "help", "after")
TAG = re.compile(r"(<[^>]+>)")


@frozen(kw_only=True)
class Piece:
    """One block: its kind, its HTML or text, and for a figure what it counts."""

    kind: str
    html: Markup | None = None
    figure: Mapping[str, Any] | None = None
    svg: Markup | None = None


@frozen(kw_only=True)
class Explained:
    """A medical word on the page."""

    anchor: str
    term: str
    meaning: str


@frozen(kw_only=True)
class InfoView:
    """A page ready to be read."""

    page: Any
    pieces: tuple[Piece, ...]
    words: tuple[Explained, ...]
    other: Any
    related: tuple[Any, ...]

    @classmethod
    def of(cls, page: InfoPage | NewsPage) -> InfoView:
        """Make it."""
        marker = _Marker.of(page)
        pieces = tuple(_pieces(page, marker))
        return cls(
            page=page, pieces=pieces, words=tuple(marker.found.values()), other=_other(page), related=_related(page)
        )

    @property
    def reviewed(self) -> bool:
        """Whether somebody checked it."""
        return bool(self.page.reviewed_by and self.page.reviewed_on and self.page.review_due)


@frozen
class _Marker:
    """Marks the first use of each explained word with a link to its meaning."""

    terms: Mapping[str, str]
    found: dict[str, Explained]

    @classmethod
    def of(cls, page: Any) -> _Marker:
        terms = (
            {}
            if page.audience != "family"
            else dict(Word.objects.filter(locale=page.locale).values_list("term", "meaning"))
        )
        return cls(terms, {})

    def mark(self, html: str) -> Markup:
        """The HTML with its first uses marked; text inside links stays as it is."""
        if not self.terms:
            return Markup(html)
        parts, inside = [], False
        for part in TAG.split(html):
            if part.startswith("<"):
                inside = part.startswith("<a ") or (inside and not part.startswith("</a"))
                parts.append(part)
            else:
                parts.append(part if inside else self._pattern.sub(self._one, part))
        return Markup("".join(parts))

    @property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted((escape(term) for term in self.terms), key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)

    def _one(self, match: re.Match[str]) -> str:
        term = next((each for each in self.terms if escape(each).casefold() == match[0].casefold()), None)
        if term is None or term.casefold() in self.found:
            return match[0]
        anchor = f"word-{len(self.found) + 1}"
        self.found[term.casefold()] = Explained(anchor=anchor, term=term, meaning=self.terms[term])
        return f'<a class="rz-word" href="#{anchor}">{match[0]}</a>'


def _pieces(page: Any, marker: _Marker) -> Iterator[Piece]:
    t = texts_of(page.locale.language_code)
    for place, block in enumerate(page.body):
        if block.block_type == "figure":
            told = {name: block.value[name] for name in ("count", "of", "words", "note", "source")}
            label = t("site.of_children", count=told["count"], total=told["of"])
            yield Piece(
                kind="figure",
                figure=told,
                svg=Markup(counts_svg(told["count"], told["of"], label=label, prefix=f"n{place}")),
            )
        elif block.block_type == "text":
            yield Piece(kind="text", html=marker.mark(expand_db_html(block.value.source)))
        elif block.block_type == "callout":
            yield Piece(kind="callout", html=marker.mark(str(escape(block.value))))
        else:
            yield Piece(kind="heading", html=Markup(escape(block.value)))


def _other(page: Any) -> Any:
    return InfoPage.objects.live().filter(locale=page.locale, slug=page.other).first() if page.other else None


def _related(page: Any) -> tuple[Any, ...]:
    if isinstance(page, NewsPage):
        return tuple(NewsPage.objects.live().filter(locale=page.locale).exclude(pk=page.pk).order_by("-on")[:3])
    same = InfoPage.objects.live().filter(locale=page.locale, menu=page.menu, audience=page.audience)
    return tuple(same.exclude(pk=page.pk).order_by("order", "title")[:4])


@frozen(kw_only=True)
class HomeLists:
    """The pages by menu, those for doctors, and the news; English ones for a language that has none."""

    language: str
    menus: Mapping[str, tuple[Any, ...]]
    doctors: tuple[Any, ...]
    news: tuple[Any, ...]

    @classmethod
    def of(cls, home: HomePage) -> HomeLists:
        """Collect them."""
        own = home.locale.language_code
        language = own if InfoPage.objects.live().filter(locale=home.locale).exists() else next(iter(LANGUAGES))
        pages = list(InfoPage.objects.live().filter(locale__language_code=language).order_by("order", "title"))
        family = [page for page in pages if page.audience == "family"]
        return cls(
            language=language,
            menus={menu: tuple(page for page in family if page.menu == menu) for menu in MENUS},
            doctors=tuple(page for page in pages if page.audience != "family"),
            news=tuple(NewsPage.objects.live().filter(locale__language_code=language).order_by("-on")[:3]),
        )

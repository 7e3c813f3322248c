"""What a page must keep: a family page is easy to read, links lead somewhere, both languages say the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from rosette.kernel import BadInput, Problems
from rosette.server.publicsite.drafts import FIGURE, Draft, load_drafts, load_words
from rosette.texts import COMPLETE, long_sentences, reading_grade, spanish_ease

MOST_GRADE, LEAST_EASE = 6.0, 70.0
ROOMS = ("/trials/", "/trials/questions/", "/refer/", "/search/")
OUTSIDE = re.compile(
    r"https://(pubmed\.ncbi\.nlm\.nih\.gov/\d+/|clinicaltrials\.gov/study/NCT\d{8}|pmc\.ncbi\.nlm\.nih\.gov/articles/PMC\d+/)"
)


def reading_faults(text: str, *, language: str, words: Iterable[str]) -> tuple[str, ...]:
    """What makes a family text hard: its grade or ease, and every long sentence."""
    faults = [f"a sentence of over 25 words: “{each[:80]}…”" for each in long_sentences(text)]
    if language == "en" and (grade := reading_grade(text, without=words)) > MOST_GRADE:
        faults.append(f"Flesch-Kincaid grade {grade}, at most {MOST_GRADE}")
    if language == "es" and (ease := spanish_ease(text, without=words)) < LEAST_EASE:
        faults.append(f"Fernández Huerta ease {ease}, at least {LEAST_EASE}")
    return tuple(faults)


def draft_faults(draft: Draft) -> tuple[str, ...]:
    """Every fault of a page that comes with the software."""
    faults = (
        []
        if draft.audience != "family"
        else list(reading_faults(draft.text, language=draft.language, words=load_words(draft.language)))
    )
    known = {*load_drafts(draft.language), *ROOMS}
    faults += [
        f"a link to {link}, which is no page"
        for link in draft.links
        if link not in known and not OUTSIDE.fullmatch(link)
    ]
    if draft.other and draft.other not in known:
        faults.append(f"{draft.other}, the page for the other readers, does not exist")
    faults += [f"figure {each} is not given" for each in FIGURE.findall(draft.body) if each not in draft.figures]
    faults += [
        f"figure {each.id} counts {each.count} of {each.of}"
        for each in draft.figures.values()
        if not 0 <= each.count <= each.of
    ]
    return tuple(f"{draft.language}/{draft.slug}: {fault}" for fault in faults)


def all_faults() -> tuple[str, ...]:
    """Every fault of every page, and pages that one language has and another has not."""
    faults: list[str] = []
    english = load_drafts("en")
    for language in COMPLETE:
        drafts = load_drafts(language)
        faults += [f"{language}/{slug} is missing" for slug in english.keys() - drafts.keys()]
        faults += [f"{language}/{slug} has no English" for slug in drafts.keys() - english.keys()]
        for slug, draft in drafts.items():
            faults += draft_faults(draft)
            if slug in english and _shape(draft) != _shape(english[slug]):
                faults.append(f"{language}/{slug}: other figures, links, readers or place than the English page")
    return tuple(faults)


def refuse_unready(page: Any) -> None:
    """Stop a page of the editor that nobody checked, whose check is past, or that families cannot read easily."""
    from rosette.server.publicsite.models import Word
    from rosette.server.services import clock

    problems = Problems()
    if not (page.reviewed_by and page.reviewed_on and page.review_due):
        problems.add(
            "checked by", found="nobody checked this page, or a day is missing", remedy="Fill in the clinical review."
        )
    elif page.review_due <= clock.today():
        problems.add(
            "next check due", found=f"{page.review_due} is past", remedy="Check the page again and set the next day."
        )
    if page.audience == "family":
        words = Word.objects.filter(locale=page.locale).values_list("term", flat=True)
        for fault in reading_faults(text_of(page), language=page.locale.language_code, words=words):
            problems.add("text", found=fault, remedy="Use shorter words and sentences.")
    problems.raise_as(BadInput, what=f'page "{page.title}"')


def text_of(page: Any) -> str:
    """All that a reader of a page of the editor reads, a sentence or item a line."""
    parts = [f"{page.title}.", page.summary]
    for block in page.body:
        if block.block_type == "figure":
            parts += [block.value["words"], block.value["note"]]
        else:
            parts.append(getattr(block.value, "source", block.value))
    return "\n".join(html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(p|li)>", "\n", str(part)))) for part in parts)


def _shape(draft: Draft) -> object:
    figures = {each.id: (each.count, each.of, each.source) for each in draft.figures.values()}
    return figures, sorted(draft.links), draft.audience, draft.menu, draft.other, draft.on

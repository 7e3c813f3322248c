"""Writes the trial file of a curated draft: to be read, and approved by a second person, before it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import frozen

from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.curation.decision import Curated
from rosette.portfolio.curation.overlay import curated_trial
from rosette.portfolio.curation.passages import asked, passage_keys
from rosette.portfolio.curation.standing import decisions_on
from rosette.portfolio.drafting import Draft, accepted
from rosette.portfolio.registry import RegistryRecord, digest_of

READ_AGAIN = timedelta(days=365)
WAITS = "It counts only after a second person approved it."
_FIRST = re.compile(rf"\s*{re.escape(WAITS)}$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@frozen(kw_only=True)
class Finish:
    """Who finished a curation, and when."""

    by: str
    on: date


def trial_text(
    record: RegistryRecord, draft: Draft, standing: Mapping[str, Curated], *, finish: Finish, knowledge: Knowledge
) -> str:
    """The trial file of a draft on which every item is decided.

    Raises PortfolioError with every item that nobody decided, LanguageError when the criteria cannot stand together.
    """
    problems = Problems()
    for item in asked(draft):
        if item.id not in standing:
            problems.add(item.id, found="nobody decided on this passage", remedy="Decide on it, then finish.")
    problems.raise_as(PortfolioError, what=f"curation of {record.id}")
    criteria = accepted(draft, decisions_on(standing), knowledge=knowledge)
    text = "\n".join(_lines(record, draft, standing, finish, _renamed(criteria, draft, standing)))
    curated_trial(text, name=f"{record.id}.toml", knowledge=knowledge)
    return text


def _renamed(criteria: str, draft: Draft, standing: Mapping[str, Curated]) -> str:
    """The lines with ids that stay while passage and decision stay: an answer about one text is none about another."""
    names = {
        name: f"C{digest_of([key, _bare(standing[name])])[:8]}"
        for name, key in passage_keys(draft).items()
        if name in standing
    }
    return re.sub(
        r"^(D[0-9]+)(?=[a-z0-9]*\s)", lambda found: names.get(found[1], found[1]), criteria, flags=re.MULTILINE
    )


def _bare(one: Curated) -> str:
    """The decided lines without ids and places, which move when the text grows above them."""
    return re.sub(r"^\S+\s|\s\[[^\]]*\]$", "", one.choice.text, flags=re.MULTILINE)


def _lines(
    record: RegistryRecord, draft: Draft, standing: Mapping[str, Curated], finish: Finish, criteria: str
) -> Iterator[str]:
    yield f"# Curated from the registry's text of {record.id}. {WAITS}"
    yield from _told(draft, standing)
    yield from _head(record, draft)
    day, due = finish.on, finish.on + READ_AGAIN
    yield f"review = {{ on = {day}, by = {_quoted(f'curated by {finish.by}')}, due = {due} }}"
    yield from ("criteria = '''", criteria, "'''", "")
    yield from _registry(record)
    yield from ("[[arm]]", 'id = "trial"', f"title = {_quoted(_title(record))}", 'kind = "trial-arm"')
    yield f"doses = [{', '.join(_quoted(arm.label) for arm in record.arms)}]"
    yield ""


def _told(draft: Draft, standing: Mapping[str, Curated]) -> Iterator[str]:
    """What was decided and by whom; what was left out, and why."""
    for item in asked(draft):
        one = standing[item.id]
        why = f": {one.choice.why}" if one.choice.act == "reject" else ""
        yield f"# [{item.cite or item.section}] {one.choice.act}, {_clean(one.by)}, {one.on}{_clean(why)}"


def _head(record: RegistryRecord, draft: Draft) -> Iterator[str]:
    version = record.updated or "day not said"
    notes = " ".join(draft.notes)
    source = f"eligibility, arms; version of {version}, digest {record.digest}"
    yield f"id = {_quoted(record.id)}"
    yield f"title = {_quoted(_title(record))}"
    yield f"short = {_quoted(record.id)}"
    yield f"phase = {_quoted(_phase(record))}"
    yield 'sponsor = "not read from the registry"'
    yield f"version = {_quoted(f'{version}, text {text_digest(record)}')}"
    yield 'completeness = "partial"'
    yield f"completeness_note = {_quoted(f'Curated from the public text, not from the protocol. {notes}'.strip())}"
    yield f"summary = {_quoted(_title(record))}"
    yield f"sources = [{{ ref = {_quoted(record.id)}, at = {_quoted(source)} }}]"


def _registry(record: RegistryRecord) -> Iterator[str]:
    yield "[registry]"
    yield f"status = {_quoted(record.status or 'not said')}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", record.updated):
        yield f"as_of = {record.updated}"
    yield ""


def text_digest(record: RegistryRecord) -> str:
    """Name of the text that a curation stands for: the eligibility text and the age fields beside it."""
    return digest_of([record.eligibility, record.minimum_age.text, record.maximum_age.text, record.sex])


def approved_text(text: str, *, by: str, on: date) -> str:
    """The file with the name of the second person beside the first, and the day at its head."""
    lines = text.split("\n")
    names = _quoted(f", approved by {by}")[1:-1]
    at = next(place for place, line in enumerate(lines) if line.startswith("review = {"))
    lines[at] = re.sub(r'(by = "(?:[^"\\]|\\.)*)"', lambda found: f'{found[1]}{names}"', lines[at], count=1)
    lines[0] = f"{_FIRST.sub('', lines[0])} Approved by {_clean(by)} on {on}."
    return "\n".join(lines)


def _phase(record: RegistryRecord) -> str:
    return "/".join(each.removeprefix("EARLY_").removeprefix("PHASE") for each in record.phases) or "not said"


def _title(record: RegistryRecord) -> str:
    return record.title or record.official_title or record.id


def _quoted(text: str) -> str:
    """A text as TOML writes it on one line."""
    return json.dumps(_clean(text), ensure_ascii=False)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)

"""Keys by which the same child is found when two people write its name differently."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from attrs import frozen

MOST_WORDS = 12
WORD = re.compile(r"[^\W\d_]+")


@frozen(kw_only=True)
class TwinKey:
    """One key and how much an agreement says."""

    text: str
    strength: Literal["same", "likely"]


def twin_keys(name: str, birth: date) -> tuple[TwinKey, ...]:
    """The keys of a child: the whole name, and each pair of its words, with the birth date.

    Accents, case, order and hyphens do not count: "María José López-Ruiz" and "Lopez Ruiz, Maria" are likely the same.
    """
    words = sorted(set(_words(name)))[:MOST_WORDS]
    keys = [TwinKey(text=f"{birth}/{'/'.join(words)}", strength="same")] if words else []
    pairs = {f"{birth}/{one}/{two}" for place, one in enumerate(words) for two in words[place + 1 :]}
    return (*keys, *(TwinKey(text=f"{pair}/pair", strength="likely") for pair in sorted(pairs)))


def _words(name: str) -> list[str]:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    return [word for word in WORD.findall(plain) if len(word) > 1]

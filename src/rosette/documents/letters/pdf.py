"""Prints letters with Typst; what a letter says goes in as data, so that no text can become markup."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from rosette.documents.letters.letter import DECIDES, EMERGENCY, RecommendationLetter, letter_json

TEMPLATE = Path(__file__).with_name("letter.typ")
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
LONGEST_WORD = 60
DRAWN = ((9, 10), (0x20, 0x06FF), (0x1E00, 0x1FFF), (0x2000, 0x2BFF), (0xFB00, 0xFB4F))


def letter_pdf(letter: RecommendationLetter) -> bytes:
    """The letter as PDF, A4, tagged, with its title; the same letter gives the same bytes."""
    import typst

    told = clean_text({**letter_json(letter), "decides": DECIDES, "emergency": EMERGENCY, "digest": letter.digest})
    made = typst.compile(
        str(TEMPLATE),
        sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def clean_text(value: Any) -> Any:
    """Take out what is no text: controls and marks that turn the direction; break words that fit no line."""
    if isinstance(value, str):
        kept = "".join(_shown(c) for c in value if c in "\n\t" or not _is_control(c))
        return " ".join(_broken(word) for word in kept.split(" "))
    if isinstance(value, dict):
        return {key: clean_text(item) for key, item in value.items()}
    return [clean_text(item) for item in value] if isinstance(value, list | tuple) else value


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or letter in DIRECTIONS


def _shown(letter: str) -> str:
    """The letter, or its number where the embedded fonts cannot draw it: nothing is left out in silence."""
    code = ord(letter)
    return letter if any(first <= code <= last for first, last in DRAWN) else f"[U+{code:04X}]"


def _broken(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))

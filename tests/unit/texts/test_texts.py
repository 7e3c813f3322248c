"""The words of the public site: whole in its languages, and easy to read."""

import re
from datetime import date

import pytest

from rosette.intake import DOCUMENTS, ITEMS, STATES, all_steps
from rosette.portfolio.search import STATES as TRIAL_STATES, load_search_terms
from rosette.texts import LANGUAGES, long_sentences, missing_texts, reading_grade, spanish_ease, texts_of
from rosette.texts.catalogue import _flat, _pairs


def test_no_language_lacks_a_text_that_it_promises() -> None:
    assert [f"{each.language}: {each.key}: {each.why}" for each in missing_texts()] == []


def test_every_question_field_and_choice_has_its_words() -> None:
    t = texts_of("en")
    wanted = {f"ask.{step.slug}" for door in ("family", "physician") for step in all_steps(door)}  # type: ignore[arg-type]
    for door in ("family", "physician"):
        for step in all_steps(door):  # type: ignore[arg-type]
            wanted |= {f"field.{each.name}" for each in step.fields}
            wanted |= {f"choice.{each.name}.{choice}" for each in step.fields for choice in each.choices}
    wanted |= {f"choice.documents.{item}" for item in DOCUMENTS}
    wanted |= {f"arrangement.{item}" for item in (*ITEMS, *STATES)}
    terms = load_search_terms()
    for name, values in (
        ("type", terms.types),
        ("type_plain", terms.types),
        ("target", terms.targets),
        ("had", terms.had),
    ):
        wanted |= {f"{name}.{value}" for value in values}
    wanted |= {f"status.{state}" for state in TRIAL_STATES}
    assert sorted(key for key in wanted if not t.maybe(key)) == []


def test_a_missing_text_is_said_in_english_and_known_to_be() -> None:
    t = texts_of("ar")
    assert not t.has("home.title")
    assert t("home.title") == texts_of("en")("home.title")
    with pytest.raises(KeyError):
        t("home.nothing")


def test_a_gate_that_cannot_fail_is_none() -> None:
    assert dict(_pairs({"a": {"one": "x", "other": "y"}, "b": {"other": "z", "more": "w"}})) == {
        "a": {"one": "x", "other": "y"},
        "b.other": "z",
        "b.more": "w",
    }


COUNTS = [
    ("en", 1, "1 trial or treatment"),
    ("en", 1234, "1,234 trials and treatments"),
    ("es", 1, "1 estudio o tratamiento"),
    ("ar", 2, "تجربتان أو علاجان"),
    ("ar", 5, "5 تجارب وعلاجات"),
    ("ar", 11, "11 تجربة وعلاجًا"),
]


@pytest.mark.parametrize(("language", "count", "words"), COUNTS)
def test_a_count_takes_the_plural_of_its_language(language: str, count: int, words: str) -> None:
    assert texts_of(language)("find.count", n=count) == words


def test_days_and_numbers_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 6, 1)
    assert [texts_of(language).day(day) for language in LANGUAGES] == [
        "June 1, 2026",
        "1 de junio de 2026",
        "1 يونيو 2026",
    ]
    assert [texts_of(language).direction for language in LANGUAGES] == ["ltr", "ltr", "rtl"]
    assert texts_of("en").listed(["a", "b", "c"]) == "a, b, and c"
    assert texts_of("es").listed(["a", "b", "c"]) == "a, b y c"


FAMILY = (
    "site",
    "nav",
    "home",
    "find",
    "type_plain",
    "trial",
    "questions",
    "ask",
    "field",
    "choice",
    "fault",
    "sent",
    "track",
)
FOR_DOCTORS = re.compile(
    r"^(trial\.(effect|criteri|cite|text|notes|complet|sponsor|version|arms|doses)|ask\.(course|stop_doctor)|type_plain\.$)"
)


def family_text(language: str) -> str:
    rows = [
        (key, text)
        for key, text in _flat(language).items()
        if key.partition(".")[0] in FAMILY and not FOR_DOCTORS.match(key)
    ]
    parts = [value for _, text in rows for value in (text.values() if isinstance(text, dict) else [text])]
    return "\n".join(re.sub(r"\{\w+\}", "x", part) for part in parts)


def test_what_families_read_is_easy() -> None:
    assert reading_grade(family_text("en")) <= 6.0
    assert spanish_ease(family_text("es")) >= 70
    assert long_sentences(family_text("en")) == ()
    assert long_sentences(family_text("es")) == ()


GRADES = [
    ("The cat sat on the mat.", -1.45),  # 6 words, 6 syllables, 1 sentence: 0.39*6 + 11.8*1 - 15.59
    ("The oncologist recommended radiopharmaceutical administration.", 35.32),
]


def test_the_grade_is_kincaids_formula() -> None:
    assert reading_grade(GRADES[0][0]) == GRADES[0][1]
    assert reading_grade(GRADES[1][0]) > 20


def test_hard_text_does_not_pass() -> None:
    hard = (
        "Administration of radiopharmaceuticals necessitates comprehensive multidisciplinary consideration of toxicity."
    )
    assert reading_grade(hard) > 6
    dura = "La administración de radiofármacos requiere consideraciones multidisciplinarias extraordinarias."
    assert spanish_ease(dura) < 70
    assert long_sentences("one " * 26 + ".") != ()
    assert long_sentences("one " * 25 + ".") == ()


def test_an_explained_word_does_not_count() -> None:
    text = "Neuroblastoma is bad."
    assert reading_grade(text, without=["neuroblastoma"]) < reading_grade(text)


SYLLABLES = [
    ("casa", 2),
    ("médula", 3),
    ("tiroides", 3),
    ("radiación", 3),
    ("guerra", 2),
    ("país", 2),
    ("ciudad", 2),
    ("aéreo", 4),
    ("que", 1),
]


@pytest.mark.parametrize(("word", "count"), SYLLABLES)
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    from rosette.texts import reading_of

    assert reading_of(word, language="es").syllables == count

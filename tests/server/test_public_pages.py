"""The public site as anybody sees it: every page, every language, nothing from elsewhere, checked by somebody."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rosette.kernel import BadInput
from rosette.server.publicsite.models import HomePage, InfoPage, NewsPage, Word
from rosette.server.store.models import PlaceEvent
from rosette.texts import texts_of

ROOMS = (
    "/",
    "/trials/",
    "/trials/NCT03561259/",
    "/trials/NCT03561259/professional/",
    "/trials/questions/",
    "/refer/",
    "/search/?q=mibg",
)
FOREIGN = re.compile(r"""(?:src|href|action)=["'](https?:)?//(?!testserver)([^"'/]+)""")
ALLOWED = {"clinicaltrials.gov", "pubmed.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"}


def text_of(url: str, status: int = 200) -> str:
    answer = Client().get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def every_page() -> list[str]:
    pages = [page.url for model in (InfoPage, NewsPage, HomePage) for page in model.objects.live()]
    return [url for url in pages if url] + [f"/{language}{room}" for language in ("en", "es", "ar") for room in ROOMS]


def test_every_page_answers_with_its_language_the_emergency_number_and_nothing_foreign() -> None:
    pages = every_page()
    assert len(pages) > 65
    for url in pages:
        page, language = text_of(url), url.split("/")[1]
        assert f'<html lang="{language}" dir="{texts_of(language).direction}">' in page, url
        assert texts_of(language)("site.emergency", number="911") in page, url
        assert "<script" not in page, url
        assert {host for _, host in FOREIGN.findall(page)} <= ALLOWED, url
        assert not re.search(r"<(?:img|link|script|iframe)[^>]+(?:src|href)=[\"']https?://", page), url
        assert page.count("<h1") == 1, url


def test_every_topic_says_who_checked_it_and_when_the_next_check_is_due() -> None:
    for page in InfoPage.objects.live():
        words = text_of(page.url)
        t = texts_of(page.locale.language_code)
        assert (
            t("site.reviewed", name=page.reviewed_by, day=t.day(page.reviewed_on), due=t.day(page.review_due)) in words
        )


def test_family_pages_lead_to_doctors_pages_and_back() -> None:
    assert "/en/mibg-for-professionals/" in text_of("/en/mibg-therapy/")
    assert "/es/mibg-therapy/" in text_of("/es/mibg-for-professionals/")


def test_counts_of_children_are_drawn_and_written_and_sourced() -> None:
    page = text_of("/en/mibg-therapy/")
    first = re.search(r"<svg.*?</svg>", page, re.S)
    assert first is not None
    assert first[0].count("rz-child--counted") == 2 * 5
    assert first[0].count('class="rz-child') == 2 * 36
    assert "5 of 36 children" in page
    assert "PMID 34270348" in page


def test_a_medical_word_leads_to_its_meaning_once() -> None:
    page = text_of("/en/mibg-therapy/")
    meaning = Word.objects.get(locale__language_code="en", term="thyroid").meaning
    assert page.count(meaning) == 1
    assert len(re.findall(r'class="rz-word"[^>]*>thyroid<', page)) == 1


def test_the_root_answers_in_the_browsers_language() -> None:
    for asked, home in (
        ("es-MX,es;q=0.9", "/es/"),
        ("ar", "/ar/"),
        ("de,fr", "/en/"),
        ("", "/en/"),
        ("x" * 900, "/en/"),
    ):
        assert Client().get("/", headers={"accept-language": asked})["Location"] == home


def test_a_page_that_does_not_exist_answers_in_its_language() -> None:
    assert texts_of("es")("site.not_found") in text_of("/es/no-existe/", 404)
    assert text_of("/en/trials/NCT00000000/", 404)


def test_the_search_of_the_site_finds_pages_and_trials() -> None:
    page = text_of("/en/search/?q=thyroid")
    assert "/en/mibg-therapy/" in page
    assert "/en/trials/NCT03561259/" in text_of("/en/search/?q=optimum")
    assert "Nothing found" in text_of("/en/search/?q=zzzzzz")
    assert text_of("/en/search/?q=%E2%80%AE%00<script>")


def test_the_home_page_is_light() -> None:
    client = Client()
    page = client.get("/en/").content
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
    sizes = [len(gzip.compress(page))]
    for sheet in sheets:
        answer = client.get(sheet, headers={"accept-encoding": "gzip"})
        body = answer.getvalue()
        sizes.append(len(body) if answer.headers.get("Content-Encoding") == "gzip" else len(gzip.compress(body)))
        assert answer.status_code == 200, sheet
    assert sum(sizes) <= 150_000


def test_a_trial_is_told_in_plain_words_with_its_places_and_without_advice() -> None:
    page = text_of("/en/trials/NCT03561259/")
    for words in (
        "phase 2 trial",
        "It is not advice for one child",
        "ClinicalTrials.gov (NCT03561259)",
        "last checked",
        "555-0101",
    ):
        assert words in page
    for words in ("eligible", "recommend", "should choose"):
        assert words not in page.casefold()


def test_a_doctor_reads_every_criterion_with_its_place_in_the_source() -> None:
    from rosette.portfolio import load_portfolio

    page = text_of("/en/trials/NCT02035137/professional/")
    for arm in load_portfolio().trials["NCT02035137"].arms:
        for each in arm.criteria:
            assert f'<th scope="row">{each.id}</th>' in page


def test_a_suspended_place_shows_at_the_next_request(person: Callable[[str], Any]) -> None:
    from rosette.server.accounts.models import Site
    from rosette.server.services.programme import latest_places

    t = texts_of("en")
    assert t("status.open") in text_of("/en/trials/NCT03561259/")
    row = next(row for row in latest_places(Site.objects.get(code="rosette")) if row.place.startswith("NCT03561259/"))
    PlaceEvent.objects.create(
        site=row.site, place=row.place, status="suspended", opened=row.opened, total=row.total, taken=row.taken,
        by=person("nurse"), at=row.at, reason="test",
    )  # fmt: skip
    assert t("status.paused") in text_of("/en/trials/NCT03561259/")


def test_chosen_trials_come_along_into_a_referral() -> None:
    page = text_of("/en/refer/?trial=NCT03561259&trial=NCT03561259&trial=nonsense")
    assert page.count('name="trial" value="NCT03561259"') == 2
    assert 'value="nonsense"' not in page


def test_questions_can_be_printed_for_one_trial() -> None:
    page = text_of("/es/trials/questions/?trial=NCT03561259")
    assert "OPTIMUM" in page
    assert page.count('class="rz-answer"') == 13


def test_staff_see_every_page_by_its_due_date(signed_in: Callable[..., Client]) -> None:
    page = InfoPage.objects.get(slug="comfort", locale__language_code="en")
    page.review_due = date(2026, 5, 31)
    page.save()
    rows = signed_in("coordinator").get("/website/").content.decode()
    assert "1 to be checked now" in rows
    assert rows.index("Comfort and time at home") < rows.index("Immunotherapy")
    assert "1 public pages must be checked again" in signed_in("coordinator").get("/today/").content.decode()
    assert signed_in("parent").get("/website/").status_code == 404


def test_a_page_goes_out_only_when_it_was_checked_and_is_easy_to_read() -> None:
    page = InfoPage.objects.get(slug="comfort", locale__language_code="en")
    page.reviewed_by = ""
    with pytest.raises(BadInput, match="nobody checked"):
        page.save_revision(clean=False).publish()
    page.reviewed_by = "Dr Invented"
    page.review_due = date(2026, 5, 31)
    with pytest.raises(BadInput, match="is past"):
        page.save_revision(clean=False).publish()
    page.review_due = date(2027, 1, 1)
    page.body = [
        ("text", "<p>Administration of radiopharmaceuticals necessitates interdisciplinary consideration.</p>")
    ] * 9
    with pytest.raises(BadInput, match="grade"):
        page.save_revision(clean=False).publish()


ROLES = [
    ("coordinator", 200),
    ("nurse", 200),
    ("doctor", 200),
    ("admin", 200),
    ("parent", 404),
    ("home-doctor", 404),
    ("statistician", 404),
]


@pytest.mark.parametrize(("word", "code"), ROLES)
def test_the_editor_opens_to_those_whose_roles_edit(word: str, code: int, signed_in: Callable[..., Client]) -> None:
    assert signed_in(word).get("/editing/").status_code == code


@pytest.mark.parametrize("path", ["", "login/", "password_reset/", "logout/", "pages/", "sprite-x/", "jsi18n/"])
def test_the_editor_has_no_sign_in_of_its_own(path: str, signed_in: Callable[..., Client]) -> None:
    for answer in (
        Client().get(f"/editing/{path}"),
        Client().post(f"/editing/{path}", {"username": "x", "password": "y"}),
    ):
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or answer["Location"].startswith("/account/sign-in/")
    if path in ("login/", "password_reset/", "logout/"):
        assert signed_in("coordinator").get(f"/editing/{path}").status_code == 404


def test_a_page_goes_from_draft_through_clinical_review_to_the_site(
    signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    from wagtail.models import WorkflowState

    from rosette.server.services.editing import follow_roles

    page = InfoPage.objects.get(slug="comfort", locale__language_code="en")
    page.summary = "Care that eases pain at any time."
    page.save_revision(user=person("coordinator"))
    page.get_workflow().start(page, person("coordinator"))
    for word, task in (("doctor", "Clinical review"), ("admin", "Publish")):
        user = person(word)
        follow_roles(user)
        state = WorkflowState.objects.get(status=WorkflowState.STATUS_IN_PROGRESS)
        assert state.current_task_state.task.name == task
        assert state.current_task_state.task.specific.user_can_access_editor(page, user)
        state.current_task_state.specific.approve(user=user)
    assert InfoPage.objects.get(pk=page.pk).summary == "Care that eases pain at any time."


def test_an_editor_cannot_put_a_page_on_the_site_alone(
    signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    from rosette.server.services.editing import follow_roles

    user = person("coordinator")
    follow_roles(user)
    page = InfoPage.objects.get(slug="comfort", locale__language_code="en")
    assert page.permissions_for_user(user).can_edit()
    assert not page.permissions_for_user(user).can_publish()
    follow_roles(person("admin"))
    assert page.permissions_for_user(person("admin")).can_publish()

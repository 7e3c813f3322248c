"""Builds the site on an empty database: homes by language, pages from the files, groups, the review workflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from attrs import frozen
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from rosette.server.publicsite.drafts import Draft, load_drafts, load_words
from rosette.server.publicsite.models import ContactSettings, HomePage, InfoPage, NewsPage, Word
from rosette.server.services.editing import EDITORS, PUBLISHERS, REVIEWERS
from rosette.texts import COMPLETE, LANGUAGES

CHECK_AGAIN = timedelta(days=365)
MAY: Mapping[str, tuple[str, ...]] = {
    EDITORS: ("add_page", "change_page"),
    REVIEWERS: ("change_page",),
    PUBLISHERS: ("add_page", "change_page", "publish_page"),
}


@frozen(kw_only=True)
class Review:
    """Who checked the pages that come with the software, and when; without it they stay drafts."""

    by: str
    on: date


@transaction.atomic
def build_site(*, review: Review | None = None, contact: Mapping[str, str] | None = None) -> bool:
    """Build the site unless it stands; whether anything was built."""
    if HomePage.objects.exists():
        return False
    root = Page.objects.get(depth=1)
    homes = _homes(root)
    _site(root, homes["en"], contact or {})
    for language in COMPLETE:
        _words(homes[language].locale, language)
    pages: dict[str, Any] = {}
    for language in COMPLETE:
        pages.update(_pages(homes[language], language, pages, review))
    _bodies(pages, review)
    _groups(root)
    return True


def _homes(root: Page) -> dict[str, HomePage]:
    root.get_children().delete()
    root = Page.objects.get(pk=root.pk)
    homes: dict[str, HomePage] = {}
    for language, name in LANGUAGES.items():
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home = HomePage(title=f"Rosette ({name})", slug=f"home-{language}", locale=locale)
        if homes:
            home.translation_key = homes["en"].translation_key
        homes[language] = root.add_child(instance=home)
    return homes


def _site(root: Page, home: HomePage, contact: Mapping[str, str]) -> None:
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Rosette")
    ContactSettings.objects.create(site=site, **contact)


def _words(locale: Locale, language: str) -> None:
    Word.objects.bulk_create(
        Word(locale=locale, term=term, meaning=meaning) for term, meaning in load_words(language).items()
    )


def _pages(home: HomePage, language: str, made: Mapping[str, Any], review: Review | None) -> dict[str, Any]:
    found = {}
    for slug, draft in load_drafts(language).items():
        page = _page(draft, home.locale, review)
        if ("en", slug) in made:
            page.translation_key = made["en", slug].translation_key
        found[language, slug] = home.add_child(instance=page)
    return found


def _page(draft: Draft, locale: Locale, review: Review | None) -> InfoPage | NewsPage:
    told: dict[str, Any] = {"title": draft.title, "slug": draft.slug, "summary": draft.summary, "locale": locale}
    if review is not None:
        told |= {"reviewed_by": review.by, "reviewed_on": review.on, "review_due": review.on + CHECK_AGAIN}
    told |= {"live": review is not None, "search_description": draft.summary}
    if draft.on is not None:
        return NewsPage(on=draft.on, **told)
    return InfoPage(audience=draft.audience, menu=draft.menu, order=draft.order, other=draft.other, **told)


def _bodies(pages: Mapping[Any, Any], review: Review | None) -> None:
    """Bodies come last: their links name pages by their numbers."""
    for (language, slug), page in pages.items():
        href = {
            other: f'linktype="page" id="{each.pk}"' for (spoken, other), each in pages.items() if spoken == language
        }
        href |= {
            room: f'href="/{language}{room}"' for room in ("/trials/", "/trials/questions/", "/refer/", "/search/")
        }
        page.body = load_drafts(language)[slug].blocks(href)
        page.save()
        revision = page.save_revision(clean=False)
        if review is not None:
            revision.publish()


def _groups(root: Page) -> None:
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in MAY}
    for name, codes in MAY.items():
        groups[name].permissions.add(admin)
        for code in codes:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=code)
            GroupPagePermission.objects.get_or_create(group=groups[name], page=root, permission=permission)
    words = Permission.objects.filter(content_type__app_label="publicsite", codename__in=["add_word", "change_word"])
    groups[EDITORS].permissions.add(*words)
    contact = Permission.objects.filter(content_type__app_label="publicsite", codename="change_contactsettings")
    groups[PUBLISHERS].permissions.add(*contact)
    _workflow(root, groups)


def _workflow(root: Page, groups: Mapping[str, Group]) -> None:
    """Draft, clinical review, publish; the default of the editor is put away."""
    Workflow.objects.all().delete()
    workflow = Workflow.objects.create(name="Clinical review, then publish")
    for order, (name, group) in enumerate((("Clinical review", REVIEWERS), ("Publish", PUBLISHERS))):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(groups[group])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=root)

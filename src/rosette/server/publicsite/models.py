"""Pages that staff edit: information, news, words explained, and how to reach the programme."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, IntegerBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet

AUDIENCES = (("family", "Families"), ("professional", "Doctors"))
MENUS = (
    ("approaches", "Treatments"),
    ("about", "The disease and us"),
    ("help", "Ask for help"),
    ("after", "Life and later"),
    ("news", "News"),
)
LINKS = ["link", "ul", "ol"]


class FigureBlock(StructBlock):
    """A count of children, drawn and written."""

    count = IntegerBlock(min_value=0)
    of = IntegerBlock(min_value=1, max_value=400)
    words = CharBlock(max_length=300)
    note = CharBlock(max_length=300, required=False)
    source = CharBlock(max_length=300)


class BodyBlock(StreamBlock):
    """What a page is made of."""

    heading = CharBlock(max_length=200)
    text = RichTextBlock(features=LINKS)
    callout = TextBlock()
    figure = FigureBlock()


class Reviewed(models.Model):
    """Who checked a page, when, and when it must be checked again."""

    reviewed_by = models.CharField("checked by", max_length=200, blank=True)
    reviewed_on = models.DateField("checked on", null=True, blank=True)
    review_due = models.DateField("next check due", null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Put a revision on the site; raises BadInput when it was not checked or is hard to read."""
        from rosette.server.publicsite.gates import refuse_unready

        refuse_unready(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]


REVIEW_PANEL = MultiFieldPanel(
    [FieldPanel("reviewed_by"), FieldPanel("reviewed_on"), FieldPanel("review_due")], heading="Clinical review"
)


class HomePage(Page):
    """The first page of a language."""

    template = "public/home.jinja"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["publicsite.InfoPage", "publicsite.NewsPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lists of pages."""
        from rosette.server.publicsite.presenters.pages import HomeLists

        return {**super().get_context(request, *args, **kwargs), "lists": HomeLists.of(self)}


class InfoPage(Reviewed, Page):
    """One topic for families or for doctors."""

    template = "public/info.jinja"
    parent_page_types: ClassVar[list[str]] = ["publicsite.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    summary = models.CharField(max_length=300)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default="family")
    menu = models.CharField(max_length=12, choices=MENUS, default="about")
    order = models.PositiveIntegerField(default=50)
    other = models.SlugField("page for the other readers", blank=True, max_length=100)
    body = StreamField(BodyBlock(), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("menu"),
        FieldPanel("order"),
        FieldPanel("other"),
        FieldPanel("body"),
        REVIEW_PANEL,
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page as it is read."""
        from rosette.server.publicsite.presenters.pages import InfoView

        return {**super().get_context(request, *args, **kwargs), "view": InfoView.of(self)}


class NewsPage(Reviewed, Page):
    """One piece of news."""

    template = "public/info.jinja"
    parent_page_types: ClassVar[list[str]] = ["publicsite.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    on = models.DateField("day")
    summary = models.CharField(max_length=300)
    body = StreamField(BodyBlock(), blank=True)
    audience, menu, other = "family", "news", ""

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("on"),
        FieldPanel("summary"),
        FieldPanel("body"),
        REVIEW_PANEL,
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page as it is read."""
        from rosette.server.publicsite.presenters.pages import InfoView

        return {**super().get_context(request, *args, **kwargs), "view": InfoView.of(self)}


@register_snippet
class Word(TranslatableMixin, models.Model):
    """A medical word and what it means, in one language."""

    term = models.CharField(max_length=80)
    meaning = models.CharField(max_length=400)
    panels: ClassVar[list[Any]] = [FieldPanel("term"), FieldPanel("meaning")]

    class Meta(TranslatableMixin.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["locale", "term"], name="a_word_once_a_language")
        ]

    def __str__(self) -> str:
        return self.term


@register_setting
class ContactSettings(BaseSiteSetting):
    """How to reach the programme; new and existing families have lines of their own."""

    emergency = models.CharField("emergency number", max_length=40, default="911")
    phone_new = models.CharField("line for new families", max_length=40, blank=True)
    phone_existing = models.CharField("line for families we know", max_length=40, blank=True)
    phone_doctors = models.CharField("line for doctors", max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)

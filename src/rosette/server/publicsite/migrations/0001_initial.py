"""Pages, words and contact of the public site."""

import uuid

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InfoPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("reviewed_by", models.CharField(blank=True, max_length=200, verbose_name="checked by")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("review_due", models.DateField(blank=True, db_index=True, null=True, verbose_name="next check due")),
                ("summary", models.CharField(max_length=300)),
                (
                    "audience",
                    models.CharField(
                        choices=[("family", "Families"), ("professional", "Doctors")], default="family", max_length=12
                    ),
                ),
                (
                    "menu",
                    models.CharField(
                        choices=[
                            ("approaches", "Treatments"),
                            ("about", "The disease and us"),
                            ("help", "Ask for help"),
                            ("after", "Life and later"),
                            ("news", "News"),
                        ],
                        default="about",
                        max_length=12,
                    ),
                ),
                ("order", models.PositiveIntegerField(default=50)),
                ("other", models.SlugField(blank=True, max_length=100, verbose_name="page for the other readers")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("text", 1), ("callout", 2), ("figure", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            1: ("wagtail.blocks.RichTextBlock", (), {"features": ["link", "ul", "ol"]}),
                            2: ("wagtail.blocks.TextBlock", (), {}),
                            3: ("wagtail.blocks.IntegerBlock", (), {"min_value": 0}),
                            4: ("wagtail.blocks.IntegerBlock", (), {"max_value": 400, "min_value": 1}),
                            5: ("wagtail.blocks.CharBlock", (), {"max_length": 300}),
                            6: ("wagtail.blocks.CharBlock", (), {"max_length": 300, "required": False}),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("count", 3), ("of", 4), ("words", 5), ("note", 6), ("source", 5)]],
                                {},
                            ),
                        },
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("reviewed_by", models.CharField(blank=True, max_length=200, verbose_name="checked by")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("review_due", models.DateField(blank=True, db_index=True, null=True, verbose_name="next check due")),
                ("on", models.DateField(verbose_name="day")),
                ("summary", models.CharField(max_length=300)),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("text", 1), ("callout", 2), ("figure", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            1: ("wagtail.blocks.RichTextBlock", (), {"features": ["link", "ul", "ol"]}),
                            2: ("wagtail.blocks.TextBlock", (), {}),
                            3: ("wagtail.blocks.IntegerBlock", (), {"min_value": 0}),
                            4: ("wagtail.blocks.IntegerBlock", (), {"max_value": 400, "min_value": 1}),
                            5: ("wagtail.blocks.CharBlock", (), {"max_length": 300}),
                            6: ("wagtail.blocks.CharBlock", (), {"max_length": 300, "required": False}),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("count", 3), ("of", 4), ("words", 5), ("note", 6), ("source", 5)]],
                                {},
                            ),
                        },
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ContactSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("emergency", models.CharField(default="911", max_length=40, verbose_name="emergency number")),
                ("phone_new", models.CharField(blank=True, max_length=40, verbose_name="line for new families")),
                (
                    "phone_existing",
                    models.CharField(blank=True, max_length=40, verbose_name="line for families we know"),
                ),
                ("phone_doctors", models.CharField(blank=True, max_length=40, verbose_name="line for doctors")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("hours", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("term", models.CharField(max_length=80)),
                ("meaning", models.CharField(max_length=400)),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("locale", "term"), name="a_word_once_a_language")],
                "unique_together": {("translation_key", "locale")},
            },
        ),
    ]

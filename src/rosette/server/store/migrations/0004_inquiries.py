"""Inquiries that come through the front door."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rosette.server.accounts.models
import rosette.server.store.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_editing"),
        ("store", "0003_kept_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="consenttext",
            name="language",
            field=models.CharField(default="en", max_length=8),
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(
                        default=rosette.server.accounts.models.new_public_id, editable=False, max_length=20, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=20, null=True, unique=True)),
                ("door", models.CharField(choices=[("family", "Family"), ("physician", "Physician")], max_length=10)),
                (
                    "wish",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second_opinion", "Second opinion"),
                            ("treatment", "Treatment or trial"),
                            ("appointment", "Appointment"),
                            ("question", "Question"),
                            ("comment", "Comment"),
                        ],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=8)),
                ("known", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not sent yet"),
                            ("received", "Received"),
                            ("held", "Held: many came at once"),
                            ("reviewing", "Under review"),
                            ("asked", "Waiting for the sender"),
                            ("accepted", "Taken up as a case"),
                            ("appointment", "Appointment made"),
                            ("answered", "Answered"),
                            ("declined", "Declined"),
                            ("merged", "Merged into another"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("key_id", models.CharField(max_length=20)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("answers", rosette.server.store.sealing.SealedText(null=True, of="self")),
                ("trials", models.JSONField(default=list)),
                ("token", models.CharField(max_length=64, unique=True)),
                ("token_until", models.DateTimeField()),
                ("address", models.BinaryField(db_index=True)),
                ("started_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("appointment_on", models.DateField(blank=True, null=True)),
                ("outcome", rosette.server.store.sealing.SealedText(null=True, of="self")),
                ("instead", rosette.server.store.sealing.SealedText(null=True, of="self")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="store.case",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="store.child",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="store.inquiry",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inquiries", to="accounts.site"
                    ),
                ),
            ],
            options={
                "ordering": ["next_on", "sent_at"],
            },
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not yet"),
                            ("asked", "Under way"),
                            ("done", "Done"),
                            ("not_needed", "Not needed"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrangements", to="store.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="InquiryEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=20)),
                ("words", rosette.server.store.sealing.SealedText(null=True, of="inquiry")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="store.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="InquiryFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(
                        default=rosette.server.accounts.models.new_public_id, editable=False, max_length=20, unique=True
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("name", rosette.server.store.sealing.SealedText(of="inquiry")),
                ("kind", models.CharField(max_length=20)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("warnings", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="store.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="TwinMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.BinaryField(db_index=True)),
                ("strength", models.CharField(max_length=10)),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="twin_marks",
                        to="store.child",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="twin_marks",
                        to="store.inquiry",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("number__isnull", False),
                        ("sent_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_sent_inquiry_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "accepted", "answered", "declined", "merged", "withdrawn"]),
                    ("next_on__isnull", False),
                    _connector="OR",
                ),
                name="an_open_inquiry_has_a_next_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", False), _connector="OR"
                ),
                name="a_merged_inquiry_names_the_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.UniqueConstraint(fields=("inquiry", "item"), name="an_item_once_an_inquiry"),
        ),
    ]

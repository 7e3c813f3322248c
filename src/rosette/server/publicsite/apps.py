"""The application of the public site."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """The public site."""

    name = "rosette.server.publicsite"
    label = "publicsite"
    default_auto_field = "django.db.models.BigAutoField"

"""The app of persons."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, sites, grants."""

    name = "rosette.server.accounts"
    label = "accounts"

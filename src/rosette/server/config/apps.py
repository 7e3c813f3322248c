"""The app `config`."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers `rosette.server.config`."""

    name = "rosette.server.config"
    label = "config"

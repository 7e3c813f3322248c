"""The app `services`."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Registers `rosette.server.services`."""

    name = "rosette.server.services"
    label = "services"
